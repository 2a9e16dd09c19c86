"""The difference of a score between two editions, split among their changes: exact, and free of any order.

Where a rule is the plain sum of its parts, each part's difference is its share. Where it is not (a formula,
a floor, a cap), the shares are Shapley values over its own changes and its changed parts, and parts of parts
share within theirs (`shapley`). The weights and a direction share their product evenly. The rounding of the
overall score is a part of its own. A value that is normalised over bodies is placed among all of them under the
same mixture of its rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from kzrules.citation import Citation
from kzrules.facts import Body
from kzrules.formula import Formula
from kzrules.meaning import Key, rule_meaning, value_meaning
from kzrules.outcome import Assessment, Score
from kzrules.program import KINDS, Kind, Lookup, Normalise, Number, Overall, Program, Rule
from kzrules.reading_nodes import Labels
from kzrules.scoring import Run
from kzrules.shapley import Game, Group, shares
from kzrules.values import Missing
from kzrules.walk import pieces

What = Literal["added", "dropped", "weights", "rounding", "maximum", "rule", "table", "deductions", "bounds", "together"]
Measure = Literal["value", "before"]
_ASPECTS: dict[str, tuple[str, ...]] = {
    "maximum": ("maximum",),
    "rule": ("let", "specials", "score"),
    "deductions": ("deductions", "deductions_cap"),
    "bounds": ("floor", "cap"),
}
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Part:
    """What one change does to a score.

    Attributes:
        path: the rule that changed, or `overall`.
        what: which of its aspects; `together`: they can only be told apart where results are known.
        amount: points, signed; the parts add up to the difference.
        cites: the place of the act in the older and the newer edition.

    """

    path: str
    what: What
    amount: Fraction
    label: Labels
    cites: tuple[Citation | None, Citation | None]


@dataclass(frozen=True, slots=True)
class Attribution:
    """The parts of one body's difference; none where a score is not known under either edition."""

    before: Assessment
    after: Assessment
    parts: tuple[Part, ...]
    missing: Missing | None

    @property
    def total(self) -> Fraction | None:
        """The difference of the rounded overall scores."""
        one, other = self.before.score, self.after.score
        return None if isinstance(one, Missing) or isinstance(other, Missing) else other - one


def attributions_of(runs: tuple[Run, Run], bodies: Iterable[Body]) -> Iterator[Attribution]:
    """The difference of each body between two runs over the same bodies, split.

    Args:
        runs: of the older and of the newer edition.
        bodies: of the runs, those to attribute.

    """
    own: dict[tuple[str, str], list[str]] = {}
    mixed: dict[tuple[str, frozenset[str]], Run] = {}
    for body in bodies:
        yield _attribution(runs[0].assess(body), runs[1].assess(body), _Splitter(body, runs, own, mixed))


def _attribution(before: Assessment, after: Assessment, splitter: _Splitter) -> Attribution:
    lacks = [a.score for a in (before, after) if isinstance(a.score, Missing)]
    if lacks:
        return Attribution(before, after, (), lacks[0] if len(lacks) == 1 else lacks[0] | lacks[1])
    return Attribution(before, after, _together(_overall(before, after, splitter)), None)


def _overall(before: Assessment, after: Assessment, splitter: _Splitter) -> Iterator[Part]:
    old, new = before.program.overall, after.program.overall
    one, other = ({s.rule.id: s for s in a.directions if s.rule.id in a.program.overall.weights} for a in (before, after))
    measures = [_measure(overall) for overall in (old, new)]
    reweighing = _ZERO
    for name in {**one, **other}:
        weights = (old.weights.get(name, _ZERO), new.weights.get(name, _ZERO))
        for end in (one.get(name), other.get(name)):
            reweighing += (weights[1] * _amount(end, measures[1]) - weights[0] * _amount(end, measures[0])) / 2
        for measure in dict.fromkeys(measures):
            factor = sum((w for w, m in zip(weights, measures, strict=True) if m == measure), _ZERO) / 2
            yield from (replace(p, amount=p.amount * factor) for p in splitter.split(one.get(name), other.get(name), measure))
    cites = (old.cite, new.cite)
    yield Part("overall", "weights", reweighing, new.label, cites)
    exact = [a.score - a.exact for a in (before, after) if not isinstance(a.score, Missing) and not isinstance(a.exact, Missing)]
    yield Part("overall", "rounding", exact[1] - exact[0], new.label, cites)


