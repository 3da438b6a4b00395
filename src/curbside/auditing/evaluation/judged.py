"""Statements judged against what they cite: alone, together, and as to numbers, scope and modality."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from curbside.auditing.evaluation.answers import Measured, Stated
from curbside.auditing.profile import kin, profile, special
from curbside.language.canon import canon
from curbside.language.modality import absolutes, modals
from curbside.types import Outcome
from curbside.verifying import supporting
from curbside.verifying.base import CitedText
from curbside.verifying.judging import judge


@dataclass(frozen=True, slots=True)
class JudgedStatement:
    """alone: of each citation, whether it supports the statement. together: whether all do. precise: as ALCE counts.

    numbers, scope, modality: whether they are those of a cited source; None where the statement has no number, or
    where none of its sources can be read.
    """

    alone: tuple[bool, ...]
    together: bool
    precise: tuple[bool, ...]
    numbers: bool | None
    scope: bool | None
    modality: bool | None


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer with its statements judged."""

    given: Measured
    statements: tuple[JudgedStatement, ...]


def judged(given: Measured) -> Judged:
    """Every statement of an answer against what it cites."""
    return Judged(given, tuple(_judged(s) for s in given.statements))


def supports(statement: str, cited: CitedText | None) -> bool:
    """Whether what is cited says the whole of a statement: by the gates, else by the judge."""
    if cited is None or not cited.support:
        return False
    if supporting(statement, (cited,)):
        return True
    return judge(cited.said_of(statement), (*cited.context, *cited.support)).verdict is Outcome.SUPPORTED


def _judged(stated: Stated) -> JudgedStatement:
    texts = [c.text for c in stated.cited]
    readable = [t for t in texts if t is not None]
    alone = tuple(supports(stated.text, t) for t in texts)
    together = any(alone) or (len(readable) > 1 and supports(stated.text, _joined(readable)))
    needed = tuple(a or (together and not _without(stated.text, texts, i)) for i, a in enumerate(alone))
    return JudgedStatement(
        alone=alone,
        together=together,
        precise=tuple(together and n for n in needed),
        numbers=_numbers(stated.text, readable) if readable else None,
        scope=any(_in_scope(stated.text, t) for t in readable) if readable else None,
        modality=any(_no_stronger(stated.text, t) for t in readable) if readable else None,
    )


def _without(statement: str, texts: list[CitedText | None], index: int) -> bool:
    """Whether the other citations support a statement without this one."""
    others = [t for i, t in enumerate(texts) if i != index and t is not None]
    return any(supports(statement, t) for t in others) or (len(others) > 1 and supports(statement, _joined(others)))


def _joined(texts: Iterable[CitedText]) -> CitedText:
    told = list(texts)
    return CitedText(
        tuple(s for t in told for s in t.support),
        tuple(c for t in told for c in t.context),
        definitions=tuple(d for t in told for d in t.definitions),
    )


def _whole(cited: CitedText) -> str:
    return " ".join((*(f"{d.long} ({d.short})" for d in cited.definitions), *cited.context, *cited.support))


def _numbers(statement: str, readable: list[CitedText]) -> bool | None:
    wanted = _quantities(statement)
    return any(wanted <= _quantities(_whole(t)) for t in readable) if wanted else None


def _quantities(text: str) -> frozenset[str]:
    tokens = canon(text).tokens
    return frozenset(t.key for t in tokens if t.kind in ("measure", "frequency") or t.key.isdigit())


def _in_scope(statement: str, cited: CitedText) -> bool:
    """Whether all that a statement is about is there, and no special population of what it rests on is left out."""
    mine, there = profile(statement).own, profile(_whole(cited)).own
    if not mine.drugs <= there.drugs or mine.absent - there.absent:
        return False
    known = {"condition": there.conditions, "population": there.populations, "route": there.routes}
    said = {"condition": mine.conditions, "population": mine.populations, "route": mine.routes}
    if any(not kin(frozenset({one}), known[kind], kind) for kind, names in said.items() for one in names):
        return False
    return special(profile(" ".join(cited.support)).own.populations) <= mine.populations


def _no_stronger(statement: str, cited: CitedText) -> bool:
    whole = _whole(cited)
    if set(absolutes(statement)) - set(absolutes(whole)):
        return False
    mine, there = [m.strength for m in modals(statement)], [m.strength for m in modals(whole)]
    return max(mine, default=0) <= max(there, default=0)
