"""A batch and the place that it reaches in its file are stored together. All content is invented."""

import pytest
from sqlalchemy import text

from curbside.errors import LibraryError
from curbside.library import Checkpoint, Tally
from curbside.sources.base import Rejected, Removal
from curbside.testing.records import invented_source
from curbside.types import Identifier, Mark, State, Status

FILE, READER = "ab" * 32, "pubmed/1"


def reached(done, finished=False):
    return Checkpoint(FILE, READER, done, finished)


def test_a_checkpoint_counts_all_batches_of_its_file(library):
    assert library.checkpoint(FILE, READER) is None
    first = [Rejected("f.xml, record 3", "has no title")]
    library.load([invented_source("pmid:1"), invented_source("pmid:2")], rejected=first, checkpoint=reached(3))
    broken = invented_source("pmid:4", where="f.xml, record 4", content_hash="0" * 64)
    tally = library.load([invented_source("pmid:1"), broken], unchanged=7, checkpoint=reached(12, True))
    assert (tally.unchanged, len(tally.rejected)) == (8, 1)
    reason = "the content hash is not the SHA-256 of the text"
    assert library.checkpoint(FILE, READER) == Checkpoint(
        FILE, READER, 12, True, added=2, unchanged=8, rejected=(*first, Rejected("f.xml, record 4", reason))
    )
    assert library.checkpoint(FILE, "pubmed/2") is None


def test_a_checkpoint_can_be_forgotten(library):
    library.load(rejected=[Rejected("f.xml", "is empty")], checkpoint=reached(1))
    library.forget_checkpoint(FILE, READER)
    assert library.checkpoint(FILE, READER) is None
    library.load(checkpoint=reached(0))
    assert library.checkpoint(FILE, READER) == reached(0)


def test_one_batch_holds_sources_then_marks_then_removals(library):
    library.put(invented_source("pmid:9"))
    mark = Mark(Identifier("pmid", "1"), Status(State.RETRACTED), "pmid:2")
    tally = library.load(
        [invented_source("pmid:1")], [mark], [Removal("pmid:9", "update"), Removal("pmid:8", "update")]
    )
    assert tally == Tally(added=1, marks=1, removed=1, affected=("pmid:1", "pmid:9"))
    assert [source.id for source in library.sources()] == ["pmid:1"]


refusals = {
    "sqlite": (
        "CREATE TRIGGER stop BEFORE UPDATE ON loads BEGIN SELECT RAISE(ABORT, 'stopped'); END",
        "DROP TRIGGER stop",
    ),
    "postgresql": (
        "ALTER TABLE loads ADD CONSTRAINT stopped CHECK (done < 2)",
        "ALTER TABLE loads DROP CONSTRAINT stopped",
    ),
}


def test_a_batch_that_fails_leaves_neither_its_sources_nor_its_checkpoint(places, library):
    library.load([invented_source("pmid:1")], checkpoint=reached(1))
    refusing = refusals[places.kind]
    with library.transaction() as connection:
        connection.execute(text(refusing[0]))
    with pytest.raises(LibraryError, match="stopped"):
        library.load([invented_source("pmid:2")], checkpoint=reached(2))
    with library.transaction() as connection:
        connection.execute(text(refusing[1]))
    assert [source.id for source in library.sources()] == ["pmid:1"]
    assert library.checkpoint(FILE, READER).done == 1


def test_what_is_known_tells_whether_a_record_must_be_read_again(library):
    source = invented_source("pmid:1", extractor=READER, raw_hash="cd")
    library.put(source)
    known = library.known(["pmid:1", "pmid:2"])
    assert list(known) == ["pmid:1"]
    assert known["pmid:1"].has(READER, "cd")
    assert not known["pmid:1"].has("pubmed/2", "cd")
    assert not known["pmid:1"].has(READER, "ef")
    assert (known["pmid:1"].content_hash, known["pmid:1"].raw_hash) == (source.content_hash, "cd")
    library.remove("pmid:1")
    assert library.known(["pmid:1"]) == {}
