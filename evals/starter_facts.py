"""Does the starter library say what its facts say? A check that shares no code with the engine.

    python evals/starter_facts.py --facts facts.jsonl [--starter DIR] [--words]

The facts file has one object a line with the fields topic, fact, source_title, publisher, kind, jurisdiction, year,
status, by, since, identifier, seen, grade and population. For every source of it the starter file is found by title,
publisher and identifier; its front matter is compared field by field; each of its sentences is assigned to the fact
that shares most words with it, and the sentences of a fact together must have the same numbers with their units,
amounts with what follows them, drugs, routes, negations, directions, modal words, timing and grade, no more and no
fewer. What only says who or what is meant (the population, the title) may be added. Exit code 1 on any exception.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

STARTER = Path(__file__).resolve().parents[1] / "src" / "curbside" / "starter"
KINDS = {"secondary summary": "summary", "professional fact sheet": "fact sheet"}
STATES = {"review overdue since": "review overdue"}
SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
NUMBER = rf"(?<![\w.])-?\d+(?:,\d{{3}})*(?:\.\d+)?(?:(?!\w)|(?=m[gl]\b))|\b(?:{'|'.join(SMALL)})\b"
UNIT = (
    r"micrograms?|micromol/L|mg/dL|mg/kg|mg|g/L|g|kg|mL/min(?:/1\.73 m2)?|ml|mm Hg|pg/mL|pmol/L|%|units?|tablets?|"
    r"doses?|hours?|minutes?|days?|weeks?|months?|years?|times"
)
MEASURE = re.compile(rf"({NUMBER})(?: ?-?({UNIT})(?!\w))?", re.IGNORECASE)
DOSE_UNITS = {"microgram", "mg", "g", "ml", "mg/kg", "tablet", "unit"}
FEATURES = {
    "negation": r"\b(?:not|no|without|unless|never|neither|nor|avoid|contraindicat|fail|except|exclud|unlikely)",
    "direction": (
        r"\b(?:above|below|over|under|more|less|least|greater|higher|lower|increas|decreas|reduc|improv|wors|rise|fall|"
        r"before|after|maximum|minimum|within|better|poor|similar|difference|accelerat|attenuat|clear|only|always)"
    ),
    "modality": (
        r"\b(?:should|may|must|will|can\b|recommend|suggest|consider|advisable|indicated|required|offered|reasonable|"
        r"preferred|preferable|usual|warrant|reported|propose|conclude|low-risk)"
    ),
    "timing": (
        r"\b(?:daily|weekly|monthly|annually|once|twice|times|alternate|every|an? day\b|an? week\b|per day|evening|"
        r"until|as long as|lifelong|for life\b|indefinitely|long-term|then\b|promptly|as needed|if needed|divided|"
        r"maintenance|initial|first|second|third)"
    ),
    "route": (
        r"\b(?:intramuscular|intravenous|subcutaneous|intradermal|sublingual|parenteral|oral\b|by mouth|thigh|patch|"
        r"plaster|cream|injection)"
    ),
    "drug": (
        r"\b(?:hydroxocobalamin|hydroxycobalamin|mecobalamin|methylcobalamin|cyanocobalamin|cobalamin|vitamin B\b|"
        r"folic acid|folate|thiamine|chloramphenicol|contraceptives|metformin|proton pump|colchicine|topiramate|"
        r"nitrous oxide|anticoagulant|anticoagulation|warfarin|aspirin|clopidogrel|apixaban|ferrous sulfate|"
        r"ferrous fumarate|ferrous gluconate|iron\b|SGLT-2|labetalol|nifedipine|methyldopa|atenolol|ACE|angiotensin|"
        r"renin|nitroprusside|mineralocorticoid|adrenaline|amitriptyline|duloxetine|gabapentin|pregabalin|tramadol|capsaicin|lidocaine|"
        r"botulinum|opioids|tricyclic|alpha-2-delta|SNRI|amoxicillin|antibiotics|antimetabolites|penicillin|potassium)"
    ),
    "period": r"\b(?:minutes|hours|days|weeks|months|years)\b",
    "choice": r"\bor\b",
    "code": r"(?<![\w-])(?=[\w/-]*\d)(?=[\w/-]*[A-Za-z])[A-Za-z0-9][\w/-]*\b",
}
COUNTED = {"negation", "direction", "timing", "modality", "period", "choice"}
PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in FEATURES.items()}
GRADE = re.compile(r" \(graded by the source: (.*)\)\.$")
STOP = frozenset(
    "a an and are as at be by for from had has have in is it its of on or that the this to was were with".split()
)


@dataclass(frozen=True, slots=True)
class Starter:
    """A starter file: front matter, headings and sentences (a list is one sentence with its lead-in)."""

    name: str
    meta: Mapping[str, Any]
    headings: tuple[str, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One row of the table."""

    where: str
    what: str
    detail: str


