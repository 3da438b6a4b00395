"""The corpus of a benchmark in BEIR's layout. Every record here is invented."""

from __future__ import annotations

import io
import json

import pytest

from curbside.sources.base import Draft, Input, Rejected, finished
from curbside.sources.beir import BeirReader
from curbside.sources.jsonl import JsonLinesReader
from curbside.types import Identifier, Kind, Seen

LEAST = {"_id": "doc-4", "title": "An invented trial", "text": "The rash cleared. It did not come back."}


def read(*records):
    raw = b"\n".join(r if isinstance(r, bytes) else json.dumps(r).encode() for r in records)
    return list(BeirReader().read(Input("corpus.jsonl", "corpus.jsonl", raw[:4096], lambda: io.BytesIO(raw))))


def test_a_line_is_a_document_with_its_own_id_of_which_nothing_else_is_known():
    (draft,) = read(LEAST)
    source = finished(draft)
    assert (source.id, source.title, source.kind, source.seen) == (
        "doc-4",
        "An invented trial",
        Kind.UNKNOWN,
        Seen.UNKNOWN,
    )
    assert source.text == LEAST["text"]
    assert len(source.units) == 2
    assert (source.identifiers, source.remarks) == ((), ())


def test_an_id_may_be_a_number_and_a_title_may_be_empty():
    (draft,) = read({**LEAST, "_id": 4983, "title": ""})
    assert (draft.source.id, draft.source.title) == ("4983", "4983")


def test_metadata_gives_identifiers_and_the_rest_is_named():
    metadata = {"url": "https://invented.example/4", "pubmed_id": 25, "doi": "10.1000/xyz", "year": 1999, "x": ""}
    (draft,) = read({**LEAST, "metadata": metadata, "sentences": []})
    assert draft.source.identifiers == (
        Identifier("url", "https://invented.example/4"),
        Identifier("pmid", "25"),
        Identifier("doi", "10.1000/xyz"),
    )
    assert draft.source.remarks == ("fields that were not read: 'sentences'", "metadata was not read: 'year'")


@pytest.mark.parametrize("metadata", [{"pubmed_id": "none"}, {"url": "ftp:x"}, {"doi": "\ud800"}, {"pmid": True}, [1]])
def test_what_is_no_identifier_is_named_and_not_used(metadata):
    (draft,) = read({**LEAST, "metadata": metadata})
    assert draft.source.identifiers == ()
    assert draft.source.remarks[0].startswith("metadata was not read: ")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"_id": "q1", "text": "What clears the rash?"}, "has no title, as a query"),
        ({**LEAST, "_id": "a b"}, "id is 'a b'"),
        ({**LEAST, "_id": ""}, "_id is empty"),
        ({**LEAST, "_id": None}, "_id is null, not a text"),
        ({**LEAST, "text": ""}, "has no text to quote"),
        ({**LEAST, "text": None}, "text is null"),
        ({**LEAST, "title": ["a"]}, "title is a list"),
        (b"{", "is not valid JSON"),
    ],
)
def test_a_bad_line_is_told_and_the_rest_goes_on(record, reason):
    wrong, good = read(record, LEAST)
    assert isinstance(wrong, Rejected)
    assert reason in wrong.reason
    assert wrong.where == "corpus.jsonl, line 1"
    assert isinstance(good, Draft)


def test_nothing_in_the_text_is_markup():
    (draft,) = read({**LEAST, "text": "> 5 mg was given.\n- And 2 mg.\n\n# Not a heading."})
    assert draft.source.text == "> 5 mg was given. - And 2 mg.\n\n# Not a heading."


@pytest.mark.parametrize(
    ("name", "head", "accepted"),
    [
        ("corpus.jsonl", b'{"_id": "4983", "title": "cut her', True),
        ("corpus.jsonl", b'\xef\xbb\xbf{"title": "a", "_id": "4983"', True),
        ("a.jsonl", b'{"kind": "label", "_id": "4983"}', False),
        ("a.jsonl", b'{"kind": "label", "title": "a"}', False),
        ("a.json", b'[{"_id": "4983"}]', False),
        ("a.txt", b'{"_id": "4983"}', False),
    ],
)
def test_it_is_told_from_other_json_lines_by_its_fields(name, head, accepted):
    assert BeirReader().accepts(name, head) is accepted


def test_a_record_of_the_one_is_no_record_of_the_other():
    raw = json.dumps(LEAST).encode()
    (wrong,) = JsonLinesReader().read(Input("a.jsonl", "a.jsonl", raw, lambda: io.BytesIO(raw)))
    assert wrong.reason.startswith("there is no field '_id'")
