"""Whether two runs of canonical tokens say the same: keys, trade names and divisions, token by token."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Final

from curbside.language.canon import Token

ANY_OF: Final = "~"
_WIDE: Final = frozenset({"drug antibiotic", "drug vitamin D"})


def same(said: tuple[Token, ...], there: tuple[Token, ...]) -> bool:
    """Whether a run of a statement is a run of a source; what divides the first token of either from its past is left.

    A division of the source that begins with "~" allows any one of the divisions named after it; a space there, none.
    """
    if len(said) != len(there):
        return False
    return all(
        a.key == b.key and (i == 0 or _same_mark(a.mark, b.mark)) and _same_name(a, b)
        for i, (a, b) in enumerate(zip(said, there, strict=True))
    )


def _same_mark(said: str, there: str) -> bool:
    return (said or " ") in there[1:] if there.startswith(ANY_OF) else said == there


def _same_name(a: Token, b: Token) -> bool:
    """A trade name is no other name of its substance, nor a narrower name that of a group: what is true of one may not
    be of all."""
    if a.kind != "drug":
        return True
    x, y = a.text.lower(), b.text.lower()
    if a.key in _WIDE:
        return x.removesuffix("s") == y.removesuffix("s")
    return x == y or (x in _trade_names()) is (y in _trade_names()) is False


@cache
def _trade_names() -> frozenset[str]:
    """The trade names of the drug list, in lower case: the synonyms with one capital at the beginning ("Cobalin-H")."""
    path = resources.files("curbside.language") / "data" / "drugs.tsv"
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    names = (name.strip() for row in rows if len(row) > 2 for name in row[2].split("|"))
    return frozenset(n.lower() for n in names if n[:1].isupper() and n[1:2].islower() and not n.startswith("Vit"))
