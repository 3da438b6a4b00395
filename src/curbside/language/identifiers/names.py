"""Names of people: after a title, after words such as "patient" or "my son", and a given name with a surname.

A clinician's name ("Dr Smith's protocol") and an author's ("Smith et al.") are not a patient's and stay; "Dr" counts
only after "patient".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from curbside.language import lexicon
from curbside.language.identifiers.letters import UPPER
from curbside.language.identifiers.people import at_given, is_given, listed, of_a_thing, ordinary
from curbside.language.identifiers.people import table as people
from curbside.language.identifiers.spans import PatientIdentifier
from curbside.language.identifiers.titled import titled
from curbside.language.identifiers.untitled import untitled
from curbside.language.patterns import Lazy

_TOKEN = rf"(?:[A-Z]\.(?:\s?[A-Z]\.)*|(?:St\.\s|[aeu][ldsh]-|O['’]|Mc|Mac|D['’])?{UPPER}[\w]*(?:[-'’](?!s\b)[\w]+)*)"
_WORDS = re.compile(r"[^\W\d_]{3,}(?:[-'’](?!s\b)[^\W\d_]+)*")
# "Mr Doe", "Mr.Doe" and "MrDoe".
_GAP = rf"(?:\b\.?\s+|\.(?={UPPER})|(?:(?<=\bMr)|(?<=\bMs)|(?<=\bMx)|(?<=\bMrs)|(?<=\bMiss))(?={UPPER}[a-z]{{2}}))"
_NICKNAME = re.compile(rf"\s+[\"“‘'(](?P<other>{UPPER}[a-zà-ÿ]+)[\"”’')](?:\s+{_TOKEN})?")
_GIVEN = rf"(?P<given>{UPPER}[^\W\d_]+)(?!\w)"
# "We Miss ...": the verb.
_NO_VERB = r"(?<!\b[Ww]e )(?<!\b[Tt]o )(?<!\b[Yy]ou )(?<!\b[Nn]ot )(?<!\b[Tt]hey )(?<!\b[Cc]an )(?<!\b[Mm]ay )(?<!\bI )"
# Names of Vietnam and China that are English words in small letters.
_SHORT_NAMES = frozenset({"An", "Do", "So", "He", "My"})
_PERSON = (
    r"(?:patient|pt|man|woman|boy|girl|child|baby|infant|lady|gentleman|male|female|resident|client|"
    r"\d+[- ]?(?:years?|months?|yr)[- ]?old|who is|he is|she is|is)"
)


@cache
def _patterns() -> dict[str, Lazy]:
    table = people()
    particles = "|".join(table["particles"])
    run = rf"{_TOKEN}(?:\s+(?:(?:{particles})\s+){{0,2}}{_TOKEN}){{0,3}}"
    late = rf"(?:(?:{particles})\s+){{0,2}}{run}"
    titles = "|".join(table["titles"])
    relations = "|".join(table["relations"])
    return {
        "title": Lazy(rf"{_NO_VERB}\b(?P<title>{titles}){_GAP}(?P<name>{late})"),
        "doctor": Lazy(
            rf"\b(?i:patient|pt),?\s+(?P<name>(?:Dr|Prof|Professor|Rev|Revd|Fr|Sister|Lord|Lady)\.?\s+{late})"
        ),
        "patient": Lazy(rf"\b(?i:patient(?:'s|’s)?|pt|client|resident)(?:\s+(?i:is|was))?[,:]?\s+\(?(?P<name>{late})"),
        "named": Lazy(rf"\b(?i:{_PERSON})\b[^.?!;]{{0,30}}?\b(?i:named|called)\s+(?P<name>{late})"),
        "called_given": Lazy(rf"\b(?i:named|called)\s+(?P<name>{_GIVEN}(?:\s+{_TOKEN}){{0,2}})"),
        "label": Lazy(
            rf"(?:(?:^|[\n;,.(]\s*)(?i:name)|\b(?i:patient(?:'s|’s)?|her|his|my|their|full|first|last|sur|given|"
            rf"family)\s?"
            rf"(?i:name))(?:\s+(?i:is|was)\s+|\s*[:=]\s*)(?P<name>{late}(?:,\s*{_TOKEN})?)"
        ),
        "relation": Lazy(rf"\b(?i:my|our|her|his|their)\s+(?:[\w-]+\s+){{0,2}}?(?i:{relations}),?\s+(?P<name>{run})"),
        "given": Lazy(rf"(?<![\w-])(?P<name>{_GIVEN}\s+(?:(?:[A-Z]\.?\s+)?(?:(?:{particles})\s+){{0,2}})?{_TOKEN})"),
        "possessive": Lazy(rf"(?<!St )(?<!St\. )(?<!Saint )(?<![\w-])(?P<name>{_GIVEN})(?=['’]s\b)"),
        "filed": Lazy(
            rf"(?:^|[\n:;(]\s*)(?P<name>{_TOKEN},\s{_GIVEN})(?=\s*(?:[,(]?\s*(?:\d|DOB|aged|MRN|NHS|[MF]\b)|$))"
        ),
        "baby": Lazy(
            rf"\b(?P<name>(?:Baby|Infant|Twin) (?:(?:of|girl|boy)\s+)?{_TOKEN})"
            rf"(?=\s*[,(]\s*\d|\s+(?:day|is|was|has|born|aged|weighs?)\b|['’]s\b)"
        ),
        "before_age": Lazy(
            rf"(?<![\w.-])(?P<name>{_TOKEN}\s+{_TOKEN})(?:,?\s+|[;,])\(?"
            rf"(?=\d{{1,3}}\s?(?:[MF]\b|yo\b|y/o\b|years?[- ]old|yrs?\b))"
        ),
        "after_age": Lazy(rf"\b\d{{1,3}}\s?[MF],?\s+(?P<name>{_TOKEN}\s+{_TOKEN})(?![\w-])"),
        "reversed": Lazy(rf"\b(?P<name>[A-Z]{{3,}},\s{_GIVEN})"),
    }


@cache
def _whose() -> Lazy:
    """What a patient has, after a name that is an eponym too ("Gilbert's ferritin", but "in Gilbert's")."""
    return Lazy(rf"['’]s (?:{'|'.join(people()['possessions'])})\b")


def names(text: str) -> Iterator[PatientIdentifier]:
    """The names in `text`, in order; a title is part of the name, and what two rules find in part is one name.

    A word of a name that stands elsewhere in the text is a name there too ("Mrs Doe is 80; may Doe take ...").
    """
    found = list(_joined([*_plain(text), *titled(text), *untitled(text)]))
    yield from _joined([*found, *_again(text, found)]) if found else ()


def _again(text: str, found: Iterable[PatientIdentifier]) -> Iterator[PatientIdentifier]:
    for name in found:
        for word in _WORDS.findall(text[name.start : name.end]):
            if not (word.lower() in _never_alone() or ordinary(word)):
                for match in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text):
                    if not of_a_thing(text, match.end(), word):
                        yield PatientIdentifier("name", *match.span())


@cache
def _never_alone() -> frozenset[str]:
    everyday = ("titles", "titles_of_rank", "titles_shared", "particles", "surnames_of_words", "resonance")
    return frozenset().union(*(listed()[key] for key in everyday))


def _joined(found: Iterable[PatientIdentifier]) -> Iterator[PatientIdentifier]:
    last: PatientIdentifier | None = None
    for name in sorted(found, key=lambda one: (one.start, one.end)):
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
        for match in at_given(pattern, text) if kind in ("given", "possessive") else pattern.finditer(text):
            end = _end(text, match, kind) if is_given(match) else None
            if end is not None:
                start = match.start("title") if "title" in match.groupdict() else match.start("name")
                yield PatientIdentifier("name", start, end)


def _end(text: str, match: re.Match[str], kind: str) -> int | None:
    """Where the name ends, without the words after it that are none; None where there is no name."""
    words = list(re.finditer(r"\S+", match["name"]))
    kept = 0
    for word in words:
        bare = word.group().strip(",.")
        if kind == "title" and kept and word.group() in _SHORT_NAMES:
            kept += 1
            continue
        if _no_name(bare, first=kept == 0 and kind == "title"):
            break
        kept += 1
    least = 1 if kind == "title" and words[0].group().istitle() else 0
    while kept > least and words[kept - 1].group().lower() in listed()["particles"]:
        kept -= 1
    if kept < _least(kind, [w.group() for w in words[:kept]]):
        return None
    end = match.start("name") + words[kept - 1].end()
    if text[end - 1] == ",":
        end -= 1
    end = _with_nickname(text, end)
    sure = kind in ("label", "doctor", "title")
    name = match["name"][: end - match.start("name")]
    thing = name.split()[-1].lower() in listed()["things"] or of_a_thing(text, end, name)
    if kind == "possessive" and name.lower() in listed()["eponyms"] and not _whose().match(text, end):
        return None
    return None if not sure and thing else end


def _with_nickname(text: str, end: int) -> int:
    """The end of a name with another in quotation marks or brackets, and the surname ('Robert "Bob" Tully')."""
    more = _NICKNAME.match(text, end)
    return end if more is None or ordinary(more["other"]) else more.end()


def _least(kind: str, words: list[str]) -> int:
    """How many words are needed: two where nothing but capitals tells that it is a name."""
    known = bool(words) and words[0].lower() in listed()["given"]
    return 2 if kind in ("given", "before_age", "after_age") or (kind == "patient" and not known) else 1


def _no_name(word: str, first: bool) -> bool:
    lower = word.lower()
    if lower in listed()["not_names"] or any(c.isdigit() for c in word):
        return True
    if len(word) > 1 and word.isupper() and not first and len(word) <= 4:
        return True
    return bool(lexicon.find(word, "drug")) or (not first and bool(lexicon.find(word, "condition")))
