"""A BEIR folder becomes a library and an index for the time of a block. All documents are invented."""

import json

import pytest

from curbside.errors import InputError, UsageError
from curbside.language.tokens import terms
from curbside.retrieval.base import Query
from curbside.retrieval.evaluation.collection import judged
from curbside.retrieval.evaluation.evaluating import outcomes, summary
from curbside.retrieval.evaluation.throwaway import loaded

DOCUMENTS = [
    {"_id": "A b/ü", "title": "Inventamab", "text": "Inventamab lowers the imaginary marker."},
    {"_id": 12, "title": "Fictumab and the zebra", "text": ""},
    {"_id": "same", "title": "", "text": "A text about okapis.", "metadata": {"pmid": "1"}},
    {"_id": "again", "title": "", "text": "Another text about okapis.", "metadata": {"pmid": "1"}},
]


def folder(tmp_path, documents=DOCUMENTS, queries=None, qrels="query-id\tcorpus-id\tscore\nq1\t12\t1\n"):
    queries = [{"_id": "q1", "text": "zebra"}, {"_id": "q2", "text": "okapi"}] if queries is None else queries
    (tmp_path / "qrels").mkdir()
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, documents)), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)), encoding="utf-8")
    (tmp_path / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return tmp_path


def found(made, words):
    hits = made.index.search(Query(tuple((term, 1.0) for term in terms(words))), 10)
    return {made.names[hit.source] for hit in hits}


def test_ids_come_back_as_they_were_whatever_they_are(tmp_path):
    with loaded(folder(tmp_path) / "corpus.jsonl") as made:
        assert set(made.names.values()) == {"A b/ü", "12", "same", "again"}
        assert found(made, "inventamab marker") == {"A b/ü"}


def test_a_document_without_text_is_found_by_its_title(tmp_path):
    with loaded(folder(tmp_path) / "corpus.jsonl") as made:
        assert found(made, "zebra") == {"12"}


def test_two_documents_of_one_work_stay_two(tmp_path):
    with loaded(folder(tmp_path) / "corpus.jsonl") as made:
        assert found(made, "okapis") == {"same", "again"}


def test_nothing_is_left_behind(tmp_path):
    with loaded(folder(tmp_path) / "corpus.jsonl") as made:
        home = made.library.path.parent
        assert home.is_dir()
    assert not home.exists()


def test_a_document_with_neither_text_nor_title_is_told(tmp_path):
    with loaded(folder(tmp_path, [*DOCUMENTS, {"_id": "x", "title": "", "text": " "}]) / "corpus.jsonl") as made:
        assert [one.where for one in made.left_out] == ["corpus.jsonl, line 5"]
        assert len(made.names) == 4


def test_an_id_that_comes_twice_is_refused(tmp_path):
    corpus = folder(tmp_path, [*DOCUMENTS, DOCUMENTS[0]]) / "corpus.jsonl"
    with pytest.raises(InputError, match="second time"), loaded(corpus):
        pass


def test_only_queries_with_a_judgement_are_asked(tmp_path):
    (only,) = judged(folder(tmp_path), "test")
    assert (only.id, only.text, only.grades) == ("q1", "zebra", {"12": 1})


def test_judgements_need_no_line_of_headings(tmp_path):
    (only,) = judged(folder(tmp_path, qrels="q2\tsame\t2\nq2\tagain\t0\n"), "test")
    assert only.grades == {"same": 2, "again": 0}


@pytest.mark.parametrize("qrels", ["head\tof\tcolumns\nq1\t12\tone\n", "q1 12 1\n", "q1\t12\t1\nq1\t12\n"])
def test_a_line_that_is_no_judgement_is_named(tmp_path, qrels):
    with pytest.raises(InputError, match=r"test\.tsv, line \d: is not query"):
        judged(folder(tmp_path, qrels=qrels), "test")


@pytest.mark.parametrize("query", [{"_id": "q1"}, {"text": "zebra"}, {"_id": None, "text": "zebra"}, ["q1", "zebra"]])
def test_a_line_that_is_no_query_is_named(tmp_path, query):
    with pytest.raises(InputError, match="line 1: is no query"):
        judged(folder(tmp_path, queries=[query]), "test")


def test_a_judged_query_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(InputError, match="has no query 'q9'"):
        judged(folder(tmp_path, qrels="q9\t12\t1\n"), "test")


def test_a_missing_split_is_named_with_those_that_are_there(tmp_path):
    with pytest.raises(UsageError, match="it has test"):
        judged(folder(tmp_path), "dev")


def test_a_folder_that_is_none_is_bad_usage(tmp_path):
    with pytest.raises(UsageError, match="it has none"):
        judged(tmp_path, "test")


def test_measures_and_times_are_means_over_queries(tmp_path):
    ticks = iter([0.0, 0.010, 1.0, 1.030])
    queries = judged(folder(tmp_path, qrels="q1\t12\t1\nq2\tsame\t1\n"), "test")
    ranks = {"zebra": [("12", 2.0), ("same", 1.0)], "okapi": [("again", 2.0), ("same", 1.0)]}
    found = summary(outcomes(queries, lambda text, depth: ranks[text][:depth], clock=lambda: next(ticks)))
    assert found.queries == 2
    assert found.metrics["P@1"] == 0.5
    assert found.metrics["MAP"] == 0.75
    assert found.milliseconds == pytest.approx({"p50": 10.0, "p95": 30.0, "mean": 20.0})
