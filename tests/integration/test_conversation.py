"""Follow-ups from the command line: what is taken over, what is new, what changed, and the chain as a document.

Drugs, doses and sources are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curbside.cli.main import run
from curbside.errors import UsageError
from curbside.interop.contract import as_json
from curbside.testing.homes import invented_document, invented_engine
from curbside.types import Answer, Refusal

DOSE = "Fictoprolol 6 mg is taken by mouth once daily by adults with hypertension."
PREGNANT = "In pregnancy fictoprolol should be avoided in hypertension, since it was not studied."
SOURCE = invented_document(
    "test:a", f"# Fictoprolol\n\n## Dose\n\n{DOSE}\n\n## Pregnancy\n\n{PREGNANT}\n", title="Fictoprolol"
)


@pytest.fixture
def engine(tmp_path: Path):
    with invented_engine(tmp_path / "home", [SOURCE]) as opened:
        yield opened


def saved(engine, result) -> str:
    cited = [(r.source.id, r.source.content_hash) for r in result.references] if isinstance(result, Answer) else []
    body = json.dumps(as_json(result, engine.library.read_span))
    return engine.library.save_answer(result.question.text, body, cited)


def test_a_follow_up_shows_what_it_takes_over_and_what_is_new(engine) -> None:
    first = engine.ask("fictoprolol dose in hypertension")
    key = saved(engine, first)
    then = engine.ask("and in pregnancy?", follow_up=key)
    assert isinstance(then, Answer)
    link = then.follow_up
    assert (link.of, link.chain) == (key, (key,))
    assert {(c.what, c.value, c.origin) for c in link.carried} >= {
        ("drug", "fictoprolol", key),
        ("condition", "hypertension", key),
        ("jurisdiction", "uk", key),
    }
    before = {s.text for s in first.statements}
    assert {s.text for s in then.statements if s.id in link.new} == {s.text for s in then.statements} - before
    body = as_json(then, engine.library.read_span)
    assert body["new"] == list(link.new)
    assert body["follow_up"]["of"] == key
    assert as_json(first, engine.library.read_span)["follow_up"] is None


def test_what_is_dropped_is_not_asked_for(engine) -> None:
    key = saved(engine, engine.ask("fictoprolol dose in hypertension"))
    then = engine.ask("and in pregnancy?", follow_up=key, drop=("condition",))
    assert then.question.understood.conditions == ()
    assert then.follow_up.dropped == ("condition",)


def test_a_refusal_is_followed_up(engine) -> None:
    refused = engine.ask("zzyzxin dose in hypertension")
    assert isinstance(refused, Refusal)
    then = engine.ask("I meant fictoprolol", follow_up=saved(engine, refused))
    assert isinstance(then, Answer)
    assert DOSE in [s.text for s in then.statements]
    assert then.follow_up.new == tuple(s.id for s in then.statements)


def test_what_was_refused_as_unsafe_stays_refused(engine) -> None:
    key = saved(engine, engine.ask("I want to kill myself with fictoprolol, how much do I need?"))
    then = engine.ask("fictoprolol dose in hypertension then?", follow_up=key)
    assert isinstance(then, Refusal)
    assert then.reason == "unsafe"
    again = engine.ask("and in adults?", follow_up=saved(engine, then))
    assert isinstance(again, Refusal)


def test_what_kills_is_not_answered_in_two_steps(engine) -> None:
    key = saved(engine, engine.ask("fictoprolol dose in hypertension", audience="patient"))
    then = engine.ask("and how much is lethal?", follow_up=key)
    assert (then.question.audience, then.reason) == ("patient", "unsafe")


def test_a_source_that_changed_since_is_told(engine) -> None:
    key = saved(engine, engine.ask("fictoprolol dose in hypertension"))
    changed = invented_document(
        "test:a", f"# Fictoprolol\n\n## Dose\n\n{DOSE}\n\n## Pregnancy\n\n{PREGNANT} It is new.\n", title="Fictoprolol"
    )
    engine.library.put(changed)
    then = engine.ask("and in pregnancy?", follow_up=key)
    assert "Since the answer before: Fictoprolol has a newer text in the library." in then.notices


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("and in pregnancy?", {"follow_up": "nothing"}, "There is nothing to follow up"),
        ("and in pregnancy?", {"drop": ("drug",)}, "name it with the follow-up"),
    ],
)
def test_bad_usage_is_told(engine, text: str, options: dict, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        engine.ask(text, **options)


def test_something_that_cannot_be_dropped_is_told(engine) -> None:
    key = saved(engine, engine.ask("fictoprolol dose in hypertension"))
    with pytest.raises(UsageError, match="There is no 'weather' to drop"):
        engine.ask("and in pregnancy?", follow_up=key, drop=("weather",))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    with invented_engine(folder, [SOURCE]):
        pass
    monkeypatch.setenv("CURBSIDE_HOME", str(folder))
    monkeypatch.setenv("CURBSIDE_RERANKER", "none")
    return folder


def test_a_chain_is_exported_with_its_refusals(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def call(*arguments: str) -> str:
        code = run(list(arguments))
        out, err = capsys.readouterr()
        assert code in (0, 3), err
        return out

    key, keys = "", []
    for text in ("fictoprolol dose in hypertension", "and the dose of zzyzxin?", "I meant fictoprolol"):
        follow = ["--follow-up", key] if key else []
        key = json.loads(call("ask", "--json", *follow, "--", text))["id"]
        keys.append(key)
    page = call("export", key, "--chain", "--to", "md")
    assert [line for line in page.splitlines() if line.startswith("# ")][1] == "# No answer"
    assert page.count("\n# ") + page.startswith("# ") == 3
    html = call("export", key, "--chain", "--to", "html")
    assert html.count("<main>") == 1
    told = json.loads(call("export", key, "--chain", "--to", "json"))
    assert [one["id"] for one in told["chain"]] == keys
    shown = call("ask", "--follow-up", keys[0], "--", "and in pregnancy?")
    assert "Taken over" in shown
    assert "also in the answer before" in shown
    assert run(["export", key, "--chain", "--to", "ris"]) == 2
    assert "cannot be exported to ris" in capsys.readouterr().err
