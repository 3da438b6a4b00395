"""Whatever a model says, each of its statements passes, is repaired or is dropped, and the record adds up."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.composing.quoting import QuotingComposer
from curbside.drafting.modelled import Modelled
from curbside.errors import CutOff
from curbside.events import Checked
from curbside.making import Clock
from curbside.models.spending import Caps, Spending
from curbside.testing.homes import invented_document, invented_engine
from curbside.types import ModelUse

SENTENCES = (
    "In a trial in adults with hypertension, fictoprolol lowered blood pressure more than placebo did.",
    "Blood pressure falls within two weeks after fictoprolol is started in hypertension.",
    "Fictoprolol lowers the heart rate in adults with hypertension.",
)
FALSE = (
    SENTENCES[0].replace("lowered", "raised"),
    SENTENCES[1].replace("two weeks", "two days"),
    SENTENCES[2].replace("adults", "children"),
)
HEADED = zip(("Evidence", "Course", "Effects"), SENTENCES, strict=True)
DOCUMENT = invented_document("test:a", "# Invented\n\n" + "\n\n".join(f"## {h}\n\n{s}" for h, s in HEADED))
NOTHING_OF_IT = ("{broken", '{"odd": 1}', "{}", '["text"]')


@dataclass
class Script:
    """A model that says one text at each request. cut: whether each ends at its limit."""

    texts: Sequence[str]
    cut: bool = False
    name: str = "invented-1"
    place: str = "nowhere"
    hosted: bool = False
    context: int = 8192
    asked: list[str] = field(default_factory=list)

    def stream(self, asked, spending) -> Iterator[str]:
        said = self.texts[min(len(self.asked), len(self.texts) - 1)]
        self.asked.append(asked.prompt)
        yield said
        if self.cut:
            raise CutOff(asked.longest)

    def complete(self, asked, spending) -> str:
        return "".join(self.stream(asked, spending))

    def close(self) -> None: ...


class _Keeping(QuotingComposer):
    """Remembers what it was given."""

    def compose(self, question, chosen):
        self.question, self.chosen = question, chosen
        return super().compose(question, chosen)


@pytest.fixture(scope="module")
def draft(tmp_path_factory):
    """Call with a script; gives the drafting, run, the events and the numbers of SENTENCES."""
    keeping = _Keeping()
    with invented_engine(tmp_path_factory.mktemp("home"), [DOCUMENT], composer=keeping) as engine:
        engine.ask("fictoprolol and blood pressure in hypertension", length="full")

        def drafted(script: Script) -> tuple[Modelled, list[Checked]]:
            spending = Spending(Caps())
            made = Modelled(keeping.question, keeping.chosen, script, engine._stock.version, Clock(), spending)
            return made, [e for e in made.run() if isinstance(e, Checked)]

        numbers = {c.text: n for n, c in enumerate(keeping.chosen, 1)}
        drafted.numbers = [numbers[s] for s in SENTENCES]  # type: ignore[attr-defined]
        yield drafted


def said(text: str, *numbers: int, facet: str = "evidence") -> dict[str, object]:
    return {"text": text, "rests_on": list(numbers), "facet": facet}


def answer(*listed: dict[str, object]) -> str:
    return json.dumps({"statements": listed})


def ends(use: ModelUse) -> tuple[int, int, int, int]:
    return use.drafted, use.passed, use.repaired, use.dropped


def test_a_false_statement_that_is_mended_is_repaired(draft) -> None:
    n = draft.numbers[0]
    made, told = draft(Script([answer(said(FALSE[0], n)), answer(said(SENTENCES[0], n))]))
    assert ends(made.use) == (1, 1, 1, 0)
    assert all(e.kept for e in told)


def test_what_the_answer_has_already_repairs_nothing(draft) -> None:
    n = draft.numbers[0]
    true = said(SENTENCES[0], n)
    made, told = draft(Script([answer(true, said(FALSE[0], n)), answer(true)]))
    assert ends(made.use) == (2, 1, 0, 1)
    assert [e.statement.text for e in told if not e.kept] == [FALSE[0]]
    assert "Left out of what the language model said" in " ".join(made.notices)


def test_a_true_statement_on_other_evidence_repairs_nothing(draft) -> None:
    first, second, _ = draft.numbers
    made, _ = draft(Script([answer(said(FALSE[0], first, second)), answer(said(SENTENCES[0], first))]))
    assert ends(made.use) == (2, 1, 0, 1)


def test_one_true_statement_repairs_one_false_one(draft) -> None:
    n = draft.numbers[0]
    other = SENTENCES[0].replace("more", "less")
    made, _ = draft(Script([answer(said(FALSE[0], n), said(other, n)), answer(said(SENTENCES[0], n))]))
    assert ends(made.use) == (2, 1, 1, 1)


def test_what_is_cut_off_is_told_and_the_rest_is_quoted(draft) -> None:
    n = draft.numbers[0]
    whole = answer(said(SENTENCES[0], n), said(FALSE[1], n))
    made, _ = draft(Script([whole[: whole.index(FALSE[1])]], cut=True))
    told = " ".join(made.notices)
    assert "was cut off at the limit of" in told
    assert "could not be read as statements, and were left out: 1." in told
    assert {s.text for s in made.kept} == set(SENTENCES)


def test_the_last_line_of_what_is_cut_off_is_not_read(draft) -> None:
    first, second, _ = draft.numbers
    made, told = draft(Script([f"{SENTENCES[0]} [{first}]\n{SENTENCES[1]} [{second}]"], cut=True))
    assert told[0].statement.text == SENTENCES[0]
    assert made.use.drafted == 1


def test_a_second_try_that_is_cut_off_is_told(draft) -> None:
    n = draft.numbers[0]

    class Second(Script):
        def stream(self, asked, spending) -> Iterator[str]:
            self.cut = bool(self.asked)
            return super().stream(asked, spending)

    made, _ = draft(Second([answer(said(SENTENCES[1], draft.numbers[1]), said(FALSE[0], n)), "{"]))
    assert "What it had not mended is left out." in " ".join(made.notices)
    assert "cut off" in made.use.stopped
    assert ends(made.use) == (2, 1, 0, 1)


def test_a_model_that_goes_round_in_circles_is_told(draft) -> None:
    made, _ = draft(Script([answer(*[said(SENTENCES[0], draft.numbers[0])] * 50)]))
    assert "it gave more than 11 statements on 3 sentences" in " ".join(made.notices)


TEXTS = st.sampled_from((*SENTENCES, *FALSE, f"{SENTENCES[0]} {SENTENCES[1]}", f"{SENTENCES[1]} {FALSE[2]}", "", "No."))
STATEMENTS = st.builds(
    lambda text, numbers, facet: said(text, *numbers, facet=facet),
    TEXTS,
    st.lists(st.sampled_from((1, 2, 3, 99)), max_size=3),
    st.sampled_from(("evidence", "course", "other", "")),
)
ROUNDS = st.tuples(st.lists(STATEMENTS, max_size=5), st.lists(STATEMENTS, max_size=5))


@given(ROUNDS, st.sampled_from(("", *NOTHING_OF_IT)), st.booleans())
@settings(deadline=None, max_examples=60)
def test_the_four_add_up_for_any_script(draft, rounds, junk: str, cut: bool) -> None:
    made, told = draft(Script([answer(*listed) + junk for listed in rounds], cut))
    use = made.use
    assert use.drafted == use.passed + use.dropped
    assert 0 <= use.repaired <= use.passed
    assert use.dropped == made.dropped == sum(not e.kept for e in told)
    wrong = sum(s["text"] in FALSE for s in rounds[0])
    assert wrong <= use.dropped + use.repaired
    assert use.repaired <= len({(s["text"]) for s in rounds[1]}) + sum(s["text"] == "" for s in rounds[1])
    assert not {s.text for s in made.kept} & set(FALSE)
    assert len({s.text for s in made.kept}) == len(made.kept)
    if use.dropped:
        assert "Left out of what the language model said" in " ".join(made.notices)
