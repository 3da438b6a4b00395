"""JSON lines with documented fields, and a .json file that holds a list of the same objects (docs/json-lines.md).

A bad line is told by its number, and the rest goes on.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from curbside.errors import InputError
from curbside.language.splitting import MARKUPS
from curbside.language.text import normalise
from curbside.sources import _json, frontmatter
from curbside.sources._yaml import Plain, Value
from curbside.sources.base import Draft, Found, Input
from curbside.sources.building import TextBuilder, line_of
from curbside.sources.markdown import drafted
from curbside.types import Source

NAMES: Final = (*frontmatter.NAMES, "text", "sections", "markup")
SECTION_NAMES: Final = ("heading", "level", "text")
NO_MARKUP: Final = "none"
ENDINGS: Final = (".jsonl", ".ndjson")
DEEPEST_HEADING: Final = 6
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_TEXT_NAMES: Final = frozenset({"text", "sections", "markup"})


class JsonLinesReader:
    """Reads one source a line, or one an entry of a list.

    today: what `review_due` is compared with; None is the day of reading. longest: bytes of a line or an entry.
    """

    name = "jsonl"
    extractor = "jsonl/1"

    def __init__(self, today: date | None = None, longest: int = _json.LONGEST) -> None:
        self._today = today
        self._longest = longest

    def accepts(self, name: str, head: bytes) -> bool:
        """A file that ends in .jsonl or .ndjson, a .json that begins with a list, or what names a kind and a title."""
        ending = name.lower()
        if ending.endswith(ENDINGS) or (ending.endswith(".json") and is_list(head)):
            return True
        return _json.leading_keys(head) >= {"kind", "title"}

    def read(self, given: Input) -> Iterator[Found]:
        """Each record as a Draft or a Source; those that are wrong as Rejected.

        Raises InputError where a list is broken off or is none, or where the file is not UTF-8.
        """
        listed = is_list(given.head)
        what = "record" if listed else "line"
        with given.stream() as stream:
            pieces = (_json.entries if listed else _json.lines)(stream, given.where, self._longest)
            for piece in pieces:
                yield from self._found(piece, f"{given.where}, {what} {piece.number}", what)

    def _found(self, piece: _json.Piece, where: str, what: str) -> Iterator[Found]:
        try:
            if piece.raw is None:
                raise InputError(where, piece.told(self._longest, what))
            yield from self.record(piece.raw, where)
        except InputError as error:
            yield _json.told(where, error)

    def record(self, raw: bytes, where: str) -> Iterator[Found]:
        """The source in one object, and a mark on each document that it supersedes.

        Raises InputError that names the field and what is allowed.
        """
        given = _json.parsed(raw, where)
        for name in given:
            if name not in NAMES:
                raise InputError(where, unknown(name, NAMES))
        values = {n: Value(_content(n, v, where), 0) for n, v in given.items() if n not in _TEXT_NAMES}
        fields = frontmatter.checked(values, where)
        found = _bodied(given, raw, where, self.extractor)
        bare = found if isinstance(found, Source) else found.source
        source = frontmatter.applied(bare, fields, self._today or date.today())
        yield source if isinstance(found, Source) else replace(found, source=source)
        yield from frontmatter.supersedes(source, fields)


def is_list(head: bytes) -> bool:
    """Whether a file that begins with `head` holds a JSON list."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"["


def unknown(name: str, names: tuple[str, ...]) -> str:
    """The sentence on a field that is not one of `names`: the nearest one, or all."""
    near = difflib.get_close_matches(name[:60].lower().replace("-", "_"), names, n=1, cutoff=0.6)
    advice = f"did you mean {near[0]!r}?" if near else f"the fields are {', '.join(names)}"
    return f"there is no field {_json.shown(name)}; {advice}".removesuffix("?")


def file_id(raw: bytes) -> tuple[str, str]:
    """The id and the hash of a record that has no id of its own: both of its bytes."""
    digest = hashlib.sha256(raw).hexdigest()
    return f"file:{digest[:16]}", digest


def written(value: object, name: str, where: str) -> str:
    """A text of a record, normalised, its lines kept; a C1 control, of which nothing is sure, is U+FFFD.

    Raises InputError where it is no text, or has another control character or half a surrogate pair.
    """
    if not isinstance(value, str):
        raise InputError(where, f"{name} is {_json.a_name(value)}, not a text")
    wrong = _json.misfit(value)
    if wrong:
        raise InputError(where, f"{name} {wrong}")
    return normalise(_C1.sub("\ufffd", value))


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text without markup: what stands between blank lines, each as one line."""
    return tuple(bare for part in _BLANK_LINE.split(text) if (bare := line_of(part)))


def _content(name: str, value: object, where: str) -> Plain | tuple[Plain, ...] | Mapping[str, Plain]:
    if value is None:
        return None
    if isinstance(value, list):
        return tuple(line_of(written(item, f"{name}, entry {n}", where)) for n, item in enumerate(value, start=1))
    if isinstance(value, dict) and name == "licence":
        return {key: _allowed(key, item, where) for key, item in value.items()}
    return line_of(written(value, name, where))


def _allowed(key: str, value: object, where: str) -> Plain:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return None if value is None else line_of(written(value, f"licence {_json.shown(key)}", where))


def _bodied(given: dict[str, Any], raw: bytes, where: str, extractor: str) -> Draft | Source:
    text, sections = given.get("text"), given.get("sections")
    if (text is None) == (sections is None):
        reason = "has both text and sections; keep one" if text is not None else "has neither text nor sections"
        raise InputError(where, reason)
    markup = given.get("markup")
    if sections is not None:
        if markup not in (None, NO_MARKUP):
            raise InputError(where, f"markup goes with text; in sections it is {NO_MARKUP} or left out")
        return _in_sections(sections, raw, where, extractor)
    if markup not in (None, NO_MARKUP, *MARKUPS):
        allowed = ", ".join((*MARKUPS, NO_MARKUP))
        given_as = _json.shown(markup) if isinstance(markup, str) else _json.a_name(markup)
        raise InputError(where, f"markup is {given_as}, which is not one of: {allowed}")
    body = written(text, "text", where)
    if markup == NO_MARKUP:
        return unmarked(body, raw, where, extractor)
    return drafted(body, markup or "plain", raw, where, extractor)


def unmarked(text: str, raw: bytes, where: str, extractor: str) -> Draft:
    """The draft of a text in which nothing is read as markup.

    Raises InputError where it is empty.
    """
    builder = TextBuilder()
    for paragraph in paragraphs(text):
        builder.paragraph(paragraph)
    id, digest = file_id(raw)
    return builder.draft(id, where, extractor, digest)


def _in_sections(sections: object, raw: bytes, where: str, extractor: str) -> Draft:
    if not isinstance(sections, list):
        raise InputError(where, f"sections is {_json.a_name(sections)}, not a list of objects")
    builder = TextBuilder()
    for number, section in enumerate(sections, start=1):
        _add(builder, section, f"section {number}", where)
    id, digest = file_id(raw)
    return builder.draft(id, where, extractor, digest)


def _add(builder: TextBuilder, section: object, name: str, where: str) -> None:
    if not isinstance(section, dict):
        raise InputError(where, f"{name} is {_json.a_name(section)}, not an object")
    for key in section:
        if key not in SECTION_NAMES:
            raise InputError(where, f"in {name} {unknown(key, SECTION_NAMES)}")
    level = section.get("level", 1)
    if type(level) is not int or not 1 <= level <= DEEPEST_HEADING:
        raise InputError(where, f"the level of {name} is a whole number from 1 to {DEEPEST_HEADING}")
    heading = section.get("heading")
    if heading is None:
        builder.close(level)
    else:
        builder.heading(written(heading, f"the heading of {name}", where), level)
    if section.get("text") is not None:
        for paragraph in paragraphs(written(section["text"], f"the text of {name}", where)):
            builder.paragraph(paragraph)
