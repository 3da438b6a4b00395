"""The letters that a name may begin with, as a character class of a pattern."""

from __future__ import annotations

# A capital of Latin script with or without a mark, and any letter of a script that has none; no small letter of
# English or Western Europe, nor a Greek one (β, µ). Of the other small letters ("ł") none begins a word of English.
UPPER = r"[^\W\d_a-zß-öø-ÿα-ωªºµ]"
