"""The sections of a conclusion: the block and each direction, with its forms, losses, picture, analysis and findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from kzrules.conclusions.findings import Finding, Teller, findings_of, inputs_of, share_text
from kzrules.conclusions.forms import ConclusionForm, EditionForms
from kzrules.conclusions.losses import Loss, block_losses, block_maximum, losses_of, weighed
from kzrules.conclusions.picture import Bar, waterfall
from kzrules.conclusions.record import FormPage, LossRow, Pair, Section
from kzrules.conclusions.score_table import score_table
from kzrules.conclusions.sentences import Sentences
from kzrules.conclusions.wording import counted, loss_text, plain_text, points_text, short_text, words
from kzrules.edition import Edition
from kzrules.outcome import Assessment, Result, Score
from kzrules.reading_nodes import Labels, in_language
from kzrules.values import Missing

MOST_FINDINGS = 5
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Told:
    """What the sections of one body are told from.

    Attributes:
        directions: ids of the directions asked for; empty: all, and the block.

    """

    assessment: Assessment
    edition: Edition
    forms: EditionForms
    sentences: Sentences
    lang: str
    directions: tuple[str, ...]

    @property
    def teller(self) -> Teller:
        """What says losses in words."""
        return Teller(self.assessment.body, self.edition, self.lang)

    def text(self, texts: Labels) -> str:
        """A label in the language of the document."""
        return plain_text(in_language(texts, self.lang))

    def points(self, value: Result) -> str:
        """Points with the decimals of the edition."""
        return points_text(value, self.assessment.program.overall.rounding.places)


def sections_of(told: Told) -> Iterator[Section]:
    """The block first, unless single directions are asked for; then the directions."""
    if not told.directions:
        yield _block(told)
    for direction in told.assessment.directions:
        if not told.directions or direction.rule.id in told.directions:
            yield _direction(direction, told)


def _block(told: Told) -> Section:
    a = told.assessment
    losses = block_losses(a)
    rows = None if losses is None else tuple(_block_rows(losses, told))
    section = _section("block", told.text(a.program.overall.label), a.score, block_maximum(a), rows, told)
    return replace(
        section,
        forms=_pages("", told),
        analysis=tuple(_paragraph(direction, told) for direction in a.directions),
        findings=_dearest(losses or (), told),
    )


def _direction(direction: Score, told: Told) -> Section:
    found = losses_of(direction)
    weight = told.assessment.program.overall.weights.get(direction.rule.id, _ZERO)
    losses = None if found is None else tuple(weighed(loss, weight) for loss in found)
    rows = None if losses is None else tuple(_row(loss, told) for loss in losses)
    section = _section(direction.rule.id, told.text(direction.rule.label), direction.value, direction.rule.maximum or _ZERO, rows, told)
    return replace(
        section,
        forms=_pages(direction.rule.id, told),
        svg="" if losses is None else _picture(section, _bars(losses, direction, told), told),
        analysis=tuple(_paragraph(criterion, told) for criterion in direction.children),
        findings=_findings(_known(direction, losses), told),
    )


def _section(name: str, label: str, score: Result, maximum: Fraction, rows: tuple[LossRow, ...] | None, told: Told) -> Section:
    """What a section of the block and one of a direction have in common; its picture has a bar for each row."""
    say = words(told.lang)
    forms = told.forms.of("" if name == "block" else name, told.assessment.body.kind)
    lost = None if rows is None else sum((row.points for row in rows), _ZERO)
    balance = {"max": points_text(maximum), "lost": points_text(lost), "score": told.points(score)}
    section = Section(
        id=name,
        label=label,
        score=score,
        score_text=told.points(score),
        maximum=maximum,
        maximum_text=short_text(maximum),
        forms=(),
        losses=rows,
        lost_text=points_text(lost),
        balance="" if lost is None else say["balance"].format(**balance),
        svg="",
        analysis_heading=(told.text(forms[0].analysis) if forms else "") or say["analysis"],
        analysis=(),
        conclusions_heading=say["conclusions"],
        findings=(),
    )
    return replace(section, svg="" if rows is None else _picture(section, [Bar(row.label, -row.points) for row in rows], told))


# ── forms ──


def _pages(direction: str, told: Told) -> tuple[FormPage, ...]:
    return tuple(_page(form, told) for form in told.forms.of(direction, told.assessment.body.kind))


def _page(form: ConclusionForm, told: Told) -> FormPage:
    table = score_table(form, told.assessment, told.lang)
    borrowed = f" ({told.forms.borrowed[0]})" if told.forms.borrowed else ""
    columns = [form.columns[name] for name in ("number", "name", "points", "max") if name in form.columns]
    return FormPage(
        id=form.id,
        annex=words(told.lang)["annex"].format(annex=form.annex) + borrowed if form.annex else "",
        title=told.text(form.title),
        columns=tuple(map(told.text, columns)),
        rows=table.rows,
        notes=(*table.notes, *map(told.text, form.notes)),
        signed=tuple(map(told.text, form.signed)),
    )


# ── losses ──


def _row(loss: Loss, told: Told) -> LossRow:
    return LossRow(
        label=told.teller.label(loss),
        path=loss.path,
        what=loss.what,
        points=loss.points,
        text=loss_text(loss.points),
        block_points=loss.block_points,
        block_text=loss_text(loss.block_points),
        cite=loss.cite.text(told.lang) if loss.cite and loss.what not in ("rounding", "rest") else "",
        parts=tuple(_row(part, told) for part in loss.parts),
    )


def _block_rows(losses: Sequence[Loss], told: Told) -> Iterator[LossRow]:
    """A row for each direction (its places stand in its own section), then what only the block loses."""
    for direction in told.assessment.directions:
        rule = direction.rule
        amount = sum((loss.block_points for loss in losses if loss.path.partition(".")[0] == rule.id), _ZERO)
        cite = rule.cite.text(told.lang) if rule.cite else ""
        if amount:
            yield LossRow(told.text(rule.label), rule.path, "direction", amount, loss_text(amount), amount, loss_text(amount), cite, ())
    yield from (_row(loss, told) for loss in losses if not loss.path)


def _bars(losses: Sequence[Loss], direction: Score, told: Told) -> Iterator[Bar]:
    """A bar for each criterion that lost, then for what stands beside them: deductions, limits, rounding."""
    left = list(losses)
    for criterion in direction.children:
        path = criterion.rule.path
        own = [loss for loss in left if loss.path == path or loss.path.startswith(path + ".")]
        left = [loss for loss in left if loss not in own]
        amount = sum((loss.points for loss in own), _ZERO)
        if amount:
            yield Bar(told.text(criterion.rule.label), -amount)
    yield from (Bar(told.teller.label(loss), -loss.points) for loss in left)


def _picture(section: Section, bars: Sequence[Bar] | Iterator[Bar], told: Told) -> str:
    assert isinstance(section.score, Fraction), "there is a picture only of what is known"
    say = words(told.lang)
    ends = (Bar(say["maximum"], section.maximum, total=True), Bar(say["score"], section.score, total=True))
    return waterfall(say["waterfall"].format(title=section.label), [ends[0], *bars, ends[1]])


# ── words ──


def _findings(losses: Sequence[Loss], told: Told) -> tuple[Finding, ...]:
    return findings_of(losses, told.assessment.body, told.edition, told.sentences, told.lang)


def _known(direction: Score, losses: Sequence[Loss] | None) -> tuple[Loss, ...]:
    """The losses of a direction; of one that is not known, those of its parts that are."""
    if losses is not None:
        return tuple(losses)
    return tuple(loss for child in direction.children for loss in _known(child, losses_of(child)))


def _dearest(losses: Sequence[Loss], told: Told) -> tuple[Finding, ...]:
    """The findings that cost the block most, without their lists: these stand in the section of the direction."""
    dearest = sorted((loss for loss in losses if loss.score is not None), key=lambda loss: -loss.block_points)[:MOST_FINDINGS]
    found = [finding for loss in dearest for finding in _findings([loss], told)]
    return tuple(replace(finding, items=()) for finding in found)


def _paragraph(score: Score, told: Told) -> Pair:
    """What is said of one criterion (or direction): what it got, of what, from which facts."""
    say, rule = words(told.lang), score.rule
    if isinstance(score.value, Missing):
        return Pair(told.text(rule.label), _why_not(score.value, told.lang))
    most = rule.maximum or _ZERO
    attained = say["attained"].format(points=short_text(score.value), max=short_text(most), share=share_text(score))
    if not most:
        attained = f"{counted(score.value, told.lang, 'points')} ({say['maximum'].lower()} {short_text(most)})"
    parts = [attained, *(f"{told.text(child.rule.label)} — {of_text(child, told.lang)}" for child in score.children)]
    taken = sum((d.value for d in score.deductions if not isinstance(d.value, Missing)), _ZERO)
    facts = told.teller.facts(inputs_of(score)) if rule.level != "direction" and not score.lines else ""
    said = ["; ".join(parts) + "."]
    said += [say["deductions_here"].format(points=counted(taken, told.lang, "points"))] * bool(taken)
    said += [say["data_facts"].format(facts=facts)] * bool(facts)
    return Pair(told.text(rule.label), " ".join(said))


def of_text(score: Score, lang: str) -> str:
    """`19,34 из 20`."""
    if isinstance(score.value, Missing):
        return words(lang)["no_score"]
    return f"{short_text(score.value)} {words(lang)['of']} {short_text(score.rule.maximum or _ZERO)}"


def _why_not(lack: Missing, lang: str) -> str:
    say = words(lang)
    if lack.facts:
        return say["not_computed"].format(count=len(lack.facts)) + "."
    return say["not_computed_undecided"].format(reason="; ".join(lack.sentences(lang))) + "."
