"""How a question leans on the one before it, by its words."""

from __future__ import annotations

import re
from typing import Final

_CONTINUES: Final = re.compile(r"^\W*(?:and|or|but|also|same|likewise|what if|if)\b", re.IGNORECASE)
_LEANS: Final = re.compile(
    r"^\W*(?:and|or|but|so|then|what about|how about|what if|if|also|same|likewise|only|in|for|with|without|by|during"
    r"|after|as|i (?:mean|meant)|meant|no|not|sorry|rather|instead|correction|ok(?:ay)?|thanks?|thank you|please|why"
    r"|why not|how so|how long|how often|how much|when|since when|until when|is there more|more|anything else|what else"
    r"|any other|actually|oops|make that|(?:she|he|her|his|the patient)\b[^?]*$)(?!\w)",
    re.IGNORECASE,
)
_POINTS: Final = re.compile(
    r"\b(?:it|its|this|that|these|those|them|they|their|she|he|her|his|him|same|instead|also|too|either|otherwise|then"
    r"|one|ones"
    r"|the (?:drug|doses?|medicine|treatment|injections?|tablets?|course|patient|maintenance|latter|former|other|first"
    r"|second)\b(?!\s+(?:of|for|in|with)\b))\b",
    re.IGNORECASE,
)
_CORRECTS: Final = re.compile(
    r"^\W*(?:i (?:mean|meant)|meant|no\b|not\b|sorry|apologies|oops|my mistake|correction|rather|make that"
    r"|(?:wait|actually)\b(?!\W+(?:what|which|who|how|when|why|is|are|can|could|do|does|should|would)\b))",
    re.IGNORECASE,
)
_CHANGES_TOPIC: Final = re.compile(
    r"^\W*(?:(?:ok(?:ay)?|now|so|sorry|let'?s|talk about|turn to|moving on to|on to|here is|i have|an?|on|about)\W+)*"
    r"(?:(?:new|different|another|next|other|unrelated|separate)\s+(?:(?P<who>patient|case)|question|topic|subject|matter)"
    r"|(?:something|(?P<else>somebody|someone))\s+(?:completely\s+|quite\s+)?(?:else|different)|unrelated(?:ly)?"
    r"|(?:a\s+)?change of (?:subject|topic)|changing (?:the )?(?:subject|topic))\s*(?:[:.,;!\u2013-]|$)",
    re.IGNORECASE,
)
_PERSON: Final = re.compile(r"\b(?:she|he|her|his|him)\b", re.IGNORECASE)
_PATIENT: Final = re.compile(
    r"\b(?:(?P<who>she|he|her|his|him|(?:the|this|my|our|that|same) patient)"
    r"|an?\s+(?:[\w-]+\s+){0,2}?(?:man|woman|boy|girl|child|patient|lady|adult|person|mother|infant|baby))\b",
    re.IGNORECASE,
)
_BESIDES: Final = re.compile(
    r"(?<!patients )(?<!people )(?<!adults )(?<!those )(?<!women )(?<!men )(?<!children )"
    r"\b(?:with|without|plus|as well as|together with|alongside|in addition to|on top of|complicated by|if"
    r"|who (?:is|has|have|also has)|and also|also has|having"
    r"|(?:she|he|the patient)(?:'s|\s+(?:is|was|has|had|gets|becomes|became))(?:\s+also)?)\b"
    r"(?:\s+(?!(?:in|for)\b)[\w'-]+){0,4}\s*$"
    r"|\b(?:co-?existing|concurrent|concomitant|co-?morbid|underlying|history of|background of)\s+$",
    re.IGNORECASE,
)
_QUALITIES: Final = r"(?:(?:an?|the|severe|acute|chronic|mild|active|known|stable|unstable|coexisting|concurrent)\s+)*"
_CIRCUMSTANCE: Final = re.compile(
    rf"^\W*(?:(?:and|or|but|also|what about|how about)\s+)*(?:in|during)\s+{_QUALITIES}$"
    r"|\b(?:safe|contra-?indicated|ok(?:ay)?|allowed|avoid(?:ed)?|caution|dangerous|harmful|problem)\b"
    rf"[^.;:?]*\b(?:in|during)\s+{_QUALITIES}$",
    re.IGNORECASE,
)
_OF_A_CONDITION: Final = re.compile(
    r"\b(?:(?:symptoms?|signs?|features|presentation|complications?|prognosis|outlook|prevalence|incidence|causes?"
    r"|risk factors?|types|definition|diagnosis|treatment|management|therapy)\s+(?:of|for)|treating|managing|diagnosing"
    rf"|how common (?:is|are)|who (?:gets?|is at risk of))\s+{_QUALITIES}$",
    re.IGNORECASE,
)
_WITH_A_DRUG: Final = re.compile(
    r"(?:^\W*(?:(?:and|but|or|also|what if|how about|what about)\s+)*(?:with|on|taking|plus|together with|alongside)"
    r"|\b(?:together|along|combin\w+|interact\w*|mix\w*|compar\w+|compatible|concurrent\w*|given|taken|used|it|this|that|them|these)"
    r"\s+with"
    r"|\b(?:it|this|that|them|these)\s+(?:or|and|plus|versus|vs\.?|than|from|to|before|after)"
    r"|\b(?:add|adding|added to|plus|as well as|alongside|in addition to|on top of|versus|vs\.?|compared (?:with|to)"
    r"|than)"
    r"|\b(?:switch|chang|convert|mov|transferr?|cross-?taper)\w*\s+(?:over\s+|back\s+)?from"
    r"|\b(?:while|despite|before|after|until)\s+(?:starting|stopping|giving|taking|having|on)"
    r"|\b(?:she|he|(?:the|this|my) patient|who|if|also|already|currently|still)(?:'s|\s+(?:is|was|has been))?"
    r"(?:\s+(?:also|already|currently|still))?"
    r"\s+(?:takes?|taking|on|uses?|using|gets?|getting|receives?|receiving))"
    r"\s+(?:(?!(?:in|for|about)\b)[\w-]+\s+){0,2}$",
    re.IGNORECASE,
)
_TAKEN_BY_SOME: Final = re.compile(
    r"\b(?:patients?|people|person|those|anyone|someone|somebody|adults?|women|woman|men|man|child|children)\s+"
    r"(?:who\s+(?:is|are)\s+)?(?:already\s+|also\s+)?(?:on|takes?|taking|receiving|using|treated with|given)\s+"
    r"(?:[\w-]+\s+)?$",
    re.IGNORECASE,
)
_AS_A_FRAGMENT: Final = re.compile(r"\W*(?:(?:and|or|what about|how about)\s+)*(?:for\s+)?", re.IGNORECASE)
_TO_WHAT_WAS_NAMED: Final = re.compile(
    r"[^.;:?]*\b(?:too|as well|at the same time|in addition|on top)\W*$|"
    r"\W+(?:or|and|with|plus|versus|vs\.?|than|before|after|as well as|alongside|on top of|be added to|to)\s+"
    r"(?:it|this|that|them|these)\b",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"\b(?:of|for|in|with|about|treat|cause[sd]?|causing|diagnose|prevent|have|has)\s+(?:(?:the|an?|my|acute|chronic|severe"
    r"|mild|adult|early|new)\s+)*(?P<word>[a-z][\w'-]{3,})",
    re.IGNORECASE,
)
_TOPIC: Final = re.compile(
    r"\b(?:(?:treatment|management|therapy|diagnosis|symptoms?|signs?|causes?|prognosis|prevention|prophylaxis|drugs?"
    r"|antibiotics?|medicines?|first[- ]line|options?)\s+(?:of|for)|treat|manage|diagnose|prevent|cause[sd]?|about)\s+"
    r"(?:(?:the|an?|my|acute|chronic|severe|mild|adult|early|new)\s+)*(?P<word>[a-z][\w'-]{3,})",
    re.IGNORECASE,
)
_ASKS_ANEW: Final = re.compile(
    r"^\W*(?:what|which|how|who|tell me|explain|treatment|management|therapy|diagnosis|causes?|symptoms?|prognosis"
    r"|first|is there|are there|can you|could you)\b",
    re.IGNORECASE,
)
_BARE: Final = re.compile(
    r"^\W*(?:(?:and|at|with|if|of|for|it is|is)\s+)*(?P<value>\d{1,4}(?:\.\d+)?)\W*$", re.IGNORECASE
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_FEW: Final = 3


def leans(text: str) -> bool:
    """Whether it is no question by itself: it begins as a continuation, or has but few words."""
    return begins_leaning(text) or len(_WORD.findall(text)) <= _FEW


def begins_leaning(text: str) -> bool:
    """Whether it begins as a continuation."""
    return bool(_LEANS.search(text))


def points(text: str) -> bool:
    """Whether it points to something that was named before ("it", "the dose", "instead")."""
    return bool(_POINTS.search(text))


def corrects(text: str) -> bool:
    """Whether it takes something back ("I meant ...", "not ...")."""
    return bool(_CORRECTS.search(text))


def continues(text: str) -> bool:
    """Whether it begins as the rest of the sentence before ("and ...", "but ...", "what if ...")."""
    return bool(_CONTINUES.search(text))


def changes_topic(text: str) -> bool:
    """Whether it says that it is about another matter or patient ("New patient: ..."), and points to none before."""
    found = _CHANGES_TOPIC.search(text)
    return bool(found) and not _POINTS.search(_PERSON.sub("", text[found.end() :] if found else ""))


def new_patient(text: str) -> bool:
    """Whether it says that it is about another patient, though it may ask the same ("New patient, same question")."""
    found = _CHANGES_TOPIC.search(text)
    return bool(found and (found["who"] or found["else"]))


def same_patient(text: str) -> bool:
    """Whether it speaks of a patient who was spoken of before ("she", "the patient"), and of nobody new."""
    found = _PATIENT.search(text)
    return bool(found and found["who"])


def stands_beside(text: str, start: int) -> bool:
    """Whether what is named at `start` comes on top of what was named before ("and with ...", "what if there are")."""
    return bool(_BESIDES.search(text[:start]))


def circumstance(text: str, start: int) -> bool:
    """Whether what is named at `start` is in what case it is asked for ("and in ...?", "is it safe in ...?")."""
    return bool(_CIRCUMSTANCE.search(text[:start]))


def of_a_condition(text: str, start: int) -> bool:
    """Whether the condition at `start` is itself what is asked about ("the symptoms of ...", "treating ...")."""
    return bool(_OF_A_CONDITION.search(text[:start]))


def drug_beside(text: str, start: int, end: int) -> bool:
    """Whether the drug at [start, end) is taken with, or set against, that before ("she is on X", "better than X")."""
    named_only = _AS_A_FRAGMENT.fullmatch(text[:start])
    return bool(_WITH_A_DRUG.search(text[:start]) or (not named_only and _TO_WHAT_WAS_NAMED.match(text, end)))


def taken_by_some(text: str, start: int) -> bool:
    """Whether the drug at `start` says who is meant ("in people on ...")."""
    return bool(_TAKEN_BY_SOME.search(text[:start]))


def rejected(text: str, start: int) -> bool:
    """Whether what is named at `start` is what is taken back ("not X", "instead of X")."""
    return bool(
        re.search(
            r"\b(?:not|no|instead of|rather than)\s+(?:(?:the|in|for|an?|with|by)\s+)*$", text[:start], re.IGNORECASE
        )
    )


def displaced(text: str, start: int) -> bool:
    """Whether what is named at `start` is what another is to stand for ("Y rather than X")."""
    return bool(
        re.search(r"(?:\b(?:instead of|rather than|in place of)|,\s*not)\s+(?:the\s+)?$", text[:start], re.IGNORECASE)
    )


def asks_anew(text: str) -> bool:
    """Whether it begins as a question by itself does ("What is ...", "Treatment of ...")."""
    return bool(_ASKS_ANEW.search(text))


def bare_value(text: str) -> str | None:
    """The number of a question that is nothing else ("and at 28?"): another value of what was measured before."""
    found = _BARE.match(text)
    return found["value"] if found else None


def topics(text: str) -> tuple[str, ...]:
    """Words that name what is to be treated, diagnosed or explained; a case ("in ...", "with ...") is none."""
    return tuple(m["word"].lower() for m in _TOPIC.finditer(text))


def subjects(text: str) -> tuple[str, ...]:
    """Words that stand where a question says what it is about ("the treatment of ...")."""
    return tuple(m["word"].lower() for m in _ABOUT.finditer(text))
