"""The question as understood, by rules and word lists: drugs, conditions, population, route, intent, values.

Nothing here widens what a sentence is about: a synonym or a relative of a drug helps to find, it never makes a
sentence about one drug count as a sentence about another.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from curbside.language import lexicon
from curbside.language.identifiers import without_masks
from curbside.language.lexicon import Mention, concepts
from curbside.language.subject import compounded, says_absent
from curbside.language.tokens import content_words
from curbside.retrieval import patient
from curbside.retrieval.asking import in_full, intents
from curbside.retrieval.kinds import kind_of
from curbside.retrieval.routes_compared import BY_MOUTH
from curbside.retrieval.sizes import body_places
from curbside.retrieval.telling import Told, only_measured, taken, told
from curbside.types import Question, Understood

_ALLERGIC_TO = re.compile(
    r"(?:allerg(?:y|ic)|intoleran(?:t|ce)|hypersensitiv(?:e|ity)|anaphylaxis|reaction)\s+(?:to|of)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?<!why )(?:not|non|no longer|isn't|never|outside(?: of)?)[\s-]+(?:(?:currently|yet|now|been|on|an?)\s+){0,2}$",
    re.IGNORECASE,
)
_ALLERGY = re.compile(r"[\s-]*(?:allerg(?:y|ic)|intoleran(?:t|ce)|hypersensitiv)", re.IGNORECASE)
_OF_A_KIND = re.compile(
    r"-(?:dependent|responsive|resistan(?:t|ce)|refractory|sensitive|deficien(?:t|cy))\b", re.IGNORECASE
)
_YEAR = re.compile(r"(?:19|20)\d\d$")
_OPEN = frozenset({"indication", "other"})
_BY_NEEDLE = {"parenteral", *(r for r in lexicon.names("route") if "parenteral" in lexicon.broader("route", r))}
_NAMED_AS_DRUG = re.compile(
    r"\b(?:dose|doses|dosage|dosing|course|prescribe|prescribing)\s+(?:of|for)\s+(?:an?\s+|the\s+)?(?P<a>[a-z][\w-]{4,})"
    r"|^(?P<b>[a-z][\w-]{4,})\s+(?:dose|dosage|dosing|regimen)\b",
    re.IGNORECASE,
)
_NO_DRUG = frozenset(
    "maintenance loading starting initial maximum maximal minimum daily weekly monthly total single repeat repeated "
    "first second third next last another further missed "
    "usual standard typical normal higher lower severe moderate acute chronic suspected confirmed proven recurrent "
    "painful preventing prevention prophylaxis disease illness symptoms recovery injections infusions events action "
    "someone somebody those these which whom".split()
)
_NEIGHBOUR = re.compile(r"[^\W\d_]{7,}")
_ASKING = frozenset(
    "what which who when where why how much many often should recommend recommended course dose dosage dosing "
    "give given patient patients people person someone treatment treat treated treating therapy use used using "
    "best first line choice drug medicine medication tell please need take taking start started guideline advice "
    "management manage managed help work usual long good option options right correct does can may safe indicated "
    "prescribe year years old aged month months week weeks day days versus better than adult adults mg microgram "
    "micrograms injection inject tablet tablets route jurisdiction have has had needs say says be uk us usa "
    "england america american think know".split()
)


def understand(
    text: str, jurisdiction: str | None = None, audience: str = "professional", length: str = "standard"
) -> Question:
    """`text` (identifiers of a patient already masked) as a Question."""
    corrected, corrections = _correct(text)
    conditions = lexicon.find(corrected, "condition")
    allergic = tuple(m for m in lexicon.drugs_in(corrected) if _is_allergy(corrected, m))
    if allergic:
        conditions = tuple(m for m in conditions if m.concept != "allergy")
    tested = only_measured(corrected, _outside(lexicon.drugs_in(corrected), conditions))
    named = (
        m for m in lexicon.drugs_in(corrected) if m not in (*allergic, *tested) and not _is_in_a_name(corrected, m)
    )
    drugs = _outside(tuple(named), conditions)
    wanted, kind = intents(in_full(corrected)), kind_of(corrected)
    signs = _counted(told(corrected), drugs, conditions, wanted)
    beside = _beside(corrected, drugs, signs) if kind == "management" and _OPEN.issuperset(wanted) else ()
    drugs = tuple(m for m in drugs if m not in beside)
    populations = _of(corrected)
    routes = lexicon.find(corrected, "route")
    values = patient.values(corrected)
    names = _narrowest(concepts(drugs))
    understood = Understood(
        drugs=names,
        relatives=relatives(names),
        unknown_drugs=_unknown_drugs(corrected, (*drugs, *conditions, *populations, *routes)),
        conditions=together(_present(corrected, conditions, signs), concepts(populations)),
        population=tuple(dict.fromkeys((*concepts(populations), *patient.age_groups(values)))),
        route=_route(concepts(routes), corrected),
        intent=wanted[0],
        also=wanted[1:],
        kind=kind,
        jurisdiction=jurisdiction,
        values=values,
        words=_words(without_masks(corrected), (*drugs, *conditions, *populations, *routes)),
        corrections=corrections,
        avoid=concepts(allergic),
        told=(
            *((s.words, f"{s.condition} ({s.why})" if s.why else s.condition) for s in signs),
            *((m.text, "what the patient takes, not what is asked about") for m in beside),
        ),
    )
    return Question(text=text, understood=understood, audience=audience, length=length)


def again(question: Question) -> Question:
    """The question understood once more from its words alone; of a follow-up what it asks for is as it was told."""
    asked = question.understood
    found = understand(question.whole, asked.jurisdiction, question.audience, question.length).understood
    if question.context:
        found = replace(found, intent=asked.intent, kind=asked.kind)
    return replace(question, understood=found)


def _of(text: str) -> tuple[Mention, ...]:
    """The populations that a text is about, without those that it denies ("not pregnant")."""
    found = lexicon.find(text, "population")
    return tuple(m for m in found if not (_DENIED.search(text[: m.start]) or says_absent(text, m.start, m.end)))


def _counted(
    signs: tuple[Told, ...], drugs: tuple[Mention, ...], conditions: tuple[Mention, ...], asked: tuple[str, ...]
) -> tuple[Told, ...]:
    """Signs beside a drug alone may be its doing, and name nothing to be treated; not where its dose is asked for.

    A dose for those without the sign would pass for that of those who have it.
    """
    dosed = "regimen" in asked
    return () if drugs and not conditions and not dosed and not any(s.why for s in signs) else signs


def _beside(text: str, drugs: tuple[Mention, ...], signs: tuple[Told, ...]) -> tuple[Mention, ...]:
    """The drugs that the patient takes, where a value tells what is to be treated and no other drug is named.

    Of a condition that is named by itself the drug may be the cause or the question ("on warfarin, INR 8").
    """
    found = taken(text, drugs)
    return found if any(s.why for s in signs) and len(found) == len(drugs) else ()


def _present(text: str, found: tuple[Mention, ...], signs: tuple[Told, ...]) -> tuple[str, ...]:
    """The conditions that are named as there, then those that are told of in other words."""
    absent = tuple(m for m in found if says_absent(text, m.start, m.end))
    gone = {m.concept for m in absent}
    named = concepts(tuple(m for m in found if m not in absent))
    return tuple(dict.fromkeys((*named, *(s.condition for s in signs if s.condition not in gone))))


def _is_in_a_name(text: str, mention: Mention) -> bool:
    """Whether a drug only tells of which kind a condition is ("insulin-resistant", "vitamin B6-dependent")."""
    return bool(_OF_A_KIND.match(text, mention.end))


def _is_allergy(text: str, mention: Mention) -> bool:
    """Whether a drug is named as what the patient is allergic to."""
    return bool(_ALLERGIC_TO.search(text[: mention.start]) or _ALLERGY.match(text, mention.end))


def _outside(mentions: tuple[Mention, ...], others: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The mentions that are no part of another ("vitamin B12" in "vitamin B12 deficiency" is no drug asked about)."""
    return tuple(m for m in mentions if not any(o.start <= m.start and m.end <= o.end for o in others))


