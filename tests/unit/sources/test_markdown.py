import hashlib
from pathlib import Path

import pytest

from curbside.errors import InputError
from curbside.language.text import content_hash
from curbside.sources.markdown import MarkdownReader
from curbside.types import UnitKind

FIXTURE = Path(__file__).parents[2] / "fixtures" / "sources" / "described.md"
FRONT = "---\ntitle: Invented\nkind: label\n{}---\nExemplamine is invented.\n"


def parse(more=""):
    return MarkdownReader().parse(FRONT.format(more).encode(), "a.md")


def test_text_hashes_and_units_are_of_the_body():
    raw = FIXTURE.read_bytes()
    source = MarkdownReader().parse(raw, "described.md")
    assert source.text.startswith("> Invented, as are")
    assert source.content_hash == content_hash(source.text)
    assert source.raw_hash == hashlib.sha256(raw).hexdigest()
    assert (source.extractor, source.where) == ("markdown/1", "described.md")
    assert [(u.kind, source.text[u.start : u.end]) for u in source.units[1:]] == [
        (UnitKind.SENTENCE, "Adults are given exemplamine 5 mg by mouth twice daily:"),
        (UnitKind.LIST_ITEM, "over 60 kg: 6 mg"),
    ]
    assert source.units[2].headings == ("The invented rash", "Dose")


def test_line_ends_and_a_byte_order_mark_make_no_other_text():
    raw = FIXTURE.read_bytes()
    one, other = (MarkdownReader().parse(r, "a.md") for r in (raw, b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n")))
    assert one.content_hash == other.content_hash
    assert one.units == other.units


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("id: local:x\nidentifiers: [pmid:1]\n", "local:x"),
        ("identifiers: ['doi:10.1000/x', pmid:1]\n", "pmid:1"),
        ("identifiers: ['doi:10.1000/x']\n", "doi:10.1000/x"),
        ("identifiers: [nice:NG0]\n", "file:"),
        ("identifiers: [pmid:1]\ntext_is: summary\n", "file:"),
    ],
)
def test_a_source_is_named_by_what_identifies_it(more, expected):
    assert parse(more).id.startswith(expected)


def test_a_file_name_is_the_start_of_the_hash_of_its_bytes():
    source = parse()
    assert source.id == "file:" + source.raw_hash[:16]


@pytest.mark.parametrize(
    ("name", "head", "accepted"),
    [
        ("a.md", b"---\ntitle", True),
        ("a.MD", b"\xef\xbb\xbf---\r\n", True),
        ("a.md", "---\n".encode("utf-16"), True),
        ("a.md", b"--- text\n", False),
        ("a.md", b"----\n", False),
        ("a.md", b"# Title\n", False),
        ("a.txt", b"---\n", False),
    ],
)
def test_it_accepts_markdown_that_opens_with_front_matter(name, head, accepted):
    assert MarkdownReader().accepts(name, head) is accepted


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\ntitle: A\nkind: label\n---\n\n", "has no text"),
        ("---\ntitle: A\nkind: label\n---\n# Only\n## Headings\n", "has no sentence to quote, only headings or code"),
        ("---\ntitle: A\nkind: label\n", "the front matter that opens here with --- is never closed"),
        ("No front matter.", "has no front matter: its first line is not ---"),
    ],
)
def test_what_cannot_be_read_is_rejected_with_the_reason(text, reason):
    with pytest.raises(InputError) as caught:
        MarkdownReader().parse(text.encode(), "a.md")
    assert caught.value.reason == reason
