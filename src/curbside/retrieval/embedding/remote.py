"""An embedder that asks a service (`Endpoint`). What may pass is asked again; every number of an answer is checked.

Which model answers is not taken from its name alone: two fixed texts are embedded, and the signs of 128 fixed sums over
their vectors are its fingerprint (random hyperplanes: Charikar, STOC 2002). The same model gives the same signs, but
for one now and then where a sum is nearly 0 and the service does not compute to the last digit; another model gives
some 64 others. Of the `known` models, one whose fingerprint is as good as the same is taken to be the same.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from curbside.errors import FetchError, UsageError
from curbside.fetching.asking import Answer, Limits
from curbside.fetching.timing import Timing
from curbside.retrieval.embedding.asking import JsonClient, pool_manager
from curbside.retrieval.embedding.base import NEEDED, Model
from curbside.retrieval.embedding.endpoint import Endpoint

if TYPE_CHECKING:
    from curbside.retrieval.embedding.base import Vectors

SERVICE: Final = "The embeddings endpoint"
PROBES: Final = (
    "Vitamin B12 deficiency and peripheral neuropathy in older adults",
    "The invented committee met on a Tuesday to count its chairs",
)
BITS: Final = 128
# A cosine of 0.997 between the two vectors of a text turns some 3 of 128 bits.
TOLERANCE: Final = 3
_TOO_LARGE: Final = 413
_WRONG: Final = "check which model is served there, and the settings"


class EndpointEmbedder:
    """An `Embedder`. Threads may share it.

    known: models whose vectors are stored already. Making one asks the service for two vectors. Raises FetchError where
    it does not give them, UsageError where NumPy is not installed.
    """

    def __init__(
        self,
        given: Endpoint,
        known: Iterable[Model] = (),
        limits: Limits | None = None,
        timing: Timing | None = None,
    ) -> None:
        _need_numpy()
        self._given = given
        self._client = JsonClient(
            SERVICE,
            limits=limits or Limits(),
            timing=timing or Timing(),
            secrets=(given.key,) if given.key else (),
            key=given.key,
            _pool=pool_manager(given.at_once),
        )
        self._dimensions: int | None = None
        self._served: str | None = None
        self._lock = threading.Lock()
        self._open = True
        probed = self._asked(PROBES)
        self._model = _recognised(Model(given.model, fingerprint(probed), probed.shape[1]), known)
        self._pool = ThreadPoolExecutor(given.at_once, "embeddings")

    @property
    def model(self) -> Model:
        """The model's name, fingerprint and width."""
        return self._model

    def embed_texts(self, texts: Sequence[str]) -> Vectors:
        """The vectors of `texts`, shape (n, dimensions), in their order. Raises FetchError."""
        import numpy as np

        self._check_open()
        made = np.empty((len(texts), self._model.dimensions), np.float32)
        size = self._given.batch
        starts = range(0, len(texts), size)
        for at, vectors in zip(starts, self._pool.map(self._asked, [texts[n : n + size] for n in starts]), strict=True):
            made[at : at + len(vectors)] = vectors
        return made

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimensions,), with the prefix that is configured. Raises FetchError."""
        self._check_open()
        made: Vectors = self._asked([self._given.query_prefix + text])[0]
        return made

    def close(self) -> None:
        """End the threads and the connections."""
        self._open = False
        self._pool.shutdown(cancel_futures=True)
        self._client.close()

    def _check_open(self) -> None:
        if not self._open:
            raise UsageError("This embedder is closed.")

    def _asked(self, texts: Sequence[str]) -> Vectors:
        """The vectors of one request, or of its halves where it is too large for the service."""
        import numpy as np

        try:
            answer = self._client.post_json(
                f"{self._given.url}/embeddings", {"model": self._given.model, "input": list(texts)}, _not_json
            )
        except FetchError as error:
            if error.status != _TOO_LARGE or len(texts) == 1:
                raise
            half = len(texts) // 2
            return np.concatenate([self._asked(texts[:half]), self._asked(texts[half:])])
        return self._read(json.loads(answer.body), len(texts))

    def _read(self, said: Any, count: int) -> Vectors:
        self._same_as_before(said.get("model"))
        rows = said.get("data")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self._wrong("answered without a list of vectors")
        by_index = {row.get("index"): row.get("embedding") for row in rows}
        if len(rows) != count or set(by_index) != set(range(count)):
            raise self._wrong(f"answered {count} texts with {len(rows)} vectors, or not with one for each")
        return self._normal([by_index[n] for n in range(count)])

    def _normal(self, rows: list[Any]) -> Vectors:
        import numpy as np

        try:
            made = np.array(rows, np.float64)
        except (TypeError, ValueError):
            raise self._wrong("sent vectors that are not all of one width, or not of numbers") from None
        if made.ndim != 2 or not made.shape[1]:
            raise self._wrong("sent something that is no vector")
        with self._lock:
            expected = self._dimensions = self._dimensions or made.shape[1]
        if made.shape[1] != expected:
            raise self._wrong(f"sent vectors of {made.shape[1]} numbers after vectors of {expected}")
        lengths = np.linalg.norm(made, axis=1, keepdims=True)
        if not np.isfinite(lengths).all() or not lengths.all():
            raise self._wrong("sent a vector without a direction")
        vectors: Vectors = (made / lengths).astype(np.float32)
        return vectors

    def _same_as_before(self, served: object) -> None:
        """A service may say which model it used; that must not change on the way."""
        if not isinstance(served, str):
            return
        with self._lock:
            first = self._served = self._served or served
        if served != first:
            raise self._wrong(f"answered with the model {served[:60]!r} after {first[:60]!r}")

    def _wrong(self, problem: str) -> FetchError:
        return self._client.failure(problem, _WRONG)


def fingerprint(probed: Vectors) -> str:
    """`BITS` bits as hexadecimal digits: the signs of sums with weights that are fixed by the width.

    probed: the vectors of `PROBES`, shape (2, dimensions).
    """
    import numpy as np

    count, width = probed.shape
    drawn = hashlib.shake_256(f"curbside probe {width}".encode()).digest(2 * BITS * width)
    weights = np.frombuffer(drawn, "<u2").reshape(count, BITS // count, width) - 32_767.5
    signs = np.einsum("nbw,nw->nb", weights, probed.astype(np.float64)) > 0
    return f"probe:{np.packbits(signs).tobytes().hex()}"


def is_same(one: Model, other: Model) -> bool:
    """Whether these are one model: the same hash, or the same name and width and nearly the same fingerprint.

    A width of 0 is not known and fits any.
    """
    if one.hash == other.hash:
        return True
    if one.name != other.name or (one.dimensions and other.dimensions and one.dimensions != other.dimensions):
        return False
    bits = [m.hash.removeprefix("probe:") for m in (one, other) if m.hash.startswith("probe:")]
    return len(bits) == 2 and (int(bits[0], 16) ^ int(bits[1], 16)).bit_count() <= TOLERANCE


def _recognised(made: Model, known: Iterable[Model]) -> Model:
    return next((replace(made, hash=model.hash) for model in known if is_same(made, model)), made)


def _not_json(answer: Answer) -> str | None:
    try:
        found = json.loads(answer.body)
    except ValueError:
        return "sent an answer that is no JSON"
    return None if isinstance(found, dict) else "sent an answer that is no JSON object"


def _need_numpy() -> None:
    try:
        import numpy  # noqa: F401
    except ImportError as error:
        raise UsageError(f"Making vectors {NEEDED}.") from error
