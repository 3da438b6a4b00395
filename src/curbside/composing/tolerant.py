"""Reading what a model says, as it comes: statements as JSON, in clean shape or slightly broken.

A statement is read when its closing brace has come, before the model is done. Around it may stand anything: fences,
prose, a list without its object. Inside it, what is no JSON is mended by the library json-repair: single quotes,
trailing commas, missing commas. A statement whose closing brace never comes is not read, since its end may be what
turned it. Where there is no JSON at all, a line that ends with numbers in square brackets is a statement.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

MOST_CHARACTERS: Final = 2000
"""Of one statement."""
_MOST_OF_OBJECT: Final = 4000
_NAMES: Final = ("rests_on", "numbers", "number", "evidence", "citations", "sources", "source", "refs")
_TEXTS: Final = ("text", "statement", "sentence")
_NONE: Final[Mapping[str, Any]] = {"statements": []}
_OBJECT: Final = re.compile(r"\{[^{}]*\}")
_NUMBER: Final = re.compile(r"\d+")
_BULLET: Final = re.compile(r"[\s>*\-\u2022]*(?:\d{1,2}[.)]\s+)?")
_MARKS: Final = re.compile(r"(?:\s?\[\d+(?:[,;] ?\d+)*\])+(?=\.?\s*$)")


@dataclass(frozen=True, slots=True)
class Said:
    """A statement of a model, unchecked. numbers: the evidence that it names, there or not. facet: as it said."""

    text: str
    numbers: tuple[int, ...]
    facet: str = ""


class Reader:
    """Takes pieces of text and gives the statements that are complete.

    unread: how many pieces there were of which nothing could be made: broken beyond mending, too long, of another
    shape, or without their end.
    """

    def __init__(self) -> None:
        self.unread = 0
        self._text = ""
        self._at = 0
        self._done = 0
        self._open: int | None = None
        self._quoted = False
        self._escaped = False
        self._any = False

    def feed(self, piece: str) -> Iterator[Said]:
        """What `piece` completes."""
        self._text += piece
        while self._at < len(self._text):
            at, self._at = self._at, self._at + 1
            if self._closes(self._text[at], at):
                yield from self._object(self._text[self._done : at + 1])
                self._done = at + 1

    def finish(self, cut: bool = False) -> Iterator[Said]:
        """What could not be read on the way: objects with unbalanced quotes, and lines where there is no object.

        cut: whether the text was cut off, so that its last line may have gone on.
        """
        for found in _OBJECT.finditer(self._text, self._done):
            yield from self._object(found.group())
            self._open = None
        self.unread += self._open is not None
        if not self._any and "{" not in self._text:
            lines = self._text.splitlines()
            yield from (said for line in (lines[:-1] if cut else lines) if (said := _of_line(line)))

    def _closes(self, character: str, at: int) -> bool:
        """Whether the innermost object ends here; braces in strings do not count."""
        if self._quoted:
            ends = character == '"' and not self._escaped
            self._escaped = character == "\\" and not self._escaped
            self._quoted = not ends
        elif character == '"':
            self._quoted = self._open is not None
        elif character == "{":
            self._open = self._done = at
        elif character == "}" and self._open is not None:
            self._open = None
            return True
        return False

    def _object(self, text: str) -> Iterator[Said]:
        value = _value(text)
        self._any = self._any or value is not None
        said = None if value is None else _of_object(value)
        if said is not None:
            yield said
        elif value != _NONE:
            self.unread += 1


def values(text: str) -> Iterator[Mapping[str, Any]]:
    """The objects in a text that have no object inside, mended where needed."""
    for found in _OBJECT.finditer(text):
        if (value := _value(found.group())) is not None:
            yield value


def _value(text: str) -> Mapping[str, Any] | None:
    if len(text) > _MOST_OF_OBJECT:
        return None
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        from json_repair import loads

        try:
            value = loads(text)
        except (ValueError, RecursionError):
            return None
    return value if isinstance(value, dict) and value else None


def _of_object(value: Mapping[str, Any]) -> Said | None:
    text = next((value[name] for name in _TEXTS if isinstance(value.get(name), str)), "")
    named = next((value[name] for name in _NAMES if name in value), ())
    numbers = numbers_of(named)
    if not text.strip() and not numbers:
        return None
    facet = value.get("facet")
    return Said(_in_line(text), numbers, facet.strip().lower() if isinstance(facet, str) else "")


def numbers_of(value: object) -> tuple[int, ...]:
    """The numbers in what a model gave for them: a number, a list, "3", "[3]", "1, 2"; each once."""
    found: list[int] = []
    for one in value if isinstance(value, list | tuple) else (value,):
        if isinstance(one, int) and not isinstance(one, bool):
            found.append(one)
        elif isinstance(one, str) and len(one) < 100:
            found += [int(n) for n in _NUMBER.findall(one) if len(n) < 7]
    return tuple(dict.fromkeys(found))


def _of_line(line: str) -> Said | None:
    found = _MARKS.search(line) if len(line) <= MOST_CHARACTERS else None
    text = _in_line(_BULLET.sub("", line[: found.start()], count=1)) if found else ""
    return Said(text, numbers_of(found.group())) if found and text else None


def _in_line(text: str) -> str:
    return " ".join(text.split())
