"""The tests that every `Embedder` must pass.

Subclass `EmbedderConformance` in a test file as `Test...` and give it a fixture `make_embedder` that returns a
function; each call of it makes an embedder of the same model, which the test closes. The texts are invented.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from curbside.errors import UsageError
from curbside.retrieval.embedding.base import Embedder

MakeEmbedder = Callable[[], Embedder]
TEXTS = (
    "Invented: three chairs stood in the hall.",
    "Invented: a table.",
    "Invented: three chairs stood in the hall.",
    "Invented: " + "and then there was another chair, " * 40 + "and that was all.",
    "Ünïcode, ≥ 2 µg/L and 漢字 🪑",
)


class EmbedderConformance:
    """What holds for every embedder."""

    def test_vectors_are_float32_rows_of_length_one(self, make_embedder: MakeEmbedder) -> None:
        """Texts and questions alike, as wide as the model says."""
        embedder = make_embedder()
        made, question = embedder.embed_texts(TEXTS), embedder.embed_query("How many chairs?")
        assert made.shape == (len(TEXTS), embedder.model.dimensions)
        assert question.shape == (embedder.model.dimensions,)
        assert made.dtype == question.dtype == np.float32
        assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
        assert np.isclose(np.linalg.norm(question), 1, atol=1e-5)
        embedder.close()

    def test_no_texts_make_no_vectors(self, make_embedder: MakeEmbedder) -> None:
        """But an array of the right width."""
        embedder = make_embedder()
        assert embedder.embed_texts([]).shape == (0, embedder.model.dimensions)
        embedder.close()

    def test_a_vector_depends_on_its_text_alone(self, make_embedder: MakeEmbedder) -> None:
        """Not on its neighbours, on the order, or on what was made before."""
        embedder = make_embedder()
        made = embedder.embed_texts(TEXTS)
        assert np.array_equal(made[0], made[2])
        assert not np.array_equal(made[0], made[1])
        assert np.array_equal(embedder.embed_texts(TEXTS[::-1]), made[::-1])
        for text, vector in zip(TEXTS, made, strict=True):
            assert np.array_equal(embedder.embed_texts([text])[0], vector)
        embedder.close()

    def test_another_embedder_of_the_model_makes_the_same(self, make_embedder: MakeEmbedder) -> None:
        """And says that it is the same model."""
        one, other = make_embedder(), make_embedder()
        assert one.model == other.model
        assert one.model.name
        assert one.model.hash
        assert np.array_equal(one.embed_texts(TEXTS), other.embed_texts(TEXTS))
        assert np.array_equal(one.embed_query("Chairs?"), other.embed_query("Chairs?"))
        one.close()
        other.close()

    def test_a_closed_embedder_says_so(self, make_embedder: MakeEmbedder) -> None:
        """Closing twice is no error."""
        embedder = make_embedder()
        embedder.close()
        embedder.close()
        with pytest.raises(UsageError, match="closed"):
            embedder.embed_texts(["An invented text."])
        with pytest.raises(UsageError, match="closed"):
            embedder.embed_query("Chairs?")
