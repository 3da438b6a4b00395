"""The bundles of the articles that are approved as FHIR, and which resource is in which.

A resource is found by its id, which follows from the revision alone (`interop.fhir.identities`), so that no bundle is
made in vain. Bundles are kept under all that may change them.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.utils import timezone

from curbside.errors import InputError
from curbside.interop import fhir
from curbside.interop.approval import reviewed
from curbside.interop.fhir.identities import identities
from curbside_site.api.published import Published, published, standing
from curbside_site.api.readings import reading
from curbside_site.articles.models import Revision
from curbside_site.articles.moves import State
from curbside_site.shelf import library

RENDITION: Final = "fhir"
KEPT: Final = 128
Json = dict[str, Any]
_lock = threading.Lock()
_kept: OrderedDict[tuple[Any, ...], Json | str] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was given out once and is not any more. why: one sentence."""

    why: str


def approved(**only: Any) -> Iterator[Published]:
    """The articles whose approval holds for FHIR. only: conditions on their revisions, as Django's ORM has them."""
    for one in published(standing(Revision.objects.filter(**only))):
        if one.approval and RENDITION in one.approval.renditions:
            yield one


def bundle(one: Published, release: str) -> Json | Withdrawn:
    """The bundle of an article on the sources as they are now, without what is withheld."""
    line, now = review_line(one), reading(one)
    if now.answer is None:
        return Withdrawn(now.why)
    key = (one.revision.pk, now.fingerprint, release, line)
    with _lock:
        found = _kept.get(key)
    if found is None:
        try:
            made = fhir.bundle(now.answer, library().read_span, release=release, review=line)
            found = fhir.validated(made, release)
        except InputError as error:
            found = str(error)
        with _lock:
            _kept[key] = found
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return Withdrawn(found) if isinstance(found, str) else found


def review_line(one: Published) -> str:
    """Who approved it, or what became of the approval, in a sentence or two."""
    now = reading(one)
    line = reviewed(one.approval, now.fingerprint, RENDITION, timezone.localdate()).line
    if one.state is State.NEEDS_RE_REVIEW:
        reasons = "; ".join(lapse.detail.rstrip(".") for lapse in one.lapses) or "its approval has lapsed"
        return f"{line} It needs re-review since {one.since:%Y-%m-%d}: {reasons}."
    return line


def find(kind: str, key: str, release: str) -> Json | Withdrawn | None:
    """The resource of that type and id; None where there never was one."""
    for one in approved():
        if ids(one.revision.pk, release).get(key) == kind:
            made = bundle(one, release)
            return made if isinstance(made, Withdrawn) else _within(one, made, key)
    return None


def _within(one: Published, made: Json, key: str) -> Json | Withdrawn:
    entry = next((e["resource"] for e in made["entry"] if e["resource"]["id"] == key), None)
    why = " ".join(one.because) or "a source that it rested on is no evidence any more"
    return entry or Withdrawn(f"It was withdrawn: {why.rstrip('.')}.")


@lru_cache(maxsize=4096)
def ids(revision: int, release: str) -> dict[str, str]:
    """The types by id of what a revision may hold; a revision never changes, so that they are kept."""
    return identities(Revision.objects.only("body").get(pk=revision).body, release)
