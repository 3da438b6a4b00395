"""A source weighed: its design, its size, how sure each finding is, how current it is (the clinical rules, 1 to 4).

Everything that is found carries the words that say it, so that each can be read again in its source.
"""

from __future__ import annotations

from dataclasses import dataclass

from curbside.types.sources import State

TEXT, TITLE, PUBLISHER = "text", "title", "publisher"
PUBLICATION_TYPES, SUBJECTS = "publication types", "subjects"
KIND, STATUS = "kind", "status"
NOT_STATED = "not stated"
LEVELS = ("Very low", "Low", "Moderate", "High")
"""The levels of an estimate, lowest first."""


@dataclass(frozen=True, slots=True)
class OwnGrade:
    """A grade that a source gives itself, word for word. system: whose wording; start, end: its place in the text."""

    text: str
    system: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a source that say something of it.

    where: `TEXT`, `TITLE` or `PUBLISHER`, in which they stand at [start, end); `PUBLICATION_TYPES` or `SUBJECTS`, of
    which they are one, whole; `KIND` or `STATUS`, whose value they are. Raises ValueError where they are none.
    """

    text: str
    start: int
    end: int
    where: str = TEXT

    def __post_init__(self) -> None:
        if not self.text or self.end - self.start != len(self.text):
            raise ValueError(f"The words {self.text!r} do not fill the place from {self.start} to {self.end}.")


@dataclass(frozen=True, slots=True)
class Design:
    """What sort of study a source is. by: "publication types", "title", "methods sentence" or "kind"."""

    name: str
    by: str
    words: Words


@dataclass(frozen=True, slots=True)
class SampleSize:
    """How many took part. words: more than one where the sizes of groups were added up; ValueError where none."""

    number: int
    words: tuple[Words, ...]

    def __post_init__(self) -> None:
        _must_have(self.words, "A size")


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature of a study: a name of a closed list (`curbside.evidence.features`), and the words that say it."""

    name: str
    words: Words


@dataclass(frozen=True, slots=True)
class Study:
    """A source as a study; None where it does not say. sample: people. studies: how many a review took in."""

    design: Design | None = None
    sample: SampleSize | None = None
    studies: SampleSize | None = None
    features: tuple[Feature, ...] = ()

    def feature(self, name: str) -> Words | None:
        """The words that say it has that feature, or None."""
        return next((f.words for f in self.features if f.name == name), None)


@dataclass(frozen=True, slots=True)
class Step:
    """A step down; ValueError where no words bear it out.

    name: indirect, imprecise, bias, inconsistent, concern or preprint. reason: one phrase.
    """

    name: str
    reason: str
    words: tuple[Words, ...]

    def __post_init__(self) -> None:
        _must_have(self.words, f"The step {self.name!r}")

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Estimate:
    """The engine's estimate for one outcome of one source; it is not a GRADE rating.

    level, start: one of `LEVELS`, or `NOT_STATED`. begins: what the start rests on, a phrase. because: the words of
    it. finding: "no difference" where the sentence says so of all that it compares. of: the source that all these
    words are of. under: that source again, where it stands under a guideline's sentence, else None.
    """

    level: str = NOT_STATED
    start: str = NOT_STATED
    begins: str = ""
    steps: tuple[Step, ...] = ()
    because: tuple[Words, ...] = ()
    finding: str | None = None
    of: str | None = None
    under: str | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """The start and each step, a phrase each; none where nothing is stated."""
        if self.start == NOT_STATED:
            return ()
        return (f"starts {self.start}: {self.begins}", *(str(s) for s in self.steps))

    @property
    def lowered(self) -> tuple[str, ...]:
        """The names of the steps, in order."""
        return tuple(s.name for s in self.steps)


UNSTATED = Estimate()
"""What a sentence has that is no finding of a study."""


@dataclass(frozen=True, slots=True)
class Currency:
    """How current a source is. age: in years at the day of asking; None where it has no date."""

    state: State
    overdue_since: str | None = None
    superseded_by: str | None = None
    year: int | None = None
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Appraised:
    """A unit of a source that tells of an outcome, at [start, end) of its text, and its estimate."""

    start: int
    end: int
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Appraisal:
    """A source weighed as a whole; the estimates are for one outcome each."""

    study: Study
    grades: tuple[OwnGrade, ...]
    outcomes: tuple[Appraised, ...]
    currency: Currency
    jurisdiction: str


def _must_have(words: tuple[Words, ...], what: str) -> None:
    if not words:
        raise ValueError(f"{what} has no words of a source that say it.")
