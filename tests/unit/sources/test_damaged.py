"""Damaged and hostile inputs through the way that files are read; the seeds with which faults were found are kept.

`benchmarks/damaged_inputs.py` does the same ten thousand times, with bounds of time and memory.
"""

from __future__ import annotations

import signal
from contextlib import contextmanager

import pytest

from curbside.errors import InputError
from curbside.sources.base import Draft, Input
from curbside.sources.openfda import OpenFdaReader
from curbside.sources.read import BUILT_IN, File, read_bytes, read_file
from curbside.testing._reader_checks import faults
from curbside.testing._watching import watched
from curbside.testing.damaging import KINDS, Endless, Lures, damaged
from curbside.testing.samples import SAMPLES
from curbside.types import Source

SUITE = tuple(SAMPLES.values())
SECRET = "INVENTED-SECRET-41d0b7"
SECONDS = 25
# What was wrong, by seed. The number of kinds and of samples is part of what a seed means: a new kind or sample goes to
# the end, and these are looked up anew.
FOUND = {
    154: "a file stayed open when its gzip data was faulty",
    277: "the reason of the XML parser ended in a full stop",
    1020: "an object of a PDF that refers to itself was followed for ever",
    1076: "a tag of HTML with 50,000 attributes took minutes",
    1885: "a reason quoted a value of a million digits",
    2179: "a member of a zip without a name was an IndexError",
    6184: "the reason of zipfile had a name in it that cannot be printed",
    6721: "the reason quoted an encoding of a thousand characters",
}
SLOW = ("gzip: bomb", "zip: flat", "zip: nested", "PDF: swollen", "Word: hostile", "one long line")


@pytest.fixture(scope="module")
def warm():
    """What is imported when it is first needed has been imported."""
    for sample in SUITE:
        list(read_bytes(sample.raw, sample.name))


def extractor(found):
    return found.source.extractor if isinstance(found, Draft) else getattr(found, "extractor", "")


class Late(BaseException):
    """Not an Exception, which a reader may take for the input's fault."""


@contextmanager
def in_time():
    """Fail, where the system can interrupt, after `SECONDS`."""

    def late(*_):
        raise Late(f"took longer than {SECONDS} seconds")

    if not hasattr(signal, "SIGALRM"):
        yield
        return
    kept = signal.signal(signal.SIGALRM, late)
    signal.alarm(SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, kept)


def read(seed, tmp_path):
    """What comes of an input, with all that is wrong with it."""
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET)
    inside = tmp_path / "inside"
    inside.mkdir()
    made = damaged(SUITE, seed, Lures(secret.as_uri(), "http://127.0.0.1:9/lure"))
    path = made.write(inside)
    with in_time(), watched((inside,), environment=False) as seen:
        found = list(read_file(File(path)))
    wrong = [fault for one in found for fault in faults(one, str(path), extractor(one))]
    given_out = [one for one in found if SECRET in repr(one)]
    return [*seen, *wrong, *given_out]


@pytest.mark.parametrize("seed", FOUND)
def test_what_was_found_once_stays_found(seed, tmp_path, warm):
    assert read(seed, tmp_path) == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if not kind.startswith(SLOW)])
def test_each_kind_of_damage_is_read_or_told(kind, tmp_path, warm):
    for round_ in range(2):
        folder = tmp_path / str(round_)
        folder.mkdir()
        seed = KINDS.index(kind) + len(KINDS) * (KINDS.index(kind) % len(SUITE) + round_ * 7)
        assert read(seed, folder) == [], seed


@pytest.mark.parametrize("kind", ["entities: of a file", "XML: XInclude", "XML: external DTD", "entities: parameters"])
@pytest.mark.parametrize("format", range(len(SUITE)))
def test_no_format_gives_out_another_file(kind, format, tmp_path, warm):
    assert read(KINDS.index(kind) + len(KINDS) * format, tmp_path) == []


@pytest.mark.parametrize("filling", [b"[", b",", b"{", b"9"])
def test_two_hundred_megabytes_of_one_mark_are_refused_soon(filling):
    head = b'{"meta": {"disclaimer": "open.fda.gov"}, "results": [{"set_id": "'
    endless = Endless(head, filling, 200_000_000, b'"}]}')
    given = Input("label.json", "label.json", head, endless.opened)
    with pytest.raises(InputError):
        list(OpenFdaReader().read(given))


def test_every_sample_is_read_by_the_reader_that_it_is_for():
    names = {reader.name for reader in BUILT_IN}
    for name, sample in SAMPLES.items():
        if name in names:
            found = list(read_bytes(sample.raw, sample.name))
            sources = [one for one in found if isinstance(one, Draft | Source)]
            assert len(sources) == sample.sources, name
            assert {extractor(one).partition("/")[0] for one in sources} <= {name}
