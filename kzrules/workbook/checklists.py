"""A checklist as cells: an answer for each language version, the points it leaves, the sum of the lines."""

from __future__ import annotations

from fractions import Fraction

from kzrules.program import Checklist, Line
from kzrules.reading_nodes import in_language
from kzrules.workbook.cells import NOTHING, UNKNOWN, ZERO, Cell, Num, Op, Txt, call, chosen, equal, number
from kzrules.workbook.formulas import FormulaCells
from kzrules.workbook.frame import Frame, Known, guarded, settled
from kzrules.workbook.phrases import said
from kzrules.workbook.values import decided, test_cells

Answers = dict[str, Known]  # by language; only those whose number counts defects


def checklist_cells(checklist: Checklist, frame: Frame) -> Known:
    """The points of all lines together, and what a cap of the language version gives back."""
    sheet = frame.sheet
    if frame.over:
        raise sheet.strange(f"checklist: {checklist.id}", checklist.place)
    lines: list[Known] = []
    counted: list[tuple[Line, Answers]] = []
    for line in checklist.lines:
        known, answers = _line(checklist, line, frame)
        lines.append(known)
        counted.append((line, answers))
    if checklist.cap_base == "language":
        lines.append(_given_back(checklist, counted, frame))
    return guarded(lines, call("SUM", *(known.cell for known in lines)))


def _line(checklist: Checklist, line: Line, outer: Frame) -> tuple[Known, Answers]:
    sheet = outer.sheet
    lang = sheet.lang
    title = in_language(line.label, lang) or line.id
    frame = Frame(sheet, sheet.group.program.let, full=line.points, level=outer.level + 1, cohort=outer.cohort)
    languages = checklist.languages or ("",)
    answers: Answers = {}
    each: list[Known] = []
    if line.score is not None:
        score = line.score
        whole = settled(decided(line.specials, frame, lambda: sheet.define(score, frame, title)))
        whole = frame.atom(whole, title)
        each = [whole] * len(languages)
    else:
        given = {language: _given(line, frame, language) for language in languages}
        for language in languages:
            known = _settles(line, frame, given[language], checklist)
            name = f"{title} ({language})" if language else title
            each.append(known if known.is_atom and not language else frame.put(name, "", known))
            if given[language].form == "number":
                answers[language] = _counts(line, frame, given[language], name)
    cell: Cell = call("SUM", *(known.cell for known in each))
    if checklist.count == "once" and len(answers) > 1:
        extra = frame.put(f"{title}: {said('once', lang)}", "", Known(_once(line, list(answers.values()), checklist)))
        cell = Op("+", cell, extra.cell)
    same = ("line", sheet.path, checklist.id, line.id)
    most = line.points * len(languages)
    return outer.put(title, "", guarded(each, cell), "part", cite=line.cite, maximum=most, same=same), answers


def _given(line: Line, frame: Frame, language: str) -> Known:
    """The answer of a language version."""
    sheet = frame.sheet
    if line.defects is not None:
        reader = FormulaCells(line.defects, frame, sheet.look, sheet.path)
        if "defects" not in frame.memo:
            frame.memo["defects"] = frame.atom(reader.value(), f"{in_language(line.label, sheet.lang)}: {reader.said()}", reader.said())
        return frame.memo["defects"]
    spec = sheet.plan.edition.dictionary.facts[line.id]
    known: Known = sheet.fact(line.id, language if spec.per_language else "")
    return known


def _settles(line: Line, frame: Frame, answer: Known, checklist: Checklist) -> Known:
    """The points of one language version: a special case, else what its answer leaves."""
    return settled(decided(line.specials, frame, lambda: Known(_points(line, answer, checklist))))


def _points(line: Line, answer: Known, checklist: Checklist) -> Cell:
    if answer.form == "yes_no":
        found: Cell = Op("*", answer.cell, Num(line.points))
    else:
        found = _left(line, answer.cell, checklist)
    marks: Cell = UNKNOWN
    nothing = {"full": line.points, "zero": Fraction(0)}.get(line.nothing)
    absent = {"nothing": Fraction(0), "keep": line.keep * line.points, "defect": max(line.keep * line.points, line.points - line.defect)}
    for mark, points in (("n/a", nothing), ("absent", absent.get(line.absent))):
        if mark in answer.marks and points is not None:
            marks = chosen(equal(answer.cell, Txt(mark)), Num(points), marks)
    return chosen(call("ISNUMBER", answer.cell), found, marks)


def _left(line: Line, defects: Cell, checklist: Checklist) -> Cell:
    """What the defects leave: never less than the share kept, unless the cap is of the whole version."""
    left: Cell = Op("-", Num(line.points), Op("*", Num(line.defect), defects)) if line.defect else Num(line.points)
    return left if checklist.cap_base == "language" else call("MAX", Num(line.keep * line.points), left)


def _counts(line: Line, frame: Frame, answer: Known, title: str) -> Known:
    """The number of defects where it is the answer that decides, else nothing."""
    if not line.specials:
        return answer
    cell: Cell = chosen(call("ISNUMBER", answer.cell), answer.cell, NOTHING)
    for special in reversed(line.specials):
        cell = chosen(equal(test_cells(special, frame).cell, ZERO), cell, NOTHING)
    return frame.put(f"{title}: {said('answers', frame.sheet.lang)}", "", Known(cell))


def _once(line: Line, answers: list[Known], checklist: Checklist) -> Cell:
    """A defect that stands in several versions is counted once: what that gives back or takes."""
    cells = [known.cell for known in answers]
    count = call("COUNT", *cells)
    together = Op("*", count, Num(line.points))
    once = call("MAX", Op("*", Num(line.keep), together), Op("-", together, Op("*", Num(line.defect), call("MAX", *cells))))
    separately = call("SUM", *(chosen(call("ISNUMBER", c), _left(line, c, checklist), ZERO) for c in cells))
    return chosen(Op(">", count, number(1)), Op("-", once, separately), ZERO)


def _given_back(checklist: Checklist, lines: list[tuple[Line, Answers]], frame: Frame) -> Known:
    """What the lines lost above the cap of their language version."""
    lang = frame.sheet.lang
    cap = (1 - checklist.keep) * sum((line.points for line, _ in lines), Fraction(0))
    found: list[Known] = []
    for language in checklist.languages or ("",):
        lost = [
            chosen(call("ISNUMBER", answers[language].cell), Op("*", Num(line.defect), answers[language].cell), ZERO)
            for line, answers in lines
            if language in answers
        ]
        cell = call("MAX", ZERO, Op("-", call("SUM", *lost), Num(cap))) if lost else ZERO
        found.append(frame.put(f"{said('given_back', lang)} ({language})" if language else said("given_back", lang), "", Known(cell)))
    return found[0] if len(found) == 1 else frame.put(said("given_back", lang), "", guarded(found, call("SUM", *(k.cell for k in found))))
