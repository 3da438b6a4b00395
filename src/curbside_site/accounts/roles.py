"""Who may do what, as data; a page shows this table."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a person is on this site; somebody may be several."""

    READER = "reader"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMIN = "admin"


class Permission(StrEnum):
    """What a route needs. PUBLIC is for routes that anybody may see."""

    PUBLIC = "see what is public"
    ACCOUNT = "have an account"
    ASK = "ask questions"
    READ_SOURCES = "read sources, as far as their licences allow"
    WRITE = "write, edit and submit articles"
    ADD_SOURCES = "add sources to the library"
    REVIEW = "give verdicts and decide on articles"
    EDIT = "assign reviewers, set policies, withdraw articles"
    ANSWER_REPORTS = "answer readers' reports"
    READ_TRAIL = "read the audit trail"
    ADMINISTER = "manage people, roles, tokens, jobs and settings"


_READING: Final = frozenset({Permission.PUBLIC, Permission.ACCOUNT, Permission.ASK, Permission.READ_SOURCES})
_WRITING: Final = _READING | {Permission.WRITE, Permission.ADD_SOURCES}
PERMISSIONS: Final = {
    Role.READER: _READING,
    Role.AUTHOR: _WRITING,
    Role.REVIEWER: _READING | {Permission.REVIEW},
    Role.EDITOR: _WRITING | {Permission.EDIT, Permission.ANSWER_REPORTS, Permission.READ_TRAIL},
    Role.ADMIN: _READING | {Permission.ADD_SOURCES, Permission.READ_TRAIL, Permission.ADMINISTER},
}
"""An admin neither writes nor approves: whoever keeps the machine has no say in the text."""

ANYBODY: Final = frozenset({Permission.PUBLIC, Permission.READ_SOURCES})
"""What needs no account. Where the site's owner lets anyone ask, `Permission.ASK` too."""
