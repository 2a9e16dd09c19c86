"""Command `workbook`: what it writes, what it refuses, what it says of a workbook that is not right."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from helpers import COHORT, GAPS, ROOT, edition, library, run

from kzrules.diagnostic import Diagnostic, Faults
from kzrules.edition import edition_from_bytes
from kzrules.facts import Body, cohort_from_bytes
from kzrules.workbook.cells import Num
from kzrules.workbook.plan import Plan
from kzrules.workbook.rules import plan_of
from kzrules.workbook.write import workbook_bytes


def told(found: list[Diagnostic]) -> list[str]:
    return [f"{d.code} {d.place}: {d.message()} | {d.hint()}" for d in found]


def plan(name: str = "interaction/2018-01", path: Path = GAPS, lang: str = "ru") -> Plan:
    cohort, faults = cohort_from_bytes(path.read_bytes(), path.name, library().dictionary)
    assert cohort is not None, faults
    return plan_of(edition(name), cohort.bodies, {}, lang)


@pytest.fixture(scope="module")
def book() -> bytes:
    return workbook_bytes(plan())


def saved(book: openpyxl.Workbook, path: Path) -> str:
    book.save(path)
    return str(path)


def test_the_same_bytes_every_time(book: bytes) -> None:
    assert workbook_bytes(plan()) == book


def test_formulas_are_short_plain_and_have_values(book: bytes) -> None:
    """Only functions of Excel 2010, no array formulas, no links outside; each formula carries its value."""
    allowed = {
        "ABS",
        "AND",
        "COUNT",
        "IF",
        "IFERROR",
        "INDEX",
        "INT",
        "ISNUMBER",
        "MATCH",
        "MAX",
        "MIN",
        "OR",
        "ROUND",
        "ROUNDDOWN",
        "SUM",
        "SUMIFS",
        "SUMPRODUCT",
    }
    formulas = openpyxl.load_workbook(io.BytesIO(book))
    values = openpyxl.load_workbook(io.BytesIO(book), data_only=True)
    count = 0
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    count += 1
                    text = str(cell.value)
                    assert len(text) < 8192
                    assert set(re.findall(r"([A-Z]+)\(", re.sub(r'"[^"]*"', "", text))) <= allowed
                    assert max(_depths(text)) < 30
                    assert "[" not in text
                    assert values[sheet.title][cell.coordinate].value is not None or '""' in text
    assert count > 2500


def _depths(text: str) -> list[int]:
    depth, found = 0, [0]
    for letter in text:
        depth += (letter == "(") - (letter == ")")
        found.append(depth)
    return found


def test_only_answers_are_unlocked(book: bytes) -> None:
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    for sheet in sheets:
        if sheet.sheet_state != "visible":
            continue
        assert sheet.protection.sheet
        unlocked = {c.fill.start_color.rgb for row in sheet.iter_rows() for c in row if not c.protection.locked}
        assert unlocked <= {"FFFFF9DB"}
        assert not any(c.data_type == "f" and not c.protection.locked for row in sheet.iter_rows() for c in row)


def test_a_name_that_looks_like_a_formula_stays_text() -> None:
    """`=cmd|…` in the name of a body is text in every cell it reaches."""
    before = plan()
    evil = '=HYPERLINK("http://example.invalid","нажмите")'
    bodies = tuple(replace(body, name={"ru": sign + evil}) for body, sign in zip(before.bodies, ("", "+", "@"), strict=True))
    data = workbook_bytes(plan_of(before.edition, bodies, {}, "ru"))
    found = [
        c
        for sheet in openpyxl.load_workbook(io.BytesIO(data))
        for row in sheet.iter_rows()
        for c in row
        if isinstance(c.value, str) and "HYPERLINK" in c.value
    ]
    assert len(found) > 9
    assert {c.data_type for c in found} == {"s"}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>HYPERLINK" not in b"".join(archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/"))


@pytest.mark.parametrize("lang", ["kk", "en"])
def test_other_languages(lang: str) -> None:
    names = openpyxl.load_workbook(io.BytesIO(workbook_bytes(plan(lang=lang)))).sheetnames
    assert {"kk": "Деректер", "en": "Facts"}[lang] in names


def test_the_command_writes_and_verifies(tmp_path: Path) -> None:
    out = tmp_path / "книга.xlsx"
    ran = run("workbook", str(COHORT), "-e", "2018-01", "--body", "akimat-sarykum", "--reading", "rounding=down", "-o", str(out))
    assert ran.code == 0, ran.err
    assert ran.err == f"записано: {out}; органов: 1\n"
    sheet = openpyxl.load_workbook(out, data_only=True)["Итог"]
    assert [sheet.row_dimensions[row].hidden for row in range(6, 18)].count(False) == 1
    checked = run("workbook", "--verify", str(out))
    assert checked.code == 0, checked.out
    assert "интер" not in checked.out
    assert "interaction/2018-01: сравнено ячеек" in checked.out
    assert run("workbook", str(GAPS), "-e", "2018-01", "-o", str(out)).code == 3
    assert run("workbook", str(GAPS), "-e", "2018-01", "-o", str(out), "--force").code == 0


def test_bodies_that_no_mean_needs_are_left_out(tmp_path: Path) -> None:
    out = tmp_path / "b.xlsx"
    cohort = ROOT / "examples" / "cohort-2019-2021.yaml"
    assert run("workbook", str(cohort), "-e", "organizational-development", "--body", "akimat-sarykum", "-o", str(out)).code == 0
    assert openpyxl.load_workbook(out)["Итог"].max_row == 8  # three years of one body


def test_usage_is_said(tmp_path: Path) -> None:
    assert "нужны файлы фактов" in run("workbook", str(COHORT)).err
    ran = run("workbook", str(COHORT), "-e", "2018-01", "-o", str(tmp_path / "book.docx"))
    assert ran.code == 2
    assert "живая книга — файл .xlsx" in ran.err
    assert not list(tmp_path.iterdir())
    assert "--verify берёт" in run("workbook", str(COHORT), "--verify", "x.xlsx").err


def test_a_wrong_cell_is_listed(tmp_path: Path, book: bytes) -> None:
    """A stored value that is not the exact one: which cell, both values, and whether the score or the grade is another."""
    path = tmp_path / "w.xlsx"
    changed = openpyxl.load_workbook(io.BytesIO(book), data_only=True)  # values without formulas
    sheet = changed["Расчёт ЦГО"]
    rows = {str(sheet.cell(row, 1).value): row for row in range(1, sheet.max_row + 1)}
    row = rows["Итоговая оценка"]
    sheet.cell(row - 1, 5).value = 70.000000000001
    changed["Расчёт МИО"].cell(changed["Расчёт МИО"].max_row, 5).value = "высокая"
    ran = run("workbook", "--verify", saved(changed, path))
    assert ran.code == 1
    assert "ИНАЯ СТЕПЕНЬ" in ran.out
    assert "ИНОЙ БАЛЛ" in ran.out
    assert "иной балл, текст или степень — в 2" in ran.out
    found = run("workbook", "--verify", str(path), "--format", "json").out
    assert '"another_grade": true' in found


# ── diagnostics ──


def test_kz890_what_no_cell_can_say() -> None:
    """A list within a list has no formula: an error that names rule and place, never a silent fallback."""
    text = (ROOT / "tests/language/list.yaml").read_text(encoding="utf-8")
    inner = "{each: {over: functions, score: 1, combine: sum, empty: {score: 0}}}"
    text = text.replace("score: {each: {over: services, score: documents_obtained,", f"score: {{each: {{over: services, score: {inner},")
    loaded, faults = edition_from_bytes(text.encode(), "list.yaml", library().dictionary)
    assert loaded is not None, faults
    with pytest.raises(Faults) as raised:
        plan_of(loaded, (Body("b", "central", {}, {}),), {}, "ru")
    assert told(raised.value.diagnostics) == [
        "KZ890 list.yaml:33:54: живая книга не умеет записать формулой: each: functions (показатель «d.s») | "
        "запишите это место редакции иначе или выгрузите результат без живых формул (kzrules eval)"
    ]


def test_kz891_a_cell_that_disagrees_is_never_written() -> None:
    wrong = plan()
    group = wrong.groups[0]
    at = group.named["score", "services.satisfaction.satisfaction_measures"]
    group.steps[at] = replace(group.steps[at], cell=Num(Fraction(7)))
    with pytest.raises(Faults) as raised:
        workbook_bytes(wrong)
    first = told(raised.value.diagnostics)[0]
    assert first.startswith("KZ891 methodologies/2017/interaction-2018-01.yaml:1:1: формула книги даёт не то, что точный расчёт: «")
    assert first.endswith(": 7 вместо 5 | это ошибка kzrules: книга не записана; сообщите разработчикам, приложив редакцию и данные")


def test_kz892_not_our_workbook(tmp_path: Path, book: bytes) -> None:
    path = tmp_path / "w.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<broken")
    ran = run("workbook", "--verify", str(path))
    assert ran.code == 1
    assert "KZ892" in ran.err
    assert "это не живая книга kzrules: файл повреждён" in ran.err
    assert "PK" not in ran.err  # nothing of the package is quoted: it is not text
    assert "сверяйте файл, который записала команда kzrules workbook и пересохранила табличная программа" in ran.err
    path.write_bytes(b"name;value")
    assert "KZ810" in run("workbook", "--verify", str(path)).err  # what the guard of all workbooks says
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<ods/>")
    assert "нужен файл .xlsx" in run("workbook", "--verify", str(path)).err
    foreign = openpyxl.Workbook()
    assert "нет листа «kzrules»" in run("workbook", "--verify", saved(foreign, path)).err
    ours = openpyxl.load_workbook(io.BytesIO(book))
    ours["kzrules"]["A1"] = "{}"
    assert "лист «kzrules» повреждён" in run("workbook", "--verify", saved(ours, path)).err
    ours = openpyxl.load_workbook(io.BytesIO(book))
    del ours["Факты"]
    assert "нет листа «Факты»" in run("workbook", "--verify", saved(ours, path)).err
    ours = openpyxl.load_workbook(io.BytesIO(book))
    ours[next(n for n in ours.sheetnames if n.startswith("Виды"))].cell(1_000_000, 1).value = "x"
    assert "строк больше 100000" in run("workbook", "--verify", saved(ours, path)).err


def test_kz893_another_text_of_the_edition(tmp_path: Path, book: bytes) -> None:
    folder = tmp_path / "methodologies"
    shutil.copytree(ROOT / "methodologies", folder)
    path = folder / "2017" / "interaction-2018-01.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# правка\n", encoding="utf-8")
    (tmp_path / "w.xlsx").write_bytes(book)
    ran = run("--methodologies", str(folder), "workbook", "--verify", str(tmp_path / "w.xlsx"))
    assert ran.code == 1
    own = edition("interaction/2018-01").sha256[:12]
    assert re.search(f"KZ893.*книга записана по другому тексту редакции interaction/2018-01: хэш {own}, а здесь [0-9a-f]{{12}}", ran.err)
    assert "возьмите ту же версию редакции или запишите книгу заново" in ran.err


def test_kz894_an_answer_that_does_not_fit(tmp_path: Path, book: bytes) -> None:
    changed = openpyxl.load_workbook(io.BytesIO(book))
    facts = changed["Факты"]
    rows = {str(facts.cell(row, 2).value): row for row in range(1, facts.max_row + 1)}
    facts.cell(rows["services_late"], 4).value = 1.5
    facts.cell(rows["ic_unit"], 4).value = "возможно"
    facts.cell(rows["od_list.kk"], 4).value = True
    name = next(n for n in changed.sheetnames if n.startswith("Виды"))
    changed[name].cell(6, 1).value = "чужой"
    ran = run("workbook", "--verify", saved(changed, tmp_path / "w.xlsx"))
    assert ran.code == 1
    said = " ".join(ran.err.split())
    for where, text in (
        (f"Факты!D{rows['services_late']}", "«Оказано с нарушением сроков, включая электронные»: значение «1.5» не подходит; можно: целое число, -"),
        (f"Факты!D{rows['ic_unit']}", "значение «возможно» не подходит; можно: да, нет, -"),
        (f"Факты!D{rows['od_list.kk']}", "значение «True» не подходит; можно: целое число, n/a, absent, -"),
        (f"{name}!A6", "«Орган»: значение «чужой» не подходит; можно: "),
    ):
        assert where in said
        assert text in said
    assert "исправьте ячейку на листе и пересчитайте книгу" in said
