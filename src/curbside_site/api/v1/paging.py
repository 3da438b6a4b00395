"""Pages by the last item of the one before, so that what is added meanwhile moves nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

from ninja import Query

Limit = Annotated[int, Query(ge=1, le=200)]
Row = dict[str, Any]


def page(rows: list[Row], limit: int, parameters: Callable[[Row], dict[str, Any]], address: str) -> Row:
    """Of up to limit + 1 rows the first `limit`, and the address of the next page, None after the last."""
    shown = rows[:limit]
    if len(rows) <= limit:
        return {"items": shown, "next": None}
    asked = {name: value for name, value in parameters(shown[-1]).items() if value}
    return {"items": shown, "next": f"{address}?{urlencode({'limit': limit, **asked})}"}
