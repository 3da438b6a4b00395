"""The words by which a text says how many people took part, or how many studies a review took in."""

from __future__ import annotations

import re
from typing import Final

_UNITS: Final = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORD: Final = "|".join(sorted((*_UNITS, *_TENS), key=len, reverse=True))
_BY_WORDS: Final = rf"(?:{_WORD})(?:[- ](?:and[- ])?(?:{_WORD}|hundred|thousand))*"
NUMBER: Final = rf"(?<![\w.,·/+-])(?:\d{{1,3}}(?:[, \u00a0\u2009\u202f]\d{{3}})+|\d+|{_BY_WORDS})(?![\w%]|[.·]\d|,\d)"
_BEFORE_PEOPLE: Final = (
    r"(?:(?!(?:of|in|to|and|or|for|with|by|from|on|at|years?|months?|weeks?|days?|hours?|minutes?|min|sec|h|km|mg|g|kg|ml|micrograms?"
    r"|mcg|units?|times|trials?|studies|sites|centers|centres|hospitals|countries|reports?|groups?|arms?|per|doses?"
    r"|women|men|was|were|had|who|the|include[ds]?|including|through|until|since|january|february|march|april|may"
    r"|june|july|august|september|october|november|december)\b)[\w'’/-]+,? ){0,5}"
)
PEOPLE: Final = (
    r"(?:patients|participants|people|persons|(?:patient|person)(?= (?:with|who|had|was))|subjects|individuals"
    r"|adults|children|infants|neonates|newborns|babies"
    r"|women|men|girls|boys|volunteers|adolescents|teenagers|residents|veterans|mothers|students|athletes|nurses"
    r"|outpatients|inpatients|survivors|recipients|smokers|pregnancies|cases|preterms|couples|carers|workers|employees|soldiers|physicians|drivers|donors|schoolchildren|pupils|twins|sisters|brothers|carriers|users|controls|mice|rats|dogs"
    r"|rabbits|pigs|animals)\b(?![- ](?:years?|days?)\b)"
)
WHOM: Final = rf"{_BEFORE_PEOPLE}{PEOPLE}"
_TOOK_PART: Final = (
    r"(?:randomi[sz]ed|randomly|enrol(?:l?ed)|recruited|included|studied|assigned|allocated|participated|took part"
    r"|analy[sz]ed|followed|evaluated|treated|entered|completed|underwent|received|comprised|interviewed|compared|answered|responded|replied|attended|surveyed|identified)"
)
_ALLOCATED: Final = r"(?:randomi[sz]ed|randomly (?:assigned|allocated|divided)|allocated|assigned)"
_RANDOMISED: Final = r"randomi[sz]ed"
_COMPRISING: Final = r"(?:including|involving|comprising|comprised|included|enrolling|enrolled|recruited)"
_SHARE: Final = r"(?: \([\d.,]{1,6}%?\))?"
_ALL: Final = r"(?:the |these |both groups of |all )?"
_DONE: Final = (
    r"(?:occurred|seen|observed|reported|developed|found|noted|improved|discontinued|withdrawn|stopped|experienced"
    r"|recorded|detected|present|achieved|died|failed|lost|excluded|declined)"
)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


