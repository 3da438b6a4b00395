"""The kind of a clause that begins as a question or a request: "why ...", "how ...", "what ...", "define ..."."""

from __future__ import annotations

import re

from curbside.retrieval.kinds.clauses import AUXILIARY
from curbside.retrieval.kinds.names import LEANING, KindOfQuestion, by_form
from curbside.retrieval.kinds.terse import kind_of_words
from curbside.retrieval.kinds.what import what
from curbside.retrieval.kinds.whether import whether

K = KindOfQuestion
_BEGINS = re.compile(rf"(what|which|how|why|when|who(?:se|m)?|where|whether)\b ?|({AUXILIARY})")
_LONG = re.compile(r"(?:long|soon|quickly|fast|rapidly|late|slowly)\b ?")


def kind_of_clause(clause: str) -> KindOfQuestion | None:
    """The kind of `clause` (as `plain` gives it); None where how it begins says nothing."""
    begins = _BEGINS.match(clause)
    if begins is None:
        return _request(clause)
    word, rest = begins[1], clause[begins.end() :]
    if word is None:
        return whether(clause)
    if word in ("what", "which"):
        return what(word, rest)
    if word == "how":
        long = _LONG.match(rest)
        return (by_form("how_long", rest[long.end() :]) if long else by_form("how", rest)) or K.CAUSE
    if word in ("why", "whether"):
        return K.CAUSE if word == "why" else K.YES_NO
    return by_form("who" if word.startswith("who") else word, rest)


def _request(clause: str) -> KindOfQuestion | None:
    """ "define X", "list ...", "compare ..."; "explain" and "describe" ask for what follows them."""
    if not clause.startswith(("explain ", "describe ")):
        return by_form("request", clause)
    rest = clause.partition(" ")[2]
    return kind_of_clause(rest) or (kind_of_words(rest) if LEANING.search(rest) else None) or K.DEFINITION
