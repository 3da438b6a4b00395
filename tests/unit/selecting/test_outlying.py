"""A dose of another order than all others is shown with a flag and never leads. All drugs and doses are invented."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from curbside.cli.article import show_answer
from curbside.interop.contract import as_json
from curbside.interop.editing import EditingDesk
from curbside.overviewing.overviewer import Overviewer
from curbside.testing.homes import invented_document, invented_engine
from curbside.types import Answer, Flag, Kind, Overview

QUESTION = "fictoprolol dose in hypertension"
TEXTS = (
    "Fictoprolol {} is taken by mouth once daily by adults with hypertension.",
    "Adults with hypertension take fictoprolol {} by mouth once daily.",
    "In adults with hypertension the dose of fictoprolol is {} by mouth once daily.",
)


def documents(*amounts: str, **fields):
    texts = (t.format(a) for t, a in zip(TEXTS, amounts, strict=False))
    return [invented_document(f"test:{n}", f"# Invented\n\n## Dose\n\n{t}", **fields) for n, t in enumerate(texts)]


def flagged(answer) -> dict[str, bool]:
    assert isinstance(answer, Answer), answer
    return {c.source: Flag.OUTLIER in s.flags for s in answer.statements for c in s.citations}


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("kind", [Kind.LABEL, Kind.GUIDELINE, Kind.UNKNOWN])
def test_a_dose_ten_times_all_others_is_told_and_does_not_lead(ask, place: int, kind: Kind) -> None:
    amounts = ["60 mg" if n == place else "6 mg" for n in range(3)]

    answer = ask(documents(*amounts, kind=kind), QUESTION)

    told = flagged(answer)
    assert len(told) > 1
    assert [n for n, outlying in told.items() if outlying] == [f"test:{place}"]
    leading = [s for s in answer.statements if s.id in answer.bottom_line]
    assert leading
    assert not any("60 mg" in s.text for s in leading)
    assert {s.id for r in answer.regimens if Flag.OUTLIER in r.flags for s in answer.statements if s.id == r.statement}


def test_the_same_dose_in_another_unit_leads(ask) -> None:
    answer = ask(documents("6 mg", "6000 micrograms", "0.006 g"), QUESTION)

    assert not any(flagged(answer).values())
    assert answer.bottom_line


def test_beside_one_other_it_is_a_conflict_and_no_outlier(ask) -> None:
    answer = ask(documents("6 mg", "60 mg"), QUESTION)

    assert not any(flagged(answer).values())
    assert [len(c.members) for c in answer.conflicts] == [2]


def test_the_others_may_stand_where_the_question_does_not_find_them(ask) -> None:
    filler = "\n\n".join(f"Fictoprolol in hypertension has been studied in region {n}." for n in range(300))
    wrong, *others = documents("60 mg", "6 mg", "6 mg")
    crowd = invented_document("test:crowd", f"# Fictoprolol dose in hypertension\n\n{filler}")

    answer = ask([wrong, crowd, *others], QUESTION)

    assert flagged(answer)["test:0"]


def test_it_is_told_in_the_terminal_and_in_the_object(ask) -> None:
    sources = documents("60 mg", "6 mg", "6 mg")
    answer = ask(sources, QUESTION)
    out = StringIO()
    show_answer(Console(file=out, width=300), answer)

    assert "dose of another order than all others" in out.getvalue()
    texts = {s.id: s.text for s in sources}
    told = as_json(answer, lambda span: texts[span.source][span.start : span.end])
    assert [s["flags"] for s in told["statements"] if "60 mg" in s["text"]] == [["outlier", "conflict"]]


def test_of_three_orders_the_outer_ones_do_not_lead(ask) -> None:
    answer = ask(documents("0.06 mg", "6 mg", "600 mg"), QUESTION)
    assert {n for n, outlying in flagged(answer).items() if outlying} == {"test:0", "test:2"}
    assert {s.id for s in answer.statements if Flag.OUTLIER in s.flags}.isdisjoint(answer.bottom_line)


def test_it_does_not_lead_an_overview(tmp_path) -> None:
    sources = documents("60 mg", "6 mg", "6 mg", kind=Kind.GUIDELINE)
    with invented_engine(tmp_path, sources) as engine:
        made = Overviewer(engine.settings, engine.library, engine.index).overview("fictoprolol")

    assert isinstance(made, Overview)
    assert flagged(made.answer)["test:0"]
    assert {s.id for s in made.answer.statements if Flag.OUTLIER in s.flags}.isdisjoint(made.answer.bottom_line)


def test_an_editor_who_quotes_it_gets_the_flag(tmp_path) -> None:
    sources = documents("6 mg", "6 mg", "60 mg")
    asked = "Is fictoprolol given in gout?"
    note = invented_document("test:note", "# Note\n\n## Use\n\nFictoprolol is not given in gout.")
    with invented_engine(tmp_path, [*sources, note]) as engine:
        answer = engine.ask(asked)
        assert isinstance(answer, Answer)
        start = sources[2].units[-1].start
        edited, _ = EditingDesk(engine.library, engine.index).quoting(answer, "test:2", [start])

    assert [Flag.OUTLIER in s.flags for s in edited.statements if "60 mg" in s.text] == [True]
