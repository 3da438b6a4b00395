from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.errors import InputError
from curbside.sources.base import HEAD, Draft, Found, Input, Rejected
from curbside.sources.pubmed import PubMedReader
from curbside.sources.pubmed.slices import Slice, outline, slices

# Every record here is invented.


def record(number: int, inside: str = "") -> str:
    return (
        f"<PubmedArticle><MedlineCitation><PMID>{90000000 + number}</PMID><Article><ArticleTitle>Invented {number}."
        f"</ArticleTitle>{inside}<Abstract><AbstractText>Inventium was given at {number} mg.</AbstractText></Abstract>"
        "</Article></MedlineCitation><PubmedData><ReferenceList><Reference/></ReferenceList></PubmedData></PubmedArticle>"
    )


def file_of(*records: str) -> bytes:
    return (
        f"<?xml version='1.0'?>\n<!-- made -->\n<PubmedArticleSet>\n{' '.join(records)}\n</PubmedArticleSet>".encode()
    )


class Dripping(io.BytesIO):
    """A stream that gives what it likes."""

    def __init__(self, raw: bytes, sizes: list[int]) -> None:
        super().__init__(raw)
        self._sizes = sizes

    def read(self, size: int | None = -1) -> bytes:
        return super().read(self._sizes.pop() if self._sizes else size)


def found_in(raw: bytes, sizes: list[int] | None = None) -> list[Found]:
    given_input = Input("made.xml", "made.xml", raw[:HEAD], lambda: Dripping(raw, list(sizes or [])))
    return list(PubMedReader().read(given_input))


def sliced(raw: bytes, sizes: list[int]) -> list[Slice | Rejected]:
    plan = outline(raw[:HEAD])
    assert plan is not None
    return list(slices(Dripping(raw, list(sizes)), "made.xml", plan, ("PubmedArticle",)))


RAW = file_of(*(record(n) for n in range(6)), "<?pi x?><!-- <PubmedArticle> -->\n", "<Other/>", record(7))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 700), min_size=1, max_size=30))
def test_a_file_is_cut_alike_however_its_bytes_arrive(sizes: list[int]) -> None:
    start = [len(RAW) // 3, *sizes]
    assert sliced(RAW, start) == sliced(RAW, [])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_changed_byte_costs_at_most_two_records(data: st.DataObject) -> None:
    raw = bytearray(file_of(*(record(n) for n in range(6))))
    begun = bytes(raw).index(b"<PubmedArticle>")
    place = data.draw(st.integers(begun, len(raw) - len(b"</PubmedArticleSet>") - 2))
    raw[place] = data.draw(st.integers(0, 255))
    found = found_in(bytes(raw))
    kept = {f.source.id for f in found if isinstance(f, Draft)}
    assert len(kept & {f"pmid:{90000000 + n}" for n in range(6)}) >= 4
    assert len(kept) == 6 or any(isinstance(f, Rejected) for f in found) or len(kept) >= 5


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=40), st.integers(0, len(RAW)), st.integers(0, 60))
def test_damage_anywhere_is_told_and_never_raised_otherwise(put: bytes, place: int, lost: int) -> None:
    raw = RAW[:place] + put + RAW[place + lost :]
    try:
        found = found_in(raw)
    except InputError:
        found = []
    assert all(f.reason and f.where.startswith("made.xml") for f in found if isinstance(f, Rejected))


def test_an_end_tag_within_a_comment_or_cdata_does_not_end_a_record() -> None:
    hidden = "<!-- </PubmedArticle> --><VernacularTitle><![CDATA[</PubmedArticle> <ReferenceList>]]></VernacularTitle>"
    found = found_in(file_of(record(1, hidden), record(2)))
    assert [f.source.title for f in found if isinstance(f, Draft)] == ["Invented 1.", "Invented 2."]
    first = found[0]
    assert isinstance(first, Draft)
    assert first.source.other_titles == ("</PubmedArticle> <ReferenceList>",)


def test_a_record_in_a_comment_is_no_record() -> None:
    assert len(found_in(file_of(record(1), f"<!-- {record(2)} -->", record(3)))) == 2


def test_what_is_too_long_to_be_a_record_ends_the_reading() -> None:
    raw = file_of(record(1), "<PubmedArticle>" + " " * 21_000_000)
    found = found_in(raw)
    assert isinstance(found[0], Draft)
    assert isinstance(found[1], Rejected)
    assert "of more than 20,000,000 bytes" in found[1].reason
    junk = found_in(file_of(record(1), "x" * 21_000_000, record(2)))
    assert [type(f) for f in junk] == [Draft, Rejected, Draft]


def test_a_file_with_entities_of_its_own_is_not_cut() -> None:
    assert outline(b'<!DOCTYPE PubmedArticleSet [<!ENTITY x "y">]><PubmedArticleSet>') is None
    assert outline(b'<?xml version="1.0" encoding="latin1"?><PubmedArticleSet>') is None
    assert outline(b'<PubmedArticleSet xmlns="urn:x">') is None
    assert outline(b"\xef\xbb\xbf<?xml version='1.0' encoding='UTF-8'?><PubmedArticleSet>") is not None
