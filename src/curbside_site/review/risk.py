"""What needs two reviewers, and when an approval is due again: lists and intervals that the owner keeps."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from curbside.language.tokens import content_stems
from curbside_site.articles.models import Article, Revision
from curbside_site.review.models import HighRisk, Policy


def reasons(revision: Revision) -> tuple[str, ...]:
    """The entries of the list that the question, the title or a dose of the revision names."""
    body = revision.body
    drugs = {d.lower() for d in body["question"]["understood"]["drugs"]} | {r["drug"].lower() for r in body["regimens"]}
    text = content_stems(f"{revision.title} {revision.article.question}")
    found = []
    for entry in HighRisk.objects.order_by("word"):
        word = entry.word.lower()
        if word in drugs or content_stems(word) <= text:
            found.append(f"{entry.word}: {entry.why}")
    return tuple(found)


def reviewers_needed(article: Article) -> int:
    """How many reviewers approve a text of it: two where it is high-risk."""
    return 2 if article.high_risk else 1


def next_review(article: Article) -> date:
    """The day by which an approval of today is due again, by the policy in force."""
    policy = Policy.objects.first() or Policy()
    months = policy.high_risk_months if article.high_risk else policy.months
    return timezone.localdate() + relativedelta(months=months)
