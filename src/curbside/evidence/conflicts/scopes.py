"""For whom, for what and when something is said to hold, and whether two sayings speak of the same.

The clinical rules, section 5: no conflict is another population, indication, severity or phase, another salt, form or
strength. Where only one of two sayings names an indication or a group, they are not held to speak of the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from curbside.language import lexicon
from curbside.language.measures import canonical, measures
from curbside.language.subject import subject
from curbside.language.tokens import content_stems
from curbside.regimens.labels import unread_bands
from curbside.regimens.purpose import purpose
from curbside.types import ConflictKind

_ADULTS: Final = frozenset({"adults", "women", "men"})
_STATES: Final = frozenset(
    {
        "pregnancy",
        "breastfeeding",
        "renal impairment",
        "dialysis",
        "hepatic impairment",
        "after bariatric surgery",
    }
)
_SEVERITY: Final = re.compile(
    r"\b(?:mild(?:ly)?|moderate(?:ly)?|severe(?:ly)?|life-threatening|non-severe|(?:low|moderate|high)-severity|"
    r"uncomplicated|complicated|acute|chronic|recurrent|refractory|early|advanced|active|latent)\b",
    re.IGNORECASE,
)
_PREVENTION: Final = re.compile(r"\b(?:prevent(?:ion|ing|s)?|prophyla(?:xis|ctic\w*))\b", re.IGNORECASE)
_LIBERATION: Final = frozenset({"modified-release", "patch", "inhaler", "eye drops", "cream", "suppository"})
_RESTRICTION: Final = re.compile(
    r"\b(?:alone|only|routine(?:ly)?|long-term|short-term|prolonged|repeated(?:ly)?|high-dose|low-dose)\b"
    r"|\b(?:unless|except|if|when|where|until|before|after|without|combined|together|added|during|within|who|whose|"
    r"instead|in\s+(?:combination|addition|people|patients|those|adults|children|women|men)|as\s+(?:an?\s+)?(?:add-?on|monotherapy|adjunct)|"
    r"for\s+(?:more|less|longer)\s+than|above|below|over|under|at\s+least|more\s+than|less\s+than)\b[^,;:()]*",
    re.IGNORECASE,
)
_IF_NOT: Final = re.compile(
    r"\b(?:if|when|where)\b.*\b(?:is|are|has|have|does|do)\s+(?:not|no)\s+"
    r"(?!(?:be\s+)?(?:recommended|advised|given|used|indicated|offered|needed|required|necessary|start|take|give|use)\b)",
    re.IGNORECASE,
)
_COMMON: Final = content_stems(
    "people person patients patient adult adults those who have had has with in only if when where should be is are "
    "treatment therapy use used using given giving dose doses drug medicine recommended taking take takes receiving"
)
_WHOM: Final = re.compile(
    r"\b(?:people|patients|those|adults|children|women|men)\s+(?:of\s+all\s+ages\s+)?(?:who|whose|requiring|needing|taking|receiving|"
    r"already|previously|not|unable)\b[^,;]*?(?=,|;|\b(?:is|are|should|may|must)\s+(?:be\s+)?(?:given|started|treated|take)|\bthe\s+dose|\Z)",
    re.IGNORECASE,
)
_JOINED: Final = re.compile(
    r"(?<!adjusted )(?<!reduced )\b(?:and|with|in|during|who\s+have|who\s+are|on)\s+(?:\w+\s+)?\Z", re.IGNORECASE
)
_STAGES: Final = (
    ("maintenance", re.compile(r"\bmaintenance\b", re.IGNORECASE)),
    ("loading", re.compile(r"\bloading\b", re.IGNORECASE)),
    ("start", re.compile(r"\b(?:initial|starting)\b", re.IGNORECASE)),
)

Bands = frozenset[tuple[Decimal | None, Decimal | None, str]]
Ruling = tuple[ConflictKind, str]


@dataclass(frozen=True, slots=True)
class Scope:
    """conditions: what it is for, with whether a condition is ruled out. groups: "general" where no special group is
    named. bands: ages and weights in base units. product: salts, forms and strengths. stage: the step of treatment.
    bounds: stems of the words that restrict it ("if creatinine clearance is 15 to 29 mL/min")."""

    conditions: frozenset[tuple[str, bool]] = frozenset()
    severity: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset({"general"})
    sexes: frozenset[str] = frozenset()
    bands: Bands = frozenset()
    routes: frozenset[str] = frozenset()
    salts: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    stage: str = ""
    bounds: frozenset[str] = frozenset()
    bounds_of_value: bool = False


@lru_cache(maxsize=16_384)
def scope_of(text: str, context: str = "", restricted: bool = False) -> Scope:
    """The scope that a sentence has as a whole; what it does not name is taken from its context.

    restricted: whether the words that restrict it ("unless", "after", "routinely") belong to it.
    """
    said, above = subject(text), subject(context)
    groups = said.populations or above.populations
    cut = _restrictions(text) if restricted else ()
    return Scope(
        conditions=_conditions(text) or _conditions(context),
        severity=_severity(text) or _severity(context),
        groups=_grouped(groups),
        sexes=groups & {"women", "men"},
        bands=_bands(text) or _bands(context),
        routes=said.routes or above.routes,
        forms=forms_in(text),
        bounds=frozenset().union(*map(_bare, cut)),
        bounds_of_value=any(measures(c) for c in cut),
    )


def narrowed(scope: Scope, text: str, place: int, population: str | None, indication: str | None) -> Scope:
    """`scope` with the population and indication of one phase in place of those of its sentence.

    place: where its dose stands in `text`; a state that is named before it ("and renal impairment") stays.
    """
    if population:
        found = frozenset(m.concept for m in lexicon.find(population, "population")) | _states_before(text, place)
        bands = _bands(population) or _plain_band(population)
        if found or bands:
            scope = replace(scope, groups=_grouped(found), sexes=found & {"women", "men"}, bands=bands)
    if indication and not scope.conditions:
        scope = replace(scope, conditions=frozenset({(" ".join(indication.lower().split()), False)}))
    return scope


def _states_before(text: str, place: int) -> frozenset[str]:
    return frozenset(
        m.concept
        for m in lexicon.find(text, "population")
        if m.concept in _STATES and m.start < place and _JOINED.search(text[: m.start])
    )


def bounded(scope: Scope, condition: str | None) -> Scope:
    """`scope` bound by the condition of a phase."""
    if not condition:
        return scope
    bounds = scope.bounds | _bare(condition)
    return replace(scope, bounds=bounds, bounds_of_value=scope.bounds_of_value or bool(measures(condition)))


def whom(text: str, place: int) -> str | None:
    """The words before `place` that single out some of the patients ("who need a large reduction")."""
    found = [m[0] for m in _WHOM.finditer(text[:place])]
    return " ".join(found) or None


def staged(role: str | None, place: int, context: str) -> str:
    """The step of treatment that a phase is: its role, else what a heading over it says, else its place."""
    if role in ("maintenance", "loading", "start", "increase", "increase by", "decrease by", "reduced", "repeat"):
        return role
    if role and role.removeprefix("or ") in ("maintenance", "loading", "start"):
        return role.removeprefix("or ")
    if role == "then":
        return f"step {place + 1}"
    return next((name for name, pattern in _STAGES if pattern.search(context)), "dose")


def forms_in(text: str) -> frozenset[str]:
    """The forms of a product that a text names."""
    return frozenset(m.concept for m in lexicon.find(text, "form"))


def meet(a: Scope, b: Scope) -> bool:
    """Whether two sayings may be by one route: else they are not compared at all."""
    if not a.routes or not b.routes:
        return True
    wider = {r for x in (a, b) for route in x.routes for r in lexicon.broader("route", route)}
    return (
        bool(a.routes & b.routes) or bool(wider & a.routes & {"parenteral"}) or bool(wider & b.routes & {"parenteral"})
    )


def for_whom(a: Scope, b: Scope) -> str:
    """What two sayings are both for, as the tail of a phrase: " for gout in children"."""
    shared = {c for c, absent in a.conditions & b.conditions if not absent}
    groups = sorted(a.groups & b.groups - {"general"})
    conditions = sorted(c for c in shared - {"prevention"} if not any(g.endswith(c) for g in groups))
    prevented = "the prevention of " if "prevention" in shared and conditions else ""
    tail = f" for {prevented}{' with '.join(conditions)}" if conditions else ""
    if "general" in a.groups and "general" in b.groups:
        return tail
    within = " and ".join(g for g in groups if not g.startswith("after "))
    return " ".join(
        (tail, *([f"in {within}"] if within else []), *(g for g in groups if g.startswith("after ")))
    ).rstrip()


def ruled_out(a: Scope, b: Scope) -> Ruling | None:
    """Why two sayings speak of different things, the first reason that holds; None where they speak of the same."""
    for rule in (_populations, _indications, _steps, _products):
        found = rule(a, b)
        if found:
            return found
    return None


def _populations(a: Scope, b: Scope) -> Ruling | None:
    if a.groups != b.groups and not (a.groups & b.groups):
        return ConflictKind.POPULATION, f"{_listed(a.groups)}; {_listed(b.groups)}"
    if a.sexes != b.sexes and not (a.sexes & b.sexes) and (a.sexes or b.sexes):
        return ConflictKind.POPULATION, "for women or men only"
    if a.bands != b.bands:
        return ConflictKind.POPULATION, "for other ages or weights"
    if a.bounds != b.bounds and (a.bounds_of_value or b.bounds_of_value):
        return ConflictKind.POPULATION, "one holds only for some values"
    return None


def _indications(a: Scope, b: Scope) -> Ruling | None:
    if a.conditions != b.conditions:
        if not (a.conditions and b.conditions):
            return ConflictKind.INDICATION, "only one of them says what it is for"
        return ConflictKind.INDICATION, "for another condition"
    if a.severity != b.severity:
        return ConflictKind.INDICATION, "for another severity or course"
    if a.bounds != b.bounds and a.stage == b.stage:
        return ConflictKind.INDICATION, "one holds only under a condition"
    return None


def _steps(a: Scope, b: Scope) -> Ruling | None:
    if a.stage == b.stage:
        return None
    return ConflictKind.PHASE, f"{a.stage or 'no phase named'} and {b.stage or 'no phase named'}"


def _products(a: Scope, b: Scope) -> Ruling | None:
    if a.salts != b.salts and ((a.salts and b.salts) or "elemental" in a.salts | b.salts):
        return ConflictKind.SALT, f"as {_listed(a.salts)} and as {_listed(b.salts)}"
    mine, yours = a.forms & _LIBERATION, b.forms & _LIBERATION
    if mine != yours:
        return ConflictKind.SALT, f"another form: {_listed(mine ^ yours)}"
    return None


def _listed(names: frozenset[str]) -> str:
    return " and ".join(sorted(names)) or "none named"


def _grouped(named: frozenset[str]) -> frozenset[str]:
    """The groups that a saying is for: a state (pregnancy) leaves no room for those without it, an age does."""
    special = named - _ADULTS
    if not special:
        return frozenset({"general"})
    if special & _STATES or not named & _ADULTS:
        return special
    return special | {"general"}


@lru_cache(maxsize=16_384)
def _conditions(text: str) -> frozenset[tuple[str, bool]]:
    found = subject(text)
    named = {(c, False) for c in found.conditions} | {(c, True) for c in found.absent}
    if not named:
        words = purpose(text)
        named = {(" ".join(sorted(content_stems(words))), False)} if words else set()
    if named and _PREVENTION.search(text):
        named.add(("prevention", False))
    return frozenset(named)


def _severity(text: str) -> frozenset[str]:
    return frozenset(m[0].lower().removesuffix("ly") for m in _SEVERITY.finditer(text))


def _bands(text: str) -> Bands:
    """Ages and weights, without those that only say "adults"."""
    found = set()
    for words in unread_bands(text, ()):
        for measure in map(canonical, measures(words)):
            adult = measure.unit == "mo" and measure.low in (Decimal(192), Decimal(216)) and measure.high is None
            if not adult:
                found.add((measure.low, measure.high, measure.unit))
    return frozenset(found)


def _plain_band(words: str) -> Bands:
    """The ages or weights of a population that is a band by itself ("6 months to 6 years")."""
    held = [canonical(m) for m in measures(words)]
    return frozenset((m.low, m.high, m.unit) for m in held if m.unit in ("mo", "s", "ug", "kg"))


def _restrictions(text: str) -> tuple[str, ...]:
    return tuple(m[0] for m in _RESTRICTION.finditer(text))


def _bare(words: str) -> frozenset[str]:
    """The stems of restricting words, without the conditions, groups and drugs that stand elsewhere in a scope."""
    cut = words
    for kind in ("condition", "population", "drug"):
        for mention in reversed(lexicon.find(cut, kind) if kind != "drug" else lexicon.drugs_in(cut)):
            cut = f"{cut[: mention.start]} {cut[mention.end :]}"
    found = content_stems(cut) - _COMMON
    return found | {"not"} if _IF_NOT.search(words) else found
