"""Invented audit texts with planted faults: each planted fault is found, clean texts raise no contradiction.

`pytest tests/unit/auditing/test_planted.py -s` prints how many of each kind were found, missed and raised falsely.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from curbside.auditing.audit import Audit
from curbside.auditing.faults import DANGER
from curbside.types import Outcome

FOLDER = Path(__file__).parents[2] / "fixtures" / "audit"
PLANTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "planted.json").read_text(encoding="utf-8"))
CLEAN = [name for name in PLANTED if name.startswith("clean")]


@pytest.fixture(scope="module")
def audits(starter) -> dict[str, Audit]:
    return {name: starter.audit((FOLDER / name).read_text(encoding="utf-8"), name) for name in PLANTED}


def _told(audit: Audit) -> set[tuple[str, str]]:
    return {(c.claim.text, str(f.kind)) for c in audit.claims for f in c.faults}


def _planted(name: str) -> set[tuple[str, str]]:
    return {tuple(p) for p in PLANTED[name]["claims"]}


def _split(name: str, audit: Audit) -> tuple[set[tuple[str, str]], set[tuple[str, str]], set[tuple[str, str]]]:
    """Found, missed, and told though not planted."""
    told, planted = _told(audit), _planted(name)
    found = {p for p in planted if any(t.startswith(p[0]) and k == p[1] for t, k in told)}
    false = {t for t in told if not any(t[0].startswith(p[0]) and t[1] == p[1] for p in planted)}
    return found, planted - found, false


def test_every_text_is_marked_as_invented() -> None:
    for name in PLANTED:
        assert "Invented for tests" in (FOLDER / name).read_text(encoding="utf-8")[:200]


@pytest.mark.parametrize("name", PLANTED)
def test_planted_faults_are_found_but_for_those_known_to_be_missed(audits, name: str) -> None:
    _, missed, _ = _split(name, audits[name])
    assert missed == {tuple(p) for p in PLANTED[name].get("not_found_yet", [])}


@pytest.mark.parametrize("name", PLANTED)
def test_nothing_is_told_that_was_not_planted(audits, name: str) -> None:
    _, _, false = _split(name, audits[name])
    assert false == set()


@pytest.mark.parametrize("name", CLEAN)
def test_clean_texts_raise_no_contradiction(audits, name: str) -> None:
    assert audits[name].count(Outcome.CONTRADICTED) == 0
    assert audits[name].count(Outcome.SUPPORTED) > 0


@pytest.mark.parametrize("name", PLANTED)
def test_the_reference_list_is_judged(audits, name: str) -> None:
    expected = PLANTED[name]["references"]
    for field in (
        "marks_without_entry",
        "entries_without_mark",
        "self_published",
        "superseded",
        "retracted",
        "unknown",
    ):
        assert list(getattr(audits[name].references, field)) == expected.get(field, []), field


@pytest.mark.parametrize("name", [n for n in PLANTED if "left_out" in PLANTED[n]])
def test_what_is_left_out_is_told(audits, name: str) -> None:
    texts = [o.text for o in audits[name].left_out]
    for words in PLANTED[name]["left_out"]:
        assert any(words in text for text in texts), words


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_never_supported(audits, name: str) -> None:
    for begins, _ in _planted(name) - {("Mecobalamin 1500 micrograms", "secondary_only")}:
        (audited,) = [c for c in audits[name].claims if c.claim.text.startswith(begins)]
        assert audited.verdict is not Outcome.SUPPORTED


def test_the_tally_by_kind(audits) -> None:
    found, missed, false = Counter[str](), Counter[str](), Counter[str]()
    for name, audit in audits.items():
        for counter, pairs in zip((found, missed, false), _split(name, audit), strict=True):
            counter.update(kind for _, kind in pairs)
    lines = [f"{'kind':26}{'found':>7}{'missed':>8}{'false':>7}"]
    lines += [f"{k:26}{found[k]:7}{missed[k]:8}{false[k]:7}" for k in DANGER if found[k] + missed[k] + false[k]]
    lines += [f"{'all':26}{found.total():7}{missed.total():8}{false.total():7}"]
    sys.stdout.write("\n" + "\n".join(lines) + "\n")
    assert found.total() >= 40
