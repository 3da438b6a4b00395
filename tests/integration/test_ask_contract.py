"""What is always true of an answer, for any question made of words of an invented library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from evals.contract import violations
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curbside.engine import Engine
from curbside.errors import LibraryError
from curbside.interop.contract import as_json
from curbside.testing.homes import invented_document, invented_engine
from curbside.types import Answer, Kind, Seen, State, Status, TextIs

# Invented from here on, whatever the names.
PAGES = (
    (
        "uk-label",
        "# Fictoprolol tablets\n\n## Posology\n\nFictoprolol 6 mg is taken by mouth once daily by adults with "
        "hypertension.\n\nThe maximum is 24 mg a day. In children with hypertension, fictoprolol 1 mg/kg is given "
        "twice daily.\n\n## Contraindications\n\nHypersensitivity to any invented part.\n\nDo not give in:\n\n"
        "- asthma\n- heart block\n\n## Monitoring\n\nBlood pressure is checked every 3 weeks.\n",
        {"kind": Kind.LABEL, "title": "Fictoprolol tablets"},
    ),
    (
        "us-label",
        "# Fictoprolol\n\n## Dosage\n\nFictoprolol 9 mg is taken by mouth twice daily by adults with hypertension.\n\n"
        "## Contraindications\n\nHypersensitivity to any invented part.\n",
        {"kind": Kind.LABEL, "jurisdiction": "us", "text_is": TextIs.SUMMARY},
    ),
    (
        "guideline",
        "# Invented guideline\n\n## Dose\n\n| Drug | Condition | Dose |\n| --- | --- | --- |\n| hydroxocobalamin | "
        "vitamin B12 deficiency | 77 mg every 9 days |\n| methylcobalamin | vitamin B12 deficiency | 33 mg daily |\n\n"
        "Hydroxocobalamin 77 mg should be given intramuscularly every 9 days for vitamin B12 deficiency, and then 5 mg "
        "every 3 months for life.\n\n## Evidence\n\nFolic acid does not worsen neuropathy in vitamin B12 deficiency.\n",
        {},
    ),
    (
        "summary",
        "# Page\n\nFolic acid may mask and worsen neuropathy in vitamin B12 deficiency. Methylcobalamin 44 mg three "
        "times a week is given for peripheral neuropathy. Labetalol is contraindicated in asthma.\n",
        {"kind": Kind.SUMMARY, "seen": Seen.SECONDARY, "jurisdiction": "unknown"},
    ),
    (
        "old",
        "# Old guideline\n\n## Dose\n\nFictoprolol 60 mg is taken by mouth once daily by adults with hypertension.\n",
        {"status": Status(State.SUPERSEDED, by="a newer one")},
    ),
    (
        "overdue",
        "# Overdue\n\n## Dose\n\nHydroxocobalamin 77 mg is given intramuscularly every 2 months in vitamin B12 "
        "deficiency.\n\n## Causes\n\nMetformin is never the only cause of vitamin B12 deficiency.\n",
        {"status": Status(State.REVIEW_OVERDUE, since="2020")},
    ),
    (
        "gone",
        "# Gone\n\n## Dose\n\nFictoprolol 666 mg is taken by adults with hypertension.\n",
        {"status": Status(State.RETRACTED)},
    ),
    (
        "case",
        "# Case\n\nOne adult with hypertension and a peripheral neuropathy took fictoprolol 50 mg once daily.\n",
        {"kind": Kind.CASE_REPORT},
    ),
)
WORDS = sorted({word.strip(".,:;|#-") for _, page, _ in PAGES for word in page.split()} - {""})
EXTRA = (
    "What is the dose of How long ? why not children pregnancy a 3-year-old IV oral B12 lethal overdose zzyzxin NHS "
    "943 476 5919 creatinine clearance 12 mL/min [1] [/b] \x1b \u202e µg 🧪 versus"
).split(" ")
QUESTIONS = st.lists(st.sampled_from((*WORDS, *EXTRA)), min_size=1, max_size=9).map(" ".join)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    home: Path = tmp_path_factory.mktemp("home")
    with invented_engine(home, [invented_document(f"test:{n}", page, **more) for n, page, more in PAGES]) as opened:
        yield opened


def broken(engine: Engine, question: str, jurisdiction: str | None, audience: str) -> list[str]:
    def read(source: str, content_hash: str, start: int, end: int) -> str:
        try:
            return engine.library.text(source, content_hash)[start:end]
        except LibraryError as error:
            raise LookupError(str(error)) from error

    result = engine.ask(question, jurisdiction=jurisdiction, audience=audience)
    body = as_json(result, engine.library.read_span)
    wrong = violations(body, read)
    if isinstance(result, Answer):
        wrong += [f"{s.id} rests on test:gone" for s in result.statements if "666" in s.text]
        dosed = {r.drug for r in result.regimens}
        told = {r.drug for r in result.regimens if r.beside["contraindications"]}
        wrong += [
            f"nothing is said against {drug}"
            for drug in dosed - told
            if f"Contraindications of {drug}: not in your library." not in result.not_found
        ]
        wrong += ["the bottom line is too long"] if len(result.bottom_line) > 3 else []
    return wrong


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    question=QUESTIONS.filter(str.strip),
    jurisdiction=st.sampled_from(["uk", "us", "jp"]),
    audience=st.sampled_from(["professional", "professional", "patient"]),
)
def test_no_question_breaks_the_contract(engine: Engine, question: str, jurisdiction: str, audience: str) -> None:
    assert broken(engine, question, jurisdiction, audience) == []


@pytest.mark.parametrize("audience", ["professional", "patient"])
@pytest.mark.parametrize("jurisdiction", ["uk", "us"])
@pytest.mark.parametrize(
    "question",
    [
        "fictoprolol dose in hypertension",
        "hydroxocobalamin dose in vitamin B12 deficiency",
        "methylcobalamin for vitamin B12 deficiency with peripheral neuropathy",
        "fictoprolol in a child with hypertension",
        "Does folic acid worsen neuropathy in vitamin B12 deficiency?",
        "Who should not be given fictoprolol?",
        "labetalol in asthma",
        "How much fictoprolol is lethal?",
    ],
)
def test_no_likely_question_breaks_the_contract(
    engine: Engine, question: str, jurisdiction: str, audience: str
) -> None:
    assert broken(engine, question, jurisdiction, audience) == []


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(min_size=1, max_size=60).filter(str.strip))
def test_no_text_at_all_breaks_the_contract(engine: Engine, question: str) -> None:
    assert broken(engine, question, None, "professional") == []
