"""From a question as understood to what is looked for in the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from curbside.language import lexicon
from curbside.language.identifiers import without_masks
from curbside.language.tokens import terms
from curbside.retrieval.base import Query
from curbside.types import Facet, Question

_SYNONYM, _RELATIVE, _BROADER = 0.7, 0.4, 0.4
_AGAINST = "contraindicated contraindications should not be given avoid hypersensitivity boxed warning maximum"

_DOSE = "dose dosage daily given micrograms mg"
_HEADED: Mapping[str, str] = {
    Facet.REGIMEN: "recommended dose dosage administration",
    Facet.MAINTENANCE: "recommended maintenance dose dosage",
    Facet.CONTRAINDICATIONS: "contraindicated contraindications",
    Facet.INTERACTIONS: "interactions",
    Facet.ADVERSE_EFFECTS: "adverse reactions side effects",
    Facet.MONITORING: "monitoring",
    Facet.INDICATION: "indications indicated",
}
_HARM = "mask masking worsen precipitate exacerbate aggravate accelerate deplete harm safety"


def query_of(question: Question) -> Query:
    """The words of the question, and, with less weight, synonyms, relatives of the drugs and broader conditions.

    Of an asked drug also how sources head what is asked for ("dosage"): a label does not say its name in each section.
    """
    asked = question.understood
    weighted: dict[str, float] = {}
    _add(weighted, [without_masks(question.whole), *(right for _, right in asked.corrections)], 1.0)
    _add(weighted, (n for d in asked.drugs for n in lexicon.synonyms("drug", d)), _SYNONYM)
    _add(weighted, asked.relatives, _RELATIVE)
    _add(weighted, (n for c in asked.conditions for n in lexicon.synonyms("condition", c)), _SYNONYM)
    _add(weighted, (b for c in asked.conditions for b in lexicon.broader("condition", c)), _BROADER)
    if asked.drugs:
        _add(weighted, (_HEADED[i] for i in (asked.intent, *asked.also) if i in _HEADED), _BROADER)
    return Query(tuple(weighted.items()))


def query_against(drug: str) -> Query:
    """What must stand beside a dose: contraindications, boxed warnings and maxima of the drug."""
    weighted: dict[str, float] = {}
    _add(weighted, (drug, *lexicon.synonyms("drug", drug)), 1.0)
    _add(weighted, lexicon.members(drug), _SYNONYM)
    _add(weighted, [_AGAINST], _SYNONYM)
    return Query(tuple(weighted.items()))


def query_doses(drug: str, route: str | None = None) -> Query:
    """The doses of the drug, or of the members of a group, by a route; None is any."""
    weighted: dict[str, float] = {}
    family = sorted(lexicon.family(drug))
    _add(weighted, (n for d in family for n in (d, *lexicon.synonyms("drug", d))), 1.0)
    routes = (route, *(r for r in lexicon.names("route") if route in lexicon.broader("route", r))) if route else ()
    _add(weighted, (n for r in routes for n in (r, *lexicon.synonyms("route", r))), 1.0)
    _add(weighted, [_DOSE], _SYNONYM)
    return Query(tuple(weighted.items()))


def query_nursing(drug: str) -> Query:
    """What the library says of the drug and breastfeeding."""
    weighted: dict[str, float] = {}
    _add(weighted, (drug, *lexicon.synonyms("drug", drug)), 1.0)
    _add(weighted, lexicon.synonyms("population", "breastfeeding"), _SYNONYM)
    return Query(tuple(weighted.items()))


def query_harm(drug: str) -> Query:
    """What the library says for and against a harm of the drug."""
    weighted: dict[str, float] = {}
    _add(weighted, (drug, *lexicon.synonyms("drug", drug)), 1.0)
    _add(weighted, [_HARM], _SYNONYM)
    return Query(tuple(weighted.items()))


def _add(weighted: dict[str, float], texts: Iterable[str], weight: float) -> None:
    for text in texts:
        for term in terms(text):
            weighted[term] = max(weighted.get(term, 0.0), weight)
