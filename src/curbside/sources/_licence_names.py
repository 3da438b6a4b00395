"""Which licences a text names: by address, by code ("CC BY-NC 4.0"), or in words.

The addresses and names are Creative Commons' own (creativecommons.org/licenses/), with its retired orders of words, and
the National Archives' for the Open Government Licence of the United Kingdom; another country's is another licence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_ADDRESS = re.compile(
    r"creativecommons\.org/licenses?/(?P<parts>by(?:-(?:nc|nd|sa))*)"
    r"(?:/(?P<version>\d\.\d)(?:/(?P<port>igo|[a-z]{2,3})(?![a-z.]))?)?",
    re.IGNORECASE,
)
_NON = r"(?:non[\s‐‑–-]*commercial|NC)"
_CODE = re.compile(
    r"\b(?:CC|creative\s*commons)[\s‐‑–_-]*(?P<parts>BY(?:[\s‐‑–_-]*(?:NC|ND|SA)\b)*)(?![a-z])"
    r"(?:[\s,_-]*v?(?P<version>[1-4]\.0|2\.[15])\b)?(?:\s+(?P<port>IGO|[A-Z]{2})\b)?",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"Creative\s+Commons,?\s+(?:licen[cs]e,?\s+)?(?:by[\s-]+)?[“\"(]?Attribution(?P<rest>(?:[\s,:/&()“”\"‐‑–—-]+"
    rf"(?:{_NON}|Non?[\s‐‑–-]*Deriv(?:ative|s)?s?(?:\s+Works)?|Share[\s‐‑–-]*Alike|ND|SA|and|use))*)"
    r"[\s”\")]*(?:(?:International|Generic|Unported|Public|Licen[cs]e|version|v\.?|[\s,(])*(?P<version>[1-4]\.0|2\.[15])\b)?",
    re.IGNORECASE,
)
_ZERO = re.compile(
    r"creativecommons\.org/publicdomain/zero|\bCC[\s-]?0\b|\bCC[\s-]?Zero\b|public domain dedication", re.I
)
_MARK = re.compile(
    r"creativecommons\.org/(?:publicdomain/mark|licenses/publicdomain)|(?<!\bnot )(?<!\bnot yet )in the public domain"
    r"|^public[\s-]domain\b|\bpublic[\s-]domain$|lies in the public domain",
    re.I | re.M,
)
_ONE_COUNTRY = re.compile(
    r"public domain in the (?:USA?\b|U\.S\.|United States)|\bUS(?:A)?[\s-]gov(?:ernment)?\b|U\.S\. Government", re.I
)
_APACHE = re.compile(r"\bApache(?:[- ]Licen[cs]e)?,?[- ](?:version )?2\.0\b", re.I)
_OPEN_GOVERNMENT = re.compile(
    r"nationalarchives\.gov\.uk/doc/open-government-licence(?!-)(?:/version/(?P<address>\d))?"
    r"|(?<!commercial )\bopen government licen[cs]e\b(?!\s*[\(–—-]+\s*(?!OGL|UK|v?\d)[A-Z])(?:\s+\(?OGL\)?)?"
    r"(?:[\s,]*(?:v|version)?\s*(?P<version>\d)(?:\.0)?)?|^OGL(?:-UK)?(?:[\s-]*v?(?P<short>\d)(?:\.0)?)?$",
    re.I | re.M,
)
_RESERVED = re.compile(r"\ball rights (?:are )?reserved\b", re.I)
_NO_PART = re.compile(
    r"\bno part of th(?:is|e)\b[^.]{0,80}\b(?:may|can|shall) be\s+(?:reproduced|stored|copied|transmitted|used)"
    r"|\b(?:may|must|can) not be (?:reproduced|copied|redistributed|transmitted)\b[^.]{0,120}\bwithout\b",
    re.I,
)
_MINED = r"\b(?:text[\s-]and[\s-]data[\s-]mining|AI training)"
_KEPT = r"(?:reserve[sd]?\b|prohibit(?:s|ed)?\b|not (?:permitted|allowed))"
_MINING = re.compile(rf"{_KEPT}[^.]{{0,160}}{_MINED}|{_MINED}\b[^.]{{0,160}}{_KEPT}", re.I)
_ELSEVIER = re.compile(r"elsevier\.com/tdm/userlicen[cs]e", re.I)
_NOT_FOR_TRADE = re.compile(r"(?<!\bcommercial and )(?<!\bcommercial or )\bnon[\s‐‑–-]?commercial", re.I)
_FOR_TRADE = re.compile(
    r"\bcommercially and non|\bcommercial(?:ly)?,? (?:and|or|as well as) non|\beven commercially", re.I
)
_UNCHANGED = re.compile(
    r"\bno (?:modifications?|derivatives?|adaptations?)\b|\bnot be (?:altered|modified|changed)\b", re.I
)
_DENIED = re.compile(
    r"\bnot (?:licen[cs]ed|distributed|published|(?:made )?available|released|covered) (?:under|by)\b", re.I
)
_SENTENCE = re.compile(r"(?<=[.;])\s+(?=[A-Z(])|\n")


@dataclass(frozen=True, slots=True)
class Named:
    """A licence as named somewhere: its key in `curbside.sources.licences.TERMS` and its name with the version."""

    key: str
    name: str

    @property
    def conditions(self) -> frozenset[str]:
        """What it asks for or forbids; empty where all rights are given up."""
        if self.key.startswith("CC "):
            return frozenset(self.key.removeprefix("CC ").split("-"))
        return frozenset() if self.key in ("CC0", "public domain") else frozenset({self.key})


def restricted(named: list[Named], said: str) -> list[Named]:
    """With the words "non-commercial" or "no modifications" as a further one where no named licence has it."""
    has = frozenset(c for n in named for c in n.conditions)
    more = []
    if "NC" not in has and _NOT_FOR_TRADE.search(said) and not _FOR_TRADE.search(said):
        more.append(Named("non-commercial use only", "non-commercial use only"))
    if "ND" not in has and _UNCHANGED.search(said):
        more.append(Named("no changes allowed", "no changes allowed"))
    return named + more if named else []


def found(said: str) -> list[Named]:
    """The licences that `said` names; none where it says what it is not licensed under."""
    if _DENIED.search(said):
        return []
    named = _commons(said) or _free(said)
    closed = [Named(key, key) for key, pattern in _CLOSED.items() if pattern.search(said)]
    if named:
        return named + [c for c in closed if c.key == "text and data mining reserved"]
    return [c for c in closed if c.key != "all rights reserved"] or closed


_CLOSED: Final = {
    "no reproduction without permission": _NO_PART,
    "text and data mining reserved": _MINING,
    "Elsevier text and data mining licence": _ELSEVIER,
    "all rights reserved": _RESERVED,
}


def _commons(said: str) -> list[Named]:
    """The Creative Commons licences that are named; an address or code with a version before the bare words."""
    found = [_by(m["parts"], m["version"], m["port"]) for pattern in (_ADDRESS, _CODE) for m in pattern.finditer(said)]
    found += [_by("by" + m["rest"], m["version"], None) for m in _PHRASE.finditer(said)]
    versions = {n.key for n in found if n.name != n.key}
    return list(dict.fromkeys(n for n in found if n.name != n.key or n.key not in versions))


def _by(parts: str, version: str | None, port: str | None) -> Named:
    plain = re.sub(r"[^a-z]", "", parts.lower())
    has = {
        "NC": "noncommercial" in plain or "nc" in plain.removeprefix("by"),
        "SA": "sharealike" in plain or plain.endswith("sa") or "sanc" in plain,
        "ND": "deriv" in plain or "nd" in re.sub("and|noncommercial", "", plain),
    }
    key = "-".join(["CC BY", *(name for name in ("NC", "ND") if has[name])])
    key += "-SA" if has["SA"] and not has["ND"] else ""
    return Named(key, " ".join([key, *([version] if version else []), *([port.upper()] if version and port else [])]))


def _free(said: str) -> list[Named]:
    """Public domain, Open Government and Apache licences; what is said of the data of an article is passed over."""
    sentences = [s for s in _SENTENCE.split(said) if not re.search(r"\bdata\b", re.sub(r"data ?mining", "", s), re.I)]
    rest = "\n".join(sentences)
    government = _OPEN_GOVERNMENT.search(said)
    if government:
        version = government["address"] or government["version"] or government["short"]
        name = "Open Government Licence"
        return [Named(name, f"{name} v{version}.0" if version else name)]
    if _APACHE.search(rest):
        return [Named("Apache-2.0", "Apache-2.0")]
    if _ZERO.search(rest):
        return [Named("CC0", "CC0 1.0")]
    if not _MARK.search(rest):
        return []
    name = "public domain in the USA" if _ONE_COUNTRY.search(rest) else "public domain"
    return [Named(name, name)]


def outermost(named: list[Named]) -> list[Named]:
    """Those whose conditions are not all among the conditions of another one."""
    return [n for n in named if not any(n.conditions < other.conditions for other in named)]
