"""Opening Word files: what is no Word file, what is damaged, what is built to do harm. All are made here."""

from __future__ import annotations

import builtins
import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.sources.base import HEAD, Draft, Input, Rejected
from curbside.sources.docx import DocxReader

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def made(words: str = "Give inventol 5 mg.") -> bytes:
    stream = io.BytesIO()
    document = docx.Document()
    document.add_heading("Invented", 1)
    document.add_paragraph(words)
    document.save(stream)
    return stream.getvalue()


GOOD = made()


def found(raw: bytes, name: str = "a.docx") -> Draft | Rejected:
    (one,) = DocxReader().read(Input(name, name, raw[:HEAD], lambda: io.BytesIO(raw)))
    assert isinstance(one, Draft | Rejected)
    return one


def reason(raw: bytes, name: str = "a.docx") -> str:
    rejected = found(raw, name)
    assert isinstance(rejected, Rejected)
    return rejected.reason


def changed(change: Callable[[str, bytes], bytes], extra: dict[str, bytes] | None = None) -> bytes:
    """The good file with each part changed, and others added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (extra or {}).items():
            new.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "head", "accepted"),
    [
        ("a.docx", GOOD[:HEAD], True),
        ("a.docm", b"PK\x03\x04", True),
        ("a", b"PK\x03\x04.... word/document.xml", True),
        ("a.doc", OLE, True),
        ("a.doc", b"{\\rtf1", True),
        ("a.docx", b"<html>", False),
        ("a.xls", OLE, False),
        ("a.zip", b"PK\x03\x04", False),
    ],
)
def test_a_word_file_is_known_by_name_and_first_bytes(name: str, head: bytes, accepted: bool) -> None:
    assert DocxReader().accepts(name, head) is accepted


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (OLE + b"\0" * 600, "is an old Word file (.doc); save it as .docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "is protected by a password; save it without one"),
        (b"{\\rtf1 x}", "is a file in Rich Text Format; save it as .docx"),
        (b"PK\x03\x04 nothing", "is a damaged Word file"),
        (GOOD[:-200], "is a damaged Word file"),
        (b"", "is a damaged Word file"),
    ],
)
def test_what_is_no_word_file_is_one_sentence(raw: bytes, said: str) -> None:
    assert said in reason(raw)


def test_without_python_docx_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "docx":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    assert reason(GOOD) == 'needs python-docx to be read: pip install "curbside[documents]"'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(encoding: str) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'.encode(encoding)
    raw = changed(lambda name, content: bomb if name == "word/styles.xml" else content)
    assert "has a document type declaration" in reason(raw)


def test_a_part_that_expands_without_measure_is_refused() -> None:
    raw = changed(lambda _, content: content, {"word/media/a.bin": b"\0" * 120_000_000})
    assert "times its size" in reason(raw) or "is larger than 100 MB" in reason(raw)


def test_two_parts_of_one_name_are_refused() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        raw = changed(lambda _, content: content, {"word/document.xml": b"<a/>"})
    assert "has two parts of the name word/document.xml" in reason(raw)


def test_deep_nesting_is_refused() -> None:
    deep = b"<w:sdt><w:sdtContent>" * 5_000
    raw = changed(
        lambda name, content: content.replace(b"<w:body>", b"<w:body>" + deep) if "document" in name else content
    )
    assert "is a damaged Word file" in reason(raw)


def test_nesting_as_deep_as_xml_allows_is_read() -> None:
    inner = b"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p>" * 70 + b"</w:tc></w:tr></w:tbl>" * 70
    raw = changed(lambda n, c: c.replace(b"<w:body>", b"<w:body>" + inner) if n == "word/document.xml" else c)
    assert isinstance(found(raw), Draft)


def test_links_to_other_places_are_not_followed() -> None:
    base = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    outside = b"".join(
        b'<Relationship Id="x'
        + kind
        + b'" Type="'
        + base
        + kind
        + b'" Target="http://127.0.0.1/x" TargetMode="External"/>'
        for kind in (b"footnotes", b"attachedTemplate", b"image", b"header")
    )
    ending = b"</Relationships>"
    raw = changed(lambda n, c: c.replace(ending, outside + ending) if n.endswith("document.xml.rels") else c)
    assert isinstance(found(raw), Draft)


def test_macros_are_told() -> None:
    draft = found(changed(lambda _, content: content, {"word/vbaProject.bin": b"Sub AutoOpen()"}))
    assert isinstance(draft, Draft)
    assert "holds macros, which were neither read nor run" in draft.source.remarks


def test_a_strict_file_is_read() -> None:
    def strict(_: str, content: bytes) -> bytes:
        return content.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )

    draft = found(changed(strict))
    assert isinstance(draft, Draft)
    assert draft.source.text == "Invented\n\nGive inventol 5 mg."


def test_a_spreadsheet_is_no_word_document() -> None:
    raw = changed(lambda n, c: c.replace(b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"))
    assert "is not a Word document" in reason(raw)
    assert "0x" not in reason(raw)


@settings(max_examples=50)
@given(st.data())
def test_damaged_bytes_are_read_or_rejected(data: st.DataObject) -> None:
    raw = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    found(bytes(raw[: data.draw(st.integers(1, len(raw)))]))


WORDS = (
    "w:p w:r w:t w:tbl w:tr w:tc w:sdt w:sdtContent w:del w:ins w:pPr w:rPr w:fldChar w:numPr w:gridSpan w:vMerge"
).split()
VALUES = st.sampled_from(["", "-1", "0", "9", "99999999999", "x", "continue", "begin", "end", "ListBullet", "Heading1"])


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(WORDS), VALUES, st.booleans()), max_size=40))
def test_any_order_of_elements_is_read_or_rejected(pieces: list[tuple[str, str, bool]]) -> None:
    open_tags: list[str] = []
    xml = ""
    for tag, value, down in pieces:
        xml += f'<{tag} w:val="{value}" w:fldCharType="{value}">a'
        open_tags.append(tag)
        while open_tags and not down:
            xml += f"</{open_tags.pop()}>"
            down = len(open_tags) % 2 == 0
    xml += "".join(f"</{tag}>" for tag in reversed(open_tags))
    raw = changed(lambda n, c: c.replace(b"<w:body>", b"<w:body>" + xml.encode()) if n == "word/document.xml" else c)
    found(raw)


@settings(max_examples=60)
@given(
    st.sampled_from(["word/styles.xml", "word/numbering.xml", "docProps/core.xml", "[Content_Types].xml"]), st.data()
)
def test_damaged_parts_are_read_or_rejected(part: str, data: st.DataObject) -> None:
    def damage(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        at = data.draw(st.integers(0, len(content)))
        return content[:at] + data.draw(st.binary(max_size=6)) + content[at + data.draw(st.integers(0, 40)) :]

    found(changed(damage))


def test_a_relationship_without_a_type_harms_nothing() -> None:
    odd = b'<Relationship Id="odd" Target="styles.xml"/></Relationships>'
    raw = changed(lambda n, c: c.replace(b"</Relationships>", odd) if n.endswith("document.xml.rels") else c)
    assert isinstance(found(raw), Draft)
