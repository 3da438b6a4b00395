"""PDF, Word, HTML, JSON and YAML that are built to exhaust their reader, to run something or to open something."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Sequence
from functools import cache
from typing import Final

from curbside.testing._hostile import Lures, Maker, Sample

PAGE: Final = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Resources << >> >>"
TEXT: Final = b"BT /F1 12 Tf 20 200 Td (Invented: give exemplamine 5 mg daily.) Tj ET"
_WORD: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def pdf(objects: Sequence[bytes], root: str = "/Root 1 0 R", broken: bool = False) -> bytes:
    """A PDF file of these objects, numbered from 1. broken: its table of offsets points to nothing."""
    held, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(held) if not broken else 7)
        held += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = f"trailer\n<< /Size {len(objects) + 1} {root} >>\nstartxref\n{len(held)}\n%%EOF\n".encode()
    return held + head + table + trailer


def stream(content: bytes, extra: str = "") -> bytes:
    """The body of a stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), extra.encode(), content)


def _usual(page: str = PAGE, catalog: str = "", text: bytes = b"") -> list[bytes]:
    first = f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode()
    return [first, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page.encode(), text or stream(TEXT)]


def _scripted(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    actions = (
        "/S /JavaScript /JS (app.launchURL\\('{0}'\\); this.exportDataObject\\(\\))",
        "/S /Launch /F ({1}) /Win << /F (cmd.exe) >>",
        "/S /URI /URI ({0})",
        "/S /SubmitForm /F ({0})",
        "/S /GoToR /F ({1}) /D [0 /Fit]",
        "/S /ImportData /F ({1})",
    )
    action = chance.choice(actions).format(lures.http, lures.file)
    catalog = (
        f"/OpenAction << {action} >> /AA << /WC << {action} >> >> /Names << /JavaScript << /Names [(a) 5 0 R] >> >>"
    )
    return "scripted.pdf", pdf([*_usual(catalog=catalog), f"<< {action} >>".encode()])


def _looped(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    usual = _usual()
    kids = b"<< /Type /Pages /Kids [2 0 R 2 0 R 3 0 R] /Parent 2 0 R /Count 1000000000 >>"
    form = "/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    page = PAGE.replace("<< >>", "<< /XObject << /X 5 0 R >> >>")
    variants = (
        [usual[0], kids, *usual[2:]],
        [*usual[:2], b"3 0 R", usual[3]],
        [*usual[:3], b"<< /Length 4 0 R >>\nstream\n" + TEXT + b"\nendstream"],
        [*_usual(page=page, text=stream(b"/X Do " * 50)), stream(b"/X Do /X Do " + TEXT, form)],
        [*_usual(catalog="/Outlines 5 0 R"), b"<< /First 5 0 R /Next 5 0 R /Last 5 0 R /Parent 5 0 R /Title (x) >>"],
        [*_usual(page=PAGE.replace("/Contents 4 0 R", "/Contents [4 0 R 5 0 R]")), b"[5 0 R 5 0 R]"],
    )
    raw = pdf(chance.choice(variants), broken=chance.random() < 0.3)
    if chance.random() < 0.3:
        raw = raw.replace(b"/Size", b"/Prev %d /Size" % raw.index(b"xref"))
    return "looped.pdf", raw


@cache
def _page_bomb() -> bytes:
    return zlib.compress(TEXT + b" " * 150_000_000, 9)


@cache
def _word_bomb() -> bytes:
    return word({"word/document.xml": _document(b"x" * 150_000_000)})


def _swollen(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    bomb = _page_bomb()
    deep = b"[" * 50_000 + b"]" * 50_000
    wide = PAGE.replace("[0 0 300 300]", chance.choice(("[0 0 1e38 1e38]", "[0 0 -9 -9]", "[0 0]", "[/A /B 3 0 R []]")))
    variants = (
        _usual(text=stream(bomb, "/Filter /FlateDecode")),
        _usual(text=stream(zlib.compress(bomb, 9), "/Filter [/FlateDecode /FlateDecode]")),
        _usual(text=stream(b"BT " + b"q " * 300_000 + TEXT[2:])),
        _usual(text=stream(TEXT.replace(b"(Inv", b"(" * 200_000 + b"Inv"))),
        [*_usual()[:3], deep],
        _usual(page=wide),
        _usual(text=stream(TEXT.replace(b"12 Tf", b"1e30 Tf 1e30 0 0 1e-30 0 0 Tm"))),
        _usual(text=stream(TEXT, "/Filter [" + "/ASCIIHexDecode " * 2_000 + "]")),
        _usual(text=stream(TEXT, "/Filter /LZWDecode /DecodeParms << /Predictor 15 /Columns 2147483647 >>")),
        [*_usual()[:1], b"<< /Type /Pages /Kids [" + b"3 0 R " * 20_000 + b"] /Count 20000 >>", *_usual()[2:]],
    )
    return "swollen.pdf", pdf(chance.choice(variants))


def _locked(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    handler = chance.choice(
        ("/Filter /Standard /V 2 /R 3 /Length 128", "/Filter /Adobe.PubSec", "/Filter /Standard /V 99")
    )
    values = f"/O <{'00' * 32}> /U <{'11' * 32}> /P -4"
    return "locked.pdf", pdf(_usual(), f"/Root 1 0 R /ID [<00><00>] /Encrypt << {handler} {values} >>")


def word(parts: dict[str, bytes]) -> bytes:
    """A Word file of one paragraph, with these parts in place of the usual ones; an empty one is left out."""
    usual = {
        "[Content_Types].xml": _TYPES.encode(),
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>'.encode(),
        "word/document.xml": _document(b"Invented: give exemplamine 5 mg."),
    }
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**usual, **parts}.items():
            if content:
                archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _document(text: bytes, prolog: bytes = b"") -> bytes:
    body = b'<w:document xmlns:w="' + _WORD.encode() + b'"><w:body><w:p><w:r><w:t>' + text
    return b'<?xml version="1.0"?>' + prolog + body + b"</w:t></w:r></w:p></w:body></w:document>"


def _word_hostile(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    laughs = b'<!DOCTYPE w [<!ENTITY a "%s">%s]>' % (
        b"ha" * 50,
        b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 30) for n in range(9)),
    )
    outside = b'<!DOCTYPE w [<!ENTITY lure SYSTEM "%s">]>' % chance.choice((lures.file, lures.http)).encode()
    target = f'<Relationships xmlns="{_RELATIONS}">' + "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/{kind}" Target="{address}" TargetMode="External"/>'
        for n, (kind, address) in enumerate(
            (k, a) for k in ("image", "attachedTemplate") for a in (lures.http, lures.file)
        )
    )
    inward = f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target='
    nested = b"<w:tbl><w:tr><w:tc>" * 3_000 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 3_000
    main = "word/document.xml"
    if chance.random() < 0.1:
        return "swollen.docx", _word_bomb()
    parts = chance.choice(
        (
            {main: _document(b"&j;", laughs)},
            {main: _document(b"&lure;", outside)},
            {main: _document(b"x</w:t></w:r></w:p>" + nested + b"<w:p><w:r><w:t>")},
            {main: b""},
            {main: b"no XML"},
            {"word/_rels/document.xml.rels": f"{target}</Relationships>".encode()},
            {"_rels/.rels": f'{inward}"../../../etc/passwd"/></Relationships>'.encode()},
            {"_rels/.rels": f'{inward}"{lures.file}" TargetMode="External"/></Relationships>'.encode()},
            {"[Content_Types].xml": _TYPES.replace("main+xml", "bomb+xml").encode()},
            {"[Content_Types].xml": b""},
            {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 900},
        )
    )
    return "hostile.docx", word(parts)


def _html(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    body = chance.choice(
        (
            "<div>" * 100_000 + "Invented: give exemplamine 5 mg.",
            "<table><tr><td>" * 5_000 + "x",
            f'<script src="{lures.http}">document.write("5 mg")</script><p onclick="x()">Give exemplamine 5 mg.',
            f'<iframe src="{lures.file}"></iframe><img src="{lures.http}"><object data="{lures.file}"></object><p>It.',
            f'<base href="{lures.http}"><meta http-equiv="refresh" content="0;url={lures.http}"><p>Give 5 mg.',
            f'<p title="{"x" * 5_000_000}">Give exemplamine 5 mg.',
            "<p " + " ".join(f"a{n}=1" for n in range(50_000)) + ">Give 5 mg.",
            "<!--" * 50_000 + "<p>Give 5 mg.",
            '<table><tr><td colspan="1000000000" rowspan="1000000000">5 mg</td></tr><tr><td>x</td></tr></table>',
            "<table>" + '<tr><td colspan="1000">5 mg</td></tr>' * 1_000 + "</table>",
            "<style>" + "p{}" * 300_000,
            "<![CDATA[" + "<p>x" * 9_000,
            "<svg><script>x</script><foreignObject><p>Give 5 mg.</foreignObject></svg><math><mi>x</mi>",
        )
    )
    return "hostile.html", f"<!DOCTYPE html><html><head><title>Invented</title></head><body>{body}".encode()


def _json(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    depth = chance.choice((500, 100_000))
    value = chance.choice(
        (
            "[" * depth + "]" * depth,
            '{"a":' * depth + "1" + "}" * depth,
            "9" * 1_000_000,
            "1." + "0" * 1_000_000,
            "1e999999999",
            "NaN",
            '"\\ud800"',
            '"\\u0000"',
            '"\\x"',
            "[" + "0," * 400_000 + "0]",
            "{" + ",".join(f'"k{n}": {n}' for n in range(100_000)) + "}",
            "{" + '"k": 1,' * 50_000 + '"k": 2}',
        )
    )
    field = chance.choice(("title", "text", "_id", "metadata", "results", "sections", "meta", "openfda", "kind"))
    one = f'{{"kind": "label", "title": "Invented", "{field}": {value}, "text": "Give 5 mg."}}'
    name, text = chance.choice(
        (("a.jsonl", one), ("a.json", f"[{one}]"), ("a.json", one), ("b.jsonl", f'{{"_id": {value}}}'))
    )
    return name, (text if chance.random() < 0.5 else f'{{"meta": {{}}, "results": [{one}]}}').encode()


def _yaml(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    laughs = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{f'*{chr(97 + n)}, ' * 9}]\n" for n in range(9)
    )
    front = chance.choice(
        (
            laughs,
            "title: " + "[" * 20_000,
            "title: " + "{a: " * 5_000,
            "title: !!python/object/apply:os.system ['id']",
            f"title: !include {lures.file}",
            "title: |\n" + "  x\n" * 20_000,
            "? " * 20_000,
            "- " * 20_000,
            "title: \0",
            "kind: guideline\ntitle: x\n" * 2_000,
            "%YAML 9.9\n--- x",
            "title: 'x",
        )
    )
    return "hostile.md", f"---\n{front}\n---\n\nInvented: give exemplamine 5 mg.\n".encode()


def _lines(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    """Text and tables of very many, very short or very odd lines."""
    body = chance.choice(
        (
            "| a | b |\n|---|---|\n" + "| 5 mg | x |\n" * 20_000,
            "".join(f"{'  ' * min(n, 400)}- item {n}\n" for n in range(2_000)),
            "".join(f"{'#' * (n % 6 + 1)} Heading {n}\n\nGive {n} mg.\n\n" for n in range(3_000)),
            "5 mg. " * 60_000,
            "a" * 400_000,
            "." * 400_000,
            "\u0301" * 100_000,
            "(" * 60_000,
            "```\n" * 9_999,
            "> " * 30_000 + "x",
            "*" * 60_000,
            "<!-- " * 20_000,
            "\r" * 100_000 + "Give 5 mg.",
            "[" * 30_000 + "](x)",
            "e.g. " * 40_000,
            "1. " * 40_000,
        )
    )
    return chance.choice(("lines.md", "lines.txt")), body.encode()


MAKERS: Final[dict[str, Maker]] = {
    "PDF: scripts": _scripted,
    "PDF: loops": _looped,
    "PDF: swollen": _swollen,
    "PDF: locked": _locked,
    "Word: hostile": _word_hostile,
    "HTML: hostile": _html,
    "JSON: hostile": _json,
    "front matter: hostile": _yaml,
    "text: odd lines": _lines,
}
