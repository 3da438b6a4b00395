"""Monitoring plans in text. All sentences are invented; the gold was written by the maker of the reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside.regimens.monitoring import monitoring
from curbside.types import Monitoring, Target

_FILE = Path(__file__).parents[2] / "fixtures" / "monitoring" / "gold.txt"
LINES = [line for line in _FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
GOLD = [(text.strip(), [] if "none" in steps else steps) for text, *steps in (line.split(" | ") for line in LINES)]


def told(step: Monitoring) -> str:
    target = step.target
    limit = " ".join(t for t in (target.comparator, target.amount, target.unit) if t) if target else "-"
    often = f"{step.times}/{step.period}/{step.period_unit}" if step.period else "-"
    return " ; ".join([step.what, step.when or "-", often, step.start or "-", limit, step.action or "-"])


def test_there_are_sixty() -> None:
    assert len(GOLD) >= 60


@pytest.mark.parametrize(("text", "steps"), GOLD, ids=range(len(GOLD)))
def test_gold(text: str, steps: list[str]) -> None:
    wanted = [] if steps == ["- none"] else [s.strip() for s in steps]

    assert [told(step) for step in monitoring(text)] == wanted


def check(text: str) -> None:
    """Every stated field has a place, and stands there in the words of the text."""
    for step in monitoring(text):
        for name in ("what", "when", "times", "period", "period_unit", "start", "target", "action"):
            assert (getattr(step, name) is not None) == (name in step.spans), (name, step)
        worded = {
            "what": step.what,
            "start": step.start,
            "action": step.action,
            "when": (step.when or "").split("; ")[0],
        }
        for name, words in worded.items():
            if name in step.spans:
                start, end = step.spans[name]
                assert " ".join(text[start:end].split()) == words


@pytest.mark.parametrize("text", [text for text, _ in GOLD])
def test_every_field_has_its_place(text: str) -> None:
    check(text)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    check(text)


_WHAT = st.sampled_from(["serum potassium", "platelet count", "blood pressure", "INR", "liver function tests"])
_WHEN = st.sampled_from(
    [
        "every 2 weeks",
        "before treatment",
        "weekly for the first 6 weeks",
        "monthly",
        "after 4 weeks",
        "if symptoms develop",
    ]
)
_FORM = st.sampled_from(
    ["Measure {} {}.", "{} should be monitored {}.", "{} must be checked {} and yearly thereafter."]
)


@given(_WHAT, _WHEN, _FORM, st.integers(1, 400))
def test_sentences_put_together_keep_their_parts(what: str, when: str, form: str, limit: int) -> None:
    text = f"{form.format(what, when)[:-1]}; stop if {what} is above {limit} mmol/L."
    found = monitoring(text)

    check(text)
    assert {step.what.lower() for step in found} == {what.lower()}
    assert found[-1].target == Target(">", str(limit), "mmol/L")
    assert found[-1].action == "stop"


@given(st.sampled_from([text for text, _ in GOLD]), st.sampled_from(["need not be", "was", "were", "should not be"]))
def test_what_was_or_need_not_be_measured_is_no_step(text: str, words: str) -> None:
    turned = text.replace("should be", words)

    if turned != text and ";" not in text:
        assert monitoring(turned) == ()
