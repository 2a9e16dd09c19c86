"""The form of an edition's act: what its annex prints, and which fact of the edition takes which count. All of it stands in YAML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kzrules.citation import Citation
from kzrules.diagnostic import Diagnostic, Faults, errors, in_file_order
from kzrules.library import Library, read_file, shown_path
from kzrules.nodes import read_nodes
from kzrules.reading_nodes import Labels, citation, fields, items, labels, text
from kzrules.resources import data_folder
from kzrules.shape import shape_faults

Counted = Literal["findings", "reports", "calendar_days", "flag"]


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of the table: a kind of finding."""

    kind: str
    label: Labels
    cite: Citation | None


@dataclass(frozen=True, slots=True)
class FormText:
    """The text about a kind of finding below the table; `deduction`: with a deduction line of its own."""

    label: Labels
    deduction: bool


@dataclass(frozen=True, slots=True)
class ActForm:
    """The form of the acts of one edition.

    Attributes:
        ours: the layout is ours: no source shows the annex.
        each_fact: each untrue fact has a row of its own.
        takes: for each direction and kind of finding the facts, each with what is counted for it.

    """

    edition: str
    cite: Citation | None
    ours: bool
    title: Labels
    columns: tuple[Labels, ...]
    rows: tuple[FormRow, ...]
    each_fact: bool
    total: Labels
    texts: Mapping[str, FormText]
    deduction: Labels
    final: Labels
    signatures: Mapping[str, Labels]
    takes: Mapping[str, Mapping[str, Mapping[str, Counted]]]


def form_of(edition: str, library: Library) -> ActForm | None:
    """The form of an edition's acts: from the library's folder, else the shipped one; None where there is none.

    Raises:
        Faults: when the file has faults.

    """
    name = edition.replace("/", "-") + ".yaml"
    for folder in (library.folder, data_folder("methodologies")):
        path = folder / "reconciliation" / name
        if path.is_file():
            return _read(path)
    return None


def _read(path: Path) -> ActForm:
    form, faults = form_from_bytes(read_file(path), shown_path(path))
    if form is None:
        raise Faults(faults)
    return form


def form_from_bytes(data: bytes, file: str) -> tuple[ActForm | None, list[Diagnostic]]:
    """The form that a file writes, or None and every fault."""
    root, faults = read_nodes(data, file)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "reconciliation-form")
    if errors(faults):
        return None, in_file_order(faults)
    top = fields(root)
    takes: dict[str, dict[str, dict[str, Counted]]] = {}
    for direction, kinds in fields(top["directions"]).items():
        takes[direction] = {kind: {text(fact): counted for counted, fact in fields(counts).items()} for kind, counts in fields(kinds).items()}  # type: ignore[misc]
    return (
        ActForm(
            edition=text(top["form_of"]),
            cite=citation(top.get("cite")),
            ours=text(top.get("ours")) == "true",
            title=labels(top["title"]),
            columns=tuple(labels(node) for node in items(top["columns"])),
            rows=tuple(FormRow(text(row["kind"]), labels(row["label"]), citation(row.get("cite"))) for row in map(fields, items(top["rows"]))),
            each_fact=text(top.get("each_fact")) == "true",
            total=labels(top["total"]),
            texts={
                kind: FormText(labels(fields(node)["label"]), text(fields(node).get("deduction")) == "true")
                for kind, node in fields(top.get("texts")).items()
            },
            deduction=labels(top.get("deduction")),
            final=labels(top["final"]),
            signatures={side: labels(node) for side, node in fields(top["signatures"]).items()},
            takes=takes,
        ),
        faults,
    )
