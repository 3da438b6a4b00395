"""Models of entailment: the conformance suite over a fake, a tiny ONNX model made here and a service; and faults."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer, models, pre_tokenizers

from curbside.errors import FetchError, InputError, UsageError
from curbside.fetching.timing import Timing
from curbside.testing.entailment_conformance import EntailmentConformance, FakeEntailment, MakeEntailment
from curbside.types import Outcome
from curbside.verifying.entailment.chosen import KEY, PLACE, entailment
from curbside.verifying.entailment.onnx import OnnxEntailment
from curbside.verifying.entailment.remote import EndpointEntailment
from curbside.verifying.judging import judge

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
WORDS = ("[UNK]", "yes", "no", "perhaps")


def write_model(folder: Path, labels: Sequence[str] = ("contradiction", "entailment", "neutral")) -> Path:
    """A folder with a model whose word "yes" speaks for entailment, "no" for contradiction, "perhaps" for neither."""
    folder.mkdir(parents=True, exist_ok=True)
    outputs = {"entailment": [0, 3, 0, 0], "contradiction": [0, 0, 3, 0], "neutral": [1, 0, 0, 3]}
    table = np.array([outputs.get(label.lower(), [0, 1, 1, 1]) for label in labels], np.float32).T
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "input_ids"], ["found"]),
            helper.make_node("ReduceMean", ["found"], ["logits"], axes=[1], keepdims=0),
        ],
        "tiny",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "length"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, len(labels)])],
        [numpy_helper.from_array(table, "table")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, str(folder / "model.onnx"))
    tokenizer = Tokenizer(models.WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    named = {"id2label": {str(n): label for n, label in enumerate(labels)}}
    (folder / "config.json").write_text(json.dumps(named), encoding="utf-8")
    return folder


@contextmanager
def service(answer: object = None, key: str | None = None) -> Iterator[str]:
    """A service on this machine that answers as the fake does, or with `answer`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            known = key is None or self.headers.get("Authorization") == f"Bearer {key}"
            body = json.dumps(_answered(asked) if answer is None else answer).encode()
            self.send_response(200 if known and self.path == "/predict" else 401)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join(5)


def _answered(asked: dict[str, list[list[str]]]) -> list[list[dict[str, object]]]:
    labels = {Outcome.SUPPORTED: "entailment", Outcome.CONTRADICTED: "contradiction", Outcome.NOT_ENOUGH: "neutral"}
    said = FakeEntailment().probabilities([(pair[0], pair[1]) for pair in asked["inputs"]])
    return [[{"label": labels[o], "score": p} for o, p in one.items()] for one in said]


class TestFake(EntailmentConformance):
    @pytest.fixture
    def make_entailment(self) -> MakeEntailment:
        return FakeEntailment


class TestOnnx(EntailmentConformance):
    @pytest.fixture
    def make_entailment(self, tmp_path: Path) -> MakeEntailment:
        return lambda: OnnxEntailment(write_model(tmp_path / "tiny"))


class TestService(EntailmentConformance):
    @pytest.fixture
    def make_entailment(self) -> Iterator[MakeEntailment]:
        with service() as url:
            yield lambda: EndpointEntailment(url)


@pytest.mark.parametrize(
    "labels", [("contradiction", "entailment", "neutral"), ("entailment", "neutral", "contradiction")]
)
def test_the_order_of_the_labels_is_read_from_the_model(tmp_path: Path, labels: Sequence[str]) -> None:
    model = OnnxEntailment(write_model(tmp_path, labels))
    for word, outcome in (
        ("yes", Outcome.SUPPORTED),
        ("no", Outcome.CONTRADICTED),
        ("perhaps", Outcome.NOT_ENOUGH),
    ):
        said = model.probabilities([(word, word)])[0]
        assert max(said, key=lambda o: said[o]) is outcome


