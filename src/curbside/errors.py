"""What can go wrong, as one tree.

    CurbsideError
    ├── UsageError          the user asked for something that does not exist or cannot be (exit code 2)
    ├── InputError          a file or text that cannot be read as what it claims to be; says where
    │   └── FrontMatterError    a Markdown source whose front matter is missing a field or has a wrong one
    ├── EditRefused         a statement that its author may not write, change or take out so; says why, gate by gate
    ├── FetchError          a service on the network did not give what was asked; says which, and what to do
    │   └── ModelError          a language model's server; the quoting composer answers in its place
    │       ├── CutOff              its answer ended at a limit, and not where it would have ended
    │       ├── CapReached          what may be spent on a question is spent: tokens, money or time
    │       └── ModelCancelled      nobody waits for the answer any more
    ├── LibraryError        the library is missing, of a newer schema, or locked
    │   └── SourceNotFound  no source, or no such version of it
    └── SearchIndexError    the index is missing or does not fit the library; it can be rebuilt

"Cannot answer" is not an error: it is a `curbside.types.Refusal`.
"""

from __future__ import annotations


class CurbsideError(Exception):
    """Base of all errors that Curbside raises on purpose; `str()` is one clear sentence for the user."""


class UsageError(CurbsideError):
    """The call asks for something that does not exist or makes no sense."""


class InputError(CurbsideError):
    """An input that cannot be read.

    where: the file and, where it is known, the line ("guideline.md, line 3").
    reason: one sentence, lower case, without a full stop.
    """

    def __init__(self, where: str, reason: str) -> None:
        super().__init__(f"{where}: {reason}.")
        self.where = where
        self.reason = reason


class FrontMatterError(InputError):
    """A Markdown source whose front matter is missing a field or has a wrong one."""


class EditRefused(CurbsideError):  # noqa: N818 - reads as what it says
    """A change to an answer that its quotes do not carry, or that would part what must stand together.

    reasons: a sentence each, as an author reads it.
    """

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class FetchError(CurbsideError):
    """A service on the network that did not give what was asked of it.

    service: its name ("PubMed"). problem: what it did, lower case, without a full stop. advice: what the user can do.
    status: the HTTP status that it answered, None where it is not about one. No message holds an API key.
    """

    def __init__(self, service: str, problem: str, advice: str, status: int | None = None) -> None:
        super().__init__(f"{service} {problem}; {advice}.")
        self.service = service
        self.problem = problem
        self.advice = advice
        self.status = status


class ModelError(FetchError):
    """A language model that did not answer, or not so that anything can be made of it."""


class CapReached(ModelError):  # noqa: N818 - reads as what it says
    """What may be spent on one question is spent. what: the cap and the setting that sets it."""

    def __init__(self, what: str) -> None:
        super().__init__("The language model", f"reached the cap of this question: {what}", "raise it or ask for less")
        self.what = what


class CutOff(ModelError):  # noqa: N818 - reads as what it says
    """An answer that ended at its limit and not where the model would have ended it. said: what came of it, of an
    answer that was asked for as a whole."""

    def __init__(self, tokens: int, said: str = "") -> None:
        advice = "it says more than it is asked for, or CURBSIDE_MODEL_CONTEXT or CURBSIDE_MODEL_TOKENS is too low"
        super().__init__("The language model", f"was cut off at the limit of {tokens} tokens", advice)
        self.tokens = tokens
        self.said = said


class ModelCancelled(ModelError):  # noqa: N818 - reads as what it says
    """Nobody waits for the answer any more."""


class LibraryError(CurbsideError):
    """The library is missing, locked, or of a schema that this version does not know."""


class SourceNotFound(LibraryError):  # noqa: N818 - reads as what it says
    """No source of that id, or no version of it with that hash."""

    def __init__(self, source_id: str, content_hash: str | None = None) -> None:
        version = f" with the hash {content_hash[:12]}" if content_hash else ""
        super().__init__(f"The library has no source {source_id!r}{version}; `curbside sources list` shows all.")
        self.source_id = source_id
        self.content_hash = content_hash


class SearchIndexError(CurbsideError):
    """The index is missing or does not fit the library; it is derived and can be rebuilt."""
