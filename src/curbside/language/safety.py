"""What is noticed in a question before anything else: an emergency, and a wish to harm.

The rules are those of the clinical rules, section 8; the patterns are data (`data/emergencies.toml`, `data/harm.toml`)
and `docs/safety.md` says in words what they do. They are rules, not understanding: they miss what is said in a way that
no pattern has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from curbside.language import notices
from curbside.language.patterns import any_of, expand, straight

_SENTENCE = re.compile(r"(?<=[.?!;])\s+|(?<=\n)")
_GAP = 60
_BARE = (
    (re.compile(r"\b(ca|wo|is|does|do|have|has|did)nt\b", re.IGNORECASE), r"\1n't"),
    (re.compile(r"\bim (?=having|feeling|bleeding|choking|going|not|pregnant|suicidal|so|really)"), "I'm "),
    (re.compile(r"\bive (?=got|had|taken|just|swallowed|been)"), "I've "),
    (re.compile(r"\b(s?he)s (?=\w)"), r"\1's "),
)
_VERB = r"(?:'s|'m|'ve|'re|\W+(?:is|am|are|has|have|feels?|keeps?|gets?|got|just|suddenly|had|think|may|might|must))\b"


@dataclass(frozen=True, slots=True)
class Safety:
    """What must be said or done before a question is answered.

    emergency: the kind that somebody describes as happening. about: the kind that the question is about managing.
    refuse: why it is not answered ("self_harm", "harm" or "lethality"), or None. toxicology: answer it only from
    sources on managing poisoning, and refuse it where there are none. notice: the sentence above everything, or None.
    message: what to say in place of an answer (for `refuse`, and for `toxicology` without sources), or None.
    """

    emergency: str | None = None
    about: str | None = None
    refuse: str | None = None
    toxicology: bool = False
    notice: str | None = None
    message: str | None = None

    @property
    def notices(self) -> tuple[str, ...]:
        """What to show, in order: the notice, then the message of a refusal."""
        shown = (self.notice, self.message if self.refuse else None)
        return tuple(text for text in shown if text)


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    names: re.Pattern[str]
    said: re.Pattern[str]
    events: re.Pattern[str]
    now: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Rules:
    kinds: tuple[_Kind, ...]
    words: dict[str, re.Pattern[str]]
    relatives: re.Pattern[str]
    people: dict[str, re.Pattern[str]]


@cache
def _rules() -> _Rules:
    table = notices.load("emergencies.toml")
    words = table["words"]
    kinds = tuple(
        _Kind(
            name=kind["name"],
            names=any_of(kind["names"], words, whole=True),
            said=any_of([*kind["names"], *kind["signs"]], words, whole=True),
            events=any_of(kind["events"], words),
            now=any_of(kind["now"], words),
        )
        for kind in table["kind"]
    )
    relative = rf"\b(?:my|our) (?:[\w-]+ ){{0,4}}?(?:{words['relatives']})\b"
    people = {
        "own": r"\b(?:I|we)\b",
        "asked": r"\b(?:am I|do I have|have I got|could (?:I|this|it) be)\b",
        "relative": relative,
        "asked_of_relative": relative.replace(r"\b(?:my", r"\b(?:is|does|has|could) (?:my", 1),
        "pronoun": r"\b(?:he|she|they)\b",
        "asked_of_pronoun": r"\b(?:is|does|has|could) (?:he|she)\b",
        "this": r"\b(?:is|could) (?:this|it)\b",
        "anybody": r"\b(?:some(?:one|body)|an? (?:\w+ )?(?:man|woman|lady|guy|person|passenger|customer|stranger))\b",
        "patient": r"\b(?:patient|client|resident|customer|visitor|passenger|man|woman|boy|girl|child|baby)\b",
    }
    return _Rules(
        kinds=kinds,
        words={k: re.compile(v, re.IGNORECASE) for k, v in words.items()},
        relatives=re.compile(relative, re.IGNORECASE),
        people={k: re.compile(v, re.IGNORECASE) for k, v in people.items()},
    )


@cache
def _harm() -> tuple[tuple[tuple[str, re.Pattern[str]], ...], re.Pattern[str], re.Pattern[str]]:
    table = notices.load("harm.toml")
    words = {"relatives": f"(?:{notices.load('emergencies.toml')['words']['relatives']})", **table["words"]}
    intents = tuple((intent["reason"], any_of(intent["patterns"], words)) for intent in table["intent"])
    exempt = re.compile(expand(words["professional_exempt"], words), re.IGNORECASE)
    return intents, any_of(table["lethality"]["patterns"], words), exempt


def assess(question: str, audience: str = "professional", jurisdiction: str | None = None) -> Safety:
    """What the question describes or wants that must be met first.

    audience: "professional" or "patient". jurisdiction: whose numbers and help lines are shown, or None.
    """
    text = _with_apostrophes(straight(question))
    emergency = _happening(text, audience)
    about = None if emergency else _managing(text)
    refuse, toxicology = _harmful(text, audience)
    reason = refuse or ("toxicology" if toxicology else None)
    return Safety(
        emergency=emergency,
        about=about,
        refuse=refuse,
        toxicology=toxicology,
        notice=_notice(emergency, about, jurisdiction, audience),
        message=notices.refused(reason, jurisdiction, audience) if reason else None,
    )


def _with_apostrophes(text: str) -> str:
    for pattern, replacement in _BARE:
        text = pattern.sub(replacement, text)
    return text


def _notice(emergency: str | None, about: str | None, jurisdiction: str | None, audience: str) -> str | None:
    if emergency:
        return notices.emergency(emergency, jurisdiction, audience)
    return notices.reminder(about, jurisdiction, audience) if about else None


def _harmful(text: str, audience: str) -> tuple[str | None, bool]:
    intents, lethality, exempt = _harm()
    for reason, pattern in intents:
        allowed = reason == "harm" and audience != notices.PATIENT and exempt.search(text)
        if not allowed and any(pattern.search(sentence) for sentence in _sentences(text)):
            return reason, False
    if not any(lethality.search(sentence) for sentence in _sentences(text)):
        return None, False
    return ("lethality", False) if audience == notices.PATIENT else (None, True)


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def _managing(text: str) -> str | None:
    rules = _rules()
    for sentence in _sentences(text):
        if not (rules.words["managing"].search(sentence) or rules.words["clinician"].search(sentence)):
            continue
        found = [
            (m.start(), kind.name)
            for kind in rules.kinds
            for m in kind.names.finditer(sentence)
            if not _elsewhere(sentence, m.start(), m.end())
        ]
        if found:
            return min(found)[1]
    return None


def _elsewhere(sentence: str, start: int, end: int) -> bool:
    """Whether the name stands for something else than the emergency itself ("stroke prevention", "after a stroke")."""
    words = _rules().words
    before = words["not_the_emergency_before"].search(sentence[max(0, start - _GAP) : start])
    return bool(before or words["not_the_emergency_after"].match(sentence[end : end + _GAP]))


def _happening(text: str, audience: str) -> str | None:
    sentences = _sentences(text)
    relative = bool(_rules().relatives.search(text))
    for kind in _rules().kinds:
        if any(_describes(kind, sentence, audience, relative) for sentence in sentences):
            return kind.name
    return None


def _describes(kind: _Kind, sentence: str, audience: str, relative: bool) -> bool:
    words = _rules().words
    if words["remote"].search(sentence):
        return False
    if kind.now.search(sentence):
        return True
    if not (kind.said.search(sentence) or kind.events.search(sentence)):
        return False
    recent = bool(words["recent"].search(sentence))
    for person in _people(sentence, audience, relative, recent):
        conditional = words["conditional"].search(sentence[max(0, person.start() - _GAP) : person.start()])
        if (recent or not conditional) and _has(kind, sentence, person):
            return True
    return False


def _people(sentence: str, audience: str, relative: bool, recent: bool) -> Iterator[re.Match[str]]:
    """Those in a sentence who stand for the asker or somebody with them."""
    people = _rules().people
    patient = audience == notices.PATIENT
    at_hand = {"relative", "asked_of_relative"}
    if patient or not _rules().words["clinician"].search(sentence):
        at_hand |= {"own", "asked"}
    if patient or relative or recent:
        at_hand |= {"pronoun", "asked_of_pronoun"}
    if patient or recent:
        at_hand |= {"anybody", "this"}
    if recent:
        at_hand |= {"patient", "own", "asked"}
    for name, pattern in people.items():
        if name in at_hand:
            yield from pattern.finditer(sentence)


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