ALLOCATED: Final = (
    _pattern(rf"(?P<n>{NUMBER}){_SHARE} {WHOM}[^.;]{{0,140}}?\b(?:were|was) (?:\w+ )?{_ALLOCATED}"),
    _pattern(rf"\b(?:we|were|was) {_ALLOCATED} (?P<n>{NUMBER}){_SHARE} {WHOM}"),
    _pattern(rf"\b{_RANDOMISED} (?P<n>{NUMBER}){_SHARE} {WHOM}"),
    _pattern(rf"(?P<n>{NUMBER}){_SHARE} (?:\w+ consent and |consented and )?(?:were|was) (?:\w+ )?{_ALLOCATED}"),
)
SAID_SIZE: Final = _pattern(
    r"\b(?:sample size (?:was|of)|a sample of|(?:trial|study|we) (?:enrolled|recruited|included|randomi[sz]ed))"
    rf" (?P<n>{NUMBER})(?=[.,;]| (?:was|were)\b)"
)
ENROLLED: Final = (
    SAID_SIZE,
    _pattern(rf"\btotal (?:sample |number )?of (?P<n>{NUMBER}){_SHARE} {WHOM}"),
    _pattern(rf"\b(?:we|that|which|to|study|trial) (?:\w+ )?{_TOOK_PART} (?P<n>{NUMBER}){_SHARE} {WHOM}"),
    _pattern(
        rf"(?P<n>{NUMBER}){_SHARE} {WHOM}[^.;]{{0,120}}? (?:(?:were|was|had been"
        rf"|have been) )?(?:\w+ )?{_TOOK_PART}\b"
    ),
    _pattern(
        r"\b(?:series|sample|cohort|population|data|analysis|study|trial|database|registry|report)s?"
        rf" (?:of|on|from|in|comprising|including|involving|with|was of) (?P<n>{NUMBER}){_SHARE} {WHOM}"
    ),
    _pattern(rf"(?<!, )\b{_COMPRISING} (?:a total of )?(?P<n>{NUMBER}){_SHARE} {WHOM}"),
    _pattern(rf"\b(?:we|to) (?:\w+ )?(?:operated on|recruit|enrol|enroll|include|saw) (?P<n>{NUMBER}){_SHARE} {WHOM}"),
    _pattern(rf"\b(?:total )?number of (?:\w+ )?{PEOPLE} (?:was|were) (?P<n>{NUMBER})"),
    _pattern(rf"(?<=\bwith )(?P<n>{NUMBER}){_SHARE} {WHOM}"),
)
SPOKEN_OF: Final = (
    _pattern(
        rf"(?:^|[.;:] )(?:in|among|of|for|when|after|across) {_ALL}(?P<n>{NUMBER}){_SHARE} {WHOM}",
    ),
    _pattern(
        rf"\b(?:in|among|of|for|across|to) {_ALL}(?P<n>{NUMBER}){_SHARE} {WHOM}"
        r"(?=,? (?:with|who|from|aged|undergoing|having|at|on|\())"
    ),
    _pattern(rf"\b(?:of|among) {_ALL}(?P<n>{NUMBER}){_SHARE} {WHOM}"),
    _pattern(
        rf"\b(?:given to|there (?:were|are)|(?:collected|measured|obtained|performed"
        rf"|done) on|available (?:for|from|on)) (?P<n>{NUMBER}){_SHARE} {WHOM}"
    ),
    _pattern(rf"(?<=[;,] )(?P<n>{NUMBER}) (?:were|had been) (?:\w+ )?{_TOOK_PART}\b"),
)
_NO_UNIT: Final = r"(?!(?:to|weeks?|days?|months?|years?|hours?|minutes?|mg|g|ml|micrograms?|mcg|units?|times)\b)"
ARMS: Final = _pattern(
    rf"(?P<n>{NUMBER}) (?:{_NO_UNIT}[\w'’-]+ ){{0,5}}?to [^.;]{{1,60}}?"
    rf" and (?P<m>{NUMBER}) (?:{_NO_UNIT}[\w'’-]+ ){{0,3}}?to\b"
)
PARTED: Final = _pattern(r"\b(?:allocat|assign|randomi)")
BOTH_SEXES: Final = _pattern(
    rf"(?P<n>{NUMBER}) (?:men|males|boys|women|females|girls) and (?P<m>{NUMBER}) (?:men|males|boys|women|females"
    rf"|girls)\b"
)
WITH_CONTROLS: Final = _pattern(
    rf"(?P<n>{NUMBER}) (?:{WHOM}|cases)[^.;()]{{0,80}}? (?:and|with|to) (?P<m>{NUMBER}) (?:[\w-]+,? ){{0,4}}controls\b"
)
BARE: Final = _pattern(rf"(?:^|[.;:] )(?:all )?(?P<n>{NUMBER}){_SHARE} {WHOM}(?! \(\d)")
YEAR: Final = re.compile(r"(?:19|20)\d\d")
DATED: Final = _pattern(
    r"(?:\b(?:in|since|from|between|until|through|during|before|after|by|january|february|march|april|may|june|july|august"
    r"|september|october|november|december)|\b(?:19|20)\d\d (?:and|to|through)),? $"
)
WHO: Final = _pattern(rf" {WHOM}")
OUT_OF: Final = _pattern(
    rf"(?<![\w.,/])(?:\d+|{_BY_WORDS}) (?:\(\d[\d.]*%\) )?(?:out )?of (?:the )?(?P<n>{NUMBER})"
    r"(?! ?(?:%|mg|ml|years?|months?|weeks?|days?|trials?|studies))"
    r"|(?<![\w.,/])\d+/(?P<over>\d{2,6})(?![\d/.])(?! ?(?:mm|mg|min|ml|kg|l\b|m2|dl))"
)
GROUP: Final = _pattern(rf"(?<![\w-])n ?= ?(?P<n>{NUMBER})")
GROUPS: Final = _pattern(r"\b(?:group|arm|placebo|control|received|assign|allocat|randomi|versus|vs)")
OF_EVENTS: Final = _pattern(r"\b(?:events?|deaths?|reactions?|outcomes?|effects?|reports?|dropouts?|withdrawals?) \($")
OF_STUDIES: Final = _pattern(r"\b(?:studies|trials|RCTs|cohorts) \($")
MANY: Final = 100
IN_BRACKETS: Final = _pattern(rf"(?<=\()(?P<n>{NUMBER}){_SHARE} {WHOM}(?=\))")
IN_GROUPS: Final = _pattern(rf"\bgroup (?:of|comprised|included|consisted of) (?P<n>{NUMBER}){_SHARE} {WHOM}")
COMPARED: Final = _pattern(r"\b(?:versus|vs|compared (?:with|to)|control|placebo)\b")
DONE_IN: Final = _pattern(rf"\b{_DONE} (?:in|by|from|for|among|with) (?:\w+ ){{0,2}}$")
OF_OTHERS: Final = _pattern(
    r"\b(?:screened|assessed for eligibility|invited|approached|were eligible|planned|required|needed|power)\b"
)
_STUDIES: Final = (
    rf"(?P<n>{NUMBER}) (?:(?!(?:of|in|to|for|with|by|from|on|at|and|weeks?|months?|years?|days?)\b)[\w'’-]+,? ){{0,5}}?"
    r"(?:trials|studies|RCTs|reports|cohorts|articles|publications|papers|reviews)\b"
)
STUDIES: Final = _pattern(_STUDIES)
AND_STUDIES: Final = _pattern(rf"(?:,| and|, and) {_STUDIES}")
TAKEN_IN: Final = _pattern(
    r"\b(?:includ\w+|involv\w+|met (?:the |our )?(?:inclusion|eligibility)|eligible|pooled|review of|analysis of)\b"
)
COUNTED: Final = _pattern(
    rf"\b{PEOPLE}|\bsample|\b(?:enrolled|recruited|assigned|allocated|randomi[sz]ed)\b|\bn ?="
    rf"|\b(?:were|was|had been) (?:\w+ )?(?:random|enrol|recruit|analy|include)"
)
MAY_COUNT: Final = _pattern(rf"\d|\b(?:{_WORD})\b")


def value(text: str) -> int:
    """A number in digits or in words ("one hundred and twenty-four") as an integer."""
    bare = re.sub(r"[,\s\u00a0\u2009\u202f]", "", text)
    if bare.isdigit():
        return int(bare)
    whole = part = 0
    for word in re.split(r"[-\s]+", text.lower()):
        if word in _UNITS:
            part += _UNITS.index(word) + 1
        elif word in _TENS:
            part += 20 + 10 * _TENS.index(word)
        elif word == "hundred":
            part *= 100
        elif word == "thousand":
            whole, part = whole + part * 1000, 0
    return whole + part
