"""Read stage: bytes of a YAML file to nodes with positions.

Built from PyYAML's events, so that anchors, aliases, tags, merge keys and repeated keys are seen
where they stand; scalar rules are our own (`no`, `010`, `12:30`, `3.10` stay what was written).
All faults of a file are returned at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import yaml

from kzrules.diagnostic import Diagnostic
from kzrules.place import NOWHERE, Place
from kzrules.values import decimal_text, terminates

SIZE_LIMIT = 8 * 1024 * 1024
DEPTH_LIMIT = 40
LONGEST_NUMBER = 60
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_CYRILLIC_TWINS = dict(zip("асеорхукмтвнѕіјԁԛԝһАВЕКМНОРСТХУІЅЈҮ", "aceopxykmtbhsijdqwhABEKMHOPCTXYISJY", strict=True))


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar: its text, and whether it stood without quotes."""

    value: str
    plain: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Items:
    """A sequence."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Fields:
    """A mapping; `keys` holds the place of each key."""

    entries: Mapping[str, Node]
    keys: Mapping[str, Place]
    place: Place

    def get(self, key: str) -> Node | None:
        """The node under `key`, or None when the key is absent."""
        return self.entries.get(key)


Node = Text | Items | Fields


def number_of(text: str) -> Fraction | None:
    """The exact number that a plain scalar writes, or None: `0.1` is one tenth; `1e3`, `010`, `.5` are no numbers."""
    return Fraction(text) if len(text) <= LONGEST_NUMBER and _NUMBER.fullmatch(text) else None


def plain_value(node: Node) -> Any:
    """The node as the JSON value that a schema sees: numbers as int or Decimal, everything else text."""
    match node:
        case Text(value, True, _):
            if len(value) <= LONGEST_NUMBER and _NUMBER.fullmatch(value):
                return Decimal(value) if "." in value else int(value)
            return {"true": True, "false": False}.get(value, value)
        case Text(value, False, _):
            return value
        case Items(items, _):
            return [plain_value(item) for item in items]
        case Fields(entries, _, _):
            return {key: plain_value(value) for key, value in entries.items()}


def node_of(value: Any, place: Place = NOWHERE) -> Node:
    """The node that stands for a Python value (facts given through the API).

    Raises:
        TypeError: for a float (it is not exact) or a value that has no written form.

    """
    match value:
        case bool():
            return Text("yes" if value else "no", True, place)
        case int() | Decimal():
            return Text(f"{value:f}" if isinstance(value, Decimal) else str(value), True, place)
        case Fraction():
            if not terminates(value):
                raise TypeError(f"{value}: the number has no finite decimal form")
            return Text(decimal_text(value), True, place)
        case str():
            return Text(value, True, place)
        case Mapping():
            return Fields({str(k): node_of(v, place) for k, v in value.items()}, {str(k): place for k in value}, place)
        case list() | tuple():
            return Items(tuple(node_of(v, place) for v in value), place)
        case _:
            raise TypeError(f"{value!r}: write numbers as int, Decimal, Fraction or text; a float is not exact")


def read_nodes(data: bytes, file: str, todo: tuple[str, str] = ("", "")) -> tuple[Node | None, list[Diagnostic]]:
    """Nodes of one YAML document and every fault of its text; None when there is no usable tree."""
    if len(data) > SIZE_LIMIT:
        return None, [Diagnostic("KZ002", Place(file), {"size": len(data), "limit": SIZE_LIMIT})]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        detail = f"0x{data[error.start]:02x}"
        return None, [Diagnostic("KZ001", Place(file, line, column, line, column + 1), {"detail": detail})]
    return _Builder(file, todo).build(text)


_PROBLEMS = (
    ("mapping values are not allowed", "двоеточие там, где его быть не может"),
    ("found character '\\t'", "табуляция вместо пробелов"),
    ("cannot start any token", "знак, с которого значение начинаться не может"),
    ("did not find expected ',' or ']'", "не закрыта скобка ["),
    ("did not find expected ',' or '}'", "не закрыта скобка {"),
    ("found unexpected end of stream", "файл обрывается: не закрыта кавычка"),
    ("block sequence entries are not allowed", 'список «- » начат там, где стоит значение; прочерк пишется в кавычках: "-"'),
    ("undefined alias", "ссылка на якорь, которого нет"),
    ("did not find expected key", "ожидалось имя ключа: проверьте отступ"),
    ("could not find expected ':'", "после имени нет двоеточия"),
    ("did not find expected '-' indicator", "ожидался «- »: проверьте отступ списка"),
)


def _problem_ru(problem: str) -> str:
    return next((russian for english, russian in _PROBLEMS if english in problem), problem)


class _Builder:
    """Nodes from events, with a stack of its own: depth in the file costs no depth of calls."""

    def __init__(self, file: str, todo: tuple[str, str]) -> None:
        self.file = file
        self.todo = todo
        self.faults: list[Diagnostic] = []

    def build(self, text: str) -> tuple[Node | None, list[Diagnostic]]:
        root: Node | None = None
        documents = 0
        try:
            events = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
            stack: list[_Open] = []
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents == 2:
                        self.fault("KZ009", event)
                node = self._step(event, stack)
                if node is not None:
                    if stack:
                        stack[-1].add(node, self)
                    elif documents == 1:
                        root = node
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = Place(self.file, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2) if mark else Place(self.file)
            problem = " ".join(filter(None, (error.context, error.problem)))
            self.faults.append(Diagnostic("KZ003", place, {"problem_ru": _problem_ru(error.problem or ""), "problem_en": problem}))
            return None, self.faults
        except yaml.YAMLError as error:
            problem = str(error).splitlines()[0]
            self.faults.append(Diagnostic("KZ003", Place(self.file), {"problem_ru": problem, "problem_en": problem}))
            return None, self.faults
        if root is None or (isinstance(root, Text) and root.plain and root.value == ""):
            self.faults.append(Diagnostic("KZ010", Place(self.file), {"todo_ru": self.todo[0], "todo_en": self.todo[1]}))
            return None, self.faults
        return root, self.faults

    def _step(self, event: yaml.Event, stack: list[_Open]) -> Node | None:
        if isinstance(event, yaml.AliasEvent):
            self.fault("KZ006", event, name=event.anchor)
            return Text("", False, self.place(event))
        if isinstance(event, yaml.ScalarEvent):
            self._refuse(event)
            if not event.style and event.value in ("", "~", "null") and stack and not stack[-1].wants_key:
                key = stack[-1].key or ""
                torn = ")" in key and event.value == ""
                self.fault("KZ016" if torn else "KZ011", event, key=key)
            return Text(event.value, not event.style, self.place(event))
        if isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self._refuse(event)
            if len(stack) == DEPTH_LIMIT:
                self.fault("KZ012", event, limit=DEPTH_LIMIT)
            stack.append(_Open(isinstance(event, yaml.MappingStartEvent), self.place(event)))
            return None
        if isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
            return stack.pop().close()
        return None

    def _refuse(self, event: Any) -> None:
        if event.anchor is not None:
            self.fault("KZ005", event, name=event.anchor)
        if event.tag is not None:
            self.fault("KZ007", event, tag=event.tag)

    def place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        return Place(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    def fault(self, code: str, event: Any, **values: Any) -> None:
        self.faults.append(Diagnostic(code, self.place(event), values))


class _Open:
    """A mapping or sequence whose end has not come yet."""

    def __init__(self, mapping: bool, place: Place) -> None:
        self.mapping = mapping
        self.place = place
        self.items: list[Node] = []
        self.entries: dict[str, Node] = {}
        self.keys: dict[str, Place] = {}
        self.key: str | None = None
        self.key_place = place
        self.wants_key = mapping

    def add(self, node: Node, builder: _Builder) -> None:
        if not self.mapping:
            self.items.append(node)
        elif self.wants_key:
            self.wants_key = False
            self._take_key(node, builder)
        else:
            self.wants_key = True
            if self.key is not None:
                self.entries[self.key] = node
                self.keys[self.key] = self.key_place

    def _take_key(self, node: Node, builder: _Builder) -> None:
        self.key = None
        if not isinstance(node, Text):
            builder.faults.append(Diagnostic("KZ013", node.place))
        elif node.plain and node.value == "<<":
            builder.faults.append(Diagnostic("KZ008", node.place))
        elif node.value in self.entries:
            builder.faults.append(Diagnostic("KZ004", node.place, {"key": node.value, "first": self.keys[node.value].line}))
        else:
            builder.faults.extend(script_faults(node.value, node.place))
            self.key, self.key_place = node.value, node.place

    def close(self) -> Node:
        if self.mapping:
            return Fields(self.entries, self.keys, self.place)
        return Items(tuple(self.items), self.place)


def script_faults(word: str, place: Place) -> Iterator[Diagnostic]:
    """Cyrillic letters that hide inside a Latin name: says which letter, and where in the word."""
    if word.isascii():
        return
    cyrillic = [i for i, letter in enumerate(word) if "CYRILLIC" in unicodedata.name(letter, "")]
    if any(letter.isascii() and letter.isalpha() for letter in word) and cyrillic:
        first = cyrillic[0]
        values = {
            "word": word,
            "letter": word[first],
            "position": first + 1,
            "fixed": "".join(_CYRILLIC_TWINS.get(letter, letter) for letter in word),
        }
        yield Diagnostic("KZ014", place.part(first, 1) if place.line == place.end_line else place, values)
