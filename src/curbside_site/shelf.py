"""The library that the site shows and asks, opened once a process."""

from __future__ import annotations

import threading
from functools import cache

from django.conf import settings

from curbside.composing.model import ModelComposer
from curbside.engine import Engine
from curbside.library import Library
from curbside.models.chosen import model
from curbside.retrieval.opening import open_home
from curbside.settings import Settings
from curbside_site.configuring import QUOTING

_LOCK = threading.Lock()


def library() -> Library:
    """The library for reading; made with its starter sources on the first use of a home folder.

    Raises LibraryError, SearchIndexError where it cannot be opened.
    """
    with _LOCK:
        return _library()


@cache
def _library() -> Library:
    engine_settings: Settings = settings.ENGINE
    if not Library.exists(engine_settings.home, engine_settings.database_url):
        made, index = open_home(engine_settings.home, database_url=engine_settings.database_url)
        index.close()
        return made
    return Library.open(engine_settings.home, database_url=engine_settings.database_url)


def composer() -> ModelComposer | None:
    """The language model that composes answers here, closed by whoever asks for it; None where answers quote.

    Raises UsageError where it cannot be used, as where the extra "model" is not installed.
    """
    if settings.COMPOSER == QUOTING:
        return None
    opened, config = model()
    return ModelComposer(opened, config.caps)


def engine() -> Engine:
    """An engine of its own for whoever asks for it, who closes it; threads may share it."""
    engine_settings: Settings = settings.ENGINE
    opened = open_home(engine_settings.home, database_url=engine_settings.database_url)
    return Engine(engine_settings, *opened)
