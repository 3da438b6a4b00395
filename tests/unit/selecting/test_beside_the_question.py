"""What is on another aspect than was asked for is no answer where a cross-encoder reads it as none. All is invented."""

from __future__ import annotations

import pytest

from curbside.retrieval.understanding import understand
from curbside.selecting.choose import choose
from curbside.testing.homes import invented_document, invented_engine
from curbside.types import Refusal

OFFER = "Adults with migraine should be offered fictoprolol as initial treatment."
HARM = "Common side effects of fictoprolol are drowsiness and dizziness."

HEADINGS = ("Treatment", "Undesirable effects")


@pytest.mark.parametrize(
    ("question", "sentences", "logit", "refused"),
    [
        ("fictoprolol side effects", (OFFER,), -1.0, True),
        ("fictoprolol side effects", (OFFER,), 2.0, False),
        ("fictoprolol side effects", (OFFER, HARM), -1.0, False),
        ("Is fictoprolol safe in migraine?", (OFFER,), -1.0, True),
        ("What is offered first in migraine?", (OFFER,), -3.0, False),
    ],
)
def test_another_aspect_is_no_answer(monkeypatch, tmp_path, question, sentences, logit, refused) -> None:
    def as_read(asked, found, scorer, names=()):
        return choose(asked, found, lambda _, texts: (logit,) * len(texts), names)

    monkeypatch.setattr("curbside.selecting.picking.choose", as_read)
    text = "# Invented" + "".join(f"\n\n## {heading}\n\n{s}" for heading, s in zip(HEADINGS, sentences, strict=False))
    with invented_engine(tmp_path / "home", [invented_document("test:a", text)]) as engine:
        answer = engine.ask(question)
    assert understand(question).understood.drugs in ((), ("fictoprolol",))
    assert isinstance(answer, Refusal) is refused
