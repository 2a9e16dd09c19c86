"""When a rule asks for a mean over other bodies: the mean is replaced by a table of one row, and terms tell when a row is looked up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from fractions import Fraction
from typing import Any

from kzrules.diagnostic import Diagnostic, Faults
from kzrules.formula import Formula
from kzrules.place import NOWHERE
from kzrules.program import CohortMean, Lookup, Number, Row, Rule, Table
from kzrules.symbolic import program_terms
from kzrules.term_records import ProgramTerms
from kzrules.terms import Term
from kzrules.walk import pieces

_MARK = "mean over other bodies"
_ROW = Row(None, False, None, False, "", Fraction(0), "", False, (), NOWHERE)
_PROBE = Lookup(Table(_MARK, {}, None, "", None, (_ROW,), (), NOWHERE), Number(Fraction(0)), NOWHERE)


def asking(terms: ProgramTerms) -> Term:
    """When the one rule of a program asks for a mean; such a body has no result of its own.

    Raises:
        Faults: for a mean inside a definition: terms do not tell exactly when it is looked at.

    """
    program, t = terms.program, terms.symbols.terms
    (rule,) = program.directions
    for value in (*program.let.values(), *rule.let.values()):
        if any(isinstance(piece, CohortMean) for piece in pieces(value)):
            why = {"why_ru": f"в «{rule.path}» среднее по органам стоит внутри let", "why_en": f"“{rule.path}” has a mean over bodies inside a let"}
            todo = {"todo_ru": "поставьте его прямо в правило", "todo_en": "put it into the rule itself"}
            raise Faults([Diagnostic("KZ909", rule.place, {**why, **todo})])
    probed: Rule = _with_probe(rule)
    small = replace(program, directions=(probed,), rules={rule.path: probed})
    found = program_terms(small, terms.dictionary, terms.lengths, fixed=True, symbols=terms.symbols)
    return t.some(*(row.when for row in found.rows if row.table.id == _MARK))


def _with_probe(part: Any) -> Any:
    """A record with the probe in the place of every mean."""
    match part:
        case CohortMean():
            return _PROBE
        case Formula() | Table():
            return part
        case tuple():
            return tuple(map(_with_probe, part))
        case Mapping():
            return {key: _with_probe(one) for key, one in part.items()}
        case _ if is_dataclass(part) and not isinstance(part, type):
            return replace(part, **{field.name: _with_probe(getattr(part, field.name)) for field in fields(part)})
        case _:
            return part
