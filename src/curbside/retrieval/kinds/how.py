"""The kind of a clause that begins with "how"."""

from __future__ import annotations

import re

from curbside.retrieval.kinds.names import KindOfQuestion

K = KindOfQuestion
_PERSON = r"(?:i|we|you|one|he|she|they|people|patients?|someone|clinicians?|doctors?|gps?|nurses?|pharmacists?)"
_FIND_OUT = (
    r"(?:diagnos|detect|recogni[sz]|test|screen|identif|confirm|distinguish|differentiate|tell\b|know\b|assess|investigat|"
    r"monitor|exclud|rule|ruled|spot|check|evaluat|look for|watch|ask\b|expect|avoid|examin|present|counsel|warn|inform)\w*"
)
_HOW_NUMBER = re.compile(
    r"how (?:much|many|often|frequent\w*|regularly|high|low|large|big|old|young|far|common\w*|rare|prevalent|likely|accurate|"
    r"sensitive|specific|early|late|effective|strong|deep|wide|small|thick|hot|cold|tall|heavy|fast(?= (?:should|can|to|must|may)))\b"
)
_HOW_BAD = re.compile(r"how (?:serious|dangerous|severe|bad|harmful|contagious|infectious|toxic)\b")
_HOW_WELL = re.compile(r"how (?:good|reliable|robust|well|strong|convincing|solid|certain|trustworthy)\b")
_HOW_SAFE = re.compile(r"how (?:safe|ok|okay|about)\b")
_HOW_LONG = re.compile(r"how (?:long|soon|quickly|fast|rapidly|late|slowly)\b")
_BY_ITSELF = re.compile(
    r"\b(?:works?|working|last|lasts|take effect|takes? to (?:work|act|heal|recover|improve|resolve|settle|show|respond|kick)|"
    r"kicks? in|improve\w*|recover\w*|resolve\w*|settle\w*|heals?|healing|until|till|live|survive|go(?:es)? away|wear\w* off|fall\w*|rise|rises|"
    r"drop\w*|respond\w*|peak\w*|appear\w*|develop\w*|contagious|infectious|progress\w*|come back|feel|persist\w*|"
    r"(?:do|does|will|would|did|it) (?:\S+ ){1,6}takes?(?! (?:it|them|this|\w+(?:in|ol|ine|ide|ate|il)\b)))\b"
)
_ACTED = re.compile(
    rf"\b(?:should|can|could|must|may|shall|ought|need|needs|to)\b|\b(?:do|did|would|will) {_PERSON} |"
    r"\b(?:is|are|be|was|were) (?:\S+ ){0,6}?\w+(?:ed|en|ued)\b|\b(?:given|taken|treated|continued|prescribed|kept|needed)\b"
)
_HOW_FIND = re.compile(
    rf"how (?:is|are|do|does|to|can|could|should|would|will|was) (?:\S+ ){{0,12}}?(?:be )?{_FIND_OUT}"
)
_HOW_DEFINED = re.compile(
    r"how (?:is|are|do|does|would|to|can|should) .*?\b(?:defin\w+|classif\w+|differ|different|differs|graded|categori[sz]ed)\b"
)
_HOW_DOSED = re.compile(r"how (?:is|are|do|does|to|should|would|can) .*?\b(?:dos(?:e|ed)|titrat\w+)\b")
_HOW_CHOOSE = re.compile(
    r"how (?:do|does|did|should|can|to|would) .*?\b(?:compares?|choose between|choose|decide between|select)\b"
)
_HOW_HAPPENS = re.compile(
    r"how (?:is|are|was|were|can|could|do|does|did|might|would|will|may) .*?\b(?:passed|inherited|caused|spread|spreads|transmitted|acquired|"
    r"caught|contracted|catch|get infected|metaboli[sz]ed|excreted|eliminated|absorbed|cleared|produced|formed|related|linked|associated|"
    r"works?|acts?|arises?|occurs?|develops?|happens?|evolves?|progress(?:es)?|leads?|causes?|affects?|damages?|triggers?|raises?|lowers?|increases?|"
    r"interacts?|explains?|contributes?|behaves?|changes?)\b"
)
_HOW_ACT = re.compile(
    rf"how (?:to|should|best|is|are|can|could|must|would|shall|now|else|do {_PERSON}|does {_PERSON}|did {_PERSON}|would|will)\b"
)
_HOW_DONE = re.compile(
    r"how (?:did|was|were) (?:the|this|that|these|those) (?:\S+ )?(?:trials?|stud(?:y|ies)|authors?|reviewers?|guideline\w*|investigators?|researchers?|meta-analys\w+)\b"
)
_HOW = (
    (_HOW_NUMBER, K.DOSE),
    (_HOW_BAD, K.CAUSE),
    (re.compile(r"how come\b"), K.CAUSE),
    (_HOW_SAFE, K.YES_NO),
    (_HOW_DEFINED, K.DEFINITION),
    (_HOW_CHOOSE, K.CHOICE),
    (
        re.compile(
            rf"how (?:do|should|can|to|would) (?:{_PERSON} )?(?:treat|manage|prevent|handle|give|use|stop|switch|start|administer)\b"
        ),
        K.MANAGEMENT,
    ),
    (_HOW_FIND, K.LIST),
    (_HOW_DOSED, K.DOSE),
    (re.compile(rf"how (?:should|do {_PERSON}|to|can {_PERSON})\b"), K.MANAGEMENT),
    (_HOW_HAPPENS, K.CAUSE),
    (_HOW_ACT, K.MANAGEMENT),
    (re.compile(r"how (?:do|does) .*\b(?:look|feel) like\b"), K.LIST),
)


def how(clause: str) -> KindOfQuestion:
    if _HOW_DONE.match(clause) or _HOW_WELL.match(clause):
        return K.OTHER
    if _HOW_LONG.match(clause):
        return _how_long(clause)
    for pattern, kind in _HOW:
        if pattern.match(clause):
            return kind
    return K.CAUSE


def _how_long(clause: str) -> KindOfQuestion:
    """A number where somebody acts ("how long should ... be given"), the course where it comes by itself."""
    if _BY_ITSELF.search(clause) and not re.search(r"\b(?:should|must|be (?:given|continued|taken|treated))\b", clause):
        return K.CAUSE
    if _ACTED.search(clause) or not re.search(r"\b(?:do|does|did|will|is|are|until|before)\b", clause):
        return K.DOSE
    return K.CAUSE
