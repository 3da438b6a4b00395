"""What a dose is for, in the source's own words ("for MRSA bacteraemia"), where the lexicon has no name for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from curbside.regimens import naming

# The endings are those of names of diseases in Greek and Latin; the words are heads of phrases that name one.
_ILLNESS: Final = re.compile(
    r"\b(?:\w+(?:aemia|emia|itis|osis|oses|iasis|oma|omas|pathy|pathies|algia|uria|plegia|cardia|tension|rrhoea|rrhage|"
    r"rrhages|oedema|sepsis|pnoea|penia|phrenia|spasm|ectomy)|infections?|diseases?|syndrome|disorders?|pain|deficiency|failure|"
    r"fibrillation|cancer|poisoning|overdose|shock|asthma|sepsis|fever|seizures?|epilepsy|epilepticus|embolism|stroke|"
    r"migraine|attacks?|arrest|diabetes|malaria|eczema|gout|ulcers?|abscess(?:es)?|bleeding|dementia|depression|"
    r"anxiety|cough|nausea|vomiting|constipation|insomnia|injury|burns?|hypothyroidism|prophylaxis|surgery|influenza|"
    r"COPD|HIV|impairment|insufficiency|palsy|anaphylaxis|angina|psoriasis|acne|scabies|pneumonia|arrhythmias?|status\s+\w+us|croup|measles|rash|delirium)\b",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"\b(?:for|in|against|to\s+(?:treat|prevent))\s+(?![0-9]|(?:divided|combination|addition|doses|total|one|two|three|four|five|six|seven|eight|nine|ten|twelve|up|at|an?|life)\b)(?:(?:the\s+)?(?:(?:initial|acute|emergency)\s+)?"
    r"(?:treatment|management|relief|correction)\s+of\s+)?"
    r"(?:(?:adults?|children|people|patients|infants|neonates|women|men|those)\s+(?:(?:and|or)\s+\w+\s+)?(?:with|who\s+have)\s+)?",
    re.IGNORECASE,
)
_CAUSE: Final = re.compile(
    r"\s+(?:(?:caused\s+)?by|due\s+to|after|associated\s+with)\s+(?!(?:intravenous|oral|administration)\b)[\w-]+(?:\s+[\w-]+)?",
    re.I,
)
_LATER: Final = re.compile(r"\bfor\b", re.IGNORECASE)
_TAKING: Final = re.compile(r"\b(?:taking|receiving|treated|using|on)\b", re.IGNORECASE)
_STOP: Final = re.compile(
    r"[,;:()|]|\.(?=\s+(?-i:[A-Z])[a-z]{3}|\s*\Z)|\s(?=\d)"
    r"|\b(?:is|are|be|given|should|may|must|can|(?<!caused )by|at|every|once|twice|daily|weekly|if|when|where|unless"
    r"|until|then|who|receives?|give|take|use|start(?:ed)?)\b",
    re.IGNORECASE,
)


def purpose(text: str) -> str | None:
    """The first phrase after "for" or "in" that names an illness; None where there is none."""
    found = next(purposes(text, 0, len(text)), None)
    return " ".join(text[slice(*found)].split()) if found else None


def purposes(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where in [start, end) the phrases after "for" or "in" stand that name an illness, in order."""
    drugs = naming.drug_mentions(text, start, end)
    for match in _LEAD.finditer(text, start, end):
        stop = _STOP.search(text, match.end(), end)
        ends = [stop.start() if stop else end, *(m.start for m in drugs if m.start >= match.end())]
        words = text[match.end() : min(ends)]
        named = list(_ILLNESS.finditer(words))
        # "In Japan for adults with ...": what is after "for" comes as a phrase of its own.
        named = [] if named and _LATER.search(words[: named[0].start()]) else named
        if named and len(words[: named[-1].end()].split()) <= 8 and not _TAKING.search(words):
            cause = _CAUSE.match(words, named[-1].end())
            yield match.end(), match.end() + (cause.end() if cause else named[-1].end())
