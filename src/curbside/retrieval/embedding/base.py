"""The Protocol of an embedder, and what tells one model's vectors from another's.

Vectors are rows of float32 with a length of 1, so that a dot product is the cosine. Vectors of two models mean nothing
to each other: whoever stores vectors stores `Model.hash` beside them, and compares only those of one hash.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]

NEEDED: Final = 'needs the extra "vectors": pip install "curbside[vectors]"'


@dataclass(frozen=True, slots=True)
class Model:
    """What made a vector.

    name: for people ("bge-small-en-v1.5"). hash: of all that decides the vector of a text; vectors are compared only
    where it is the same. dimensions: how many numbers a vector has.
    """

    name: str
    hash: str
    dimensions: int


@dataclass(frozen=True, slots=True)
class Missing:
    """There is no model. reason: one sentence for people, which says where was looked and what would help."""

    reason: str


class Embedder(Protocol):
    """Makes vectors of texts. Safe to use from several threads; not to be carried over a fork."""

    @property
    def model(self) -> Model:
        """Whose vectors these are."""

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages or sentences, shape (len(texts), dimensions), in the order given.

        The vector of a text does not depend on the other texts of the call. What is beyond the longest text of the
        model (512 word pieces for bge-small-en-v1.5) does not count.
        Raises FetchError where a service that makes them does not answer.
        """

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimensions,), made as the model's authors say for questions."""

    def close(self) -> None:
        """Let go of memory, threads, processes and connections; the embedder cannot be used afterwards."""
