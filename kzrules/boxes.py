"""The least and the greatest that a score can be while answers are open: branch and bound, exactly.

What shares no answer is searched apart and added up; a box of answers is halved while its bound
promises more than what was met. Every value that is said to be met was computed at those answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from kzrules.answer_sets import Answers, Box, Limits, every_name, halves, spans_of, whole
from kzrules.box_search import UNBOUNDED, Extreme, Search, conjuncts, where_applicable
from kzrules.questions import Question
from kzrules.term_bounds import Bounds, Span
from kzrules.term_folding import folded
from kzrules.terms import ZERO, Term, Terms, all_terms, linear, unknowns
from kzrules.values import rounded

LIMIT = 20_000
_FEW = 2


@dataclass(frozen=True, slots=True)
class Space:
    """Open questions, what their answers may be, and conditions that must hold of them.

    Attributes:
        box: the answers, without what the conditions exclude.

    """

    terms: Terms
    questions: Mapping[str, Question]
    holding: tuple[Term, ...]
    box: Box


def space_of(terms: Terms, questions: Mapping[str, Question], holding: Iterable[Term], box: Box | None = None) -> Space | None:
    """The questions with all their answers (or those of a box); None when nothing is admissible."""
    sets = {path: whole(question) for path, question in questions.items()} if box is None else box
    conditions = tuple(term for term in dict.fromkeys(holding) if term is not terms.true)
    left = Limits(conditions, questions).narrowed(sets)
    return None if left is None else Space(terms, questions, conditions, left)


def greatest(space: Space, objective: Term, defined: Iterable[Term] = (), limit: int = LIMIT, enough: Fraction | None = None) -> Extreme | None:
    """The greatest value of a term over all admissible answers for which the conditions of `defined` hold; None: there are none.

    Args:
        space: the open questions.
        objective: the term.
        defined: further conditions.
        limit: looks at a box after which the search ends; the bound is sound then, but maybe not attained.
        enough: a value that is as good as the greatest.

    """
    return _Whole(space, limit, enough).greatest(objective, [*space.holding, *defined], space.box, first=True)


class _Whole:
    """A search with its effort: how many boxes it may still look at."""

    def __init__(self, space: Space, limit: int, enough: Fraction | None) -> None:
        self.space = space
        self.terms = space.terms
        self.left = limit
        self.enough = enough

    def greatest(self, objective: Term, holding: Iterable[Term], box: Box, first: bool = False) -> Extreme | None:
        """The greatest value in a box: part by part."""
        reduced = self.reduced(objective, holding, box)
        if reduced is None:
            return None
        objective, conditions, box = reduced
        constant, _ = linear(objective)
        whole_ = Extreme(constant, constant, {})
        parts = list(_apart(self.terms, {path: self.space.questions[path] for path in box}, objective, conditions))
        for part, held, paths in parts:
            enough = self.enough - constant if first and self.enough is not None and len(parts) == 1 else None
            found = self.part(part, held, {path: box[path] for path in paths}, enough)
            if found is None:
                return None
            met = None if found.met is None or whole_.met is None else whole_.met + found.met
            whole_ = Extreme(whole_.bound + found.bound, met, {**whole_.answers, **found.answers})
        return whole_

    def reduced(self, objective: Term, holding: Iterable[Term], box: Box) -> tuple[Term, list[Term], Box] | None:
        """The term and the conditions without what a box settles, and the box without what they exclude."""
        conditions = list(holding)
        for _ in range(3):
            questions = {path: self.space.questions[path] for path in box}
            left = Limits(conditions, questions).narrowed(box)
            if left is None:
                return None
            steps = {q.path: q.step for q in questions.values() if q.is_number}
            bounds = Bounds([objective, *conditions], steps, where_applicable(self.terms, conditions, questions)).of(spans_of(questions, left))
            limits = set(conditions)
            made = folded(self.terms, [objective, *conditions], {}, {term: bound for term, bound in bounds.items() if term not in limits})
            now = list(dict.fromkeys(part for term in conditions for part in conjuncts(self.terms, made[term])))
            if self.terms.false in now:
                return None
            done = made[objective] is objective and now == conditions and left == box
            objective, conditions, box = made[objective], now, left
            if done:
                break
        return objective, conditions, box

    def part(self, objective: Term, holding: list[Term], box: Box, enough: Fraction | None) -> Extreme | None:
        """The greatest value of what hangs together: taken apart further where a case is decided, and else searched."""
        questions = {path: self.space.questions[path] for path in box}
        if len(box) > _FEW and self.left > 0:
            atoms = linear(objective)[1]
            if len(atoms) == 1:
                found = self.inside(*atoms[0], holding, box)
                if found is not _UNKNOWN:
                    return found
            gate = _gate([objective, *holding], questions, box)
            if gate is not None:
                return self.either([(objective, [*holding], {**box, gate[0]: half}) for half in gate[1]])
        search = Search(self.terms, objective, holding, questions, max(self.left, _FEW), enough)
        found = search.greatest(box)
        self.left -= search.count
        return found

    def inside(self, atom: Term, times: Fraction, holding: list[Term], box: Box) -> Extreme | None:
        """The greatest of times · atom by what is inside the atom; `_UNKNOWN` where that says nothing."""
        args, t = atom.args, self.terms
        match atom.op:
            case "rounded":
                found = self.greatest(t.times(args[0], times), holding, box)
                return found and _over(found, lambda value: times * rounded(value / times, args[1], args[2]))
            case "least" | "greatest":
                figures = [part.figure for part in args if part.figure is not None]
                others = [part for part in args if part.figure is None]
                pick = min if atom.op == "least" else max
                if len(others) == 1:
                    found = self.greatest(t.times(others[0], times), holding, box)
                    return found and _over(found, lambda value: times * pick(value / times, *figures))
                if (atom.op == "greatest") == (times > 0):
                    return self.either([(t.times(part, times), holding, box) for part in args])
                return _UNKNOWN
            case "choice":
                condition, a, b = args
                return self.either([(t.times(a, times), [*holding, condition], box), (t.times(b, times), [*holding, t.no(condition)], box)])
            case _:
                return _UNKNOWN

    def either(self, cases: list[tuple[Term, list[Term], Box]]) -> Extreme | None:
        """The greatest over several cases, those that promise most first."""
        best: Extreme | None = None
        tops = []
        for case in cases:
            self.left -= 1
            inner = self.reduced(*case)
            if inner is not None:
                tops.append((self.top(*inner), inner))
        for top, inner in sorted(tops, key=lambda pair: pair[0], reverse=True):
            if best is None or not best.exact or top > best.bound:
                found = self.greatest(*inner)
                if found is not None:
                    best = found if best is None else _better(best, found)
        return best

    def top(self, objective: Term, holding: list[Term], box: Box) -> Fraction:
        """What nothing in a box exceeds."""
        questions = {path: self.space.questions[path] for path in box}
        steps = {q.path: q.step for q in questions.values() if q.is_number}
        span = Bounds([objective], steps, where_applicable(self.terms, holding, questions)).of(spans_of(questions, box))[objective]
        assert isinstance(span, Span)
        return UNBOUNDED if span.high is None else span.high


def _better(one: Extreme, other: Extreme) -> Extreme:
    """Two searches as one: the greater bound, and the better of what was met."""
    met = max((e for e in (one, other) if e.met is not None), key=lambda e: e.met or ZERO, default=one)
    return Extreme(max(one.bound, other.bound), met.met, met.answers)


_UNKNOWN = Extreme(ZERO, None, {})


def _over(found: Extreme, change: Callable[[Fraction], Fraction]) -> Extreme:
    """The greatest of something that never falls while what was searched rises."""
    return Extreme(change(found.bound), None if found.met is None else change(found.met), found.answers)


def _gate(roots: list[Term], questions: Mapping[str, Question], box: Box) -> tuple[str, list[Answers]] | None:
    """The question that most terms make a case of (an answer that is no number, a number that is nothing), with its cases."""
    owner = {name: path for path, question in questions.items() if len(box[path]) > 1 for name in every_name(question)}
    counts: dict[str, int] = {}
    zeros: dict[str, Fraction] = {}
    for root in roots:
        for part in (atom for atom, _ in linear(root)[1]) if root.op == "linear" else (root,):
            met = set()
            for term in all_terms([part]):
                if term.op in ("number", "condition") and term.args[0] in owner:
                    met.add(owner[term.args[0]])
                elif term.op == "zero" and (found := _nothing(term, box)) is not None:
                    zeros[found[0]] = found[1]
                    met.add(found[0])
            for path in met:
                counts[path] = counts.get(path, 0) + 1
    best = max(counts, key=lambda path: counts[path], default=None)
    if best is None:
        return None
    if len(box[best]) > 1:
        return best, halves(questions[best], box[best])
    span, at, step = box[best][0], zeros[best], questions[best].step
    assert isinstance(span, Span)
    return best, [(Span(at, at),), (Span(at + step, span.high),)]


def _nothing(term: Term, box: Box) -> tuple[str, Fraction] | None:
    """A number that is asked whether it is nothing, where that is the least of several."""
    constant, ((atom, times), *more) = linear(term.args[0])
    if more or atom.op != "number" or atom.args[0] not in box:
        return None
    span, at = box[atom.args[0]][0], -constant / times
    one = len(box[atom.args[0]]) == 1
    return (atom.args[0], at) if one and isinstance(span, Span) and span.low == at and span.high != at else None


def about(space: Space, roots: Iterable[Term]) -> Space:
    """The questions that some terms ask for, and those that conditions tie to them."""
    owner = {name: path for path, question in space.questions.items() for name in every_name(question)}
    asked = {term: {owner[name] for name in unknowns([term])} for term in space.holding}
    paths = {owner[name] for name in unknowns(roots) if name in owner}
    while more := {path for tied in asked.values() if tied & paths for path in tied} - paths:
        paths |= more
    return Space(
        space.terms,
        {path: question for path, question in space.questions.items() if path in paths},
        tuple(term for term, tied in asked.items() if tied & paths),
        {path: parts for path, parts in space.box.items() if path in paths},
    )


def least(space: Space, objective: Term, defined: Iterable[Term] = (), limit: int = LIMIT) -> Extreme | None:
    """The least value of a term; see `greatest`."""
    found = greatest(space, space.terms.times(objective, Fraction(-1)), defined, limit)
    return found and replace(found, bound=-found.bound, met=None if found.met is None else -found.met)


def _apart(t: Terms, questions: Mapping[str, Question], objective: Term, conditions: Iterable[Term]) -> Iterator[tuple[Term, list[Term], list[str]]]:
    """Parts of a sum that share no question, each with its conditions; questions that nothing asks for come too."""
    owner = {name: path for path, question in questions.items() for name in every_name(question)}
    group = {path: path for path in questions}

    def root(path: str) -> str:
        while group[path] != path:
            path = group[path]
        return path

    def joined(term: Term) -> str:
        paths = [root(owner[name]) for name in unknowns([term])]
        for path in paths[1:]:
            group[root(path)] = root(paths[0])
        return paths[0]

    parts = [(joined(atom), atom, times) for atom, times in linear(objective)[1]]
    held = [(joined(term), term) for term in conditions]
    members: dict[str, list[str]] = {}
    for path in questions:
        members.setdefault(root(path), []).append(path)
    for head, paths in members.items():
        mine = t.total((atom, times) for path, atom, times in parts if root(path) == head)
        yield mine, [term for path, term in held if root(path) == head], paths
