"""Differing scores for one decision: another score in the same condition for the same act.

A score is a name of capitals with figures or hyphens ("CURB-65", "CHA2DS2-VASc") that stands beside the word "score",
"scale", "index" or "rule", or beside a number of points. No list of scores is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from curbside.evidence.conflicts.contents import Choice
from curbside.evidence.conflicts.sayings import Point, Range, Saying
from curbside.evidence.conflicts.scopes import Scope, scope_of
from curbside.language import lexicon
from curbside.language.measured import measured
from curbside.regimens.naming import drug_mentions

_NAME: Final = r"q?[A-Z][A-Za-z₀-₉0-9]*(?:[-‐‑][A-Z0-9][A-Za-z₀-₉0-9]*)*"
_WORD: Final = r"(?:scores?|scale|index|rule|tool|calculator|criteria)"
_SCORE: Final = re.compile(
    rf"(?<![\w-])(?:(?P<a>{_NAME})(?=\s+(?:risk\s+|severity\s+)?{_WORD}\b)|\b{_WORD}\s+(?P<b>{_NAME})(?![\w])"
    rf"|(?P<c>{_NAME})(?=\s+(?:score\s+)?(?:of\s+)?(?:[≥≤<>]\s?\d|\d+\s+(?:or|and)\s+(?:more|above|over|less|in)\b|at\s+least\s+\d)))"
)
_MAY_NAME: Final = re.compile(rf"\b{_WORD}\b|[A-Z][A-Za-z]*[0-9₀-₉]|[A-Z]-[A-Z]")
_NO_SCORE: Final = re.compile(r"(?:[A-Z]?[a-z]+|[A-Z]+\d*|SGLT.*|COX.*|B\d+|H\d+|eGFR|HbA1c|BMI|INR|LVEF)\Z")
_RISK: Final = re.compile(r"\brisk\s+(?:of|for)\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE)
_DECISIONS: Final = (
    ("severity", re.compile(r"\bsever(?:e|ity)\b|\blow-severity\b", re.IGNORECASE)),
    ("admission", re.compile(r"\badmi(?:t|ssion)\w*|\bhospitali[sz]ation\b", re.IGNORECASE)),
    ("bleeding risk", re.compile(r"\bbleeding\s+risk\b|\brisk\s+of\s+bleeding\b", re.IGNORECASE)),
    ("diagnosis", re.compile(r"\bdiagnos\w+|\bpretest\s+probability\b", re.IGNORECASE)),
    ("screening", re.compile(r"\bscreen\w*", re.IGNORECASE)),
)
_SUBSCRIPTS: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def named_scores(text: str) -> tuple[tuple[str, Range], ...]:
    """The scores that a text names, each with its place; names are brought to capitals without hyphens."""
    if _MAY_NAME.search(text) is None:
        return ()
    found = []
    known = {m.text.lower() for m in measured(text)}
    for match in _SCORE.finditer(text):
        name = next(g for g in ("a", "b", "c") if match[g])
        written = match[name].translate(_SUBSCRIPTS)
        if not _NO_SCORE.fullmatch(written) and written.lower() not in known:
            found.append((re.sub(r"[-‐‑]", "", written).upper(), match.span(name)))
    return tuple(found)


def points(saying: Saying) -> Iterator[Point]:
    """The scores that a saying rests a decision on."""
    found = named_scores(saying.text)
    if not found:
        return
    scope = scope_of(saying.text, saying.context)
    conditions = tuple(sorted(_conditions(saying.text, scope)))
    decision = _decision(saying.text)
    if not conditions or decision is None:
        return
    names = frozenset(name for name, _ in found)
    content = Choice("score", names, (found[0][1][0], found[-1][1][1]))
    bare = replace(
        scope, conditions=frozenset[tuple[str, bool]](), severity=frozenset[str](), routes=frozenset[str](), stage=""
    )
    about = f"score that decides on {decision} in {' with '.join(conditions)}"
    bare = replace(bare, bands=frozenset(), sexes=frozenset[str]())
    yield Point(saying, ("score", decision, *conditions), about, decision, bare, content)


def _conditions(text: str, scope: Scope) -> set[str]:
    """The conditions, without those whose risk is scored ("the risk of stroke in atrial fibrillation")."""
    named = {c for c, absent in scope.conditions if not absent}
    scored = {
        m.concept
        for m in lexicon.find(text, "condition")
        if _RISK.search(text[: m.start]) or re.match(r"\s+risk\b|\s+prevention\b", text[m.end :])
    }
    return named - scored or named


def _decision(text: str) -> str | None:
    """What is decided: on the widest group of the drug that is named, else on one of the acts above."""
    drugs = [m.concept for m in drug_mentions(text, 0, len(text)) if m.concept != "placebo"]
    if drugs:
        return (lexicon.broader("drug", drugs[0]) or (drugs[0],))[-1]
    return next((name for name, pattern in _DECISIONS if pattern.search(text)), None)
