"""A published revision as an answer on the sources as they are now: what is withheld is out of it, with the reason.

Reading an answer again passes every statement through the gates (some tenths of a second), so that the last ones are
kept, under all that may change them: the library's last change and what is hidden.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Final

from curbside.errors import InputError, SourceNotFound
from curbside.interop import contract
from curbside.interop.approval import fingerprint
from curbside.types import Answer
from curbside_site.api.published import Published
from curbside_site.review.as_stands import answer_now
from curbside_site.shelf import library

KEPT: Final = 256
_lock = threading.Lock()
_kept: OrderedDict[tuple[Any, ...], Reading] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Reading:
    """answer: None where nothing of it may be shown any more, for the reason in `why`. body: as `ask --json`."""

    answer: Answer | None
    body: dict[str, Any]
    fingerprint: str
    why: str = ""


def reading(one: Published) -> Reading:
    """The answer of a published revision as it stands now. Raises LibraryError where the library cannot be opened."""
    key = (one.revision.pk, one.revision.text_hash, library().last_change(), tuple(sorted(one.hidden)), one.because)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made = _read(one)
    with _lock:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made


def _read(one: Published) -> Reading:
    shelf = library()
    try:
        answer = answer_now(one.revision, one.lapses, shelf)
    except (InputError, SourceNotFound) as error:
        told = str(error)
        return Reading(None, {}, "", told[:1].upper() + told[1:])
    return Reading(answer, contract.as_json(answer, shelf.read_span), fingerprint(answer, shelf.read_span))
