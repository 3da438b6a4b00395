"""The metrics, each with the paper or rule that it comes from.

Each takes judged answers and gives a share, 0 to 1, with the number of things that it is a share of; where there are
none, the share is None. `curbside.auditing.evaluation.bootstrap` puts an interval around each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Final

from curbside.auditing.evaluation.judged import Judged, JudgedStatement


@dataclass(frozen=True, slots=True)
class Share:
    """value: None where number is 0. number: of how many things (statements, citations, entries, answers)."""

    value: float | None
    number: int


Metric = Callable[[Sequence[Judged]], Share]


def statement_support(answers: Sequence[Judged]) -> Share:
    """Statements that at least one cited source supports in full, of all; partial support is none.

    Wu et al., "An automated framework for assessing how well LLMs cite relevant medical references" (SourceCheckup),
    Nature Communications 16, 3615 (2025), doi:10.1038/s41467-025-58551-6: statement-level support.
    """
    return _share([any(s.alone) for s in _statements(answers)])


def response_support(answers: Sequence[Judged]) -> Share:
    """Answers all of whose statements are supported, of those that state anything.

    SourceCheckup (as `statement_support`): response-level support.
    """
    return _share([all(any(s.alone) for s in a.statements) for a in answers if a.statements])


def citation_recall(answers: Sequence[Judged]) -> Share:
    """Statements that all their cited sources together support, averaged within each answer, then over answers.

    Gao, Yen, Yu and Chen, "Enabling Large Language Models to Generate Text with Citations" (ALCE), EMNLP 2023,
    arXiv:2305.14627. There the judge is an entailment model; a statement without a citation counts as 0.
    """
    told = [fmean(s.together for s in a.statements) for a in answers if a.statements]
    return Share(fmean(told) if told else None, len(_statements(answers)))


def citation_precision(answers: Sequence[Judged]) -> Share:
    """Citations that are not irrelevant, of all citations of an answer, averaged over answers.

    ALCE (as `citation_recall`): a citation counts only where all citations of its statement together support it; it is
    irrelevant where it does not support the statement alone and the others do without it.
    """
    told, number = [], 0
    for answer in answers:
        found = [good for s in answer.statements for good in s.precise]
        number += len(found)
        if answer.statements:
            told.append(fmean(found) if found else 0.0)
    return Share(fmean(told) if told else None, number)


def number_fidelity(answers: Sequence[Judged]) -> Share:
    """Statements with numbers, all of which one cited source has, with their units and after conversion.

    Gate 3 of the clinical rules (docs/clinical-rules.md, section 7), as a metric; of no paper.
    """
    return _share([s.numbers for s in _statements(answers) if s.numbers is not None])


def scope_fidelity(answers: Sequence[Judged]) -> Share:
    """Statements that keep to the drugs, conditions, routes and populations of a source that they cite.

    Gate 2 of the clinical rules, as a metric. Peters and Chin-Yee, "Generalization bias in large language model
    summarization of scientific research", Royal Society Open Science 12, 241776 (2025), measure the like for the
    conclusions of studies.
    """
    return _share([s.scope for s in _statements(answers) if s.scope is not None])


def modality_fidelity(answers: Sequence[Judged]) -> Share:
    """Statements that say nothing more strongly than a source that they cite ("must" for "may", an added "always").

    Gate 5 of the clinical rules (sections 4 and 7), as a metric; of no paper.
    """
    return _share([s.modality for s in _statements(answers) if s.modality is not None])


def reference_integrity(answers: Sequence[Judged]) -> Share:
    """Answers whose marks and entries are the same set, each entry once and under its own identifier.

    The rule of docs/cli.md, "always true of an answer"; of no paper.
    """
    return _share([a.given.sound for a in answers if a.statements])


def circularity(answers: Sequence[Judged]) -> Share:
    """Entries that are answers of this engine, of an answer machine, or the publisher's own summaries. Lower is better.

    The last row of section 1 of the clinical rules; of no paper.
    """
    return _share([e.own for a in answers for e in a.given.entries])


def currency(answers: Sequence[Judged]) -> Share:
    """Entries that are not superseded, retracted, withdrawn, or older than the version in the library.

    Section 1 of the clinical rules; of no paper.
    """
    return _share([not e.gone for a in answers for e in a.given.entries])


def abstention(answers: Sequence[Judged]) -> Share:
    """Questions answered where there was an answer, and refused where there was none, of those of which it is known.

    The accuracy of "answerable or not", as Rajpurkar, Jia and Liang, "Know What You Don't Know: Unanswerable Questions
    for SQuAD", ACL 2018, arXiv:1806.03822, ask it of reading.
    """
    return _share([a.given.refused is not a.given.answerable for a in answers if a.given.answerable is not None])


METRICS: Final[dict[str, Metric]] = {
    m.__name__: m
    for m in (
        statement_support,
        response_support,
        citation_recall,
        citation_precision,
        number_fidelity,
        scope_fidelity,
        modality_fidelity,
        reference_integrity,
        circularity,
        currency,
        abstention,
    )
}


def _statements(answers: Sequence[Judged]) -> list[JudgedStatement]:
    return [s for a in answers for s in a.statements]


def _share(told: Sequence[bool]) -> Share:
    return Share(sum(told) / len(told) if told else None, len(told))
