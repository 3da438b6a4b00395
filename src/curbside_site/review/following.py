"""Following the library: what became of the sources of articles, by its change feed, each event once.

The truth is read from the library as it is when a change is followed; the feed only says where to look. So a change
that was followed twice, late, or together with a later one ends the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from django.db import transaction

from curbside.language.subject import subject
from curbside.library import Library
from curbside.library.outcomes import What
from curbside.types import Kind, Source, State
from curbside_site.articles import desk, states
from curbside_site.articles.models import Cited, Revision
from curbside_site.articles.moves import State as Standing
from curbside_site.review.lapsing import Reason, lapse, resting_on
from curbside_site.review.models import Cursor

WHO: Final = "system: follow-library"
BATCH: Final = 500
_LIVE: Final = frozenset(
    {Standing.DRAFT, Standing.SUBMITTED, Standing.UNDER_REVIEW, Standing.APPROVED, Standing.NEEDS_RE_REVIEW}
)
_GONE: Final = {State.RETRACTED: "retracted", State.WITHDRAWN: "withdrawn"}
_SOFT: Final = {
    State.SUPERSEDED: "superseded",
    State.CONCERN: "concern",
    State.CORRECTION: "concern",
    State.REVIEW_OVERDUE: "date",
}


def follow(now: datetime, library: Library | None = None) -> str:
    """Follow the feed from where it was left to its end; says how many changes there were and what lapsed."""
    library = library or desk.library()
    changes = lapses = 0
    while True:
        position = Cursor.objects.get_or_create(name=WHO)[0].position
        batch = list(islice(library.changes(position), BATCH))
        if not batch:
            return f"{changes} changes, {lapses} lapses"
        ids = {c.source for c in batch}
        added = {c.source: datetime.fromisoformat(c.at) for c in batch if c.what in (What.ADDED, What.UPDATED)}
        with transaction.atomic():
            lapses += sum(lapse(by=WHO, revision=r, why=why) for r, why in _touched(library, ids))
            lapses += sum(lapse(by=WHO, revision=r, why=why) for r, why in _alerted(library, added))
            # In the same transaction: a stop between leaves the batch to be followed again, from its beginning.
            Cursor.objects.filter(name=WHO, position__lt=batch[-1].sequence).update(position=batch[-1].sequence)
        changes += len(batch)


def check_all(now: datetime, library: Library | None = None) -> str:
    """Look at every cited version of every live revision; says how many were looked at and what lapsed.

    A text can be written in the moment in which the feed is followed; what was missed so is found here.
    """
    library = library or desk.library()
    cited = [c for r in states.now_in(*_LIVE) for c in r.cited.select_related("revision", "revision__article")]
    fates = [(c.revision, why) for c in cited if (why := fate(library, c))]
    return f"{len(cited)} citations, {sum(lapse(by=WHO, revision=r, why=why) for r, why in fates)} lapses"


def _touched(library: Library, ids: set[str]) -> Iterator[tuple[Revision, Reason]]:
    """The live revisions that cite one of these sources, under any of its names, and what became of it."""
    names = {name for one in ids for name in (one, *library.aliases(one))}
    rows = Cited.objects.filter(source__in=names).select_related("revision", "revision__article")
    for cited in rows:
        if states.of(cited.revision) in _LIVE:
            why = fate(library, cited)
            if why is not None:
                yield cited.revision, why


def fate(library: Library, cited: Cited) -> Reason | None:
    """What became of a cited version since the revision was written; None where nothing did."""
    known = library.resolve(cited.source)
    name = f"“{cited.title.rstrip('.')}”"
    if known is None:
        hides = resting_on(cited.revision, {cited.source})
        detail = f"{name} was taken out of the library."
        return Reason("withdrawn", cited.source, detail, f"removed:{cited.source}", hides)
    current = library.described([known])[known]
    status, was = current.status, _status_then(cited)
    if status.state in _GONE:
        told = f"; {status.reason.rstrip('.')}" if status.reason else ""
        since = f" since {status.since}" if status.since else ""
        hides = resting_on(cited.revision, {cited.source})
        detail = f"{name} is {status.state}{since}{told}."
        return Reason(_GONE[status.state], cited.source, detail, f"{status.state}:{cited.source}", hides)
    if status.state in _SOFT and str(status.state) != was:
        by = f" by {status.by}" if status.by else ""
        detail = f"{name} is now: {status.state}{by}."
        return Reason(_SOFT[status.state], cited.source, detail, f"{status.state}:{cited.source}:{status.by or ''}")
    if current.content_hash != cited.content_hash and known == cited.source:
        detail = f"{name} has a newer text; what is quoted here is the earlier one."
        return Reason("changed", cited.source, detail, f"changed:{cited.source}:{current.content_hash}")
    return None


def _status_then(cited: Cited) -> str:
    rows = cited.revision.body.get("references", ())
    return next((str(r.get("status", "")) for r in rows if r["id"] == cited.source), "")


def _alerted(library: Library, added: dict[str, datetime]) -> Iterator[tuple[Revision, Reason]]:
    """The live revisions on a drug that a safety alert names which came after they were written."""
    for source in library.described(added).values():
        if source.kind is not Kind.SAFETY_ALERT or source.status.state in _GONE:
            continue
        drugs = subject(source.title).drugs
        for revision in states.now_in(*_LIVE) if drugs else ():
            fresh = added[source.id] > revision.created_at
            if fresh and not revision.cited.filter(source=source.id).exists():
                touched = tuple(r["statement"] for r in revision.body.get("regimens", ()) if r["drug"] in drugs)
                if touched or drugs & set(revision.body["question"]["understood"].get("drugs", ())):
                    yield revision, _alert(source, revision, tuple(dict.fromkeys(touched)))


def _alert(source: Source, revision: Revision, touched: tuple[str, ...]) -> Reason:
    """An alert that was out before the approval was for its reviewers to know: that hides nothing."""
    last = revision.decisions.filter(approves=True).last()
    known = last is not None and source.date is not None and source.date[:10] < last.decided_at.date().isoformat()
    detail = f"A safety alert on the same drug came into the library: “{source.title.rstrip('.')}”."
    return Reason("safety alert", source.id, detail, f"alert:{source.id}", () if known else touched)
