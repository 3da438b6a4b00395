"""A demonstration: a home of its own with invented people, made by the services and the engine like any other.

Questions are answered from the starter library, and from two invented documents that are marked as such: so the
retraction that is shown is of a document that nobody published.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from curbside.errors import CurbsideError, UsageError
from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Role
from curbside_site.articles import desk, sourcing, writing
from curbside_site.articles import services as articles
from curbside_site.articles.models import Article, Revision
from curbside_site.people import demonstration, services
from curbside_site.review import jobs, policies
from curbside_site.review import services as review

APPROVED: Final = (
    "How is vitamin B12 deficiency with neurological involvement treated?",
    "Can metformin be continued when eGFR is below 30?",
    "Does folic acid worsen neuropathy in vitamin B12 deficiency?",
    "What is the dose of adrenaline for anaphylaxis in adults?",
)
WAITING: Final = (
    "What is the dose of apixaban in atrial fibrillation?",
    "How is pregabalin started for neuropathic pain?",
    "Which antibiotics are recommended for community-acquired pneumonia?",
    "Does nitrous oxide cause vitamin B12 deficiency?",
    "How often are hydroxocobalamin injections repeated for maintenance?",
)
BEGUN: Final = "Is oral vitamin B12 as effective as intramuscular injection?"
DRAFTS: Final = ("What does vitamin B6 do to nerves?", "Which drugs lower blood pressure in pregnancy?")
INVENTED: Final = "What is the dose of exemplamine for hypertension in adults?"
SOFT: Final = "What is the dose of specimenol for hypertension in adults?"
_TRIAL: Final = """---
id: local:invented-exemplamine-label
kind: label
title: "Exemplamine tablets (invented for the demonstration)"
publisher: "Invented Institute"
date: "2025"
jurisdiction: uk
status: {status}
licence: Apache-2.0
---

> Invented for the demonstration of Curbside. There is no such drug and no such document.

# Exemplamine tablets

## Dose

Exemplamine 5 mg is taken by mouth once daily by adults with hypertension. The maximum of exemplamine is 20 mg a day.

## Contraindications

Exemplamine must not be given to adults with asthma.
"""
_GUIDE: Final = """---
id: local:invented-specimenol-guideline
kind: guideline
title: "Specimenol in hypertension (invented for the demonstration)"
publisher: "Invented Institute"
date: "2024"
jurisdiction: uk
status: {status}
licence: Apache-2.0
---

> Invented for the demonstration of Curbside. There is no such drug and no such document.

# Specimenol in hypertension

## Dose

Specimenol 30 mg is taken by mouth twice daily by adults with hypertension.

## Contraindications

