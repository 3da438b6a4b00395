"""An answer, or an overview, as an author begins to edit it: on its sources as they are now."""

from __future__ import annotations

import json
from functools import cache

from curbside.composing import assembly
from curbside.errors import InputError
from curbside.interop.editing.rebuilding import rebuilt
from curbside.interop.saved import answer_of, nouns, proving
from curbside.interop.saved.fields import Fields
from curbside.library import Library
from curbside.types import Answer, Source, Statement

OVERVIEW = "overview"


def opened(answer_id: str, library: Library, *, criteria: bool = False) -> Answer:
    """The answer that the library keeps under that id, derived again; an overview becomes an answer of its statements.

    criteria: whether they are turned on here. Raises LibraryError where there is none, InputError where it is a
    refusal, or nothing of it may be shown any more.
    """
    body = json.loads(library.answer(answer_id).body)
    where = f"answer {answer_id}"
    if body.get("status") != "answered":
        raise InputError(where, "is a refusal, so there is nothing to edit")
    if body.get(OVERVIEW) is None:
        answer = answer_of({**body, "id": answer_id}, library, where)
    else:
        answer = _of_overview(Fields.of(body, where), library)
    return rebuilt(answer, answer.statements, library, criteria=criteria)


def emptied(answer_id: str, library: Library) -> Answer:
    """The question of the answer that the library keeps under that id, without a statement: what is written on where
    nothing of it may be shown any more. Raises LibraryError where there is none, InputError where it is none.
    """
    return _with(Fields.of(json.loads(library.answer(answer_id).body), f"answer {answer_id}"), ())


def _of_overview(given: Fields, library: Library) -> Answer:
    """The statements of an overview, each through the gates again, without those of sources that are gone."""

    @cache
    def find(source_id: str, content_hash: str) -> Source:
        return library.get(source_id, content_hash)

    return _with(given, tuple(proving.proven(one, find) for one in given.objects("statements")))


def _with(given: Fields, statements: tuple[Statement, ...]) -> Answer:
    question = nouns.question(given.object("question"))
    return Answer(
        question=question,
        title=assembly.title(question),
        bottom_line=(),
        sections=(),
        statements=statements,
        regimens=(),
        conflicts=(),
        not_found=given.texts("not_found"),
        references=(),
        notices=(),
        made=nouns.made(given.object("made")),
    )