def test_a_reranker_is_no_model_of_entailment(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not entailment, neutral and contradiction"):
        OnnxEntailment(write_model(tmp_path, ("relevant",)))


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json", "config.json"])
def test_a_folder_that_lacks_a_file_or_has_a_broken_one_is_told(tmp_path: Path, name: str) -> None:
    file = write_model(tmp_path) / name
    file.write_bytes(b"no such thing")
    with pytest.raises(InputError, match=name):
        OnnxEntailment(tmp_path)
    file.unlink()
    with pytest.raises(InputError, match=name):
        OnnxEntailment(tmp_path)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        [],
        [[{"label": "LABEL_0", "score": 1.0}]],
        [[{"label": "entailment", "score": 1.0}]],
        [[{"label": n, "score": "x"} for n in ("entailment", "neutral", "contradiction")]],
        [[{"label": n, "score": 0} for n in ("entailment", "neutral", "contradiction")]],
        [[{"label": n, "score": -1} for n in ("entailment", "neutral", "contradiction")]],
    ],
)
def test_an_answer_that_makes_no_sense_is_an_error(answer: object) -> None:
    with service(answer) as url, pytest.raises(FetchError):
        EndpointEntailment(url, timing=Timing(sleep=lambda _: None)).probabilities([("a", "b")])


def test_none_is_in_force_unless_it_is_set(tmp_path: Path) -> None:
    assert entailment({}) is None
    assert isinstance(entailment({PLACE: str(write_model(tmp_path / "m"))}), OnnxEntailment)
    with service(key="k") as url:
        found = entailment({PLACE: url + "/", KEY: "k"})
        assert found is not None
        assert found.probabilities([("a", "b")])


@pytest.mark.parametrize(
    ("place", "key"), [("/no/such/folder", ""), ("http://example.org", "k"), ("https://example.org/?a=b", "")]
)
def test_a_setting_that_makes_no_sense_is_bad_usage(place: str, key: str) -> None:
    with pytest.raises(UsageError):
        entailment({PLACE: place, KEY: key})


EVIDENCE = (
    "Invented: in the meadow trial, the blue drops reduced sneezing in older gardeners compared with saline.",
    "Invented: sneezing was counted by day for four weeks.",
)
FREE = "Invented: blue drops lower how often gardeners sneeze."
SURE = {Outcome.SUPPORTED: 1.0, Outcome.CONTRADICTED: 0.0, Outcome.NOT_ENOUGH: 0.0}
AGAINST = {Outcome.SUPPORTED: 0.0, Outcome.CONTRADICTED: 1.0, Outcome.NOT_ENOUGH: 0.0}


class Always(FakeEntailment):
    def __init__(self, said: dict[Outcome, float]) -> None:
        super().__init__()
        self._said = said

    def probabilities(self, pairs):  # type: ignore[no-untyped-def]
        self.asked += pairs
        return tuple(self._said for _ in pairs)


def test_a_model_can_raise_and_lower_what_no_gate_bars() -> None:
    assert judge(FREE, EVIDENCE, entailment=Always(SURE)).verdict is Outcome.SUPPORTED
    assert judge(FREE, EVIDENCE, entailment=Always(AGAINST)).verdict is Outcome.CONTRADICTED


@pytest.mark.parametrize(
    "claim",
    [
        "Invented: in the meadow trial, the blue drops increased sneezing in older gardeners compared with saline.",
        "Invented: blue drops 5 mg lower how often gardeners sneeze.",
        "Invented: blue drops lower how often gardeners sneeze in 3 of 4 weeks.",
        "Invented: metformin lowers how often gardeners sneeze.",
        "Invented: blue drops never lower how often gardeners sneeze.",
    ],
)
def test_a_model_cannot_support_what_a_gate_bars(claim: str) -> None:
    assert judge(claim, EVIDENCE, entailment=Always(SURE)).verdict is not Outcome.SUPPORTED


def test_a_model_is_not_asked_where_the_words_are_the_same() -> None:
    model = Always(AGAINST)
    assert judge(EVIDENCE[0], EVIDENCE, entailment=model).exact
    assert model.asked == []
