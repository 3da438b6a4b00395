"""Every embedder passes the same tests."""

import pytest

from curbside.retrieval.embedding.caching import CachingEmbedder
from curbside.retrieval.embedding.endpoint import Endpoint
from curbside.retrieval.embedding.onnx import OnnxEmbedder
from curbside.retrieval.embedding.pool import PooledEmbedder
from curbside.retrieval.embedding.remote import EndpointEmbedder
from curbside.testing.carried_models import carried_model
from curbside.testing.embedder_conformance import EmbedderConformance
from curbside.testing.embeddings_server import EmbeddingsServer

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


class TestOnnx(EmbedderConformance):
    @pytest.fixture
    def make_embedder(self):
        return lambda: OnnxEmbedder(carried_model(), threads=2)


class TestPooled(EmbedderConformance):
    @pytest.fixture
    def make_embedder(self):
        return lambda: PooledEmbedder(carried_model(), 1)


class TestEndpoint(EmbedderConformance):
    @pytest.fixture
    def make_embedder(self):
        with EmbeddingsServer() as server:
            yield lambda: EndpointEmbedder(Endpoint(server.url, "hashed-words", batch=2))


class TestCaching(EmbedderConformance):
    @pytest.fixture
    def make_embedder(self):
        with EmbeddingsServer() as server:
            yield lambda: CachingEmbedder(EndpointEmbedder(Endpoint(server.url, "hashed-words", batch=2)), most=3)
