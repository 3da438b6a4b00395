"""Sentences that say not to do what was asked: not by that route, not for that patient, not to stop or change it.

A sentence counts only where the caution is on the thing itself: a place to inject, an amount, a rate of repeating or
another route is no caution on the route that was asked for, and "no contraindications" is none at all.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from curbside.language import lexicon
from curbside.language.subject import subject
from curbside.selecting import thresholds
from curbside.selecting.candidates import Candidate
from curbside.selecting.leave import asks_for_findings, asks_leave
from curbside.selecting.matching import special_populations
from curbside.types import Facet, Flag, Question, UnitKind

_THIS, _OTHER = "@this", "@other"
_GIVE: Final = (
    r"(?:given|give|used|use|inject(?:ed)?|administer(?:ed)?|infused?|taken|take|recommended|advised|advisable|licensed"
    r"|approved|authorised|indicated|suitable|intended|appropriate|permitted|allowed|safe|acceptable|prescribed|offered"
    r"|treated)"
)
_NOT: Final = r"(?:(?:must|should|may|can|could|shall|is|are|be|do|does|to)\s+(?:not|never)|cannot|never|\w+n't)"
_GAP: Final = r"(?:[\w@'/-]+\s+){0,6}?"
_TO_ANOTHER: Final = re.compile(
    r"\b(?:only|instead|with|together|mixed|other|substitute|replace|receiving|taking|who|whom|unless|if|when|where|until"
    r"|be|is|are|give|given|site|sites|repeated|repeatedly|above|over|exceeding|more|same)\b",
    re.IGNORECASE,
)
_LIMITED: Final = re.compile(
    r"\s*(?:\w+\s+){0,3}?(?:above|over|more than|exceeding|greater than|repeatedly|at (?:the same|one|a single|any one)"
    r"|for (?:more|longer)|for \w+ (?:days|weeks|months)|within|aimlessly|first|alone|in isolation|more (?:often|than)"
    r"|mixed|in the same|at sites?|into the same)\b",
    re.IGNORECASE,
)
_LIMITED_BEFORE: Final = re.compile(
    r"\b(?:repeated|repeatedly|above|over|exceeding|more than|greater than|higher|long-term|prolonged|large"
    r"|sites?|single)\b",
    re.IGNORECASE,
)
_ON_CONDITION: Final = re.compile(
    r"\b(?:in|for|to) (?:whom|which)\s+(?:[\w-]+\s+){0,3}$"
    r"|\b(?:if|when|whenever|where|unless|whose)\s+(?:[\w-]+\s+){0,3}$"
    r"|\b(?:to|than|instead of)\s+$",
    re.IGNORECASE,
)
_NO_CAUTION: Final = re.compile(
    r"\bno\s+(?:\w+\s+){0,2}?(?:reasons?|evidence|need|contra-?indications?)\b|\bnothing against\b|\bnot\s+(?:\w+\s+)?"
    r"(?:contra-?indicated|necessary to avoid|be avoided)|\bneed(?:\s+not|n't)\b|\bwithout\s+contra-?indications?\b",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    rf"{_THIS}\s+(?P<gap>(?:[\w@'/-]+\s+){{0,9}}?)(?:{_NOT}\s+(?:be\s+)?(?:\w+ly\s+)?{_GIVE}"
    r"|(?:is|are|(?:should|must|can|may|to)\s+be)\s+(?:(?!not|never)\w+\s+){0,2}?(?:avoided"
    r"|contra-?indicated|prohibited|forbidden|unsafe|dangerous"
    r"|harmful|inadvisable|unlicensed|inappropriate|unsuitable)|(?:can|may) be (?:fatal|lethal)|is (?:fatal|lethal))\b",
    re.IGNORECASE,
)
_VERB: Final = re.compile(
    r"\b(?:is|are|was|were|be|has|have|should|must|may|can|given|who|that|which)\b", re.IGNORECASE
)
_BEFORE_ACTIVE: Final = re.compile(
    rf"\b(?:avoid|avoiding|(?:do|must|should)\s+(?:not|never)\s+{_GIVE}|never\s+{_GIVE}|don't\s+{_GIVE})\s+"
    rf"(?P<gap>{_GAP}){_THIS}",
    re.IGNORECASE,
)
_BEFORE_PASSIVE: Final = re.compile(
    rf"(?:\b{_NOT}\s+(?:be\s+)?(?:\w+ly\s+)?{_GIVE}|\b(?:not|unsafe|unlicensed|unsuitable|contra-?indicated|avoided|never)"
    rf"(?:\s+(?:for|by|via|as))?)\s+(?P<gap>{_GAP}){_THIS}(?!\s+(?:fluids?|access|line|lines|cannula|catheter|drugs?"
    r"|antibiotics?|solutions?)\b)",
    re.IGNORECASE,
)
_WAY: Final = (
    r"(?:by|via|for|as|the|an?|be|given|used|use|injected|administered|injection|slow|deep|into|is|are|or|and)"
)
_ONLY: Final = re.compile(
    rf"{_OTHER}(?:\s+(?:route|use|injection|administration|infusion))?\s+only\b(?!\s+(?:if|when|in|where|after|for))"
    rf"|(?<!not )\bonly\s+(?:{_WAY}\s+){{0,6}}{_OTHER}",
    re.IGNORECASE,
)
_ANYBODY: Final = frozenset({"adults", "women", "men"})
_CLAUSES: Final = re.compile(r"[.;:](?=\s|$)|,?\s+\b(?:but|because|since|although|whereas|while|unless|until)\b")
_SERIES: Final = re.compile(
    r"@(?:this|other)(?:\s*,\s*(?:(?:or|and)\s+)?@(?:this|other)|\s+(?:or|and|nor)\s+@(?:this|other))+"
)
_ITEM: Final = re.compile(rf"\W*(?:the\s+|by\s+|via\s+)?{_THIS}(?:\s+\w+){{0,3}}\W*$", re.IGNORECASE)


def stops(question: Question, c: Candidate) -> bool:
    """Whether a sentence about the asked drug says not to do what was asked, for the patients that were asked about."""
    asked = question.understood
    if not asked.drugs or c.match.drug < 0.7 or {Flag.OTHER_POPULATION, Flag.OTHER_DRUG} & set(c.flags):
        return False
    if asked.conditions and not c.match.condition and subject(c.text).conditions:
        return False
    if stops_route(question, c):
        return True
    return _stops_giving(question, c) or (asks_leave(question.whole) and _stops_act(question, c))


def stops_route(question: Question, c: Candidate) -> bool:
    """Whether it cautions against the asked route, or names another as the only one."""
    if asks_for_findings(question):
        return False
    said, own = _with_lead_in(c), c.match.drug == 1.0
    listed = c.facet is Facet.CONTRAINDICATIONS and c.unit.kind is UnitKind.LIST_ITEM
    return any(
        forbids_route(r, said) or (own and names_another(r, said)) or (listed and _is_item(r, c.text))
        for r in routes_asked(question)
    )


def routes_asked(question: Question) -> tuple[str, ...]:
    """The route asked for, or each of several that a question compares."""
    if question.understood.route:
        return (question.understood.route,)
    return lexicon.concepts(lexicon.find(question.whole, "route"))


@lru_cache(maxsize=16_384)
def forbids_route(route: str, text: str) -> bool:
    """Whether a text cautions against `route` itself ("not intravenously")."""
    clauses = _clauses(_with_routes_marked(route, text))
    return any(_THIS in clause and bool(_cautions(clause, passive=True)) for clause in clauses)


@lru_cache(maxsize=16_384)
def names_another(route: str, text: str) -> bool:
    """Whether a text names another route than `route` as the only one ("by intramuscular injection only")."""
    clauses = _clauses(_with_routes_marked(route, text))
    return any(_THIS not in clause and bool(_ONLY.search(clause)) for clause in clauses)


def _with_routes_marked(route: str, text: str) -> str:
    wider = {route, *lexicon.broader("route", route)}
    for m in reversed(lexicon.find(text, "route")):
        kin = route in lexicon.broader("route", m.concept) or route in m.concept
        mark = _THIS if m.concept in wider else "by a kind of it" if kin else _OTHER
        text = f"{text[: m.start]}{mark}{text[m.end :]}"
    return _SERIES.sub(lambda m: _THIS if _THIS in m[0] else _OTHER, text)


def _is_item(route: str, text: str) -> bool:
    return bool(_ITEM.match(_with_routes_marked(route, text)))


def _stops_giving(question: Question, c: Candidate) -> bool:
    """Whether a clause cautions against the drug itself, for a value that was given or for whom it was asked about."""
    asked = question.understood
    groups = (g for d in asked.drugs if (g := lexicon.group_of(d)))
    family = frozenset({*asked.drugs, *groups, *(m for d in asked.drugs for m in lexicon.members(d))})
    for clause in _clauses(_with_drugs_marked(family, _with_lead_in(c))):
        cautions = () if _on_another_route(question, clause) else _cautions(clause, passive=False)
        if thresholds.has_bounds(clause):
            if cautions and thresholds.fit(asked.values, clause) > 0:
                return True
        elif asks_leave(question.whole) and any(_is_for(question, clause, at) for at in cautions):
            return True
    return False


def is_for_others(question: Question, given: Candidate, drug: str, c: Candidate) -> bool:
    """Whether each caution of a sentence on `drug` is for people who were not asked about, or on a route that neither
    the question nor `given` names."""
    routes = frozenset(routes_asked(question)) | subject(given.text).routes
    clauses = _clauses(_with_drugs_marked(lexicon.family(drug), _with_lead_in(c)))
    cautions = [(clause, at) for clause in clauses for at in _cautions(clause, passive=False)]
    return bool(cautions) and all(
        _is_on_none_of(routes, clause) or (_named(clause[at:]) and not _is_for(question, clause, at))
        for clause, at in cautions
    )


def _is_on_none_of(routes: frozenset[str], clause: str) -> bool:
    own = subject(clause).routes
    return bool(own) and not any(_meet(("route", a), ("route", b)) for a in own for b in routes)


def _is_for(question: Question, clause: str, at: int) -> bool:
    """Whether a caution that ends at `at` is for what was asked about.

    Conditions after it are what forbids, each by itself; those before it hold together, so all must be asked about.
    """
    asked = question.understood
    wanted = {("condition", x) for x in asked.conditions} | {("population", x) for x in special_populations(asked)}
    if after := _named(clause[at:]):
        return any(_meet(x, y) for x in after for y in wanted)
    before = _named(clause[:at])
    return bool(before) and all(any(_meet(x, y) for y in wanted) for x in before)


def _named(text: str) -> set[tuple[str, str]]:
    own = subject(text)
    found = {("condition", x) for x in own.conditions}
    return found | {("population", x) for x in own.populations if x not in _ANYBODY}


def _meet(named: tuple[str, str], wanted: tuple[str, str]) -> bool:
    """Whether a name is the one asked about, or one is a kind of the other."""
    (kind, a), (other, b) = named, wanted
    return kind == other and (a == b or a in lexicon.broader(kind, b) or b in lexicon.broader(kind, a))


def _with_drugs_marked(family: frozenset[str], text: str) -> str:
    for m in reversed(lexicon.drugs_in(text)):
        if m.concept in family:
            text = f"{text[: m.start]}{_THIS}{text[m.end :]}"
    return text


def _on_another_route(question: Question, clause: str) -> bool:
    return bool(subject(clause).routes - set(routes_asked(question)))


_ASKED_ACTS: Final = (
    (
        re.compile(r"\b(?:stop|come off|discontinue|withhold|quit|stopped|discontinued|withheld)\b", re.IGNORECASE),
        re.compile(
            rf"\b{_NOT}\s+(?:be\s+)?(?:\w+ly\s+)?(?:stop|stopped|discontinued?|withheld|withhold|interrupted?)\b"
            rf"|\b{_NOT}\s+be\s+used\s+(?:\w+\s+){{0,5}}?to\s+(?:stop|withhold|discontinue)\b"
            r"|\b(?:should|must|is|are|to be)\s+continued?\b",
            re.IGNORECASE,
        ),
    ),
    (
        re.compile(r"\b(?:continue|continued|stay|keep|resume|restart|go on)\b", re.IGNORECASE),
        re.compile(rf"\b{_NOT}\s+(?:be\s+)?(?:continue|continued|resumed?|restarted)\b", re.IGNORECASE),
    ),
    (
        re.compile(r"\b(?:double|halve|increase|reduce|change|skip|doubled|halved|increased|reduced|changed)\b", re.I),
        re.compile(
            rf"\b{_NOT}\s+(?:be\s+)?(?:doubled?|halved?|increased?|reduced?|changed?|skip|skipped|take a double)\b",
            re.IGNORECASE,
        ),
    ),
    (
        re.compile(r"\b(?:crush|split|mix|dilute|crushed|mixed|diluted)\b", re.IGNORECASE),
        re.compile(rf"\b{_NOT}\s+(?:be\s+)?(?:crush|crushed|split|mix|mixed|diluted?|chewed)\b", re.IGNORECASE),
    ),
)


def _stops_act(question: Question, c: Candidate) -> bool:
    """Whether it says not to stop, continue, change or crush the asked drug, where that was asked."""
    return c.match.drug >= 0.9 and any(
        asked.search(question.whole) and said.search(c.text) for asked, said in _ASKED_ACTS
    )


def _cautions(clause: str, *, passive: bool) -> list[int]:
    """Where the cautions of a clause on its `@this` end. passive: also those of the form "not ... by @this"."""
    if _NO_CAUTION.search(clause):
        return []
    after = [m for m in _after(clause) if not _LIMITED_BEFORE.search(m["gap"]) and not _VERB.search(m["gap"])]
    found = [m for m in after if not _ON_CONDITION.search(clause[: m.start()])]
    for pattern in (_BEFORE_ACTIVE, _BEFORE_PASSIVE) if passive else (_BEFORE_ACTIVE,):
        found += [m for m in pattern.finditer(clause) if not _TO_ANOTHER.search(m["gap"]) and _OTHER not in m["gap"]]
    return [m.end() for m in found if not _LIMITED.match(clause, m.end())]


def _after(clause: str) -> list[re.Match[str]]:
    """The cautions of which some `@this` may be the subject, from each of its places."""
    places = (m.start() for m in re.finditer(_THIS, clause))
    return [m for at in places if (m := _AFTER.match(clause, at))]


def _clauses(text: str) -> list[str]:
    return [clause.strip() for clause in _CLAUSES.split(text) if clause.strip()]


def _with_lead_in(c: Candidate) -> str:
    """The sentence with the lead-in of its list, as one sentence."""
    text = c.evidence.source.text
    lead = " ".join(text[r.start : r.end] for r in c.unit.context) if c.unit.kind is UnitKind.LIST_ITEM else ""
    return f"{lead.rstrip(' :*_')} {c.text}".strip()
