"""The claims of a text that somebody else wrote: its sentences, list items and table rows that say something checkable.

Headings, the reference list, questions, greetings and disclaimers are no claims. A claim keeps its own words and place;
what it is about may stand in its heading, its lead-in or the sentence before, and is kept beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from curbside.auditing import marks as marks_
from curbside.auditing.manuscript import Manuscript, of_text
from curbside.auditing.marks import MarkName
from curbside.auditing.references import Listed, listed
from curbside.language import lexicon
from curbside.language.subject import subject
from curbside.language.tokens import content_words
from curbside.regimens.grammar import parse
from curbside.types import Unit, UnitKind

_EMPHASIS: Final = re.compile(
    r"\*\*|__|`|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|(?<!\w)_(?=\S)|(?<=\S)_(?!\w)|</?[a-z]{1,8}/?>", re.I
)
_LINK: Final = re.compile(r"!?\[(?P<words>[^\]\[]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_CHECKBOX: Final = re.compile(r"^\[[ xX]\]\s+")
_WHOLLY_BOLD: Final = re.compile(r"^(?:\*\*|__)(?P<words>[^*_]+)(?:\*\*|__):?$")
_NOT_A_CLAIM: Final = re.compile(
    r"^(?:hi|hello|hey|dear|sure|certainly|of course|absolutely|great question|good question|thanks|thank you|"
    r"welcome|"
    r"happy to help|i hope|hope this helps|let me know|feel free|in this (?:answer|article|guide)|below is|"
    r"here(?:'s| is| are)|"
    r"as requested|you asked|question\b|query\b|answer\s*:?$|last (?:updated|reviewed)|published|updated|"
    r"reviewed by|author|"
    r"copyright|©|(?:source|sources|url|site|publisher|from)\s*:|https?://|invented\b|\(invented|this (?:text|"
    r"answer|page) is invented)",
    re.IGNORECASE,
)
_DISCLAIMER: Final = re.compile(
    r"\b(?:consult|speak (?:to|with)|talk to|contact|see|ask|check with|seek (?:advice|"
    r"help) from)\b[^.]{0,40}\b(?:your|a|an)\b[^.]{0,30}"
    r"\b(?:doctor|physician|clinician|provider|professional|gp|pharmacist)\b|\bmedical advice\b|\bas an ai\b|"
    r"\bi am not a\b|"
    r"\bi'm not a\b|\b(?:informational|educational) purposes\b|\bnot (?:a )?substitute for\b|"
    r"\bclinical judg[e]?ment\b|"
    r"\bdisclaimer\b|\bai-generated\b|\bmay contain (?:errors|mistakes)\b",
    re.IGNORECASE,
)
_IT: Final = re.compile(
    r"^(?P<what>it|this (?:drug|medicine|medication|treatment|agent|vitamin|injection)|the (?:drug|medicine|"
    r"medication|agent))\b(?!\s+(?:is|was|has been)\s+"
    r"(?:recommended|important|advised|suggested|unclear|known|thought|noted|reasonable|possible|not known|"
    r"essential|likely)\s+(?:that|to|whether))(?!\s+(?:should|must|can|may)\s+be\s+"
    r"(?:noted|remembered|stressed|emphasised|emphasized|said|borne))",
    re.IGNORECASE,
)
_OF_IT: Final = re.compile(
    r"^(?P<what>the (?:usual |recommended |starting |loading |initial |maintenance |adult |standard )?(?:dose|"
    r"dosage|regimen|injection|schedule)|"
    r"this (?:dose|regimen|course|schedule)|its (?:dose|dosage))\b",
    re.IGNORECASE,
)
_IT_LATER: Final = re.compile(
    r"^(?P<before>(?:for|in|during|after|before|when|if)\b[^,;.]{3,80}?,?\s)it(?=\s(?:is|was|can|may|should|must|has)\b)",
    re.IGNORECASE,
)
_APART: Final = re.compile(
    r";\s+(?:and\s+)?(?:then\s+)?|,?\s+(?:and\s+)?then\s+|,?\s+(?:(?:is|are)\s+)?followed\s+by\s+", re.IGNORECASE
)
_PLAIN: Final = frozenset(
    "loading maintenance initial initially then dose doses dosage dosing regimen usual recommended starting "
    "phase week weeks month months day "
    "days first second adults children aged the a an is are of for in with without at to and or then after until "
    "standard typical adult "
    "give given use take taken injection injections oral tablets by followed thereafter severe mild moderate "
    "disease over under years year "
    "involvement treatment course route frequency schedule followed im iv im people who have should be "
    "receive".split()
)
_OPENING_LINES: Final = 6


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim at [start, end) of the normalised text; `text` is exactly that piece.

    said: its words without marks and markup, a leaning subject ("It ...") replaced by its drug. around: headings and
    lead-ins, outermost first, without the title of the whole. drugs: what it is about where it names no drug itself.
    marks: what its marks point to.
    """

    text: str
    start: int
    end: int
    said: str
    marks: tuple[MarkName, ...] = ()
    around: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A text taken apart. text, markup, remarks and name: those of the manuscript. topic: what the text is about.

    marks: all that the text bears outside the reference list, on claims or not, each once.
    """

    text: str
    claims: tuple[Claim, ...]
    references: Listed
    topic: str
    name: str = ""
    markup: str = "plain"
    remarks: tuple[str, ...] = ()
    marks: tuple[MarkName, ...] = ()


def read(raw: str, name: str = "") -> Written:
    """Plain text or Markdown taken apart, by the ending of `name` or, where that is silent, by its look."""
    return taken_apart(of_text(raw, name))


def taken_apart(manuscript: Manuscript) -> Written:
    """The claims and the reference list of a text."""
    text = manuscript.text
    references = listed(text)
    round_too = any(isinstance(e.mark, int) for e in references.entries)
    units = [u for u in manuscript.units if not references.holds(u.start)]
    skip = _titled(units)
    claims: list[Claim] = []
    titles: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    before: Claim | None = None
    for unit in units:
        if unit.headings != path:
            path, titles, before = unit.headings, (), None
        title = _pseudo_heading(text[unit.start : unit.end], unit)
        if title is not None:
            titles, before = (title,), None
            continue
        claim = _claim(text, unit, (*unit.headings[skip:], *titles), round_too)
        if claim is None:
            continue
        claim = _resolved(claim, before)
        before = claim
        if _is_claim(claim):
            claims.append(claim)
    borne = tuple(m for m in marks_.marks(text, round_too) if not references.holds(m.start))
    given = manuscript
    return Written(
        text, tuple(claims), references, _topic(text), given.name, given.markup, given.remarks, marks_.names(borne)
    )


def _titled(units: list[Unit]) -> int:
    """1 where everything stands under one first heading, the title of the whole; else 0."""
    outermost = {u.heading_ranges[:1] for u in units}
    return int(len(outermost) == 1 and () not in outermost and any(len(u.headings) > 1 for u in units))


def _pseudo_heading(raw: str, unit: Unit) -> str | None:
    """The words of a line that only announces: wholly bold, or a few words before a colon."""
    if unit.kind is UnitKind.TABLE_ROW:
        return None
    bold = _WHOLLY_BOLD.match(raw.strip())
    words = raw.strip().strip("*_ ")
    if bold and not bold["words"].rstrip().endswith((".", "!")):
        return bold["words"].strip(" :")
    return words.rstrip(":").strip("*_ ") if words.endswith(":") and len(words.split()) <= 12 else None


def _claim(text: str, unit: Unit, headings: tuple[str, ...], round_too: bool) -> Claim | None:
    raw = text[unit.start : unit.end]
    if unit.kind is UnitKind.NOTE and not raw.strip("> \t\n"):
        return None
    found = marks_.marks(raw, round_too)
    said = _plain(marks_.without(raw, found))
    if unit.kind is UnitKind.TABLE_ROW:
        said = ", ".join(cell.strip() for cell in said.strip("| ").split("|") if cell.strip())
    context = [_plain(text[r.start : r.end]) for r in unit.context]
    if unit.kind is UnitKind.TABLE_ROW:
        context = [c.replace("|", ",") for c in context]
    around = dict.fromkeys((*(_plain(h) for h in headings), *context))
    return Claim(raw, unit.start, unit.end, said, marks_.names(found), tuple(a for a in around if a))


def _plain(raw: str) -> str:
    words = _LINK.sub(lambda m: m["words"], marks_.without(raw, marks_.marks(raw)))
    words = " ".join(_EMPHASIS.sub("", _CHECKBOX.sub("", words)).split())
    return re.sub(r"\s+(?=[.,;:](?:\s|$))", "", words)


def parts(claim: Claim) -> tuple[Claim, ...]:
    """The doses of a claim that gives several one after the other, each as a claim of its own; else nothing.

    A later dose has the drug of the whole, and the marks that stand at its end are those of all.
    """
    ends = [(m.start(), m.end()) for m in _APART.finditer(claim.text)]
    places = list(zip([0, *(e for _, e in ends)], [*(s for s, _ in ends), len(claim.text)], strict=True))
    if not ends or not all(_dosed(claim.text[a:b]) for a, b in places):
        return ()
    drug = _only(claim.said) or (claim.drugs[0] if claim.drugs else None)
    return tuple(_part(claim, a, b, drug) for a, b in places)


def _dosed(text: str) -> bool:
    return any(p.amount for p in parse(_plain(text)).phases)


def _part(claim: Claim, start: int, end: int, drug: str | None) -> Claim:
    raw = claim.text[start:end]
    said = _plain(raw)
    if drug and not subject(said).drugs:
        said = f"{drug[0].upper()}{drug[1:]}: {said}"
    own = marks_.names(marks_.marks(raw))
    return replace(
        claim, text=raw, start=claim.start + start, end=claim.start + end, said=said, marks=own or claim.marks
    )


def _resolved(claim: Claim, before: Claim | None) -> Claim:
    """With the drug that it leans on: named by its heading or lead-in, else the only one of the sentence before."""
    if subject(claim.said).drugs:
        return claim
    near = next((d for text in reversed(claim.around) if (d := _only(text))), None)
    earlier = (_only(before.said) or (before.drugs[0] if before.drugs else None)) if before else None
    later = _IT_LATER.match(claim.said)
    leans = _IT.match(claim.said) or _OF_IT.match(claim.said) or later
    drug = (earlier or near) if leans or _bare_dose(claim.said) else near
    if drug is None:
        return claim
    said = claim.said
    if it := _IT.match(said):
        said = drug[0].upper() + drug[1:] + said[it.end("what") :]
    elif of := _OF_IT.match(said):
        said = f"{re.sub('^its', 'The', of['what'], flags=re.I)} of {drug}{said[of.end('what') :]}"
    elif later:
        said = f"{later['before']}{drug}{said[later.end() :]}"
    return replace(claim, said=said, drugs=(drug,))


def _only(text: str) -> str | None:
    """The drug of a text that speaks of just one."""
    drugs = subject(text).drugs
    named = {d for d in drugs if not lexicon.is_group(d)} or drugs
    return next(iter(named)) if len(named) == 1 else None


def _bare_dose(said: str) -> bool:
    """Whether it is a dose with nothing before it that could be the name of a drug."""
    phases = [p for p in parse(said).phases if p.amount]
    if not phases:
        return False
    before = said[: phases[0].spans.get("amount", (0, 0))[0]]
    for mention in reversed((*lexicon.find(before, "condition"), *lexicon.find(before, "population"))):
        before = before[: mention.start] + " " * len(mention.text) + before[mention.end :]
    return all(word in _PLAIN for word in re.findall(r"[a-z]+", before.lower()))


def _is_claim(claim: Claim) -> bool:
    said = claim.said
    if said.endswith("?") or _NOT_A_CLAIM.match(said) or _DISCLAIMER.search(said):
        return False
    about = subject(said)
    spoken = len(content_words(said))
    if about.drugs or about.conditions or about.populations or claim.drugs:
        return spoken >= 2
    return spoken >= 4


def _topic(text: str) -> str:
    """The first lines: title, question, opening sentence."""
    filled = [line for line in text.split("\n") if line.strip()]
    return _plain(" ".join(filled[:_OPENING_LINES]).replace("#", " "))[:600]