def _together(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Parts of the same change put together, those of nothing left out, the largest first."""
    found: dict[tuple[str, What], Part] = {}
    for part in parts:
        key = (part.path, part.what)
        found[key] = replace(part, amount=part.amount + found[key].amount) if key in found else part
    return tuple(sorted((p for p in found.values() if p.amount), key=lambda p: (-abs(p.amount), p.path, p.what)))


def _measure(overall: Overall) -> Measure:
    return "value" if overall.of == "after_deductions" else "before"


def _amount(score: Score | None, measure: Measure = "value") -> Fraction:
    value = _ZERO if score is None else getattr(score, measure)
    if isinstance(value, Missing):
        raise _UnknownError
    return value


class _UnknownError(Exception):
    """A mixture of two editions has no result, though both editions have one."""


class _Splitter:
    """Splits the difference of one rule of one body; `measure` is what of it counts further up."""

    def __init__(
        self, body: Body, runs: tuple[Run, Run], own: dict[tuple[str, str], list[str]], mixed: dict[tuple[str, frozenset[str]], Run]
    ) -> None:
        self.body = body
        self.runs = runs
        self.own = own  # what differs about a rule itself, by body kind and path: the same for every body
        self.mixed = mixed  # all bodies under a mixture of one rule: the same for every body too

    def split(self, one: Score | None, other: Score | None, measure: Measure = "value") -> Iterator[Part]:
        """The parts of a rule's difference."""
        if one is None or other is None:
            score = one or other
            assert score is not None
            yield _part(one, other, "dropped" if other is None else "added", _amount(other, measure) - _amount(one, measure))
            return
        if _additive(one.rule) and _additive(other.rule):
            if measure == "value":
                own = (_amount(other) - _amount(other, "before")) - (_amount(one) - _amount(one, "before"))
                yield _part(one, other, "deductions", own)
            for a, b in _children(one, other):
                yield from self.split(a, b)
            return
        if not self.differs(one, other):
            # the same rule: whatever differs comes from the other bodies of the cohort
            yield _part(one, other, "together", _amount(other, measure) - _amount(one, measure))
            return
        whole = _amount(other, measure) - _amount(one, measure)
        try:
            parts = tuple(self._game(one, other, measure))
        except _UnknownError:
            parts = ()
        if sum((part.amount for part in parts), _ZERO) != whole:  # other bodies' rules move a part that is the same itself
            parts = (_part(one, other, "together", whole),)
        yield from parts

    def differs(self, one: Score | None, other: Score | None) -> bool:
        """Whether two scores come from rules of different meaning."""
        if one is None or other is None:
            return one is not other
        return bool(self._own(one, other)) or any(self.differs(a, b) for a, b in _children(one, other))

    def _own(self, one: Score, other: Score) -> list[str]:
        """The aspects of the rule itself that differ; its table apart from its formula where both have one."""
        return self._changes(self.body.kind, one.rule, other.rule)

    def _changes(self, kind: Kind, one: Rule, other: Rule) -> list[str]:
        if (kind, other.path) not in self.own:
            self.own[kind, other.path] = self._differing(kind, one, other)
        return self.own[kind, other.path]

    def _differing(self, kind: Kind, one: Rule, other: Rule) -> list[str]:
        entries = [rule_meaning(rule, run.programs[kind].let) for rule, run in zip((one, other), self.runs, strict=True)]
        changed = {k for k in {*entries[0], *entries[1]} if entries[0].get(k) != entries[1].get(k)}
        words = {_aspect_of(k) for k in changed if Key("", "", k).effect == "results"}
        if "table" in words and not all(isinstance(rule.score, Lookup) for rule in (one, other)):
            words = (words - {"table"}) | {"rule"}
        if "deductions" in words and self._deductions_lean_on_let(kind, one, other):
            words = (words - {"deductions"}) | {"rule"}
        return sorted(words)

    def _deductions_lean_on_let(self, kind: Kind, one: Rule, other: Rule) -> bool:
        """Whether deductions use a definition that the two editions do not share: then they go with the formula."""
        names = {n for rule in (one, other) for d in rule.deductions for piece in pieces(d) if isinstance(piece, Formula) for n in piece.names}
        lets = [self._let(kind, rule, edition) for edition, rule in enumerate((one, other))]
        defined = [{name: value_meaning(name, let) for name in names & set(let)} for let in lets]
        return defined[0] != defined[1]

    def _game(self, one: Score, other: Score, measure: Measure) -> Iterator[Part]:
        made: dict[str, Part] = {}
        members = self._members(one, other, made)
        game: Game = lambda state: _amount(self._mixed(one, other, state), measure)  # noqa: E731
        for name, amount in shares(members, game).items():
            yield replace(made[name], amount=amount)

    def _members(self, one: Score, other: Score, made: dict[str, Part]) -> list[str | Group]:
        """The players of a rule: its own changes, then its changed parts, each a group where it has changes inside."""
        found: list[str | Group] = []
        for what in self._own(one, other):
            name = f"{other.rule.path}:{what}"
            made[name] = _part(one, other, what, _ZERO)  # type: ignore[arg-type]
            found.append(name)
        for a, b in _children(one, other):
            if not self.differs(a, b):
                continue
            if a is None or b is None:
                name = (a or b).rule.path  # type: ignore[union-attr]
                made[name] = _part(a, b, "dropped" if b is None else "added", _ZERO)
                found.append(name)
            else:
                inner = self._members(a, b, made)
                found.append(inner[0] if len(inner) == 1 else Group(tuple(inner)))
        return found

    def _mixed(self, one: Score, other: Score, state: frozenset[str]) -> Score:
        """The rule with the changes of `state` made and the others not."""
        children = []
        for a, b in _children(one, other):
            path = (a or b).rule.path  # type: ignore[union-attr]
            chosen = b if path in state else a
            if a is not None and b is not None:
                chosen = self._mixed(a, b, state) if self.differs(a, b) else a
            children += [] if chosen is None else [chosen]
        rule = self._mixed_rule(self.body.kind, one.rule, other.rule, state)
        if rule.score is None and not children:
            rule = replace(rule, score=Number(_ZERO))  # the sum of no parts
        rule = replace(rule, children=tuple(c.rule for c in children))
        return self._run(one.rule, other.rule, rule, state).score(self.body, rule, tuple(children))

    def _mixed_rule(self, kind: Kind, one: Rule, other: Rule, state: frozenset[str]) -> Rule:
        """A rule without its parts, with its own changes of `state` made."""
        own = self._changes(kind, one, other)
        taken = [what for what in own if f"{other.path}:{what}" in state]
        rule, newer = replace(one, let=self._let(kind, one, 0)), replace(other, let=self._let(kind, other, 1))
        for what in taken:
            rule = _with_aspect(rule, newer, what)
        if "rule" in taken and "deductions" not in own:
            rule = _with_aspect(rule, newer, "deductions")  # the same, or leaning on the definitions just taken
        if "table" in taken and "rule" not in taken:
            rule = replace(rule, score=Lookup(newer.score.table, rule.score.of, rule.score.place))  # type: ignore[union-attr]
        elif "rule" in taken and "table" not in taken and "table" in own:
            rule = replace(rule, score=Lookup(one.score.table, newer.score.of, newer.score.place))  # type: ignore[union-attr]
        return rule

    def _run(self, one: Rule, other: Rule, rule: Rule, state: frozenset[str]) -> Run:
        """The body alone: a mean over other bodies has no result there, and the rule stays together; for a normalisation, with all others."""
        newer = f"{other.path}:rule" in state
        if not isinstance(rule.score, Normalise):
            return Run(dict.fromkeys(KINDS, replace(self.runs[newer].programs[self.body.kind], rules={})), [self.body])
        if one.children or other.children:  # what is normalised may be made of parts, which are mixed for this body only
            raise _UnknownError
        key = (other.path, frozenset(change for change in state if change.partition(":")[0] == other.path))
        if key not in self.mixed:
            programs = {kind: self._with_mixed(kind, other.path, state, newer) for kind in KINDS}
            self.mixed[key] = Run(programs, self.runs[newer].bodies)
        return self.mixed[key]

    def _with_mixed(self, kind: Kind, path: str, state: frozenset[str], newer: bool) -> Program:
        """A program of one rule: the mixture of that rule for a body kind; where only one edition has it, as the edition has it."""
        one, other = (run.programs[kind].rules.get(path) for run in self.runs)
        rule = self._mixed_rule(kind, one, other, state) if one is not None and other is not None else (other if newer else one)
        return replace(self.runs[newer].programs[kind], rules={} if rule is None else {path: rule})

    def _let(self, kind: Kind, rule: Rule, edition: int) -> Mapping[str, Any]:
        return {**self.runs[edition].programs[kind].let, **rule.let}


def _with_aspect(rule: Rule, newer: Rule, what: str) -> Rule:
    return replace(rule, **{name: getattr(newer, name) for name in _ASPECTS.get(what, ())})


def _aspect_of(key: str) -> str:
    first = key.partition(" ")[0]
    if first in ("maximum", "deduction", "deductions_cap", "floor", "cap"):
        return {"deduction": "deductions", "deductions_cap": "deductions", "floor": "bounds", "cap": "bounds"}.get(first, first)
    return "table" if key.startswith(("score row", "score rounding")) else "rule"


def _additive(rule: Rule) -> bool:
    """Whether a rule is the plain sum of its parts less its own deductions."""
    return bool(rule.children) and rule.score is None and not rule.specials and rule.floor is None and rule.cap is None


def _children(one: Score, other: Score) -> list[tuple[Score | None, Score | None]]:
    a, b = ({child.rule.id: child for child in s.children} for s in (one, other))
    return [(a.get(name), b.get(name)) for name in {**a, **b}]


def _part(one: Score | None, other: Score | None, what: What, amount: Fraction) -> Part:
    score = other or one
    assert score is not None
    cites = tuple(None if s is None else s.rule.cite for s in (one, other))
    return Part(score.rule.path, what, amount, score.rule.label, cites)  # type: ignore[arg-type]
