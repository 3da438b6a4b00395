"""Articles and revisions. A revision is never changed: another text is another revision."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from curbside_site.accounts.models import Person
from curbside_site.articles.moves import State


class Article(models.Model):
    """A text under an address that others may link to.

    kind: of an answer or an overview. rendition_of: the article in whose place it speaks to another audience or at
    another length; it is reviewed by itself. high_risk: needs two reviewers, decided by the lists of the owner when it
    is submitted. number of revisions: see `revisions`.
    """

    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=[("answer", "answer"), ("overview", "overview")])
    question = models.TextField()
    audience = models.CharField(max_length=20, default="professional")
    length = models.CharField(max_length=20, default="standard")
    rendition_of = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="renditions")
    high_risk = models.BooleanField(default=False)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="articles")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug

    @property
    def latest(self) -> Revision:
        """The newest revision, whatever its state."""
        found = self.revisions.order_by("-number").first()
        assert found is not None, "an article is made with its first revision"
        return found


class Revision(models.Model):
    """One text of an article, with the versions of the sources that it cites.

    number: 1, 2, ... body: the object of `ask --json` (docs/cli.md). text_hash: SHA-256 of the body without timings
    (`curbside.interop.approval.fingerprint`). answer: under which id the library keeps it, so that no cited version is
    deleted. why: what changed, in its author's words.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="revisions")
    title = models.CharField(max_length=300)
    body = models.JSONField()
    text_hash = models.CharField(max_length=64)
    answer = models.CharField(max_length=64)
    why = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("article", "number")
        constraints = (
            models.UniqueConstraint(fields=("article", "number"), name="revision_numbers_are_unique"),
            models.CheckConstraint(condition=Q(text_hash__regex=r"^[0-9a-f]{64}$"), name="revision_has_a_text_hash"),
        )

    def __str__(self) -> str:
        return f"{self.article_id}/{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A revision is never changed; make a new one.")
        super().save(*args, **kwargs)


class Cited(models.Model):
    """A version of a source that a revision cites; the source is in the library, so there is no foreign key."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="cited")
    source = models.CharField(max_length=200, db_index=True)
    content_hash = models.CharField(max_length=64)
    title = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("revision", "source"), name="cited_once_a_revision"),)


class StateRow(models.Model):
    """A state that a revision entered. step: 1, 2, ... The last is where it stands."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="states")
    step = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in State])
    decision = models.ForeignKey("review.Decision", null=True, on_delete=models.PROTECT, related_name="+")
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ("revision", "step")
        constraints = (
            models.UniqueConstraint(fields=("revision", "step"), name="one_move_at_a_time"),
            models.UniqueConstraint(fields=("revision", "state"), name="a_state_is_entered_once"),
            models.CheckConstraint(condition=~Q(by=""), name="a_move_is_not_anonymous"),
            models.CheckConstraint(
                condition=~Q(state__in=(State.APPROVED.value, State.CHANGES_REQUESTED.value))
                | Q(decision__isnull=False),
                name="decided_implies_a_decision",
            ),
        )


class Working(models.Model):
    """The copy on which an author writes the next revision of an article; it goes when it is kept or given up.

    answer: under which id the library keeps the text as it is now, so that no cited version is deleted meanwhile.
    earlier: the same of the texts before it, oldest first, for "undo". on: the number of the revision it was begun on.
    version: counts the changes, so that two windows do not overwrite one another.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="working")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="working")
    title = models.CharField(max_length=300)
    answer = models.CharField(max_length=64)
    earlier = models.JSONField(default=list)
    on = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "author"), name="one_working_copy_an_author"),)


class Report(models.Model):
    """A fault that a reader reported; it is answered.

    statement: the id of the sentence, empty for the whole. contact: where the answer goes, empty for nowhere.
    """

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="reports")
    statement = models.CharField(max_length=20, blank=True)
    text = models.TextField()
    reported_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-reported_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
                name="an_answer_names_who_gave_it",
            ),
        )
