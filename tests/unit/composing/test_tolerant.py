"""Reading what a model says, clean and broken. All statements are invented."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.composing.tolerant import Reader, Said, numbers_of

pytest.importorskip("json_repair")
A = Said("An invented sentence.", (1,), "other")
B = Said('Another one, with {braces} and "quotes".', (2, 3), "evidence")


def read(text: str, size: int = 7) -> list[Said]:
    reader = Reader()
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    return [*(said for piece in pieces for said in reader.feed(piece)), *reader.finish()]


def as_object(said: Said) -> dict:
    return {"text": said.text, "rests_on": list(said.numbers), "facet": said.facet}


CLEAN = json.dumps({"statements": [as_object(A), as_object(B)]})


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
@pytest.mark.parametrize(
    "text",
    [
        CLEAN,
        json.dumps([as_object(A), as_object(B)]),
        json.dumps({"statements": [as_object(A), as_object(B)]}, indent=2),
        f"```json\n{CLEAN}\n```",
        f"Sure! Here are {{the}} statements you asked for:\n\n{CLEAN}\n\nI hope this helps.",
        f"{json.dumps(as_object(A))}\n{json.dumps(as_object(B))}",
    ],
)
def test_what_is_clean_is_read_whatever_stands_around_it(text: str, size: int) -> None:
    assert [s for s in read(text, size) if s.text] == [A, B]


@pytest.mark.parametrize(
    "text",
    [
        '{"statements": [{"text": "An invented sentence.", "rests_on": [1,], "facet": "other",},]}',
        "{'statements': [{'text': 'An invented sentence.', 'rests_on': [1], 'facet': 'other'}]}",
        '{"statements": [{"text": "An invented sentence." "rests_on": [1] "facet": "other"}]}',
        '{statements: [{text: "An invented sentence.", rests_on: [1], facet: other}]}',
        '{"statements": [{"text": "An invented\nsentence.", "rests_on": ["1"], "facet": "other"}]',
        '[{"statement": "An invented sentence.", "numbers": "[1]", "facet": "OTHER"}',
        '{"text": "An invented sentence.", "rests_on": 1, "facet": "other"}',
    ],
)
def test_what_is_slightly_broken_is_mended(text: str) -> None:
    assert read(text) == [A]


def test_a_statement_is_there_with_its_closing_brace() -> None:
    reader, end = Reader(), CLEAN.index("}") + 1
    assert list(reader.feed(CLEAN[: end - 1])) == []
    assert list(reader.feed(CLEAN[end - 1 : end])) == [A]


@pytest.mark.parametrize("cut", range(1, CLEAN.index("}") + 1))
def test_a_statement_whose_end_never_came_is_not_read(cut: int) -> None:
    assert read(CLEAN[:cut]) == []


def test_lines_with_numbers_are_read_where_there_is_no_object() -> None:
    lines = "Here is what I found:\n\n- An invented sentence. [1]\n2. Another. [2, 3][4]\nNo number.\n"
    assert read(lines) == [Said("An invented sentence.", (1,)), Said("Another.", (2, 3, 4))]


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        (3, (3,)),
        ([1, 2, 1], (1, 2)),
        (["1", "[2]", "3, 4"], (1, 2, 3, 4)),
        ("5", (5,)),
        (True, ()),
        (None, ()),
        ({"a": 1}, ()),
        ([[1]], ()),
        (1.5, ()),
        ("9" * 50, ()),
    ],
)
def test_numbers(value: object, numbers: tuple[int, ...]) -> None:
    assert numbers_of(value) == numbers


@pytest.mark.parametrize(
    "text", ["{" * 5000, '{"a":' * 3000, "}" * 5000, '"' * 5001, "[" * 5000, '{"text": "' + "x" * 50_000]
)
def test_what_is_no_statement_is_read_quickly_as_none(text: str) -> None:
    assert read(text, 1000) == []


@given(st.lists(st.text(alphabet=st.sampled_from("{}[]\":,\\'abc 1\n"), max_size=40)))
def test_nothing_breaks_the_reader_and_pieces_do_not_matter(parts: list[str]) -> None:
    reader, text = Reader(), "".join(parts)
    pieced = [*(s for part in parts for s in reader.feed(part)), *reader.finish()]
    assert pieced == read(text, max(len(text), 1))


@given(
    st.lists(
        st.builds(
            Said,
            st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=60),
            st.lists(st.integers(1, 99), min_size=1, max_size=4, unique=True).map(tuple),
            st.sampled_from(["other", "regimen"]),
        ),
        max_size=6,
    ),
    st.integers(1, 50),
)
def test_whatever_is_written_as_json_is_read_back(said: list[Said], size: int) -> None:
    assert read(json.dumps({"statements": [as_object(s) for s in said]}), size) == said
