"""YAML as front matter needs it: every scalar is text or nothing, and every value knows its line.

So "no" stays Norway, 012 keeps its nought and 2024-03-01 stays as precise as it was written. Aliases, tags, repeated
names and a second document are refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from curbside.errors import FrontMatterError

LONGEST = 64_000
_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "seq", "map")}
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})

Plain = str | None


@dataclass(frozen=True, slots=True)
class Value:
    """A text, a list of texts, a mapping of texts, or None; line: where it stands in its file, from 1."""

    content: Plain | tuple[Plain, ...] | Mapping[str, Plain]
    line: int


class _Loader(yaml.SafeLoader):
    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None) is not None:
            raise yaml.composer.ComposerError(None, None, "anchors and aliases are not allowed", event.start_mark)
        return super().compose_node(parent, index)


_Loader.yaml_implicit_resolvers = {}


def load(text: str, where: str, first_line: int = 1) -> dict[str, Value]:
    """The fields in `text`, by name.

    first_line: the line of the file that `text` begins on. Raises FrontMatterError that names file and line.
    """
    if len(text) > LONGEST:
        raise FrontMatterError(where, f"its fields are longer than {LONGEST:,} characters")
    try:
        node = _Loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        line = first_line + (error.problem_mark.line if error.problem_mark else 0)
        raise FrontMatterError(f"{where}, line {line}", _reason(error)) from error
    except yaml.YAMLError as error:
        raise FrontMatterError(where, f"its fields are not valid YAML: {' '.join(str(error).split())}") from error
    except RecursionError as error:
        raise FrontMatterError(where, "its fields are nested too deeply") from error
    return _Reading(where, first_line).fields(node) if node is not None else {}


def _reason(error: yaml.MarkedYAMLError) -> str:
    problem = " ".join((error.problem or error.context or "it cannot be read").split())
    return f"not valid YAML: {problem}; text with a colon, a quotation mark or a # in it goes in quotation marks"


@dataclass(frozen=True, slots=True)
class _Reading:
    where: str
    first_line: int

    def fields(self, node: yaml.Node) -> dict[str, Value]:
        return {name: Value(self.content(v), self.line(v)) for name, v in self.pairs(node)}

    def line(self, node: yaml.Node) -> int:
        return int(self.first_line + node.start_mark.line)

    def fail(self, node: yaml.Node, reason: str) -> FrontMatterError:
        return FrontMatterError(f"{self.where}, line {self.line(node)}", reason)

    def pairs(self, node: yaml.Node) -> list[tuple[str, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            raise self.fail(node, 'its fields are not written as "name: value"')
        self.checked(node)
        found: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = self.text(key)
            if name is None or name in found:
                raise self.fail(key, f"the field {name!r} is given twice" if name else "a field has no name")
            found[name] = value
        return list(found.items())

    def content(self, node: yaml.Node) -> Plain | tuple[Plain, ...] | Mapping[str, Plain]:
        if isinstance(node, yaml.SequenceNode):
            self.checked(node)
            return tuple(self.text(item) for item in node.value)
        if isinstance(node, yaml.MappingNode):
            return {name: self.text(value) for name, value in self.pairs(node)}
        return self.text(node)

    def text(self, node: yaml.Node) -> Plain:
        if not isinstance(node, yaml.ScalarNode):
            raise self.fail(node, "a list or mapping stands where a text is expected")
        self.checked(node)
        text = str(node.value)
        if node.style is None and text in _NOTHING:
            return None
        text = " ".join(text.split())
        control = next((c for c in text if unicodedata.category(c) in ("Cc", "Cs")), None)
        if control:
            raise self.fail(node, f"the control character U+{ord(control):04X} is not allowed")
        return text

    def checked(self, node: yaml.Node) -> None:
        if node.tag not in _TAGS:
            raise self.fail(node, f"the YAML tag {node.tag!r} is not allowed")
