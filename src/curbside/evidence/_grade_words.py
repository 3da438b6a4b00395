"""The words by which the grades of each system are told, and by which other scales are told from them."""

from __future__ import annotations

import re
from typing import Final

_STRENGTH: Final = r"(?:strong(?:ly)?|weak|conditional(?:ly)?|discretionary)"
_CERTAIN: Final = r"(?:very[ -]low|low|moderate|medium|high)"
_LEVEL: Final = r"(?:A|B-?N?R|B|C-?(?:LD|EO)|C|E)"
_CLASS: Final = r"(?:III|II[ab]?|I|2[ab]|[123])(?![\w.])(?::? ?(?:no benefit|harm))?"
_FULL: Final = rf"{_CERTAIN}[ -](?:certainty|quality)(?:[ -](?:of )?(?:the )?evidence)?"
_ALONE: Final = rf"{_CERTAIN}[ -](?:certainty|quality)(?:[ -](?:of )?(?:the )?evidence|(?=\s*[)\]]))"
_BETWEEN: Final = r"[,;:/|]?\s*(?:\||\(|based on |with |and )?\s*"
_IS: Final = r"(?: \(GRADE\))?(?: (?:was|is|as)(?: (?:rated|judged|graded|assessed))?(?: as)?|\s*[:=(])\s*"
_NUMBERED: Final = r"(?:[1-5][abc]?|I{1,3}[ab]?|IV|V)(?:\+\+|\+|-(?!\w))?(?!\w)"
_LEVEL_OF: Final = r"(?:level of evidence|evidence level|LoE|LE|EL|level)"
_GRADE_OF: Final = r"(?:(?:grade|strength|class) of (?:the )?recommendation|recommendation grade|GoR|GR|grade)"

