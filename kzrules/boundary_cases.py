"""A case that tells a mutant from the edition: found around the facts of the existing cases, at and beside the figures of the rule."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from kzrules.boundary_facts import asked, figures, variations
from kzrules.cases import Case, bodies_of, results_of
from kzrules.diagnostic import errors
from kzrules.edition import Edition, program_with
from kzrules.facts import facts_from_node
from kzrules.mutation import Tried, mutated_edition
from kzrules.nodes import Fields, node_of, plain_value
from kzrules.program import KINDS, Kind, Program
from kzrules.reach import Reach
from kzrules.scoring import Run

_BASES, _BUDGET, _ROUNDS = 6, 4000, 600


@dataclass(frozen=True, slots=True)
class Boundary:
    """A generated case: the facts, and what the edition gives for them exactly."""

    case: Case
    given: Mapping[str, Any]
    what: str
    expect: str
    instead: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """The edition and the mutant, for one case's kind, readings and year, looking at one rule."""

    edition: Edition
    case: Case
    what: str
    ours: Mapping[Kind, Program]
    theirs: Mapping[Kind, Program]

    def told(self, given: Mapping[str, Any]) -> tuple[str, str] | None:
        """What each gives for the facts, when that differs; None also when the facts are not admissible."""
        node = node_of(given)
        if not isinstance(node, Fields) or errors(facts_from_node(node, self.edition.dictionary)[2]):
            return None
        bodies = bodies_of(replace(self.case, given=node), self.edition)
        one, other = (results_of(Run(programs, bodies).assess(bodies[0])).get(self.what, "") for programs in (self.ours, self.theirs))
        return (one, other) if one != other else None


def boundary_of(mutated: Tried, reach: Reach) -> Boundary | None:
    """A case that notices the mutant, or None where the search finds none."""
    chance = random.Random(0)  # noqa: S311 - the same case each time
    spent = 0
    best: Boundary | None = None
    for case, what in _bases(mutated, reach):
        pair = _pair(case, what, mutated, reach.edition)
        if pair is None:
            continue
        names, lists = asked(pair.ours[case.kind], what)
        whole = plain_value(case.given)
        start = {name: value for name, value in whole.items() if not names or name in names or name in lists}
        for given in _tries(start, pair, chance):
            spent += 1
            told = pair.told(given)
            if told is not None:
                found = _plainest(given, pair, told)
                if found.expect != "-":
                    return found
                best = best or found
            if spent == _BUDGET:
                return best
    return best


def _bases(mutated: Tried, reach: Reach) -> Iterator[tuple[Case, str]]:
    """The nearest cases for each rule that the change bears on, under the readings that it needs."""
    path = mutated.mutant.path
    asks = {str(path[1]): str(path[3])} if path[0] == "readings" else {}
    kind = next((part for part in reversed(path) if part in KINDS), None)
    order = sorted(range(len(reach.cases)), key=lambda i: (i not in mutated.reached, len(reach.evaluated[i]), len(reach.cases[i].readings), i))
    for rule in sorted(mutated.rules):
        near = (i for i in order if rule in reach.evaluated[i] and kind in (None, reach.cases[i].kind))
        for index, _ in zip(near, range(_BASES), strict=False):
            case = reach.cases[index]
            yield replace(case, readings={**case.readings, **asks}), rule or "overall"


def _pair(case: Case, what: str, mutated: Tried, edition: Edition) -> _Pair | None:
    changed = mutated_edition(mutated.mutant, edition)
    programs = []
    for one in (edition, changed):
        built = {kind: program_with(one, kind, case.readings, case.period) for kind in KINDS}
        if any(errors(faults) for _, faults, _ in built.values()):
            return None
        programs.append({kind: _only(program, what) for kind, (program, _, _) in built.items()})
    return _Pair(edition, case, what, programs[0], programs[1])


def _only(program: Program, what: str) -> Program:
    return program if what == "overall" else replace(program, directions=tuple(r for r in (program.rules.get(what),) if r))


def _tries(start: Mapping[str, Any], pair: _Pair, chance: random.Random) -> Iterator[Mapping[str, Any]]:
    """The facts as they are, each changed alone, two together, then several at once."""
    yield start
    near = figures([pair.ours[pair.case.kind], pair.theirs[pair.case.kind]], pair.what, pair.edition.dictionary)
    choices = variations(pair.ours[pair.case.kind], pair.what, pair.edition.dictionary, near, start)
    singles = [(place, value) for place, values in choices.items() for value in values]
    for place, value in singles:
        yield place.put(start, value)
    for _ in range(_ROUNDS):
        given = start
        for place in chance.sample(sorted(choices), min(len(choices), chance.choice((2, 2, 3, 4)))):
            given = place.put(given, chance.choice(choices[place]))
        yield given


def _plainest(given: Mapping[str, Any], pair: _Pair, told: tuple[str, str]) -> Boundary:
    """Without the facts that change nothing of it."""
    for name in list(given):
        fewer = {key: value for key, value in given.items() if key != name}
        if pair.told(fewer) == told:
            given = fewer
    return Boundary(pair.case, given, pair.what, told[0], told[1])
