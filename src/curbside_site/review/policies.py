"""What editors decide for all articles: intervals, the policy's text, what is high-risk; and answers to readers.

Every function is one transaction and names who does it; each raises NotAllowed, NotLegal or NotComplete.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction

from curbside_site.accounts.models import Person
from curbside_site.accounts.roles import Permission
from curbside_site.articles import services as articles
from curbside_site.articles.models import Report
from curbside_site.audit_trail.trail import record
from curbside_site.errors import NotAllowed, NotComplete, NotLegal
from curbside_site.review.lapsing import Reason, lapse
from curbside_site.review.models import HighRisk, Policy

LONGEST_MONTHS = 60


@transaction.atomic
def set_policy(*, by: Person, months: int, high_risk_months: int, text: str) -> Policy:
    """Put intervals of review and the text of the editorial policy in force; earlier ones are kept."""
    _edits(by)
    if not 1 <= high_risk_months <= months <= LONGEST_MONTHS:
        raise NotComplete(
            f"Intervals are of 1 to {LONGEST_MONTHS} months, and that of high-risk articles is not the longer one."
        )
    made = Policy.objects.create(months=months, high_risk_months=high_risk_months, text=text.strip(), set_by=by.name)
    detail = {"months": months, "high_risk_months": high_risk_months}
    record(by=by, action="policy set", about="policy", detail=detail)
    return made


@transaction.atomic
def add_high_risk(*, by: Person, word: str, kind: str, why: str) -> HighRisk:
    """Put a drug or topic on the list of what needs two reviewers; it counts for what is submitted from now on."""
    _edits(by)
    if not word.strip() or not why.strip():
        raise NotComplete("Name the drug or topic, and say why it is high-risk.")
    if kind not in ("drug", "topic"):
        raise NotComplete("It is a drug or a topic.")
    try:
        with transaction.atomic():
            made = HighRisk.objects.create(word=word.strip().lower(), kind=kind, why=why.strip(), added_by=by.name)
    except IntegrityError as error:
        raise NotLegal(f"{word.strip()} is on the list already.") from error
    record(by=by, action="high risk added", about=f"high-risk:{made.word}", detail={"why": made.why})
    return made


@transaction.atomic
def remove_high_risk(*, by: Person, entry: HighRisk, why: str) -> None:
    """Take an entry off the list; what was submitted under it keeps its two reviewers."""
    _edits(by)
    if not why.strip():
        raise NotComplete("Say why it is taken off the list.")
    record(by=by, action="high risk removed", about=f"high-risk:{entry.word}", detail={"why": why.strip()})
    entry.delete()


@transaction.atomic
def answer_report(*, by: Person, report: Report, answer: str, lapses: bool) -> None:
    """Answer a reader's report; where it is right, the approval lapses for it."""
    articles.answer_report(by=by, report=report, answer=answer)
    if lapses:
        detail = f"A reader reported a fault: {report.text[:300]}"
        lapse(by=by.name, revision=report.revision, why=Reason("report", "", detail, f"report:{report.pk}"))


def _edits(by: Person) -> None:
    if not by.may(Permission.EDIT):
        raise NotAllowed("Only an editor sets policies and lists.")
