"""`curbside eval answers` on invented documents."""

import json

import pytest
from click.testing import CliRunner

from curbside.cli.eval import command
from curbside.engine import Engine
from curbside.errors import InputError, LibraryError, UsageError
from curbside.retrieval.embedding import Missing, chosen
from curbside.testing.homes import invented_document, invented_engine

YAKS = "# Invented yaks\n\nThe invented yak has stripes in winter.\n"
DOCUMENTS = {
    "yak/1": ("Invented yaks", "The invented yak has stripes in winter."),
    "okapi": ("Invented okapis", "The invented okapi has a long tongue."),
}
ROWS = (
    {"id": "q1", "question": "Does the invented yak have stripes?", "sources": ["yak/1"],
     "ideal": ["The invented yak has stripes in winter."], "note": "passed over"},
    {"id": 2, "question": "How is xanthoquux treated?"},
)  # fmt: skip
FIELDS = ["id", "answer", "bottom_line", "sources", "statements", "words", "milliseconds", "refused"]


@pytest.fixture
def questions(tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    return path


@pytest.fixture
def beir(tmp_path):
    made = tmp_path / "invented"
    made.mkdir()
    rows = [{"_id": key, "title": title, "text": text} for key, (title, text) in DOCUMENTS.items()]
    (made / "corpus.jsonl").write_text("\n".join(map(json.dumps, rows)))
    return made


@pytest.fixture
def home(tmp_path):
    folder = tmp_path / "home"
    with invented_engine(folder, [invented_document("local:yak", YAKS)]):
        return folder


def run(*arguments):
    found = CliRunner().invoke(command, ["answers", *map(str, arguments)])
    if found.exception and not isinstance(found.exception, SystemExit):
        raise found.exception
    return found


def test_a_collection_is_asked_and_its_documents_have_their_own_names(beir, questions, tmp_path):
    out = tmp_path / "answers.jsonl"
    found = run("--beir", beir, "--questions", questions, "--ranker", "words", "--out", out, "--json")
    report, rows = json.loads(found.stdout), [json.loads(line) for line in out.read_text().splitlines()]
    assert list(report) == [
        "library", "passages", "length", "search", "questions", "answered", "refused", "rouge", "sources", "words",
        "milliseconds", "stages",
    ]  # fmt: skip
    assert (report["library"], report["questions"], report["refused"]) == ("invented", 2, 1)
    assert report["rouge"]["ROUGE-2"]["recall"] == 1.0
    assert (report["sources"]["questions"], report["sources"]["first"]) == (1, 1.0)
    assert [list(row) for row in rows] == [FIELDS, FIELDS]
    assert rows[0]["sources"][0] == "yak/1"
    assert "The invented yak has stripes in winter." in rows[0]["answer"]
    assert rows[1] | {"milliseconds": 0} == {
        "id": "2", "answer": "", "bottom_line": "", "sources": [], "statements": 0, "words": 0, "milliseconds": 0,
        "refused": True,
    }  # fmt: skip


def test_a_library_is_asked_and_nothing_is_stored_in_it(home, questions):
    before = (home / "library.sqlite").read_bytes()
    report = json.loads(run("--library", home, "--questions", questions, "--ranker", "words", "--json").stdout)
    assert (report["library"], report["answered"]) == ("home", 1)
    assert report["sources"]["share"] == 0.0
    assert (home / "library.sqlite").read_bytes() == before


def test_people_get_lines_of_80_columns(beir, questions):
    found = run("--beir", beir, "--questions", questions, "--ranker", "words")
    assert "2 questions: 1 answered, 1 refused" in found.stdout
    assert "ROUGE-SU4 recall" in found.stdout
    assert "time p95" in found.stdout
    assert max(map(len, found.stdout.splitlines())) <= 80


def test_without_ideals_and_sources_their_lines_are_left_out(beir, tmp_path):
    path = tmp_path / "bare.jsonl"
    path.write_text(json.dumps({"id": "q", "question": "How is xanthoquux treated?"}))
    found = run("--beir", beir, "--questions", path, "--ranker", "words")
    assert "ROUGE" not in found.stdout
    assert "given" not in found.stdout


def test_the_length_is_handed_on(beir, questions, monkeypatch):
    asked, ask = [], Engine.ask

    def recorded(self, text, **options):
        asked.append(options)
        return ask(self, text)

    monkeypatch.setattr(Engine, "ask", recorded)
    found = run("--beir", beir, "--questions", questions, "--ranker", "words", "--length", "short", "--json")
    assert json.loads(found.stdout)["length"] == "short"
    run("--beir", beir, "--questions", questions, "--ranker", "words", "--json")
    assert asked == [{"length": "short"}] * 2 + [{}] * 2


def test_one_of_library_and_collection_is_asked_for(beir, home, questions):
    for given in ((), ("--library", home, "--beir", beir)):
        with pytest.raises(UsageError, match="one of --library HOME and --beir DIR"):
            run(*given, "--questions", questions)
    with pytest.raises(UsageError, match="--home is for --beir"):
        run("--library", home, "--home", home, "--questions", questions)


def test_a_folder_without_a_library_is_told_and_gets_none(tmp_path, questions):
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(LibraryError, match="no library"):
        run("--library", empty, "--questions", questions)
    assert list(empty.iterdir()) == []


def test_a_wrong_line_is_told_and_no_file_is_left(beir, questions, tmp_path):
    questions.write_text(questions.read_text() + '{"id": "q3"}\n')
    with pytest.raises(InputError, match=r"questions.jsonl, line 3: has no question"):
        run("--beir", beir, "--questions", questions, "--ranker", "words", "--out", tmp_path / "out")
    assert not list(tmp_path.glob("out*"))


def test_vectors_without_a_model_are_bad_usage(beir, questions, monkeypatch):
    monkeypatch.setattr(chosen, "embedder", lambda settings: Missing("There is no embedding model here."))
    with pytest.raises(UsageError, match="needs an embedding model"):
        run("--beir", beir, "--questions", questions, "--ranker", "vectors")
