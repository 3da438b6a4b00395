"""Opposite directions: a dose is increased, reduced or left; a drug raises or lowers what is measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from curbside.evidence.conflicts.advice import clauses
from curbside.evidence.conflicts.contents import Stance
from curbside.evidence.conflicts.sayings import Point, Range, Saying
from curbside.evidence.conflicts.scopes import Scope, scope_of
from curbside.evidence.conflicts.unlisted import subject_of
from curbside.language import lexicon
from curbside.language.measured import measured
from curbside.language.patterns import folded, has_needles
from curbside.regimens.naming import drug_mentions

_UP: Final = r"(?:increas|rais|doubl|elevat)"
_DOWN: Final = r"(?:reduc|decreas|lower|halv)"
_TURNING: Final = tuple("increas rais doubl elevat reduc decreas lower halv adjust affect alter change effect".split())
_DOSE: Final = (
    (
        "no change",
        re.compile(
            r"\bno\s+(?:dos(?:e|age)\s+)?(?:adjustments?|changes?|reductions?)\s+(?:(?:of|in|to)\s+(?:[\w-]+\s+){1,4}?)?(?:is|are)?\s*(?:needed|required|necessary|recommended)"
            r"|\bdos(?:e|age)\s+(?:adjustment|change|reduction)s?\s+(?:is|are)\s+not\s+(?:needed|required|necessary|recommended)"
            r"|\bavoid(?:ing)?\s+(?:an?\s+)?(?:increas|reduc)\w+\s+(?:in|of)?\s*(?:the\s+)?dose",
            re.IGNORECASE,
        ),
    ),
    (
        "increase",
        re.compile(
            rf"\bdos(?:e|age)s?\b[^,;]{{0,40}}?\b{_UP}ed\b|\b{_UP}e\s+(?:the\s+)?(?:[\w-]+\s+)?dose\b", re.IGNORECASE
        ),
    ),
    (
        "reduce",
        re.compile(
            rf"\bdos(?:e|age)s?\b[^,;]{{0,40}}?\b{_DOWN}(?:ed|d)\b|\b{_DOWN}e?\s+(?:the\s+)?(?:[\w-]+\s+)?dose\b|\bdose\s+reduction\s+(?:is\s+)?(?:recommended|needed|required|advised)",
            re.IGNORECASE,
        ),
    ),
)
_EFFECT: Final = re.compile(
    rf"\b(?:(?P<none>(?:does|do|did)\s+not\s+(?:\w+ly\s+)?(?:affect|alter|change|{_UP}e|{_DOWN}e?)|has\s+no\s+(?:\w+\s+){{0,2}}effect\s+on)"
    rf"|(?P<up>(?:may\s+|can\s+|might\s+)?{_UP}(?:es?|ed))|(?P<down>(?:may\s+|can\s+|might\s+)?{_DOWN}(?:es?|s|ed)?))"
    r"\s+(?:(?:the|an?|serum|plasma|blood|risk|incidence|rate|of|concentrations?|levels?)\s+)*",
    re.IGNORECASE,
)
_NEAR: Final = 40
_NEGATED: Final = re.compile(r"\b(?:not|never|no|without|neither|nor|unless|if|whether)\b[^,;]{0,30}\Z", re.IGNORECASE)


def points(saying: Saying) -> Iterator[Point]:
    """The directions that a saying gives to a dose, or that a drug gives to what is measured or suffered."""
    if not has_needles(folded(saying.text), (_TURNING,)):
        return
    for start, end in clauses(saying.text):
        yield from _doses(saying, start, end)
        yield from _effects(saying, start, end)


def _doses(saying: Saying, start: int, end: int) -> Iterator[Point]:
    clause = saying.text[start:end]
    found = next(((word, m) for word, pattern in _DOSE if (m := pattern.search(clause))), None)
    if found is None or any(p.amount for p in saying.phases):
        return
    word, match = found
    if word != "no change" and _NEGATED.search(clause[: match.start()]):
        return
    drug = _drug(clause, saying)
    scope = replace(scope_of(clause, saying.context, restricted=True), stage="")
    if drug and (scope.conditions or scope.groups != {"general"} or scope.bounds):
        content = Stance("direction", word, (start + match.start(), start + match.end()))
        about = f"whether the dose of {drug} is increased or reduced{{whom}}"
        yield Point(saying, ("direction", "dose", drug), about, drug, scope, content)


def _drug(clause: str, saying: Saying) -> str | None:
    named = drug_mentions(clause, 0, len(clause)) or drug_mentions(saying.text, 0, len(saying.text))
    found = lexicon.concepts(named) or lexicon.concepts(drug_mentions(saying.context, 0, len(saying.context)))
    return found[0] if len(found) == 1 else None


def _effects(saying: Saying, start: int, end: int) -> Iterator[Point]:
    clause = saying.text[start:end]
    for match in _EFFECT.finditer(clause):
        object_ = _object(clause, match.end())
        agent = _agent(clause, match.start())
        if object_ is None or agent is None:
            continue
        drug, end_of_drug = agent
        if match["none"] is None and _NEGATED.search(clause[end_of_drug : match.start()]):
            continue
        name, stop = object_
        word = "no change" if match["none"] else "increase" if match["up"] else "reduce"
        scope = replace(_effect_scope(clause, saying, name), stage="")
        content = Stance("direction", word, (start + match.start(), start + stop))
        about = f"whether {drug} raises or lowers {name}{{whom}}"
        yield Point(saying, ("direction", drug, name), about, drug, scope, content)


def _agent(clause: str, place: int) -> tuple[str, int] | None:
    """The one drug, or unlisted subject, that stands not far before a verb, and where its name ends."""
    drugs = drug_mentions(clause, 0, place)
    if len(drugs) == 1 and place - drugs[0].end <= _NEAR:
        return drugs[0].concept, drugs[0].end
    word = subject_of(clause) if not drugs else None
    at = clause.lower().find(word) if word else -1
    return (word, at + len(word)) if word and 0 <= at < place <= at + len(word) + _NEAR else None


def _object(clause: str, place: int) -> tuple[str, int] | None:
    """What stands right after a verb of direction: a quantity or a condition, and where it ends."""
    near: list[tuple[str, Range]] = [(m.concept, (m.start, m.end)) for m in measured(clause)]
    near += [(m.concept, (m.start, m.end)) for m in lexicon.find(clause, "condition")]
    before = max((place - 30, 0))
    fitting = [(name, at) for name, at in near if before <= at[0] <= place + 2 and at[1] > place]
    return (fitting[0][0], fitting[0][1][1]) if fitting else None


def _effect_scope(clause: str, saying: Saying, name: str) -> Scope:
    scope = scope_of(clause, saying.context, restricted=True)
    return replace(scope, conditions=scope.conditions - {(name, False)})
