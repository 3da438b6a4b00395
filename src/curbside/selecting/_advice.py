"""Which way a sentence of advice goes on a question about advice: may, should or must something be given or stopped.

A label's or guideline's sentence answers for the case that it names and no other: the answer is None unless the clause
has the subject, the condition, the population and every other word that the question has, names no case that the
question leaves out, and its bounds hold for the question's numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from curbside.language import lexicon
from curbside.selecting._bounds import bounds, hold, without_numbers
from curbside.selecting._claim import Claim, pattern
from curbside.selecting._keys import KINDS, keys_of, subject_of
from curbside.selecting._said import has, said_of

_BREAK: Final = re.compile(
    r"[;.]\s+|,?\s+(?=(?:but|however|although|though|whereas|while)\b)|"
    r",?\s+(?:and|or)\s+(?=(?:[\w-]+\s+){0,3}?(?:is|are|should|must|may|can|do|does)\b)",
    re.IGNORECASE,
)
_AND: Final = re.compile(r",?\s+(?:and|or)\b", re.IGNORECASE)
_VERB: Final = re.compile(r"\b(?:is|are|should|must|may|can|do|does)\b", re.IGNORECASE)
_LEAD: Final = re.compile(r"^(?:but|however|although|though|whereas|while|and|or)\b[, ]*", re.IGNORECASE)
_ITEM: Final = re.compile(r",|\bor\b|\band\b|\bnor\b", re.IGNORECASE)
_PREPOSITION: Final = re.compile(
    r"\s*(?:in|for|during|with|if|when|where|at|on|after|before|while|below|above|among|people|patients|adults|children|"
    r"women|men|infants)\b",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(r"\s*\([^()]*\)")
_OF_OTHERS: Final = re.compile(
    r"\b(?:taking|on|receiving|treated with|with|using|after|before|during|when|of|for|to|from|by|without|than)"
    r"(?:\s+(?:the|oral|intravenous))?\s*\Z",
    re.IGNORECASE,
)
_USE_OF: Final = re.compile(
    r"\b(?:use of|treatment with|therapy with|administration of|(?:using|giving|taking|starting|stopping|continuing))"
    r"(?:\s+(?:the|oral|intravenous))?\s*\Z",
    re.IGNORECASE,
)
_CONTRAINDICATION: Final = tuple(
    (re.compile(expression, re.IGNORECASE), words)
    for expression, words in (
        (
            r"^((?:in|for)\b[^,]*, )?there (?:is|are) no (?:known )?contra-?indications? (?:to|for) (.+)$",
            r"\1\2 is not contraindicated",
        ),
        (r"^(is|are) (.+?) an? contra-?indications? (?:to|for) (.+)$", r"\1 \3 contraindicated in \2"),
        (r"^(.+?) (is|are)( not)?(?: an?)? contra-?indications? (?:to|for) (.+)$", r"\4 \2\3 contraindicated in \1"),
    )
)
_UN: Final = re.compile(r"\bun(?=(?:safe|suitable|necessary|needed)\b)", re.IGNORECASE)
_AS_A_MEANS: Final = re.compile(r"\bus(?:ed|e|ing)\b.*\bto\s+(?!an?\b|the\b|\d)\w+", re.IGNORECASE)
_POINTS: Final = ".,;:?!"
# Asked (action, mode) and said: what the second means for the first; what is not listed is not settled.
_YES: Final = {
    ("give", "permit"): {"recommend", "permit", "need", "spared", "consider", "safe"},
    ("give", "safe"): {"safe"},
    ("give", "recommend"): {"recommend", "need"},
    ("give", "need"): {"need"},
    ("give", "bar"): {"bar"},
    ("give", "avoid"): {"bar", "forbid", "stop"},
    ("stop", "recommend"): {"bar", "forbid", "stop"},
    ("stop", "need"): {"bar", "forbid", "stop"},
    ("stop", "permit"): {"stop", "may stop"},
    ("stop", "safe"): {"safe stop"},
    ("keep", "permit"): {"keep", "may keep"},
    ("keep", "recommend"): {"keep"},
    ("keep", "need"): {"keep"},
    ("keep", "safe"): {"safe keep"},
}
_NO: Final = {
    ("give", "permit"): {"bar", "forbid", "stop"},
    ("give", "safe"): {"bar", "forbid"},
    ("give", "recommend"): {"bar", "forbid", "discouraged", "stop", "needless"},
    ("give", "need"): {"bar", "forbid", "needless"},
    ("give", "bar"): {"recommend", "permit", "need", "spared", "safe"},
    ("give", "avoid"): {"recommend", "permit", "need", "safe"},
    ("stop", "recommend"): {"keep", "may keep", "needless stop"},
    ("stop", "need"): {"keep", "may keep", "needless stop"},
    ("stop", "permit"): {"keep"},
    ("stop", "safe"): {"keep"},
    ("keep", "permit"): {"bar", "forbid", "stop"},
    ("keep", "recommend"): {"bar", "forbid", "stop"},
    ("keep", "need"): {"bar", "forbid", "stop"},
    ("keep", "safe"): {"bar", "forbid", "stop"},
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question about advice asks. action: "give", "stop" or "keep"; mode: a list of [advice] in the data;
    subject: the keys of what it is about, as they stand in the question; case: the keys of the rest."""

    action: str
    mode: str
    subject: tuple[str, ...]
    case: frozenset[str]
    firm: bool


