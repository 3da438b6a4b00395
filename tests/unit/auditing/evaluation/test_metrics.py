"""The metrics of citations on invented answers. No sentence is a clinical fact."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.auditing.evaluation import metrics
from curbside.auditing.evaluation.answers import Cited, Listed, Measured, Stated, of_contract
from curbside.auditing.evaluation.bootstrap import estimate, estimates
from curbside.auditing.evaluation.judged import Judged, JudgedStatement, judged, supports
from curbside.cli.main import run
from curbside.errors import InputError
from curbside.verifying.base import CitedText

DOSE = "Apixaban 5 mg is taken by mouth twice daily by adults with atrial fibrillation."
OTHER = "Labetalol is avoided in asthma."


def cited(ref: str, *sentences: str, context: tuple[str, ...] = ()) -> Cited:
    return Cited(ref, CitedText(sentences, context))


def statement(alone: tuple[bool, ...], together: bool | None = None, **more: bool | None) -> JudgedStatement:
    whole = any(alone) if together is None else together
    values: dict[str, bool | None] = {"numbers": None, "scope": None, "modality": None, **more}
    precise = tuple(whole and (a or not any(alone)) for a in alone)
    return JudgedStatement(alone, whole, precise, **values)  # type: ignore[arg-type]


def answer(*statements: JudgedStatement, refused: bool = False, **more: object) -> Judged:
    return Judged(Measured("a", refused, **more), tuple(statements))  # type: ignore[arg-type]


def test_one_supporting_source_is_enough_and_partial_support_is_none() -> None:
    given = [answer(statement((False, True))), answer(statement((False, False), together=True))]

    assert metrics.statement_support(given) == metrics.Share(0.5, 2)
    assert metrics.response_support(given) == metrics.Share(0.5, 2)


def test_citation_recall_asks_all_sources_together_and_averages_within_answers() -> None:
    given = [
        answer(statement((False, False), together=True), statement(())),
        answer(statement((True,)), statement((True,)), statement((True,)), statement((True,))),
    ]

    assert metrics.citation_recall(given) == metrics.Share(0.75, 6)


def test_citation_precision_counts_what_is_needed_or_supports_alone() -> None:
    given = [answer(statement((True, False)), statement((True,)))]

    assert metrics.citation_precision(given) == metrics.Share(pytest.approx(2 / 3), 3)


def test_an_answer_without_a_citation_has_no_precision_and_no_recall() -> None:
    given = [answer(statement(()))]

    assert metrics.citation_recall(given).value == 0.0
    assert metrics.citation_precision(given) == metrics.Share(0.0, 0)


def test_shares_of_nothing_are_none() -> None:
    given = [answer(refused=True)]

    assert metrics.statement_support(given) == metrics.Share(None, 0)
    assert metrics.number_fidelity(given) == metrics.Share(None, 0)
    assert metrics.currency(given) == metrics.Share(None, 0)


def test_entries_and_abstention_are_counted() -> None:
    given = [
        answer(statement((True,)), entries=(Listed("1", own=True), Listed("2", gone=True)), answerable=True),
        answer(refused=True, answerable=True),
        answer(refused=True, answerable=False),
    ]

    assert metrics.circularity(given) == metrics.Share(0.5, 2)
    assert metrics.currency(given) == metrics.Share(0.5, 2)
    assert metrics.abstention(given) == metrics.Share(pytest.approx(2 / 3), 3)


def test_every_metric_says_where_it_is_from() -> None:
    for name, metric in metrics.METRICS.items():
        told = metric.__doc__ or ""
        assert any(word in told for word in ("doi:", "arXiv:", "SourceCheckup", "ALCE", "linical rules", "docs/")), name


@pytest.mark.parametrize(
    ("text", "numbers", "scope", "modality"),
    [
        (DOSE, True, True, True),
        (DOSE.replace("5 mg", "0.005 g"), True, True, True),
        (DOSE.replace("5 mg", "50 mg"), False, True, True),
        (DOSE.replace("Apixaban", "Warfarin"), True, False, True),
        (DOSE.replace("adults", "children"), True, False, True),
        (DOSE.replace("is taken", "must always be taken"), True, True, False),
    ],
)
def test_numbers_scope_and_modality_are_those_of_the_source(text: str, numbers, scope, modality) -> None:
    (told,) = judged(Measured("a", False, (Stated(text, (cited("1", DOSE),)),))).statements

    assert (told.numbers, told.scope, told.modality) == (numbers, scope, modality)


def test_a_quote_with_its_lead_in_supports() -> None:
    assert supports("Avoid labetalol in: asthma.", CitedText(("asthma.",), ("Avoid labetalol in:",)))
    assert not supports(DOSE, CitedText((OTHER,)))
    assert not supports(DOSE, None)


def test_a_citation_that_says_nothing_of_it_is_imprecise_beside_one_that_does() -> None:
    (told,) = judged(Measured("a", False, (Stated(DOSE, (cited("1", DOSE), cited("2", OTHER))),))).statements

    assert told.alone == (True, False)
    assert told.precise == (True, False)


def test_the_interval_holds_the_value_and_is_always_the_same() -> None:
    given = [answer(statement((i % 3 > 0,))) for i in range(30)]

    one = estimate(metrics.statement_support, given, 200)

    assert one == estimate(metrics.statement_support, given, 200)
    assert one.low is not None
    assert one.high is not None
    assert 0.4 < one.low < one.value < one.high < 0.95
    assert estimate(metrics.statement_support, given, 0).low is None


@given(st.lists(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=3), min_size=1, max_size=5))
def test_every_share_lies_between_0_and_1(shape) -> None:
    given_ = [answer(*(statement(pair) for pair in one)) for one in shape]

    for name, told in estimates(given_, 20).items():
        for value in (told.value, told.low, told.high):
            assert value is None or 0 <= value <= 1, name


def test_an_object_of_ask_is_read() -> None:
    row = {"ref": 1, "source": "x", "hash": "h", "start": 0, "end": 1, "quote": DOSE, "relation": "supports"}
    lead = {**row, "quote": "In adults:", "relation": "context"}
    given = {
        "status": "answered",
        "statements": [{"text": DOSE, "citations": [row, lead]}],
        "references": [{"ref": 1, "id": "curbside:a", "status": "superseded", "derived_from": []}],
        "answerable": True,
    }

    read = of_contract(given, "a", "file, line 1")

    assert read.statements[0].cited == (Cited("1", CitedText((DOSE,), ("In adults:",))),)
    assert read.entries == (Listed("1", own=True, gone=True),)
    assert read.sound
    assert not of_contract({**given, "references": []}, "a", "x").sound


def test_a_definition_that_a_statement_spells_out_is_told_from_other_context() -> None:
    quote = DOSE.replace("atrial fibrillation", "AF")
    row = {"ref": 1, "source": "x", "hash": "h", "start": 0, "end": 1, "quote": quote, "relation": "supports"}
    defined = {**row, "quote": "atrial fibrillation (AF)", "relation": "context"}
    text = quote.replace("AF", "AF (atrial fibrillation)")

    def read(said: str) -> JudgedStatement:
        given = {"status": "answered", "statements": [{"text": said, "citations": [row, defined]}], "references": []}
        return judged(of_contract(given, "a", "file, line 1")).statements[0]

    assert read(text).alone == (True,)
    assert read(text).scope
    assert read(text.replace("5 mg", "50 mg")).alone == (False,)
    assert read(text.replace("(atrial", "(not atrial")).alone == (False,)


@pytest.mark.parametrize("broken", [{}, {"status": "answered"}, {"status": "answered", "statements": [1]}])
def test_what_is_no_answer_is_told(broken: dict[str, object]) -> None:
    with pytest.raises(InputError, match="file, line 1"):
        of_contract(broken, "a", "file, line 1")


def test_the_command_tells_every_metric_and_the_judge(tmp_path: Path, capsys) -> None:
    file = tmp_path / "answers.jsonl"
    text = f"{DOSE} [1]\n\n{OTHER} [2]\n\nReferences\n\n1. Eliquis. https://www.eliquis.ie/hcp\n2. ChatGPT. Invented.\n"
    file.write_text(json.dumps({"id": "one", "text": text, "answerable": True}) + "\n", encoding="utf-8")

    assert run(["eval", "citations", str(file), "--json", "--resamples", "20", "--home", str(tmp_path / "home")]) == 0

    told = json.loads(capsys.readouterr().out)
    assert list(told["metrics"]) == list(metrics.METRICS)
    assert told["judge"]
    assert told["answers"] == 1
    assert told["unread"] == 1
    assert told["metrics"]["circularity"]["value"] == 0.5
    assert told["metrics"]["abstention"]["value"] == 1.0


def test_a_line_that_is_no_object_is_told(tmp_path: Path, capsys) -> None:
    file = tmp_path / "answers.jsonl"
    file.write_text("[1]\n", encoding="utf-8")

    assert run(["eval", "citations", str(file)]) == 1
    assert "line 1: is not a JSON object" in capsys.readouterr().err
    assert run(["eval", "citations", str(tmp_path / "none.jsonl")]) == 2
