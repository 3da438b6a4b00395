"""Asking an invented library with the model of a scripted server. Nothing in it is a clinical fact."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from curbside.composing.model import ModelComposer
from curbside.events import Checked, Event, Finished
from curbside.models.configuration import Configuration
from curbside.models.spending import Caps
from curbside.testing.homes import invented_engine
from curbside.testing.scripted_model import ScriptedModel
from curbside.types import Answer, Refusal


@dataclass(frozen=True)
class Asked:
    result: Answer | Refusal
    events: tuple[Event, ...]
    server: ScriptedModel

    @property
    def texts(self) -> list[str]:
        """Of the statements of the answer."""
        return [s.text for s in self.result.statements]

    @property
    def told(self) -> list[tuple[str, bool]]:
        """The statements as they were told while the question travelled, and whether they were kept."""
        return [(e.statement.text, e.kept) for e in self.events if isinstance(e, Checked)]

    @property
    def notices(self) -> str:
        return " ".join(self.result.notices)


@pytest.fixture
def ask(tmp_path: Path) -> Callable[..., Asked]:
    """Call with a script, a question, sources, caps, and settings of the model."""
    pytest.importorskip("openai")
    from curbside.models.chosen import opened

    def asked(script, question, sources, caps=None, length="standard", **settings) -> Asked:
        caps = caps or Caps()
        with ScriptedModel(script) as server:
            config = Configuration(server.url, "invented-1", **{"hosted": False, "first": 3.0, **settings})
            model = opened(replace(config, caps=caps))
            with invented_engine(tmp_path / "home", sources, composer=ModelComposer(model, caps)) as engine:
                events = tuple(engine.events(question, length=length))
            model.close()
        last = events[-1]
        assert isinstance(last, Finished)
        return Asked(last.result, events, server)

    return asked