def read(path: Path) -> Starter:
    """The file at `path`; a block quote is an editorial note and no sentence."""
    _, front, body = re.split(r"^---\n", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
    headings: list[str] = []
    sentences: list[str] = []
    for block in re.split(r"\n\s*\n", body.strip()):
        text = block.strip()
        if text.startswith("#"):
            headings.append(text.lstrip("# "))
        elif text.startswith("- "):
            sentences[-1] += " " + "; ".join(line.removeprefix("- ") for line in text.splitlines())
        elif not text.startswith(">"):
            sentences += re.split(r"(?<=[.?!])\s+(?=[A-Z])", " ".join(text.split()))
    return Starter(path.name, yaml.safe_load(front), tuple(headings), tuple(sentences))


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return re.findall(r"[^\W_]+", text.lower())


def stems(text: str) -> set[str]:
    """The first six letters of the content words."""
    return {w[:6] for w in words(text) if w not in STOP}


def measures(text: str) -> list[tuple[str, str, int, int]]:
    """(number, unit, start, end) of each number; number words as digits, units in the singular."""
    found = []
    for match in MEASURE.finditer(text):
        number = match[1].lower().replace(",", "")
        number = str(SMALL.index(number)) if number in SMALL else number
        unit = (match[2] or "").lower()
        found.append(
            (number, unit[:-1] if unit.endswith("s") and unit != "times" else unit, match.start(), match.end())
        )
    return found


def amounts(text: str) -> Counter[str]:
    """Each dose with the direction before it and the timing between it and the next dose."""
    doses = [m for m in measures(text) if m[1] in DOSE_UNITS]
    result: Counter[str] = Counter()
    for index, (number, unit, start, end) in enumerate(doses):
        stop = doses[index + 1][2] if index + 1 < len(doses) else len(text)
        clause = re.split(r"[;:(]| versus | than |\. ", text[end:stop])[0]
        before = [m.group().lower() for m in PATTERNS["direction"].finditer(text[max(0, start - 14) : start])]
        after = [m.group().lower() for m in PATTERNS["timing"].finditer(clause)]
        result[" ".join([*before, number, unit, *after])] += 1
    return result


def features(text: str) -> dict[str, Counter[str]]:
    """What must be the same in a fact and in its restatement, by kind."""
    found = {name: Counter(m.group().lower() for m in p.finditer(text)) for name, p in PATTERNS.items()}
    found["number"] = Counter(f"{n} {u}".strip() for n, u, _, _ in measures(text))
    return found


def compare(fact: str, said: list[str], free: str) -> Iterator[tuple[str, str]]:
    """Differences between a fact and its restatement; `free` is what may be added (population, title)."""
    text = " ".join(said)
    for negated, denied in re.findall(r"\b((?:no|not|without) (\w+))", free):
        free = free.replace(negated, denied)
        if denied in words(text) and denied not in words(fact):
            if negated not in text:
                yield "negation missing", f"before {denied!r} of the population"
            text = text.replace(negated, denied)
    wanted, got, extra = features(fact), features(text), features(free)
    for name in wanted:
        missing = wanted[name] - got[name] if name in COUNTED else set(wanted[name]) - set(got[name])
        added = got[name] - wanted[name] if name in COUNTED and len(said) == 1 else set(got[name]) - set(wanted[name])
        if missing:
            yield f"{name} missing", ", ".join(sorted(missing))
        if strange := [a for a in added if a not in extra[name]]:
            yield f"{name} added", ", ".join(sorted(strange))
    if lost := set(amounts(fact)) ^ set(amounts(text)):
        yield "amount bound otherwise", "; ".join(sorted(lost))


def without_grade(sentence: str) -> str:
    """The sentence without the parenthesis of the source's own grade."""
    return GRADE.sub(".", sentence)


def assign(sentences: tuple[str, ...], facts: list[str]) -> dict[str, list[str]]:
    """Each sentence to the fact with which it shares most of its words."""
    result: dict[str, list[str]] = defaultdict(list)
    for sentence in sentences:
        own = stems(without_grade(sentence))
        result[max(facts, key=lambda f: len(own & stems(f)) / (len(own) ** 0.7 * len(stems(f)) ** 0.3))].append(
            sentence
        )
    return result


def identifiers(text: str | None) -> set[str]:
    """The identifiers of a fact in the notation of the front matter."""
    result = set()
    for part in (p.strip() for p in (text or "").split(";")):
        if match := re.match(r"(?i)(doi|pmid|pmcid):(.+)", part):
            result.add(f"{match[1].lower()}:{match[2]}")
        elif match := re.search(r"set id (\S+)", part):
            result.add(f"setid:{match[1]}")
        elif part:
            scheme = "nbk:" if part.startswith("NBK") else "" if part.startswith("http") else "nice:"
            result.add(scheme + part)
    return result


def check_front(file: Starter, facts: list[Mapping[str, Any]]) -> Iterator[Problem]:
    """The front matter against the fields of the facts."""
    first = facts[0]
    date = first["year"] if first["year"] not in (None, "n.d.") else "unknown"
    wanted = {
        "title": first["source_title"],
        "publisher": first["publisher"],
        "kind": KINDS.get(first["kind"], first["kind"]),
        "jurisdiction": first["jurisdiction"],
        "date": date,
        "status": STATES.get(first["status"], first["status"]),
        "superseded_by": first["by"],
        "status_since": first["since"],
        "seen": first["seen"],
        "text_is": "summary",
    }
    for name, value in wanted.items():
        if file.meta.get(name) != value:
            yield Problem(file.name, name, f"{file.meta.get(name)!r} instead of {value!r}")
    if set(file.meta["identifiers"]) != identifiers(first["identifier"]):
        yield Problem(file.name, "identifiers", str(file.meta["identifiers"]))
    if set(file.meta["topics"]) != {f["topic"] for f in facts}:
        yield Problem(file.name, "topics", str(file.meta["topics"]))


def check_body(file: Starter, facts: list[Mapping[str, Any]]) -> Iterator[Problem]:
    """The sentences and headings against the facts."""
    by_text = {f["fact"]: f for f in facts}
    said = assign(file.sentences, list(by_text))
    for text, fact in by_text.items():
        mine = said.get(text, [])
        free = f"{fact['population']} {fact['source_title']}"
        for what, detail in compare(text, [without_grade(s) for s in mine], free) if mine else [("left out", "")]:
            yield Problem(file.name, what, f"{detail} | {text}")
        for sentence in mine:
            grade = match[1] if (match := GRADE.search(sentence)) else None
            if grade != fact["grade"]:
                yield Problem(file.name, "grade", f"{grade!r} instead of {fact['grade']!r} | {text}")
    plain = {" ".join(words(text)) for text in by_text}
    known = " ".join(f"{f['fact']} {f['population']} {f['source_title']} {f['year']} {f['grade']}" for f in facts)
    for sentence in file.sentences:
        if any(p in " ".join(words(without_grade(sentence))) for p in plain):
            yield Problem(file.name, "verbatim", sentence)
    for text in (*file.headings, *file.sentences):
        strange = {m[0] for m in measures(text)} - {m[0] for m in measures(known)}
        if strange:
            yield Problem(file.name, "number in no fact", f"{', '.join(sorted(strange))} | {text}")


def word_changes(file: Starter, facts: list[Mapping[str, Any]]) -> Iterator[str]:
    """For a reader: the content words that a restatement dropped or brought in."""
    by_text = {f["fact"]: f for f in facts}
    for text, mine in assign(file.sentences, list(by_text)).items():
        own = set().union(*(stems(without_grade(s)) for s in mine))
        dropped, new = stems(text) - own, own - stems(text)
        if dropped or new:
            yield f"{file.name}\n  fact: {text}\n  said: {' // '.join(mine)}\n  dropped {dropped} new {new}"


def main(argv: list[str] | None = None) -> int:
    """Print the table of exceptions and a total line; 1 where there is any exception."""
    parser = argparse.ArgumentParser(description="Check the starter library against its facts.")
    parser.add_argument("--facts", type=Path, required=True, help="the facts, one JSON object a line")
    parser.add_argument("--starter", type=Path, default=STARTER, help="the folder of the starter library")
    parser.add_argument("--words", action="store_true", help="also list dropped and new content words, for a reader")
    options = parser.parse_args(argv)
    groups: dict[tuple[str, str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for line in options.facts.read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        groups[fact["source_title"], fact["publisher"], ";".join(sorted(identifiers(fact["identifier"])))].append(fact)
    files = {}
    for file in map(read, sorted(options.starter.glob("*.md"))):
        files[file.meta["title"], file.meta["publisher"], ";".join(sorted(file.meta["identifiers"]))] = file
    problems = [Problem(files[key].name, "file", "no such source in the facts") for key in files.keys() - groups.keys()]
    for key, facts in groups.items():
        if key not in files:
            problems.append(Problem("-", "file", f"no file for {key[0]!r}"))
            continue
        problems += [*check_front(files[key], facts), *check_body(files[key], facts)]
        if options.words:
            print(*word_changes(files[key], facts), sep="\n")
    for p in problems:
        print(f"{p.where:50} {p.what:24} {p.detail}")
    total, distinct = sum(map(len, groups.values())), sum(len({f["fact"] for f in g}) for g in groups.values())
    sentences = sum(len(f.sentences) for f in files.values())
    print(
        f"{len(groups)} sources, {len(files)} files, {total} facts ({distinct} distinct), {sentences} sentences: "
        f"{len(problems)} exceptions"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
