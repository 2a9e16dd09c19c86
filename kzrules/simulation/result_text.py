"""The result of a simulation for a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import kzrules
from kzrules.program import KINDS
from kzrules.reading_nodes import in_language
from kzrules.simulation.plan import Group, Left
from kzrules.simulation.result import BodyResult, Index, Simulation
from kzrules.simulation.said import how_text, left_lines, number, percent, redrawn_lines
from kzrules.simulation.words import words
from kzrules.text_table import clipped, text_table

_NAME = 44
_INDICES = 8
_PLACES = 4
_REASONS = 4
_INNER = re.compile(r"[.\[]")
"""Where the name of a fact ends and that of a field or a language begins."""


def result_text(found: Simulation, lang: str) -> str:
    """The whole."""
    say, plan = words(lang), found.plan
    runs = f"{found.source.runs:,}".replace(",", " ")
    head = say["head"].format(edition=plan.edition.id, period=plan.period or "—", bodies=len(plan.bodies), runs=runs, seed=found.source.seed)
    lines = [head, "", *_varied(found, lang), ""]
    for kind in KINDS:
        bodies = [one for one in found.bodies if one.body.kind == kind]
        if bodies:
            lines += [say[kind], *_scores(bodies, found, lang), "", *_ranks(bodies, lang), ""]
    grades = list(_grades(found, lang))
    lines += [*grades, *([""] if grades else []), *_lacking(found, lang)]
    if found.shift is not None:
        p5, _, _, _, p95 = (number(one, lang) for one in found.shift_quantiles)
        lines.append(say["shift"].format(mean=number(found.shift, lang), p5=p5, p95=p95))
    lines += [say["ranks_note"], say["quantile_note"], *_sobol(found, lang), "", _hashes(found, lang)]
    return "\n".join(lines)


def _varied(found: Simulation, lang: str) -> Iterator[str]:
    say, plan = words(lang), found.plan
    yield say["varied"]
    if not plan.groups:
        yield f"  {say['nothing']}"
    rows = [[f"{say[group.what]} {group.name}", how_text(group, lang), str(group.bodies or "—")] for group in plan.groups]
    if rows:
        yield from _indented(text_table([say["what"], say["how"], say["bodies"]], rows, frozenset([2])))
    if plan.weights:
        yield f"  {say['sum_kept']}"
    if plan.left or found.not_asked:
        yield say["left"]
        unread = [Left(plan.groups[at].what, plan.groups[at].name, "not_asked") for at in found.not_asked]
        yield from (f"  {line}" for line in left_lines([*plan.left, *unread], lang))
    yield from redrawn_lines(found, lang)


def _indented(text: str) -> Iterator[str]:
    yield from (f"  {line}" for line in text.splitlines())


def _scores(bodies: Sequence[BodyResult], found: Simulation, lang: str) -> Iterator[str]:
    say, places = words(lang), min(found.places, _PLACES)
    rows = []
    for one in bodies:
        shown = [number(value, lang, places) for value in one.quantiles] or ["—"] * 5
        grades = [f"{grade.grade} {percent(grade.share, lang)} %" for grade in one.grades if grade.share]
        grades += [f"{say['no_score']} {percent(one.missing, lang)} %"] if one.missing else []
        mean = number(one.mean, lang, places)
        rows.append([clipped(one.body.title(lang), _NAME), number(one.nominal, lang, places), mean, *shown, ", ".join(grades)])
    head = [say["body"], say["score"], say["mean"], "5 %", "25 %", say["median"], "75 %", "95 %", say["grades"]]
    yield from _indented(text_table(head, rows, frozenset(range(1, 8))))


def _grades(found: Simulation, lang: str) -> Iterator[str]:
    """What each grade means."""
    labels = {grade: in_language(found.labels[grade], lang) for grade in found.grades}
    yield from (f"  {grade} — {label}" for grade, label in labels.items() if label != grade)


def _ranks(bodies: Sequence[BodyResult], lang: str) -> Iterator[str]:
    say = words(lang)
    rows = []
    for one in bodies:
        ranks, below = one.ranks, one.next
        above = ""
        if below is not None and below.above is not None and below.level is not None:
            above = f"{percent(below.above, lang)} %" + (f", {say['level'].format(share=percent(below.level, lang))}" if below.level else "")
        band = f"{ranks.p5}–{ranks.p95}" if ranks.p5 is not None else "—"
        ends = f"{ranks.best}–{ranks.worst}" if ranks.best is not None else "—"
        rows.append([clipped(one.body.title(lang), _NAME), str(ranks.nominal or "—"), str(ranks.median or "—"), band, ends, above])
    head = [say["body"], say["rank"], say["median"], "5–95 %", say["best"], say["above"]]
    yield from _indented(text_table(head, rows, frozenset(range(1, 5))))


def _lacking(found: Simulation, lang: str) -> Iterator[str]:
    say = words(lang)
    for one in found.bodies:
        if one.missing:
            yield say["why"].format(body=one.body.title(lang), share=percent(one.missing, lang)) + ":"
            yield from (f"  {clipped(line, 140)}" for line in _reasons(one, found, lang))
            yield f"  {say['first_such'].format(run=one.lacking)}"
            yield ""


def _reasons(one: BodyResult, found: Simulation, lang: str) -> Iterator[str]:
    """Why a body has no score: what nobody knows, on one line, then what the act leaves open."""
    facts = found.plan.edition.dictionary.facts
    unknown = [reason for reason, _ in one.reasons if _INNER.split(reason)[0] in facts]
    if unknown:
        more = words(lang)["more_facts"].format(count=len(unknown) - _REASONS) if len(unknown) > _REASONS else ""
        yield f"{words(lang)['unknown']}: {', '.join(unknown[:_REASONS])}{more}"
    sentences = [reason for reason, _ in one.reasons if reason not in unknown]
    yield from sentences[:_REASONS]
    if len(sentences) > _REASONS:
        yield "…"


def _sobol(found: Simulation, lang: str) -> Iterator[str]:
    say, given = words(lang), found.sensitivity
    if given is None:
        return
    yield ""
    yield say["sobol"].format(base=given.base, runs=given.runs)
    rows = []
    outcomes = [(one.body.title(lang), one.body.id, given.of_body.get(one.body.id)) for one in found.bodies]
    for title, name, indices in [*outcomes, (say["of_shift"], "", given.of_shift)]:
        if indices is None:
            lacking = name in given.undefined if name else given.shift_undefined
            rows.append([clipped(title, _NAME), say["undefined" if lacking else "constant"], "", ""])
            continue
        for place, index in enumerate(sorted(indices, key=lambda one: -one.total)[:_INDICES]):
            if place and index.total < 0.005:
                break
            rows.append(["" if place else clipped(title, _NAME), _group(found.plan.groups[index.group], lang), *_index(index, lang)])
    yield from _indented(text_table([say["body"], say["what"], "S1", "ST"], rows))


def _group(group: Group, lang: str) -> str:
    return f"{words(lang)[group.what]} {group.name}"


def _index(index: Index, lang: str) -> list[str]:
    pairs = ((index.first, index.first_conf), (index.total, index.total_conf))
    texts = [f"{value:5.2f} ± {conf:.2f}".replace("-0.00", " 0.00") for value, conf in pairs]
    return texts if lang == "en" else [text.replace(".", ",") for text in texts]


def _hashes(found: Simulation, lang: str) -> str:
    source, edition = found.source, found.plan.edition
    hashes = {"edition": edition.sha256[:12], "data": source.data_sha256[:12], "spec": source.spec_sha256[:12], "version": kzrules.__version__}
    return words(lang)["hashes"].format(**hashes)
