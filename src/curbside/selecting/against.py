"""Whether a quoted sentence advises against something, so that its label of strength cannot be taken for advice."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from curbside.selecting.facets import says_against

_FORBIDS: Final = re.compile(
    r"(?<!not )(?<!not be )\bcontra-?indicated\b|"
    r"\b(?:not|never)\s+(?:\w+ly\s+)?(?:be\s+)?(?:\w+ly\s+)?(?:recommend(?:ed)?|suggest(?:ed)?|advis(?:ed?|able))\b|"
    r"\b(?:should|must)\s+(?:not|never)\b|\b(?:recommend|suggest|advise)s?\s+(?:\w+ly\s+)?against\b|"
    r"\b(?:should|must)\s+be\s+avoided\b",
    re.IGNORECASE,
)
# What is not to be stopped or put off is advised.
_SPARED: Final = re.compile(
    r"\b(?:should|must)\s+(?:not|never)\s+(?:\w+ly\s+)?(?:be\s+)?(?:\w+ly\s+)?"
    r"(?:stop|discontinu|with-?h[eo]ld|withdr|delay|defer|interrupt|preclude|prevent|omit|deter|miss)\w*|"
    r"\bnot\s+(?:be\s+)?(?:\w+ly\s+)?contra-?indicated\b",
    re.IGNORECASE,
)
_ADVISES: Final = re.compile(
    r"\b(?:should|must|recommend(?:ed|s)?|suggest(?:ed|s)?|advis(?:ed?|es|able)|consider(?:ed)?|reasonable)\b"
    r"|\b(?:may|can) be\b",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(r";\s+|(?<=[a-z0-9)])\.\s+|,\s+(?:but|while|whereas)\s+")
_GIVES: Final = re.compile(
    r"\b(?:is|are|be)\s+(?:then\s+|usually\s+|first\s+)?"
    r"(?:given|injected|used|taken|started|offered|treated|applied|infused|increased)\b"
    r"|^(?:give|inject|offer|start|use|take|apply)\b"
    r"|\bdose\b[^;.]*\b(?:is|are|of)\s+(?:\w+\s+){0,2}\d",
    re.IGNORECASE,
)


@lru_cache(maxsize=16_384)
def advises_against(text: str) -> bool:
    """Whether a sentence forbids or advises against, and advises nothing besides.

    A sentence that does both is False: its label stands beside both parts.
    """
    if _SPARED.search(text):
        return False
    if not _FORBIDS.search(text):
        return says_against(text)
    return not _ADVISES.search(_FORBIDS.sub(" ", text)) and not _gives_besides(text)


def _gives_besides(text: str) -> bool:
    """Whether a part that forbids nothing says what is given ("... is given ...; ... is not recommended")."""
    return any(_GIVES.search(part) and not _FORBIDS.search(part) for part in _PARTS.split(text))
