"""Where the words of sign of a claim and of a sentence agree and where they part: more, less, not, the same."""

from __future__ import annotations

import re
from typing import Final

from curbside.verifying.meeting import Met
from curbside.verifying.wording import Worded, opposites

_TURNS: Final = ("up", "down", "away", "not", "same", "good", "bad")
_NULL: Final = re.compile(
    r"\b(?:no|not|without|nor|neither|lack of|little)\b[^.;]{0,40}\b(?:difference|differ|associat\w+|effect|benefit|"
    r"evidence|change\w*|improve\w*|correlat\w+|relat\w+|affect\w*|influence\w*|impact|reduc\w+|increas\w+|"
    r"significant\w*|superior|better)\b|\b(?:unchanged|unaffected|comparable|similar|independent of)\b",
    re.IGNORECASE,
)
_THAN: Final = re.compile(r"\b(?:than|versus|vs|compared (?:with|to)|over)\b", re.IGNORECASE)
_RATIO: Final = re.compile(
    r"\b(?:[a-z]?OR|[a-z]?HR|[a-z]?RR|IRR|(?:odds|hazards?|risk|rate|incidence rate) ratio|relative risk)\b"
    r"[^\d.;]{0,25}(\d+\.\d+)"
)
_CHANCE: Final = re.compile(r"\b[Pp]\s*[=>]\s*0?\.([0-9]+)")
_NEAR_CUE: Final = 6
_SIGN: Final = {"up": 1, "good": 1, "down": -1, "bad": -1}


def cues(words: Worded, window: frozenset[int] | None = None) -> dict[str, int]:
    """How many words of each kind of cue a text has, in the window alone where one is given."""
    counted = dict.fromkeys(_TURNS, 0)
    for i, word in enumerate(words.words):
        if word.cue in counted and (window is None or i in window):
            counted[word.cue] += 1
    return counted


def signs(claim: Worded, sentence: Worded, met: Met) -> dict[str, float]:
    """Where the words of sign of the claim and of the sentence near the shared words agree and part."""
    mine, theirs = cues(claim), cues(sentence, met.window)
    for ratio in _RATIO.findall(sentence.text):
        theirs["up" if float(ratio) > 1 else "down"] += 1
    turned = {k: float(mine[k] % 2 != theirs[k] % 2) for k in ("not", "away", "same")}
    parity = (mine["down"] + mine["away"] + mine["not"] + theirs["down"] + theirs["away"] + theirs["not"]) % 2
    directed = bool((mine["up"] + mine["down"]) and (theirs["up"] + theirs["down"]))
    null = bool(_NULL.search(sentence.text)) or any(float(f"0.{p}") > 0.05 for p in _CHANCE.findall(sentence.text))
    agree, oppose = _beside_the_same(claim, sentence, met)
    against = _against(claim, sentence, met.window)
    return {
        "not_differs": turned["not"],
        "not_here_alone": float(mine["not"] > 0 and not theirs["not"]),
        "not_there_alone": float(theirs["not"] > 0 and not mine["not"]),
        "away_differs": turned["away"],
        "same_here": float(mine["same"] > 0 and not (theirs["same"] or null)),
        "null_there": float(null and not (mine["not"] or mine["same"])),
        "null_both": float(null and bool(mine["not"] or mine["same"])),
        "same_direction": float(
            directed and (mine["up"] > 0) == (theirs["up"] > 0) and (mine["down"] > 0) == (theirs["down"] > 0)
        ),
        "other_direction": float(
            bool(
                (mine["up"] and not mine["down"] and theirs["down"] and not theirs["up"])
                or (mine["down"] and not mine["up"] and theirs["up"] and not theirs["down"])
            )
        ),
        "odd_turns": float(directed and parity == 1),
        "even_turns": float(directed and parity == 0),
        "good_for_bad": float(
            bool(
                (mine["good"] and theirs["bad"] and not theirs["good"])
                or (mine["bad"] and theirs["good"] and not theirs["bad"])
            )
        ),
        "opposites": min(against, 2),
        "cue_agrees": min(agree, 2),
        "cue_opposes": min(oppose, 2),
        "hedged": float(
            any(w.cue == "hedge" for w in sentence.words) and not any(w.cue == "hedge" for w in claim.words)
        ),
        "compared": float(bool(_THAN.search(claim.text)) and bool(_THAN.search(sentence.text))),
    }


def _beside_the_same(claim: Worded, sentence: Worded, met: Met) -> tuple[float, float]:
    """How many of the claim's words of direction have, beside the same thing, one of the same sign or of the other."""
    agree = oppose = 0
    for i, word in enumerate(claim.words):
        if word.cue not in _SIGN:
            continue
        thing = next((j for j in (*range(i + 1, i + 5), *range(i - 1, i - 5, -1)) if j in met.at), None)
        beside = _nearest_cue(sentence, met.at[thing][0]) if thing is not None else None
        if beside is None:
            continue
        same = _signed(claim, i) == _signed(sentence, beside)
        agree, oppose = agree + same, oppose + (not same)
    return float(agree), float(oppose)


def _nearest_cue(sentence: Worded, place: int) -> int | None:
    near = (p for d in range(1, _NEAR_CUE + 1) for p in (place - d, place + d))
    return next((p for p in near if 0 <= p < len(sentence.words) and sentence.words[p].cue in _SIGN), None)


def _signed(words: Worded, place: int) -> int:
    """The sign of a word of direction, turned by a "not" shortly before it."""
    denied = sum(w.cue == "not" for w in words.words[max(0, place - 3) : place])
    sign = _SIGN[words.words[place].cue]
    return -sign if denied % 2 else sign


def _against(claim: Worded, sentence: Worded, window: frozenset[int]) -> float:
    there = {w.stem for w in sentence.words}
    near = {sentence.words[i].stem for i in window}
    mine = {w.stem for w in claim.words}
    return float(sum(w not in there and bool((opposites().get(w, frozenset()) - mine) & near) for w in mine))


def parting(claim: Worded, sentence: Worded, met: Met) -> tuple[int, ...]:
    """The places in the claim of the words whose sign or opposite the sentence has otherwise near the shared words."""
    near = {sentence.words[i].stem for i in met.window}
    there = {w.stem for w in sentence.words}
    theirs = cues(sentence, met.window)
    other = {"up": "down", "down": "up", "good": "bad", "bad": "good", "same": "up"}
    found = []
    for i, word in enumerate(claim.words):
        opposed = word.stem not in there and bool(opposites().get(word.stem, frozenset()) & near)
        signed = word.cue in other and not theirs[word.cue] and theirs[other[word.cue]] > 0
        if opposed or signed or (word.cue == "not" and not theirs["not"]):
            found.append(i)
    return tuple(found)
