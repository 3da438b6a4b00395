"""What is wrong with a sentence when it stands alone: rules by words, marks and endings (`answer_sentences.py`)."""

from __future__ import annotations

import re
from typing import Final

AIMED: Final = ("dangling", "heading", "fragment", "cut")
WATCHED: Final = ("label, then pronoun", "this study", "twice", "chatter", "pointer")

_CONNECTIVE = (
    r"(?:(?:however|therefore|thus|hence|moreover|furthermore|in addition|additionally|similarly|consequently|also|"
    r"but|and|or|so|yet|nevertheless|nonetheless|instead|otherwise|in contrast|by contrast|conversely|indeed|finally|"
    r"for example|for instance|in fact|overall|as a result|in particular|again|then)\b[,:]?\s+)*"
)
_POINTS = (
    r"(?:it|its|they|them|their|theirs|he|she|his|her|him|this|these|"
    r"those(?! (?:with|who|whose|in|at|on|of|aged|taking|receiving|without)\b)|that|such|the (?:former|latter|above)|"
    r"both(?! (?:\w+ )?\w+ and\b)|neither(?! \w+ nor\b)|(?:all|most|many|some|several|none|each|one|two|three|either)"
    r" of (?:these|those|them|this|which))\b"
)
DANGLING: Final = re.compile(rf"[\"'“‘(\[]*{_CONNECTIVE}(?P<what>{_POINTS})", re.IGNORECASE)
_EXPLETIVE = re.compile(
    rf"{_CONNECTIVE}it (?:(?:is|was|has been|had been|remains?|seems?|appears?|may be|might be|can be|could be|"
    r"should be|must be|would be|will be)(?: \w+){0,4}? (?:that|to|whether|if|how|why|when|who|which|what)\b|"
    r"(?:seems|appears|follows|turns out|takes)\b|(?:is|has been) (?:\w+ )?(?:estimated|recommended|suggested|thought))"
    rf"|{_CONNECTIVE}(?:that is|such as)\b",
    re.IGNORECASE,
)
_ITSELF = re.compile(
    rf"{_CONNECTIVE}(?:this|these|the present|our) (?:\w+ ){{0,2}}?(?:study|studies|trial|trials|review|analysis|"
    r"meta-analysis|article|paper|report|guideline|guidance|survey|investigation|finding|findings|result|results|data|observations?)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"[^.:!?]{2,80}: +(?=\S)")
_ENDS = re.compile(r"[.!?…](?:[\"'”’)\]]|\[\d+\]|\s|\d{1,3}(?![\d.]))*\Z")
_GOES_ON = re.compile(
    r"(?:[,;:–—-]|\b(?:of|a|to|in|on|at|by|for|with|from|as|that|which|who|is|are|was|were)|"
    r"\b(?:and|or|but|the|an|than|e\.g\.|i\.e\.|vs\.?|versus|approx\.|Dr\.|Fig\.|including|such as)\.?)\Z",
    re.IGNORECASE,
)
_SMALL = re.compile(r"(?:[a-z]{2,}\b(?![-+\d])|[,;:.)\]])")
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|being|am|has|have|had|having|do|does|did|may|might|can|could|should|must|will|would|"
    r"shall|cannot|isn't|aren't|don't|doesn't|\w{3,}(?:ed|ing)|give|take|use|avoid|start|stop|consider|offer|check|"
    r"measure|monitor|refer|ask|tell|keep|make|get|see|go|treat|advise|ensure|continue|repeat|reduce|increase|"
    r"includes?|causes?|affects?|occurs?|leads?|results?|shows?|appears?|seems?|remains?|means?|helps?|needs?|requires?|"
    r"makes?|takes?|gives?|gets?|begins?|becomes?|develops?|happens?|depends?|varies|varies|differs?|suggests?|"
    r"improves?|decreases?|increases?|reduces?|prevents?|produces?|provides?|contains?|consists?|involves?|carr(?:y|ies)|"
    r"plays?|works?|comes?|grows?|runs?|lies|lie|exists?|tends?|know|knows|found|known|shown|seen|given|taken|made|"
    r"think|believe|say|says|supports?|indicates?|represents?|correlates?|predicts?|enables?|allows?|offers?|stands?|"
    r"holds?|meets?|met|under(?:went|goes|go)|felt|kept|lost|told|left|led|rose|fell|grew|became|began|came|went|died|dies|die|live|lives|follow|follows|apply|applies|"
    r"blocks?|kills?|binds?|acts?|inhibits?|encodes?|codes?|regulates?|controls?|forms?|lacks?|inherits?|passes|pass|"
    r"look|looks|feel|feels|experience|experiences|present|presents|cause|vary|last|lasts|start|starts|stops?|"
    r"fails?|loses?|persists?|worsens?|infects?|raises)\b"
    # An article or possessive follows a verb, preposition or conjunction; a verb follows a plural and an adverb.
    r"|\b(?!(?:about|after|against|along|among|around|because|before|behind|below|between|beyond|during|except|"
    r"following|from|inside|into|like|near|onto|only|over|plus|since|such|than|that|then|through|toward|towards|under|"
    r"unlike|until|upon|versus|when|where|which|while|with|within|without|also|even|just|both|many)\b)"
    r"[a-z]{4,} (?:the|your|his|her|their|its|our)\b|\b[a-z]{3,}s [a-z]+ly [a-z]{4,} [a-z]{3,}",
    re.IGNORECASE,
)
_CHATTER = re.compile(
    r"\b(?:we (?:\w+ )?(?:searched|recruited|included|conducted|performed|analy[sz]ed|randomi[sz]ed|assessed|evaluated|"
    r"examined|compared|investigated|aimed|sought|collected|reviewed|studied|used|measured|enrolled|identified|tested)|"
    r"(?:data|information|samples?|records?|charts?|patients|participants|subjects|women|men|children|cases) (?:\w+ )?"
    r"(?:were|was) (?:\w+ )?(?:collected|obtained|analy[sz]ed|reviewed|recruited|enrolled|randomi[sz]ed|assigned|"
    r"identified|extracted|included|interviewed|divided|selected|asked|invited|followed|retrospectively|prospectively)|"
    r"(?:the )?(?:aim|objective|purpose|goal)s? of (?:this|the|our|the present) |"
    r"(?:this|the|our|the present) (?:\w+ )?study (?:aim\w*|was (?:designed|conducted|performed|undertaken)|"
    r"investigate[sd]|examine[sd]|evaluate[sd]|assesse[sd]|sought|explore[sd])|to (?:determine|investigate|evaluate|"
    r"assess|examine) (?:whether|if|the)\b[^.]*\.\Z|statistical analys[ie]s|informed consent|"
    r"questionnaires? (?:was|were)|(?:participants|subjects|patients) completed|"
    r"(?:medline|pubmed|embase|cochrane library)[^.]* searched|"
    r"medical subject headings)\b",
    re.IGNORECASE,
)
_POINTER = re.compile(
    r"\b(?:for more (?:information|details)|to learn more|(?:click|visit|call|contact) (?:on |the |us|here|1-)|"
    r"see (?:the|also|below|above|section|table|figure|chapter|our)\b|(?:resources|links?) (?:below|listed)|"
    r"clinicaltrials\.gov|https?:|www\.|1-8(?:00|88|77|66)-|"
    r"as (?:described|mentioned|noted|listed|shown) (?:above|below))",
    re.IGNORECASE,
)
_MARK = re.compile(r"(?:\s|\A)[a-z0-9]{1,3}\)\Z", re.IGNORECASE)
_PAIRS: Final = {")": "(", "]": "["}


