"""Tablets or injections: a question that compares how a drug is given by its forms, where sources speak of routes."""

from __future__ import annotations

from typing import Final

from curbside.language import lexicon

BY_MOUTH: Final = frozenset({"tablet", "capsule", "oral solution"})
_ROUTES: Final = (("oral", 0.5), ("intramuscular", 0.5), ("parenteral", 0.2))


def forms_compared(text: str) -> tuple[lexicon.Mention, ...]:
    """The forms that are taken by mouth, where `text` names injections too; () where nothing is compared."""
    forms = lexicon.find(text, "form")
    if not any(m.concept == "injection" for m in forms):
        return ()
    return tuple(m for m in forms if m.concept in BY_MOUTH)


def routes_compared(text: str) -> tuple[tuple[str, float], ...]:
    """The routes that such a question means, with what each weighs beside a word of its own."""
    return _ROUTES if forms_compared(text) else ()
