"""What changed between two texts, statement by statement: nothing is lost and nothing is told twice."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from curbside_site.review.diff import How, difference, pieces

WORDS = st.lists(st.sampled_from("a dose of 5 10 mg daily weekly not never . , µg “quoted” is".split()), max_size=8)
TEXTS = WORDS.map(" ".join)


@st.composite
def statements(draw: st.DrawFn) -> dict[str, Any]:
    source = draw(st.sampled_from(("one", "two", "three")))
    quote = draw(TEXTS)
    return {
        "id": "",
        "text": draw(TEXTS),
        "facet": draw(st.sampled_from(("regimen", "bottom_line"))),
        "flags": draw(st.lists(st.sampled_from(("conflict", "superseded")), unique=True)),
        "citations": [{"source": source, "hash": draw(st.sampled_from("ab")), "quote": quote, "relation": "supports"}],
    }


@st.composite
def bodies(draw: st.DrawFn) -> dict[str, Any]:
    made = draw(st.lists(statements(), max_size=6))
    for n, one in enumerate(made, 1):
        one["id"] = f"s{n}"
    return {"statements": made, "notices": draw(st.lists(TEXTS, max_size=2)), "not_found": []}


@given(bodies(), bodies())
def test_every_statement_of_both_stands_in_it_once(old: dict[str, Any], new: dict[str, Any]) -> None:
    found = difference(old, new).statements
    assert [c.new["id"] for c in found if c.new] == [s["id"] for s in new["statements"]]
    assert Counter(c.old["id"] for c in found if c.old) == Counter(s["id"] for s in old["statements"])
    assert all((c.old is None) == (c.how is How.ADDED) and (c.new is None) == (c.how is How.REMOVED) for c in found)


@given(bodies())
def test_a_text_beside_itself_has_not_changed(body: dict[str, Any]) -> None:
    found = difference(body, body)
    assert (found.count, found.came, found.went) == (0, (), ())


@given(bodies(), bodies())
def test_what_is_called_the_same_says_and_cites_the_same(old: dict[str, Any], new: dict[str, Any]) -> None:
    for c in difference(old, new).statements:
        if c.how is How.SAME:
            assert c.old
            assert c.new
            assert (c.old["text"], c.old["facet"], set(c.old["flags"])) == (
                c.new["text"],
                c.new["facet"],
                set(c.new["flags"]),
            )
            assert {(x["source"], x["hash"]) for x in c.old["citations"]} == {
                (x["source"], x["hash"]) for x in c.new["citations"]
            }


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_pieces_are_both_texts_again(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(p.text for p in found if p.how in ("same", "old")) == old
    assert "".join(p.text for p in found if p.how in ("same", "new")) == new


def test_a_number_is_one_word_so_that_a_moved_point_is_seen() -> None:
    found = pieces("give 1.5 mg daily", "give 15 mg daily")
    assert [(p.how, p.text) for p in found if p.how != "same"] == [("old", "1.5"), ("new", "15")]
