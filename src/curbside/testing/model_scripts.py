"""Scripts for `ScriptedModel`: what a model says of the numbered evidence that it is given."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

_EVIDENCE: Final = re.compile(r"^\[(\d+)\] \([^\n]*?\) (.*)$", re.MULTILINE)
Request = dict[str, Any]


def evidence(request: Request) -> dict[str, int]:
    """The sentences that a request to compose or to repair gives as evidence, each with its number."""
    return {text: int(number) for number, text in _EVIDENCE.findall(request["messages"][-1]["content"])}


def statements(listed: Sequence[Mapping[str, Any]]) -> str:
    """The answer of a model, as JSON of the shape that it is asked for."""
    return json.dumps({"statements": list(listed)})


def quoting(request: Request) -> str:
    """A model that says every sentence of its evidence as it is."""
    return statements([{"text": t, "rests_on": [n], "facet": "other"} for t, n in evidence(request).items()])


def saying(*said: tuple[str, str, str]) -> Callable[[Request], str]:
    """A model that says each text, resting on all evidence that begins with the second, under the facet."""

    def script(request: Request) -> str:
        known = evidence(request).items()
        return statements(
            [
                {"text": text, "rests_on": [n for t, n in known if t.startswith(begins)], "facet": facet}
                for text, begins, facet in said
            ]
        )

    return script
