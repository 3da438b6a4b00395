"""From the JSON of an answer back to the answer: what the library gives is kept, what it does not is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import InputError, LibraryError
from curbside.interop.contract import as_json
from curbside.interop.saved import answer_of, kept_as, stored_answer
from curbside.language.notices import intended_use

from .conftest import asked_of

INTENDED = intended_use("professional")


def printed(asked, body):
    return json.loads(json.dumps(as_json(answer_of(body, asked.library), asked.library.read_span)))


def test_the_answer_has_what_the_tests_need(asked):
    assert asked.answer.regimens
    assert asked.answer.conflicts
    assert asked.answer.bottom_line
    assert any(r.beside["contraindications"] for r in asked.answer.regimens)
    assert {r.source.id for r in asked.answer.references} == {"test:label", "test:guideline", "test:summary"}


def test_an_answer_comes_back_as_it_was_printed(asked):
    assert printed(asked, asked.body()) == asked.printed


def test_a_stored_answer_comes_back_under_its_id(asked):
    cited = [(r.source.id, r.source.content_hash) for r in asked.answer.references]
    name = asked.library.save_answer(asked.answer.question.text, json.dumps(asked.printed), cited)
    assert as_json(stored_answer(name, asked.library), asked.library.read_span) == as_json(
        asked.answer, asked.library.read_span
    )
    kept = kept_as({**asked.printed, "id": name}, asked.library)
    assert kept is not None
    assert kept.id == name
    assert kept_as(asked.printed, asked.library) is None
    with pytest.raises(InputError, match="'title' is not as the library keeps it"):
        answer_of({**asked.printed, "saved": name, "title": "Another"}, asked.library)
    with pytest.raises(LibraryError, match="no saved answer"):
        stored_answer("nothing", asked.library)


def changed(asked, path, value):
    body = asked.body()
    *where, last = path
    inner = body
    for step in where:
        inner = inner[step]
    inner[last] = value
    return body


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("statements", 0, "citations", 0, "quote"), "Fictoprolol 60 mg is taken.", "is not what test:"),
        (("statements", 0, "citations", 0, "start"), 0, "is not what test:"),
        (("statements", 0, "citations", 0, "end"), 10**9, "is not what test:"),
        (("statements", 0, "citations", 0, "hash"), "0" * 64, "cannot be read again: the library has no source"),
        (
            ("statements", 0, "citations", 0, "source"),
            "test:nowhere",
            "cannot be read again: the library has no source",
        ),
        (("statements", 0, "citations", 0, "ref"), 9, "has no entry"),
        (("statements", 0, "text"), "Fictoprolol 60 mg is taken by mouth once daily.", "does not stand on its quotes"),
        (("regimens", 0, "phases", 0, "amount", "low"), "60", "regimens: it is not what its quotes give now"),
        (("regimens", 0, "beside", "contraindications"), [], "regimens: it is not what its quotes give now"),
        (("regimens",), [], "regimens: it is not what its quotes give now"),
        (("conflicts", 0, "members", 0, "value"), "60 mg", "conflicts: it is not what its quotes give now"),
        (("conflicts",), [], "conflicts: it is not what its quotes give now"),
        (("sections", 0, "heading"), "Take 60 mg", "sections: it is not what its quotes give now"),
        (("bottom_line",), [], "bottom_line: it is not what its quotes give now"),
        (("direction",), "yes", "direction: it is not what its quotes give now"),
        (("title",), "Fictoprolol 60 mg", "words that Curbside did not write"),
        (("notices", 0), "Take 60 mg a day.", "words that Curbside did not write|not what Curbside is for"),
        (("notices",), [], "not what Curbside is for"),
        (("not_found",), ["Fictoprolol 60 mg daily is well borne."], "words that Curbside did not write"),
        (("notices",), ["Fictoprolol is safe in asthma.", INTENDED], "notices have words that Curbside did not write"),
        (("notices",), ["[1] is superseded by fictopril, which works better.", INTENDED], "notices have words"),
        (("notices",), ["Allergy: you named one to fictoprolol.", INTENDED], "notices have words"),
        (("not_found",), ["Contraindications of fictoprolol: it has none."], "not_found have words that Curbside"),
        (("not_found",), ["No source in your library mentions: any harm of it."], "not_found have words"),
        (("statements", 0, "against"), True, "against: it is not what its quotes give now"),
        (("references",), [], "has no entry"),
        (("status",), "refused", "is a refusal"),
        (("question",), None, "is no JSON object"),
        (("question", "understood", "intent"), "60 mg", "is not one of bottom_line, "),
        (("question", "understood", "drugs"), ["fictoprolol 60 mg"], "words that Curbside did not write"),
        (("statements",), {}, "is not a list"),
        (("statements", 0, "facet"), "dose", "is not one of bottom_line, "),
        (("statements", 0, "citations", 0, "start"), -1, "is not a whole number"),
        (("statements", 0, "citations", 0, "start"), True, "is not a whole number"),
        (("made", "milliseconds"), {"total": float("nan")}, "is not an object of numbers"),
        (("title",), "\ud800", "is not a string"),
    ],
)
def test_what_the_library_does_not_give_is_refused(asked, path, value, said):
    with pytest.raises(InputError, match=said) as refused:
        answer_of(changed(asked, path, value), asked.library)
    assert "\n" not in str(refused.value)


def test_a_flag_that_follows_from_a_source_cannot_be_taken_away(asked):
    body = asked.body()
    at = next(n for n, s in enumerate(body["statements"]) if "secondary_only" in s["flags"])
    body["statements"][at]["flags"].remove("secondary_only")
    with pytest.raises(InputError, match=r"secondary_only|regimens: it is not"):
        answer_of(body, asked.library)


@pytest.mark.parametrize("body", [None, [], "x", {}, {"overview": 1}])
def test_what_is_no_answer_is_refused_in_one_sentence(asked, body):
    with pytest.raises(InputError, match="is no"):
        answer_of(body, asked.library)


def test_a_missing_field_is_told_with_its_place(asked):
    body = asked.body()
    del body["statements"][1]["strength"]
    with pytest.raises(InputError, match=r"statements\[1\]: the field 'strength' is missing"):
        answer_of(body, asked.library)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all that is no list and no object."""
    if isinstance(value, dict):
        for name in value:
            yield from leaves(value[name], (*path, name))
    elif isinstance(value, list):
        for n, one in enumerate(value):
            yield from leaves(one, (*path, n))
    else:
        yield path


