"""What words name a drug, a route, a population, a condition or a form.

The lists are tab-separated files in `data/`: preferred name, group or broader name, synonyms. Names are matched as
whole words, longest first, whatever their case, hyphens or spaces. A drug that no list has is recognised by its INN
stem (WHO, "The use of stems in the selection of International Nonproprietary Names for pharmaceutical substances").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise

KINDS = ("drug", "condition", "route", "population", "form")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_STEM = re.compile(
    r"^(?:cef[a-z]{4,}|[a-z]{2,}(?:olol|alol|pril|sartan|dipine|cillin|mycin|micin|floxacin|cycline|penem|conazole|"
    r"nidazole|prazole|tidine|setron|triptan|statin|gliptin|gliflozin|glitazone|glutide|formin|glinide|xaban|gatran|"
    r"grel|parin|teplase|semide|thiazide|zosin|lukast|terol|tropium|solone|olone|metasone|sonide|triptyline|pramine|"
    r"oxetine|faxine|gabalin|gabapentin|azepam|azolam|barbital|racetam|cobalamin|fenac|profen|coxib|caine|curium|"
    r"tinib|ciclib|zumab|ximab|tuzumab|mumab|limumab|cept|rubicin|taxel|platin|trexate|dronate|dronic|afil|"
    r"stigmine|relin|poetin|grastim|tegravir|navir|buvir|asvir|ciclovir|cyclovir|oseltamivir|vudine|quine|"
    r"bendazole|codone|morphone|fentanil|orphan|azosin|sulfan|vaptan|stat|lutamide|peridol|apine|idone))$"
)
_NOT_DRUGS = frozenset(
    "stat thermostat photostat haemostat hemostat concept intercept precept accept except percept apine alpine "
    "opine combine machine routine medicine supine porcine bovine wasps alanine orphan".split()
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text. concept: the preferred name; start, end: offsets; text: as it stands there."""

    kind: str
    concept: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """chains: the broader concepts of each, nearest first. members: the concepts under each, as listed."""

    names: dict[tuple[str, ...], str]
    above: dict[str, str]
    loose: frozenset[str]
    longest: dict[str, int]
    chains: dict[str, tuple[str, ...]]
    members: dict[str, tuple[str, ...]]


@lru_cache(maxsize=256)
def _tokens(text: str) -> tuple[str, ...]:
    if text.isascii():
        return tuple(_WORD.findall(text.lower()))
    return tuple(word.lower().replace("’", "'") for word in _WORD.findall(text))


def _places(text: str) -> list[tuple[int, int]]:
    """Where each of the tokens stands."""
    return [m.span() for m in _WORD.finditer(text)]


def _rows(kind: str) -> Iterator[tuple[str, str, list[str]]]:
    path = resources.files("curbside.language") / "data" / f"{kind}s.tsv"
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        name, above, synonyms = [*(cell.strip() for cell in line.split("\t")), "", ""][:3]
        yield name, above, [s.strip() for s in synonyms.split("|") if s.strip()]


@cache
def _vocabulary(kind: str) -> _Vocabulary:
    names_: dict[tuple[str, ...], str] = {}
    above: dict[str, str] = {}
    loose = set()
    for name, broader, synonyms in _rows(kind):
        if broader:
            above[name] = broader.lstrip("~=")
        if broader.startswith(("~", "=")):
            loose.add(name)
        for synonym in (name, *synonyms):
            names_.setdefault(_tokens(synonym), name)
    longest: dict[str, int] = {}
    for tokens in names_:
        longest[tokens[0]] = max(longest.get(tokens[0], 0), len(tokens))
    chains = {name: _chain(above, name) for name in above}
    members_: dict[str, list[str]] = {group: [] for group in above.values()}
    for name, chain in chains.items():
        for group in chain:
            members_[group].append(name)
    under = {group: tuple(some) for group, some in members_.items()}
    return _Vocabulary(names_, above, frozenset(loose), longest, chains, under)


def _chain(above: dict[str, str], concept: str) -> tuple[str, ...]:
    chain: list[str] = []
    while (concept := above.get(concept, "")) and concept not in chain:
        chain.append(concept)
    return tuple(chain)


@cache
def _longest(kinds: tuple[str, ...] = KINDS) -> dict[str, tuple[tuple[str, int], ...]]:
    """By first word, the kinds that have a name beginning with it, and how many words the longest of those has."""
    found: dict[str, list[tuple[str, int]]] = {}
    for kind in kinds:
        for word, count in _vocabulary(kind).longest.items():
            found.setdefault(word, []).append((kind, count))
    return {word: tuple(some) for word, some in found.items()}


def find(text: str, kind: str) -> tuple[Mention, ...]:
    """The mentions of `kind` (one of KINDS) in `text`, in order, longest first, none overlapping."""
    return _found(text)[kind]


@lru_cache(maxsize=16_384)
def _found(text: str) -> dict[str, tuple[Mention, ...]]:
    """The mentions of all kinds: most words begin no name of any, and are looked up once for all."""
    return {kind: tuple(some) for kind, some in _listed(text, _tokens(text)).items()}


