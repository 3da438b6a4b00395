"""The language model that is in force: the one that is set, opened, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final

from curbside.errors import UsageError
from curbside.models.base import NEEDED, Model
from curbside.models.configuration import MODEL, URL, Configuration, configuration

PACKAGES: Final = ("openai", "anthropic", "json_repair")


def model(environ: Mapping[str, str] | None = None) -> tuple[Model, Configuration]:
    """The model that is set, and its settings; close it when done.

    Raises UsageError where none is set, where its settings make no sense, and where the extra is not installed.
    """
    config = configuration(environ)
    if config is None:
        raise UsageError(
            f"No language model is set: {URL} is its address (http://localhost:11434/v1, or anthropic:), {MODEL} its "
            "name there."
        )
    return opened(config), config


def lacking() -> tuple[str, ...]:
    """The packages of the extra "model" that are not installed."""
    return tuple(name for name in PACKAGES if find_spec(name) is None)


def opened(config: Configuration) -> Model:
    """The model of a configuration. Raises UsageError where the extra "model" is not installed."""
    if packages := lacking():
        raise UsageError(f"Not installed: {', '.join(packages)}; {NEEDED}.")
    # The clients take a second to import, which only those pay who have a model.
    from curbside.models import transport
    from curbside.models.calling import Caller

    if config.anthropic:
        from curbside.models.anthropic_wire import AnthropicWire

        return Caller(config, AnthropicWire(config), transport.use)
    from curbside.models.openai_wire import OpenAIWire

    return Caller(config, OpenAIWire(config), transport.use)