def together(found: tuple[str, ...], populations: tuple[str, ...]) -> tuple[str, ...]:
    """Conditions with what one and a population make together, without those of which a narrower one is there too."""
    made = compounded(frozenset(found), frozenset(populations)) - set(found)
    everything = (*found, *sorted(made))
    covered = {b for c in everything for b in lexicon.broader("condition", c)}
    return tuple(c for c in everything if c not in covered or c in ("pain", "peripheral neuropathy"))


def relatives(drugs: tuple[str, ...]) -> tuple[str, ...]:
    """The other drugs of the groups of some, sorted."""
    return tuple(sorted(frozenset().union(*map(lexicon.related, drugs)) - set(drugs)))


def _narrowest(drugs: tuple[str, ...]) -> tuple[str, ...]:
    """Without a group of which a drug was named too ("cyanocobalamin injection for B12 neuropathy")."""
    groups = {lexicon.group_of(d) for d in drugs}
    return tuple(d for d in drugs if d not in groups)


def _route(found: tuple[str, ...], text: str) -> str | None:
    """The route asked for; none where several are compared ("oral or IM", "tablets or injections")."""
    forms = {m.concept for m in lexicon.find(text, "form")}
    injected = "injection" in forms
    if not found and injected:
        return None if forms & BY_MOUTH else "parenteral"
    if len(found) != 1 or (injected and found[0] not in _BY_NEEDLE):
        return None
    return found[0]


