"""Each rule as terms by itself, under every choice of the readings that vary: its parts are unknowns of their own.

A run of `readings: all` hardly ever meets a choice twice, so no program is made for a choice. Each rule is made once for every choice of
the few readings that its own text asks for, and the run's options choose between these.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from kzrules.dictionary import Dictionary
from kzrules.program import Each, Program
from kzrules.questions import Question
from kzrules.simulation.asking import asking
from kzrules.simulation.by_choice import by_choice, either
from kzrules.simulation.packs import Packs, leaves
from kzrules.simulation.stubs import facts_of, pieces_of, stub, stub_specs
from kzrules.symbolic import program_terms
from kzrules.symbols import OpenAnswers
from kzrules.term_records import Ends, Mean, ProgramTerms
from kzrules.terms import Term, Terms

_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class RuleParts:
    """A rule as terms: numbers, then conditions.

    Attributes:
        value, before: its score whole, and before deductions.
        maximum: one where it has none.
        placed: the value that it places among those of other bodies.
        missing, before_missing, unplaced: when these are not to be had.
        there: whether the rule is there at all.
        asks: when it asks for a mean over other bodies (that of its parts not counted).

    """

    value: Term
    before: Term
    maximum: Term
    placed: Term
    missing: Term
    before_missing: Term
    unplaced: Term
    there: Term
    asks: Term


NUMBERS = ("value", "before", "maximum", "placed")
TRUTHS = ("missing", "before_missing", "unplaced", "there", "asks")


@dataclass(frozen=True, slots=True)
class Template:
    """A rule of any body whose lists have certain lengths.

    Attributes:
        parts: over the answers of the body, the scores of the parts and the means over other bodies.
        children: paths of its parts.
        questions: the answers it looks at; `lists`: the lists that are not known.
        means: the means it asks for; `ends`: the ends among which it places a value.

    """

    parts: RuleParts
    children: tuple[str, ...]
    questions: Mapping[str, Question]
    lists: frozenset[str]
    means: Mapping[str, Mean]
    ends: Mapping[str, Ends]


@dataclass(frozen=True, slots=True)
class Templates:
    """The rules of a body kind, made when they are asked for.

    Attributes:
        made: by path and the lengths of the lists that the rule looks at, which are in `lists`.

    """

    packs: Packs
    terms: Terms
    made: dict[tuple[str, tuple[tuple[str, int], ...]], Template] = field(default_factory=dict)
    lists: dict[str, frozenset[str]] = field(default_factory=dict)


def template_of(templates: Templates, path: str, lengths: Mapping[str, int]) -> Template:
    """A rule of a body whose lists have these lengths; lists not named are not known."""
    found_in = [(program, rule) for program in templates.packs.programs.values() if (rule := program.rules.get(path)) is not None]
    if path not in templates.lists:
        templates.lists[path] = frozenset(piece.over for program, rule in found_in for piece in pieces_of(rule, program) if isinstance(piece, Each))
    lists = templates.lists[path]
    own = {name: length for name, length in lengths.items() if name in lists}
    key = (path, tuple(sorted(own.items())))
    if key not in templates.made:
        children = tuple(dict.fromkeys(child.path for _, rule in found_in for child in rule.children))
        made = [(choice, _terms(templates, program, path, children, own)) for choice, program in leaves(templates.packs, path)]
        there = [terms for _, terms in made if terms is not None]
        questions = {name: question for terms in there for name, question in terms.questions.items() if name not in stub_specs(children)}
        parts = by_choice(templates.terms, [(choice, _parts(templates, terms, path)) for choice, terms in made], _joined)
        means, ends = ({name: one for terms in there for name, one in getattr(terms, which).items()} for which in ("means", "ends"))
        templates.made[key] = Template(parts, children, questions, frozenset(lists - own.keys()), means, ends)
    return templates.made[key]


def _terms(templates: Templates, program: Program, path: str, children: tuple[str, ...], lengths: Mapping[str, int]) -> ProgramTerms | None:
    """A rule alone under one choice, its parts unknowns; None where it is not there."""
    rule = program.rules.get(path)
    if rule is None:
        return None
    specs = stub_specs(children)
    facts = frozenset(specs) | facts_of(rule, program)
    alone = replace(rule, children=tuple(stub(rule, child) for child in children))
    small = replace(program, directions=(alone,), overall=replace(program.overall, weights={}), facts=facts, rules={path: alone})
    words = Dictionary({**templates.packs.edition.dictionary.facts, **specs}, ())
    return program_terms(small, words, lengths, fixed=True, symbols=OpenAnswers(templates.terms))


def _parts(templates: Templates, terms: ProgramTerms | None, path: str) -> RuleParts:
    t = templates.terms
    nothing = t.number(0)
    if terms is None:
        return RuleParts(nothing, nothing, t.number(1), nothing, t.false, t.false, t.true, t.false, t.false)
    made = terms.rules[path]
    value = made.value.term.args[1] if made.value.term.op == "named" else made.value.term
    lacks, before_lacks = (t.some(symbol.missing, symbol.na) for symbol in (made.value, made.before))
    own = terms.ends[path].own if path in terms.ends else None
    placed, unplaced = (nothing, t.true) if own is None else (own.term, t.some(own.missing, own.na))
    asks = asking(terms) if terms.means else t.false
    return RuleParts(value, made.before.term, t.number(made.rule.maximum or _ONE), placed, lacks, before_lacks, unplaced, t.true, asks)


def _joined(t: Terms, holds: Term, one: RuleParts, other: RuleParts) -> RuleParts:
    numbers = (t.choice(holds, getattr(one, part), getattr(other, part)) for part in NUMBERS)
    return RuleParts(*numbers, *(either(t, holds, getattr(one, part), getattr(other, part)) for part in TRUTHS))
