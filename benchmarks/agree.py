"""Every two ways of computing a score, on many random facts: interpreter, terms, solver's form.

`python -m benchmarks.agree [-n ROWS] [--seed S] [EDITION…]`.
Facts lean to the edges: nothing, one, the whole, the steps of the tables. Prints a line for each edition and body kind, and
ends with 1 when two ways disagree anywhere.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import kzrules as kz
from kzrules.edition import Edition
from kzrules.facts import Body
from kzrules.library import open_library
from kzrules.program import KINDS, Kind, Program
from kzrules.questions import Question, facts_from, present
from kzrules.scoring import Run
from kzrules.solver import Evaluated, available
from kzrules.symbolic import program_terms
from kzrules.term_records import ProgramTerms
from kzrules.term_values import TermValues
from kzrules.terms import Term
from kzrules.values import Missing

LENGTH = 2
EDGES = (0, 0, 0, 1, 1, 2, 3, 5, 9, 10, 11, 50, 99, 100, 101, 1000, 10_000, 100_000, 1_000_000)


def main(args: list[str]) -> int:
    """Run the comparison."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agree")
    parser.add_argument("-n", "--rows", type=int, default=2000, help="random facts for each edition and body kind")
    parser.add_argument("--solver-every", type=int, default=10, help="ask the solver's form too of one in so many")
    parser.add_argument("--kind", choices=KINDS, action="append", help="only this body kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("editions", nargs="*")
    options = parser.parse_args(args)
    wrong = 0
    for name in options.editions or list(open_library(None).files):
        edition = kz.load(name)
        for kind in options.kind or KINDS:
            for year in edition.years:
                wrong += _compared(edition, kind, year, options)
    return 1 if wrong else 0


def _compared(edition: Edition, kind: Kind, year: int | None, options: argparse.Namespace) -> int:
    program = edition.program(kind, period=year)
    chance = random.Random(f"{options.seed} {edition.id} {kind} {year}")
    agreement = Agreement(program, edition)
    start, wrong, numbers, solved = time.perf_counter(), 0, 0, 0
    for row in range(options.rows):
        values, known = agreement.draw(chance)
        ask = available() and row % options.solver_every == 0
        differ, found = agreement.differences(values, known, with_solver=ask)
        wrong += bool(differ)
        numbers += found
        solved += ask
        if differ:
            print(f"  {edition.id} {kind}: {differ}", file=sys.stderr)
    seconds = time.perf_counter() - start
    said = f"{edition.id} {kind} {year or ''}: {options.rows} facts files, {solved} of them by the solver's form too"
    print(f"{said}; {numbers} scores that are numbers; {wrong} disagreements; {seconds:.0f} s", flush=True)
    return wrong


class Agreement:
    """One program, computed in every way."""

    def __init__(self, program: Program, edition: Edition) -> None:
        lists = {name.partition(".")[0] for name in program.facts if edition.dictionary.facts[name.partition(".")[0]].type == "list"}
        self.program = program
        self.lengths = dict.fromkeys(sorted(lists), LENGTH)
        self.terms: ProgramTerms = program_terms(program, edition.dictionary, self.lengths)
        self.symbols = {path: rule.value for path, rule in self.terms.rules.items()} | {"overall": self.terms.score}
        self.reader = TermValues([*(part for s in self.symbols.values() for part in (s.term, s.missing)), *self.terms.admissible])
        parts = [part for term in self.terms.admissible for part in (term.args if term.op == "or" else (term,))]
        self.limits = [part for part in parts if part.op == "at_most" and part.args[0].op == "linear"]
        self.solver_form: dict[Term, Any] = {}

    def draw(self, chance: random.Random) -> tuple[dict[str, Fraction | bool], dict[Term, Any]]:
        """Unknowns of one admissible facts file, and what the terms come to."""
        while True:
            values: dict[str, Fraction | bool] = {}
            for question in self.terms.questions.values():
                values |= _drawn(question, chance)
            for name, length in self.lengths.items():
                count = chance.randint(0, length)
                values |= {present(name, index): index < count for index in range(length)}
            for name in self.terms.means:
                values |= {name: Fraction(0), f"{name}:missing": True}
            self._mend(values, chance)
            found = self.reader.of(values)
            if all(found[term] for term in self.terms.admissible):
                return values, found

    def _mend(self, values: dict[str, Fraction | bool], chance: random.Random) -> None:
        """Brings what is above its limit below it."""
        for _ in range(4):
            for limit in self.limits:
                constant, atoms = limit.args[0].args
                known = {atom.args[0]: times for atom, times in atoms if atom.op == "number"}
                if len(known) < len(atoms) or len(known) < 2:
                    continue
                gap = constant + sum(times * values[name] for name, times in known.items())
                if gap > 0:
                    name = chance.choice([name for name, times in known.items() if times > 0])
                    values[name] = max(Fraction(0), Fraction(int(values[name] - gap / known[name])))
                    rest = constant + sum(times * values[other] for other, times in known.items())
                    if rest > 0 and (lower := [other for other, times in known.items() if times < 0]):
                        values[lower[0]] += Fraction(-(-(rest / -known[lower[0]]).numerator // (rest / -known[lower[0]]).denominator))

    def differences(self, values: Mapping[str, Fraction | bool], found: Mapping[Term, Any], with_solver: bool) -> tuple[list[str], int]:
        """Rules on which two ways disagree, and how many scores are numbers."""
        facts = facts_from(self.terms.questions, values, self.lengths, self.terms.dictionary)
        body = Body("body", self.program.kind, {}, facts)
        scored = Run(dict.fromkeys(KINDS, self.program), [body]).assess(body)
        expected = {"overall": scored.score} | {score.rule.path: score.value for score in scored.walk()}
        ours = {path: None if found[s.missing] else found[s.term] for path, s in self.symbols.items()}
        theirs = {path: None if isinstance(value, Missing) else value for path, value in expected.items()}
        differ = [path for path, value in theirs.items() if ours[path] != value]
        if with_solver:
            by_solver = dict(self._solved(values))
            differ += [f"{path} (solver)" for path, value in theirs.items() if by_solver[path] != value]
        return differ, sum(value is not None for value in theirs.values())

    def _solved(self, values: Mapping[str, Fraction | bool]) -> Iterator[tuple[str, Fraction | None]]:
        """The scores that the solver's own form of the terms comes to."""
        form = Evaluated(values)
        for path, symbol in self.symbols.items():
            yield path, None if form.truth(symbol.missing) else form.number(symbol.term)


def _drawn(question: Question, chance: random.Random) -> dict[str, Fraction | bool]:
    spec = question.spec
    na = spec.not_applicable is not None and chance.random() < 0.1
    if spec.type == "yes_no":
        return {question.path: chance.random() < 0.6 and not na, question.na: na}
    if spec.type == "choice":
        chosen = chance.choice(list(spec.choices))
        return {**{question.code(code): code == chosen for code in spec.choices}, question.na: na}
    low, high = question.bounds
    absent = spec.type == "defects" and not na and chance.random() < 0.1
    steps = [int((min(high, Fraction(2_000_000)) - low) / question.step), *EDGES]
    number = chance.randint(0, max(0, steps[0])) if chance.random() < 0.3 else chance.choice(steps)
    value = min(high, low + number * question.step) if spec.most is not None or low < 0 else max(low, Fraction(number) * question.step)
    return {question.path: max(low, Fraction(0)) if na or absent else value, question.na: na, question.absent: absent}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
