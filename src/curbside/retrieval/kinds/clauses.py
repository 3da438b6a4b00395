"""Which words of a text are the question: without greeting, lead-in and what is told of the patient first."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ENDS = 700
_SENTENCE = re.compile(
    r"(?<=[?!])\s+|(?<![.\s][a-z])(?<!\bvs)(?<!\bdr)(?<!\bst)(?<!\be\.g)(?<!\bi\.e)(?<!\bapprox)\.\s+"
)
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "\u00a0": " "})

AUXILIARY = (
    r"(?:is|are|was|were|am|do|does|did|can|could|should|may|might|must|will|would|has|have|had|shall|need|ought|"
    r"isn't|aren't|wasn't|doesn't|don't|didn't|can't|cannot|couldn't|shouldn't|won't|wouldn't|hasn't|haven't)\b(?!-)"
)
_ASKS = r"(?:what|why|how|which|who|whose|whom|where|when)\b(?!-)"
_PERSON = r"(?:you|anyone|anybody|someone|we|they|u)"
_REQUEST = (
    r"(?:tell|remind|show|give|advise|explain|describe|define|summari[sz]e|list|name|find|send|help|outline|compare)\b"
)
_LEAD = re.compile(
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|dear \w+|thanks|thank you|thx|please|pls|so|and|but|also|"
    r"well|ok(?=[ ,]+(?:so|and|what|how))|okay|now|sorry|just|then|quick question|question(?! about)|urgent|query|q)"
    r"[ ,:;!.-]+"
    rf"|(?:do|does) {_PERSON} (?:happen to )?(?:know|understand|remember) (?:about )?"
    rf"|(?:can|could|would|will) (?:{_PERSON}|i|someone) (?:please |kindly )?(?={_REQUEST})"
    r"|(?:tell|remind|advise|give|show|let) (?:me|us) (?:know )?(?!everything|all\b|anything)"
    r"|(?:i|we)(?:'m| am|'d| would|'ve| have| was| need| want|) (?:like |want |need |wish |trying |wondering |curious |"
    r"unsure |not sure |asking )?(?:to (?:know|ask|find out|understand) )?(?:about )?"
    r"(?=what\b|why\b|how\b|which\b|when\b|who\b|whether\b|the\b)"
    r"|(?:just )?(?:wondering|not sure|unsure|(?:wanted|need|want) to know|any (?:idea|ideas|clue|thoughts)) "
    r"(?:on |about |as to )?"
    rf"|(?:are|is|would) (?:you|anyone|it) (?:able|possible|happy|willing) to (?={_REQUEST}|say (?:wh|how))"
    r"|say (?=wh|how)"
    r"|is it (?:known|clear|understood) (?=why|how|what|which|who|when)"
)
_WHETHER = re.compile(r"\b(wonder|wondering|sure|unsure|know|ask|asking|tell me) if\b")
_BEFORE = re.compile(r"^(?:[^\w(]|\(?[a-z\d]{1,2}[.)] )+")
_START = re.compile(rf"(?:{_ASKS}|{AUXILIARY}|whether\b)")
_PART = re.compile(r"[,;:]\s+|\s-+\s+|\s*--+\s*|:(?=[a-z])|\)\s+|\.\.+\s*")
_LEANING = re.compile(
    r"(?:for|in|with|after|before|during|on|to|at|by|from|of|under|until|about)\s+(?=(?:what|which|how)\b)"
)
_INSIDE = re.compile(
    r"(?<!no matter )(?<!regardless of )\b(?:what|how|why|(?:when|where) to|which (?:of|one)|"
    r"which \w+ (?:is|are|should|to|for|in|do|does)\b|which \w+ ?\?)"
    r"|\b(?:should|can|could|may|must|do|shall|would) (?:i|we|you|he|she|they|it)\b"
    r"|\b(?:is|are|was|does) (?:it|they|this|that|there|these)\b"
)


def plain(text: str) -> str:
    """`text` in small letters, one space between words, straight quotes; of a long text both ends, where one asks."""
    both = text if len(text) <= 2 * _ENDS else f"{text[:_ENDS]}. {text[-_ENDS:]}"
    words = " ".join(both.translate(_PLAIN).lower().split())
    return _WHETHER.sub(r"\1 whether", re.sub(r"\b(what|how|who|when)(?:'s|s)(?= )", r"\1 is", words))


def sentences(text: str) -> list[str]:
    """The sentences of `text` (as `plain` gives it), those most likely to ask first: with a question mark, beginning as
    a question, then the last."""
    found = [s.strip(" .") for s in _SENTENCE.split(text) if s and s.strip(" .?!")]
    asking = [s for s in found if s.endswith("?")]
    begun = [s for s in found if s not in asking and _START.match(unled(s))]
    return [*asking, *begun, *(s for s in reversed(found) if s not in asking and s not in begun)]


def unled(sentence: str) -> str:
    """`sentence` without greeting and lead-in ("please can you tell me ...")."""
    sentence = _BEFORE.sub("", sentence)
    while (lead := _LEAD.match(sentence)) and len(sentence) > lead.end():
        sentence = sentence[lead.end() :]
    return sentence


def asking(sentence: str) -> Iterator[str]:
    """The clauses of `sentence` that may ask, likeliest first: as a whole where it begins as a question, else from the
    part that does, else from a question word inside; last the sentence itself."""
    sentence = unled(sentence)
    leaning = _LEANING.match(sentence)
    if _START.match(sentence) or leaning:
        yield sentence[leaning.end() :] if leaning else sentence
        return
    parts = [unled(sentence[m.end() :]) for m in _PART.finditer(sentence)]
    begun = [p for p in parts if _START.match(p)]
    yield from begun[:1]
    if not begun and (inside := _INSIDE.search(sentence, 1)):
        yield sentence[inside.start() :]
    yield sentence


def last_part(sentence: str) -> str:
    """What follows the last comma, colon or dash of `sentence` ("... - plan?"); the sentence if there is none."""
    return _PART.split(sentence)[-1].strip()
