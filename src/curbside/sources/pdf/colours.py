"""Colours as red, green and blue between 0 and 1, where the colour space says them; else None."""

from __future__ import annotations

from typing import Any, Final

from curbside.sources.pdf.marks import Colour

_BY_NAME: Final = {"DeviceGray": 1, "CalGray": 1, "DeviceRGB": 3, "CalRGB": 3, "DeviceCMYK": 4}


def rgb(value: Any, space: Any) -> Colour | None:
    """`value` of a colour space of pdfminer.six; of spaces with inks of their own (Separation, ...) nothing is said."""
    parts = tuple(value) if isinstance(value, (tuple, list)) else (value,)
    if not all(isinstance(p, (int, float)) for p in parts):
        return None
    name = getattr(space, "name", None)
    count = getattr(space, "ncomponents", 0) if name == "ICCBased" else _BY_NAME.get(str(name))
    if count != len(parts):
        return None
    if count == 1:
        return (float(parts[0]),) * 3
    if count == 3:
        return float(parts[0]), float(parts[1]), float(parts[2])
    cyan, magenta, yellow, black = (float(p) for p in parts)
    return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)


def alike(a: Colour, b: Colour) -> bool:
    """Whether no reader would tell one on the other."""
    return all(abs(p - q) <= 0.05 for p, q in zip(a, b, strict=True))
