"""What to count in a register of cases, by the act: columns, terms, open questions, and each fact's cases with its citation.

Files `methodologies/procedures/registers/*.yaml`. The figures of the terms stand in the procedures; here are only their names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kzrules.citation import Citation
from kzrules.diagnostic import Diagnostic, Faults, errors, in_file_order
from kzrules.guess import guesses
from kzrules.library import Unreadable, read_file, shown_path
from kzrules.nodes import Node, read_nodes
from kzrules.place import Place
from kzrules.procedures.procedure import Option, Procedure, Reading, Rule
from kzrules.procedures.procedure_files import procedures_folder
from kzrules.reading_nodes import Labels, citation, fields, items, labels, text
from kzrules.resources import data_folder
from kzrules.shape import shape_faults

ColumnType = Literal["text", "date", "count", "choice", "yes_no"]
DERIVED = ("late", "one_day", "late_in_outage", "extended")
"""What a fact's `where` may also ask of a case: it was late; its term is one day; both late and in an outage; its term was extended."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that counting needs.

    Attributes:
        choices: the codes of a choice, and what they mean.
        required: nothing can be counted without it.
        default: what holds where the register has no such column or a case no answer; empty: nothing does.
        only_done: cases that are not finished have no answer.

    """

    id: str
    label: Labels
    type: ColumnType
    choices: Mapping[str, Labels]
    required: bool
    unique: bool
    default: str
    only_done: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a case may take: a number in a column, or a rule of a procedure chosen by a column."""

    column: str
    unit: str
    by: str
    rules: Mapping[str, Rule]


@dataclass(frozen=True, slots=True)
class FactCount:
    """A fact: how many cases have all these answers."""

    fact: str
    where: Mapping[str, str]
    cite: Citation


@dataclass(frozen=True, slots=True)
class Counts:
    """What to count for one edition: its facts under the chosen readings are given by `facts_under`."""

    id: str
    label: Labels
    edition: str
    columns: Mapping[str, Column]
    terms: Terms
    extension: tuple[Rule, Rule] | None
    readings: Mapping[str, Reading]
    facts: Mapping[str, FactCount]
    file: str

    def facts_under(self, choices: Mapping[str, str]) -> tuple[FactCount, ...]:
        """The facts under chosen options of the readings."""
        found = dict(self.facts)
        for reading in self.readings.values():
            option = reading.options[choices.get(reading.id, reading.default)]
            found |= option.changes
        return tuple(found.values())


def counts_folder(folder: Path | None) -> Path:
    """Where the files stand; the shipped ones when a methodologies folder has none."""
    own = procedures_folder(folder) / "registers"
    return own if own.is_dir() else data_folder("methodologies") / "procedures" / "registers"


def open_counts(name: str, edition: str, place: Place, procedures: Mapping[str, Procedure], folder: Path | None = None) -> Counts:
    """What to count under a name, for an edition.

    Args:
        name: `complaints`, `services`.
        edition: whose facts.
        place: where the name was written.
        procedures: the terms.
        folder: the methodologies folder.

    Raises:
        Faults: when there is no such name, the edition asks nothing of it, or the file has faults.
        Unreadable: when the file cannot be read.

    """
    paths = {path.stem: path for path in sorted(counts_folder(folder).glob("*.yaml"))}
    if name not in paths:
        if not paths:
            raise Unreadable(f"описаний, что считать, нет: {counts_folder(folder)}")
        said = {"name": name, "problem_ru": "такого описания нет", "problem_en": "there is no such description", **guesses(name, paths)}
        raise Faults([Diagnostic("KZ866", place, said)])
    counts, faults = counts_from_bytes(read_file(paths[name]), shown_path(paths[name]), edition, procedures)
    if counts is None:
        raise Faults(errors(faults))
    return counts


