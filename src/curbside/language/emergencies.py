"""Emergencies in a question: one that somebody describes as happening, or one that it is about managing.

The patterns are data (`data/emergencies.toml`). A sentence describes an emergency where a person at hand and a sign,
an event or a danger stand in it, and nothing says that it is over, feared, or the subject of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from curbside.language import notices
from curbside.language.patterns import AnyOf, any_of

_SENTENCE = re.compile(r"(?<=[.?!;])\s+|(?<=\n)")
_WINDOW = 400
_GAP = 60
_OPENING = 12
_BARE_OPENING = 60
_BARE_WORDS = 6
_VERB = r"(?:'s|'m|'ve|'re|\W+(?:is|am|are|has|have|feels?|keeps?|gets?|got|just|suddenly|had|think|may|might|must))\b"


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    names: AnyOf
    symptoms: AnyOf
    readings: AnyOf
    said: AnyOf
    events: AnyOf
    danger: AnyOf
    now: AnyOf


@dataclass(frozen=True, slots=True)
class _Rules:
    kinds: tuple[_Kind, ...]
    words: dict[str, AnyOf]
    relatives: AnyOf
    people: dict[str, AnyOf]


@cache
def _rules() -> _Rules:
    table = notices.load("emergencies.toml")
    words = table["words"]
    kinds = tuple(
        _Kind(
            name=kind["name"],
            names=any_of(kind["names"], words, whole=True),
            symptoms=any_of(kind["symptoms"], words, whole=True),
            readings=any_of(kind.get("readings", ()), words),
            said=any_of([*kind["names"], *kind["signs"]], words, whole=True),
            events=any_of(kind["events"], words),
            danger=any_of([*kind["danger"], *kind.get("readings", ())], words),
            now=any_of(kind["now"], words),
        )
        for kind in table["kind"]
    )
    relative = rf"\b(?:(?:my|our) (?:[\w-]+ ){{0,4}}?(?:{words['relatives']})|(?:{words['kin']}))\b"
    people = {
        "own": r"\b(?:I|we)\b",
        "asked": r"\b(?:am I|do I have|have I got|could (?:I|this|it) be)\b",
        "relative": relative,
        "asked_of_relative": relative.replace(r"\b(?:(?:my", r"\b(?:is|does|has|could) (?:(?:my", 1),
        "pronoun": r"\b(?:he|she|they)\b",
        "asked_of_pronoun": r"\b(?:is|does|has|could) (?:he|she)\b",
        "this": r"\b(?:is|could) (?:this|it)\b",
        "anybody": r"\b(?:some(?:one|body)|an? (?:\w+ )?(?:man|woman|lady|guy|person|passenger|customer|stranger))\b",
        "patient": r"\b(?:patient|client|resident|customer|visitor|passenger|man|woman|boy|girl|child|baby)\b",
    }
    return _Rules(
        kinds=kinds,
        words={k: any_of([v], words) for k, v in words.items()},
        relatives=any_of([relative], words),
        people={k: any_of([v], words) for k, v in people.items()},
    )


def sentences(text: str) -> list[str]:
    """The sentences of a question, roughly; a very long one in overlapping pieces, so that no pattern takes long."""
    parts = [part.strip() for part in _SENTENCE.split(text) if part.strip()]
    step = _WINDOW // 2
    return [p[i : i + _WINDOW] for p in parts for i in range(0, max(len(p) - step, 1), step)]


def managing(text: str) -> str | None:
    """The kind of emergency that a question is about managing, or names by a bare symptom or a reading, or None."""
    for sentence in sentences(text):
        found = _managed(sentence) or next((k.name for k in _rules().kinds if _alarming(k, sentence)), None)
        if found:
            return found
    return None


def _managed(sentence: str) -> str | None:
    rules = _rules()
    if not (rules.words["managing"].search(sentence) or rules.words["clinician"].search(sentence)):
        return None
    found = [
        (m.start(), kind.name)
        for kind in rules.kinds
        for m in kind.names.finditer(sentence)
        if not _elsewhere(sentence, m.start(), m.end())
    ]
    return min(found)[1] if found else None


def _alarming(kind: _Kind, sentence: str) -> bool:
    """Whether a symptom stands bare, or a reading has the size of an emergency."""
    if _rules().words["remote"].search(sentence):
        return False
    return bool(kind.readings.search(sentence)) or _bare(kind, sentence)


def _bare(kind: _Kind, sentence: str) -> bool:
    """Whether the sentence is a symptom, or an event without its person, and nothing says that it is about a text."""
    words = _rules().words
    for pattern in (kind.symptoms, kind.events):
        sign = pattern.search(sentence)
        if not sign or sign.start() > _BARE_OPENING or not words["bare_opening"].match(sentence[: sign.start()]):
            continue
        rest = sentence[sign.end() :]
        if _elsewhere(sentence, sign.start(), sign.end()) or words["not_a_case_after"].match(rest):
            continue
        if words["about_text"].search(rest) or re.match(
            r"(?:is|are|has|have|does)\b(?!n't)", sign.group(), re.IGNORECASE
        ):
            continue
        asked = "?" in rest and re.search(r"\w", rest) and not words["own_complaint"].search(rest)
        if not asked and (words["bare_on"].match(rest) or len(re.findall(r"\w+", rest)) <= _BARE_WORDS):
            return True
    return False


def _elsewhere(sentence: str, start: int, end: int) -> bool:
    """Whether the name stands for something else than the emergency itself ("stroke prevention", "after a stroke")."""
    words = _rules().words
    before = words["not_the_emergency_before"].search(sentence[max(0, start - _GAP) : start])
    return bool(before or words["not_the_emergency_after"].match(sentence[end : end + _GAP]))


def happening(text: str, audience: str) -> str | None:
    """The kind of emergency that is described as happening to the asker or somebody with them, or None."""
    parts = sentences(text)
    relative = bool(_rules().relatives.search(text))
    for kind in _rules().kinds:
        if any(_describes(kind, sentence, audience, relative) for sentence in parts):
            return kind.name
    return None


def _describes(kind: _Kind, sentence: str, audience: str, relative: bool) -> bool:
    words = _rules().words
    if words["remote"].search(sentence):
        return False
    if kind.now.search(sentence) or (audience == notices.PATIENT and _bare(kind, sentence)):
        return True
    if not any(pattern.search(sentence) for pattern in (kind.said, kind.events, kind.danger)):
        return False
    if _complains(kind, sentence, audience) or _told_without_a_person(kind, sentence, audience):
        return True
    recent = bool(words["recent"].search(sentence))
    for person in _people(sentence, audience, relative, recent):
        conditional = words["conditional"].search(sentence[max(0, person.start() - _GAP) : person.start()])
        if (recent or not conditional) and (_in_danger(kind, sentence) or _has(kind, sentence, person)):
            return True
    return False


def _complains(kind: _Kind, sentence: str, audience: str) -> bool:
    """Whether a sentence without a person opens with a sign and goes on like a complaint of one's own."""
    words = _rules().words
    sign = kind.said.search(sentence)
    if not sign or sign.start() > _OPENING or _elsewhere(sentence, sign.start(), sign.end()):
        return False
    opening, rest = sentence[: sign.start()], sentence[sign.end() :]
    if re.search(r"\b(?:I|we|he|she|they|my)\b", opening, re.IGNORECASE) or words["not_a_case_after"].match(rest):
        return False
    if words["clinician"].search(sentence) or words["blocker"].search(opening):
        return False
    own, lasting = words["own_complaint"].search(rest), words["recent_time"].search(rest)
    return bool((own and lasting) or (audience == notices.PATIENT and (own or lasting)))


