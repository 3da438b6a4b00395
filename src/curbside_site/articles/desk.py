"""The library and its index for editing and for asking anew, opened once a process."""

from __future__ import annotations

import json
import threading
from functools import cache

from django.conf import settings

from curbside.engine import Engine
from curbside.interop import contract
from curbside.interop import overview as overview_contract
from curbside.interop.editing import EditingDesk, emptied, opened
from curbside.library import Library
from curbside.overviewing.overviewer import Overviewer
from curbside.types import Answer, Overview, Refusal
from curbside_site import shelf

_LOCK = threading.Lock()


def engine() -> Engine:
    """The engine of this process for what an author does; it is not closed by whoever gets it.

    Raises LibraryError, SearchIndexError where it cannot be opened.
    """
    with _LOCK:
        return _engine()


@cache
def _engine() -> Engine:
    return shelf.engine()


def library() -> Library:
    """The library of that engine."""
    return engine().library


def editing() -> EditingDesk:
    """Where statements are changed. It is made anew each time, so that it sees the library as it is."""
    used = engine()
    return EditingDesk(used.library, used.index, criteria=settings.ENGINE.allowed("criteria"))


def answer(answer_id: str) -> Answer:
    """The saved answer or overview, ready to be edited, on its sources as they are now.

    Raises LibraryError where there is none, InputError where nothing of it may be shown.
    """
    return opened(answer_id, library(), criteria=settings.ENGINE.allowed("criteria"))


def emptied_answer(answer_id: str) -> Answer:
    """The question of a saved answer without a statement. Raises LibraryError where there is none."""
    return emptied(answer_id, library())


def save(edited: Answer) -> str:
    """Keep an answer in the library, with all versions that it cites, and say its id."""
    body = contract.as_json(edited, library().read_span)
    cited = [(r.source.id, r.source.content_hash) for r in edited.references]
    return library().save_answer(edited.question.text, json.dumps(body, ensure_ascii=False), cited)


def asked(text: str, *, jurisdiction: str | None, audience: str, length: str) -> Answer | Refusal:
    """What the library answers to that now."""
    return engine().ask(text, jurisdiction=jurisdiction, audience=audience, length=length)


def is_overview(answer_id: str) -> bool:
    """Whether a saved answer is an overview."""
    return json.loads(library().answer(answer_id).body).get("overview") is not None


def overview(topic: str, *, length: str) -> str | Refusal:
    """Make an overview and keep it: its id, or why there is none. Raises UsageError where the topic is empty."""
    used = engine()
    made = Overviewer(used.settings, used.library, used.index).overview(topic, length=length)
    if not isinstance(made, Overview):
        return made
    body = overview_contract.as_json(made, used.library.read_span)
    cited = [(r.source.id, r.source.content_hash) for r in made.answer.references]
    return used.library.save_answer(f"Overview: {topic}", json.dumps(body, ensure_ascii=False), cited)
