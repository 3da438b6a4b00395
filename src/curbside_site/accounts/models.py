"""People, the roles that they were given, their verified credentials, and what they declare."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q

from curbside_site.accounts.roles import PERMISSIONS, Permission, Role

AUDIENCES = ("professional", "nurse", "pharmacist", "student", "patient")


class Person(AbstractUser):
    """Somebody with an account. audience: "which best describes you?", which changes the wording of answers.

    invented: of the demonstration set; shown beside the name wherever it stands.
    """

    full_name = models.CharField(max_length=150, blank=True)
    audience = models.CharField(max_length=20, default="professional")
    invented = models.BooleanField(default=False)

    @property
    def name(self) -> str:
        """As others see it."""
        told = self.full_name or self.get_full_name() or self.username
        return f"{told} (invented)" if self.invented else told

    @property
    def roles(self) -> frozenset[Role]:
        """The roles in force, read once a request."""
        if not hasattr(self, "_roles"):
            self._roles = frozenset(Role(g.role) for g in self.grants.all() if g.revoked_at is None)
        return self._roles

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles in force allows it."""
        return self.is_active and any(permission in PERMISSIONS[role] for role in self.roles)


class Grant(models.Model):
    """A role that somebody was given, by whom; it is revoked, never removed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    granted_by = models.CharField(max_length=200)
    granted_at = models.DateTimeField(auto_now_add=True)
    revoked_by = models.CharField(max_length=200, blank=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "role"), condition=Q(revoked_at=None), name="one_grant_in_force"),
            models.CheckConstraint(condition=~Q(granted_by=""), name="grant_names_who_gave_it"),
        )


class Credential(models.Model):
    """What somebody is entitled to, as another person verified it in a register."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="credentials")
    title = models.CharField(max_length=200, help_text="As on the register: MD, MRCP, PharmD ...")
    specialty = models.CharField(max_length=200)
    register = models.CharField(max_length=200, help_text="The register or body, and the number where it is public")
    verified_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    verified_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-verified_on", "-pk")
        constraints = (
            models.CheckConstraint(condition=~Q(verified_by=F("person")), name="nobody_verifies_themselves"),
        )


class Interest(models.Model):
    """A declaration of interests on a day; "none" is one. The latest counts."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    text = models.TextField(help_text="None is a declaration too: write “none declared”.")
    declared_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-declared_at", "-pk")
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="interests_are_in_words"),)


class FailedLogin(models.Model):
    """A password that was not right, kept for a day to slow down whoever guesses.

    username: a keyed hash of what was typed, whether there is such an account or not.
    """

    username = models.CharField(max_length=150, db_index=True)
    address = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
