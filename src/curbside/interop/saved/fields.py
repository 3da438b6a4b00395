"""A JSON object read field by field: what is missing or of another type is told with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from typing import Any, NoReturn, TypeGuard, TypeVar

from curbside.errors import InputError

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Fields:
    """An object and where it stands ("the answer, statements[2]"). Every getter raises InputError."""

    where: str
    held: Mapping[str, Any]

    @classmethod
    def of(cls, value: object, where: str) -> Fields:
        """`value` as an object."""
        if not isinstance(value, Mapping):
            raise InputError(where, "is no JSON object")
        return cls(where, value)

    def refuse(self, reason: str) -> NoReturn:
        """Raise InputError with the place of the object."""
        raise InputError(self.where, reason)

    def text(self, name: str) -> str:
        """A string."""
        value = self._field(name)
        return value if _is_text(value) else self._wrong(name, "a string")

    def text_or_none(self, name: str) -> str | None:
        """A string or null."""
        return None if self._field(name) is None else self.text(name)

    def whole(self, name: str) -> int:
        """An integer that is not negative."""
        value = self._field(name)
        sound = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return int(value) if sound else self._wrong(name, "a whole number")

    def number(self, name: str) -> float:
        """A number that is not negative."""
        value = self._field(name)
        sound = isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and value >= 0
        return float(value) if sound else self._wrong(name, "a number")

    def flag(self, name: str) -> bool:
        """true or false."""
        value = self._field(name)
        return value if isinstance(value, bool) else self._wrong(name, "true or false")

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings."""
        values = self._list(name)
        return tuple(v if _is_text(v) else self._wrong(name, "a list of strings") for v in values)

    def objects(self, name: str) -> list[Fields]:
        """A list of objects."""
        return [Fields.of(value, f"{self._at(name)}[{n}]") for n, value in enumerate(self._list(name))]

    def object(self, name: str) -> Fields:
        """An object."""
        return Fields.of(self._field(name), self._at(name))

    def numbers(self, name: str) -> dict[str, float]:
        """An object of numbers."""
        held = self.object(name).held
        sound = all(isinstance(v, int | float) and not isinstance(v, bool) and isfinite(v) for v in held.values())
        return dict(held) if sound else self._wrong(name, "an object of numbers")

    def one_of(self, name: str, kinds: type[E]) -> E:
        """A string of a closed list."""
        value = self.text(name)
        return kinds(value) if value in [str(k) for k in kinds] else self._wrong(name, f"one of {_listed(kinds)}")

    def many_of(self, name: str, kinds: type[E]) -> tuple[E, ...]:
        """A list of strings of a closed list."""
        known = [str(k) for k in kinds]
        found = self.texts(name)
        return tuple(kinds(v) if v in known else self._wrong(name, f"a list of {_listed(kinds)}") for v in found)

    def _list(self, name: str) -> list[Any]:
        value = self._field(name)
        return value if isinstance(value, list) else self._wrong(name, "a list")

    def _field(self, name: str) -> Any:
        if name not in self.held:
            self.refuse(f"the field {name!r} is missing")
        return self.held[name]

    def _at(self, name: str) -> str:
        return f"{self.where}, {name}" if "[" not in self.where else f"{self.where}.{name}"

    def _wrong(self, name: str, wanted: str) -> NoReturn:
        raise InputError(self._at(name), f"is not {wanted}")


def _listed(kinds: type[E]) -> str:
    return ", ".join(map(str, kinds))


def _is_text(value: object) -> TypeGuard[str]:
    """A string that UTF-8 can hold: JSON may name half of a surrogate pair."""
    return isinstance(value, str) and not any("\ud800" <= c <= "\udfff" for c in value)
