"""A load that is killed leaves whole batches and no process behind, and the next run goes on. All of it is invented."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from benchmarks.killing import ROOT, records, run, state
from benchmarks.pubmed_file import write


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc to see processes")
def test_a_killed_load_leaves_whole_batches_and_no_process_and_goes_on(tmp_path):
    path = tmp_path / "made.xml.gz"
    write(path, 500)
    command = [sys.executable, "-m", "benchmarks.killing", "--child", str(tmp_path / "home"), str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        reported = int(process.stdout.readline())
        os.kill(process.pid, signal.SIGKILL)
        reported = max([reported, *map(int, process.stdout.read().split())])
    assert reported > 0
    assert records(tmp_path / "home") >= reported
    assert run(tmp_path / "home", path, None).ended
    assert run(tmp_path / "whole", path, None).reported == 500
    assert records(tmp_path / "home") == 500
    assert state(tmp_path / "home") == state(tmp_path / "whole")
    assert _none_left(str(tmp_path))


def _none_left(word: str) -> bool:
    """Whether no process has `word` in its command line, within a few seconds."""
    for _ in range(50):
        lines = (_command(entry) for entry in Path("/proc").iterdir() if entry.name.isdigit())
        if not any(word in line for line in lines):
            return True
        time.sleep(0.1)
    return False


def _command(entry: Path) -> str:
    try:
        return (entry / "cmdline").read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""
