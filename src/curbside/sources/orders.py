"""What in a text addresses a machine or whoever answers from it, or vouches for itself: the rules of a table.

The table is `language/data/machine_orders.toml`, each rule with its reason (the clinical rules, section 8: retrieved
text is data). An order to a clinician or a patient is none of these: "Always check ...", "Do not give ...".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from curbside.language import notices
from curbside.language.patterns import Lazy, Several, branches, expand

_TABLE: Final = "machine_orders.toml"
_SPACE: Final = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]| \??")
_BLANK: Final = re.compile(r"\n[ \t]*\n\s*")
_FLAGS: Final = re.IGNORECASE | re.MULTILINE
_SCRIPT: Final = re.compile(
    r"[\u0370-\u03ff\u0400-\u06ff\u0900-\u0dff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}"
)
_BEFORE: Final = re.compile(r"[^\w<\[{|\"'`\u2713\u2714\u2611\u2705]*")
_LATIN_AND_OTHER: Final = re.compile(
    r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]|[\u0370-\u03ff][A-Za-z]{2}|[A-Za-z]{2}[\u0370-\u03ff]"
)
# Letters of other scripts that look like Latin ones (Unicode Technical Standard 39, confusables.txt, the common ones).
_ALIKE: Final = str.maketrans(
    "АВЕЅІЈКМНОРСТХаеіјорсухѕԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧονιαρ", "ABESIJKMHOPCTXaeijopcyxsdqwhABEZHIKMNOPTYXoviap"
)


@dataclass(frozen=True, slots=True)
class Rules:
    """Patterns, and beside each why it is a sign."""

    patterns: Several
    reasons: tuple[str, ...]

    def spans(self, text: str) -> list[tuple[int, int, str]]:
        """Start and end of what they match, without what stands before its first word, and why, by place."""
        found = [
            (match.start() + _leading(match[0]), match.end(), self.reasons[number])
            for number in self.patterns.possible(text)
            for match in self.patterns.patterns[number].finditer(text)
        ]
        return sorted(found)


def orders(text: str) -> list[tuple[int, int, str]]:
    """Start, end and reason of each order to a machine or to whoever answers, none overlapping, by place.

    Paragraph by paragraph: of a short text most rules can be ruled out by the words that it lacks.
    """
    return [(at + a, at + b, why) for at, part in _paragraphs(text) for a, b, why in _orders(part)]


def approvals(text: str) -> list[tuple[int, int]]:
    """Start and end of what vouches for itself by the table, none overlapping, by place."""
    rules = _rules()["approval"]
    return [(at + a, at + b) for at, part in _paragraphs(text) for a, b, _ in _apart(rules.spans(_plain(part)))]


def table() -> str:
    """The rules as they are written, by which what was found with others is told."""
    return notices.text_of(_TABLE)


def discourse(text: str) -> str | None:
    """Why a sentence is about answers, sources, reviewers or form and not about patients; None where it is not."""
    found = _rules()["discourse"].spans(_plain(text))
    return found[0][2] if found else None


def _orders(text: str) -> list[tuple[int, int, str]]:
    plain = _plain(text)
    found = [*_rules()["rule"].spans(plain), *_rules()["language"].spans(plain)]
    if not text.isascii():
        found += _rules()["script"].spans(text) if _SCRIPT.search(text) else []
        found += _rules()["rule"].spans(plain.translate(_ALIKE)) if _LATIN_AND_OTHER.search(plain) else []
    return _apart(found)


def _paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Where each paragraph begins, and the paragraph."""
    at = 0
    for m in _BLANK.finditer(text):
        if m.start() > at:
            yield at, text[at : m.start()]
        at = m.end()
    if at < len(text):
        yield at, text[at:]


def _apart(found: Iterable[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    apart: list[tuple[int, int, str]] = []
    for one in sorted(found):
        if not apart or one[0] >= apart[-1][1]:
            apart.append(one)
    return apart


def _plain(text: str) -> str:
    """`text`, code point by code point, with wide and ornamental letters as plain ones."""
    return text if text.isascii() else text.translate(_PLAIN)


class _Plain(dict[int, int]):
    def __missing__(self, code: int) -> int:
        made = unicodedata.normalize("NFKC", chr(code)) if code >= 0xFF else ""
        self[code] = ord(made) if len(made) == 1 and made.isascii() and made.isprintable() else code
        return self[code]


# Kept, since it is asked once for every letter of a text.
_PLAIN: Final = _Plain()


def _leading(said: str) -> int:
    before = _BEFORE.match(said)
    return before.end() if before and before.end() < len(said) else 0


def _spaced(pattern: str) -> str:
    """`pattern` with any white space for each space outside of a set of characters."""

    def white(m: re.Match[str]) -> str:
        return {" ": r"\s+", " ?": r"\s*"}.get(m[0], m[0])

    return _SPACE.sub(white, pattern)


@cache
def _rules() -> Mapping[str, Rules]:
    """The rules by the name of their list."""
    table = notices.load(_TABLE)
    words: dict[str, str] = {**table["words"], **table["approving"], **table["discoursing"]}
    return {name: _read(table[name], words) for name in ("rule", "language", "script", "approval", "discourse")}


def _read(rules: list[dict[str, Any]], words: Mapping[str, str]) -> Rules:
    every = [
        (_spaced(part), rule["reason"])
        for rule in rules
        for p in rule["patterns"]
        for part in branches(expand(p, words))
    ]
    return Rules(Several(Lazy(p, _FLAGS) for p, _ in every), tuple(reason for _, reason in every))
