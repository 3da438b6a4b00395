"""Outcomes of invented answers, and their means."""

from dataclasses import replace

import pytest

from curbside.errors import InputError, UsageError
from curbside.evaluating.answers import outcomes, summary
from curbside.evaluating.questions import Asked
from curbside.types import (
    Answer,
    Citation,
    Facet,
    Made,
    Question,
    Refusal,
    Relation,
    Section,
    Span,
    Statement,
    Understood,
)

MADE = Made("0", "quoting", "", "", {"retrieve": 2.0, "total": 3.0}, "words alone (BM25)")
QUESTION = Question("Do invented yaks have stripes?", Understood())


def statement(id, text, *sources):
    cited = tuple(Citation(one, (Span(one, "0", 0, 1),), Relation.SUPPORTS) for one in sources)
    return Statement(id, text, Facet.OTHER, cited)


ANSWER = Answer(
    QUESTION,
    "",
    bottom_line=("s3",),
    sections=(Section("Other", Facet.OTHER, ("s2", "s1")),),
    statements=(
        statement("s1", "Last one.", "a", "c"),
        statement("s2", "Second.", "b"),
        statement("s3", "First.", "a"),
    ),
    regimens=(),
    conflicts=(),
    not_found=(),
    references=(),
    notices=(),
    made=MADE,
)
REFUSAL = Refusal(QUESTION, "not_in_library", "Not found.", (), (), MADE)


class Clock:
    """Each reading is half a second later."""

    now = 0.0

    def __call__(self):
        self.now += 0.5
        return self.now


def run(results, asked, names=None):
    given = iter(results)
    return list(outcomes(asked, lambda _: next(given), names, Clock()))


def test_an_answer_is_read_in_its_order_and_its_sources_by_first_citation():
    (found,) = run([ANSWER], [Asked("q", "Stripes?")], {"a": "yaks"})
    assert found.row() == {
        "id": "q",
        "answer": "First. Second. Last one.",
        "bottom_line": "First.",
        "sources": ["yaks", "b", "c"],
        "statements": 3,
        "words": 4,
        "milliseconds": 500.0,
        "refused": False,
    }


def test_a_refusal_has_no_words_and_no_sources():
    (found,) = run([REFUSAL], [Asked("q", "Stripes?", ideal=("First.",), sources=("a",))])
    row = found.row()
    assert (row["answer"], row["bottom_line"], row["sources"], row["statements"], row["words"]) == ("", "", [], 0, 0)
    assert row["refused"] is True


def test_refusals_count_as_nothing_in_the_means():
    asked = [Asked(name, "Stripes?", ("First. Second. Last one.",), ("b", "c")) for name in "pq"]
    total = summary(run([ANSWER, REFUSAL], asked))
    assert (total["questions"], total["answered"], total["refused"]) == (2, 1, 1)
    assert total["rouge"]["questions"] == 2
    assert total["rouge"]["ROUGE-2"] == {"recall": 0.5, "f": 0.5}
    assert total["rouge"]["ROUGE-SU4"] == {"recall": 0.5, "f": 0.5}
    assert total["sources"] == {"questions": 2, "share": pytest.approx(2 / 3, abs=1e-5), "first": 0.0}
    assert total["words"]["mean"] == 4.0
    assert total["milliseconds"] == {"p50": 500.0, "p95": 500.0, "mean": 500.0}
    assert total["stages"] == {"retrieve": 2.0, "total": 3.0}


def test_the_first_cited_source_is_looked_for_among_the_given():
    asked = [Asked("p", "?", sources=("a",)), Asked("q", "?", sources=("c",))]
    assert summary(run([ANSWER, ANSWER], asked))["sources"]["first"] == 0.5


def test_what_no_question_gives_is_null():
    total = summary(run([REFUSAL], [Asked("q", "Stripes?")]))
    assert total["rouge"] is None
    assert total["sources"] is None
    assert total["words"] is None


def test_an_answer_without_a_bottom_line_has_an_empty_one():
    (found,) = run([replace(ANSWER, bottom_line=())], [Asked("q", "?")])
    assert (found.bottom_line, found.answer) == ("", "Second. Last one.")


def test_a_question_that_cannot_be_asked_is_told_with_its_line():
    def refuse(_):
        raise UsageError("The question has 20000 characters.")

    with pytest.raises(InputError, match=r"questions\.jsonl, line 7: The question has 20000 characters"):
        list(outcomes([Asked("q", "?", where="questions.jsonl, line 7")], refuse))
