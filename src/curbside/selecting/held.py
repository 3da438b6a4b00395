"""Which doses the library holds at all, chosen or not: what is said to be missing is looked for first."""

from __future__ import annotations

from typing import Final

from curbside.language import lexicon
from curbside.language.subject import subject
from curbside.regimens.reading import phases_of
from curbside.retrieval.query import query_doses
from curbside.retrieval.stock import Stock
from curbside.selecting.matching import route_fits
from curbside.types import Facet, Question, Source, Unit

PASSAGES: Final = 60
_DOSING: Final = frozenset({Facet.REGIMEN, Facet.MAINTENANCE})


def dose_held(question: Question, stock: Stock) -> bool:
    """Whether a source gives a dose of an asked drug by the asked route, for whomever and whatever.

    A member of an asked group counts, and so does a kind of the asked route. False where no dose, drug or route is
    asked for.
    """
    asked = question.understood
    if not asked.route or not asked.drugs or not _DOSING & {asked.intent, *asked.also}:
        return False
    own = frozenset().union(*map(lexicon.family, asked.drugs))
    for hit in (h for drug in asked.drugs for h in stock.search(query_doses(drug, asked.route), PASSAGES)):
        source = stock.find(hit.passage.source, hit.passage.content_hash)
        if source and any(_gives(source, source.units[n], own, asked.route) for n in hit.passage.units):
            return True
    return False


def _gives(source: Source, unit: Unit, own: frozenset[str], route: str) -> bool:
    text, context = source.text[unit.start : unit.end], " ".join(source.text[r.start : r.end] for r in unit.context)
    around = subject(" ".join((context, *unit.headings, source.title)))
    phases = [p for p in phases_of(text, context) if p.amount]
    drugs = {p.drug for p in phases if p.drug} or subject(text).drugs or around.drugs
    routes = frozenset(r for p in phases for r in p.route) or subject(text).routes or around.routes
    return bool(phases) and bool(own & drugs) and bool(routes) and route_fits(route, routes)
