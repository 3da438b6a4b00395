"""What a cross-encoder may change of an answer, and what it may not. All drugs, doses and sources are invented."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.retrieval.reranking import answering
from curbside.selecting import picking
from curbside.selecting.candidates import Candidate
from curbside.selecting.choose import choose
from curbside.selecting.weighing import MOST, no_scores, off_the_point, on_the_point, weighed
from curbside.testing.homes import invented_document, invented_engine
from curbside.testing.reranker_conformance import FakeReranker
from curbside.types import Answer, Question, Source, Understood

QUESTION = "fictoprolol dose in hypertension"
DOSE = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
AGAINST = "Fictoprolol is contraindicated in people with asthma."
NEVER = "Fictoprolol must not be given intravenously."
STUDIED = "Fictoprolol was compared with mockopril in adults with hypertension in an invented trial."
HISTORY = "Fictoprolol was first made for hypertension in an invented town."
FAR, WELL = -11.0, 8.0
Found = tuple[Question, tuple[Candidate, ...]]


def document(*sentences: str, id: str = "test:a", heading: str = "Dose") -> Source:
    return invented_document(id, f"# Invented\n\n## {heading}\n\n" + "\n\n".join(sentences))


LIBRARY = (
    document(DOSE),
    document(AGAINST, id="test:b", heading="Contraindications"),
    document(NEVER, id="test:c", heading="Cautions"),
    document(STUDIED, HISTORY, id="test:d", heading="Notes"),
)


def by_part(script: Mapping[str, float], other: float = FAR) -> Callable[[str, Sequence[str]], tuple[float, ...]]:
    """A scorer: the logit of the first part of `script` that a text has, else `other`."""
    return lambda _, texts: tuple(next((s for part, s in script.items() if part in t), other) for t in texts)


class Scripted(FakeReranker):
    """A model that scores by the parts that a text has."""

    def __init__(self, script: Mapping[str, float], other: float) -> None:
        super().__init__()
        self._by_part = by_part(script, other)

    def scores(self, question: str, texts: Sequence[str]) -> tuple[float, ...]:
        return self._by_part(question, texts)


def candidates_of(home: Path, sources: Sequence[Source], question: str, length: str = "standard") -> Found:
    """The question as understood, and every candidate that an engine with `sources` chooses from."""
    seen: list[Found] = []

    def listen(question: Question, found: tuple[Candidate, ...], *_: object) -> object:
        seen.append((question, found))
        return choose(question, found)

    with pytest.MonkeyPatch.context() as patch, invented_engine(home, sources) as engine:
        patch.setattr(picking, "choose", listen)
        engine.ask(question, length=length)
    return seen[0]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    return candidates_of(tmp_path_factory.mktemp("home"), LIBRARY, QUESTION)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Found:
    doses = [f"Fictoprolol {n} mg was given to adults with hypertension in invented trial {n}." for n in range(2, 40)]
    return candidates_of(tmp_path_factory.mktemp("home"), [document(*doses, heading="Evidence")], QUESTION)


def texts(found: Sequence[Candidate]) -> set[str]:
    return {c.text for c in found}


def kept(found: Found, script: Mapping[str, float], length: str = "standard") -> set[str]:
    question = replace(found[0], length=length)
    return texts(on_the_point(question, weighed(question, found[1], by_part(script))))


def test_the_candidates_are_those_that_are_spoken_of(found: Found) -> None:
    assert texts(found[1]) == {DOSE, AGAINST, NEVER, STUDIED, HISTORY}


def test_what_answers_far_less_than_the_best_is_left_out(found: Found) -> None:
    left = kept(found, {DOSE: WELL, STUDIED: WELL, AGAINST: WELL, NEVER: WELL})
    assert left == {DOSE, AGAINST, NEVER, STUDIED}


def test_what_answers_nearly_as_well_as_the_best_stays_however_little_that_is(found: Found) -> None:
    assert HISTORY in kept(found, {"": FAR})


def test_cautions_of_the_asked_drug_stay_where_others_would_go(found: Found) -> None:
    left = kept(found, {DOSE: WELL, AGAINST: -4.0, NEVER: -4.0, STUDIED: -4.0})
    assert {AGAINST, NEVER} <= left
    assert STUDIED not in left


def test_what_says_stop_stays_whatever_its_score(tmp_path: Path) -> None:
    question, found = candidates_of(tmp_path, LIBRARY, "Can fictoprolol be given intravenously?")
    left = texts(on_the_point(question, weighed(question, found, by_part({DOSE: WELL}))))
    assert NEVER in left


def test_a_full_answer_keeps_all_by_their_relevance_alone(found: Found) -> None:
    question = replace(found[0], length="full")
    read = weighed(question, found[1], by_part({DOSE: WELL}))
    assert on_the_point(question, read) == found[1]


def test_so_many_are_read_and_the_others_count_as_the_least_of_these(many: Found) -> None:
    question, found = many
    asked: list[str] = []

    def scorer(_: str, texts: Sequence[str]) -> tuple[float, ...]:
        asked.extend(texts)
        return tuple(float(n) for n in range(len(texts)))

    read = weighed(question, found, scorer)
    assert len(found) > MOST == len(asked)
    best = sorted(found, key=lambda c: -c.score)
    assert all(c.text in said for c, said in zip(best, asked, strict=False))
    assert [c.answers for c in read] == [*map(float, range(MOST)), *[0.0] * (len(found) - MOST)]
    assert [replace(c, answers=None) for c in read] == best


def test_the_least_is_the_lowest_and_not_the_last(many: Found) -> None:
    question, found = many
    read = weighed(question, found, lambda _, texts: (-7.0, *[3.0] * (len(texts) - 1)))
    assert {c.answers for c in read[MOST:]} == {-7.0}


@pytest.mark.parametrize("scorer", [no_scores, lambda _, texts: None], ids=["no_scores", "None"])
def test_without_a_model_nothing_is_changed(found: Found, many: Found, scorer: Callable) -> None:
    for question, candidates in (found, many):
        assert weighed(question, candidates, scorer) == candidates
        assert on_the_point(question, candidates) == candidates
        assert not any(map(off_the_point(candidates), candidates))
        assert choose(question, candidates, scorer) == choose(question, candidates)
        assert all(c.worth == c.score for c in candidates)


def test_what_was_not_read_or_answers_nothing_is_off_the_point(found: Found) -> None:
    question, candidates = found
    read = weighed(question, [c for c in candidates if c.text != STUDIED], by_part({DOSE: WELL, HISTORY: -1.0}))
    off = off_the_point(read)
    assert {c.text for c in candidates if off(c)} == {AGAINST, NEVER, STUDIED}


def test_no_candidates_are_not_read() -> None:
    question = Question(QUESTION, Understood())
    assert weighed(question, (), by_part({}, WELL)) == ()


def test_a_sentence_of_a_label_that_does_not_name_its_drug_is_read_with_the_name(tmp_path: Path) -> None:
    page = "# Fictoprolol 6 mg tablets\n\n## Posology\n\nAdults with hypertension take 6 mg by mouth once daily.\n"
    label = invented_document("test:spc", page, title="Fictoprolol 6 mg tablets")
    question, found = candidates_of(tmp_path, [label, document(DOSE)], QUESTION)
    asked: list[str] = []
    weighed(question, found, lambda _, texts: (asked.extend(texts), (0.0,) * len(texts))[1])
    assert any(a.startswith("fictoprolol ") and "Adults with hypertension take 6 mg" in a for a in asked)
    assert sum(DOSE in a and not a.startswith("fictoprolol ") for a in asked) == 1


SCORES = st.lists(st.floats(-12, 12), min_size=40, max_size=40)


@given(SCORES, st.sampled_from(["short", "standard", "full"]))
def test_no_score_brings_in_a_sentence_or_changes_one(found: Found, many: Found, logits, length: str) -> None:
    for question, candidates in (found, many):
        question = replace(question, length=length)
        selection = choose(question, candidates, lambda _, texts: tuple(logits[: len(texts)]))
        said = {c.key: {c.text, c.alone.text} for c in candidates}
        chosen = (*selection.bottom_line, *selection.rest)
        for c in (*chosen, *(twin for leading in chosen for twin in leading.also)):
            assert c.text in said[c.key]
        assert len({c.key for c in chosen}) == len(chosen)


@given(SCORES)
def test_no_score_makes_a_permission_lead_where_a_source_says_stop(forbidden: Found, logits) -> None:
    selection = choose(*forbidden, lambda _, texts: tuple(logits[: len(texts)]))
    assert texts(selection.bottom_line) <= {NEVER}
    assert NEVER in texts((*selection.bottom_line, *selection.rest))


@pytest.fixture(scope="module")
def forbidden(tmp_path_factory: pytest.TempPathFactory) -> Found:
    return candidates_of(tmp_path_factory.mktemp("home"), LIBRARY, "Can fictoprolol be given intravenously?")


@pytest.mark.parametrize("length", ["short", "standard", "full"])
@pytest.mark.parametrize("other", [FAR, 0.0, WELL])
def test_a_dose_does_not_travel_alone_whatever_the_scores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: str, other: float
) -> None:
    monkeypatch.setattr(answering, "reranker", lambda settings: Scripted({DOSE: WELL, AGAINST: FAR}, other))
    with invented_engine(tmp_path, LIBRARY) as engine:
        answer = engine.ask(QUESTION, length=length)
    assert isinstance(answer, Answer)
    said = {s.id: s.text for s in answer.statements}
    assert [said[i] for i in answer.bottom_line][:1] == [DOSE]
    assert AGAINST in [said[i] for r in answer.regimens for i in r.beside["contraindications"]]
    assert answer.made.choice == "rules and a cross-encoder (fake)"


def test_what_answers_best_leads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = "In hypertension walking lowers the pressure of the blood."
    other = "People with hypertension should swim each morning in an invented lake, since the pressure falls."
    for better in (one, other):
        monkeypatch.setattr(answering, "reranker", lambda settings, to=better: Scripted({to: WELL}, FAR))
        with invented_engine(tmp_path, [document(one, other, heading="Treatment")]) as engine:
            answer = engine.ask("What lowers the pressure of the blood in hypertension?")
        assert isinstance(answer, Answer)
        said = {s.id: s.text for s in answer.statements}
        assert [said[i] for i in answer.bottom_line] == [better]
