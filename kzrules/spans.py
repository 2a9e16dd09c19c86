"""The lowest and highest score of a body over all combinations of readings, exactly.

Every rule is scored under every choice of its own readings; what changes nothing for the body is left
out; scores that share no reading are added as spreads. Only readings that tie rules together are tried jointly.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import prod

from kzrules.facts import Body
from kzrules.formula import Formula
from kzrules.frame import total_of
from kzrules.outcome import Result, Score
from kzrules.program import Band, Overall, Rule
from kzrules.reading_runs import Runs, TooMany
from kzrules.scope import INDICATORS
from kzrules.scoring import Run, band_of
from kzrules.spread import (
    Factor,
    Key,
    Spread,
    Witness,
    alike,
    cells,
    certain,
    choices_of_witness,
    factor_sum,
    narrowed,
    spread_map,
    without,
)  # fmt: skip
from kzrules.values import Missing, rounded
from kzrules.walk import pieces

_KEEP = 256  # values of a sum that are kept; the least and the greatest always are
_KEEP_BELOW_A_FORMULA = 4096
_LACK = Missing()


@dataclass(frozen=True, slots=True)
class Attained:
    """A score that some combination of options gives; `choices` are the options other than the default."""

    score: Fraction
    grade: str | None
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Range:
    """What a body's score can be.

    Attributes:
        low, high: the ends; None when no combination gives a score.
        grades: grades that some combination gives, each with such a combination, from the lowest score.
        unsettled: grades inside the range that were neither met nor excluded.
        combinations, missing: the number of all combinations, and of those that give no score (None: not counted).
        lacking: a combination that gives no score, if one is known; where `missing` is 0 it says nothing.

    """

    low: Attained | None
    high: Attained | None
    grades: tuple[Attained, ...]
    unsettled: tuple[str, ...]
    combinations: int
    missing: int | None
    lacking: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Fixed:
    """Decided by the rule itself, whatever its parts."""

    value: Result
    before: Result


@dataclass(frozen=True, slots=True)
class _Plain:
    """The sum of the parts, less what is taken off, within bounds."""

    less: Result
    floor: Fraction | None
    cap: Fraction | None


@dataclass(frozen=True, slots=True)
class _Asks:
    """A formula that looks at its parts, or only at their sum."""

    rule: Rule
    let: Mapping[str, object]
    by_sum: bool
    run: Run = field(compare=False, repr=False)


_Own = _Fixed | _Plain | _Asks | None
_NOTHING_OWN = _Plain(Fraction(0), None, None)


def range_of(runs: Runs, body: Body) -> Range:
    """The exact range of a body.

    Raises:
        TooMany: when it would take more than the limit of the runs.

    """
    return _Search(runs, body).range()


class _Search:
    def __init__(self, runs: Runs, body: Body) -> None:
        self.runs = runs
        self.body = body
        self.options = runs.options
        self.spent = 0
        self.parts: dict[str, list[str]] = {}
        self.own: dict[str, tuple[Key, dict[Key, _Own]]] = {}
        self.places: dict[str, list[str]] = {}
        for path in runs.bearings.rules:
            self.parts.setdefault(path.rpartition(".")[0], []).append(path)
            table: dict[Key, _Own] = {}
            for choices, run in runs.under(path):
                self.spend(1)
                table.update(dict.fromkeys(choices, self._own(path, run)))
            self.own[path] = narrowed(runs.scopes[path], table, lambda a, b: a == b)
            for name in self.own[path][0]:
                self.places.setdefault(name, []).append(path)

    def spend(self, evaluations: int) -> None:
        self.spent += evaluations
        if self.spent > self.runs.limit:
            raise TooMany

    # ── one rule ──

    def _own(self, path: str, run: Run) -> _Own:
        program = run.programs[self.body.kind]
        rule = program.rules.get(path)
        if rule is None:
            return None
        asked = {name for piece in pieces(rule) if isinstance(piece, Formula) for name in piece.names}
        if rule.children and asked & {INDICATORS, *(part.id for part in rule.children)}:
            return _Asks(replace(rule, children=()), program.let, not asked & {part.id for part in rule.children}, run)
        score = _scored(run, self.body, rule, {})
        if not rule.children or rule.score is not None or score.special is not None or isinstance(score.before, Missing):
            return _Fixed(_plain(score.value), _plain(score.before))
        total = _plain(total_of(d.value for d in score.deductions))
        if not isinstance(total, Missing) and rule.deductions_cap is not None:
            total = min(total, rule.deductions_cap)
        return _Plain(total, rule.floor, rule.cap)

    def terms(self, path: str, before: bool = False, keep: int = _KEEP) -> list[Factor]:
        """Factors whose sum is the score of a rule (`before` its deductions)."""
        scope, table = self.own[path]
        if any(isinstance(own, _Asks) for own in table.values()):
            keep = _KEEP_BELOW_A_FORMULA
        parts = {part: self.terms(part, keep=keep) for part in self.parts.get(path, [])}
        below = [term for terms in parts.values() for term in terms]
        if all(own is None or (isinstance(own, _Plain) and (before or (own.floor is None and own.cap is None))) for own in table.values()):
            if before:
                return below
            less = {k: certain(_minus(own.less)) if isinstance(own, _Plain) else certain(Fraction(0)) for k, own in table.items()}
            return [*below, Factor(scope, less)]
        if all(not isinstance(own, _Asks) or own.by_sum for own in table.values()):
            sums = {"": self.combined(below, self._needed(path) | set(scope), keep)}
        else:
            sums = {part: self.combined(terms, self._needed(part), keep) for part, terms in parts.items()}
        return [self._applied(path, sums, before, keep)]

    def _needed(self, path: str) -> set[str]:
        """Readings that matter outside a rule and its parts too, or to the overall score."""
        outside = {n for n, paths in self.places.items() if any(p != path and not p.startswith(f"{path}.") for p in paths)}
        return outside | set(self.runs.scopes[""])

    def combined(self, terms: list[Factor], needed: set[str], keep: int) -> Factor:
        """The sum of factors, every reading left free that is not needed: first those that tie the least together."""
        while free := {name for term in terms for name in term.scope} - needed:
            ties = {name: {n for term in terms if name in term.scope for n in term.scope} for name in free}
            name = min(sorted(free), key=lambda n: self.runs.count(tuple(ties[n])))
            tied = [term for term in terms if name in term.scope]
            self.spend(self.runs.count(tuple(ties[name])))
            terms = [term for term in terms if name not in term.scope] + [self._narrow(without(factor_sum(tied, self.options, keep), [name], keep))]
        self.spend(self.runs.count(tuple({name for term in terms for name in term.scope})))
        return self._narrow(factor_sum(terms, self.options, keep))

    def _narrow(self, factor: Factor) -> Factor:
        return Factor(*narrowed(factor.scope, factor.table, alike))

    def _applied(self, path: str, sums: Mapping[str, Factor], before: bool, keep: int) -> Factor:
        own_scope, own = self.own[path]
        scope = tuple(sorted({*own_scope, *(name for factor in sums.values() for name in factor.scope)}))
        self.spend(self.runs.count(scope))
        table = {}
        for cell in cells(scope, self.options):
            parts = {part: factor.at(cell) for part, factor in sums.items()}
            table[tuple(cell.values())] = self._spread(path, own[tuple(cell[n] for n in own_scope)], parts, before)
        free = set(scope) - self._needed(path)
        return self._narrow(without(Factor(scope, table), sorted(free), keep))

    def _spread(self, path: str, own: _Own, parts: Mapping[str, Spread], before: bool) -> Spread:
        match own:
            case None:
                return certain(Fraction(0))
            case _Fixed():
                return certain(own.before if before else own.value)
            case _Plain():
                (total,) = parts.values() if set(parts) == {""} else [self._total(parts)]
                return spread_map(total, lambda value: value if before else _bounded(own, value))
            case _Asks():
                return self._asked(path, own, parts, before)

    def _total(self, parts: Mapping[str, Spread]) -> Spread:
        whole = factor_sum([Factor((), {(): spread}) for spread in parts.values()], self.options, _KEEP_BELOW_A_FORMULA)
        return whole.table[()]

    def _asked(self, path: str, own: _Asks, parts: Mapping[str, Spread], before: bool) -> Spread:
        """Scores of a formula over every combination of values of its parts (or every value of their sum)."""
        if not all(spread.whole for spread in parts.values()):
            raise TooMany
        self.spend(prod(len(spread.values) + bool(spread.missing) for spread in parts.values()))
        rule = own.run.programs[self.body.kind].rules[path]
        found = []
        for values, count, witness in _each([(part.rpartition(".")[2] or rule.children[0].id, spread) for part, spread in parts.items()]):
            score = _scored(own.run, self.body, rule, values)
            spread = certain(_plain(score.before if before else score.value))
            found.append(
                (witness, Spread({v: (n * count, w) for v, (n, w) in spread.values.items()}, spread.computable * count, spread.missing * count, ()))
            )
        return _gathered(found)

    # ── the overall score ──

    def range(self) -> Range:
        """The outcome of every choice of the readings of the overall score, with all the others free."""
        tops: dict[Key, tuple[Overall, tuple[Band, ...]]] = {}
        for choices, run in self.runs.under(""):
            self.spend(1)
            program = run.programs[self.body.kind]
            overall = replace(program.overall, readings=(), rounding=replace(program.overall.rounding, readings=()))
            tops.update(dict.fromkeys(choices, (overall, program.bands)))
        scope, tops = narrowed(self.runs.scopes[""], tops, lambda a, b: a == b)
        return _range(self, scope, tops)


def _range(search: _Search, scope: Key, tops: Mapping[Key, tuple[Overall, tuple[Band, ...]]]) -> Range:
    terms = {
        of: {path: search.terms(path, of == "before_deductions") for path in search.parts[""]} for of in {overall.of for overall, _ in tops.values()}
    }
    tied = {name for below in terms.values() for several in below.values() for t in several for name in t.scope} & set(search.runs.scopes[""])
    whole = tuple(sorted({*scope, *tied}))
    search.spend(search.runs.count(whole))
    ends: list[Attained] = []
    grades: dict[str | None, Attained] = {}
    touched: dict[str, None] = {}
    missing, lacking = Fraction(0), {}
    for cell in cells(whole, search.options):
        overall, bands = tops[tuple(cell[n] for n in scope)]
        weighted = [_weighted(t, overall.weights[p], cell) for p, several in terms[overall.of].items() if p in overall.weights for t in several]
        spread = search.combined(weighted, set(), _KEEP).table[()]
        share = Fraction(spread.missing, spread.total) / search.runs.count(whole)
        if share and not missing:
            lacking = _chosen(search, cell, spread.lacking)
        missing += share
        met = []
        for exact, (_, witness) in sorted(spread.values.items()):
            score = rounded(exact, overall.rounding.places, overall.rounding.mode)
            band = band_of(bands, score)
            met.append((score, band.grade if band else None, witness))
        for score, grade, witness in (met[0], met[-1]) if met else ():
            ends.append(Attained(score, grade, _chosen(search, cell, witness)))
        for score, grade, witness in met:
            if grade not in grades:
                grades[grade] = Attained(score, grade, _chosen(search, cell, witness))
        if met and not spread.whole:
            touched.update((b.grade, None) for b in bands if (b.high is None or b.high > met[0][0]) and (b.low is None or b.low <= met[-1][0]))
    combinations = search.runs.count(tuple(search.options))
    return Range(
        low=min(ends, key=lambda a: a.score, default=None),
        high=max(ends, key=lambda a: a.score, default=None),
        grades=tuple(sorted(grades.values(), key=lambda a: a.score)),
        unsettled=tuple(grade for grade in touched if grade not in grades),
        combinations=combinations,
        missing=int(missing * combinations),
        lacking=lacking,
    )


def _weighted(term: Factor, weight: Fraction, cell: Mapping[str, str]) -> Factor:
    """A factor times the weight of its direction, under the choices already made."""
    left = tuple(name for name in term.scope if name not in cell)
    table = {}
    for key, spread in term.table.items():
        choice = dict(zip(term.scope, key, strict=True))
        if all(cell.get(name, option) == option for name, option in choice.items()):
            table[tuple(choice[name] for name in left)] = spread_map(spread, lambda v: _LACK if isinstance(v, Missing) else v * weight)
    return Factor(left, table)


def _chosen(search: _Search, cell: Mapping[str, str], witness: Witness) -> dict[str, str]:
    """The options that differ from the default, in the order of the file."""
    found = {**choices_of_witness(witness), **cell}
    return {name: found[name] for name, options in search.options.items() if found.get(name, options[0]) != options[0]}


def _each(parts: list[tuple[str, Spread]]) -> Iterator[tuple[dict[str, Result], int, Witness]]:
    """Every combination of values, with the number of choices and one of them."""
    if not parts:
        yield {}, 1, ()
        return
    (name, spread), rest = parts[0], parts[1:]
    outcomes: list[tuple[Result, int, Witness]] = [(v, n, w) for v, (n, w) in spread.values.items()]
    outcomes += [(_LACK, spread.missing, spread.lacking)] if spread.missing else []
    for values, count, witness in _each(rest):
        for value, times, choice in outcomes:
            yield {name: value, **values}, count * times, (choice, witness)


def _gathered(parts: list[tuple[Witness, Spread]]) -> Spread:
    """Outcomes put together, each counted as often as it came."""
    found: dict[Fraction, tuple[int, Witness]] = {}
    missing, lacking = 0, ()
    for witness, spread in parts:
        for value, (count, _) in spread.values.items():
            found[value] = (count + found[value][0], found[value][1]) if value in found else (count, witness)
        missing, lacking = missing + spread.missing, witness if spread.missing and not missing else lacking
    return Spread(found, sum(count for count, _ in found.values()), missing, lacking)


def _scored(run: Run, body: Body, rule: Rule, parts: Mapping[str, Result]) -> Score:
    """The score of a rule upon values of its parts, 0 where none is given."""
    values = [(part, parts.get(part.id, Fraction(0))) for part in rule.children]
    return run.score(body, rule, tuple(Score(part, value, value, None, (), (), (), (), ()) for part, value in values))


def _plain(value: Result) -> Result:
    """A number, or Missing without its reasons."""
    return _LACK if isinstance(value, Missing) else value


def _minus(value: Result) -> Result:
    return value if isinstance(value, Missing) else -value


def _bounded(own: _Plain, total: Result) -> Result:
    if isinstance(total, Missing) or isinstance(own.less, Missing):
        return _LACK
    value = total - own.less
    if own.floor is not None:
        value = max(value, own.floor)
    return value if own.cap is None else min(value, own.cap)