Specimenol must not be given in pregnancy.
"""


@dataclass(frozen=True, slots=True)
class Cast:
    """The invented people of a demonstration."""

    admin: Person
    editor: Person
    authors: tuple[Person, ...]
    reviewers: tuple[Person, ...]
    reader: Person


def make(home: Path) -> Iterator[str]:
    """Fill a home with a demonstration and tell what was made, line by line.

    Raises UsageError where real people have accounts in it, or it has a demonstration already.
    """
    if home != settings.HOME:
        raise UsageError(f"The site was opened for {settings.HOME}, not for {home}.")
    demonstration.mark(home)
    if Person.objects.exists():
        raise UsageError(f"{home} has a demonstration already; remove the folder to make another.")
    password = secrets.token_urlsafe(12)
    cast = _people(password)
    yield f"People (all invented), with the password {password}:"
    for one in Person.objects.order_by("pk"):
        yield f"  {one.username:<10} {', '.join(sorted(one.roles))}"
    _rules(cast)
    for text in (_TRIAL, _GUIDE):
        _upload(cast, text.format(status="current"))
    approved = [a for q in (*APPROVED, INVENTED, SOFT) if (a := _approved(cast, q)) is not None]
    yield f"{len(approved)} articles approved."
    yield f"{sum(1 for q in WAITING if _submitted(cast, q))} wait in the queue, and one is being reviewed."
    _begun(cast)
    _amended(cast, approved[0])
    for question in DRAFTS:
        _article(cast.authors[1], question)
    _upload(cast, _TRIAL.format(status="retracted"))
    _upload(cast, _GUIDE.format(status="superseded\nsuperseded_by: an invented successor"))
    jobs.run_due()
    yield "One approval lapsed since its (invented) source was retracted, one since its source was superseded."
    _reports(cast, approved)
    yield f"Two readers' reports, one answered.\n`curbside serve --home {home}` shows it."


def _people(password: str) -> Cast:
    by = services.COMMAND_LINE

    def person(username: str, full_name: str, *roles: Role) -> Person:
        made = services.add(by=by, username=username, full_name=full_name, password=password, invented=True)
        for role in roles:
            services.grant(by=by, person=made, role=role)
        return made

    admin = person("admin", "Alex Ander", Role.ADMIN)
    editor = person("editor", "Edith Orial", Role.EDITOR)
    authors = (person("author", "Arthur Pen", Role.AUTHOR), person("author2", "Nora Quill", Role.AUTHOR))
    reviewers = (
        person("reviewer", "Rhea Viewer", Role.REVIEWER),
        person("reviewer2", "Otto Second", Role.REVIEWER, Role.AUTHOR),
        person("reviewer3", "Mina Third", Role.REVIEWER),
    )
    entitled = (("MD", "neurology"), ("PharmD", "clinical pharmacy"), ("MD", "internal medicine"))
    for one, (title, specialty) in zip(reviewers, entitled, strict=True):
        register = "Invented Register, for the demonstration"
        services.verify_credential(by=editor, person=one, title=title, specialty=specialty, register=register)
    services.declare(by=reviewers[0], text="none declared")
    services.declare(by=reviewers[1], text="Invented: lecture fees of an invented company in 2025.")
    services.declare(by=reviewers[2], text="none declared")
    return Cast(admin, editor, authors, reviewers, person("reader", "Rita Reader", Role.READER))


def _rules(cast: Cast) -> None:
    text = (
        "Invented for the demonstration. Every statement stands on a quote of its source. A reviewer with a verified "
        "credential, who is not the author, judges each statement. What is high-risk has two reviewers."
    )
    policies.set_policy(by=cast.editor, months=12, high_risk_months=6, text=text)
    for word, kind in (("apixaban", "drug"), ("adrenaline", "drug"), ("pregnancy", "topic")):
        policies.add_high_risk(by=cast.editor, word=word, kind=kind, why="on the list of the demonstration")


def _upload(cast: Cast, text: str) -> None:
    file = SimpleUploadedFile("invented.md", text.encode("utf-8"))
    sourcing.upload(by=cast.editor, file=file, facts={})


def _article(author: Person, question: str) -> Article | None:
    """An article of what the library answers; None where it has no answer to that."""
    try:
        return writing.from_question(
            by=author, text=question, jurisdiction="uk", audience="professional", length="standard"
        )
    except CurbsideError:
        return None


def _submitted(cast: Cast, question: str) -> Revision | None:
    article = _article(cast.authors[0], question)
    if article is None:
        return None
    review.submit(by=cast.authors[0], revision=article.latest)
    return article.latest


def _approved(cast: Cast, question: str) -> Article | None:
    revision = _submitted(cast, question)
    if revision is None:
        return None
    article = Article.objects.get(pk=revision.article_id)
    for reviewer in cast.reviewers[: 2 if article.high_risk else 1]:
        _reviewed(reviewer, revision)
        review.approve(
            by=reviewer,
            revision=revision,
            text_hash=revision.text_hash,
            renditions=("page", "print", "pdf", "html", "feed", "fhir", "calendar", "cards"),
        )
    return article


def _reviewed(reviewer: Person, revision: Revision) -> None:
    if not revision.verdicts.exists():
        review.take(by=reviewer, revision=revision)
    for statement in review.statement_ids(revision):
        review.give_verdict(by=reviewer, revision=revision, statement=statement, verdict="sound")


def _begun(cast: Cast) -> None:
    """One that is being reviewed, with a fault found, and one that was sent back."""
    first, second = (_submitted(cast, q) for q in (BEGUN, "How long does recovery from B12 neuropathy take?"))
    if first is not None:
        review.assign(by=cast.editor, revision=first, reviewer=cast.reviewers[0])
        review.take(by=cast.reviewers[0], revision=first)
        ids = review.statement_ids(first)
        review.give_verdict(by=cast.reviewers[0], revision=first, statement=ids[0], verdict="sound")
    if second is not None:
        review.take(by=cast.reviewers[1], revision=second)
        ids = review.statement_ids(second)
        review.give_verdict(
            by=cast.reviewers[1],
            revision=second,
            statement=ids[-1],
            verdict="needs a better source",
            comment="Invented comment: is there a cohort that says this too?",
        )
        review.request_changes(
            by=cast.reviewers[1], revision=second, comment="Invented comment: the last statement needs a better source."
        )


def _amended(cast: Cast, article: Article) -> None:
    """An amendment of an approved article that waits: one statement less that nothing needs beside it."""
    author = cast.authors[0]
    working = writing.begin(by=author, article=article)
    for statement in reversed(desk.answer(working.answer).statements):
        try:
            writing.remove(by=author, working=working, version=working.version, statements=[statement.id])
        except CurbsideError:
            continue  # what must stand beside a dose, or is one side of a disagreement, stays: the next is tried
        made = writing.keep(by=author, working=working, version=working.version, why="Shorter: one statement less.")
        review.submit(by=author, revision=made)
        return


def _reports(cast: Cast, approved: list[Article]) -> None:
    first = approved[0].revisions.get(number=1)
    articles.report(by=cast.reader, revision=first, text="Invented report: which form is meant here?", statement="s1")
    second = articles.report(
        by=cast.reader, revision=approved[1].latest, text="Invented report: the link of reference 1 is hard to find."
    )
    answer = "Invented answer: it stands at the end, under References."
    policies.answer_report(by=cast.editor, report=second, answer=answer, lapses=False)