def _listed(text: str, tokens: tuple[str, ...]) -> dict[str, list[Mention]]:
    first = _longest()
    found: dict[str, list[Mention]] = {kind: [] for kind in KINDS}
    after = dict.fromkeys(KINDS, 0)
    places: list[tuple[int, int]] = []
    for i in [i for i, word in enumerate(tokens) if word in first]:
        for kind, longest in first[tokens[i]]:
            if i < after[kind]:
                continue
            named = _vocabulary(kind).names
            for n in range(min(longest, len(tokens) - i), 0, -1):
                concept = named.get(tokens[i : i + n])
                if concept is None:
                    continue
                places = places or _places(text)
                if _joined(text, places[i : i + n]):
                    start, end = places[i][0], places[i + n - 1][1]
                    found[kind].append(Mention(kind, concept, start, end, text[start:end]))
                    after[kind] = i + n
                    break
    return found


def _joined(text: str, places: list[tuple[int, int]]) -> bool:
    """Whether only spaces, hyphens and full stops stand between the words (no comma, bracket or sentence end)."""
    gaps = (text[a[1] : b[0]] for a, b in pairwise(places))
    return all(len(gap) <= 2 and not gap.strip(" \t\n.-‐‑–\u00a0\u2009\u202f") and gap != ". " for gap in gaps)


def drugs_in(text: str) -> tuple[Mention, ...]:
    """The drugs in `text`, those of the list and those known by their INN stem alone, in order."""
    return _drugs_in(text)


@lru_cache(maxsize=16_384)
def _drugs_in(text: str) -> tuple[Mention, ...]:
    listed, tokens = find(text, "drug"), _tokens(text)
    stems = [i for i, word in enumerate(tokens) if len(word) > 5 and _has_stem(word)]
    if not stems:
        return listed
    taken, places = {i for m in listed for i in range(m.start, m.end)}, _places(text)
    guessed = [
        Mention("drug", tokens[i], *places[i], text[slice(*places[i])]) for i in stems if places[i][0] not in taken
    ]
    return tuple(sorted((*listed, *guessed), key=lambda m: m.start))


def looks_like_drug(word: str) -> bool:
    """Whether a single word has the stem of an INN ("bisoprolol")."""
    return _has_stem(word.lower())


@lru_cache(maxsize=65_536)
def _has_stem(word: str) -> bool:
    return len(word) > 5 and word not in _NOT_DRUGS and bool(_STEM.match(word))


def group_of(drug: str) -> str | None:
    """The group that a drug belongs to ("vitamin B12" for hydroxocobalamin), or None."""
    return _vocabulary("drug").above.get(drug)


def is_form(drug: str) -> bool:
    """Whether the drug is one form of a substance that has others ("methylcobalamin" of vitamin B12)."""
    return drug in _vocabulary("drug").loose


def members(group: str) -> tuple[str, ...]:
    """The drugs of a group, those of its sub-groups and the sub-groups themselves, as listed."""
    return _vocabulary("drug").members.get(group, ())


def family(drug: str) -> frozenset[str]:
    """The drug itself and, of a group, its members: what is said of one of them is said of the group."""
    return frozenset({drug, *members(drug)})


def is_group(drug: str) -> bool:
    """Whether the name is that of a group rather than of one drug."""
    return drug in _vocabulary("drug").members


def related(drug: str) -> frozenset[str]:
    """The other drugs of the nearest group, and the groups above; for a group its members. Never the drug itself."""
    groups = broader("drug", drug)
    siblings = members(groups[0]) if groups and not is_group(drug) else ()
    return frozenset({*siblings, *groups, *members(drug)} - {drug})


def broader(kind: str, concept: str) -> tuple[str, ...]:
    """The chain of broader concepts, nearest first."""
    return _vocabulary(kind).chains.get(concept, ())


def standing_for(kind: str, concept: str) -> tuple[str, ...]:
    """The broader concepts that may stand for this one ("neurological involvement" for a neuropathy), nearest first.

    The chain ends where the broader word alone says too little ("pain" for neuropathic pain).
    """
    vocabulary, chain = _vocabulary(kind), []
    while concept not in vocabulary.loose and (above := vocabulary.above.get(concept)) and above not in chain:
        chain.append(above)
        concept = above
    return tuple(chain)


def names(kind: str) -> tuple[str, ...]:
    """The preferred names of a kind, as listed."""
    return tuple(dict.fromkeys(_vocabulary(kind).names.values()))


def synonyms(kind: str, concept: str) -> tuple[str, ...]:
    """All names of a concept, in lower case, words joined by one space."""
    return tuple(" ".join(tokens) for tokens, name in _vocabulary(kind).names.items() if name == concept)


def concepts(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """The distinct concepts of some mentions, in order of first mention."""
    return tuple(dict.fromkeys(m.concept for m in mentions))
