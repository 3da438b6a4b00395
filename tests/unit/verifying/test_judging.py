"""Claims against sentences of one source. All sentences are invented."""

from __future__ import annotations

import re
import time
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from curbside.retrieval.embedding.base import Model
from curbside.testing.embeddings_server import DIMENSIONS, hashed_words
from curbside.types import Outcome
from curbside.verifying.judging import judge

EVIDENCE = (
    "In adults with neuropathy, pregabalin 140 mg a day by mouth lowered pain more than placebo.",
    "Weight increased with pregabalin.",
    "Pregabalin is not recommended in people with creatinine clearance below 27 mL/min.",
)


def test_a_sentence_of_the_evidence_is_supported_by_it() -> None:
    for i, sentence in enumerate(EVIDENCE):
        checked = judge(sentence, EVIDENCE)
        assert (checked.verdict, checked.sentences) == (Outcome.SUPPORTED, (i,))


@pytest.mark.parametrize(
    ("old", "new", "i"),
    [
        ("140 mg", "1,400 mg", 0),
        ("by mouth", "intravenously", 0),
        ("increased", "decreased", 1),
        ("not ", "", 2),
        ("below", "above", 2),
        (
            "pregabalin 140 mg a day by mouth lowered pain more than placebo",
            "placebo lowered pain more than pregabalin",
            0,
        ),
    ],
)
def test_what_the_evidence_says_otherwise_is_never_supported(old: str, new: str, i: int) -> None:
    checked = judge(EVIDENCE[i].replace(old, new), EVIDENCE)
    assert checked.verdict is not Outcome.SUPPORTED
    assert checked.sentences == (i,)
    assert checked.reasons


def test_a_changed_value_in_the_same_place_contradicts() -> None:
    for claim in (
        EVIDENCE[0].replace("140", "14"),
        EVIDENCE[1].replace("increased", "decreased"),
        EVIDENCE[2].replace("not ", ""),
        EVIDENCE[2].replace("below", "above"),
    ):
        assert judge(claim, EVIDENCE).verdict is Outcome.CONTRADICTED, claim


def test_another_topic_is_not_enough() -> None:
    checked = judge("Warfarin 3 mg is taken in the evening.", EVIDENCE)
    assert (checked.verdict, checked.sentences) == (Outcome.NOT_ENOUGH, ())
    assert judge("Anything at all.", ()).verdict is Outcome.NOT_ENOUGH


@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=3))
def test_any_text_gets_a_verdict(claim: str, evidence: list[str]) -> None:
    checked = judge(claim, evidence)
    assert 0 <= checked.score <= 1
    assert all(0 <= i < len(evidence) for i in checked.sentences)


def test_a_claim_takes_a_few_milliseconds() -> None:
    start = time.perf_counter()
    for i in range(50):
        judge(EVIDENCE[0].replace("140", str(150 + i)), EVIDENCE)
    assert (time.perf_counter() - start) / 50 < 0.05


FREE = (
    "In this invented trial of 120 gardeners, meadow tea reduced the risk of night cramps compared with water "
    "(hazard ratio 0.62, 95% CI 0.41 to 0.93).",
    "There was no significant difference in sleep quality between the groups.",
    "CONCLUSIONS Meadow tea lowers the risk of night cramps but does not improve sleep.",
)


def test_words_of_its_own_are_weighed() -> None:
    said = judge("Night cramps are reduced by drinking tea from meadows.", FREE)
    assert said.verdict is Outcome.SUPPORTED
    assert not said.exact
    assert set(said.sentences) <= {0, 2}
    assert "cramps" in said.words
    assert judge("Meadow tea raises the rate of night cramps.", FREE).verdict is Outcome.CONTRADICTED
    assert judge("Garden fountains attract owls and voles.", FREE).verdict is Outcome.NOT_ENOUGH


def test_the_same_words_are_exact_and_surer_than_others() -> None:
    exact, free = judge(FREE[0], FREE), judge("Night cramps are reduced by drinking tea from meadows.", FREE)
    assert exact.exact
    assert exact.score > free.score


def test_a_true_claim_that_a_gate_bars_is_not_contradicted() -> None:
    said = judge("Drinking meadow tea lowers the risk of night cramps.", FREE)
    assert said.verdict is not Outcome.CONTRADICTED
    assert any(reason.startswith("wording: ") for reason in said.reasons)


@pytest.mark.parametrize(
    "claim",
    [
        "Night cramps are reduced by drinking 50 mg of tea from meadows.",
        "Night cramps are reduced by drinking tea from meadows twice daily.",
        "Night cramps are reduced by intravenous tea from meadows.",
        "Night cramps are reduced by a factor of 0.26 by drinking tea from meadows.",
        "Night cramps are reduced by drinking tea from meadows in children.",
        "Night cramps are reduced by drinking tea from meadows with warfarin.",
        "Night cramps are always reduced by drinking tea from meadows.",
        "Night cramps of people with asthma are reduced by drinking tea from meadows.",
    ],
)
def test_what_the_source_does_not_say_is_barred_whatever_the_weights_say(claim: str) -> None:
    said = judge(claim, FREE)
    assert said.verdict is not Outcome.SUPPORTED
    assert any(reason.split(":")[0] in {"dose", "numbers", "binding", "modality", "wording"} for reason in said.reasons)


@given(st.sampled_from([*EVIDENCE, *FREE]), st.integers(1, 99_999), st.data())
def test_no_sentence_with_an_edited_number_is_supported(sentence: str, other: int, data: st.DataObject) -> None:
    numbers = list(re.finditer(r"(?<![\d.])\d+(?:\.\d+)?", sentence))
    if not numbers:
        return
    place = data.draw(st.sampled_from(numbers))
    if float(place[0]) != other:
        edited = f"{sentence[: place.start()]}{other}{sentence[place.end() :]}"
        assert judge(edited, [*EVIDENCE, *FREE]).verdict is not Outcome.SUPPORTED, edited


@given(st.permutations(FREE[0].split()))
def test_no_shuffled_sentence_is_supported(words: list[str]) -> None:
    claim = " ".join(words)
    assert claim == FREE[0] or judge(claim, FREE).verdict is not Outcome.SUPPORTED


class Embedding:
    """An embedder of words by their hash: texts that share words are near each other."""

    model = Model("hashed-words", "hashed-words", DIMENSIONS)

    def embed_texts(self, texts: Sequence[str]) -> NDArray[np.float32]:
        made = np.array(hashed_words(texts), np.float32)
        return made / np.linalg.norm(made, axis=1, keepdims=True)

    def embed_query(self, text: str) -> NDArray[np.float32]:
        return self.embed_texts([text])[0]

    def close(self) -> None:
        """Nothing to close."""


@pytest.mark.parametrize("claim", [EVIDENCE[0].replace("140", "14"), "Weight fell with pregabalin 5 mg.", "Owls hoot."])
def test_likeness_of_meaning_does_not_pass_what_is_barred(claim: str) -> None:
    assert judge(claim, EVIDENCE, embedder=Embedding()).verdict is not Outcome.SUPPORTED


def test_likeness_of_meaning_has_weights_of_its_own() -> None:
    claim = "Night cramps are reduced by drinking tea from meadows."
    words, meaning = judge(claim, FREE), judge(claim, FREE, embedder=Embedding())
    assert (words.score, words.sentences) != (meaning.score, meaning.sentences)
