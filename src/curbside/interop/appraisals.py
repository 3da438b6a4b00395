"""Estimates and appraisals as JSON (documented in docs/cli.md; other programs rely on it)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from curbside.evidence.explaining import sentences
from curbside.sources.licences import permitted
from curbside.types import Appraisal, Appraised, Design, Estimate, OwnGrade, SampleSize, Source, Words

Json = dict[str, Any]


def estimate(found: Estimate) -> Json:
    """The engine's estimate for one outcome, with its steps and the words that each rests on."""
    return {
        "level": found.level,
        "start": found.start,
        "reasons": list(found.reasons),
        "steps": [{"name": s.name, "reason": s.reason, "words": _words(s.words)} for s in found.steps],
        "because": _words(found.because),
        "finding": found.finding,
        "of": found.of,
        "under": found.under,
    }


def own_grade(grade: OwnGrade | None) -> Json | None:
    """The grade that a source gives, word for word, with the name of its system."""
    return None if grade is None else {"text": grade.text, "system": grade.system}


def appraisal(found: Appraisal, source: Source) -> Json:
    """A source weighed as a whole: the field `appraisal` of `sources show --json`."""
    study, currency = found.study, found.currency
    return {
        "design": _design(study.design),
        "sample_size": _size(study.sample),
        "studies": _size(study.studies),
        "features": [{"name": f.name, "words": _words((f.words,))[0]} for f in study.features],
        "grades": [{"text": g.text, "system": g.system, "start": g.start, "end": g.end} for g in found.grades],
        "outcomes": [_outcome(o, source) for o in found.outcomes],
        "currency": {
            "state": str(currency.state),
            "overdue_since": currency.overdue_since,
            "superseded_by": currency.superseded_by,
            "year": currency.year,
            "age": currency.age,
        },
        "jurisdiction": found.jurisdiction,
        "sentences": list(sentences(found, source)),
    }


def _words(found: Iterable[Words]) -> list[Json]:
    return [{"text": w.text, "start": w.start, "end": w.end, "where": w.where} for w in found]


def _design(design: Design | None) -> Json | None:
    return None if design is None else {"name": design.name, "by": design.by, "words": _words((design.words,))[0]}


def _size(size: SampleSize | None) -> Json | None:
    return None if size is None else {"number": size.number, "words": _words(size.words)}


def _outcome(one: Appraised, source: Source) -> Json:
    """A finding; its sentence only where the licence lets the text be shown, since all of them may be most of it."""
    return {
        "start": one.start,
        "end": one.end,
        "quote": source.text[one.start : one.end] if permitted(source.licence, "show").allowed == "yes" else None,
        "estimate": estimate(one.estimate),
    }
