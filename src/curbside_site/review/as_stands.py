"""A stored text on the sources as they are now, without what is hidden: what leaves the site is made of this."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from curbside.errors import InputError
from curbside.interop.saved import answer_of
from curbside.interop.saved.withholding import withheld
from curbside.library import Library
from curbside.types import Answer
from curbside_site.articles.models import Revision
from curbside_site.review.models import Lapse
from curbside_site.review.showing import hidden


def revision_now(revision: Revision, library: Library) -> Answer:
    """The answer of a revision as it may leave the site today, with the reasons for what is withheld.

    Raises InputError where nothing of it may be shown any more, LibraryError where the library does not keep it.
    """
    return answer_now(revision, tuple(revision.lapses.all()), library)


def answer_now(revision: Revision, lapses: tuple[Lapse, ...], library: Library) -> Answer:
    """The same, for lapses that were read before. Raises as `revision_now`."""
    body: dict[str, Any] = {**revision.body, "id": revision.answer}
    where = f"revision {revision.number}"
    why = because(lapses)
    told = tuple(f"Withheld: {one.rstrip('.')}. Every dose in it is withheld too." for one in why)
    left = withheld(answer_of(body, library, where), hidden(lapses), told, library)
    if left is None:
        raise InputError(where, f"nothing of it may be shown any more: {'; '.join(why).rstrip('.')}")
    return left


def because(lapses: Iterable[Lapse]) -> tuple[str, ...]:
    """Why statements are hidden, each reason once."""
    return tuple(dict.fromkeys(lapse.detail for lapse in lapses if lapse.hides))
