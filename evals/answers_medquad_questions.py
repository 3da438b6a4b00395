"""Documents of MedQuAD, and its questions put in other words by rule.

MedQuAD (Ben Abacha and Demner-Fushman, 2019, BMC Bioinformatics 20:511) has question and answer pairs from sites of the
NIH: each with its focus (mostly a disease), synonyms of it, and the type of the question.

A document is one answer (14 without a focus are left out). Its title is its focus, and its only heading the type of
the question as a word or two ("Symptoms", "Exams and tests"), which is how those sites print it; the question itself is
nowhere in it.

A question is drawn for a pair of focus and type: the pairs are put in the order of a hash of both, and the first are
taken. The focus is replaced by one of its synonyms where it has one that can stand for it, and the type is asked in
other words (`TEMPLATES`, chosen by hand before the first run). Left out are the types "considerations" and "support
groups", which do not say what is asked, and "research", whose answers mostly point to a register of trials.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.answers_home import half, number

TEMPLATES: Mapping[str, tuple[str, ...]] = {
    "information": ("Can you describe {x}?", "What should one know about {x}?", "What does {x} mean?"),
    "symptoms": ("How does {x} show itself?", "Which signs point to {x}?", "What do people with {x} notice?"),
    "treatment": ("How is {x} treated?", "What can be done for someone with {x}?", "How do doctors manage {x}?"),
    "inheritance": ("Does {x} run in families?", "How is {x} passed on from parents?"),
    "frequency": ("How common is {x}?", "How often does {x} occur?", "Is {x} rare?"),
    "genetic changes": ("Which genes are involved in {x}?", "Mutations in which gene lead to {x}?"),
    "causes": ("Why do people get {x}?", "What leads to {x}?", "What is {x} due to?"),
    "exams and tests": ("How is {x} diagnosed?", "Which tests show {x}?", "How do doctors find {x}?"),
    "outlook": ("What is the prognosis of {x}?", "How does {x} turn out in the long run?"),
    "susceptibility": ("Who gets {x}?", "Which people are more likely than others to have {x}?"),
    "prevention": ("How can {x} be prevented?", "What lowers the chance of getting {x}?"),
    "stages": ("How is {x} staged?", "How is the spread of {x} graded?"),
    "complications": ("Which problems can {x} lead to?", "What can go wrong with {x}?"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """One question and answer as MedQuAD has it."""

    id: str
    publisher: str
    url: str
    focus: str
    synonyms: tuple[str, ...]
    type: str
    question: str
    answer: str

    @property
    def names(self) -> frozenset[str]:
        """The focus and its synonyms, folded."""
        return frozenset(fold(name) for name in (self.focus, *self.synonyms))


@dataclass(frozen=True, slots=True)
class Reworded:
    """A question put in other words. name: what the focus is called in it. right: the documents that answer it.

    focus: all documents of the focus, whatever their type. ideal: the answers of `right`. named: whether the name
    stands in the title or text of one of `right`.
    """

    id: str
    text: str
    name: str
    type: str
    right: frozenset[str]
    focus: frozenset[str]
    ideal: tuple[str, ...]
    named: bool

    @property
    def part(self) -> str:
        """dev or held."""
        return half(self.id)


def fold(name: str) -> str:
    """A name without case and punctuation, words parted by one space."""
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def pairs(folder: Path) -> list[Pair]:
    """All pairs of the folder's files that have a focus, in order.

    An id that comes again (some do, for other answers) gets a number, so that each answer is a document.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise SystemExit(f"{folder} holds no MedQuAD: there is no .jsonl file in it.")
    rows: Iterator[dict[str, Any]] = (
        json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()
    )
    times: Counter[str] = Counter()
    return [
        Pair(
            _own_id(row["id"], times),
            row["source"],
            row["url"],
            row["focus"],
            tuple(row["synonyms"]),
            row["question_type"],
            row["question"],
            row["answer"],
        )
        for row in rows
        if fold(row["focus"])
    ]


