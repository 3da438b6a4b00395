"""Triggers by which a table's rows are written once: neither changed nor removed, whoever connects."""

from __future__ import annotations

from typing import Any, Final

from django.db import migrations

_SQLITE: Final = (
    'CREATE TRIGGER "{table}_no_{verb}" BEFORE {VERB} ON "{table}" '
    "BEGIN SELECT RAISE(ABORT, 'rows of {table} are written once'); END"
)
_POSTGRESQL: Final = (
    "CREATE OR REPLACE FUNCTION curbside_written_once() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME; END $$",
    'CREATE TRIGGER "{table}_written_once" BEFORE UPDATE OR DELETE ON "{table}" '
    "FOR EACH ROW EXECUTE FUNCTION curbside_written_once()",
)


def written_once(*tables: str) -> migrations.RunPython:
    """The operation of a migration that puts the triggers on these tables."""
    return migrations.RunPython(lambda _, editor: _put(editor, tables), lambda _, editor: _take(editor, tables))


def _put(editor: Any, tables: tuple[str, ...]) -> None:
    for table in tables:
        if editor.connection.vendor == "postgresql":
            for statement in _POSTGRESQL:
                editor.execute(statement.format(table=table), params=None)
        else:
            for verb in ("update", "delete"):
                editor.execute(_SQLITE.format(table=table, verb=verb, VERB=verb.upper()), params=None)


def _take(editor: Any, tables: tuple[str, ...]) -> None:
    for table in tables:
        if editor.connection.vendor == "postgresql":
            editor.execute(f'DROP TRIGGER "{table}_written_once" ON "{table}"', params=None)
        else:
            for verb in ("update", "delete"):
                editor.execute(f'DROP TRIGGER "{table}_no_{verb}"', params=None)
