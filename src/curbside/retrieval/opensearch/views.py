"""Looking at the rows while others write: each look is at one view, and is repeated where it changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from curbside.errors import SearchIndexError
from curbside.retrieval.base import Key
from curbside.retrieval.opensearch.reading import GoneError, Reading
from curbside.retrieval.opensearch.state import CURRENT, OvertakenError, State, States, Stored, View
from curbside.retrieval.opensearch.targets import Targets
from curbside.retrieval.opensearch.view import Conditions

_TRIES = 20
T = TypeVar("T")


class Views:
    """The view of a slot. slot: `CURRENT`, but for who rebuilds."""

    def __init__(self, states: States, targets: Targets, reading: Reading) -> None:
        self._states, self._targets, self._reading = states, targets, reading
        self.slot = CURRENT

    def stored(self, slot: str) -> Stored:
        """The state in a slot; a first one, of an empty index, where there is none."""
        found = self._states.read(slot)
        if found is not None:
            return found
        target = self._targets.make()
        try:
            made = self._states.write(slot, State(target), None)
        except OvertakenError:
            self._targets.drop(target)
            return self.stored(slot)
        if slot == CURRENT:
            self._targets.name(target)
        return made

    def view(self) -> View:
        """What can be seen now."""
        return self.stored(self.slot).state.view()

    def seen(self, look: Callable[[View], T]) -> T:
        """What `look` finds. Raises SearchIndexError where the view does not stay the same while it looks."""
        view = self.view()
        for _ in range(_TRIES):
            try:
                found: T | GoneError = look(view)
            except GoneError as gone:
                found = gone
            now = self.view()
            if now == view and not isinstance(found, GoneError):
                return found
            view = now
        raise SearchIndexError("The OpenSearch index changes too fast to be searched; try again.")

    def walk(self, conditions: Callable[[View], Conditions], *wanted: str) -> Iterator[tuple[Key, Mapping[str, Any]]]:
        """Rows that meet conditions, as they are when the first one is asked for."""
        held: list[str] = []

        def hold(view: View) -> View:
            held.append(self._reading.hold(view))
            return view

        try:
            view = self.seen(hold)
            yield from self._reading.walk(held[-1], conditions(view), *wanted)
        finally:
            self._reading.let_go(held)
