"""A body whose answers are partly open: its scores as terms over the open ones, and back to facts that the interpreter scores."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from kzrules.answer_sets import Box, values_in, whole
from kzrules.boxes import Space, space_of
from kzrules.dictionary import Dictionary
from kzrules.facts import Body
from kzrules.outcome import Assessment
from kzrules.questions import Question, admissible, answers_in, lengths_in, list_unknown
from kzrules.scoring import Run
from kzrules.symbolic import program_terms
from kzrules.symbolic_cohort import around
from kzrules.term_folding import folded
from kzrules.term_records import ProgramTerms
from kzrules.terms import Term, unknowns
from kzrules.values import FactValue, Missing, Single

OVERALL = ""


@dataclass(frozen=True, slots=True)
class Open:
    """What is open about a score.

    Attributes:
        value: the score; where `missing` holds there is none.
        lists: lists of which nothing is known, and on which it rests.

    """

    value: Term
    missing: Term
    lists: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A body under one program, some of its answers open.

    Attributes:
        run: the bodies of its run, for the interpreter.
        questions: everything that the program asks, in the order of the dictionary.
        answers: what is known.
        missing: the questions that have no answer; `lists`: the lists of which nothing is known.
        around: what is seen of other bodies: means, and ends among which a value is placed.
        space: the open questions.
        scores: by path of the rule; the overall score, before its rounding, is "".

    """

    run: Run
    body: Body
    terms: ProgramTerms
    questions: Mapping[str, Question]
    answers: Mapping[str, Single]
    missing: tuple[str, ...]
    lists: tuple[str, ...]
    around: Mapping[str, Fraction | bool]
    space: Space | None
    scores: Mapping[str, Open] = field(default_factory=dict)

    @property
    def open(self) -> tuple[str, ...]:
        """The open questions that something rests on."""
        return tuple(self.space.questions) if self.space else ()


def inquiry_of(run: Run, body: Body, dictionary: Dictionary) -> Inquiry:
    """A body of a run, with the answers open that its facts leave unknown."""
    program = run.programs[body.kind]
    terms = program_terms(program, dictionary, lengths_in(body.values), fixed=True)
    order = {name: index for index, name in enumerate(terms.dictionary.facts)}
    paths = sorted(terms.questions, key=lambda path: order[path.partition(".")[0].partition("[")[0]])
    questions = {path: terms.questions[path] for path in paths}
    found = answers_in(questions, body.values)
    missing = tuple(path for path, answer in found.items() if isinstance(answer, Missing))
    lists = tuple(
        sorted(n for n in program.facts if n in terms.dictionary.facts and terms.dictionary.facts[n].type == "list" and n not in terms.lengths)
    )
    seen = around(program, terms.means, terms.ends.values(), run, body)
    answers = {path: answer for path, answer in found.items() if path not in missing}
    return opened(Inquiry(run, body, terms, questions, answers, missing, lists, seen, None), missing)


def opened(inquiry: Inquiry, paths: Collection[str]) -> Inquiry:
    """The same body with just these questions open; the others have to be known."""
    terms, t = inquiry.terms, inquiry.terms.symbols.terms
    known: dict[str, Fraction | bool] = values_in(inquiry.questions, {p: a for p, a in inquiry.answers.items() if p not in paths})
    known |= inquiry.around
    symbols = {OVERALL: terms.exact, **{path: rule.value for path, rule in terms.rules.items()}}
    lacks_of = {path: t.some(s.missing, s.na) for path, s in symbols.items()}
    conditions = limits_of(terms)
    roots = [part for path, s in symbols.items() for part in (s.term, lacks_of[path])]
    made = folded(t, [*roots, *conditions], known)
    lists = {list_unknown(name): name for name in inquiry.lists}
    scores = {path: _open(made[s.term], made[lacks_of[path]], lists) for path, s in symbols.items()}
    questions = {path: question for path, question in inquiry.questions.items() if path in paths}
    box: Box = {path: whole(question) for path, question in questions.items()}
    return replace(inquiry, space=space_of(t, questions, [made[c] for c in conditions], box), scores=scores)


def limits_of(terms: ProgramTerms) -> list[Term]:
    """What must hold among the answers of accepted facts, beyond what each question accepts by itself."""
    own = {term for question in terms.questions.values() for term in admissible(question, terms.symbols)}
    return [term for term in terms.admissible if term not in own]


def _open(value: Term, missing: Term, lists: Mapping[str, str]) -> Open:
    names = unknowns([missing])
    return Open(value, missing, tuple(lists[name] for name in names if name in lists))


# ── back to facts ──


def completed(body: Body, answers: Mapping[str, Single]) -> Body:
    """The body with some answers put in."""
    values: dict[str, FactValue] = dict(body.values)
    for path, answer in answers.items():
        head, _, inner = path.partition(".")
        name, _, index = head.partition("[")
        if index:
            records = values[name]
            assert isinstance(records, tuple)
            at = int(index[:-1])
            values[name] = (*records[:at], {**records[at], inner: answer}, *records[at + 1 :])
        elif inner:
            before = values.get(name)
            values[name] = {**(before if isinstance(before, Mapping) else {}), inner: answer}
        else:
            values[name] = answer
    return replace(body, values=values)


def scored(inquiry: Inquiry, answers: Mapping[str, Single]) -> Assessment:
    """What the interpreter says of the body with some answers put in, beside the same other bodies."""
    body = completed(inquiry.body, answers)
    others = [body if other is inquiry.body else other for other in inquiry.run.bodies]
    return Run(inquiry.run.programs, others).assess(body)
