"""Kinds of question, which decide what its bottom line must look like, recognised by rules alone.

`evals/README.md`, "Kinds of question", says what each kind asks for; `evals/kinds.py` how often it is recognised.
"""

from __future__ import annotations

from functools import lru_cache

from curbside.retrieval.kinds import clauses, opening, terse
from curbside.retrieval.kinds.names import KindOfQuestion

__all__ = ["KindOfQuestion", "kind_of"]


@lru_cache(maxsize=1024)
def kind_of(text: str) -> KindOfQuestion:
    """The kind of the question `text`: by how its asking clause begins and by the noun that says what is asked for.

    Where several sentences may ask, the first of which a kind can be told decides.
    """
    for sentence in clauses.sentences(clauses.plain(text)):
        for clause in clauses.asking(sentence):
            kind = opening.kind_of_clause(clause) or terse.kind_of_words(clause)
            if kind is not None:
                return kind
    return KindOfQuestion.OTHER
