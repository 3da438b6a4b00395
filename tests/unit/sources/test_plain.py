import pytest

from curbside.sources.plain import PlainReader
from curbside.types import Kind, Seen, State, Status


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.md", "Some words.\n\n# The *invented* rash\n\nMore.", "The *invented* rash"),
        ("a.md", "**First line**\n\nMore.", "First line"),
        ("a.txt", "INVENTED LEAFLET\n\nGive 5 mg.", "INVENTED LEAFLET"),
        ("a.txt", "Give 5 mg.\nThen stop.", "Give 5 mg."),
        ("folder/invented.txt", "。、", "invented.txt"),
        ("a.txt", "word " * 60, "word " * 32 + "..."),
    ],
)
def test_the_title_is_the_first_heading_or_line_or_the_name(name, text, title):
    assert PlainReader().parse(text.encode(), name).title == title


def test_nothing_is_known_of_a_file_that_does_not_say_what_it_is():
    source = PlainReader().parse(b"Give 5 mg.", "a.txt")
    assert (source.kind, source.status, source.jurisdiction) == (Kind.UNKNOWN, Status(State.UNKNOWN), "unknown")
    assert source.seen is Seen.UNKNOWN
    assert source.id == "file:" + source.raw_hash[:16]
    assert source.extractor == "plain/1"


def test_markdown_is_split_as_markdown_and_text_as_text():
    text = b"> Give 5 mg."
    kinds = [PlainReader().parse(text, name).units[0].kind.value for name in ("a.md", "a.txt")]
    assert kinds == ["note", "sentence"]
