"""Several processes with the real model. The sentences are invented."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from curbside.errors import SearchIndexError, UsageError
from curbside.retrieval.embedding.onnx import OnnxEmbedder
from curbside.retrieval.embedding.pool import PooledEmbedder
from curbside.testing.carried_models import carried_model

TEXTS = tuple(f"Invented sentence {n} about " + "chairs, " * (n % 9) + "and nothing else." for n in range(40))


@pytest.fixture(scope="module")
def pool():
    with PooledEmbedder(carried_model(), 2) as made:
        yield made


@pytest.fixture(scope="module")
def expected():
    return OnnxEmbedder(carried_model()).embed_texts(TEXTS)


def test_two_processes_make_what_one_makes_in_the_same_order(pool, expected) -> None:
    assert np.array_equal(pool.embed_texts(TEXTS), expected)
    assert pool.embed_texts([]).shape == (0, 384)


def test_a_stream_comes_back_in_order_and_is_not_read_far_ahead(pool, expected) -> None:
    taken = []

    def batches():
        for at in range(0, 40, 4):
            taken.append(at)
            yield at, TEXTS[at : at + 4]

    for at, vectors in pool.embed_stream(batches()):
        assert np.array_equal(vectors, expected[at : at + 4])
        assert len(taken) <= at // 4 + 6
    assert taken == list(range(0, 40, 4))


def test_a_question_is_made_as_one_embedder_makes_it(pool) -> None:
    one = OnnxEmbedder(carried_model())
    assert pool.model == one.model
    assert np.array_equal(pool.embed_query("How many chairs?"), one.embed_query("How many chairs?"))


def test_a_process_that_is_killed_is_said_and_the_next_call_works(expected) -> None:
    with PooledEmbedder(carried_model(), 1) as pool:
        pool.embed_texts(TEXTS[:1])
        for number in list(pool._pool._processes):
            os.kill(number, signal.SIGKILL)
        with pytest.raises(SearchIndexError, match="ended by itself"):
            pool.embed_texts(TEXTS[:2])
        assert np.array_equal(pool.embed_texts(TEXTS[:2]), expected[:2])


def test_a_closed_pool_says_so_and_no_process_is_needed_for_none() -> None:
    pool = PooledEmbedder(carried_model(), 1)
    pool.close()
    pool.close()
    with pytest.raises(UsageError, match="closed"):
        pool.embed_texts(TEXTS[:1])
    with pytest.raises(UsageError, match="not in 0"):
        PooledEmbedder(carried_model(), 0)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks for processes in /proc")
def test_the_processes_end_when_the_one_they_work_for_is_killed(tmp_path: Path) -> None:
    told = tmp_path / "processes"
    program = tmp_path / "endless.py"
    program.write_text(
        "import sys, pathlib\n"
        "from curbside.retrieval.embedding.pool import PooledEmbedder\n"
        "from curbside.testing.carried_models import carried_model\n"
        "if __name__ == '__main__':\n"
        "    pool = PooledEmbedder(carried_model(), 2)\n"
        "    pool.embed_texts(['one', 'two'] * 40)\n"
        f"    pathlib.Path({str(told)!r}).write_text(' '.join(map(str, pool._pool._processes)))\n"
        "    while True:\n"
        "        pool.embed_texts(['an invented text'] * 64)\n"
    )
    parent = subprocess.Popen([sys.executable, str(program)])
    try:
        numbers = _waited(lambda: told.is_file() and told.read_text().split())
        assert len(numbers) == 2
        assert all(Path("/proc", number).is_dir() for number in numbers)
    finally:
        parent.kill()
        parent.wait()
    assert _waited(lambda: not any(_alive(number) for number in numbers))


def _alive(number: str) -> bool:
    try:
        return Path("/proc", number, "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _waited(found, seconds: float = 60.0):
    ends = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < ends
        time.sleep(0.05)
    return value