def asked_of(claim: Claim) -> Asked | None:
    """What `claim` asks by way of advice, or None where it asks for a finding."""
    part = _reworded(_UN.sub("", claim.part))
    action = next((a for a in ("stop", "keep", "give") if has(a, part)), "")
    mode = next((m for m in ("bar", "avoid", "safe", "need", "recommend", "permit") if has(m, part)), "")
    if not mode or not claim.auxiliary:
        return None
    verb = action and (mode != "permit" or not _AS_A_MEANS.search(part))
    firm = bool(verb) or mode in ("bar", "avoid", "recommend") or _names_case(claim.text)
    if mode == "permit" and not verb:
        return None
    subject = subject_of(part)
    keys = keys_of(claim.text)
    return Asked(action or "give", mode, tuple(sorted(subject)), keys - subject, firm)


def advice(claim: Claim, asked: Asked, sentence: str) -> int:
    """+1 where `sentence` says yes to what is asked, -1 where it says no, 0 where it settles nothing of it."""
    subject_known = False
    for clause in _clauses(_ASIDE.sub("", sentence)):
        named = set(asked.subject) <= keys_of(clause)
        if named or (subject_known and _headless(clause)):
            answer = _of_clause(claim, asked, clause, named)
            if answer:
                return answer
        subject_known = named and _leads(asked, clause)
    return 0


def _clauses(sentence: str) -> Iterator[str]:
    """The clauses of a sentence; "and" and "or" part two only where each has a verb."""
    last = 0
    for m in [*_BREAK.finditer(sentence), None]:
        piece = sentence[last : m.start() if m else len(sentence)]
        if m and _AND.match(m[0]) and not _VERB.search(piece):
            continue
        last = m.end() if m else last
        yield _reworded(_LEAD.sub("", piece).strip(" .,"))


def _reworded(text: str) -> str:
    """ "C is a contraindication to X" as "X is contraindicated in C", in a statement and in a question."""
    for pattern_, words in _CONTRAINDICATION:
        text = pattern_.sub(words, text)
    return text


def _of_clause(claim: Claim, asked: Asked, clause: str, named: bool) -> int:
    clause = pattern("advice", "reason").sub("", clause)
    if pattern("advice", "narrows").search(without_numbers(_unasked(claim, clause))):
        return 0
    if named and not _leads(asked, clause):
        return 0
    if not hold(bounds(claim.text), bounds(clause)) or not _same_case(asked, clause):
        return 0
    said = said_of(clause)
    if said in _YES.get((asked.action, asked.mode), ()):
        return 1
    return -1 if said in _NO.get((asked.action, asked.mode), ()) else 0


def _unasked(claim: Claim, clause: str) -> str:
    """The clause without the words that the question has too."""
    asked = {word.strip(_POINTS) for word in claim.text.lower().split()}
    return " ".join(word for word in clause.split() if word.lower().strip(_POINTS) not in asked)


def _headless(clause: str) -> bool:
    return bool(re.match(r"(?:it )?(?:is|are|should|must|can|may|cannot|do not)\b", clause, re.IGNORECASE))


def _names_case(text: str) -> bool:
    return bool(lexicon.drugs_in(text) or lexicon.find(text, "population"))


def _leads(asked: Asked, clause: str) -> bool:
    """Whether the clause speaks of the subject itself: nothing but its own case stands between it and the verb, and it
    is not what others take, or have done before."""
    span = _span(asked, clause)
    if span is None:
        return False
    before = clause[: span[0]]
    return bool(_USE_OF.search(before)) or not _OF_OTHERS.search(before)


def _span(asked: Asked, clause: str) -> tuple[int, int] | None:
    """Where the first word of the subject stands."""
    for m in re.finditer(r"[^\W_][\w-]*", clause):
        if keys_of(m[0]) & set(asked.subject):
            return m.span()
    for kind in KINDS:
        for mention in lexicon.drugs_in(clause) if kind == "drug" else lexicon.find(clause, kind):
            if f"{kind} {mention.concept}" in asked.subject:
                return mention.start, mention.end
    return None


def _same_case(asked: Asked, clause: str) -> bool:
    """Whether the clause names the question's case and no narrower one; in a list, one item of it is enough."""
    cue = re.search(
        "|".join(
            pattern("advice", w).pattern
            for w in ("forbid", "stop", "keep", "give", "safe", "need", "recommend", "permit")
        ),
        clause,
        re.IGNORECASE,
    )
    middle = cue.start() if cue else len(clause)
    subject = frozenset(asked.subject)
    matched: set[str] = set()
    for stretch, beside in ((clause[:middle], subject), (clause[middle:], frozenset())):
        items = [k for k in (keys_of(item) - subject for item in _ITEM.split(stretch) if _of_case(item, beside)) if k]
        own = [k for item in _ITEM.split(stretch) if subject & (k := keys_of(item)) and not k - subject <= asked.case]
        fitting = [k for k in items if k <= asked.case]
        if own or (items and not fitting):
            return False
        matched.update(*fitting)
    return asked.case <= matched


def _of_case(item: str, subject: frozenset[str]) -> bool:
    """Whether an item of a list names a case, and is not one more subject ("Atenolol, ACE inhibitors and ...")."""
    return not subject or bool(subject & keys_of(item)) or bool(_PREPOSITION.match(item))
