"""Differing recommendations: should or should not, and one drug or another in the first line.

A clause that says both, or leaves it open, is none. Words that restrict a recommendation ("alone", "before surgery")
belong to its scope, so that "not alone" does not contradict "recommended".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from curbside.evidence.conflicts.around import Around, around
from curbside.evidence.conflicts.contents import Choice, Stance
from curbside.evidence.conflicts.examining import AIM, examined_in
from curbside.evidence.conflicts.preferring import preferred
from curbside.evidence.conflicts.salts import salts_near
from curbside.evidence.conflicts.sayings import Point, Range, Saying
from curbside.evidence.conflicts.scopes import Scope, scope_of
from curbside.evidence.conflicts.unlisted import answer_of, beside, subject_of
from curbside.language import lexicon
from curbside.language.lexicon import Mention
from curbside.language.measured import measured
from curbside.language.patterns import Lazy
from curbside.regimens.naming import drug_mentions

_ACT: Final = (
    r"(?:given|used|offered|recommended|advised|prescribed|administered|started|taken|indicated|considered|suggested|"
    r"initiated|continued|treated\s+with|performed|measured|checked|tested|screened|monitored|ordered|requested|carried\s+out|done)"
)
_ADVERB: Final = r"(?:(?:strongly|conditionally|generally|usually|routinely|currently|also|always|normally)\s+)?"
KEPT: Final = re.compile(
    r"\b(?:not|never)\s+(?:be\s+)?(?:stopped|withheld|discontinued|delayed|deferred|omitted|interrupted)\b"
    r"|\bneed\s+not\s+be\s+(?:stopped|withheld|discontinued|avoided)\b|\bnot\s+contra-?indicated\b",
    re.IGNORECASE,
)
AGAINST: Final = Lazy(
    rf"\b(?:not|never)\s+{_ADVERB}(?:be\s+)?{_ADVERB}{_ACT}\b"
    r"|\b(?:do|should|must)\s+not\s+(?:\w+ly\s+)?(?:give|use|offer|prescribe|start|administer|take|receive|have|undergo|recommend|measure|screen|perform|order|request|test|check)\b"
    r"|\bcontra-?indicated\b|\bavoid(?:ed|ing)?\b|\b(?:recommend|suggest|advise|argue)[sd]?\s+(?:against|not)\b"
    r"|\b(?:not|un)\s?(?:appropriate|advisable|necessary|needed|required|safe)\b|\bno\s+(?:role|place|need)\s+for\b"
    r"|\b(?:should|must|is|are|be)\s+(?:be\s+)?(?:stopped|withheld|discontinued|omitted)\b|^\W*(?:stop|withhold|avoid|discontinue)\b"
    r"|\bhas\s+no\s+(?:role|place)\b",
    re.IGNORECASE,
    (
        tuple(
            "not never contra avoid against appropriate advisable necessary need required safe role place stop withh "
            "discontinue omitted".split()
        ),
    ),
)
FOR: Final = re.compile(
    rf"\b(?:is|are|should|must|may|can|could)\s+{_ADVERB}(?:be\s+)?{_ADVERB}{_ACT}\b"
    r"|\b(?:recommend|suggest|advise|advocate)s?\b(?!\s+(?:against|not))"
    r"|\b(?:should|must)\s+(?:\w+ly\s+)?(?:receive|have|take)\b|\b(?:is|are)\s+(?:the\s+)?(?:preferred|appropriate|reasonable|safe|required|needed)\b"
    r"|^\W*(?:offer|give|use|prescribe|consider|start|continue|measure|check)\b",
    re.IGNORECASE,
)
_OPEN: Final = re.compile(
    r"\b(?:whether|unclear|not\s+known|unknown|insufficient|no\s+evidence|inconclusive|no\s+recommendation|question)\b|\?",
    re.IGNORECASE,
)
FIRST: Final = Lazy(
    r"\bfirst[-\s]line\b|\bfirst[-\s]choice\b|\b(?:drugs?|agents?|treatments?|antibiotics?|therap(?:y|ies))\s+of\s+(?:first\s+)?choice\b"
    r"|\bpreferred\s+(?:initial\s+|first\s+|oral\s+)?(?:agents?|drugs?|treatments?|options?|therap(?:y|ies)|choices?|antibiotics?)\b"
    r"|\binitial\s+(?:treatment|therapy|drug)\b|\brecommends?\s+[\w-]+\s+first\b",
    re.IGNORECASE,
    (("first", "choice", "preferred", "initial"),),
)
_NOT_FIRST: Final = re.compile(
    r"\b(?:not|no\s+longer|never)\b|\b(?:second|third)[-\s]line\b|\bafter\s+failure\b|\bif\s+first", re.IGNORECASE
)
_ASIDE: Final = re.compile(
    r"\b(?:rather\s+than|instead\s+of|over|before|then|followed\s+by|not\s+tolerated|if\s+not|alternatives?|"
    r"second-line|switching|compared\s+with|than|except)\b",
    re.IGNORECASE,
)
_CLASS: Final = re.compile(
    r"\b[\w-]+(?:inhibitors?|blockers?|agonists?|antagonists?|antidepressants?|diuretics?|analogues?|agents?)\b", re.I
)
_CLAUSE: Final = re.compile(r";|,?\s+\bbut\b|,?\s+\bwhereas\b|,?\s+\bhowever\b", re.IGNORECASE)
_TESTING: Final = re.compile(r"\b(?:measur|check|test|screen|monitor|examin)", re.IGNORECASE)
_LISTED: Final = re.compile(r"\s*(?:,|/|\band\b|\bor\b|,\s*(?:and|or)\b)\s*(?:the\s+)?", re.IGNORECASE)


def points(saying: Saying) -> Iterator[Point]:
    """What a saying recommends or advises against, and what it puts first."""
    if not _may_advise(saying.text):
        return
    for start, end in clauses(saying.text):
        found = around(saying.text[start:end])
        if found:
            yield from _around_procedure(saying, start, found)
        else:
            yield from _stances(saying, start, end)
            yield from _preferences(saying, start, end)
        yield from _firsts(saying, start, end)


def _may_advise(text: str) -> bool:
    return bool(
        AGAINST.search(text)
        or FOR.search(text)
        or FIRST.search(text)
        or KEPT.search(text)
        or preferred(text)
        or around(text)
    )


def _around_procedure(saying: Saying, start: int, found: Around) -> Iterator[Point]:
    """Whether each drug goes on before a procedure; what else restricts the advice belongs to its scope."""
    scope = replace(scope_of(found.rest, saying.context, restricted=True), stage="", routes=frozenset[str]())
    content = Stance("procedure", found.word, (start + found.at[0], start + found.at[1]))
    for drug in found.drugs:
        about = f"whether {drug} is continued or stopped before {found.procedure}{{whom}}"
        yield Point(saying, ("procedure", drug, *found.stems), about, drug, scope, content)


def _preferences(saying: Saying, start: int, end: int) -> Iterator[Point]:
    """Which of two is put before the other; the words that say so are no part of the scope."""
    clause = saying.text[start:end]
    found = preferred(clause)
    if found is None or _OPEN.search(clause):
        return
    first, last, at = found
    rest = f"{clause[: at[0]]} {clause[at[1] :]}"
    scope = replace(scope_of(rest, _around(saying, clause), restricted=True), stage="", forms=frozenset[str]())
    if scope.conditions or scope.groups != {"general"}:
        one, other = sorted((first, last))
        about = f"whether {one} or {other} is preferred{{whom}}"
        content = Stance("preference", first, (start + at[0], start + at[1]))
        yield Point(saying, ("preference", one, other), about, one, scope, content)


def clauses(text: str) -> Iterator[Range]:
    """The clauses of a sentence: what stands between semicolons and "but"."""
    start = 0
    for match in _CLAUSE.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def stance_of(clause: str) -> tuple[str, Range] | None:
    """ "for" or "against" with the place of the words that say so; None where a clause says neither, or both."""
    kept, against = KEPT.search(clause), AGAINST.search(clause)
    if _OPEN.search(clause):
        return None
    if kept:
        return "for", kept.span()
    found = FOR.search(clause)
    if against and found and not _overlaps(against.span(), found.span()):
        return None
    if against:
        return "against", against.span()
    return ("for", found.span()) if found else None


def _overlaps(a: Range, b: Range) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _stances(saying: Saying, start: int, end: int) -> Iterator[Point]:
    clause = saying.text[start:end]
    found = stance_of(clause)
    if found is None or FIRST.search(clause):
        return
    word, at = found
    tested = bool(_TESTING.search(clause[at[0] : at[1]]))
    targets = _targets(saying, clause, at, tested)
    if not targets:
        return
    scope = scope_of(clause, _around(saying, clause), restricted=True)
    content = Stance("recommendation", word, (start + at[0], start + at[1]))
    for target in targets:
        aims = {m["aim"].lower() for m in AIM.finditer(clause)}
        own = replace(scope, salts=salts_near(clause, target), stage="", bounds=scope.bounds | aims)
        if own.conditions or own.groups != {"general"} or own.bounds or own.bands or own.sexes:
            about = f"whether {target} is recommended{{whom}}"
            yield Point(saying, ("advice", target), about, target, own, content)


def _around(saying: Saying, clause: str) -> str:
    """What a clause takes its scope from: the whole sentence, where it is only a part of it, and the headings."""
    return saying.context if clause == saying.text else f"{saying.text}. {saying.context}"


def _targets(saying: Saying, clause: str, at: Range, tested: bool) -> tuple[str, ...]:
    """The drugs that the advice is on: the list of them next to its words; else the test that is measured."""
    tests = [m for m in measured(clause) if m.concept != "age"]
    if tested or (tests and _TESTING.search(clause)):
        return tuple(dict.fromkeys(m.concept for m in tests[:1])) or _unlisted_test(clause)
    named = drug_mentions(clause, 0, len(clause))
    before = [m for m in named if m.end <= at[0]]
    after = [m for m in named if m.start >= at[1]]
    run = _run(clause, before[:1], before[1:]) if before else _run(clause, after[:1], after[1:])
    if run:
        return tuple(dict.fromkeys(m.concept for m in run))
    if named:
        return ()
    over = lexicon.concepts(drug_mentions(saying.context, 0, len(saying.context)))
    word = subject_of(clause)
    return over if len(over) == 1 else _unlisted_test(clause) or ((word,) if word else ())


def _unlisted_test(clause: str) -> tuple[str, ...]:
    name = examined_in(clause)
    return (name,) if name else ()


def _run(text: str, run: list[Mention], rest: list[Mention]) -> list[Mention]:
    for mention in rest:
        if not _LISTED.fullmatch(text[run[-1].end : mention.start]):
            break
        run.append(mention)
    return run


def _firsts(saying: Saying, start: int, end: int) -> Iterator[Point]:
    clause = saying.text[start:end]
    found = FIRST.search(clause)
    if found is None or _OPEN.search(clause) or _NOT_FIRST.search(clause[: found.end()]):
        return
    named = _first_named(clause, found.span())
    if not named and not drug_mentions(clause, 0, len(clause)) and not _CLASS.search(clause):
        other = answer_of(clause)
        named = [other] if other else []
    if not named:
        return
    scope = replace(scope_of(clause, _around(saying, clause)), routes=frozenset[str]())
    conditions = tuple(sorted(c for c, absent in scope.conditions if not absent))
    if not conditions:
        return
    names = frozenset(m.concept for m in named) | beside(clause, named)
    at = (start + named[0].start, start + named[-1].end)
    known = {w for m in drug_mentions(clause, 0, len(clause)) for w in m.text.lower().split()}
    classes = any(w.lower() not in known for m in _CLASS.finditer(clause) for w in m[0].split()[-1:])
    content = Choice("first line", names, at, "drug", open=classes)
    about = "first-line treatment{whom}"
    yield Point(saying, ("first line", *conditions), about, None, _plain(scope), content)


def _plain(scope: Scope) -> Scope:
    return replace(scope, forms=frozenset[str](), stage="")


def _first_named(clause: str, at: Range) -> list[Mention]:
    """The drugs that are put first: those up to where the clause goes on to others."""
    named = drug_mentions(clause, 0, len(clause))
    before = [m for m in named if m.end <= at[0]]
    after = [m for m in named if m.end > at[0]]
    aside = _ASIDE.search(clause, at[1])
    stop = aside.start() if aside else len(clause)
    chosen = [m for m in after if m.start < stop]
    led = re.search(r"\b(?:is|are|as|be|remains?)\s+(?:\w+\s+){0,3}\Z", clause[: at[0]], re.IGNORECASE)
    if before and (led or not chosen):
        tail = [m for m in before if not _ASIDE.search(clause[m.end : at[0]])]
        return tail or before
    return chosen