def _unknown_drugs(text: str, known: tuple[Mention, ...]) -> tuple[str, ...]:
    """Words that stand where a drug's name stands ("dose of ...") and that no list knows."""
    words = []
    for m in _NAMED_AS_DRUG.finditer(text):
        group = "a" if m["a"] else "b"
        start, end = m.span(group)
        taken = any(k.start < end and start < k.end for k in known)
        if not taken and m[group].lower() not in _ASKING | _NO_DRUG:
            words.append(m[group].lower())
    return tuple(dict.fromkeys(words))


def _words(text: str, known: tuple[Mention, ...]) -> tuple[str, ...]:
    taken = {i for m in known for i in range(m.start, m.end)}
    taken |= {i for place in (*patient.age_places(text), *body_places(text)) for i in range(*place)}
    rest = [text[s:e] for _, s, e in content_words(text) if s not in taken]
    return tuple(
        dict.fromkeys(w.lower() for w in rest if w.lower() not in _ASKING and (not w.isdigit() or _YEAR.match(w)))
    )


@cache
def _drug_words() -> tuple[str, ...]:
    names = (n for c in lexicon.names("drug") for n in lexicon.synonyms("drug", c))
    return tuple(sorted({n for n in names if " " not in n and len(n) >= 7}))


def _correct(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Read a misspelt drug ("metylcobalamin") as the one listed name that is a slip away, and say so.

    A listed name is never changed, nor a word that is two slips away: look-alike names are other drugs ("prednisone" is
    no misspelt "prednisolone", "betamethasone" no "dexamethasone", "saxagliptin" no "sitagliptin").
    """
    fixes: list[tuple[str, str]] = []
    known = [m for kind in lexicon.KINDS for m in lexicon.find(text, kind)]
    for m in _NEIGHBOUR.finditer(text):
        word = m.group().lower()
        if word in _ASKING or any(k.start <= m.start() and m.end() <= k.end for k in known):
            continue
        near = {n for n in _drug_words() if _alike(word, n) and slips(word, n) <= 1}
        if len({lexicon.drugs_in(n)[0].concept for n in near}) == 1:
            fixes.append((m.group(), min(near)))
    for wrong, right in fixes:
        text = re.sub(rf"\b{re.escape(wrong)}\b", right, text)
    return text, tuple(fixes)


def _alike(a: str, b: str) -> bool:
    """What holds of any two words that are one slip apart, and is quick to see: one slip spares one of the ends."""
    end = min(len(a), len(b)) // 3
    return abs(len(a) - len(b)) <= 1 and (a[:end] == b[:end] or a[-end:] == b[-end:])


def slips(a: str, b: str) -> int:
    """Letters put in, left out, exchanged or swapped with their neighbour to get from `a` to `b`.

    Damerau, F. J. (1964), Communications of the ACM 7(3):171-176 (restricted edit distance).
    """
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]
