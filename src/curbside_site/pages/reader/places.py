"""Jurisdictions by the names that people know them by (ISO 3166-1), for the box that asks for one."""

from __future__ import annotations

from typing import Final

_FIRST: Final = {
    "uk": "United Kingdom",
    "us": "United States",
    "eu": "European Union",
    "international": "International",
}
_NAMED: Final = {
    "ar": "Argentina", "at": "Austria", "au": "Australia", "be": "Belgium", "br": "Brazil", "ca": "Canada",
    "ch": "Switzerland", "cl": "Chile", "cn": "China", "co": "Colombia", "cz": "Czechia", "de": "Germany",
    "dk": "Denmark", "eg": "Egypt", "es": "Spain", "fi": "Finland", "fr": "France", "gr": "Greece",
    "hk": "Hong Kong", "hu": "Hungary", "id": "Indonesia", "ie": "Ireland", "il": "Israel", "in": "India",
    "it": "Italy", "jp": "Japan", "ke": "Kenya", "kr": "South Korea", "mx": "Mexico", "my": "Malaysia",
    "ng": "Nigeria", "nl": "Netherlands", "no": "Norway", "nz": "New Zealand", "pe": "Peru", "ph": "Philippines",
    "pk": "Pakistan", "pl": "Poland", "pt": "Portugal", "ro": "Romania", "sa": "Saudi Arabia", "se": "Sweden",
    "sg": "Singapore", "th": "Thailand", "tr": "Türkiye", "tw": "Taiwan", "ua": "Ukraine", "vn": "Viet Nam",
    "za": "South Africa",
}  # fmt: skip


def name(code: str) -> str:
    """A jurisdiction in words; its code in capitals where no name is listed."""
    return _FIRST.get(code) or _NAMED.get(code) or code.upper()


def choices(usual: str | None) -> list[tuple[str, str]]:
    """Code and name: the library's own first, then those with a name."""
    first = f"{name(usual)} (default)" if usual else "Not given"
    named = sorted(_NAMED.items(), key=lambda pair: pair[1])
    return [("", first), *_FIRST.items(), *named]
