"""What an answer says that its library does not hold, against the library's own doses and contraindications.

The starter library is read anew here, sentence by sentence, and not through the search that an answer goes through.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import pytest

from curbside.engine import Engine
from curbside.language import lexicon
from curbside.language.subject import subject
from curbside.regimens.reading import phases_of
from curbside.retrieval.reranking.chosen import VARIABLE as RERANKER
from curbside.selecting.facets import denies, facet_of
from curbside.settings import NO_RERANKER
from curbside.types import Answer, Facet, Source

ROUTES = {"intramuscular": "intramuscular", "parenteral": "injection", "oral": "oral"}
ASKED = (
    "What is the {route} dose of {drug}?",
    "{drug} {route} dose for a child of 7 with anaphylaxis",
    "How much {drug} by {route} while breastfeeding, with vitamin B12 deficiency?",
)
NO_DOSE = re.compile(r"A dose of (?P<drug>.+) by the (?P<route>[\w ]+) route: not in your library\.")
NO_WARNING = re.compile(r"Contraindications of (?P<drug>.+): not in your library\.")


@dataclass(frozen=True, slots=True)
class Held:
    """routes: of the doses of each drug. warned: the drugs with something on contraindications."""

    routes: dict[str, set[str]]
    warned: set[str]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(RERANKER, NO_RERANKER)
        with Engine.open(tmp_path_factory.mktemp("home")) as opened:
            yield opened


@pytest.fixture(scope="module")
def held(engine: Engine) -> Held:
    routes: dict[str, set[str]] = defaultdict(set)
    warned: set[str] = set()
    for known in engine.library.sources():
        source = engine.library.get(known.id)
        for n in range(len(source.units)):
            text, context = _said(source, n)
            for phase in phases_of(text, context):
                if phase.drug and phase.amount:
                    routes[phase.drug] |= {k for r in phase.route for k in (r, *lexicon.broader("route", r))}
            if facet_of(text, source.units[n].headings) is Facet.CONTRAINDICATIONS or denies(text):
                warned |= subject(text).drugs
    return Held(dict(routes), warned)


def _said(source: Source, n: int) -> tuple[str, str]:
    unit = source.units[n]
    return source.text[unit.start : unit.end], " ".join(source.text[r.start : r.end] for r in unit.context)


def test_nothing_that_the_library_holds_is_said_to_be_missing(engine: Engine, held: Held) -> None:
    groups = {g for d in held.routes if (g := lexicon.group_of(d))}
    drugs = sorted({*held.routes, *groups})
    questions = [*product(drugs, ROUTES)]
    assert len(questions) > 60
    denied = 0
    for n, (drug, route) in enumerate(questions):
        asked = ASKED[n % len(ASKED)].format(route=ROUTES[route], drug=drug)
        answer = engine.ask(asked, jurisdiction="uk")
        lines = answer.not_found if isinstance(answer, Answer) else ()
        for line in lines:
            if told := NO_DOSE.fullmatch(line):
                denied += 1
                own = set().union(*(held.routes.get(d, set()) for d in lexicon.family(told["drug"])))
                assert told["route"] not in own, (asked, line)
            if told := NO_WARNING.fullmatch(line):
                denied += 1
                assert not lexicon.family(told["drug"]) & held.warned, (asked, line)
    assert denied > 10


@pytest.mark.parametrize(
    "question",
    [
        "Which injection of vitamin B12 in pregnancy, and how often?",
        "How much parenteral cobalamin for a woman who is breastfeeding?",
        "B12 by injection in somebody with renal impairment: what dose?",
        "How often are B12 jabs given after a stroke?",
    ],
)
def test_a_dose_of_a_member_of_the_group_by_a_kind_of_the_route_counts(engine: Engine, question: str) -> None:
    answer = engine.ask(question, jurisdiction="uk")
    if isinstance(answer, Answer):
        assert not [line for line in answer.not_found if NO_DOSE.fullmatch(line)]


def test_a_case_is_answered_with_the_dose_and_what_was_said_of_breast_milk(engine: Engine) -> None:
    answer = engine.ask(
        "A vegan woman of 34 who is breastfeeding has a B12 of 130 ng/L and numb toes. Which injection, how often at "
        "first, and what should I warn her about?",
        jurisdiction="uk",
    )
    assert isinstance(answer, Answer)
    said = {s.id: s.text for s in answer.statements}
    assert "hydroxocobalamin 1000 micrograms intramuscularly on alternate days" in said[answer.bottom_line[0]]
    assert any("breast milk" in text for text in said.values())
    assert not [line for line in answer.not_found if NO_DOSE.fullmatch(line)]
