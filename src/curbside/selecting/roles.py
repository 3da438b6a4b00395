"""What a sentence does in its document: it concludes, reports, explains, or tells how the document was made.

Abstracts and articles state aim, methods, results and conclusion in that order (structured abstracts: Ad Hoc Working
Group for Critical Appraisal of the Medical Literature, Ann Intern Med 1987;106:598-604). Of these only what was found,
concluded or recommended can answer; what was done to find it is for whoever reads the study.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Final

from curbside.language.patterns import Lazy, Several, branches


class Role(StrEnum):
    """In falling order of what a reader who asks wants first; the last three never answer."""

    CONCLUSION = "conclusion"
    FINDING = "finding"
    PLAIN = "plain"
    BACKGROUND = "background"
    AIM = "aim"
    METHOD = "method"
    CHATTER = "chatter"


SILENT: Final = frozenset({Role.AIM, Role.METHOD, Role.CHATTER})

_HEADINGS: Final = (
    (
        Role.CONCLUSION,
        r"\bconclu|\binterpretation\b|\bimplications?\b|\bkey (?:points?|messages?)\b"
        r"|\bsummary\b(?! (?:of )?background)|\bbottom line",
    ),
    (Role.FINDING, r"^(?:main |key |primary |secondary )*(?:results?|findings?|outcomes?)\b(?! measures?)"),
    (Role.BACKGROUND, r"^(?:(?:summary (?:of )?)?background|introduction|context|importance|rationale)\b"),
    (Role.AIM, r"^(?:aims?|objectives?|purposes?|goals?|hypothes[ei]s|questions?)\b"),
    (
        Role.METHOD,
        r"^(?:(?:patients?|subjects?|participants?|materials?|study|data|research) (?:and|&) )?(?:methods?"
        r"|methodology)\b"
        r"|^(?:study )?(?:design|setting|population|selection)s?\b|^participants?$|^patients?$|^subjects?$"
        r"|^interventions?$"
        r"|^(?:main )?outcomes?(?: measures?)?$|^measurements?\b|^data (?:sources?|extraction|collection"
        r"|analysis|synthesis)"
        r"|^search strategy|^statistical|^(?:patients|materials|methods)\b.*\bmethods\b|^eligibility|^randomi[sz]ation",
    ),
    (
        Role.CHATTER,
        r"acknowledg|funding|conflicts? of interest|competing interests|disclosure|supplementary|author contributions?"
        r"|abbreviations?$|references?$|keywords?$|ethic|data availability|trial registration|copyright|about this"
        r"|package label|how supplied|recent major changes",
    ),
)
_OPEN_HEADINGS: Final = re.compile(r"^(?:discussion|comment|limitations?)\b|\b(?:and|&)\b.*\bresults?\b", re.IGNORECASE)

_CONCLUDES: Final = (
    r"^(?:in (?:conclusion|summary|sum|short)|to conclude|overall|taken together|collectively|to summari[sz]e)\b"
    r"|\b(?:we|authors?|reviewers?) (?:therefore )?(?:conclude|recommend|suggest|propose|believe)\b"
    r"|\b(?:these|our|the(?:se)? present|the|this) (?:results?|findings?|data|observations?|study|trial|review"
    r"|analysis|meta-analysis)"
    r" (?:\w+ ){0,2}?(?:suggests?|indicates?|shows?|demonstrates?|supports?|confirms?|implies|imply"
    r"|provides? evidence|reveals?"
    r"|do(?:es)? not support)\b"
)
_FOUND: Final = (
    r"\b(?:was|were) (?:\w+ly )?(?:higher|lower|greater|less|reduced|increased|decreased|associated|similar"
    r"|improved|observed"
    r"|found|more|different|correlated|detected|seen|unchanged)\b|\bp\s*[<=>≤]\s*0?\.\d|\b95\s*% ?(?:CI"
    r"|confidence)|\bhazard ratio"
    r"|\bodds ratio|\brelative risk|\bmean difference|\bsignificant(?:ly)?\b"
)
_AIMS: Final = (
    r"^(?:the |our |this |an? |main |primary |overall |specific )*(?:aims?|objectives?|purposes?|goals?"
    r"|hypothesis|intent(?:ion)?)"
    r"(?: of (?:this|the|our|the (?:present|current))[\w -]{0,60}?)? ?(?:was|were|is|are|:)\b"
    r"|^(?:to|in order to) (?:\w+ly )?(?:assess|evaluate|determine|investigate|examine|compare|analy[sz]e|study"
    r"|explore|describe"
    r"|identify|test|establish|estimate|report|review|measure|clarify|ascertain|quantify|find out|verify"
    r"|elucidate)\b[^.]*\.?$"
    r"|\b(?:we|this (?:study|trial|review|paper|article|report|analysis)|the (?:present|current) (?:study|trial"
    r"|review|paper))"
    r" (?:\w+ly )?(?:aim(?:s|ed)?|sought|set out|intend(?:s|ed)?|attempt(?:s|ed)?|tr(?:y|ied)|wanted"
    r"|hypothesi[sz]ed?|wish(?:ed)?"
    r"|addressed the question|asks?|asked) ?(?:to|that|whether|how|if|:|at)?\b"
    r"|\b(?:study|trial|review|paper) (?:was|is) (?:\w+ )?(?:designed|conducted|undertaken|performed"
    r"|carried out|done|initiated) "
    r"(?:in order )?to\b|\bwas (?:studied|investigated|evaluated|assessed|examined) (?:in order )?to\b"
)
_METHOD: Final = (
    r"^(?:we|authors?) (?:\w+ly )?(?:searched|included|excluded|recruited|enrolled|reviewed|collected|used"
    r"|performed|conducted"
    r"|measured|assessed|evaluated|analy[sz]ed|examined|studied|compared|randomi[sz]ed|obtained|selected"
    r"|identified (?:all|\d+)"
    r"|calculated|surveyed|interviewed|assigned|investigated|carried out|developed|retrieved|extracted|applied"
    r"|administered"
    r"|followed|defined|screened|tested|estimated|undertook|did|report(?:ed)? (?:on )?(?:\d+|an?|the case)"
    r"|describe[ds]?|present(?:ed)?)\b"
    r"(?! that| no\b)|\b(?:medline|embase|pubmed|cochrane library|psycinfo|cinahl|web of science)\b.{0,60}\bsearch"
    r"|\bsearch(?:es|ed)?\b.{0,80}\b(?:medline|embase|pubmed|databases?)\b|\b(?:was|were) (?:then |also |both "
    r"|all |each )?(?:\w+ly )?"
    r"(?:recruited|enrolled|randomi[sz]ed (?:to|into|in)|allocated|(?:randomly )?assigned|interviewed|collected"
    r"|extracted|invited|divided into"
    r"|calculated|retrieved|recorded|included in (?:the|this|our) (?:study|analysis|review)|performed (?:using"
    r"|with|by|on|to|in)"
    r"|analy[sz]ed (?:using|with|by|for)|assessed (?:using|with|by)|measured (?:using|with|by|at)"
    r"|evaluated (?:using|with|by|for|in)"
    r"|used (?:to (?:assess|evaluate|determine|compare|identify|measure|analy[sz]e|calculate|estimate|test)"
    r"|for (?:the )?(?:analys|assess|statistic))"
    r"|obtained from|selected (?:from|for|by)|matched|surveyed|identified (?:from|through|by searching)"
    r"|defined as|reviewed (?:for|to|retrospectively)"
    r"|stained|cultured|incubated|sequenced|genotyped|amplified|examined (?:by|using|with)|studied (?:by|using"
    r"|with|in)|asked to|followed (?:up )?for"
    r"|tested (?:for|by|using|with)|compared (?:using|by|between|with (?:the|a) .{0,30} test))\b"
    r"|^(?:a|an|this|the|our)? ?(?:\w+[ -]){0,6}?(?:study|trial|survey|analysis|review|questionnaire|cohort)"
    r"(?: of [\w ,-]{1,80})? (?:was|were) (?:\w+ly )?(?:conducted|performed|carried out|undertaken|done|sent"
    r"|distributed|administered|made|completed)\b"
    r"|^(?:retrospective|prospective|cross-sectional|randomi[sz]ed|double-blind|multicent(?:er|re)|case-control"
    r"|observational|population-based"
    r"|single-cent(?:er|re)|(?:\w+-year|three-year) randomi[sz]ed)[\w ,-]*"
    r"(?:study|trial|review|analysis|survey|design|series|cohort)(?: (?:of|in|at|with|from)\b[^.]*)?\.?$"
    r"|\b\d+(?:\.\d+)? ?% of (?:the )?(?:participants|patients|subjects|respondents"
    r"|questionnaires) (?:completed|responded|returned|were followed|dropped out)"
    r"|\bresponse rate\b|\b(?:mean|median) (?:follow-?up|age)\b.{0,40}\b(?:was|of|years"
    r"|months)\b(?!.{0,80}\b(?:reduc|improv|increas|associat))"
    r"|^(?:the )?(?:main|primary|secondary) (?:outcomes?|end ?points?)(?: measures?)? (?:was|were|is|are"
    r"|included?|measure)\b"
    r"|^(?:statistical )?(?:analys[ei]s|significance|data) (?:was|were) (?:\w+ )?(?:by|using|performed|done|set"
    r"|analy[sz]ed|collected|obtained|assessed)\b"
    r"|^data (?:sources?|from)\b.{0,60}\b(?:were|was) (?:used|analy[sz]ed)|\b(?:cox|logistic|linear|poisson"
    r"|multivaria\w+) regression (?:models?|analys[ei]s) (?:was|were) (?:used|performed)"
    r"|\b(?:kaplan-meier|chi-square|mann-whitney|student'?s? t|anova|wilcoxon|log-rank)\b.{0,40}\b(?:was"
    r"|were) (?:used|performed|applied)"
)
_CHATTER: Final = (
    r"\bmedical subject headings\b|\bkey ?words\s*:|\ball rights reserved\b|©|\bcopyright\b"
    r"|\b(?:trial )?registration (?:number)?\b.{0,20}\b(?:NCT|ISRCTN|UMIN)"
    r"|^(?:clinicaltrials\.gov|funded by|supported by|grant)\b|\bfunded by\b|\bconflicts? of interest\b"
    r"|\bavailable (?:at|from|online)\b.{0,20}\b(?:http|www)"
    r"|\bclick (?:here|on)\b|\b(?:visit|see) (?:our|the|this) (?:website|web ?site|web page|page)\b"
    r"|\bfor (?:more|further|additional) (?:information|details?)\b"
    r"|\bto (?:learn|read|find out) more\b|\b(?:learn|read|find out) more about\b"
    r"|\b(?:provides?|gives?|has|shows?) the following (?:list|table)\b"
    r"|\bthe (?:table|list|chart|figure) (?:below|above)\b"
    r"|\byou can use the .{0,40}(?:dictionary|database)\b|\bfor a (?:full|complete) list\b"
    r"|\bis (?:currently )?(?:recruiting|enrolling)\b|\bsubscribe\b|\bsign up\b|\bcall (?:toll[- ]free|us at"
    r"|1-8)|\bcontact (?:us|the (?:author|editor))\b"
    r"|\b(?:is|are) (?:described|discussed|summari[sz]ed|presented|shown|listed|given|outlined|detailed"
    r"|illustrated|reviewed|reported|provided) "
    r"(?:below|above|here|in (?:the )?(?:table|figure|fig\.|appendix|section|chapter|supplement|this (?:article"
    r"|chapter|section|paper|review)))\b"
    r"|\b(?:table|figure|fig\.?|box|appendix) \d+ (?:shows?|lists?|gives?|summari[sz]es?|presents?|describes?"
    r"|illustrates?|outlines?)\b"
    r"|\b(?:this|the present) (?:article|chapter|section|page|leaflet|booklet|publication|fact sheet|document"
    r"|review|paper) "
    r"(?:focuses|describes|discusses|reviews|presents|provides|explains|covers|summari[sz]es|outlines|contains"
    r"|reports|gives|addresses|is (?:about|intended|written))\b"
    r"|\b(?:world[- ]class|award[- ]winning|revolutionary|breakthrough product|best[- ]in[- ]class"
    r"|ask your doctor about (?:our|[A-Z]\w+®)|order now|buy now|proven leader"
    r"|no other (?:product|brand)|trusted by)\b"
    r"|^(?:further|more|future|additional|larger|prospective|randomi[sz]ed)[\w ,-]{0,60}"
    r"(?:stud(?:y|ies)|research|trials?"
    r"|investigations?|work|evaluation)\b.{0,60}"
    r"\b(?:needed|required|warranted|necessary|should|must|will)\b[^.]{0,200}\.?$"
)

_SET_OUT: Final = re.compile(
    r"\bwe (?:have |had )?(?:\w+ly )?(?:studied|evaluated|investigated|examined|assessed|tested|compared|analy[sz]ed"
    r"|explored|addressed)\b",
    re.IGNORECASE,
)
_SURMISED: Final = re.compile(
    r"^(?:\w+,? )?it (?:has|had) (?:\w+ )?been (?:suggested|proposed|speculated|postulated|hypothesi[sz]ed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Rule:
    """A large pattern in its alternatives: those for the start of a text alone, and the others by their needles."""

    at_start: re.Pattern[str] | None
    anywhere: Several

    def holds(self, text: str) -> bool:
        """Whether the pattern matches somewhere in `text`."""
        starts = self.at_start is not None and self.at_start.match(text) is not None
        return starts or self.anywhere.first(text) is not None


@cache
def _rules() -> Mapping[str, _Rule]:
    sources = {"chatter": _CHATTER, "aim": _AIMS, "method": _METHOD, "concludes": _CONCLUDES, "found": _FOUND}
    return {name: _rule(source) for name, source in sources.items()}


def _rule(source: str) -> _Rule:
    parts = branches(source)
    at_start = "|".join(p for p in parts if p.startswith("^"))
    anywhere = Several(Lazy(p, re.IGNORECASE) for p in parts if not p.startswith("^"))
    return _Rule(re.compile(at_start, re.IGNORECASE) if at_start else None, anywhere)


@lru_cache(maxsize=16_384)
def role_of(text: str, headings: tuple[str, ...] = ()) -> Role:
    """The role of a unit with this text under this heading path (outermost first); what it was made for or how counts
    before its heading, its heading before what else it says ("Overall, ..." under "Results" is a result)."""
    heading, rules = _by_headings(headings), _rules()
    if heading is Role.CHATTER or rules["chatter"].holds(text):
        return Role.CHATTER
    if rules["aim"].holds(text):
        return Role.AIM
    if _tells_method(text) and heading is not Role.CONCLUSION:
        return Role.METHOD
    if heading is Role.BACKGROUND and _SET_OUT.search(text):
        return Role.AIM
    if heading is not None:
        return heading
    if rules["concludes"].holds(text):
        return Role.CONCLUSION
    if _SURMISED.search(text):
        return Role.BACKGROUND
    return Role.FINDING if rules["found"].holds(text) else Role.PLAIN


def _tells_method(text: str) -> bool:
    return (
        _rules()["method"].holds(text) and not _rules()["concludes"].holds(text) and not _rules()["found"].holds(text)
    )


@lru_cache(maxsize=4096)
def _by_headings(headings: tuple[str, ...]) -> Role | None:
    """The role that the innermost heading gives; the title heading gives none."""
    for heading in reversed(headings[1:] if len(headings) > 1 else headings):
        plain = re.sub(r"^[\d.\s]+", "", heading).strip(" :.")
        if _OPEN_HEADINGS.search(plain):
            return None
        for role, pattern in _HEADINGS:
            if re.search(pattern, plain, re.IGNORECASE):
                return role
    return None
