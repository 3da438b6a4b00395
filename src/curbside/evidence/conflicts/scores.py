"""Differing scores for one decision: another score in the same condition for the same act.

A score is a name of capitals with figures or hyphens ("CURB-65", "CHA2DS2-VASc") that stands beside the word "score",
"scale", "index" or "rule", beside a number of points or where it is said to decide; or two words or more, or a proper
name, before such a word ("pneumonia severity index"). No list of scores is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from curbside.evidence.conflicts.contents import Choice
from curbside.evidence.conflicts.sayings import Point, Range, Saying
from curbside.evidence.conflicts.scopes import Scope, scope_of
from curbside.language import lexicon
from curbside.language.measured import measured
from curbside.regimens.naming import drug_mentions

_STOPS: Final = (
    r"the|an?|of|on|by|in|with|and|or|to|for|from|if|when|whose|which|that|this|each|any|all|other|is|are|be|has|have|use|used|using|"
    r"rests?|based|decided?|guided|assessed|determined?|per|as|at|than|under|called|named"
)
_GENERIC: Final = frozenset(
    "severity risk clinical validated prognostic scoring point points total prediction simple simplified modified "
    "revised high higher low lower pain symptom symptoms diagnostic decision mass body therapeutic international "
    "classification eligibility inclusion exclusion general glycaemic same updated new prognosis mortality referral "
    "admission treatment stopping starting discharge assessment".split()
)
_NAME: Final = r"q?[A-Z][A-Za-z₀-₉0-9]*(?:[-‐‑][A-Z0-9][A-Za-z₀-₉0-9]*)*"
_WORD: Final = r"(?i:scores?|scale|index|rule|tool|calculator|criteria)"
_RESTS: Final = (
    r"(?:rests?|based|decided|guided|determined|assessed)\s+(?:on|by|with|using)\s+(?:the\s+)?"
    r"|\b[Uu]s(?:e|ing)\s+(?:the\s+)?"
)
_SCORE: Final = re.compile(
    rf"(?<![\w-])(?:(?P<a>{_NAME})(?=\s+(?:risk\s+|severity\s+)?{_WORD}\b)|\b{_WORD}\s+(?P<b>{_NAME})(?![\w])"
    rf"|(?P<c>{_NAME})(?=\s+(?:score\s+)?(?:of\s+)?(?:[≥≤<>]\s?\d|\d+\s+(?:or|and)\s+(?:more|above|over|less|in)\b|at\s+least\s+\d))"
    rf"|(?P<d>{_NAME})(?=\s+(?:decides|determines|guides)\b)|(?:{_RESTS})(?P<e>{_NAME})(?![\w-]))"
)
_WORDED: Final = re.compile(
    rf"(?P<the>\b[Tt]he\s+)?(?P<words>(?:\b(?!(?:{_STOPS})\b)[A-Za-z][A-Za-z0-9-]*\s+){{1,4}})(?P<head>{_WORD})\b(?!\s+{_NAME})"
)
_MAY_NAME: Final = re.compile(rf"\b{_WORD}\b|[A-Z][A-Za-z]*[0-9₀-₉]|[A-Z]-[A-Z0-9]")
_NO_SCORE: Final = re.compile(r"(?:[A-Z]?[a-z]+|[A-Z]+\d*|SGLT.*|COX.*|B\d+|H\d+|eGFR|HbA1c|BMI|INR|LVEF)\Z")
_RISK: Final = re.compile(r"\brisk\s+(?:of|for)\s+(?:\w+\s+){0,2}\Z", re.IGNORECASE)
_BLEEDING: Final = re.compile(r"\bbleeding\s+risk\b|\brisk\s+of\s+bleeding\b", re.IGNORECASE)
_DECISIONS: Final = (
    ("severity", re.compile(r"\bsever(?:e|ity)\b|\blow-severity\b", re.IGNORECASE)),
    ("admission", re.compile(r"\badmi(?:t|ssion)\w*|\bhospitali[sz]ation\b", re.IGNORECASE)),
    ("diagnosis", re.compile(r"\bdiagnos\w+|\bpretest\s+probability\b", re.IGNORECASE)),
    ("screening", re.compile(r"\bscreen\w*", re.IGNORECASE)),
)
_SUBSCRIPTS: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def named_scores(text: str) -> tuple[tuple[str, Range], ...]:
    """The scores that a text names, each with its place; names are brought to capitals without hyphens.

    One that is named by words ("pneumonia severity index") has several entries at one place: the words in one, their
    initials, and a shorter name in them.
    """
    if _MAY_NAME.search(text) is None:
        return ()
    found = []
    known = {m.text.lower() for m in measured(text)}
    for match in _SCORE.finditer(text):
        name = next(g for g in ("a", "b", "c", "d", "e") if match[g])
        written = match[name].translate(_SUBSCRIPTS)
        initials = name == "a" and re.fullmatch(r"[A-Z]{3,}", written) and not _is_listed(written)
        if (initials or not _NO_SCORE.fullmatch(written)) and written.lower() not in known:
            found += [(one, match.span(name)) for one in _short_names(written)]
    for match in _WORDED.finditer(text):
        at = match.span("words")
        if not any(a[0] < at[1] and at[0] < a[1] for _, a in found):
            found += [(one, (at[0], match.end("head"))) for one in _worded(match)]
    return tuple(found)


def _short_names(written: str) -> tuple[str, ...]:
    """A name of capitals, and the last part of one made of two words ("Glasgow-Blatchford")."""
    whole = re.sub(r"[-‐‑]", "", written).upper()
    last = re.search(r"[-‐‑]([A-Z][a-z]{3,})\Z", written)
    names = [whole, *([last[1].upper()] if last else ())]
    letters = whole.rstrip("0123456789")
    if re.fullmatch(r"[A-Z]{3,}", letters):
        # Words may tell such a name without its number, or only the last of them.
        names += [letters[n:] for n in range(len(letters) - 2)]
    return tuple(dict.fromkeys(names))


def _worded(match: re.Match[str]) -> tuple[str, ...]:
    """The names of a score told by words; () where they are general ones ("a severity score")."""
    words, head = match["words"].split(), match["head"].lower().removesuffix("s")
    told = [w for w in words if w.lower() not in _GENERIC]
    if not told:
        # "The severity index" is one, where "a severity score" may be any.
        return (f"{words[-1]} index".upper(),) if match["the"] and head == "index" and words[-1] == "severity" else ()
    proper = [w for w in told if w[0].isupper()]
    if len(words) == 1:
        return (words[0].upper(),) if proper and match.start("words") > 0 and not _is_listed(words[0]) else ()
    initials = "".join(w[0] for w in (*words, head)).upper()
    return ("".join(words).upper().replace("-", ""), initials, initials[:-1])


def _is_listed(word: str) -> bool:
    return any(lexicon.find(word, kind) for kind in lexicon.KINDS) or bool(measured(word))


def points(saying: Saying) -> Iterator[Point]:
    """The scores that a saying rests a decision on."""
    found = named_scores(saying.text)
    if not found:
        return
    scope = scope_of(saying.text, saying.context)
    conditions = tuple(sorted(_conditions(saying.text, scope)))
    decision = _decision(_without(saying.text, [at for _, at in found]))
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


def _without(text: str, places: Iterable[Range]) -> str:
    """A text with the names of its scores left out: "severity index" does not say that severity is decided on."""
    for start, end in sorted(set(places), reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return text


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
    if _BLEEDING.search(text):
        return "bleeding risk"
    drugs = [m.concept for m in drug_mentions(text, 0, len(text)) if m.concept != "placebo"]
    if drugs:
        return (lexicon.broader("drug", drugs[0]) or (drugs[0],))[-1]
    return next((name for name, pattern in _DECISIONS if pattern.search(text)), None)
