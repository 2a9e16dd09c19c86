"""The conclusion forms of an edition, as its annexes print them: a YAML file to frozen records, checked against the edition."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from kzrules.conclusions.wording import PLAIN
from kzrules.diagnostic import Diagnostic, Faults, errors, in_file_order
from kzrules.edition import Edition
from kzrules.guess import guesses
from kzrules.library import Library, read_file, shown_path
from kzrules.nodes import Node, read_nodes
from kzrules.place import NOWHERE, Place
from kzrules.program import KINDS, Kind, Program
from kzrules.reading_nodes import Labels, fields, items, key_places, labels, number, text
from kzrules.resources import data_folder
from kzrules.shape import shape_faults
from kzrules.values import decimal_text

RowValue = Literal["rule", "sum", "deductions", "result", "block"]
_HEADER = re.compile(rb"^conclusion_for:[ \t]*[\"']?([a-z0-9/-]+)", re.MULTILINE)
_TODO = (
    "возьмите за образец methodologies/2017/conclusions/interaction-2018-01.yaml",
    "copy methodologies/2017/conclusions/interaction-2018-01.yaml",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a form.

    Attributes:
        of: the path of the rule, for a row that prints the score of one.
        label: empty: the rule's own.
        maximum: as printed; None where the form prints none.

    """

    number: str
    value: RowValue
    of: str
    label: Labels
    maximum: Fraction | None
    explained: bool
    place: Place


@dataclass(frozen=True, slots=True)
class ConclusionForm:
    """One annex: for which bodies, of which direction (empty: of the block), what it prints.

    Attributes:
        part: about part of a direction only: another body draws it up.
        annex: empty for the plain form of an edition whose annexes are not described.
        columns: `number`, `name`, `points`, and `max` where there is one.

    """

    id: str
    annex: str
    direction: str
    part: bool
    kinds: tuple[Kind, ...]
    title: Labels
    columns: Mapping[str, Labels]
    rows: tuple[Row, ...]
    analysis: Labels
    signed: tuple[Labels, ...]
    notes: tuple[Labels, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class EditionForms:
    """All conclusion forms of one edition.

    Attributes:
        borrowed: the edition whose forms these are, and why, where they are another's.
        sha256: of the file; empty for plain forms.

    """

    edition: str
    forms: tuple[ConclusionForm, ...]
    borrowed: tuple[str, Labels] | None
    translated: tuple[str, ...]
    sha256: str

    def of(self, direction: str, kind: Kind) -> tuple[ConclusionForm, ...]:
        """The forms of a direction (empty: of the block) for a kind of body, the whole one first."""
        found = [form for form in self.forms if form.direction == direction and kind in form.kinds]
        return tuple(sorted(found, key=lambda form: form.part))


def forms_of(edition: Edition, library: Library) -> tuple[EditionForms, list[Diagnostic]]:
    """The forms of an edition: those written for it, else plain ones (and a note of low severity that says so).

    Raises:
        Faults: when the file has faults.

    """
    for folder in dict.fromkeys((library.folder, data_folder("methodologies"))):
        for path in sorted(folder.rglob("conclusions/*.yaml")):
            data = read_file(path)
            header = _HEADER.search(data)
            if header and header.group(1).decode() == edition.id:
                forms, faults = forms_from_bytes(data, shown_path(path), edition)
                if forms is None:
                    raise Faults(errors(faults))
                return _completed(forms, faults, edition)
    return plain_forms(edition), [Diagnostic("KZ887", Place(edition.file), {"edition": edition.id})]


def _completed(forms: EditionForms, faults: list[Diagnostic], edition: Edition) -> tuple[EditionForms, list[Diagnostic]]:
    """The forms, with a plain one for each direction that the file does not describe."""
    plain = [form for form in plain_forms(edition).forms if not forms.of(form.direction, form.kinds[0])]
    notes = [Diagnostic("KZ887", Place(edition.file), {"edition": f"{edition.id} ({form.id})"}) for form in plain]
    return replace(forms, forms=(*forms.forms, *plain)), [*faults, *notes]


def forms_from_bytes(data: bytes, file: str, edition: Edition) -> tuple[EditionForms | None, list[Diagnostic]]:
    """The forms that a file writes for an edition, or None and every fault."""
    root, faults = read_nodes(data, file, _TODO)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "conclusion")
    if errors(faults):
        return None, in_file_order(faults)
    top = fields(root)
    places = key_places(top["forms"])
    forms = tuple(_form(name, node, places[name]) for name, node in fields(top["forms"]).items())
    borrowed = fields(top.get("borrowed"))
    faults += [fault for check in (_unknown_rules, _left_out, _other_maxima, _twice) for fault in check(forms, edition)]
    made = EditionForms(
        edition=edition.id,
        forms=forms,
        borrowed=(text(borrowed["from"]), labels(borrowed["why"])) if borrowed else None,
        translated=tuple(text(node) for node in items(top.get("translated"))),
        sha256=hashlib.sha256(data).hexdigest(),
    )
    return (None if errors(faults) else made), in_file_order(faults)


