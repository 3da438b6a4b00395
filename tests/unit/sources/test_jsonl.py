"""JSON lines with documented fields. Every record here is invented."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.errors import InputError
from curbside.sources import _json
from curbside.sources.base import Draft, Input, Rejected, finished
from curbside.sources.jsonl import JsonLinesReader
from curbside.testing.damaging import Endless
from curbside.types import Identifier, Kind, Mark, Seen, Source, State, Status, TextIs

LEAST = {"kind": "guideline", "title": "The invented rash", "text": "Give exemplamine 5 mg."}
TODAY = date(2026, 2, 1)


def read(raw, name="a.jsonl", **kwargs):
    raw = raw if isinstance(raw, bytes) else raw.encode()
    whole = Input(name, name, raw[:4096], lambda: io.BytesIO(raw))
    return list(JsonLinesReader(TODAY, **kwargs).read(whole))


def line(**fields):
    return json.dumps({**LEAST, **fields})


def one(**fields):
    (found,) = read(line(**fields))
    return finished(found) if isinstance(found, Draft) else found


def test_a_line_is_a_source_named_by_its_bytes():
    source = one()
    assert (source.kind, source.title, source.text) == (Kind.GUIDELINE, "The invented rash", "Give exemplamine 5 mg.")
    assert source.id == "file:" + source.raw_hash[:16]
    assert (source.where, source.extractor) == ("a.jsonl, line 1", "jsonl/1")
    assert (source.status, source.jurisdiction, source.date) == (Status(State.UNKNOWN), "unknown", None)


def test_every_field_of_the_front_matter_is_read_by_the_same_rules():
    source = one(
        id="local:rash",
        kind="local protocol",
        publisher="Invented Hospital",
        date="2025-02",
        jurisdiction="uk",
        status="current",
        status_since="2025",
        review_due="2025-12",
        identifiers=["pmid:1", "https://invented.example/rash"],
        text_is="summary",
        seen="original text",
        derived_from=["doi:10.1000/xyz"],
        licence={"name": "Invented, internal use", "show": True, "export": "no", "send": None},
        topics=["rash"],
        authors=["A Invented", "B Invented"],
        language="en",
        publication_types=["Guideline"],
        subjects=["Exanthema"],
    )
    assert (source.id, source.kind, source.date, source.jurisdiction) == ("local:rash", Kind.PROTOCOL, "2025-02", "uk")
    assert source.status.state is State.REVIEW_OVERDUE
    assert source.identifiers == (Identifier("pmid", "1"), Identifier("url", "https://invented.example/rash"))
    assert (source.text_is, source.seen, source.derived_from) == (TextIs.SUMMARY, Seen.ORIGINAL, ("doi:10.1000/xyz",))
    licence = source.licence
    assert (licence.name, licence.show, licence.quote, licence.export, licence.send) == (
        "Invented, internal use",
        True,
        None,
        False,
        None,
    )
    assert (source.authors, source.topics, source.subjects) == (("A Invented", "B Invented"), ("rash",), ("Exanthema",))


def test_what_it_supersedes_is_marked():
    source, mark = read(line(id="local:new", supersedes=["pmid:12"], date="2026"))
    assert isinstance(mark, Mark)
    assert (mark.identifier, mark.status.state) == (Identifier("pmid", "12"), State.SUPERSEDED)
    assert mark.said_by == source.id == "local:new"


def test_sections_are_headings_and_paragraphs_without_markup():
    sections = [
        {"heading": "Dose", "text": "Adults:\n5 mg.\n\n> 5 mg is never given."},
        {"heading": "Children", "level": 2, "text": "- 2 mg daily."},
        {"text": "Ask.", "level": 1},
    ]
    source = one(text=None, sections=sections)
    assert source.text == "Dose\n\nAdults: 5 mg.\n\n> 5 mg is never given.\n\nChildren\n\n- 2 mg daily.\n\nAsk."
    assert [(source.text[u.start : u.end], u.headings) for u in source.units] == [
        ("Adults: 5 mg.", ("Dose",)),
        ("> 5 mg is never given.", ("Dose",)),
        ("- 2 mg daily.", ("Dose", "Children")),
        ("Ask.", ()),
    ]


@pytest.mark.parametrize(
    ("markup", "kind"), [("markdown", "note"), ("plain", "sentence"), ("none", "sentence"), (None, "sentence")]
)
def test_markup_says_how_the_text_is_read(markup, kind):
    source = one(text="> Give 5 mg.", markup=markup)
    assert [u.kind.value for u in source.units] == [kind]
    assert source.text == "> Give 5 mg."


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("[1]x", "something follows"),
        ("{", "is not valid JSON: expecting property name"),
        ('{"a": 1}, ', "is not valid JSON: extra data, at character 9"),
        ("3", "is a number, not an object in braces"),
        ("null", "is null, not an object"),
        ('"a"', "is a text, not an object"),
        ('{"kind": "label", "kind": "label"}', "the field 'kind' is given twice"),
        ('{"kind": NaN}', "has NaN, which is no JSON number"),
        ('{"kind": -Infinity}', "has -Infinity, which is no JSON number"),
        ('{"kind": ' + "1" * 1_000_000 + "}", "has a number of 1000000 digits; 18 are the most"),
        ('{"kind": ' + "[" * 100_000, "is nested too deeply"),
        ('{"kind": 1e400}', "kind is a text"),
        (b'{"kind": "\xff"}', "is not UTF-8: byte 10 (0xFF) does not fit"),
        (line(titel="x"), "there is no field 'titel'; did you mean 'title'"),
        (line(zzz="x"), "there is no field 'zzz'; the fields are id, kind"),
        (line(title="\ud800"), "title has half of a surrogate pair, U+D800"),
        (line(**{"\ud800": "x"}), r"there is no field '\ud800'"),
        (line(text="a\x00b"), "text has the control character U+0000"),
        (line(title=7), "title is a number, not a text"),
        (line(title=" "), "the field 'title' is missing or empty"),
        (line(kind="guidline"), "kind is 'guidline', which is not one of"),
        (line(date="2026-13"), "date is '2026-13'"),
        (line(topics=["a", 3]), "topics, entry 2 is a number"),
        (line(topics={"a": "b"}), "topics is an object"),
        (line(licence={"show": 3}), "licence 'show' is a number"),
        (line(licence={"shew": True}), "licence has 'shew'"),
        (line(text=None), "has neither text nor sections"),
        (line(sections=[]), "has both text and sections"),
        (line(text=""), "has no text"),
        (line(text="\n", markup="none"), "has no text to quote"),
        (line(text="# Rash", markup="markdown"), "has no sentence to quote"),
        (line(text=["a"]), "text is a list, not a text"),
        (line(markup="html"), "markup is 'html', which is not one of: markdown, plain, none"),
        (line(markup=[]), "markup is a list, which is not one of"),
        (line(text=None, sections={}), "sections is an object, not a list"),
        (line(text=None, sections=["a"]), "section 1 is a text, not an object"),
        (line(text=None, sections=[{"heading": "a"}]), "has no text to quote"),
        (
            line(text=None, sections=[{"header": "a"}]),
            "in section 1 there is no field 'header'; did you mean 'heading'",
        ),
        (line(text=None, sections=[{"level": True, "text": "a"}]), "the level of section 1 is a whole number from 1"),
        (line(text=None, sections=[], markup="markdown"), "markup goes with text"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_the_rest_goes_on(raw, reason):
    raw = raw if isinstance(raw, bytes) else raw.encode()
    if raw.startswith(b"[1]"):
        with pytest.raises(InputError, match=reason):
            read(raw)
        return
    wrong, good = read(b"\n" + raw + b"\r\n\n" + line().encode())
    assert isinstance(wrong, Rejected)
    assert reason in wrong.reason or (reason == "kind is a text" and "kind is '1e400'" in wrong.reason)
    assert wrong.where == "a.jsonl, line 2"
    assert not wrong.reason.endswith((".", "?"))
    wrong.reason.encode()
    assert isinstance(good, Source)
    assert good.where == "a.jsonl, line 4"


def test_a_line_that_is_too_long_is_told_without_being_held():
    endless = Endless(b'{"kind": "label", "title": "', b"x", 200_000_000, b'"}\n' + line().encode())
    given_ = Input("a.jsonl", "a.jsonl", b'{"kind"', endless.opened)
    wrong, good = JsonLinesReader(TODAY).read(given_)
    assert wrong == Rejected("a.jsonl, line 1", "the line is longer than 20 MB")
    assert good.title == LEAST["title"]
    assert endless.largest_read <= 20_000_001


def test_a_flood_of_blank_lines_is_told():
    with pytest.raises(InputError, match="blank lines together"):
        read(b"\n" * 1_100_000 + line().encode())
    assert len(read(b" \n" * 900_000 + line().encode())) == 1


def test_a_byte_order_mark_is_passed_over_and_utf_16_is_told():
    (found,) = read(b"\xef\xbb\xbf" + line().encode())
    assert found.title == LEAST["title"]
    with pytest.raises(InputError, match="UTF-16"):
        read(line().encode("utf-16"))


def test_a_c1_control_is_shown_as_unknown_and_not_left_out():
    assert one(text="Give 5\x9610 mg.").text == "Give 5\ufffd10 mg."


@pytest.mark.parametrize("text", ["[]", "[ ]\n", f"[{line()}]", f"[\n{line()},\n {line(title='B')}\n]\n"])
def test_a_json_file_may_hold_a_list(text):
    found = read(text, "a.json")
    assert len(found) == text.count("kind")
    assert [f.where for f in found] == [f"a.json, record {n + 1}" for n in range(len(found))]


def test_a_bad_entry_of_a_list_is_told_and_the_rest_goes_on():
    found = read(f'[{{"title": "a, [b] {{c}} \\\\\\" d"}}, 3, {line()}, {{"x": "{"y" * 900}"}}]', "a.json", longest=500)
    assert [f.where for f in found] == [f"a.json, record {n}" for n in (1, 2, 3, 4)]
    assert [f.reason if isinstance(f, Rejected) else f.title for f in found][1:] == [
        "is a number, not an object in braces",
        "The invented rash",
        "the record is longer than 0.0005 MB",
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"[{line()}", "is cut off"),
        ("[,]", "record 1 is empty"),
        ("[3,]", "record 2 is empty"),
        ("[3] 4", "something follows the end"),
        ("[" * 100_000, "is nested deeper than 100 levels"),
        ("[" + '"' * 5_000_000, "record 1 has more|is no JSON|is cut off"),
        ("[[" + "[]," * 110_000, "record 1 has more than 200,000 brackets"),
    ],
)
def test_a_list_that_is_none_is_told(text, reason):
    with pytest.raises(InputError, match=reason):
        read(text, "a.json")


@pytest.mark.parametrize(
    ("name", "head", "accepted"),
    [
        ("a.jsonl", b"", True),
        ("a.NDJSON", b"{", True),
        ("a.json", b" [", True),
        ("a.json", b'{"meta": {}}', False),
        ("a.json", b'{"title": "x", "kind": "label"', True),
        ("", b'\xef\xbb\xbf{"text": "' + b"x" * 50 + b'", "kind": "label", "title": "cu', True),
        ("a.txt", b"Give 5 mg.", False),
        ("a", b'{"a": ' + b"[" * 4000, False),
    ],
)
def test_files_are_accepted_by_name_or_by_their_first_fields(name, head, accepted):
    assert JsonLinesReader().accepts(name, head) is accepted


_entry = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(_entry, max_size=6), st.booleans(), st.integers(1, 7))
def test_the_entries_of_a_list_are_found_however_it_is_cut_into_pieces(entries, escaped, size):
    raw = json.dumps(entries, ensure_ascii=escaped, indent=1).encode()
    scan = _json._Scan("a", 1000)
    pieces = [p for at in range(0, len(raw), size) for p in scan.fed(raw[at : at + size])]
    assert [json.loads(p.raw) for p in pieces] == entries


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode), st.sampled_from(["a.jsonl", "a.json"]))
def test_any_bytes_are_read_or_told(raw, name):
    with suppress(InputError):
        for found in read(raw, name):
            assert isinstance(found, Rejected | Source)


@given(st.text(max_size=80))
def test_any_text_is_stored_as_it_is_but_for_its_form(text):
    (found,) = read(json.dumps({**LEAST, "text": text}))
    if isinstance(found, Source):
        assert all(found.text[u.start : u.end].strip() for u in found.units)
    else:
        assert found.reason
