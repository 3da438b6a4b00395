"""What an answer says that it has not found: of the library only what was looked for there, else of what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from curbside.composing.derived import drugs_above
from curbside.language import lexicon
from curbside.language.subject import Subject, compounded, subject
from curbside.selecting.matching import route_fits
from curbside.types import Facet, Question, Regimen, Relation, Source, Statement, Understood

ABSENT: Final = "No source in your library mentions: "


def not_found(
    question: Question,
    statements: tuple[Statement, ...],
    doses: tuple[Regimen, ...],
    missing: tuple[str, ...],
    held: bool,
    find: Callable[[str, str], Source],
) -> tuple[str, ...]:
    """What was looked for and is not in the library, or not in what was found.

    held: whether the library has a dose of the drug by the route that were asked for, shown or not.
    """
    said = [
        f"Contraindications of {drug}: not in your library."
        for drug in dict.fromkeys(r.drug for r in doses)
        if not any(r.beside["contraindications"] for r in doses if r.drug == drug)
    ]
    asked = question.understood
    texts = [_spoken_of(s, find) for s in statements]
    spoken = [_conditions_of(s, t, find) for s, t in zip(statements, texts, strict=True)]
    for condition in asked.conditions:
        near = {condition, *lexicon.broader("condition", condition)}
        if not any(near & t or _narrower(condition, t) for t in spoken):
            said.append(f"What was found does not speak of {condition}.")
    own = set(asked.drugs) | {m for d in asked.drugs for m in lexicon.members(d)}
    if asked.drugs and not any(own & t.drugs for t in texts):
        said.append(f"What was found does not speak of {listed(asked.drugs)} itself.")
    if asked.route and own and {Facet.REGIMEN, Facet.MAINTENANCE} & {asked.intent, *asked.also}:
        routes = frozenset(r for dose in doses if dose.drug in own for p in dose.phases for r in p.route)
        if not routes or not route_fits(asked.route, routes):
            said.append(_no_dose(asked, asked.route, held))
    absent = [w for w in missing if w in (*asked.drugs, *asked.unknown_drugs) or (w.isalpha() and len(w) > 4)]
    if absent:
        said.append(f"{ABSENT}{', '.join(absent)}.")
    return tuple(said)


def _no_dose(asked: Understood, route: str, held: bool) -> str:
    dose = f"A dose of {listed(asked.drugs)} by the {route} route"
    if not held:
        return f"{dose}: not in your library."
    return f"{dose} for what was asked: not found. Your library has one for another use or other people."


def _spoken_of(statement: Statement, find: Callable[[str, str], Source]) -> Subject:
    """What a statement speaks of; the drug that it does not name is that of the headings or the title over it."""
    own = subject(statement.text)
    return own if own.drugs else replace(own, drugs=drugs_above(statement, find))


def _conditions_of(statement: Statement, said: Subject, find: Callable[[str, str], Source]) -> frozenset[str]:
    """What a statement and the titles of its sources name, and what these make with its people."""
    spans = (s for c in statement.citations if c.relation is Relation.SUPPORTS for s in c.spans)
    titles = frozenset().union(*(subject(find(s.source, s.content_hash).title).conditions for s in spans))
    return compounded(said.conditions | titles, said.populations)


def _narrower(condition: str, found: frozenset[str]) -> bool:
    return any(condition in lexicon.broader("condition", c) for c in found)


def listed(names: Iterable[str]) -> str:
    """Names as a list in words: "a, b and c"."""
    found = list(names)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"
