"""What a question or a sentence of advice names: concepts of the lexicon, and the stems of its other words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from curbside.language import lexicon
from curbside.selecting._bounds import without_numbers
from curbside.selecting._claim import pattern, stems

KINDS: Final = ("drug", "condition", "population", "route")
_OWN: Final = "give stop keep bar avoid safe need recommend permit forbid not consider generic".split()


@lru_cache(maxsize=2048)
def keys_of(text: str) -> frozenset[str]:
    """What a text names: concepts of the lexicon and the stems of its other words, but for those of advice itself."""
    text = without_numbers(text)
    keys = set()
    for kind in KINDS:
        mentions = lexicon.drugs_in(text) if kind == "drug" else lexicon.find(text, kind)
        for mention in sorted(mentions, key=lambda m: -m.start):
            keys |= _concept(kind, mention.concept)
            text = f"{text[: mention.start]} {text[mention.end :]}"
    for what in _OWN:
        text = pattern("advice", what).sub(" ", text)
    implied = {"population adults"} | ({"population women"} if "population pregnancy" in keys else set())
    return frozenset(keys - implied | stems(text))


def _concept(kind: str, concept: str) -> set[str]:
    """The keys of a concept: "hypertension in pregnancy" is both hypertension and pregnancy."""
    condition, within, population = concept.partition(" in pregnancy")
    return {f"{kind} {condition}", "population pregnancy"} if within and not population else {f"{kind} {concept}"}


def subject_of(part: str) -> frozenset[str]:
    """The keys of what stands between the auxiliary and the verb or quality, or, in "Can I give X in C?", after the
    verb up to a preposition."""
    text = re.sub(r"^\S+\s+", "", part)
    text = re.sub(
        r"^(?:it\s+)?(?:safe|recommended|necessary|advisable|acceptable|possible|ok)\s+to\s+", "", text, flags=re.I
    )
    text = re.sub(
        r"^(?:we|i|you|one|patients?|people|clinicians?)\s+(?:safely\s+|need\s+to\s+|have\s+to\s+)?",
        "",
        text,
        flags=re.I,
    )
    verbs = "|".join(f"(?:{pattern('advice', v).pattern})" for v in ("give", "stop", "keep"))
    text = re.sub(rf"^(?:{verbs})\s+(?:of\s+)?", "", text, flags=re.I)
    head = re.split(
        rf"\b(?:be|need|needs|have|has|in|for|with|at|during|if|when|by|to|before|after|below|above)\b|{verbs}|"
        + "|".join(pattern("advice", m).pattern for m in ("bar", "avoid", "safe", "need", "recommend", "permit")),
        text,
        maxsplit=1,
        flags=re.IGNORECASE,
    )[0]
    return keys_of(head)
