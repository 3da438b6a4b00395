"""What may be put into a library, marked in it and taken out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection

from curbside.errors import InputError
from curbside.library import answers, loading, marking, putting, reading, withdrawing, writing
from curbside.library.cutting import Cut, Key
from curbside.library.loading import Checkpoint
from curbside.library.marking import Marked
from curbside.library.opened import Opened
from curbside.library.outcomes import Put, Tally, Withdrawn, tally
from curbside.sources.base import Rejected, Removal
from curbside.types import Mark, Source

BATCH = 200


class Writes(Opened):
    """The writing side of a library. What a method here has returned for is on the disk."""

    def put(self, source: Source) -> Put:
        """Store `source`: "added", "updated" (its text, its units or what is said of it changed) or "unchanged".

        A record of a work that is there already is merged with it. Raises InputError where the source contradicts
        itself, LibraryError where the library cannot be written.
        """
        with self._database.writing() as connection:
            return putting.write(connection, [source])[0]

    def put_many(
        self, sources: Iterable[Source], batch: int = BATCH, done: Callable[[Tally], None] | None = None
    ) -> Tally:
        """Store many; each `batch` is kept whole or not at all, so that a stop leaves whole batches.

        done: called after each batch with the tally so far. A source that contradicts itself is left out and told in
        the tally.
        """
        total = Tally()
        for chunk in reading.chunks(sources, batch):
            total = total + self.load(chunk)
            if done is not None:
                done(total)
        return total

    def load(
        self,
        sources: Sequence[Source] = (),
        marks: Sequence[Mark] = (),
        removals: Sequence[Removal] = (),
        rejected: Sequence[Rejected] = (),
        checkpoint: Checkpoint | None = None,
        unchanged: int = 0,
        cuts: Mapping[Key, Cut] | None = None,
    ) -> Tally:
        """Store one batch of what a reader yielded, and how far that is, in one transaction: all of it or nothing.

        Sources first, then marks, then removals. rejected: what was not taken since the checkpoint before; sources that
        contradict themselves are added to these, and are told in the tally. checkpoint: what is reached with this
        batch; only its original, extractor, done and finished are read. unchanged: how many records of the batch were
        left out since `known` has them; they are counted with the others. cuts: how these sources are cut
        (`curbside.library.cutting`), where that is worked out already.
        """
        good, unsound = putting.sorted_out(sources)
        with self._database.writing() as connection:
            total = tally(putting.write_sound(connection, good, cuts or {}), unsound) + Tally(unchanged=unchanged)
            total += _after_marks(connection, marks)
            total += _after_removals(connection, removals)
            if checkpoint is not None:
                loading.write(connection, checkpoint, total, [*rejected, *map(_rejected, unsound)])
        return total

    def checkpoint(self, original: str, extractor: str) -> Checkpoint | None:
        """How far the original of that SHA-256 has been read by that extractor; None where nothing is stored of it."""
        with self._database.reading() as connection:
            return loading.read(connection, original, extractor)

    def forget_checkpoint(self, original: str, extractor: str) -> None:
        """Let the original be read from its first record again."""
        with self._database.writing() as connection:
            loading.forget(connection, original, extractor)

    def mark(self, marks: Iterable[Mark]) -> Marked:
        """Keep what others say of the status of sources, whether these are here or not, and put it into force.

        A mark replaces what the same speaker said of the same identifier before.
        """
        with self._database.writing() as connection:
            marked = marking.mark(connection, list(marks))
            return replace(marked, answers=answers.citing_any(connection, marked.sources))

    def withdraw(self, ids: Iterable[str], said_by: str) -> Withdrawn:
        """Take the records of these ids out of what is current; unknown ids are counted, not refused.

        Versions that a saved answer cites stay readable by their hash. said_by: kept in the change feed.
        """
        with self._database.writing() as connection:
            return withdrawing.withdraw(connection, [Removal(one, said_by) for one in ids])

    def remove(self, source_id: str) -> None:
        """Take a source out, with all records of its work; versions that a saved answer cites stay readable by hash.

        Raises SourceNotFound where it is not in the library.
        """
        with self._database.writing() as connection:
            row = reading.version_row(connection, source_id, None)
            writing.remove(connection, row.source_id)

    def prune(self) -> int:
        """Delete versions that are neither current nor cited by a saved answer, and say how many."""
        with self._database.writing() as connection:
            return writing.prune(connection)

    def save_answer(self, question: str, body: str, cited: Iterable[tuple[str, str]]) -> str:
        """Keep an answer and say its id.

        question: with a patient's identifiers already masked. body: JSON. cited: (source id, content hash) of every
        version that it rests on. Raises SourceNotFound where one of these is not stored.
        """
        with self._database.writing() as connection:
            return answers.save(connection, question, body, cited)


def _after_marks(connection: Connection, marks: Sequence[Mark]) -> Tally:
    if not marks:
        return Tally()
    marked = marking.mark(connection, marks)
    citing = answers.citing_any(connection, marked.sources)
    return Tally(marks=marked.new + marked.changed, affected=marked.sources, answers=citing)


def _after_removals(connection: Connection, removals: Sequence[Removal]) -> Tally:
    if not removals:
        return Tally()
    gone = withdrawing.withdraw(connection, removals)
    return Tally(removed=len(gone.removed), affected=gone.removed, answers=gone.answers)


def _rejected(error: InputError) -> Rejected:
    return Rejected(error.where, error.reason)