CLINICAL = ("statements", "regimens", "conflicts", "bottom_line", "sections", "references", "not_found", "title")
# What a label of strength and a line on a gate say is not proven of an answer that no library keeps.
UNPROVEN = ("strength", "reasons", "flags", "verdict")
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**6),
    st.sampled_from(["60 mg", "Fictoprolol 60 mg daily", "test:guideline", "s1", "supports", "s2", "6", "d", "uk", ""]),
    st.text(max_size=8),
)


def clinical(body: dict[str, Any]) -> dict[str, Any]:
    told = json.loads(json.dumps({name: body[name] for name in CLINICAL}))
    for statement in told["statements"]:
        for name in UNPROVEN:
            del statement[name]
    for regimen in told["regimens"]:
        del regimen["flags"]
    return told


@given(data=st.data(), value=VALUES)
def test_no_changed_leaf_changes_what_is_said(asked, data, value):
    path = data.draw(st.sampled_from(sorted(leaves(asked.printed), key=str)))
    body = changed(asked, path, value)
    try:
        back = printed(asked, body)
    except InputError:
        return
    told = clinical(back)
    if path[0] == "not_found":
        told["not_found"] = asked.printed["not_found"]
        assert not any("60 mg" in line for line in back["not_found"])
    assert told == clinical(asked.printed)


def test_a_notice_that_curbside_writes_is_kept(asked):
    notices = ["3 drafted statements did not pass the checks and were left out.", *asked.printed["notices"]]
    assert printed(asked, {**asked.body(), "notices": notices})["notices"] == notices


@pytest.mark.parametrize(
    "question",
    [
        "What is the dose of fictoprolol in hypertension for xylozene users?",
        "fictoprolol for hypertension and gout: dose?",
    ],
)
def test_what_is_not_found_comes_back(asked, question):
    other = asked_of(asked.engine, question)
    assert other.printed["not_found"]
    assert printed(other, other.body()) == other.printed
