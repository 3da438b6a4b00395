"""Dense vectors of texts. NumPy and what runs the model are in the extra "vectors", imported only where one is made."""

from __future__ import annotations

from curbside.retrieval.embedding.base import NEEDED, Embedder, Missing, Model

__all__ = ["NEEDED", "Embedder", "Missing", "Model"]
