from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import FrontMatterError
from curbside.sources import frontmatter
from curbside.sources.frontmatter import fields
from curbside.sources.markdown import MarkdownReader
from curbside.types import Identifier, Kind, Licence, Seen, State, Status, TextIs

FIXTURE = Path(__file__).parents[2] / "fixtures" / "sources" / "described.md"
LEAST = "title: Invented\nkind: label\n"


def read(today=date(2026, 6, 1)):
    return MarkdownReader(today).parse(FIXTURE.read_bytes(), "described.md")


def test_every_field_is_read():
    source = read()
    assert (source.id, source.kind, source.title) == (
        "local:invented-rash-2026",
        Kind.PROTOCOL,
        "Treatment of the invented rash",
    )
    assert (source.publisher, source.date, source.jurisdiction) == ("Invented Hospital", "2026-02", "uk")
    assert source.status == Status(State.CURRENT, None, "2026-02-01", None)
    assert source.identifiers == (
        Identifier("doi", "10.1000/invented"),
        Identifier("pmid", "12"),
        Identifier("pmcid", "PMC34"),
        Identifier("nbk", "NBK5"),
        Identifier("nice", "NG0"),
        Identifier("url", "https://invented.example/rash"),
        Identifier("other", "ISBN 0"),
    )
    assert source.licence == Licence("Invented Hospital, internal use", show=True, quote=True, export=False, send=None)
    assert (source.text_is, source.seen, source.derived_from) == (
        TextIs.ORIGINAL,
        Seen.ORIGINAL,
        ("local:older-rash",),
    )
    assert (source.topics, source.authors, source.language) == (("invented-rash",), ("Invented Author",), "en-GB")
    assert (source.publication_types, source.subjects) == (("Guideline",), ("Invented Rash",))


def test_what_is_not_given_is_unknown():
    given_fields = fields(LEAST, "a.md")
    assert given_fields.status == Status()
    assert (given_fields.date, given_fields.publisher, given_fields.jurisdiction) == (None, None, "unknown")
    assert given_fields.licence == Licence()
    assert given_fields.seen is Seen.ORIGINAL
    assert fields(LEAST + "text_is: summary", "a.md").seen is Seen.UNKNOWN


def test_a_secondary_summary_is_a_summary_seen_at_second_hand():
    found = fields("title: Invented\nkind: secondary_summary\nseen: original text", "a.md")
    assert (found.kind, found.seen) == (Kind.SUMMARY, Seen.SECONDARY)


def test_values_stay_as_they_are_written():
    found = fields("title: 012\nkind: label\njurisdiction: no\ndate: 2024-03-01\npublisher: 12:30\nid: 1e3", "a.md")
    assert (found.title, found.jurisdiction, found.date, found.publisher, found.id) == (
        "012",
        "no",
        "2024-03-01",
        "12:30",
        "1e3",
    )


@pytest.mark.parametrize("value", ["unknown", "", "~", "null", "Unknown"])
def test_an_unknown_date_is_none(value):
    assert fields(f"{LEAST}date: {value}", "a.md").date is None


