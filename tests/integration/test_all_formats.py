"""One folder with a file of every format, bare, compressed and in archives, through the command line. All invented."""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile

import pytest

from curbside.cli.main import run
from curbside.testing.samples import SAMPLES


@pytest.fixture
def curbside(tmp_path, monkeypatch, capsys):
    """Call with arguments; the answer is (exit code, the last line as JSON, stderr)."""
    monkeypatch.setenv("CURBSIDE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CURBSIDE_JURISDICTION", "uk")

    def call(*arguments):
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, (json.loads(out.splitlines()[-1]) if out.strip().endswith("}") else out), err

    return call


@pytest.fixture
def bare(tmp_path):
    """A folder with a sample of each format."""
    folder = tmp_path / "bare"
    folder.mkdir()
    for sample in SAMPLES.values():
        (folder / sample.name).write_bytes(sample.raw)
    return folder


def packed(tmp_path):
    """The same samples: each as gzip, all in a zip that is in a zip, and all in a tar."""
    folder = tmp_path / "packed"
    folder.mkdir()
    inner, tape = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive, tarfile.open(fileobj=tape, mode="w:gz") as tar:
        for sample in SAMPLES.values():
            (folder / f"{sample.name}.gz").write_bytes(gzip.compress(sample.raw))
            archive.writestr(f"deep/{sample.name}", sample.raw)
            member = tarfile.TarInfo(f"deep/{sample.name}")
            member.size = len(sample.raw)
            tar.addfile(member, io.BytesIO(sample.raw))
    with zipfile.ZipFile(folder / "all.zip", "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
        archive.writestr("picture.png", b"not to be read")
    (folder / "all.tar.gz").write_bytes(tape.getvalue())
    return folder


def test_a_folder_of_every_format_is_in_and_packed_it_changes_nothing(curbside, bare, tmp_path):
    code, first, err = curbside("ingest", bare, "--json")
    assert (code, first["rejected"]) == (0, []), err
    assert first["added"] >= len(SAMPLES) - 1
    code, again, _ = curbside("ingest", packed(tmp_path), "--json")
    assert (code, again["rejected"], again["added"], again["updated"]) == (0, [], 0, 0)
    code, told, _ = curbside("sources", "check")
    assert code == 0, told


def test_standard_input_is_read_by_its_content(curbside, bare, monkeypatch, tmp_path):
    raw = SAMPLES["pubmed"].raw
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(raw)))
    code, told, _ = curbside("ingest", "-", "--json")
    assert (code, told["rejected"]) == (0, [])
    assert told["added"] > 0


def test_a_page_of_a_pdf_is_drawn_from_the_kept_original(curbside, bare, tmp_path):
    curbside("ingest", bare / "rash.pdf", "--id", "local:rash", "--json")
    (bare / "rash.pdf").unlink()
    code, _, err = curbside("sources", "page", "local:rash", "1", "--out", tmp_path / "page.png")
    assert code == 0, err
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
    assert curbside("sources", "page", "local:rash", "99", "--out", tmp_path / "none.png")[0] == 2
