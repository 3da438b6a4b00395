"""What stands of what a model says: nothing but its evidence. All sentences are invented."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curbside.composing.numbering import Evidence
from curbside.composing.offered import offer
from curbside.composing.quoting import QuotingComposer
from curbside.composing.tolerant import Said
from curbside.drafting.trying import EVIDENCE, tried
from curbside.selecting.candidates import Candidate
from curbside.testing.homes import invented_document, invented_engine
from curbside.verifying.statements import checked

SENTENCES = (
    "In a trial in adults with hypertension, fictoprolol lowered blood pressure more than placebo did.",
    "Blood pressure falls within two weeks after fictoprolol is started in hypertension.",
    "Fictoprolol does not change the heart rate in adults with hypertension unless it is stopped.",
)
PARTS = (f"## {heading}\n\n{text}" for heading, text in zip(("Evidence", "Course", "Effects"), SENTENCES, strict=True))
DOCUMENT = invented_document("test:a", "# Invented\n\n" + "\n\n".join(PARTS))
WORDS = sorted({word for s in SENTENCES for word in re.findall(r"\w+", s)})
OTHERS = (
    "not",
    "never",
    "always",
    "must",
    "children",
    "60 mg",
    "mockopril",
    "less",
    "raised",
    "without",
    "only",
    "days",
)


class _Keeping(QuotingComposer):
    """Remembers what it was given."""

    chosen: tuple[Candidate, ...] = ()

    def compose(self, question, chosen):
        self.chosen = chosen
        return super().compose(question, chosen)


@pytest.fixture(scope="module")
def offered(tmp_path_factory) -> tuple[dict[int, Evidence], object]:
    """The numbered evidence of an invented question, and the gates."""
    home: Path = tmp_path_factory.mktemp("home")
    keeping = _Keeping()
    with invented_engine(home, [DOCUMENT], composer=keeping) as engine:
        engine.ask("fictoprolol and blood pressure in hypertension", length="full")
    plain = [replace(c, also=()) for c in keeping.chosen]
    quotes = QuotingComposer().compose(None, tuple(plain))
    evidence = {n: Evidence(n, c, q) for n, (c, q) in enumerate(zip(plain, quotes, strict=True), 1)}
    places = offer(plain)
    assert {e.quote.text for e in evidence.values()} == set(SENTENCES)
    return evidence, lambda draft: checked(draft, lambda _id, _hash: DOCUMENT, places)


def stands(offered, text: str, numbers=(1, 2, 3)) -> list[str]:
    evidence, check = offered
    return [s.text for s in tried(Said(text, numbers), evidence, check).stand]


def plain(text: str) -> str:
    """The words but for articles, which the gates look through."""
    return " ".join(w for w in re.findall(r"\w+", text.casefold()) if w not in ("a", "an", "the"))


def test_each_sentence_stands(offered) -> None:
    for sentence in SENTENCES:
        assert stands(offered, sentence) == [sentence]


edits = st.tuples(
    st.sampled_from(SENTENCES),
    st.integers(0, 20),
    st.sampled_from(["drop", "put", "exchange", "cut", "swap"]),
    st.sampled_from([*OTHERS, *WORDS]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(edits)
def test_a_sentence_that_was_edited_stands_only_where_a_source_has_it_as_it_is(offered, edit) -> None:
    sentence, at, what, word = edit
    words = sentence.rstrip(".").split()
    at %= len(words)
    if what == "drop":
        words = [*words[:at], *words[at + 1 :]]
    elif what == "put":
        words.insert(at, word)
    elif what == "exchange":
        words[at] = word
    elif what == "cut":
        words = words[: at + 1]
    else:
        words[at], words[at - 1] = words[at - 1], words[at]
    text = " ".join(words) + "."
    for stood in stands(offered, text):
        assert any(plain(stood) == plain(s) for s in SENTENCES), (text, stood)


@given(st.lists(st.integers(-3, 12), max_size=10).map(tuple))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_numbers_that_are_no_evidence_fail_whatever_stands_beside_them(offered, numbers) -> None:
    evidence, check = offered
    found = tried(Said(SENTENCES[0], numbers), evidence, check)
    sound = bool(numbers) and set(numbers) <= set(evidence) and len(numbers) <= 8
    if not sound:
        assert not found.stand
        assert [f.gate for f in found.failed] == [EVIDENCE]


@given(st.text(max_size=120))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
def test_any_text_is_told_or_fails_and_nothing_breaks(offered, text: str) -> None:
    evidence, check = offered
    found = tried(Said(" ".join(text.split()), (1,)), evidence, check)
    assert not found.stand or plain(text) in {plain(s) for s in SENTENCES}
    assert found.stand or found.failed or found.pointed