WRONG = [
    ("title: Invented", "a.md: the field 'kind' is missing or empty; it is one of: guideline, local protocol"),
    ("kind: label", "a.md: the field 'title' is missing or empty."),
    ("kind: label\ntitle:", "a.md, line 3: the field 'title' is missing or empty."),
    (LEAST + "knid: x", "a.md, line 4: there is no field 'knid'; did you mean 'kind'?"),
    (LEAST + "published-by: x", "a.md, line 4: there is no field 'published-by'; did you mean 'publisher'?"),
    (LEAST + "qqqq: x", "a.md, line 4: there is no field 'qqqq'; the fields are id, kind, title"),
    (LEAST + "kind: label", "a.md, line 4: the field 'kind' is given twice."),
    ("title: A\nkind: pamphlet", "a.md, line 3: kind is 'pamphlet', which is not one of: guideline"),
    (LEAST + "status: fine", "a.md, line 4: status is 'fine', which is not one of: current, superseded"),
    (LEAST + "date: 2024-13", "a.md, line 4: date is '2024-13'; write"),
    (LEAST + "date: 2023-02-29", "a.md, line 4: date is '2023-02-29'"),
    (LEAST + "date: March 2024", "a.md, line 4: date is 'March 2024'"),
    (LEAST + "date: 0000", "a.md, line 4: date is '0000'"),
    (LEAST + "review_due: soon", "a.md, line 4: review_due is 'soon'"),
    (LEAST + "jurisdiction: England", "a.md, line 4: jurisdiction is 'England'; give a country code"),
    (LEAST + "superseded_by: B", "a.md, line 4: superseded_by goes only with status: superseded"),
    (LEAST + "identifiers: ['doi:5']", "a.md, line 4: 'doi:5' is no doi; write it as doi:10.1000/xyz."),
    (LEAST + "identifiers: ['pmid:x']", "a.md, line 4: 'pmid:x' is no pmid"),
    (LEAST + "identifiers: {a: b}", "a.md, line 4: identifiers is a list of texts, not a mapping."),
    (LEAST + "topics: [a, ]\nauthors: [a, '']", "a.md, line 5: authors has an empty entry."),
    (LEAST + "topics: [[a]]", "a.md, line 4: a list or mapping stands where a text is expected."),
    (LEAST + "publisher: [a]", "a.md, line 4: publisher is one text, not a list or mapping."),
    (LEAST + "id: 'a b'", "a.md, line 4: id is 'a b'; it has letters, digits and -._:/ only"),
    (LEAST + "language: English", "a.md, line 4: language is 'English'"),
    (LEAST + "text_is: mine", "a.md, line 4: text_is is 'mine', which is not one of: original wording, summary."),
    (LEAST + "seen: maybe", "a.md, line 4: seen is 'maybe', which is not one of: original text, secondary summary"),
    (LEAST + "licence: {name: x, sell: yes}", "a.md, line 4: licence has 'sell'; it has name, show, quote"),
    (LEAST + "licence: {send: perhaps}", "a.md, line 4: licence send is 'perhaps'; it is yes, no or unknown."),
    (LEAST + "publisher: &a x\ntopics: [*a]", "a.md, line 4: not valid YAML: anchors and aliases are not allowed"),
    (LEAST + "publisher: !!python/name:os.system x", "a.md, line 4: the YAML tag"),
    (LEAST + "publisher: A: B", "a.md, line 4: not valid YAML: mapping values are not allowed here; text with a colon"),
    (LEAST + 'publisher: "\\x1b[31m"', "a.md, line 4: the control character U+001B is not allowed."),
    ("- a", 'a.md, line 2: its fields are not written as "name: value".'),
    ("topics: " + "[" * 3000, "a.md"),
    ("x: " + "a" * 70_000, "a.md: its fields are longer than 64,000 characters."),
    ("a: b\x00", "a.md: its fields are not valid YAML"),
]


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[m for _, m in WRONG])
def test_a_wrong_field_is_told_in_one_sentence(text, message):
    with pytest.raises(FrontMatterError) as error:
        fields(text, "a.md")
    assert str(error.value).startswith(message)
    assert "\n" not in str(error.value)


@given(st.text(max_size=80))
def test_any_other_text_is_fields_or_a_front_matter_error(text):
    with suppress(FrontMatterError):
        assert fields(LEAST + text, "a.md").title


def test_front_matter_that_is_never_closed_is_told():
    with pytest.raises(
        FrontMatterError, match=r"a\.md, line 1: the front matter that opens here with --- is never closed"
    ):
        frontmatter.parted("---\ntitle: A\n", "a.md")


def test_the_body_begins_at_its_first_line_with_text():
    assert frontmatter.parted("---\na: b\n---\n\n\nText\n---\nmore", "a.md") == ("a: b", "Text\n---\nmore")


@pytest.mark.parametrize(
    ("due", "today", "state"),
    [
        ("2025", date(2025, 12, 31), State.CURRENT),
        ("2025", date(2026, 1, 1), State.REVIEW_OVERDUE),
        ("2024-02", date(2024, 2, 29), State.CURRENT),
        ("2024-02", date(2024, 3, 1), State.REVIEW_OVERDUE),
        ("2025-06-01", date(2025, 6, 1), State.CURRENT),
        ("2025-06-01", date(2025, 6, 2), State.REVIEW_OVERDUE),
    ],
)
def test_a_source_is_overdue_the_day_after_its_review_was_due(due, today, state):
    assert frontmatter.reviewed(Status(State.CURRENT), due, today).state is state


def test_an_overdue_review_is_said_since_when_and_why():
    assert read(date(2029, 1, 1)).status == Status(State.REVIEW_OVERDUE, None, "2028", "its review was due 2028")


@pytest.mark.parametrize("state", [State.RETRACTED, State.WITHDRAWN, State.SUPERSEDED, State.CONCERN])
def test_nothing_worse_is_hidden_by_an_overdue_review(state):
    assert frontmatter.reviewed(Status(state), "2020", date(2026, 1, 1)).state is state