def judged(text: str, whole_part: bool = False) -> list[str]:
    """Under which names a statement is counted. whole_part: its quotes are list items or table rows."""
    why = []
    label = _LABEL.match(text)
    body = text[label.end() :] if label else text
    if dangling(text):
        why.append("this study" if _ITSELF.match(text) else "dangling")
    elif label and dangling(body):
        why.append("label, then pronoun")
    if heading(text, whole_part):
        why.append("heading")
    elif not whole_part and len(text.split()) <= 8 and not _VERB.search(text):
        why.append("fragment")
    if cut(text, whole_part):
        why.append("cut")
    if _CHATTER.search(text):
        why.append("chatter")
    if _POINTER.search(text):
        why.append("pointer")
    return why


def dangling(text: str) -> bool:
    """It begins with a word that points to what is not there."""
    return bool(DANGLING.match(text)) and not _EXPLETIVE.match(text)


def heading(text: str, whole_part: bool) -> bool:
    """It is a title, or a question."""
    bare = text.strip()
    if bare.endswith((":", "?")):
        return True
    if _ENDS.search(bare) or whole_part or len(bare.split()) > 15:
        return False
    words = re.findall(r"[^\W\d_]{4,}", bare)
    titled = bool(words) and sum(word[0].isupper() for word in words) >= 0.7 * len(words)
    return titled or not _VERB.search(bare)


def cut(text: str, whole_part: bool) -> bool:
    """Its beginning or end is missing."""
    bare = text.strip()
    unfinished = not _ENDS.search(bare) and not whole_part and not heading(text, whole_part)
    return unfinished or bool(_GOES_ON.search(bare)) or bool(_SMALL.match(bare)) or not balanced(bare)


def balanced(text: str) -> bool:
    """Round and square brackets have their partners; "1)" and "a)" in a list, and half-open ranges, need none."""
    plain = re.sub(r"[\[(][\d.,; -]+[\])]|:-?[()]", "", text)
    open_: list[str] = []
    for found in re.finditer(r"[()\[\]]", plain):
        sign = found[0]
        if sign not in _PAIRS:
            open_.append(sign)
        elif open_:
            if open_.pop() != _PAIRS[sign]:
                return False
        elif not _MARK.search(plain[: found.end()]):
            return False
    return not open_
