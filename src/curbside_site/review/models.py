"""States, assignments, verdicts, decisions and lapses: rows that are written once.

What the database itself holds: approved implies a decision with reviewer, date and hash; who decides is not who wrote;
a revision enters a state once, so that of two decisions at the same time one wins.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from curbside_site.accounts.models import Person
from curbside_site.articles.models import Article, Revision


class Decision(models.Model):
    """What a reviewer decided on a revision, with what held of the reviewer that day.

    author: of the revision, copied so that the database can hold the two apart. text_hash: of what was read.
    renditions: the forms of this text that it holds for ("page", "print", "pdf", "fhir", ...).
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="decisions")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decisions")
    approves = models.BooleanField()
    text_hash = models.CharField(max_length=64)
    credential = models.CharField(max_length=400)
    specialty = models.CharField(max_length=200)
    interests = models.TextField()
    comment = models.TextField(blank=True)
    renditions = models.JSONField(default=list)
    decided_at = models.DateTimeField()
    next_review = models.DateField(null=True)

    class Meta:
        ordering = ("decided_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("revision", "reviewer"), name="one_decision_a_reviewer"),
            models.CheckConstraint(condition=~Q(reviewer=F("author")), name="the_approver_is_not_the_author"),
            models.CheckConstraint(condition=Q(text_hash__regex=r"^[0-9a-f]{64}$"), name="a_decision_names_a_text"),
            models.CheckConstraint(condition=~Q(credential="") & ~Q(interests=""), name="a_decision_says_by_whom"),
            models.CheckConstraint(
                condition=Q(approves=False) | Q(next_review__isnull=False), name="an_approval_has_a_next_review"
            ),
        )


class Assignment(models.Model):
    """A reviewer whom an editor asked to review a revision."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="assignments")
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    assigned_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("revision", "reviewer"), name="assigned_once"),)


class StatementVerdict(models.Model):
    """What a reviewer says of one statement of a revision; a later row of the same reviewer replaces an earlier."""

    SOUND, WRONG, SOURCE = "sound", "wrong", "needs a better source"
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="verdicts")
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    statement = models.CharField(max_length=20)
    verdict = models.CharField(max_length=30, choices=[(v, v) for v in (SOUND, WRONG, SOURCE)])
    comment = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(verdict="sound") | ~Q(comment=""), name="a_fault_is_told_in_words"),
        )


class Lapse(models.Model):
    """Why an approval no longer holds.

    hides: the ids of statements whose text is hidden at once (a retraction or a safety alert touches them). key: names
    the event, so that following the library twice writes it once.
    """

    REASONS = (
        "changed",
        "retracted",
        "superseded",
        "withdrawn",
        "concern",
        "safety alert",
        "newer evidence",
        "date",
        "report",
    )
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="lapses")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="lapses")
    reason = models.CharField(max_length=20, choices=[(r, r) for r in REASONS])
    source = models.CharField(max_length=200, blank=True)
    detail = models.TextField()
    hides = models.JSONField(default=list)
    key = models.CharField(max_length=250, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")


class HighRisk(models.Model):
    """A drug or topic whose articles need two reviewers; the list is the owner's."""

    word = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=[("drug", "drug"), ("topic", "topic")])
    why = models.TextField()
    added_by = models.CharField(max_length=200)
    added_at = models.DateTimeField(auto_now_add=True)


class Policy(models.Model):
    """What the editors decided; the latest row is in force. months: until the next review."""

    months = models.PositiveSmallIntegerField(default=12)
    high_risk_months = models.PositiveSmallIntegerField(default=6)
    text = models.TextField(blank=True, help_text="Shown on the page of the editorial policy.")
    set_by = models.CharField(max_length=200)
    set_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-set_at", "-pk")


class Cursor(models.Model):
    """How far a feed of changes was followed."""

    name = models.CharField(max_length=50, primary_key=True)
    position = models.PositiveBigIntegerField(default=0)
    at = models.DateTimeField(auto_now=True)


class JobState(models.Model):
    """When a job runs next, and how its last run went. claimed_until: after that, another worker may run it."""

    name = models.CharField(max_length=50, primary_key=True)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    began_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    failures = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("name",)
