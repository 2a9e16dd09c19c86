"""The sentences of findings and recommendations: a YAML file that a methodologist edits, and how its blanks are filled."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kzrules.conclusions.wording import number_text, plain_text, plural, short_text
from kzrules.diagnostic import Diagnostic, Faults, errors, in_file_order
from kzrules.dictionary import Dictionary
from kzrules.guess import guesses
from kzrules.library import Library, read_file, shown_path
from kzrules.nodes import Node, Text, read_nodes
from kzrules.reading_nodes import Labels, fields, in_language, items, labels
from kzrules.resources import data_folder
from kzrules.shape import shape_faults

FILE = "sentences.yaml"
KINDS = ("table", "list", "share", "yes_no", "formula", "special", "cohort", "lines", "deduction")
BLANKS = frozenset(
    "criterion points max lost cite facts aim row next table worst top count case cases cap body".split()  # noqa: SIM905 - as the file lists them
)
_BLANK = re.compile(r"\{([^{}|]*)((?:\|[^{}|]*)*)\}")
_FORMS = {"ru": 3, "kk": 1, "en": 2}
_TODO = ("возьмите за образец methodologies/templates/sentences.yaml", "copy methodologies/templates/sentences.yaml")


@dataclass(frozen=True, slots=True)
class Pair:
    """What was found, and what to do about it."""

    found: Labels
    do: Labels


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences by how a score comes about, and those of single rules and deductions; facts that no advice names."""

    by_kind: Mapping[str, Pair]
    by_rule: Mapping[str, Pair]
    not_advised: frozenset[str]
    sha256: str

    def about(self, path: str, kind: str) -> Pair:
        """The pair for a rule or deduction: its own by path, by its id, else that of its kind."""
        return self.by_rule.get(path) or self.by_rule.get(path.rpartition(".")[2]) or self.by_kind[kind]


def sentences_of(library: Library) -> Sentences:
    """The sentences of a folder of methodologies, else the shipped ones.

    Raises:
        Faults: when the file has faults.

    """
    own = library.folder / "templates" / FILE
    path = own if own.is_file() else data_folder("methodologies") / "templates" / FILE
    found, faults = sentences_from_bytes(read_file(path), shown_path(path), library.dictionary)
    if found is None:
        raise Faults(errors(faults))
    return found


def sentences_from_bytes(data: bytes, file: str, dictionary: Dictionary) -> tuple[Sentences | None, list[Diagnostic]]:
    """The sentences that a file writes, or None and every fault."""
    root, faults = read_nodes(data, file, _TODO)
    if root is None or errors(faults):
        return None, in_file_order(faults)
    faults += shape_faults(root, "sentences")
    if errors(faults):
        return None, in_file_order(faults)
    top = fields(root)
    by_kind, by_rule = fields(top["sentences"]), fields(top.get("rules"))
    faults += [Diagnostic("KZ889", top["sentences"].place, {"kind": kind}) for kind in KINDS if kind not in by_kind]
    for node in (*by_kind.values(), *by_rule.values()):
        for sentence in fields(node).values():
            for lang, written in fields(sentence).items():
                faults += _blank_faults(written, lang, dictionary)
    spared = [node for node in items(top.get("not_advised")) if isinstance(node, Text)]
    for node in spared:
        if node.value not in dictionary.facts:
            faults.append(Diagnostic("KZ884", node.place, {"name": node.value, **guesses(node.value, dictionary.facts)}))
    if errors(faults):
        return None, in_file_order(faults)
    silent = frozenset(node.value for node in spared)
    return Sentences(_pairs(by_kind), _pairs(by_rule), silent, hashlib.sha256(data).hexdigest()), in_file_order(faults)


def _pairs(nodes: Mapping[str, Node]) -> dict[str, Pair]:
    return {name: Pair(labels(fields(node)["found"]), labels(fields(node)["do"])) for name, node in nodes.items()}


def _blank_faults(node: Node, lang: str, dictionary: Dictionary) -> Iterator[Diagnostic]:
    if not isinstance(node, Text):
        return
    known = {*BLANKS, *dictionary.facts}
    for match in _BLANK.finditer(node.value):
        name, forms = match.group(1), match.group(2).count("|")
        if name not in known:
            yield Diagnostic("KZ884", node.place, {"name": name, **guesses(name, known)})
        elif forms not in (0, _FORMS[lang]):
            yield Diagnostic("KZ888", node.place, {"name": name, "forms": match.group(2)[1:], "count": forms, "needed": _FORMS[lang]})


def filled(sentence: Labels, values: Mapping[str, Fraction | str], fact: Callable[[str], Fraction | str], lang: str) -> str:
    """A sentence with its blanks filled; numbers take their decimal comma and, where asked, the word after them its form.

    Args:
        sentence: by language.
        values: of the blanks that are no facts.
        fact: the value of a fact.
        lang: the language.

    """

    def one(match: re.Match[str]) -> str:
        name = match.group(1)
        value = values[name] if name in values else fact(name)
        forms = tuple(match.group(2).split("|")[1:])
        if isinstance(value, str):
            return f"{value} {forms[-1]}" if forms else value
        number = number_text(value) if value.denominator == 1 else short_text(value)
        if not forms:
            return number
        return f"{number} {plural(value, forms) if len(forms) > 2 else forms[0]}"

    return plain_text(_BLANK.sub(one, in_language(sentence, lang)))