def counts_from_bytes(data: bytes, file: str, edition: str, procedures: Mapping[str, Procedure]) -> tuple[Counts | None, list[Diagnostic]]:
    """What a file counts for an edition, or None and every fault."""
    root, faults = read_nodes(data, file)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "counts")
    if errors(faults):
        return None, in_file_order(faults)
    top = fields(root)
    columns = {name: _column(name, fields(node)) for name, node in fields(top["columns"]).items()}
    terms, found = _terms(fields(top["terms"]), procedures)
    faults += found
    extension: tuple[Rule, Rule] | None = None
    if "extension" in top:
        pair = [_rule(fields(top["extension"])[key], procedures) for key in ("days", "notice")]
        faults += [rule for rule in pair if isinstance(rule, Diagnostic)]
        if isinstance(pair[0], Rule) and isinstance(pair[1], Rule):
            extension = (pair[0], pair[1])
    groups = [fields(node) for node in items(top["editions"])]
    group = next((g for g in groups if edition in {text(node) for node in items(g["of"])}), None)
    if group is None:
        known = [text(node) for g in groups for node in items(g["of"])]
        said = {
            "name": text(top["counts"]),
            "problem_ru": f"для {edition} в нём ничего не считается",
            "problem_en": f"it counts nothing for {edition}",
        }
        faults.append(Diagnostic("KZ866", top["counts"].place, {**said, **guesses(edition, known)}))
        return None, in_file_order(faults)
    faults += [fault for node in _wheres(group) for fault in _unknown_where(node, columns)]
    counts = Counts(
        id=text(top["counts"]),
        label=labels(top["label"]),
        edition=edition,
        columns=columns,
        terms=terms,
        extension=extension,
        readings={**_readings(top.get("readings")), **_readings(group.get("readings"))},
        facts=_facts(group["facts"]),
        file=file,
    )
    return (None if errors(faults) else counts), in_file_order(faults)


def _column(name: str, entry: Mapping[str, Node]) -> Column:
    flags = {key: text(entry.get(key)) == "true" for key in ("required", "unique", "only_done")}
    kind: ColumnType = text(entry["type"])  # type: ignore[assignment]
    choices = {code: labels(node) for code, node in fields(entry.get("choices")).items()}
    return Column(name, labels(entry["label"]), kind, choices, default=text(entry.get("default")), **flags)


def _terms(entry: Mapping[str, Node], procedures: Mapping[str, Procedure]) -> tuple[Terms, list[Diagnostic]]:
    rules = {code: _rule(node, procedures) for code, node in fields(entry.get("rules")).items()}
    good = {code: rule for code, rule in rules.items() if isinstance(rule, Rule)}
    faults = [rule for rule in rules.values() if isinstance(rule, Diagnostic)]
    return Terms(text(entry.get("column")), text(entry.get("unit")), text(entry.get("by")), good), faults


def _rule(node: Node, procedures: Mapping[str, Procedure]) -> Rule | Diagnostic:
    name, _, rule_id = text(node).partition(":")
    procedure = procedures.get(name)
    rule = procedure.rules.get(rule_id) if procedure else None
    if rule is None or rule.limit.kind != "within" or rule.limit.span is None or rule.limit.span.unit == "months":
        known = [f"{p.id}:{r.id}" for p in procedures.values() for r in p.rules.values() if r.limit.kind == "within"]
        return Diagnostic("KZ869", node.place, {"term": text(node), **guesses(text(node), known)})
    return rule


def _facts(node: Node | None) -> dict[str, FactCount]:
    found = {}
    for fact, part in fields(node).items():
        cite = citation(fields(part)["cite"])
        assert cite is not None
        found[fact] = FactCount(fact, {key: text(value) for key, value in fields(fields(part)["where"]).items()}, cite)
    return found


def _readings(node: Node | None) -> dict[str, Reading]:
    found = {}
    for name, part in fields(node).items():
        entry = fields(part)
        options = {key: _option(key, fields(option)) for key, option in fields(entry["options"]).items()}
        found[name] = Reading(
            id=name,
            question=labels(entry["question"]),
            why=labels(entry.get("why")),
            cite=citation(entry.get("cite")),
            confidence=text(entry["confidence"]),
            default=text(entry["default"]),
            options=options,
        )
    return found


def _option(name: str, entry: Mapping[str, Node]) -> Option:
    return Option(name, labels(entry["label"]), _facts(entry.get("facts")))


def _wheres(group: Mapping[str, Node]) -> Iterator[Node]:
    """What the facts of a group ask of a case, those of its options included."""
    options = [fields(option) for reading in fields(group.get("readings")).values() for option in fields(fields(reading)["options"]).values()]
    for facts in (group["facts"], *(option["facts"] for option in options if "facts" in option)):
        yield from (fields(part)["where"] for part in fields(facts).values())


def _unknown_where(node: Node, columns: Mapping[str, Column]) -> Iterator[Diagnostic]:
    known = [*columns, *DERIVED]
    for key, value in fields(node).items():
        if key not in known:
            yield Diagnostic("KZ864", value.place, {"name": key, "where": text(value), **guesses(key, known)})
