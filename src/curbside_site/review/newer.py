"""Newer evidence: a source that came after an article was written and that its question would now cite first.

This is as far as it can be known without a reader: the question of each approved article that a new source may touch
is asked again. What is not found so (another aspect, another wording of the question) is not told.
"""

from __future__ import annotations

from datetime import datetime
from itertools import islice
from typing import Final

from django.db import transaction

from curbside.evidence.rank import claim_of, order
from curbside.language.subject import subject
from curbside.language.tokens import content_stems
from curbside.library import Library
from curbside.library.outcomes import What
from curbside.types import Answer, Kind, Source
from curbside_site.articles import desk, states
from curbside_site.articles.models import Revision
from curbside_site.articles.moves import State
from curbside_site.review.lapsing import Reason, lapse
from curbside_site.review.models import Cursor

WHO: Final = "system: look-for-newer"
BATCH: Final = 500
_SHARE: Final = 0.5


def look(now: datetime) -> str:
    """Follow the feed for sources that are new, and ask again what they may touch; says what was found."""
    library = desk.library()
    asked = lapses = 0
    while True:
        position = Cursor.objects.get_or_create(name=WHO)[0].position
        batch = list(islice(library.changes(position), BATCH))
        if not batch:
            return f"{asked} questions asked again, {lapses} with newer evidence"
        added = {c.source: datetime.fromisoformat(c.at) for c in batch if c.what is What.ADDED}
        sources = library.get_many(added)
        for revision in states.now_in(State.APPROVED).filter(article__kind="answer"):
            fresh = {s.id: s for s in sources.values() if added[s.id] > revision.created_at and _may_touch(s, revision)}
            if fresh:
                asked += 1
                why = _found(revision, fresh, library)
                lapses += bool(why and lapse(by=WHO, revision=revision, why=why))
        with transaction.atomic():
            Cursor.objects.filter(name=WHO, position__lt=batch[-1].sequence).update(position=batch[-1].sequence)


def _may_touch(source: Source, revision: Revision) -> bool:
    """Whether a source speaks of what the question is about; where nothing was understood of it, of half its words."""
    if source.kind is Kind.SAFETY_ALERT:
        return False
    known = revision.body["question"]["understood"]
    about = subject(f"{source.title}. {source.text}")
    named = set(known.get("drugs", ())), set(known.get("conditions", ()))
    if any(named):
        return bool(named[0] & about.drugs or named[1] & about.conditions)
    words = content_stems(revision.article.question)
    return len(words & content_stems(source.text)) >= _SHARE * len(words)


def _found(revision: Revision, fresh: dict[str, Source], library: Library) -> Reason | None:
    """The new source that is cited first now, where it is of no lower rank than what was cited first before."""
    article = revision.article
    where = revision.body["question"]["understood"].get("jurisdiction")
    found = desk.asked(article.question, jurisdiction=where, audience=article.audience, length=article.length)
    if not isinstance(found, Answer):
        return None
    source = fresh.get(found.statements[0].citations[0].source)
    if source is None:
        return None
    first = revision.body["statements"][0]["citations"][0]["source"]
    known = library.resolve(first)
    before = library.described([known]).get(known) if known else None
    claim = claim_of(found.question.understood.intent)
    if before is not None and order(source, claim, where)[:2] > order(before, claim, where)[:2]:
        return None
    if before is not None and (source.year or 0) < (before.year or 0):
        return None
    detail = f"A newer source of no lower rank answers the question first now: “{source.title.rstrip('.')}”."
    return Reason("newer evidence", source.id, detail, f"newer:{source.id}")


def overdue(now: datetime) -> str:
    """Let every approval lapse whose next review is past; says how many."""
    today, lapses = now.date(), 0
    for standing in states.now_in(State.APPROVED):
        due = [d.next_review for d in standing.decisions.filter(approves=True) if d.next_review]
        if due and min(due) < today:
            detail = f"Its next review has been due since {min(due):%-d %B %Y}."
            why = Reason("date", "", detail, f"date:{min(due).isoformat()}")
            lapses += lapse(by="system: review-dates", revision=standing, why=why)
    return f"{lapses} lapses"
