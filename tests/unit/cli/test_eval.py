"""`curbside eval retrieval` on a collection of four invented documents, with a model that counts letters."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from curbside.cli.eval import command
from curbside.errors import UsageError
from curbside.retrieval.embedding import Missing, Model, chosen

DOCUMENTS = {
    "zebra-1": ("Zebras", "An invented zebra has stripes."),
    "okapi 2": ("Okapis", "An invented okapi has a long tongue."),
    "yak": ("Yaks", "An invented yak lives high up."),
    "empty": ("", ""),
}
QUERIES = {"q1": "stripes of the zebra", "q2": "tongue of the okapi", "q3": "never judged"}
JUDGEMENTS = "query-id\tcorpus-id\tscore\nq1\tzebra-1\t2\nq2\tyak\t1\n"


class Letters:
    """The vector of a text is how often it has each letter; nothing is known of meaning."""

    model = Model("letters", "0" * 64, 26)
    closed = False

    def embed_query(self, text):
        counts = np.asarray([text.lower().count(chr(97 + n)) for n in range(26)], np.float32)
        return counts / np.linalg.norm(counts)

    def embed_texts(self, texts):
        return np.stack([self.embed_query(text) for text in texts])

    def close(self):
        self.closed = True


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "invented"
    (made / "qrels").mkdir(parents=True)
    rows = [{"_id": key, "title": title, "text": text} for key, (title, text) in DOCUMENTS.items()]
    (made / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (made / "queries.jsonl").write_text("\n".join(json.dumps({"_id": k, "text": t}) for k, t in QUERIES.items()))
    (made / "qrels" / "test.tsv").write_text(JUDGEMENTS)
    return made


@pytest.fixture
def model(monkeypatch):
    letters = Letters()
    monkeypatch.setattr(chosen, "embedder", lambda settings: letters)
    return letters


@pytest.fixture
def no_model(monkeypatch):
    monkeypatch.setattr(chosen, "embedder", lambda settings: Missing("There is no embedding model here."))


def run(*arguments):
    found = CliRunner().invoke(command, ["retrieval", *map(str, arguments)])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def test_the_object_has_every_field_of_the_contract(folder):
    found = run("--beir", folder, "--split", "test", "--ranker", "words", "--json")
    report = json.loads(found.stdout)
    assert list(report) == [
        "dataset", "split", "ranker", "queries", "documents", "metrics", "milliseconds", "index", "model",
    ]  # fmt: skip
    assert (report["dataset"], report["split"], report["ranker"]) == ("invented", "test", "words")
    assert (report["queries"], report["documents"], report["model"]) == (2, 3, None)
    assert list(report["metrics"]) == ["nDCG@10", "recall@100", "MAP", "MRR@10", "P@1"]
    assert report["metrics"]["P@1"] == 0.5
    assert list(report["milliseconds"]) == ["p50", "p95", "mean"]
    assert report["index"]["left_out"] == 1
    assert "corpus.jsonl, line 4" in found.stderr


@pytest.mark.parametrize("ranker", ["vectors", "hybrid"])
def test_vectors_are_made_and_their_model_is_named(folder, model, ranker):
    report = json.loads(run("--beir", folder, "--ranker", ranker, "--json").stdout)
    assert report["model"] == {"name": "letters", "hash": "0" * 64}
    assert report["index"]["vectors"] == report["index"]["passages"] == 3
    assert report["metrics"]["recall@100"] == 1.0
    assert model.closed


def test_with_a_model_both_are_fused_unless_said_otherwise(folder, model):
    assert json.loads(run("--beir", folder, "--json").stdout)["ranker"] == "hybrid"


def test_without_a_model_words_alone_are_measured_and_that_is_said(folder, no_model):
    found = run("--beir", folder, "--json")
    assert json.loads(found.stdout)["ranker"] == "words"
    assert "Words alone" in found.stderr


@pytest.mark.parametrize("ranker", ["vectors", "hybrid"])
def test_asking_for_vectors_without_a_model_is_bad_usage(folder, no_model, ranker):
    with pytest.raises(UsageError, match="needs an embedding model"):
        run("--beir", folder, "--ranker", ranker)


def test_the_run_file_has_the_documents_by_their_own_ids(folder, tmp_path, model):
    rows = [json.loads(line) for line in (folder / "corpus.jsonl").read_text().splitlines()]
    rows[1]["_id"] = "okapi/2"
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)))
    run("--beir", folder, "--ranker", "vectors", "--run", tmp_path / "run")
    cells = [line.split(" ") for line in (tmp_path / "run").read_text().splitlines()]
    assert {cell[0] for cell in cells} == {"q1", "q2"}
    assert {cell[2] for cell in cells} == {"zebra-1", "okapi/2", "yak"}
    assert all((cell[1], cell[5]) == ("Q0", "curbside") for cell in cells)
    assert [cell[3] for cell in cells] == ["1", "2", "3"] * 2


def test_people_get_the_measures_in_lines(folder):
    found = run("--beir", folder, "--ranker", "words")
    assert "invented, split test, ranked by words" in found.stdout
    assert "nDCG@10" in found.stdout
    assert "time p95" in found.stdout
    assert "\x1b" not in found.stdout


def test_a_missing_split_is_bad_usage(folder):
    with pytest.raises(UsageError, match="no split 'dev'"):
        run("--beir", folder, "--split", "dev", "--ranker", "words")
