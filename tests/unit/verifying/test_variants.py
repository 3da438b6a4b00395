"""Ways of writing that other programs send: a sentence of the evidence in another notation is still supported.

All sentences are invented; no dose, threshold or result in them is real. Those of the starter library are put through
the rules that apply to any sentence.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

import curbside
from curbside.types import Outcome
from curbside.verifying.judging import judge

HERE = Path(__file__).parent
INVENTED = [s for s in (HERE / "invented.txt").read_text(encoding="utf-8").splitlines() if s and s[0] != "#"]

VARIANTS = tomllib.loads((HERE / "variants.toml").read_text(encoding="utf-8"))


def of_groups() -> Iterator[tuple[str, str]]:
    """(claim, evidence): each way of writing in the place of each other one."""
    for group in VARIANTS["groups"]:
        for mine, theirs in permutations(group["ways"], 2):
            yield _begun(group["sentence"].format(mine)), _begun(group["sentence"].format(theirs))


def _begun(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _starter() -> list[str]:
    folder = Path(curbside.__file__).parent / "starter"
    lines = (
        line.strip()
        for path in sorted(folder.glob("*.md"))
        for line in path.read_text("utf-8").split("---", 2)[-1].splitlines()
    )
    return [line for line in lines if line and line[0] not in "#>-|*" and line[-1] != ":"]


STARTER = _starter()


def of_sentence(s: str) -> Iterator[str]:
    """The sentence in other characters, case and marks."""
    yield s
    yield s.rstrip(".")
    yield s.lower()
    yield s[0].lower() + s[1:]
    yield s.upper()
    yield f"\u201c{s}\u201d"
    yield f'"{s}"'
    yield f"\u00ab{s}\u00bb"
    yield f"  {s}\n"
    yield s.replace(" ", "\u00a0")
    yield s.replace(" ", "  ")
    yield s.replace(" ", "\n", 3)
    yield re.sub(r"(?<=\d) (?=[a-zA-Z%])", "\u2009", s)
    yield re.sub(r"(?<=\d) (?=[a-zA-Z%])", "\u202f", s)
    yield re.sub(r"(?<=[a-z]) (?=[a-z])", " \u200b", s, count=1)
    yield "\ufeff" + s
    for dash in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212":
        yield s.replace("-", dash)
    yield re.sub(r"(?<=[a-z])-(?=[a-z])", " ", s)
    yield s.replace("'", "\u2019")
    yield s.replace("micrograms", "mcg")
    yield s.replace("micrograms", "µg")
    yield re.sub(r"(?<=\d),(?=\d{3}\b)", "", s)
    yield re.sub(r"(?<=\d) (?=(?:mg|mL|g/L|micrograms|kg)\b)", "", s)
    yield s.rstrip(".") + " [1]."
    yield s + " [12]"
    yield s + "[3,4]"
    yield s.replace(" people ", " patients ")
    yield s.replace("aem", "em").replace("oed", "ed").replace("isation", "ization")
    yield f"Also: {s}"
    yield f"In addition, {s}"


def supported(claim: str, *evidence: str) -> bool:
    return judge(claim, evidence).verdict is Outcome.SUPPORTED


def test_another_way_of_writing_is_supported() -> None:
    variants = list(of_groups())
    assert len(variants) > 1000
    refused = [(mine, theirs) for mine, theirs in variants if not supported(mine, theirs)]
    assert len(refused) <= len(variants) // 100, refused


@pytest.mark.parametrize("sentences", [INVENTED, STARTER], ids=["invented", "starter"])
def test_a_sentence_in_other_characters_is_supported(sentences: list[str]) -> None:
    variants = [(v, s) for s in sentences[::2] for v in dict.fromkeys(of_sentence(s))]
    refused = [(v, s) for v, s in variants if not supported(v, s)]
    assert len(variants) > 300
    assert len(refused) <= len(variants) // 100, refused


def test_a_verbatim_sentence_is_supported_whatever_its_neighbours() -> None:
    for i in range(1, len(INVENTED) - 1):
        around = INVENTED[i - 1 : i + 2]
        assert judge(around[1], around).sentences == (1,)


@pytest.mark.parametrize("one", VARIANTS["lists"], ids=lambda one: one["claim"][-40:])
def test_an_item_is_supported_with_its_lead_in_and_a_sentence_without_its_marks(one: dict[str, Any]) -> None:
    assert supported(one["claim"], *one["evidence"])


@pytest.mark.parametrize(
    ("evidence", "claim"),
    [
        ("Nifedipine is taken twice daily [4].", "Nifedipine is taken twice daily [5]."),
        ("The interval was [1, 3].", "The interval was [1, 30]."),
        ("Pain fell by 2 points [1, 3].", "Pain fell by 2 points [1, 30]."),
        ("Iron is advised (graded by the source: weak).", "Iron is advised."),
        ("Iron is advised.", "Iron is advised (graded by the source: strong)."),
        ("Iron is advised (graded by the source: COR 3: Harm).", "Iron is advised."),
        ("Iron is advised (not in children).", "Iron is advised."),
        ("Filgrastim is given in neutropenia (grade 3 or 4).", "Filgrastim is given in neutropenia."),
        ("Surgery is offered in cirrhosis (grade A).", "Surgery is offered in cirrhosis."),
        ("Emerade is recalled.", "Adrenaline is recalled."),
        ("Antibiotics are avoided.", "Antimicrobials are avoided."),
        ("Vitamin D is low.", "Colecalciferol is low."),
        ("Emerade is recalled.", "Jext is recalled."),
    ],
)
def test_what_says_more_or_less_is_no_variant(evidence: str, claim: str) -> None:
    assert not supported(claim, evidence)