def _told_without_a_person(kind: _Kind, sentence: str, audience: str) -> bool:
    words = _rules().words
    general = words["clinician"].search(sentence) or words["asks"].match(sentence)
    whose = audience == notices.PATIENT or words["possessive"].search(sentence)
    return bool(whose and not general and _in_danger(kind, sentence))


def _people(sentence: str, audience: str, relative: bool, recent: bool) -> Iterator[re.Match[str]]:
    """Those in a sentence who stand for the asker or somebody with them."""
    people = _rules().people
    patient = audience == notices.PATIENT
    at_hand = {"relative", "asked_of_relative"}
    if patient or not _rules().words["clinician"].search(sentence):
        at_hand |= {"own", "asked"}
    told = not any(_rules().words[word].search(sentence) for word in ("clinician", "managing", "question"))
    if patient or relative or recent or told:
        at_hand |= {"pronoun", "asked_of_pronoun"}
    if patient or recent or told:
        at_hand |= {"anybody", "this"}
    if recent:
        at_hand |= {"patient", "own", "asked"}
    for name, pattern in people.items():
        if name in at_hand:
            yield from pattern.finditer(sentence)


def _in_danger(kind: _Kind, sentence: str) -> bool:
    """Whether a danger is told anywhere in a sentence that does not say of it that it is only thought of."""
    danger = kind.danger.search(sentence)
    if not danger:
        return False
    before = sentence[max(0, danger.start() - _GAP) : danger.start()]
    return not (_rules().words["only_thought_of"].search(sentence) or _elsewhere(before, len(before), len(before)))


def _has(kind: _Kind, sentence: str, person: re.Match[str]) -> bool:
    words = _rules().words
    rest = sentence[person.end() : person.end() + 2 * _GAP]
    event = kind.events.search(rest)
    if event and event.start() <= _GAP and not words["blocker"].search(rest[: event.start()]):
        return True
    asked = person.group().split()[0].lower() in ("am", "do", "does", "have", "is", "has", "could")
    verb = None if asked else re.match(_VERB, rest, re.IGNORECASE)
    if not (asked or verb):
        return False
    for sign in kind.said.finditer(rest):
        gap = rest[: sign.start()]
        if sign.start() <= _GAP and not words["blocker"].search(gap) and not _over(kind, sentence, person, sign):
            return True
    return False


def _over(kind: _Kind, sentence: str, person: re.Match[str], sign: re.Match[str]) -> bool:
    """Whether it is over ("I have had a stroke"), or something else ("I have had tests after a stroke")."""
    start, end = person.end() + sign.start(), person.end() + sign.end()
    if _elsewhere(sentence, start, end) or _rules().words["not_a_case_after"].match(sentence[end : end + _GAP]):
        return True
    own = person.group().lower() in ("i", "we")
    had = re.search(r"\bhad\b", sentence[person.end() : start], re.IGNORECASE)
    diagnosis = kind.names.search(sign.group()) and "pain" not in sign.group().lower()
    around = sentence[max(0, start - 2 * _GAP) : end + 2 * _GAP]
    return bool(own and had and diagnosis and not _rules().words["recent_time"].search(around))
