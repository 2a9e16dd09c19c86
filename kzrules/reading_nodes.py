"""Small readers of nodes that the builders share: text, numbers, labels, citations, places of keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from kzrules.citation import Citation
from kzrules.nodes import Fields, Items, Node, Text, number_of
from kzrules.place import Place

Labels = Mapping[str, str]


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


def is_todo(value: str) -> bool:
    """Whether a value of a draft is still to be written."""
    return value.startswith("TODO")


def in_language(texts: Labels, lang: str) -> str:
    """The text in `lang`, else in Russian, else in any language, else nothing."""
    return texts.get(lang) or texts.get("ru") or next(iter(texts.values()), "")


def citation(node: Node | None) -> Citation | None:
    """The citation that a `cite` mapping writes."""
    if not isinstance(node, Fields):
        return None
    entries = node.entries
    return Citation(*(text(entries.get(part)) for part in ("item", "annex", "row", "article", "subitem")))


def words_of(node: Node | None) -> Iterator[Text]:
    """One word, or each word of a list."""
    if isinstance(node, Text):
        yield node
    for item in items(node):
        if isinstance(item, Text):
            yield item