AS_SOURCE: Final = "as the source"
LETTERS: Final = "SIGN or USPSTF"
RULES: Final = tuple(
    (system, re.compile(pattern, re.IGNORECASE if system != LETTERS else 0))
    for system, pattern in (
        (AS_SOURCE, r"(?<=\(graded by the source: )[^()]+(?:\([^()]*\)[^()]*)*(?=\))"),
        (
            "GRADE",
            rf"\b{_STRENGTH} recommendations?(?: (?:for|against)(?: (?:the )?(?:intervention|use))?)?"
            rf"(?:{_BETWEEN}{_FULL})?|\b{_FULL}\b{_BETWEEN}{_STRENGTH} recommendations?\b|\b{_ALONE}"
            rf"|\b(?:strength of (?:the )?recommendation|recommendation(?: strength)?|strength)\s*[:=]\s*{_STRENGTH}\b"
            rf"(?:[;,.]\s*(?:certainty|quality)(?: of (?:the )?evidence)?\s*[:=]\s*{_CERTAIN}\b)?"
            rf"|\b(?:certainty|quality) of (?:the )?evidence{_IS}{_CERTAIN}\b|\bGRADE\s*[:=]\s*{_CERTAIN}\b"
            rf"|(?<=[(\[]){_STRENGTH}\s*[,;/|]\s*{_CERTAIN}(?=[)\]])"
            rf"|⊕[⊕⊝⊖◯○]{{1,3}}(?: ?{_CERTAIN}\b)?"
            rf"|\bgrade [12][ABCD]?[+-]*(?=[\s.,;:)\]]*[)\].]|\s*(?:\)|recommendation))|\bgood practice statements?\b",
        ),
        (
            "ACC/AHA",
            rf"\b(?:COR|class(?: of recommendation)?):? ?{_CLASS}[,;]?\s*(?:level(?: of evidence)?|LOE):? ?{_LEVEL}\b"
            rf"|\bCOR:? ?{_CLASS}|\bLOE:? ?{_LEVEL}(?![\w+])",
        ),
        (
            "ACC/AHA",
            rf"(?<=[(\[])(?:recommendation )?class (?:of recommendation:? )?{_CLASS}(?=\s*[)\],;])"
            r"|\bclass (?:III|II[ab]?|I) recommendations?\b|\blevel of recommendation: class (?:III|II[ab]?|I)(?!\w)",
        ),
        (
            "Oxford",
            rf"\b(?:Oxford|O?CEBM) (?:CEBM )?level(?: of evidence)?:? ?{_NUMBERED}(?:[,;]? ?grade [A-D]\b)?"
            r"|\b(?:LoE|LE):? ?[1-5][abc]?[,;]\s*(?:GoR|GR):? ?[A-D]\b",
        ),
        (
            "SIGN",
            r"\bgood practice points?\b|(?<=[(\[])GPP(?=[)\]])|(?<=[(\[])[12]\+\+(?=[)\],;])|\bSIGN grade [A-D]\b",
        ),
        (
            "SIGN",
            r"\b(?:level of evidence|evidence level|LoE):? ?[1-4](?:\+\+|\+|-(?!\w))(?:[,;]\s*grade [A-D]\b)?",
        ),
        ("SORT", r"\b(?:SORT|SOR|evidence rating):? ?[ABC](?!\w)"),
        (
            "Oxford",
            r"\blevel [1-5][abc]?[+-]* evidence\b|\blevel of evidence:? (?:[1-5][abc]?|[A-D])[+-]*(?!\w)",
        ),
        ("levels of evidence", r"\b(?:level|class) (?:I{1,3}[ab]?|IV|V)(?:-\d)? evidence\b"),
        (
            LETTERS,
            rf"(?<=[(\[])(?:[Rr]ecommendation )?[Gg]rade:? [A-DI](?:[,;:]? ?(?:EL|LE|[Ll]evel|LoE):? ?[1-5][abc+-]*"
            r"|[,;] ?[1-4](?:\+\+|\+|-))?"
            rf"(?=\s*[)\],;])"
            rf"|\b(?i:{_GRADE_OF}):? [A-D](?!\w)(?:[,;:]? ?(?:\(evidence: ?)?(?i:{_LEVEL_OF})?:? ?{_NUMBERED})?"
            rf"(?=\s*(?:[)\].,;]|$|recommendation))"
            rf"|\b(?i:{_LEVEL_OF}):? {_NUMBERED}[,;] ?(?i:{_GRADE_OF}):? [A-D](?!\w)"
            r"|\b[Gg]rade [A-D] recommendations?\b|(?<![-\w] )(?<!\w)[A-D] recommendations?\b(?! [A-Z])"
            r"|\bI statement\b|(?<=[(\[])(?:AAN )?[Ll]evel (?:[1-5][abc]?|[A-C])[+-]*(?=\s*[)\],;])"
            r"|\b[Gg]rade [12][A-D][+-]*"
            rf"|\b(?i:evidence level):? (?:[A-D](?!\w)|{_NUMBERED})",
        ),
    )
)
NUMBER_AND_LETTER: Final = re.compile(r"(?<=[(\[])[12][ABCD](?=[)\]])")
ADVISES: Final = re.compile(r"\b(?:recommend|suggest)", re.IGNORECASE)
A_PICTURE: Final = re.compile(
    r"\b(?:fig(?:ure|s|\.)?|tables?|panels?|type|supplement\w*|class"
    r"|stage)\W*$",
    re.IGNORECASE,
)
NAMED: Final = (
    (
        "USPSTF",
        re.compile(r"\bUSPSTF\b|\bpreventive services task force\b|\btask force (?:recommends|concludes)\b", re.I),
    ),
    ("SIGN", re.compile(r"\bSIGN\b|\bScottish Intercollegiate\b")),
    ("Oxford", re.compile(r"\bOxford\b|\bO?CEBM\b")),
    ("ESC", re.compile(r"\bESC\b|\bEuropean Society of Cardiology\b")),
    ("AAN", re.compile(r"\bAAN\b|\bAmerican Academy of Neurology\b|\bpractice parameter\b", re.IGNORECASE)),
)
WORN_BY: Final = {LETTERS: ("USPSTF", "SIGN", "Oxford", "AAN"), "ACC/AHA": ("ESC",)}
MAY: Final = re.compile(
    r"grade|recommend|suggest|certainty|quality|class|level|strength|\bCOR\b|\bL[O]?E\b|practice|\bI statement"
    r"|rating|\bSORT?\b"
    r"|\bGPP\b|[12]\+\+|⊕|strong|weak|conditional|CEBM",
    re.IGNORECASE,
)
OTHER_SCALE: Final = re.compile(
    r"(?:\bNYHA\b|\bfunctional|\bPugh|\bKillip|\bLos Angeles|\bGleason|\bhistolog\w+|\btumou?r|\bCTCAE|\bBCS"
    r"|\bMHC|\bHLA)"
    r"[^.;)\]]{0,12}$",
    re.IGNORECASE,
)
HEADER: Final = re.compile(
    r"^(?:COR|LOE|LoE|GRADE|grades?|grading|class(?: of recommendation)?|level(?: of evidence)?|strength(?: rating)?"
    r"|(?:grade|class|strength) of (?:the )?recommendations?|recommendation (?:grade|class|strength)"
    r"|(?:certainty|quality)(?: of (?:the )?evidence)?)\b[^|]{0,20}$",
    re.IGNORECASE,
)
CELL: Final = re.compile(
    r"(?:strong|weak|conditional|(?:very )?low|moderate|high|GPP|[A-DI]|[12]?[A-D][+-]*|I{1,3}|II[ab]"
    r"|[1-5][abc]?[+-]*|2[ab]"
    r"|B-N?R|C-(?:LD|EO)|3: ?(?:No Benefit|Harm)|⊕[⊕◯○]*)(?: (?:for|against|recommendation|certainty|quality))?",
    re.IGNORECASE,
)
BARE: Final = re.compile(
    r"[\s()\[\].,;:/–-]+|\b(?:grade|recommendation|evidence|and|the|of|based on|with|for|against)\b", re.I
)
LONGEST_LEAD_IN: Final = 12

STRONG: Final = re.compile(
    r"\bstrong(?:ly)?\b(?! evidence)|\bCOR:? ?(?:1|I)(?![\w])|\bclass (?:I|1)(?![\w])|\bgrade 1"
    r"|\b3: ?harm|\bIII: ?harm",
    re.IGNORECASE,
)
WEAK: Final = re.compile(
    r"\b(?:weak|conditional(?:ly)?|discretionary)\b(?! evidence)|\bCOR:? ?(?:2|II)|\bclass (?:2|II)|\bgrade 2",
    re.IGNORECASE,
)
