"""A home is a demonstration, with invented people alone, or a real one, with none; it never becomes the other."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from curbside.errors import UsageError
from curbside_site.accounts.models import Person
from curbside_site.errors import NotAllowed

FILE: Final = "demonstration"
TOLD: Final = (
    "This is a demonstration of Curbside. Its people, reviewers and credentials are invented; none of its approvals "
    "is one.\n"
)
BANNER: Final = "Demonstration: the people, credentials and approvals here are invented."


def is_one(home: Path | None = None) -> bool:
    """Whether the home folder is a demonstration: it is marked so, or has invented people."""
    folder = home or settings.HOME
    return (folder / FILE).is_file() or Person.objects.filter(invented=True).exists()


def mark(home: Path) -> None:
    """Mark a home folder as a demonstration, for good. Raises UsageError where real people have accounts in it."""
    if Person.objects.filter(invented=False).exists():
        raise UsageError(f"{home} has accounts of real people; a demonstration needs a home of its own.")
    home.mkdir(parents=True, exist_ok=True)
    (home / FILE).write_text(TOLD, encoding="utf-8")


def refuse_mixing(*, invented: bool) -> None:
    """Raise NotAllowed where somebody real would come into a demonstration, or somebody invented into a real site."""
    if invented and not (settings.HOME / FILE).is_file():
        raise NotAllowed("Invented people are for a demonstration (`curbside demo-data`) alone.")
    if not invented and is_one():
        raise NotAllowed("This home is a demonstration; it has invented people alone and cannot be made a real one.")


def check(home: Path) -> None:
    """Raise UsageError where a home is both: marked, with real people in it, or not, with invented ones."""
    marked = (home / FILE).is_file()
    if marked and Person.objects.filter(invented=False).exists():
        raise UsageError(f"{home} is a demonstration and has accounts of real people; make a home of its own for them.")
    if not marked and Person.objects.filter(invented=True).exists():
        raise UsageError(
            f"{home} has invented people and is not marked as a demonstration; it is not used as one of either."
        )


def context(request: HttpRequest) -> dict[str, object]:
    """For templates: the banner of a demonstration, and what single sign-on is called."""
    oidc = settings.OIDC["openid_connect"]["APPS"][0]["name"] if settings.OIDC else ""
    return {"demonstration": BANNER if (settings.HOME / FILE).is_file() else "", "oidc": oidc}
