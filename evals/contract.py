"""What is always true of an answer as `curbside ask --json` prints it, checked from the printed object alone.

The checks know nothing of how an answer is made: they were written from the contract and the clinical rules, so that
whoever checks has not looked at what is checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from evals.shape import AUDIENCES, ESTIMATES, FACETS, FLAGS, KINDS, RELATIONS, STATES, STRENGTHS, TEXT_IS, shape

Read = Callable[[str, str, int, int], str]
"""(source id, content hash, start, end) -> the stored text there; raises LookupError where there is none."""

NEVER_EVIDENCE = frozenset({"withdrawn", "retracted"})
RULING_KINDS = frozenset({"label", "formulary", "guideline", "local protocol"})
NO_COUNTRY = frozenset({"international", "unknown", "", None})
EMPTY_WHEN_REFUSED = ("bottom_line", "sections", "statements", "regimens", "conflicts", "not_found", "references")

ABSOLUTES = {
    "lifelong": r"\blife-?long\b|\bfor life\b",
    "for life": r"\blife-?long\b|\bfor life\b",
    "always": r"\balways\b",
    "never": r"\bnever\b",
    "must": r"\bmust\b",
    "mandatory": r"\bmandatory\b",
}
DOSE = re.compile(
    r"(?<![\w.,])\d[\d,.\u2009\u202f]*\s*(?:micrograms?|mcg|ug|mg|milligrams?|g|grams?|ml|units?)(?:/kg)?\b(?!\s*/)",
    re.I,
)
STOP_OR_AVOID = re.compile(r"contraindicat|\bstop(?:ped)?\b|must not|should not be (?:given|used)", re.I)
NUMBER = re.compile(r"(?<![\w.])\d+(?:[,\u2009\u202f]\d{3})*(?:\.\d+)?")
WORD_NUMBERS = dict(
    zip("one two three four five six seven eight nine ten eleven twelve".split(), map(str, range(1, 13)), strict=True)
)
DRUGS: tuple[tuple[str, ...], ...] = (
    ("methylcobalamin", "mecobalamin"),
    ("hydroxocobalamin", "hydroxycobalamin"),
    ("cyanocobalamin",),
    ("folic acid", "folate"),
    ("adrenaline", "epinephrine"),
    *(
        (name,)
        for name in (
            "labetalol nifedipine methyldopa aspirin metformin amoxicillin apixaban warfarin amitriptyline duloxetine "
            "gabapentin pregabalin tramadol atenolol chloramphenicol"
        ).split()
    ),
)


def violations(answer: Mapping[str, Any], read: Read) -> list[str]:
    """Every breach of the contract, one sentence each; an empty list where there is none.

    answer: the object that `ask --json` prints. read: gives the stored text of a span.
    """
    wrong = list(shape(answer))
    if wrong:
        return wrong
    return [problem for check in CHECKS for problem in check(answer)] + list(_quotes(answer, read))


def dosed(text: str) -> bool:
    """Whether the text names an amount of a drug (a mass, a volume or units, not a concentration)."""
    return DOSE.search(text) is not None


def _status(answer: Mapping[str, Any]) -> Iterator[str]:
    status, refusal = answer["status"], answer["refusal"]
    if status not in ("answered", "refused"):
        yield f"status is {status!r}"
    if (status == "refused") != (refusal is not None):
        yield f"status is {status!r} and the refusal is {'there' if refusal else 'null'}"
    if status == "refused":
        yield from (f"refused, and {name} is not empty" for name in EMPTY_WHEN_REFUSED if answer[name])
        if refusal and not (refusal["message"].strip() and refusal["reason"].strip()):
            yield "the refusal does not say why"
    if status == "answered" and not answer["statements"]:
        yield "answered, and there is no statement"
    if status == "answered" and not answer["title"].strip():
        yield "the title is empty"
    if answer["question"]["audience"] not in AUDIENCES:
        yield f"audience is {answer['question']['audience']!r}"


def _words(answer: Mapping[str, Any]) -> Iterator[str]:
    for s in answer["statements"]:
        yield from _listed(f"statement {s['id']}", "facet", [s["facet"]], FACETS)
        yield from _listed(f"statement {s['id']}", "flag", s["flags"], FLAGS)
        yield from _listed(f"statement {s['id']}", "strength", [s["strength"]], STRENGTHS)
        yield from _estimated(f"statement {s['id']}", s.get("estimate"))
        yield from _listed(f"statement {s['id']}", "relation", [c["relation"] for c in s["citations"]], RELATIONS)
        yield from _listed(f"statement {s['id']}", "verdict", [s["verdict"]], frozenset({"supported"}))
    for section in answer["sections"]:
        yield from _listed(f"section {section['heading']!r}", "facet", [section["facet"]], FACETS)
    for r in answer["references"]:
        yield from _listed(f"reference {r['ref']}", "kind", [r["kind"]], KINDS)
        yield from _listed(f"reference {r['ref']}", "status", [r["status"]], STATES)
        yield from _listed(f"reference {r['ref']}", "text_is", [r["text_is"]], TEXT_IS)


def _estimated(where: str, estimate: Mapping[str, Any] | None) -> Iterator[str]:
    """Answers that were saved before there were estimates have none."""
    if estimate is None:
        return
    yield from _listed(where, "estimate", [estimate["level"], estimate["start"]], frozenset(ESTIMATES))
    if estimate["level"] in ESTIMATES and ESTIMATES.index(estimate["level"]) > ESTIMATES.index(estimate["start"]):
        yield f"{where} has an estimate above its start"
    yield from (f"{where} has the step {s['name']!r} without words" for s in estimate["steps"] if not s["words"])


def _listed(where: str, what: str, values: Sequence[object], allowed: frozenset[str]) -> Iterator[str]:
    yield from (f"{where} has the {what} {v!r}, which is in no list" for v in values if v not in allowed)


def _places(answer: Mapping[str, Any]) -> Iterator[str]:
    ids = [s["id"] for s in answer["statements"]]
    yield from (f"two statements have the id {i!r}" for i in sorted({i for i in ids if ids.count(i) > 1}))
    shown = list(answer["bottom_line"])
    placed: list[str] = []
    for section in answer["sections"]:
        if not section["statements"]:
            yield f"section {section['heading']!r} is empty"
        if not section["heading"].strip():
            yield "a section has no heading"
        placed += section["statements"]
    used = shown + placed + [m["statement"] for c in answer["conflicts"] for m in c["members"]]
    used += [r["statement"] for r in answer["regimens"] if r.get("statement") is not None]
    used += [c["statement"] for c in answer["criteria"]]
    yield from (f"{i!r} is referred to and is no statement" for i in sorted({str(i) for i in used} - set(ids)))
    yield from (f"statement {i!r} is in no section and not in the bottom line" for i in ids if i not in shown + placed)
    yield from (f"statement {i!r} is placed twice" for i in sorted({i for i in placed if placed.count(i) > 1}))
    yield from (f"the bottom line has {i!r} twice" for i in sorted({i for i in shown if shown.count(i) > 1}))
    yield from (f"the conflict {c['about']!r} has one side" for c in answer["conflicts"] if len(c["members"]) < 2)


def _texts(answer: Mapping[str, Any]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for s in answer["statements"]:
        plain = plainly(s["text"])
        if not re.search(r"\w", plain):
            yield f"statement {s['id']} is empty"
        elif plain in seen:
            yield f"statements {seen[plain]} and {s['id']} say the same"
        seen.setdefault(plain, s["id"])
    for name in ("notices", "not_found"):
        texts = [re.sub(r"\s+", " ", t).strip(" .").casefold() for t in answer[name]]
        yield from (f"{name} says twice: {t!r}" for t in sorted({t for t in texts if texts.count(t) > 1}))
    numbers = {str(r["ref"]) for r in answer["references"]}
    said = " ".join([*answer["notices"], *answer["not_found"], *(s["text"] for s in answer["statements"])])
    loose = sorted(set(re.findall(r"\[(\d{1,3})\]", said)) - numbers)
    yield from (f"a text has the mark [{n}], which has no reference" for n in loose)


def plainly(text: str) -> str:
    """The text in lower case, without reference marks, punctuation at its end, or differences of spaces and dashes."""
    text = re.sub(r"\[\d+(?:\s*[,-]\s*\d+)*\]", "", text)
    text = re.sub(r"[\u2010-\u2015\u2212]", "-", text)
    return re.sub(r"\s+", " ", text).strip(" .;:,").casefold()


def _marks(answer: Mapping[str, Any]) -> Iterator[str]:
    by_id = {s["id"]: s for s in answer["statements"]}
    order = list(answer["bottom_line"]) + [i for section in answer["sections"] for i in section["statements"]]
    used: dict[int, str] = {}
    for statement in (by_id[i] for i in order if i in by_id):
        for c in statement["citations"]:
            if used.setdefault(c["ref"], c["source"]) != c["source"]:
                yield f"mark {c['ref']} stands for {used[c['ref']]} and for {c['source']}"
    listed = {r["ref"]: r["id"] for r in answer["references"]}
    if len(listed) != len(answer["references"]):
        yield "two references have the same number"
    yield from (f"mark {n} has no reference" for n in sorted(set(used) - set(listed)))
    yield from (f"reference {n} is never used" for n in sorted(set(listed) - set(used)))
    yield from (
        f"reference {n} is {listed[n]} and its mark {used[n]}"
        for n in sorted(set(used) & set(listed))
        if used[n] != listed[n]
    )
    if list(used) != list(range(1, len(used) + 1)):
        yield f"marks are not numbered by first use: {list(used)}"
    if [r["ref"] for r in answer["references"]] != sorted(listed):
        yield "the reference list is not in the order of its numbers"
    sources = [r["id"] for r in answer["references"]]
    yield from (f"{i} has two numbers" for i in sorted({i for i in sources if sources.count(i) > 1}))


def _support(answer: Mapping[str, Any]) -> Iterator[str]:
    for s in answer["statements"]:
        quotes = [c["quote"] for c in s["citations"] if c["relation"] == "supports"]
        if not quotes:
            yield f"statement {s['id']} has no supporting citation"
            continue
        for word, equal in ABSOLUTES.items():
            said = re.search(rf"\b{word}\b", s["text"], re.I)
            if said and not any(re.search(equal, q, re.I) for q in quotes):
                yield f"statement {s['id']} says {word!r} and no supporting quote does"
        if not any(
            _holds(s, source) for source in {c["source"] for c in s["citations"] if c["relation"] == "supports"}
        ):
            yield f"statement {s['id']} has a number or drug that no single source of it has"


def _holds(statement: Mapping[str, Any], source: str) -> bool:
    quotes = " ".join(
        c["quote"] for c in statement["citations"] if c["source"] == source and c["relation"] != "contradicts"
    )
    text = re.sub(r"\[\d+(?:\s*[,-]\s*\d+)*\]", "", statement["text"])
    return _numbers(re.sub(r"\bone\b", " ", text, flags=re.I)) <= _numbers(quotes) and _drugs(text) <= _drugs(quotes)


def _numbers(text: str) -> set[str]:
    text = re.sub(r"\b[A-Z]+[0-9]+\w*\b", " ", text)
    digits = {re.sub(r"[,\u2009\u202f]", "", n) for n in NUMBER.findall(text)}
    words = {w for w in re.findall(r"[a-z]+", text.casefold()) if w in WORD_NUMBERS}
    return {n.rstrip("0").rstrip(".") if "." in n else n for n in digits} | {WORD_NUMBERS[w] for w in words}


def _drugs(text: str) -> set[int]:
    low = text.casefold()
    return {i for i, names in enumerate(DRUGS) if any(re.search(rf"\b{n}\b", low) for n in names)}


def _rules(answer: Mapping[str, Any]) -> Iterator[str]:
    references = {r["ref"]: r for r in answer["references"]}
    asked = answer["question"]["understood"]["jurisdiction"]
    for s in answer["statements"]:
        backing = [
            references[c["ref"]] for c in s["citations"] if c["relation"] == "supports" and c["ref"] in references
        ]
        if not backing:
            continue
        yield from _status_rules(s, backing)
        yield from _jurisdiction_rules(s, backing, asked)
        if s["id"] in answer["bottom_line"]:
            yield from _bottom_line_rules(s, backing, asked)


def _status_rules(s: Mapping[str, Any], backing: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield from (
        f"statement {s['id']} rests on a {r['status']} source" for r in backing if r["status"] in NEVER_EVIDENCE
    )
    for state, flag in (("superseded", "superseded"), ("review overdue", "review_overdue")):
        if all(r["status"] == state for r in backing) and flag not in s["flags"]:
            yield f"statement {s['id']} rests on a source that is {state} and lacks the flag"


def _jurisdiction_rules(s: Mapping[str, Any], backing: Sequence[Mapping[str, Any]], asked: str | None) -> Iterator[str]:
    elsewhere = all(r["kind"] in RULING_KINDS and r["jurisdiction"] not in {asked, *NO_COUNTRY} for r in backing)
    if asked and elsewhere and dosed(s["text"]) and "other_jurisdiction" not in s["flags"]:
        yield f"statement {s['id']} gives a dose of another jurisdiction than {asked} without the flag"


def _bottom_line_rules(s: Mapping[str, Any], backing: Sequence[Mapping[str, Any]], asked: str | None) -> Iterator[str]:
    yield from (
        f"the bottom line has statement {s['id']}, which is flagged {flag}"
        for flag in ("superseded", "outlier")
        if flag in s["flags"]
    )
    if "secondary_only" in s["flags"] and (dosed(s["text"]) or STOP_OR_AVOID.search(s["text"])):
        yield f"the bottom line has a dose, contraindication or stop from a secondary source alone ({s['id']})"
    countries = all(r["kind"] in RULING_KINDS and r["jurisdiction"] not in NO_COUNTRY for r in backing)
    if not asked and countries and dosed(s["text"]):
        yield f"no jurisdiction was asked for, and the bottom line has the dose of one ({s['id']})"


def _quotes(answer: Mapping[str, Any], read: Read) -> Iterator[str]:
    cited = [(f"statement {s['id']}", c) for s in answer["statements"] for c in s["citations"]]
    cited += [(f"criterion {k['id']}", m["citation"]) for k in answer["criteria"] for m in k["members"]]
    for who, c in cited:
        where = f"{who}, {c['source']} {c['start']}-{c['end']}"
        if not 0 <= c["start"] < c["end"]:
            yield f"{where}: no span"
            continue
        try:
            stored = read(c["source"], c["hash"], c["start"], c["end"])
        except LookupError as error:
            yield f"{where}: not in the library ({error})"
            continue
        if stored != c["quote"]:
            yield f"{where}: the quote is not the stored text"


CHECKS: tuple[Callable[[Mapping[str, Any]], Iterator[str]], ...] = (
    _status,
    _words,
    _places,
    _texts,
    _marks,
    _support,
    _rules,
)
