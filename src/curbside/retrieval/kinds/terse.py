"""The kind of a question in a few words without a verb: "vancomycin loading dose", "metformin egfr 28 stop?"."""

from __future__ import annotations

import re
from functools import cache

from curbside.language import lexicon
from curbside.retrieval.kinds.clauses import last_part
from curbside.retrieval.kinds.names import LEANING, Head, KindOfQuestion, by_form, heads, part, words_of
from curbside.retrieval.kinds.options import offered

K = KindOfQuestion
_POINTING = re.compile(r"\b(?:same|that|those|this|these|it)\b|^(?:in|for|with)\b")
_AND = re.compile(r" ?(?:\b(?:in|with|and|while|during|plus)\b|\+|&) ?\w")
_WITH = re.compile(r"[\w-]+(?: [\w-]+)? (?:with|\+|&) [\w-]+(?: [\w-]+)?")
_ONE_AND = re.compile(r"(\w[\w-]+) (?:in|and|while|during) ")
_TOGETHER = re.compile(
    r"\w (?:in|with|and|plus|\+|on|after|before|during|while|despite|without) \w[^?]*\?\s*$|\w \+ \w"
)
_FORBIDDING = frozenset(("pregnancy", "breastfeeding", "renal impairment", "hepatic impairment", "dialysis"))
_TERSE, _FEW, _SHORT = 14, 8, 5  # words


def kind_of_words(text: str) -> KindOfQuestion | None:
    """The kind of `text` (as `plain` gives it), which begins neither as a question nor as a request; None for none."""
    if (kind := by_form("words", text)) is not None:
        return kind
    if _is_last(text):
        return K.YES_NO
    head = _head(text)
    if part("better").search(text):
        return head.kind if head is not None and head.kind in (K.DOSE, K.CAUSE, K.OTHER) else K.CHOICE
    if head is not None and head.kind is not K.MANAGEMENT:
        return head.kind
    if offered(text) or offered(last_part(text)):
        return K.CHOICE
    if head is not None:
        return head.kind
    return by_form("words_after", text) or (K.YES_NO if _situation(text) else None)


def _is_last(text: str) -> bool:
    """Whether an option alone is named with a question mark after a history: "... no comorbidities: antibiotics?"."""
    last = last_part(text)
    return last != text and last.endswith("?") and words_of("option").fullmatch(last.rstrip(" ?")) is not None


def _head(text: str) -> Head | None:
    """What is asked for: the last head before the first preposition, else of the last part, else the first one."""
    leaning = LEANING.search(text)
    before = [head for head in heads(text) if leaning is None or head.start < leaning.start()]
    if before:
        return before[-1]
    after = heads(last_part(text)) or heads(text)
    return after[0] if after else None


def _situation(text: str) -> bool:
    """Whether `text` names a drug, or what else may be done, and what may forbid it, with no more than a question mark
    or a word that joins them ("labetalol asthma?", "naproxen + lithium")."""
    if len(text.split()) > _TERSE or _POINTING.search(text):
        return False
    drugs = [(m.start, m.end) for m in lexicon.drugs_in(text)] or [m.span() for m in words_of("option").finditer(text)]
    if not drugs:
        return _joined(text)
    start, end = drugs[0]
    rest = text[:start] + text[end:]
    if text.endswith("?"):
        return re.search(r"\w{2}", rest) is not None
    if len(text.split()) > _FEW or len(text[:start].split()) > 1:
        return False
    return _AND.match(text, end) is not None or any(m.concept in _FORBIDDING for m in lexicon.find(rest, "population"))


def _joined(text: str) -> bool:
    """The same where no list has the drug: by the word that joins, or by a value ("contrast, eGFR 25?")."""
    if _TOGETHER.search(text) or (text.endswith("?") and _value().search(text)):
        return True
    if (named := _ONE_AND.match(text)) and not lexicon.find(named[1], "condition"):
        return any(m.concept in _FORBIDDING for m in lexicon.find(text[named.end() :], "population"))
    return len(text.split()) <= _SHORT and _WITH.fullmatch(text) is not None


@cache
def _value() -> re.Pattern[str]:
    return re.compile(rf"{words_of('measured').pattern} ?(?:of |is |=|<|>|around |about )* ?\d")
