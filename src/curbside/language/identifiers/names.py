"""Names of people: after a title, after words such as "patient" or "my son", and a given name with a surname.

A clinician's name ("Dr Smith's protocol") and an author's ("Smith et al.") are not a patient's and stay; "Dr" counts
only after "patient".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from curbside.language import lexicon, notices
from curbside.language.identifiers.spans import PatientIdentifier
from curbside.language.identifiers.titled import titled
from curbside.language.patterns import Lazy

_TOKEN = r"(?:[A-Z]\.(?:\s?[A-Z]\.)*|(?:O['’]|Mc|Mac|D['’])?[A-ZÀ-ÖØ-Þ][\wÀ-ÿ]*(?:[-'’](?!s\b)[\wÀ-ÿ]+)*)"
_AFTER = Lazy(r"(?:'s|’s)?(?:[\s-]+[A-Z][a-z]+)?[\s-]+([a-zA-Z]+)")
# "We Miss ...": the verb.
_NO_VERB = r"(?<!\b[Ww]e )(?<!\b[Tt]o )(?<!\b[Yy]ou )(?<!\b[Nn]ot )(?<!\b[Tt]hey )(?<!\b[Cc]an )(?<!\b[Mm]ay )(?<!\bI )"
_PERSON = (
    r"(?:patient|pt|man|woman|boy|girl|child|baby|infant|lady|gentleman|male|female|resident|client|"
    r"\d+[- ]?(?:years?|months?|yr)[- ]?old|who is|he is|she is|is)"
)


@cache
def _words() -> dict[str, frozenset[str]]:
    return {key: frozenset(w.lower() for w in values) for key, values in notices.load("people.toml").items()}


@cache
def _patterns() -> dict[str, Lazy]:
    table = notices.load("people.toml")
    particles = "|".join(table["particles"])
    run = rf"{_TOKEN}(?:\s+(?:(?:{particles})\s+){{0,2}}{_TOKEN}){{0,3}}"
    late = rf"(?:(?:{particles})\s+){{0,2}}{run}"
    titles = "|".join(table["titles"])
    relations = "|".join(table["relations"])
    given = "|".join(table["given"])
    known = (tuple(name.lower() for name in table["given"]),)
    return {
        "title": Lazy(rf"{_NO_VERB}\b(?P<title>{titles})\b\.?\s+(?P<name>{late})"),
        "doctor": Lazy(
            rf"\b(?i:patient|pt),?\s+(?P<name>(?:Dr|Prof|Professor|Rev|Revd|Fr|Sister|Lord|Lady)\.?\s+{late})"
        ),
        "patient": Lazy(rf"\b(?i:patient(?:'s|’s)?|pt|client|resident)(?:\s+(?i:is|was))?[,:]?\s+\(?(?P<name>{late})"),
        "named": Lazy(rf"\b(?i:{_PERSON})\b[^.?!;]{{0,30}}?\b(?i:named|called)\s+(?P<name>{late})"),
        "called_given": Lazy(rf"\b(?i:named|called)\s+(?P<name>(?:{given})\b(?:\s+{_TOKEN}){{0,2}})"),
        "label": Lazy(
            rf"(?:(?:^|[\n;,.(]\s*)(?i:name)|\b(?i:patient(?:'s|’s)?|her|his|my|their|full|first|last|sur|given|"
            rf"family)\s?"
            rf"(?i:name))(?:\s+(?i:is|was)\s+|\s*[:=]\s*)(?P<name>{late}(?:,\s*{_TOKEN})?)"
        ),
        "relation": Lazy(rf"\b(?i:my|our|her|his|their)\s+(?:[\w-]+\s+){{0,2}}?(?i:{relations}),?\s+(?P<name>{run})"),
        "given": Lazy(
            rf"(?<![\w-])(?P<name>(?:{given})\s+(?:(?:[A-Z]\.?\s+)?(?:(?:{particles})\s+){{0,2}})?{_TOKEN})",
            needles=known,
        ),
        "possessive": Lazy(rf"(?<!St )(?<!St\. )(?<!Saint )(?<![\w-])(?P<name>{given})(?=['’]s\b)", needles=known),
        "filed": Lazy(
            rf"(?:^|[\n:;(]\s*)(?P<name>{_TOKEN},\s(?:{given}))(?=\s*(?:[,(]?\s*(?:\d|DOB|aged|MRN|NHS|[MF]\b)|$))"
        ),
        "baby": Lazy(rf"\b(?P<name>(?:Baby|Infant|Twin) (?:(?:of|girl|boy)\s+)?{_TOKEN})(?=\s*[,(]\s*\d)"),
        "before_age": Lazy(
            rf"(?<![\w.-])(?P<name>{_TOKEN}\s+{_TOKEN})(?:,?\s+|[;,])\(?"
            rf"(?=\d{{1,3}}\s?(?:[MF]\b|yo\b|y/o\b|years?[- ]old|yrs?\b))"
        ),
        "after_age": Lazy(rf"\b\d{{1,3}}\s?[MF],?\s+(?P<name>{_TOKEN}\s+{_TOKEN})(?![\w-])"),
        "reversed": Lazy(rf"\b(?P<name>[A-Z]{{3,}},\s(?:{given}))\b"),
    }


def names(text: str) -> Iterator[PatientIdentifier]:
    """The names in `text`, in order; a title is part of the name, and what two rules find in part is one name."""
    last: PatientIdentifier | None = None
    for name in sorted([*_plain(text), *titled(text)], key=lambda found: (found.start, found.end)):
        if last is not None and name.start < last.end:
            last = PatientIdentifier("name", last.start, max(last.end, name.end))
            continue
        if last is not None:
            yield last
        last = name
    if last is not None:
        yield last


def _plain(text: str) -> Iterator[PatientIdentifier]:
    for kind, pattern in _patterns().items():
        for match in pattern.finditer(text):
            end = _end(text, match, kind)
            if end is not None:
                start = match.start("title") if "title" in match.groupdict() else match.start("name")
                yield PatientIdentifier("name", start, end)


def _end(text: str, match: re.Match[str], kind: str) -> int | None:
    """Where the name ends, without the words after it that are none; None where there is no name."""
    words = list(re.finditer(r"\S+", match["name"]))
    kept = 0
    for word in words:
        bare = word.group().strip(",.")
        if _no_name(bare, first=kept == 0 and kind == "title"):
            break
        kept += 1
    while kept and words[kept - 1].group().lower() in _words()["particles"]:
        kept -= 1
    if kept < _least(kind, [w.group() for w in words[:kept]]):
        return None
    end = match.start("name") + words[kept - 1].end()
    if text[end - 1] == ",":
        end -= 1
    sure = kind in ("label", "doctor", "title")
    return None if not sure and _thing(text, match, end) else end


def _least(kind: str, words: list[str]) -> int:
    """How many words are needed: two where nothing but capitals tells that it is a name."""
    known = bool(words) and words[0].lower() in _words()["given"]
    return 2 if kind in ("given", "before_age", "after_age") or (kind == "patient" and not known) else 1


def _thing(text: str, match: re.Match[str], end: int) -> bool:
    """Whether the name is that of a thing ("Charles Bonnet syndrome", "Alexander disease")."""
    things = _words()["things"]
    last = text[match.start("name") : end].split()[-1]
    after = _AFTER.match(text, end)
    return last.lower() in things or (after is not None and after[1].lower() in things)


def _no_name(word: str, first: bool) -> bool:
    lower = word.lower()
    if lower in _words()["not_names"] or any(c.isdigit() for c in word):
        return True
    if len(word) > 1 and word.isupper() and not first and len(word) <= 4:
        return True
    return bool(lexicon.find(word, "drug")) or (not first and bool(lexicon.find(word, "condition")))
