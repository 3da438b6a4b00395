"""The words by which a design is told: PubMed's publication types, and patterns for titles and methods sentences."""

from __future__ import annotations

import re
from typing import Final

from curbside.types import Kind

ABOUT_ANOTHER: Final = frozenset(
    re.split(
        r"\s*\|\s*",
        """comment|editorial|letter|news|newspaper article|biography|autobiography|interview|personal narrative
        |published erratum|retraction of publication|retraction notice|expression of concern|clinical trial protocol
        |randomized controlled trial, veterinary|clinical trial, veterinary|observational study, veterinary
        |bibliography|congress|introductory journal article""",
    )
)
BY_TYPE: Final[tuple[tuple[Kind, frozenset[str]], ...]] = (
    (
        Kind.GUIDELINE,
        frozenset(
            {
                "practice guideline",
                "guideline",
                "consensus statement",
                "consensus development conference",
                "consensus development conference, nih",
            }
        ),
    ),
    (Kind.SYSTEMATIC_REVIEW, frozenset({"systematic review", "meta-analysis", "network meta-analysis"})),
    (Kind.RANDOMISED_TRIAL, frozenset({"randomized controlled trial"})),
    (Kind.PATIENT_LEAFLET, frozenset({"patient education handout"})),
)
TRIAL: Final = re.compile(r"(?:controlled |adaptive |pragmatic )?clinical trial(?:, phase [iv]+)?|equivalence trial")
REFINED: Final[dict[str, tuple[Kind, frozenset[Kind]]]] = {
    "observational study": (Kind.COHORT, frozenset({Kind.COHORT, Kind.CASE_SERIES, Kind.UNKNOWN})),
    "case reports": (Kind.CASE_REPORT, frozenset({Kind.CASE_REPORT, Kind.CASE_SERIES})),
    "scoping review": (Kind.NARRATIVE_REVIEW, frozenset({Kind.NARRATIVE_REVIEW})),
    "review": (Kind.NARRATIVE_REVIEW, frozenset({Kind.NARRATIVE_REVIEW, Kind.SYSTEMATIC_REVIEW, Kind.GUIDELINE})),
}


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_ANIMALS: Final = (
    r"\b(?:canine|murine|porcine|rat|mouse|mice|rabbit|animal|swine|ovine|bovine|dog|pig) models?\b"
    r"|\b(?:in|of) (?:rats?|mice|mouse|dogs?|cats?|pigs?|calves|horses?|rabbits?|zebrafish)\b"
)
ANIMALS: Final = _pattern(_ANIMALS)
NOT_ITSELF = _pattern(
    r"\bprotocol\b(?! group)",
    r"\brationale and design\b",
    r"\bstatistical analysis plan\b",
    r"\b(?:post[- ]hoc|secondary|exploratory|subgroup) analys[ie]s\b",
    r"^\W*(?:re|reply|response|correction|corrigendum|erratum|retraction|retracted|comment(?:ary)?|letter|editorial)\b\s*"
    r"(?:to\b|on\b|:|-|–|$)",
    r"\bgenome[- ]wide\b",
    r"\bgene expression\b",
    _ANIMALS,
)
OF_OTHERS = _pattern(
    r"\b(?:adherence|compliance|conformity|awareness|knowledge|attitudes?|barriers|quality|critique|comparison|appraisal"
    r"|impact|effects?|implementation|evaluation|dissemination|development|survey|review|according|based)\b"
)
DESIGNS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    (
        Kind.SYSTEMATIC_REVIEW,
        _pattern(
            r"\bsystematic(?:ally)?(?: \w+){0,2} review",
            r"\bsystematic literature review",
            r"\bmeta[- ]?analys[ie]s\b",
            r"\bumbrella review\b",
            r"\boverview of (?:systematic )?reviews\b",
        ),
    ),
    (Kind.NARRATIVE_REVIEW, _pattern(r"\breview of (?:\S+ ){0,3}(?:trials|studies|evidence|literature)\b")),
    (
        Kind.GUIDELINE,
        _pattern(
            r"\bclinical practice guidelines?\b",
            r"\bguidelines? (?:for|on) \S+",
            r"\bguidelines?\W*(?:\d{4}\W*)?(?:update\W*)?$",
            r"\bconsensus (?:statement|guidelines?|recommendations)\b",
        ),
    ),
    (
        Kind.RANDOMISED_TRIAL,
        _pattern(
            r"(?<!non-)(?<!non)(?<!non )(?<!not )(?<!quasi-)(?<!quasi )(?<!pseudo-)(?<!mendelian )\brandomi[sz]ed\b"
            r"(?![- ]?(?:to date|withdrawal))(?:[-,/ ]{1,2}\w+){0,10}?[-,/ ]{1,2}(?:trial|study|cross-?over)\b"
            r"(?! protocol)"
        ),
    ),
    (
        Kind.UNKNOWN,
        _pattern(
            r"\bcase[- –]control\b",
            r"\bcross[- –]sectional\b",
            r"\bmendelian randomi[sz]ation\b",
            r"\b(?:postal|questionnaire|web-based|online|national) survey\b",
        ),
    ),
    (
        Kind.CASE_SERIES,
        _pattern(
            r"\bcase series\b",
            r"\bseries of (?:\d+|\w+) (?:consecutive )?(?:cases|patients)\b",
            r"\breports? of (?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:\w+ )?(?:cases|patients)\b",
            r"\bcase reports\b",
        ),
    ),
    (
        Kind.CASE_REPORT,
        _pattern(r"\bcase report\b", r"\b(?:report of )?a (?:rare |unusual |fatal |new )?case of\b", r"\bcase study\b"),
    ),
    (
        Kind.COHORT,
        _pattern(
            r"\bcohort\b(?! profile)",
            r"\b(?:prospective|retrospective|longitudinal|registry[- ]based|observational)"
            r"(?:,? [\w-]+){0,4} (?:study|analysis)\b",
            r"\bfollow[- ]up (?:study|analysis)\b",
            r"\bregist(?:ry|er)[- ](?:based )?(?:study|analysis|cohort)\b",
            r"\bretrospective (?:[\w-]+ ){0,2}review\b",
        ),
    ),
    (
        Kind.NARRATIVE_REVIEW,
        _pattern(
            r"\b(?:narrative|literature|scoping|clinical|state[- ]of[- ]the[- ]art|comprehensive|brief|critical|mini)"
            r"[- ]?review\b",
            r"[:.–-] (?:an? )?(?:\w+ )?(?:review|overview)\W*$",
            r"\breview of the literature\b",
        ),
    ),
)
OWN: Final = re.compile(
    "|".join(
        (
            r"\bwe (?:have )?(?:did|conducted|performed|carried out|undertook|ran|report|describe|present)(?: on)?"
            r"(?: here)? (?P<did>[^.;]{3,160})",
            r"\b(?:in|into|for) (?:this|our|the present) (?P<this>[^.;]{3,120})",
            r"\b(?:this|ours|it|the (?:present )?study|the trial) (?:was|is) (?:an? |the )(?P<was>[^.;]{3,160})",
            r"(?:^|[.:] )(?P<the>(?:An? )[^.;]{3,140}?) (?:was|were) (?:conducted|performed|carried out|undertaken"
            r"|done)\b",
            r"(?:^|[.:]\s)In an? (?P<in>(?!(?:recent|previous|prior|earlier|large|larger|pivotal)\b)[^.;,]{3,80}?"
            r"(?:study|trial|survey|series|analysis)), (?=we\b|\d|(?:[\w-]+ ){1,4}(?:patients|adults|children|women"
            r"|men|people)\b)",
            r"\bThis (?P<done>(?!study\b|trial\b)[^.;]{3,140}?) (?:was|were) (?:conducted|performed|carried out"
            r"|undertaken|done)\b",
            r"^[#* ]*(?:[\w,&]+ ){0,3}(?:methods?|design|patients|setting|participants)[*:]*\s*\n\s*"
            r"(?P<begun>(?:An? |Single)[^.;]{3,120}? (?:study|trial|series|analysis|survey))\b",
            r"^(?:study |trial )?design(?:,? (?:and )?\w+)*\s*[:\n]\s*(?P<design>[^.;\n]{3,160})",
        )
    ),
    re.IGNORECASE | re.MULTILINE,
)
ALLOCATED: Final = _pattern(
    r"\b(?:patients|participants|subjects|women|men|children|infants|adults|volunteers|individuals|persons|people|they)"
    r"\b[^.;]{0,120}? (?:were|was) (?:\w+ )?(?:randomly (?:assigned|allocated|divided)|randomi[sz]ed\b)"
)
LOOKED_BACK: Final = _pattern(
    r"\b(?:we (?:have )?|were |was )(?:retrospectively|prospectively|consecutively) (?:reviewed|analy[sz]ed"
    r"|evaluated|collected"
    r"|studied|followed"
    r"|examined|recruited|enrolled|assessed|identified)",
    r"\b(?:using|from) (?:an? |the )?(?:data from |records of )?(?:\w+ ){0,4}(?:registry|registries|biobank)\b",
    r"\b(?:analy[sz]ed|reviewed|evaluated|studied) retrospectively\b",
)
SEARCHED: Final = re.compile(
    r"\b(?:MEDLINE|PubMed|Embase|EMBASE|Cochrane|CINAHL|Scopus)\b[^.;]{0,160}?\b(?:was|were) (?:\w+ )?searched\b"
    r"|\b[Ww]e (?:\w+ )?searched\b[^.;]{0,160}?\b(?:MEDLINE|PubMed|Embase|EMBASE|Cochrane|CINAHL|Scopus|databases)\b"
)
PLURAL: Final = _pattern(r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten)(?: [\w-]+){0,3} (?:cases|patients)\b")
SINGLE: Final = _pattern(r"(?:here )?(?:an?|the|one)(?: [\w-]+){0,4} (?:case|patient)\b(?! series)")
REPORTED: Final = _pattern(r"we (?:have )?(?:report|describe|present)")
SYSTEMATIC: Final = _pattern(r"\bsystematic(?:ally)?\b", r"\bmeta-?analys", r"\bPRISMA\b")
ELSEWHERE: Final = _pattern(r"\b(?:in which|where|whose|trials|studies|previous|previously|prior|earlier)\b")
# Each pattern above needs one of these; where a text has none, it is not searched with the patterns, which is slow.
HINTS: Final = (
    *("randomi", "cohort", "spective", "longitudinal", "registry", "observational", "follow-up stud", "follow up stud"),
    *("follow-up analys", "follow up analys", "review", "meta-analys", "meta analys", "metaanalys", "overview of"),
    *("overview", "case-", "case ", "case–", "case reports", "case series", "cross-sectional", "cross sectional"),
    *("cross–sectional", "we report", "we describe", "we present", "reports of", "report of", "series of", "guideline"),
    *("consensus", "protocol", "hoc analys", "secondary analys", "exploratory analys", "subgroup analys"),
)
HINTS_BACK: Final = ("spectively", "consecutively", "regist", "biobank")
