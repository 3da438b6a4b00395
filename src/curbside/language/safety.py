"""What is noticed in a question before anything else: an emergency, and a wish to harm.

The rules are those of the clinical rules, section 8; the patterns are data (`data/emergencies.toml`, `data/harm.toml`)
and `docs/safety.md` says in words what they do. They are rules, not understanding: they miss what is said in a way that
no pattern has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from curbside.language import notices
from curbside.language.emergencies import happening, managing, sentences
from curbside.language.identifiers import told_of_a_patient
from curbside.language.patterns import AnyOf, any_of, straight

_BARE = (
    (re.compile(r"\b(ca|wo|is|does|do|have|has|did)nt\b", re.IGNORECASE), r"\1n't"),
    (re.compile(r"\bim (?=having|feeling|bleeding|choking|going|not|pregnant|suicidal|so|really)"), "I'm "),
    (re.compile(r"\bive (?=got|had|taken|just|swallowed|been)"), "I've "),
    (re.compile(r"\b(s?he)s (?=\w)"), r"\1's "),
)


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


@cache
def _harm() -> tuple[tuple[tuple[str, AnyOf], ...], AnyOf, AnyOf]:
    table = notices.load("harm.toml")
    words = {"relatives": f"(?:{notices.load('emergencies.toml')['words']['relatives']})", **table["words"]}
    intents = tuple((intent["reason"], any_of(intent["patterns"], words)) for intent in table["intent"])
    exempt = any_of([words["professional_exempt"]], words)
    return intents, any_of(table["lethality"]["patterns"], words), exempt


def assess(question: str, audience: str = "professional", jurisdiction: str | None = None) -> Safety:
    """What the question describes or wants that must be met first.

    audience: "professional" or "patient". jurisdiction: whose numbers and help lines are shown, or None.
    """
    text = _with_apostrophes(straight(told_of_a_patient(question)))
    emergency = happening(text, audience)
    about = None if emergency else managing(text)
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
        if not allowed and any(pattern.search(sentence) for sentence in sentences(text)):
            return reason, False
    if not any(lethality.search(sentence) for sentence in sentences(text)):
        return None, False
    return ("lethality", False) if audience == notices.PATIENT else (None, True)
