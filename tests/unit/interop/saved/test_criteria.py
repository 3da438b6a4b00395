"""Criteria read back from the JSON of an answer. Drugs, doses and sources are invented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curbside import settings
from curbside.engine import Engine
from curbside.errors import InputError
from curbside.interop.contract import as_json
from curbside.interop.saved import answer_of
from curbside.library import Library
from curbside.retrieval.opening import open_home
from curbside.testing.homes import invented_document
from curbside.types import Kind, Met, State, Status

from .conftest import Asked, asked_of
from .test_reading_back import VALUES, changed, leaves, printed

LABEL = (
    "# Invexaban product information (invented)\n\n## Posology\n\nReduce invexaban to 3 mg twice daily in people with "
    "non-valvular atrial fibrillation and at least two of the following:\n\n- age 80 years or older\n- body weight of "
    "60 kg or less\n- serum creatinine of 133 micromol/L or more\n"
)
PROTOCOL = (
    "# Invented protocol on invexaban\n\n## Dose\n\nIn adults with non-valvular atrial fibrillation, invexaban 4 mg "
    "twice daily is given where creatinine clearance is below 25 mL/min.\n"
)
PLAIN = "82 years, non-valvular AF, 58 kg, creatinine 110 micromol/L: dose of invexaban?"
# The clearance of the first is worked out; for that of the second the formula does not hold.
MASKED = [PLAIN.replace("82 years", age) for age in ("91F", "93F")]


def sources():
    return [
        invented_document("test:label", LABEL, kind=Kind.LABEL, title="Invexaban product information"),
        invented_document("test:protocol", PROTOCOL, title="Invented protocol on invexaban"),
    ]


@contextmanager
def opened(home: Path) -> Iterator[Engine]:
    with Library.open(home, create=True) as library:
        library.put_many(sources())
    allowed = replace(settings.load(home), jurisdiction="uk", allow=("criteria",))
    with Engine(allowed, *open_home(home, starters=False)) as engine:
        yield engine


@pytest.fixture(scope="module", params=[PLAIN, *MASKED], ids=["plain", "masked", "out-of-range"])
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """Of the masked ones the age is stored as "90 or over", so that their criteria are not worked out as a whole."""
    with opened(tmp_path_factory.mktemp("criteria")) as engine:
        yield asked_of(engine, request.param)


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Asked]:
    with opened(tmp_path) as engine:
        yield asked_of(engine, PLAIN)


def test_the_answer_has_what_the_tests_need(asked):
    assert len(asked.answer.criteria) == 2
    assert {c.spans[0].source for c in asked.answer.criteria} == {"test:label", "test:protocol"}
    counted = label(asked.answer)
    assert [m.verdict for m in counted.members] == [Met.MET, Met.MET, Met.MET, Met.NOT_MET]


def label(answer):
    return next(c for c in answer.criteria if c.spans[0].source == "test:label")


def at(asked):
    """Where the criterion of the label stands in the JSON."""
    return next(n for n, c in enumerate(asked.printed["criteria"]) if c["source"] == "test:label")


def test_criteria_come_back_as_they_were_printed(asked):
    assert printed(asked, asked.body()) == asked.printed


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("rule",), "Reduce invexaban to 1 mg."),
        (("needed",), 1),
        (("of",), 2),
        (("result",), "not fulfilled"),
        (("unless",), True),
        (("note",), "Give 1 mg."),
        (("missing",), ["height"]),
        (("source",), "test:protocol"),
        (("statement",), "s9"),
        (("spans", 0, "quote"), "age 70 years or older"),
        (("members", 1, "threshold"), "70"),
        (("members", 1, "comparator"), "<"),
        (("members", 1, "unit"), "mo"),
        (("members", 1, "verdict"), "not met"),
        (("members", 1, "required"), True),
        (("members", 1, "citation", "quote"), "age 70 years or older"),
        (("members", 1, "citation", "start"), 0),
        (("members", 2, "value"), "70"),
        (("members", 2, "value"), None),
        (("members", 2, "value"), "fifty"),
        (("members", 2, "value_unit"), "[lb_av]"),
        (("members", 2, "note"), "Give 1 mg of it."),
        (("members", 2, "calculated"), "a formula, from 1 mg"),
        (("members", 3, "verdict"), "met"),
        (("members", 3, "verdict"), "perhaps"),
    ],
)
def test_what_does_not_follow_is_refused(asked, path, value):
    if path[-1] == "value_unit":
        # 58 lb is still 60 kg or less; only the question tells that it was kilograms.
        body = changed(asked, ("criteria", at(asked), "members", 2, "value"), "140")
        body["criteria"][at(asked)]["members"][2]["value_unit"] = value
    else:
        body = changed(asked, ("criteria", at(asked), *path), value)
    with pytest.raises(InputError, match=r"criteria\[\d\]") as refused:
        answer_of(body, asked.library)
    assert "\n" not in str(refused.value)


def test_a_criterion_stands_there_once(asked):
    body = asked.body()
    body["criteria"] = [body["criteria"][0], {**body["criteria"][0], "id": "c2"}, body["criteria"][1]]
    with pytest.raises(InputError):
        answer_of(body, asked.library)


def test_criteria_come_with_what_they_are_for(asked):
    told = [n for n in asked.printed["notices"] if n.startswith(("Criteria: ", "Not given: "))]
    assert len(told) == (1 if any(m.calculated for c in asked.answer.criteria for m in c.members) else 2)
    for notice in told:
        body = asked.body()
        body["notices"].remove(notice)
        with pytest.raises(InputError, match="notices"):
            answer_of(body, asked.library)


def test_criteria_cannot_be_left_out_of_a_question_that_has_a_patient(fresh):
    with pytest.raises(InputError, match="it has 0 criteria where its statements give 2"):
        answer_of({**fresh.body(), "criteria": []}, fresh.library)


def test_the_criteria_of_a_retracted_source_are_taken_out_and_what_they_asked_for(fresh):
    protocol = next(s for s in sources() if s.id == "test:protocol")
    fresh.library.put(replace(protocol, status=Status(State.RETRACTED)))
    answer = answer_of(fresh.body(), fresh.library)
    assert [c.spans[0].source for c in answer.criteria] == ["test:label"]
    assert {c.statement for c in answer.criteria} <= {s.id for s in answer.statements}
    assert any("creatinine clearance" in n for n in fresh.answer.notices)
    assert not any("creatinine clearance" in n for n in answer.notices)
    assert any(n.startswith("Criteria: ") for n in answer.notices)


def test_a_rule_that_is_superseded_since_says_so(fresh):
    (one,) = (s for s in sources() if s.id == "test:label")
    fresh.library.put(replace(one, status=Status(State.SUPERSEDED, by="the invented successor")))
    answer = answer_of(fresh.body(), fresh.library)
    assert label(fresh.answer).note is None
    assert label(answer).note == "The rule is of a superseded source."


def verdicts(body):
    return [(c["result"], [m["verdict"] for m in c["members"]]) for c in body["criteria"]]


def rules(body):
    left = ("value", "value_unit", "verdict", "calculated", "note")
    members = [[{k: v for k, v in m.items() if k not in left} for m in c["members"]] for c in body["criteria"]]
    return [(c["rule"], c["needed"], c["of"], c["spans"], m) for c, m in zip(body["criteria"], members, strict=True)]


@given(data=st.data(), value=st.one_of(VALUES, st.sampled_from(["met", "not met", "not given", "fulfilled", "<50"])))
def test_no_changed_leaf_changes_a_rule_and_no_verdict_without_its_value(asked, data, value):
    path = data.draw(st.sampled_from([p for p in sorted(leaves(asked.printed), key=str) if p[0] == "criteria"]))
    try:
        back = printed(asked, changed(asked, path, value))
    except InputError:
        return
    assert rules(back) == rules(asked.printed)
    assert verdicts(back) == verdicts(asked.printed)


def test_the_json_is_plain(asked):
    assert json.loads(json.dumps(as_json(asked.answer, asked.library.read_span))) == asked.printed
