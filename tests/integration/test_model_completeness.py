"""The questions whose first true sentence misleads, answered with a model that leaves out all that it can."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from evals.completeness import LIBRARIES, SOURCES, load, run
from evals.contract import Read
from evals.in_process import asking, reading
from evals.starter_questions import Ask, report

from curbside.cli.main import run as curbside
from curbside.composing.model import ModelComposer
from curbside.engine import Engine
from curbside.library import Library
from curbside.models.configuration import Configuration
from curbside.retrieval.opening import open_home
from curbside.settings import load as load_settings
from curbside.testing.model_scripts import Request, evidence, statements
from curbside.testing.scripted_model import ScriptedModel

pytest.importorskip("openai")
pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
QUESTIONS = load()


def last_alone(request: Request) -> str:
    """Says the last of its evidence and nothing else, as what matters most."""
    text, number = list(evidence(request).items())[-1]
    return statements([{"text": text, "rests_on": [number], "facet": "bottom_line"}])


@pytest.fixture(scope="module")
def asks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, tuple[Ask, Read]]]:
    """Asking each of the two libraries by way of the model."""
    from curbside.models.chosen import opened

    folder: Path = tmp_path_factory.mktemp("homes")
    invented = str(folder / "invented")
    with contextlib.ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.delenv("CURBSIDE_JURISDICTION", raising=False)
        assert curbside(["init", "--home", str(folder / "starter")]) == 0
        assert curbside(["init", "--empty", "--home", invented]) == 0
        assert curbside(["ingest", "--home", invented, str(SOURCES)]) == 0
        server = stack.enter_context(ScriptedModel(last_alone))
        model = opened(Configuration(server.url, "invented-1", hosted=False))
        stack.callback(model.close)
        made = {}
        for name in LIBRARIES:
            settings = load_settings(folder / name, allow=())
            engine = Engine(settings, *open_home(settings.home, starters=False), ModelComposer(model))
            stack.enter_context(engine)
            library = stack.enter_context(contextlib.closing(Library.open(folder / name)))
            made[name] = (asking(engine, library, "standard"), reading(library))
        yield made


@pytest.mark.parametrize("question", QUESTIONS, ids=[q["id"] for q in QUESTIONS])
def test_a_model_that_leaves_out_what_it_can_leaves_the_answer_whole(
    question: dict[str, Any], asks: dict[str, tuple[Ask, Read]]
) -> None:
    (asked,) = run([question], asks)
    assert not asked.result.problems, report(asked.result)
