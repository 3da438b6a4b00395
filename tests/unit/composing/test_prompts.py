"""The prompts against their record: a text that changes gets a version, and is asked with before it is shipped."""

import json
from collections import Counter
from pathlib import Path

import pytest

from curbside.composing.prompts import PROMPTS, Prompt
from curbside.types import Facet

RECORD = json.loads((Path(__file__).parents[3] / "evals" / "prompts.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("prompt", PROMPTS, ids=[p.name for p in PROMPTS])
def test_a_prompt_is_the_one_that_was_asked_with(prompt: Prompt) -> None:
    asked = [k for k in RECORD[prompt.name] if k["version"] == prompt.version]
    assert asked, f"{prompt.label} was never asked with: python evals/prompts.py --write"
    assert {k["hash"] for k in asked} == {prompt.hash}, (
        f"The text of {prompt.label} has changed: give it the next version and run python evals/prompts.py --write"
    )


@pytest.mark.parametrize("prompt", PROMPTS, ids=[p.name for p in PROMPTS])
def test_nothing_wrong_got_out_with_it(prompt: Prompt) -> None:
    assert [k["score"]["wrong"] for k in RECORD[prompt.name]] == [0] * len(RECORD[prompt.name])
    assert prompt.reason.strip()


def test_versions_are_not_used_twice() -> None:
    for name, known in RECORD.items():
        texts = {(k["version"], k["hash"]) for k in known}
        assert max(Counter(version for version, _ in texts).values()) == 1, name
    assert len({p.name for p in PROMPTS}) == len(PROMPTS)


def test_the_facets_that_a_model_may_name_are_those_that_there_are() -> None:
    compose = next(p for p in PROMPTS if p.name == "compose")
    assert all(f.value in compose.text for f in Facet)
