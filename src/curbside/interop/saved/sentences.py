"""The sentences of an answer's own, as Curbside writes them of the question and the statements that it has.

Of an answer that no library keeps, each notice and each line on what was not found must be one of these: they are made
again by the code that writes them, from the question's words and the proven statements, never from the file's fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from curbside.composing import absent, assembly, derived
from curbside.composing.abbreviations import as_quoted
from curbside.interop.saved.fields import Fields
from curbside.language import safety
from curbside.language.notices import PATIENT, criteria_notice, intended_use
from curbside.retrieval.understanding import again
from curbside.selecting.audiences import words
from curbside.types import Question, Reference, Source, Statement

Find = Callable[[str, str], Source]
_LEFT_OUT: Final = re.compile(r"[1-9][0-9]{0,3}" + re.escape(assembly.LEFT_OUT))
_ID: Final = re.compile(r"[\w.:/()-]{1,200}")
_DATE: Final = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
_ABSENT: Final = re.compile(re.escape(absent.ABSENT) + r"(?P<words>[^:;]{1,400})\.")


def strange(
    given: Fields, question: Question, statements: tuple[Statement, ...], find: Find, held: Find, about: Iterable[str]
) -> str | None:
    """The field, "notices" or "not_found", that has a line which Curbside does not write there; None where none has.

    find: a cited source with the status that it had when the answer was made. held: the same as the library has it
    now. about: the notices on its criteria, which are proven.
    """
    statements = tuple(as_quoted(s, find) for s in statements)
    asked = again(question)
    known_notices = {*about, *_notices(asked, statements, find, held)}
    if any(n not in known_notices and not _LEFT_OUT.fullmatch(n) for n in given.texts("notices")):
        return "notices"
    lines = given.texts("not_found")
    doses = derived.regimens(statements, find)
    # Whether the library had a dose by the asked route for another use cannot be read off the file: both are known.
    known = [line for has in (False, True) for line in absent.not_found(asked, statements, doses, (), has, find)]
    if any(line not in known and not _names_absent(line, asked) for line in lines):
        return "not_found"
    return None


def _notices(asked: Question, statements: tuple[Statement, ...], find: Find, held: Find) -> frozenset[str]:
    known = asked.understood
    dosed = tuple(dict.fromkeys(r.drug for r in derived.regimens(statements, find)))
    cited = {c.ref: find(c.spans[0].source, c.spans[0].content_hash) for s in statements for c in s.citations}
    cited = {ref: s for ref, s in cited.items() if _is_plain(s, held(s.id, s.content_hash))}
    references = tuple(Reference(ref, source) for ref, source in cited.items())
    told = (
        safety.assess(asked.text, asked.audience, known.jurisdiction).notice,
        *assembly.asked_notices(known, statements, dosed),
        *assembly.provenance_notices(statements, references, asked.audience),
        criteria_notice("not_allowed"),
        words("warned") if asked.audience == PATIENT else None,
        intended_use(asked.audience, known.jurisdiction),
    )
    return frozenset(line for line in told if line)


def _is_plain(source: Source, held: Source) -> bool:
    """Whether what replaced a source, and since when it has its status, are what the library says too, or have the form
    of an id and of a date: both were in the file."""
    by, since = source.status.by, source.status.since
    replaced = by in (None, held.status.by) or _ID.fullmatch(by or "") is not None
    return replaced and (since in (None, held.status.since) or _DATE.fullmatch(since or "") is not None)


def _names_absent(line: str, asked: Question) -> bool:
    """Whether a line says of words of the question, and of nothing else, that no source mentions them."""
    found = _ABSENT.fullmatch(line)
    known = {w.casefold() for w in (*asked.understood.unknown_drugs, *asked.understood.drugs, *asked.understood.words)}
    return found is not None and all(word.casefold() in known for word in found["words"].split(", "))
