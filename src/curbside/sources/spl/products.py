"""The products of a label by their coded fields: names, form, strength, route, ingredients, NDC.

Elements as in the FDA's SPL: subject/manufacturedProduct/manufacturedProduct (in older files manufacturedMedicine),
with part/partProduct for kits; ingredient with classCode ACTIB, ACTIM or ACTIR for an active one, whose strength is
that of itself, of its active moiety or of its reference substance, as the FDA's style sheet shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from curbside.sources.spl.tree import attribute, child, children, local, words

NDC: Final = "2.16.840.1.113883.6.69"
_PRODUCTS: Final = ("manufacturedproduct", "manufacturedmedicine", "partproduct", "partmedicine")
_INGREDIENTS: Final = ("ingredient", "activeingredient", "inactiveingredient")
_SUBSTANCES: Final = ("ingredientsubstance", "activeingredientsubstance", "inactiveingredientsubstance")


@dataclass(frozen=True, slots=True)
class Ingredient:
    """strength: "6.25 mg in 5 mL" as coded. basis: what the strength is of, where it is not of the substance itself."""

    name: str
    active: bool
    strength: str | None = None
    basis: str | None = None
    moieties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Product:
    """One product or part of a kit. code: its NDC."""

    name: str | None
    generics: tuple[str, ...] = ()
    form: str | None = None
    code: str | None = None
    routes: tuple[str, ...] = ()
    ingredients: tuple[Ingredient, ...] = ()

    @property
    def title(self) -> str | None:
        """ "Name (generic name)", one of them alone, or None."""
        generic = " and ".join(self.generics)
        if self.name and generic and generic.casefold() not in self.name.casefold():
            return f"{self.name} ({generic})"
        return self.name or generic or None

    def told(self) -> Iterator[str]:
        """What the coded fields say, in lines of our wording."""
        names = [self.title or "Product without a name", *([self.form] if self.form else [])]
        parts = [", ".join(names), *(_told(i) for i in self.ingredients if i.active)]
        if self.routes:
            parts.append(f"route: {', '.join(self.routes)}")
        if self.code:
            parts.append(f"NDC {self.code}")
        yield "; ".join(parts)
        others = [i.name for i in self.ingredients if not i.active]
        if others:
            yield f"Inactive ingredients of {names[0]}: {'; '.join(others)}"


def products_of(subject: etree._Element) -> tuple[Product, ...]:
    """The products and parts in a `subject` element, in order."""
    return tuple(_product(e) for e in subject.iter() if local(e) in _PRODUCTS and not _is_wrapper(e))


def _is_wrapper(element: etree._Element) -> bool:
    return next(children(element, "manufacturedproduct", "manufacturedmedicine"), None) is not None


def _product(element: etree._Element) -> Product:
    generics = (words(child(e, "name")) for e in _below(element, "asentitywithgeneric", "genericmedicine"))
    around = [element, *([parent] if (parent := element.getparent()) is not None else [])]
    routes = (
        attribute(e, "displayName")
        for e in around
        for e in _below(e, "consumedin", "substanceadministration", "routecode")
    )
    code = child(element, "code")
    return Product(
        words(child(element, "name")),
        _known(generics),
        attribute(child(element, "formcode"), "displayName"),
        attribute(code, "code") if attribute(code, "codeSystem") == NDC else None,
        _known(routes),
        tuple(i for e in children(element, *_INGREDIENTS) if (i := _ingredient(e))),
    )


def _ingredient(element: etree._Element) -> Ingredient | None:
    kind = (attribute(element, "classCode") or "").upper()
    substance = next(children(element, *_SUBSTANCES), None)
    name = words(child(substance, "name"))
    if name is None:
        return None
    moieties = _known(words(child(e, "name")) for e in _below(substance, "activemoiety", "activemoiety"))
    active = kind.startswith("ACTI") or local(element) == "activeingredient"
    return Ingredient(name, active, _strength(child(element, "quantity")), _basis(kind, substance, moieties), moieties)


def _basis(kind: str, substance: etree._Element | None, moieties: tuple[str, ...]) -> str | None:
    if kind == "ACTIM":
        return " and ".join(moieties) or None
    if kind == "ACTIR":
        return words(child(substance, "asequivalentsubstance", "definingsubstance", "name"))
    return None


def _strength(quantity: etree._Element | None) -> str | None:
    top, bottom = (_measure(child(quantity, part)) for part in ("numerator", "denominator"))
    return f"{top} in {bottom}" if top and bottom else top


def _measure(element: etree._Element | None) -> str | None:
    value, unit = attribute(element, "value"), attribute(element, "unit")
    return f"{value} {unit}" if value and unit and unit != "1" else value


def _told(ingredient: Ingredient) -> str:
    if ingredient.strength is None:
        return ingredient.name
    basis = f" (as {ingredient.basis})" if ingredient.basis else ""
    return f"{ingredient.name} {ingredient.strength}{basis}"


def _below(element: etree._Element | None, *path: str) -> Iterator[etree._Element]:
    found = [element] if element is not None else []
    for name in path:
        found = [inner for outer in found for inner in children(outer, name)]
    yield from found


def _known(values: Iterator[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
