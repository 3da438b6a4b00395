"""Triggers by which a decision is of its revision's author and text, and an outcome rests on a decision that says so.

A foreign key alone would let a state name a decision on another revision, or one that asked for changes.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import migrations

_OF_ITS_REVISION: Final = (
    "NOT EXISTS (SELECT 1 FROM articles_revision r WHERE r.id = NEW.revision_id "
    "AND r.author_id = NEW.author_id AND r.text_hash = NEW.text_hash)"
)
_ON_A_DECISION: Final = (
    "(NEW.state = 'approved' OR NEW.state = 'changes requested') AND NOT EXISTS (SELECT 1 FROM review_decision d "
    "WHERE d.id = NEW.decision_id AND d.revision_id = NEW.revision_id AND d.approves = (NEW.state = 'approved'))"
)
_RULES: Final = (
    ("decision_of_its_revision", "review_decision", _OF_ITS_REVISION, "a decision is of its revision, author and text"),
    ("outcome_on_a_decision", "articles_staterow", _ON_A_DECISION, "an outcome rests on a decision that says so"),
)


def decisions_fit() -> migrations.RunPython:
    """The operation of a migration that puts the triggers on."""
    return migrations.RunPython(lambda _, editor: _put(editor), lambda _, editor: _take(editor))


def _put(editor: Any) -> None:
    for name, table, wrong, why in _RULES:
        if editor.connection.vendor == "postgresql":
            editor.execute(
                f"CREATE OR REPLACE FUNCTION curbside_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {wrong} THEN RAISE EXCEPTION '{why}'; END IF; RETURN NEW; END $$",
                params=None,
            )
            editor.execute(
                f'CREATE TRIGGER "{name}" BEFORE INSERT ON "{table}" FOR EACH ROW EXECUTE FUNCTION curbside_{name}()',
                params=None,
            )
        else:
            editor.execute(
                f'CREATE TRIGGER "{name}" BEFORE INSERT ON "{table}" WHEN {wrong} '
                f"BEGIN SELECT RAISE(ABORT, '{why}'); END",
                params=None,
            )


def _take(editor: Any) -> None:
    for name, table, _, _ in _RULES:
        on = f' ON "{table}"' if editor.connection.vendor == "postgresql" else ""
        editor.execute(f'DROP TRIGGER "{name}"{on}', params=None)