def _form(name: str, node: Node, place: Place) -> ConclusionForm:
    entry = fields(node)
    return ConclusionForm(
        id=name,
        annex=text(entry["annex"]),
        direction=text(entry.get("direction")),
        part=text(entry.get("part")) == "true",
        kinds=tuple(kind for kind in KINDS if kind in {text(n) for n in items(entry["kinds"])}),
        title=labels(entry["title"]),
        columns={column: labels(label) for column, label in fields(entry["columns"]).items()},
        rows=tuple(_row(row) for row in items(entry["rows"])),
        analysis=labels(entry.get("analysis")),
        signed=tuple(labels(n) for n in items(entry["signed"])),
        notes=tuple(labels(n) for n in items(entry.get("notes"))),
        place=place,
    )


def _row(node: Node) -> Row:
    entry = fields(node)
    return Row(
        number=text(entry.get("number")),
        value=text(entry.get("value"), "rule"),  # type: ignore[arg-type]
        of=text(entry.get("of")),
        label=labels(entry.get("label")),
        maximum=number(entry.get("max")),
        explained="why" in entry,
        place=node.place,
    )


# ── what may be wrong with the forms of an edition ──

_Forms = Sequence[ConclusionForm]


def _programs(edition: Edition, kinds: Sequence[Kind] = KINDS) -> list[Program]:
    return [edition.program(kind, None, year) for kind in kinds for year in edition.years]


def _unknown_rules(forms: _Forms, edition: Edition) -> Iterator[Diagnostic]:
    known = {path for program in _programs(edition) for path in program.rules}
    for form in forms:
        if form.direction and form.direction not in known:
            yield Diagnostic("KZ880", form.place, {"path": form.direction, "edition": edition.id, **guesses(form.direction, known)})
        for row in form.rows:
            if row.of and row.of not in known:
                yield Diagnostic("KZ880", row.place, {"path": row.of, "edition": edition.id, **guesses(row.of, known)})


def _left_out(forms: _Forms, edition: Edition) -> Iterator[Diagnostic]:
    """A criterion that stands in no row of the form of its direction: the printed sum would lack it."""
    for form in forms:
        if form.part:
            continue
        printed = {row.of for row in form.rows}
        wanted: dict[str, str] = {}
        for program in _programs(edition, form.kinds):
            for direction in program.directions:
                parts = direction.children if direction.id == form.direction else (direction,) if not form.direction else ()
                wanted.update({part.path: part.label["ru"] for part in parts if part.path not in printed})
        for path, label in wanted.items():
            yield Diagnostic("KZ881", form.place, {"form": form.id, "path": path, "label": label})


def _other_maxima(forms: _Forms, edition: Edition) -> Iterator[Diagnostic]:
    for form in forms:
        for row in form.rows:
            rules = [program.rules[row.of] for program in _programs(edition, form.kinds) if row.of in program.rules]
            maxima = {rule.maximum for rule in rules}
            if row.of and row.maximum is not None and maxima and row.maximum not in maxima and not row.explained:
                known = ", ".join(decimal_text(m) for m in sorted(m for m in maxima if m is not None))
                yield Diagnostic("KZ882", row.place, {"path": row.of, "printed": decimal_text(row.maximum), "known": known})


def _twice(forms: _Forms, _: Edition) -> Iterator[Diagnostic]:
    seen: dict[tuple[str, Kind], ConclusionForm] = {}
    for form in forms:
        for kind in form.kinds if not form.part else ():
            first = seen.setdefault((form.direction, kind), form)
            if first is not form:
                yield Diagnostic("KZ883", form.place, {"form": form.id, "first": first.id, "kind": kind})


# ── an edition whose annexes nobody has described ──


def plain_forms(edition: Edition) -> EditionForms:
    """A form for each direction and for the block, made from the edition alone: criteria, deductions, result."""
    programs = {kind: edition.program(kind, None, edition.years[-1]) for kind in KINDS}
    forms = []
    for kind, program in programs.items():
        for direction in program.directions:
            rows = [*_numbered(rule.path for rule in direction.children), *(_closing(value) for value in ("sum", "deductions", "result"))]
            forms.append(_plain(f"{direction.id}_{kind}", direction.id, kind, direction.label, rows))
        rows = [*_numbered(rule.path for rule in program.directions), _closing("block")]
        forms.append(_plain(f"block_{kind}", "", kind, edition.title, rows))
    return EditionForms(edition.id, tuple(forms), None, edition.translated, "")


def _numbered(paths: Iterator[str] | Sequence[str]) -> list[Row]:
    return [Row(str(index), "rule", path, {}, None, False, NOWHERE) for index, path in enumerate(paths, 1)]


def _closing(value: str) -> Row:
    return Row("", value, "", PLAIN[value], None, False, NOWHERE)  # type: ignore[arg-type]


def _plain(name: str, direction: str, kind: Kind, of: Labels, rows: Sequence[Row]) -> ConclusionForm:
    title = {lang: PLAIN["title"][lang].format(of=label) for lang, label in of.items() if lang in PLAIN["title"]}
    columns = {column: PLAIN[column] for column in ("number", "name", "points")}
    return ConclusionForm(name, "", direction, False, (kind,), title, columns, tuple(rows), {}, (PLAIN["head"],), (), NOWHERE)