def _own_id(id_: str, times: Counter[str]) -> str:
    times[id_] += 1
    return id_ if times[id_] == 1 else f"{id_}.{times[id_]}"


def documents(found: Iterable[Pair]) -> Iterator[dict[str, Any]]:
    """The answers as JSON lines."""
    for pair in found:
        yield {
            "id": pair.id,
            "kind": "fact sheet",
            "title": pair.focus,
            "publisher": pair.publisher,
            "jurisdiction": "us",
            "identifiers": [pair.url],
            "sections": [{"heading": pair.type.capitalize(), "text": pair.answer}],
        }


def reworded(found: Sequence[Pair]) -> Iterator[Reworded]:
    """All questions that can be drawn, in the order of the draw."""
    named: dict[str, set[str]] = defaultdict(set)
    holders: dict[str, set[str]] = defaultdict(set)
    for pair in found:
        for name in pair.names:
            named[name].add(pair.id)
            holders[name].add(fold(pair.focus))
    by_id = {pair.id: pair for pair in found}
    originals = {fold(pair.question) for pair in found}
    one_each = {(fold(pair.focus), pair.type): pair for pair in found if pair.type in TEMPLATES}
    for key in sorted(one_each, key=lambda k: number(f"draw|{k[0]}|{k[1]}")):
        pair, id_ = one_each[key], "|".join(key)
        name = _called(pair, holders, id_)
        about = named[key[0]] | named[fold(name)]
        right = frozenset(one for one in about if by_id[one].type == pair.type)
        text = _asked(pair.type, name, originals, id_)
        ideal = tuple(dict.fromkeys(by_id[one].answer for one in sorted(right)))
        named_there = any(f" {fold(name)} " in f" {fold(f'{by_id[one].focus} {by_id[one].answer}')} " for one in right)
        yield Reworded(id_, text, name, pair.type, right, frozenset(about), ideal, named_there)


def other_names(found: Iterable[Pair]) -> list[tuple[str, str]]:
    """Each focus with its synonyms, as MedQuAD has them, once each."""
    every = ((pair.focus, one) for pair in found for one in pair.synonyms if one.strip() and len(one) <= 300)
    return list(dict.fromkeys((focus, " ".join(one.split())) for focus, one in every))


def _called(pair: Pair, holders: Mapping[str, set[str]], id_: str) -> str:
    """A synonym, by hash, that names no other focus and is no bare abbreviation; else the focus."""
    able = [
        one
        for one in pair.synonyms
        if re.search("[a-z]{3}", one) and fold(one) != fold(pair.focus) and len(holders[fold(one)]) == 1
    ]
    return able[number(f"synonym|{id_}") % len(able)] if able else pair.focus


def _asked(type_: str, name: str, originals: frozenset[str] | set[str], id_: str) -> str:
    templates = TEMPLATES[type_]
    first = number(f"template|{id_}")
    turned = (templates[(first + step) % len(templates)].format(x=name) for step in range(len(templates)))
    return next(text for text in turned if fold(text) not in originals)


def without(found: Sequence[Pair], names: Iterable[str]) -> list[Pair]:
    """The pairs that have nothing of these foci (folded names).

    Taken out is every document, in all files, one of whose names (focus or synonym) is a name of the focus, or holds
    one as whole words, or is held in one; the names of a focus are its own, and all synonyms that any of its documents
    gives it. A name of fewer than four letters (an abbreviation) counts only where it is the same.
    """
    wanted = set(names)
    every = wanted.union(*(pair.names for pair in found if fold(pair.focus) in wanted))
    within = {part for name in every for part in _parts(name)} | every
    return [pair for pair in found if not any(name in within or _parts(name) & every for name in pair.names)]


def _parts(name: str) -> set[str]:
    """The name and all runs of whole words in it, but for short ones."""
    words = name.split()
    runs = (" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1))
    return {run for run in runs if len(run) > 3}
