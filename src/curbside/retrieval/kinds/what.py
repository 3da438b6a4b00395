"""The kind of a clause that begins with "what" or "which"."""

from __future__ import annotations

import re

from curbside.retrieval.kinds.names import LEANING, KindOfQuestion, by_form, first_head, part, words_of

K = KindOfQuestion
_IS = re.compile(r"(?:is|are|was|were|is/are)\b(?: \((?:are|is)\))? ?(?:(?:currently|usually|generally|typically) )?")
_INDIRECT = re.compile(r"(?!is |are |was |were )(.+) (?:is|are|was|were)\s*\??$")
_ADVERB = re.compile(r"^(?:exactly|actually|really|precisely) ")
_OF_CHOICE = re.compile(r"\b(?:of|first|second)[ -]choice\b")
_POSSESSED = ("the ", "my ", "his ", "her ", "your ", "their ", "our ")
_OWN_NOUN = re.compile(
    r"\S+ .*?\b(?:dos(?:es?|ages?|ing)|max(?:imum)?|target|range|intervals?|half[ -]life|side[ -]effects|symptoms|"
    r"signs|complications|contra-?indications|interactions|risk factors|causes|prognosis|outlook|treatments?|"
    r"management|life expectancy|prevalence|incidence)\s*\??$"
)
_PAIRS = (
    "test",
    "tests",
    "level",
    "levels",
    "dose",
    "doses",
    "score",
    "count",
    "treatment",
    "inhaler",
    "range",
    "results",
    "names",
)
_SEVERAL = re.compile(r"\b(?:risk factors|predictors|symptoms|signs|features|criteria)$")
_PLURAL = re.compile(
    r"(?<![\w-])(?!diabetes|herpes|rabies|scabies|measles|mumps|shingles|hives|ascites|gas$)"
    r"(?:\w+(?<![siu])s|\w+ies|people|children|women|men|bacteria|criteria|viruses|diagnoses)$"
)
_CLOSED = re.compile(
    r"\b(?:is|are|was|were|do|does|did|can|could|should|may|might|must|will|would|has|have|had|needs?|interact|cause|raise|"
    r"lower|increase|reduce|affect|require|get|works?|counts?|suggests?|indicates?|means?|warrants?|requires|rules|defines?|"
    r"predicts?|justif\w+|prompts?|i|we|you|to|that|who)\b|[,?]"
)


def what(word: str, rest: str) -> KindOfQuestion:
    """The kind of `word` ("what" or "which") and the rest of its clause."""
    rest = _ADVERB.sub("", rest)
    if (kind := by_form("what", rest)) is not None:
        return kind
    if word == "what" and (indirect := _INDIRECT.match(rest)):
        return _what_is(indirect[1], plural=False)
    begins = _IS.match(rest)
    return _what_is(rest[begins.end() :], plural=rest.startswith("are ")) if begins else _which_noun(word, rest)


def _what_is(rest: str, plural: bool) -> KindOfQuestion:
    """What is asked for stands before the first preposition: "the usual DOSE of ..."; else it is what is defined."""
    if (kind := by_form("what_is", rest)) is not None:
        return kind
    leaning = LEANING.search(rest)
    cut = leaning.start() if leaning else len(rest)
    named = rest[:cut].rstrip(" ?")
    best = bool(part("better").search(named) or _OF_CHOICE.search(rest))
    head = first_head(rest)
    if head is None or head.start >= cut:
        several = plural and leaning and rest.startswith("the ") and _PLURAL.search(named)
        return K.CHOICE if best else K.LIST if several else K.DEFINITION
    if not leaning and not best and _is_defined(rest):
        return K.DEFINITION
    if best and head.kind in (K.LIST, K.MANAGEMENT, K.OTHER) and not _SEVERAL.search(named):
        return K.CHOICE
    return head.kind


def _is_defined(rest: str) -> bool:
    """Whether a noun that may ask is itself asked about: "a loading dose", "palliative care", not "naproxen dose"."""
    return rest.startswith(("a ", "an ")) or not (rest.startswith(_POSSESSED) or _OWN_NOUN.match(rest))


def _which_noun(word: str, rest: str) -> KindOfQuestion:
    closed = min((m.start() for p in (_CLOSED, LEANING, part("causing")) if (m := p.search(rest))), default=len(rest))
    named, best = _noun(rest[:closed].strip()), part("better").search(rest)
    plural = bool(_PLURAL.search(named))
    option = any(m.end() == len(named) for m in words_of("option").finditer(named))
    head = first_head(named)
    if (head and head.kind is K.DOSE) or any(m.end() == len(named) for m in words_of("measured").finditer(named)):
        return K.DOSE
    if best and (option or head is None or head.kind is K.MANAGEMENT):
        return K.CHOICE
    if not plural and part("causing").match(rest, closed):
        return K.CAUSE
    if head and not (option and word == "which" and not plural):
        return head.kind
    if option:
        return K.LIST if plural and not LEANING.match(rest, closed) else K.CHOICE
    if plural:
        return K.LIST
    if best or word == "which":
        return K.CHOICE
    told = first_head(rest)
    return told.kind if told else K.OTHER


def _noun(named: str) -> str:
    """`named` without a verb that no list has: as far as its first plural, or an option in the singular ("which
    inhaler suits")."""
    for m in words_of("option").finditer(named):
        after = named[m.end() :].split()
        if not _PLURAL.search(m[0]) and after and _PLURAL.fullmatch(after[0]) and after[0] not in _PAIRS:
            return named if first_head(after[0]) else named[: m.end()]
    words = named.split(" ")
    ends = (
        i for i, word in enumerate(words, 1) if _PLURAL.fullmatch(word) and (i == len(words) or words[i] not in _PAIRS)
    )
    return " ".join(words[: next(ends, len(words))])
