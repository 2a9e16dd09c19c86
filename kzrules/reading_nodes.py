"""Small readers of nodes that the builders share: text, numbers, labels, citations, places of keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from kzrules.nodes import Fields, Items, Node, Text, number_of
from kzrules.place import Place

Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in the act: item, sub-item, annex, row; `edition` names whose act it is."""

    item: str = ""
    annex: str = ""
    row: str = ""

    def text(self, lang: str = "ru") -> str:
        """`пункт 38, приложение 7, строка 2.1`."""
        words = {"en": ("item", "annex", "row")}.get(lang, ("пункт", "приложение", "строка"))
        parts = zip(words, (self.item, self.annex, self.row), strict=True)
        return ", ".join(f"{word} {_typographic(value)}" for word, value in parts if value)

    def as_json(self) -> dict[str, str]:
        """Only the parts that are there."""
        return {k: v for k, v in (("item", self.item), ("annex", self.annex), ("row", self.row)) if v}


def _typographic(value: str) -> str:
    return value.replace("-", "–")


@dataclass(slots=True)
class Names:
    """Which names of one sort are defined and which were used (for “unused” issues)."""

    defined: dict[str, Place] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)


def fields(node: Node | None) -> Mapping[str, Node]:
    """The entries of a mapping; nothing when it is absent."""
    return node.entries if isinstance(node, Fields) else {}


def key_places(node: Node | None) -> Mapping[str, Place]:
    """Where each key of a mapping stands."""
    return node.keys if isinstance(node, Fields) else {}


def items(node: Node | None) -> tuple[Node, ...]:
    """The items of a sequence; nothing when it is absent."""
    return node.items if isinstance(node, Items) else ()


def text(node: Node | None, default: str = "") -> str:
    """The text of a scalar."""
    return node.value if isinstance(node, Text) else default


def number(node: Node | None) -> Fraction | None:
    """The exact number of a plain scalar, or None."""
    return number_of(node.value) if isinstance(node, Text) and node.plain else None


def labels(node: Node | None) -> Labels:
    """Texts by language."""
    return {lang: text(value) for lang, value in fields(node).items()}


def in_language(texts: Labels, lang: str) -> str:
    """The text in `lang`, else in Russian, else in any language, else nothing."""
    return texts.get(lang) or texts.get("ru") or next(iter(texts.values()), "")


def citation(node: Node | None) -> Citation | None:
    """The citation that a `cite` mapping writes."""
    if not isinstance(node, Fields):
        return None
    entries = node.entries
    return Citation(text(entries.get("item")), text(entries.get("annex")), text(entries.get("row")))


def words_of(node: Node | None) -> Iterator[Text]:
    """One word, or each word of a list."""
    if isinstance(node, Text):
        yield node
    for item in items(node):
        if isinstance(item, Text):
            yield item
