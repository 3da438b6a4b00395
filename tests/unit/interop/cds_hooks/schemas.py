"""JSON schemas of CDS Hooks 2.0, written from the tables of its specification (https://cds-hooks.hl7.org/2.0/):
"Discovery", "Calling a CDS Service", "HTTP Response", "Card Attributes", "Source", "Link". Elements are never null or
empty ("Null and empty JSON elements"), but for the lists of services and cards. A card of Curbside suggests nothing.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
TEXT: Json = {"type": "string", "minLength": 1, "pattern": r"\S"}
URL: Json = {"type": "string", "pattern": r"^https://[^\s]+$"}
CODING: Json = {"type": "object", "required": ["code"], "properties": {"system": URL, "code": TEXT, "display": TEXT}}

SERVICES: Json = {
    "type": "object",
    "required": ["services"],
    "additionalProperties": False,
    "properties": {
        "services": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["hook", "description", "id"],
                "additionalProperties": False,
                "properties": {
                    "hook": {"enum": ["patient-view", "order-select"]},
                    "title": TEXT,
                    "description": TEXT,
                    "id": {"type": "string", "pattern": r"^[A-Za-z0-9-]+$"},
                    "prefetch": {"type": "object", "minProperties": 1, "additionalProperties": TEXT},
                },
            },
        }
    },
}
CARD: Json = {
    "type": "object",
    "required": ["summary", "indicator", "source"],
    "additionalProperties": False,
    "properties": {
        "uuid": {"type": "string", "format": "uuid"},
        "summary": {**TEXT, "maxLength": 139},
        "detail": TEXT,
        "indicator": {"const": "info"},
        "source": {
            "type": "object",
            "required": ["label", "url"],
            "additionalProperties": False,
            "properties": {"label": TEXT, "url": URL, "icon": URL, "topic": CODING},
        },
        "links": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["label", "url", "type"],
                "additionalProperties": False,
                "properties": {"label": TEXT, "url": URL, "type": {"const": "absolute"}},
            },
        },
    },
}
CARDS: Json = {
    "type": "object",
    "required": ["cards"],
    "additionalProperties": False,
    "properties": {"cards": {"type": "array", "items": CARD}},
}
