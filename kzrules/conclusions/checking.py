"""Faults of the files that a methodologist writes for conclusions: forms of an edition, sentences of findings."""

from __future__ import annotations

from kzrules.conclusions.forms import forms_from_bytes
from kzrules.conclusions.sentences import sentences_from_bytes
from kzrules.diagnostic import Diagnostic, errors
from kzrules.library import Library
from kzrules.nodes import read_nodes
from kzrules.reading_nodes import fields, text
from kzrules.shape import shape_faults

KEYS = frozenset({"conclusion_for", "sentences"})
"""A file with one of these at its top is of this room."""


def conclusion_faults(data: bytes, shown: str, library: Library) -> list[Diagnostic]:
    """Every fault of such a file; of forms, also against their edition, where the library has it."""
    root, faults = read_nodes(data, shown)
    top = fields(root)
    if "sentences" in top:
        return sentences_from_bytes(data, shown, library.dictionary)[1]
    name = text(top.get("conclusion_for"))
    if root is None or errors(faults) or name not in library.files:
        return faults if root is None else [*faults, *shape_faults(root, "conclusion")]
    edition, found = library.read(name)
    return found if edition is None else forms_from_bytes(data, shown, edition)[1]
