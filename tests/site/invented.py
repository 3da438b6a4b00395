"""An invented library for tests of editorial work, and what is often done with it. Nothing in it is a clinical fact."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from curbside.engine import Engine
from curbside.testing.homes import invented_document, invented_engine
from curbside.types import Identifier, Kind, Mark, Source, State, Status
from curbside_site.accounts.models import Person
from curbside_site.articles import desk, writing
from curbside_site.articles.models import Article, Revision
from curbside_site.review import services as review

QUESTION = "What is the dose of fictoprolol for hypertension in adults?"
GUIDELINE_DOI = Identifier("doi", "10.5555/invented.guideline")
LABEL = (
    "# Fictoprolol tablets\n\n## Posology\n\nFictoprolol 6 mg is taken by mouth once daily by adults with "
    "hypertension. The maximum of fictoprolol is 24 mg a day.\n\n## Contraindications\n\nFictoprolol must not be given "
    "in asthma.\n\n## Monitoring\n\nBlood pressure is checked every 3 weeks with fictoprolol.\n"
)
GUIDELINE = (
    "# Invented guideline\n\n## Dose\n\nFictoprolol 12 mg is taken by mouth twice daily by adults with hypertension.\n"
)


def label(**more: Any) -> Source:
    text = more.pop("text", LABEL)
    return invented_document("test:label", text, kind=Kind.LABEL, title="Fictoprolol tablets", **more)


def guideline(**more: Any) -> Source:
    title = "Invented guideline on hypertension"
    return invented_document("test:guideline", GUIDELINE, title=title, identifiers=(GUIDELINE_DOI,), **more)


@contextmanager
def engine_at(home: Path) -> Iterator[Engine]:
    """An engine on the invented library, which the services of the site use."""
    with pytest.MonkeyPatch.context() as patch:
        # Opening the cross-encoder takes longer than most tests.
        patch.setenv("CURBSIDE_RERANKER", "none")
        with invented_engine(home, [label(), guideline()]) as engine:
            patch.setattr(desk, "_engine", lambda: engine)
            yield engine


def retract(engine: Engine, reason: str = "invented") -> None:
    """Let a register say that the guideline is retracted."""
    engine.library.mark([Mark(GUIDELINE_DOI, Status(State.RETRACTED, reason=reason), "the tests")])


def written(by: Person) -> Article:
    """An article of what the library answers, a draft."""
    return writing.from_question(by=by, text=QUESTION, jurisdiction="uk", audience="professional", length="full")


def approved(article: Article, *reviewers: Person) -> Revision:
    """Its latest revision handed in, judged and approved by all of `reviewers`."""
    revision = article.latest
    review.submit(by=revision.author, revision=revision)
    review.take(by=reviewers[0], revision=revision)
    for reviewer in reviewers:
        for statement in review.statement_ids(revision):
            review.give_verdict(by=reviewer, revision=revision, statement=statement, verdict="sound")
        review.approve(by=reviewer, revision=revision, text_hash=revision.text_hash)
    return revision
