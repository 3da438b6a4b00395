"""Passages in any number, by rule, from the answers of MedQuAD; and vectors for them.

The rule. Every answer is cut into runs of 40 words (or as many as are asked for). When they are used up, it is cut
again with an offset of half as many, so that runs overlap by half. When those are used up, copies are made in which
every tenth word is the word that stands at the same place of a passage drawn with a fixed seed. Title: the focus.
Heading: the kind of question.

The rule for vectors: every tenth of the first 200,000 passages is embedded, with its title (`to_embed`); these 20,000
are the vectors of the first 20,000 passages. The others take one of them, drawn with a fixed seed, with Gaussian
noise of `NOISE` of its length, normalised: a cosine of about 0.94 to it, as between near paraphrases.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WORDS = 40
JURISDICTIONS = ("uk", "us", "eu", "au", "ca", "nz", "ie", "in", "za", "international")
NOISE = 0.35
SEED = 20260101


@dataclass(frozen=True, slots=True)
class Made:
    """One passage. number: from 0."""

    number: int
    title: str
    heading: str
    text: str


def passages(folder: Path, count: int, length: int = WORDS) -> Iterator[Made]:
    """`count` passages of `length` words by the rule above, always the same."""
    answers = list(_answers(folder))
    first: list[tuple[str, str, list[str]]] = []
    number = 0
    for offset in (0, length // 2):
        for focus, kind, words in answers:
            for at in range(offset, max(len(words) - 10, 1), length):
                if number >= count:
                    return
                run = words[at : at + length]
                first.append((focus, kind, run))
                yield Made(number, focus, kind, " ".join(run))
                number += 1
    yield from _copies(first, number, count)


def to_embed(folder: Path) -> list[str]:
    """The texts that are really embedded."""
    return [f"{made.title}. {made.text}" for made in passages(folder, 200_000) if made.number % 10 == 0]


def questions(folder: Path, count: int) -> list[str]:
    """`count` questions of the collection, drawn with the fixed seed."""
    asked = [str(row["question"]) for row in _rows(folder)]
    return random.Random(SEED).sample(asked, count)


def _copies(first: list[tuple[str, str, list[str]]], number: int, count: int) -> Iterator[Made]:
    drawn = random.Random(SEED)
    while number < count:
        focus, kind, run = first[number % len(first)]
        other = drawn.choice(first)[2]
        changed = [other[i] if i % 10 == 9 and i < len(other) else word for i, word in enumerate(run)]
        yield Made(number, focus, kind, " ".join(changed))
        number += 1


def _answers(folder: Path) -> Iterator[tuple[str, str, list[str]]]:
    for row in _rows(folder):
        if words := str(row["answer"]).split():
            yield str(row["focus"]), str(row["question_type"]), words


def _rows(folder: Path) -> Iterator[dict[str, object]]:
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)
