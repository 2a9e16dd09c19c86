"""Findings and recommendations: what is said of each place that cost points, in the methodologist's sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kzrules.conclusions.losses import Loss
from kzrules.conclusions.sentences import KINDS, Sentences, filled
from kzrules.conclusions.wording import counted, plain_text, short_text, value_text, words
from kzrules.edition import Edition
from kzrules.facts import Body
from kzrules.outcome import Input, Score, Step
from kzrules.program import Row, Table
from kzrules.reading_nodes import in_language
from kzrules.report import code_label, fact_label, field_label
from kzrules.scope import FULL
from kzrules.values import Missing
from kzrules.words import words as formula_words

MOST_FACTS, MOST_LINES, MOST_ELEMENTS, MOST_TOP = 6, 8, 5, 3


@dataclass(frozen=True, slots=True)
class Finding:
    """What one place cost, what was found there and what to do.

    Attributes:
        points: lost, in points of the direction.
        items: the lines of a checklist that cost points; they add up to `points`.

    """

    path: str
    points: Fraction
    found: str
    do: str
    items: tuple[str, ...]


def findings_of(losses: Sequence[Loss], body: Body, edition: Edition, sentences: Sentences, lang: str) -> tuple[Finding, ...]:
    """A finding for each place that cost points, the dearest first."""
    told = [loss for loss in losses if loss.points > 0 and loss.what in KINDS]
    teller = Teller(body, edition, lang)
    return tuple(teller.finding(loss, sentences) for loss in sorted(told, key=lambda loss: -loss.points))


class Teller:
    """Says what is known of one body's losses, in one language."""

    def __init__(self, body: Body, edition: Edition, lang: str) -> None:
        self.body = body
        self.edition = edition
        self.lang = lang
        self.say = words(lang)

    def finding(self, loss: Loss, sentences: Sentences) -> Finding:
        """One loss in words."""
        pair = sentences.about(loss.path, loss.what)
        values = self.values(loss, sentences.not_advised)
        found, do = (filled(sentence, values, self.fact, self.lang) for sentence in (pair.found, pair.do))
        return Finding(loss.path, loss.points, found, do, tuple(self._items(loss)))

    def label(self, loss: Loss) -> str:
        """What a loss is called in a table."""
        if loss.what in ("maxima", "cap_of_deductions", "floor", "rounding"):
            return self.say[loss.what]
        if loss.what in ("rest", "cap"):
            return self.say["line_rest"]
        if loss.deduction is not None and not in_language(loss.label, self.lang):
            return self._deduction_label(loss)
        return plain_text(in_language(loss.label, self.lang))

    def values(self, loss: Loss, spared: frozenset[str] = frozenset()) -> dict[str, Fraction | str]:
        """What a sentence about a loss can name."""
        score = loss.score
        assert score is not None, "a finding is about a rule"
        most = score.rule.maximum
        inputs = loss.deduction.inputs if loss.deduction else tuple(_inputs(score))
        cases = loss.deduction.cases if loss.deduction else "—"
        cap = loss.deduction.deduction.cap if loss.deduction else None
        row, following, table = self._rows(score)
        return {
            "criterion": self.label(loss),
            "points": "—" if most is None else most - loss.points,  # before deductions: those are losses of their own
            "max": "—" if most is None else most,
            "lost": loss.points,
            "cite": loss.cite.text(self.lang) if loss.cite else self.say["act"],
            "facts": self.facts(inputs) or self._lists(score),
            "aim": self._less(inputs, spared) if loss.deduction else self._aim(score, inputs, spared),
            "row": row,
            "next": following,
            "table": table,
            "worst": self._worst(score) or "—",
            "top": "; ".join(f"«{self.label(part)}»" for part in _dearest(loss.parts)[:MOST_TOP]) or "—",
            "count": Fraction(sum(part.what == "line" for part in loss.parts)),
            "case": self._formula(score.special.when.tree) if score.special else "—",
            "cases": cases if isinstance(cases, Fraction | str) else "—",
            "cap": "—" if cap is None else cap,
            "body": plain_text(self.body.title(self.lang)),
        }

    def facts(self, inputs: Sequence[Input]) -> str:
        """The facts among what was looked up: label and value."""
        known = {i.name: i for i in inputs if i.name.partition(".")[0] in self.edition.dictionary.facts and not isinstance(i.value, tuple)}
        said = [f"«{self._label(i.name)}» — {self._value(i.name, i.value)}" for i in known.values()]
        return "; ".join(said[:MOST_FACTS]) + (f"; {self.say['and_more']} {len(said) - MOST_FACTS}" if len(said) > MOST_FACTS else "")

    def _lists(self, score: Score) -> str:
        """The lists that a score was made from, with the number of their records; what it rests on where no single fact is named."""
        found = {s.name: len(s.inner) for one in score.walk() for s in _steps(one.steps) if s.what == "list"}
        said = [f"«{self._label(name)}» ({counted(number, self.lang, 'records')})" for name, number in found.items()]
        return "; ".join(said) or self.say["no_facts"]

    def _items(self, loss: Loss) -> Iterator[str]:
        dearest = _dearest(loss.parts)
        for part in dearest[:MOST_LINES]:
            cite = f" ({part.cite.text(self.lang)})" if part.cite else ""
            yield f"{self.label(part)} — {counted(part.points, self.lang, 'points')}{cite}"
        rest = sum((part.points for part in dearest[MOST_LINES:]), Fraction(0))
        if len(dearest) > MOST_LINES:
            more = self.say["more_lines"].format(count=len(dearest) - MOST_LINES)
            yield f"{more} — {counted(rest, self.lang, 'points')}"

    def fact(self, name: str) -> Fraction | str:
        """The value of a fact of this body."""
        value = self.body.value(name)
        return value if isinstance(value, Fraction) else self._value(name, value)

    def _value(self, name: str, value: object) -> str:
        spec = self.edition.dictionary.facts.get(name)
        if spec is not None and isinstance(value, str) and value in spec.choices:
            return plain_text(in_language(spec.choices[value], self.lang))
        return value_text(value, self.lang)

    def _label(self, name: str) -> str:
        if name == FULL:
            return self.say["maximum"].lower()
        label = in_language(fact_label(name, self.edition) or field_label(name, self.edition), self.lang)
        return plain_text(label or name)

    def _formula(self, tree: object) -> str:
        return plain_text(formula_words(tree, self._label, "ru" if self.lang == "kk" else self.lang))  # type: ignore[arg-type]

    def _deduction_label(self, loss: Loss) -> str:
        assert loss.deduction is not None
        names = [i.name for i in loss.deduction.inputs if fact_label(i.name, self.edition)]
        return self._label(names[0]) if names else loss.deduction.deduction.id

    def _aim(self, score: Score, inputs: Sequence[Input], spared: frozenset[str]) -> str:
        """What to bring down, bring up or see done, as the edition says which way each fact is better."""
        better: dict[str, str] = {}
        for one in score.walk():
            better |= one.rule.better
        parts = []
        for way in ("less", "more"):
            names = [n for n, which in better.items() if which == way and n not in spared and not (way == "less" and self.body.value(n) == 0)]
            if names:
                said = "; ".join(f"«{self._label(name)}» ({self._value(name, self.body.value(name))})" for name in names[:MOST_FACTS])
                parts.append(self.say[way].format(facts=said))
        undone = [i.name for i in inputs if i.value is False]
        if not parts and undone:
            parts.append(self.say["ensure"].format(facts="; ".join(f"«{self._label(name)}»" for name in dict.fromkeys(undone))))
        return "; ".join(parts) or self.say["no_aim"]

    def _less(self, inputs: Sequence[Input], spared: frozenset[str]) -> str:
        """What a deduction counts is to be brought down."""
        names = [i.name for i in inputs if isinstance(i.value, Fraction) and i.value and fact_label(i.name, self.edition) and i.name not in spared]
        said = "; ".join(f"«{self._label(name)}» ({self._value(name, self.body.value(name))})" for name in names[:MOST_FACTS])
        return self.say["less"].format(facts=said) if said else self.say["no_aim"]

    def _rows(self, score: Score) -> tuple[str, str, str]:
        """The row a value fell in, the nearest one with more points, the table."""
        step = next((s for s in _steps(score.steps) if s.what == "table" and s.table is not None and s.row is not None), None)
        if step is None or step.table is None or step.row is None:
            return "—", self.say["no_higher_row"], "—"
        now = step.row.points or Fraction(0)
        higher = [row for row in step.table.rows if row.points is not None and row.points > now and not row.hole]
        best = min(higher, key=lambda row: row.points or Fraction(0), default=None)
        following = self.say["no_higher_row"]
        if best is not None and best.points is not None:
            following = f"«{self._row(best, step.table)}» ({counted(best.points, self.lang, 'points')})"
        return self._row(step.row, step.table), following, plain_text(in_language(step.table.label, self.lang))

    def _row(self, row: Row, table: Table) -> str:
        return plain_text(row.printed or in_language(code_label(row.code, table, self.edition), self.lang) or self._interval(row))

    def _interval(self, row: Row) -> str:
        low, high = ("" if end is None else short_text(end, 4) for end in (row.low, row.high))
        if low and high:
            return self.say["between"].format(low=low, high=high)
        return self.say["below" if high else "from"].format(end=high or low)

    def _worst(self, score: Score) -> str:
        step = next((s for s in _steps(score.steps) if s.what == "list"), None)
        if step is None:
            return ""
        known = [(s.name, s.value) for s in step.inner if isinstance(s.value, Fraction)]
        top = max((value for _, value in known), default=Fraction(0))
        poor = sorted((pair for pair in known if pair[1] < max(top, score.rule.maximum or top)), key=lambda pair: pair[1])
        return "; ".join(f"«{plain_text(name)}» ({counted(value, self.lang, 'points')})" for name, value in poor[:MOST_ELEMENTS])


def _dearest(parts: Sequence[Loss]) -> list[Loss]:
    return sorted(parts, key=lambda part: -part.points)


def _steps(steps: Sequence[Step]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from _steps(step.inner)


def _inputs(score: Score) -> Iterator[Input]:
    """What a score looked up outside of lists, its parts included."""
    for one in score.walk():
        waiting = list(one.steps)
        while waiting:
            step = waiting.pop(0)
            if step.what in ("element", "list", "cohort"):
                continue
            yield from step.inputs
            waiting += step.inner


def inputs_of(score: Score) -> tuple[Input, ...]:
    """The same, each name once."""
    return tuple({i.name: i for i in _inputs(score)}.values())


def share_text(score: Score) -> str:
    """The share of the maximum that a score attained, in percent."""
    if isinstance(score.value, Missing) or not score.rule.maximum:
        return "—"
    return short_text(score.value / score.rule.maximum * 100, 1)
