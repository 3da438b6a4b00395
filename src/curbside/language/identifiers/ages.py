"""Ages over 89 of one person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curbside.language.identifiers.names import names
from curbside.language.identifiers.spans import UNIT_AFTER, PatientIdentifier
from curbside.language.patterns import Lazy

_NOT_OPEN = (
    r"(?<!over )(?<!above )(?<!than )(?<!under )(?<!below )(?<!least )(?<!most )(?<!to )(?<!and )(?<!or )(?<!from )"
)
_OLD = r"(?:9\d|1[0-2]\d)"
_OPEN = r"(?!\s?(?:\+|or (?:over|older|more|above|under|younger)|and (?:over|older|above|under)|to \d|[-–] ?\d|plus\b))"
_TENS = r"(?:ninety(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a|one) hundred(?: and \w+)?)"
_YEARS_OLD = (
    r"[\s-]?(?:years?|yrs?|y)[\s.-]?(?:old|young|of[\s-]age|o)\b|[\s-]?(?:yo|y/o|y\.o\.)\s?(?:[mf]\b)?(?!\w)"
    r"|\s(?:jahre|ans|años|anni|jaar)\b"
)
_ORDINALS = (
    r"(?:ninet(?:ieth|y[\s-](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))|(?:one |a )?hundredth|"
    r"(?:one[\s-]|a )?hundred[\s-]and[\s-]\w+(?:st|nd|rd|th)|(?:9\d|1[01]\d)(?:st|nd|rd|th))"
)
_MANY = r"(?:patients|people|adults|women|men|cohort|population|group|subgroup|subset|age|study|trial|participants)"
_WHO = (
    r"(?:mother|father|mum|mom|dad|grand(?:mother|father|ma|pa|dad)|gran|nan|nana|granny|aunt|uncle|wife|husband|"
    r"patient|pt|"
    r"neighbou?r|friend|sister|brother|man|woman|lady|gentleman|resident|she|he|who)"
)
_AGES = tuple(
    Lazy(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:her|his|their|my|the patient['’]s) (?P<age>{_ORDINALS} (?:year|birthday))\b",
        rf"(?<![\w.,/]){_NOT_OPEN}(?P<age>{_OLD}(?:{_YEARS_OLD}))",
        rf"\bat (?:the )?age (?:of )?(?P<age>{_OLD}(?: years)?)(?![\w.,/%]*\d){_OPEN}(?! and)",
        rf"(?<!\w){_NOT_OPEN}(?P<age>{_TENS}(?:{_YEARS_OLD}))",
        rf"\b(?:aged|age of|at|turn(?:s|ed|ing)|{_WHO}(?:'s|’s| is| was| will be|,))\s"
        rf"(?:now |nearly |almost |just |only |going on |pushing |"
        rf"approaching )?(?P<age>{_TENS})\b(?![- ]\w+[- ](?:percent|per)\b)"
        r"(?!\s?(?:%|per|mg|percent|or over))",
        rf"\b(?:turn(?:s|ed|ing)|celebrated (?:her|his|their)) (?P<age>{_OLD})(?:th|st|nd|rd)?(?![\w.,/%]*\d)"
        r"(?!\s?(?:%|kg|mg|days|weeks|months))",
        rf"(?<!mean )(?<!median )(?<!average )\b(?:aged?|age:|age is|age of)[\s:=]*(?P<age>{_OLD})(?![\w.,/%]*\d)"
        rf"{_OPEN}"
        r"(?!\s?(?:%|kg|mg|days|weeks|months))",
        rf"\b{_WHO}(?:\s(?-i:[A-Z])[\w'’-]+){{0,2}}(?:'s|’s| is| was| will be|,)"
        rf"(?: now| nearly| almost| about| only| just| going on| pushing| approaching)? (?P<age>{_OLD})(?=[\s.,;?!)]|$)"
        rf"(?![.,]\d){_OPEN}",
        r"\b(?:a|an|this|my|our) (?P<age>9\d ?[MF])(?= (?:with|who|on|present|admitted|in|from|having)|[,.;?])",
        rf"\b(?P<age>{_OLD} ?(?:years?|yrs?)),? (?:male|female|man|woman|lady|gentleman)\b",
        rf"\b(?:(?:wo)?man|lady|gentleman|(?:fe)?male|pt|aged?)(?P<age>{_OLD})\b(?![.,]?\d|%)",
        r"(?:^|[.;:?!] )(?P<age>ninety[\s-](?:one|two|three|four|five|six|seven|eight|nine))(?=,| and (?:frail|well|"
        r"in|on|confused)\b)",
        rf"\b{_WHO},? ?[(\[](?:[MF][,/]? ?|aged? |age:? )?(?P<age>{_OLD})(?: ?y(?:rs?|ears?)?)?(?:[,/]? ?[MF])?[)\]]",
        rf"(?<![\w.,/]){_NOT_OPEN}(?P<age>{_OLD} ?y(?:rs?)?)[ ,/]?(?:[MF]|male|female|man|woman|lady)\b",
        rf"(?:^|[;:.] |\b(?:a|an|this|my|our|pt) )(?P<age>{_OLD}f)(?= (?:with|who|on|present\w*|admitted|in|having)\b|"
        rf"[,;?])",
        rf"\b{_WHO} of (?P<age>{_OLD}|{_TENS})(?=[\s.,;?!)]|$)(?![.,]\d){_OPEN}",
        rf"\b(?P<age>(?:super)?centenarian|nonagenarian)(?!s|\s(?:{_MANY}))\b",
        r"\b(?P<age>ninety[\s-](?:odd|something|ish))\b(?! (?:%|per|mg|patients|people))",
        r"\b(?:her|his|my \w+['’]s|an?|a \w+ in (?:her|his)) "
        r"(?P<age>(?:early|mid|late|very late)[\s-](?:nineties|90['’]?s))\b",
        rf"(?<![\w.,/-]){_NOT_OPEN}(?P<age>{_OLD} years?) and \d{{1,2}} months?\b(?: old)?",
        rf"\b(?:s?he|patient|pt|{_WHO})(?:['’]s| is| was| is now) (?P<age>{_OLD} ?(?:yrs?|years?|y))\b"
        r"(?! (?:ago|since|after|later|from|post|into)\b)",
        rf"(?:^|[.;:(] |\bpt,? )(?P<age>{_OLD}), ?(?:female|male|F|M|woman|man)\b"
        r"(?! (?:\d|patients|subjects|participants))",
        rf"\bage\s?[-–:/=]\s?(?P<age>{_OLD}|{_TENS})\b(?![\w.,/%]*\d){_OPEN}",
        rf"\b(?:lady|gentleman|(?:wo)?man|pt|(?:fe)?male) "
        rf"(?P<age>{_OLD})(?=[,;]| (?:with|on|who|years?|yrs?|yo)\b)(?!, ?\d|, [FM] ?\d)",
        rf"\b(?:at|of) (?P<age>{_OLD} (?:years|yrs))\b(?= (?:with|who|on|and (?:on|with)|she|he|of age|has|is)\b)",
        rf"\bnow (?P<age>{_OLD})(?=,? (?:she|he)\b)",
        rf"\b(?:fe)?male ?[/|-] ?(?P<age>{_OLD})(?![\d./%]|,\d)",
        rf"(?:^|[.;:?!] )(?:and )?at (?P<age>{_OLD})"
        r"(?=,? (?:(?:should|is|can|does|would|will|has) )?(?:she|he|my|mum|dad)\b)",
        rf"\b(?:alone|independent(?:ly)?|well|living|alive|still \w+|active|home) at "
        rf"(?P<age>{_OLD})(?=\s*(?:[,;?!]|$)|\.(?!\d))",
        r"\b(?P<age>9\d[\s-](?:odd|something|ish))(?= (?:years?|yo|gentleman|lady|(?:wo)?man|(?:fe)?male)\b)",
        rf"[♀♂]\s?(?P<age>{_OLD})(?!\d|[.,]\d|%)",
        rf"(?<![\w.,/-])(?P<age>{_OLD}\s?[♀♂])",
        rf"\b(?:{_WHO}|\w+mother|\w+father) (?:has )?(?:just )?(?:hit|reached) "
        rf"(?P<age>{_OLD})(?=\s*(?:[,;?!]|$)|\.(?!\d)| and\b)",
        rf"\b(?:(?:s?he|who|{_WHO})(?:['’]s| is| was) "
        r"(?:just shy of|close to|getting on for|rising|almost|nearly|pushing)|"
        rf"coming up to|getting on for) "
        rf"(?P<age>{_OLD})(?=[,;]| and\b| (?:years|with|on|who)\b)(?![.,]\d)",
        rf"\b(?:aet(?:at(?:is)?)?|ætat?)\b\.?\s?(?P<age>{_OLD})(?!\d|[.,]\d)",
        rf"\bage is (?:now )?(?P<age>{_OLD}|{_TENS})\b(?![.,]\d)",
        rf"\b(?:fe)?male,? (?P<age>{_OLD})(?=[\s.,;?!)]|$)(?![.,]\d|/){_OPEN}",
        rf"(?<![\w.,/-]){_NOT_OPEN}(?<!for )(?<!in )(?<!last )(?<!past )(?P<age>{_OLD} ?(?:years?|yrs?|y))"
        r"(?=\s*[,;?)]|\.?\s*$)",
    )
)
# As notes are written: "93F", "93 M", "93/F", "F93"; capitals only, and no temperature.
_TERSE_AGES = (
    Lazy(rf"(?<![\w.,/-])(?P<age>{_OLD}[\s-]?(?:yo?\.?\s?)?/?\s?[MF])\b(?!\s*(?:temp|fever))"),
    Lazy(rf"(?<![\w.])(?P<age>[MF]{_OLD})\b(?![.]\d|%|\s*(?:kg|cm|mg|lb))"),
    Lazy(rf"\b[MF]\s?[/,-]?\s?(?P<age>{_OLD})\b(?![\d./%]|\s*(?:kg|cm|mg|lb))"),
)
_HEAT = Lazy(r"\b(?:temp\w*|fever|T|pyrexia)\b[^;.]{0,40}$", re.IGNORECASE)
# Chapter F of ICD-10 has codes such as F94, chapter M such as M91.
_CODE = Lazy(r"\b(?:ICD(?:-?1[01])?|cod(?:e|es|ed|ing)|diagnos[ei]s)\b[^;.]{0,30}$", re.IGNORECASE)
_AFTER_NAME = Lazy(
    rf"(?:,? ?[(\[]|, | is | was |,? aged? |[/|] ?)(?P<age>{_OLD})(?=\s?[)\],;?]|[.]?\s*$|,|/| (?:with|on|has|and|who|"
    rf"in|from|takes)\b)"
)

_UNIT = re.compile(
    r"(?:[\s-]?(?:years?|yrs?|y)(?:[\s-]of[\s-]age)?(?:[\s-]?(?:old|o))?\b)"
    r"(?:\s(?:and|,)\s\d{1,2} months?(?: old)?\b)?",
    re.IGNORECASE,
)
_ANY = Lazy(rf"(?<!\d){_OLD}(?!\d)")


def ages(text: str) -> Iterator[PatientIdentifier]:
    """Ages from 90 of one person; "over 90", "aged 90 or over" and "85 to 95" are populations and stay."""
    for pattern in _AGES:
        for match in pattern.finditer(text):
            if not (UNIT_AFTER.match(text, match.end()) and match["age"].isdigit()) or _years(text, match.end()):
                yield PatientIdentifier("age", match.start("age"), _with_unit(text, match.end("age")))
    for pattern in _TERSE_AGES:
        for match in pattern.finditer(text):
            before = text[max(0, match.start() - 60) : match.start()]
            if not (_HEAT.search(before) or _CODE.search(before)):
                yield PatientIdentifier("age", match.start("age"), match.end("age"))
    yield from _after_names(text)


def _after_names(text: str) -> Iterator[PatientIdentifier]:
    """A bare number that stands after somebody's name: "Mrs Doe (94)", "John Smith, 95, has"."""
    if not _ANY.search(text):
        return
    for name in names(text):
        match = _AFTER_NAME.match(text, name.end)
        if match and not UNIT_AFTER.match(text, match.end()):
            yield PatientIdentifier("age", match.start("age"), match.end("age"))


def _with_unit(text: str, end: int) -> int:
    """The end of an age with the years, months or letters after it."""
    unit = _UNIT.match(text, end)
    return unit.end() if unit else end


def _years(text: str, end: int) -> bool:
    return text[end:].lstrip(" -").lower().startswith(("year", "yr"))
