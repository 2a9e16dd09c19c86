"""The command `derive` as a jurist meets it: what it counts, what it refuses, and that nothing is dropped silently."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import ROOT, run

duckdb = pytest.importorskip("duckdb", reason="extra [registers] is not installed")
openpyxl = pytest.importorskip("openpyxl", reason="extra [excel] is not installed")
pytest.importorskip("holidays", reason="extra [calendar] is not installed")
EXAMPLES = ROOT / "examples/registers"
COMPLAINTS, LAYOUT = EXAMPLES / "complaints-2019.csv", EXAMPLES / "complaints.spec.yaml"
ARGUMENTS = ("--spec", str(LAYOUT), "-e", "interaction/2019-03", "--period", "2019")
HEAD = COMPLAINTS.read_text(encoding="utf-8").splitlines()[0]
GOOD = "Ж-001;Министерство музеев;04.03.2019;12.03.2019;в орган;;;;удовлетворена;нет"


def facts_of(text: str) -> dict[str, dict[str, Any]]:
    return {body["body"]: body["facts"] for body in yaml.safe_load(text)["bodies"]}


def table(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def written(folder: Path, *lines: str, head: str = HEAD) -> str:
    path = folder / "дела.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return str(path)


def test_the_example_counts_what_its_lines_say() -> None:
    ran = run("derive", str(COMPLAINTS), *ARGUMENTS)
    assert ran.code == 0, ran.err
    assert facts_of(ran.out) == {
        "min-museums": {"complaints_reviewed": 6, "complaints_late": 4, "repeat_complaints_satisfied": 1},
        "akimat-altyndala": {"complaints_reviewed": 5, "complaints_late": 2, "repeat_complaints_satisfied": 1},
    }
    assert "complaints_late: с нарушением срока; пункты 104–105, приложение 14" in ran.out
    assert "late_notice=void" in ran.out


@pytest.mark.parametrize(
    ("reading", "late", "reviewed"),
    [
        ("late_notice=valid", 3, 6),
        ("unfinished=ignored", 3, 5),
        ("first_day=included", 5, 6),
    ],
)
def test_a_reading_changes_what_is_late(reading: str, late: int, reviewed: int) -> None:
    ran = run("derive", str(COMPLAINTS), *ARGUMENTS, "--reading", reading)
    found = facts_of(ran.out)["min-museums"]
    assert (found["complaints_late"], found["complaints_reviewed"]) == (late, reviewed)
    assert f"{reading} (выбрано)" in ran.out


def test_services_are_counted_by_the_exclusions_of_each_edition() -> None:
    found = {}
    for edition in ("2017-02", "2018-01", "2019-03", "2020-03", "2021-04"):
        arguments = ("--spec", str(EXAMPLES / "services.spec.yaml"), "-e", f"interaction/{edition}", "--period", "2020")
        ran = run("derive", str(EXAMPLES / "services-2020.csv"), *arguments)
        assert ran.code == 0, ran.err
        found[edition] = facts_of(ran.out)["min-river-transport"]
    assert found["2017-02"] == {"paper_services_total": 2, "paper_services_late": 1, "portal_services_total": 2, "portal_services_late": 1}
    assert found["2018-01"] == {"services_total": 4, "services_late": 2}
    assert found["2019-03"] == {"services_total": 5, "services_late": 2}
    assert found["2020-03"] == {"services_total": 7, "services_over_one_day": 5, "services_late": 2, "services_electronic": 5}
    assert found["2021-04"] == {"services_total": 7, "services_late": 3, "services_electronic": 5}


def test_a_reading_of_one_edition_is_its_own() -> None:
    services = (str(EXAMPLES / "services-2020.csv"), "--spec", str(EXAMPLES / "services.spec.yaml"), "--period", "2020")
    kazakh = run("derive", *services, "-e", "interaction/2019-03", "--reading", "outage_scope=all")
    assert facts_of(kazakh.out)["min-river-transport"] == {"services_total": 4, "services_late": 2}
    other = run("derive", *services, "-e", "interaction/2020-03", "--reading", "outage_scope=all")
    assert other.code == 2
    assert "чтения «outage_scope» нет" in other.err


def test_a_fact_that_no_column_allows_is_left_out_and_named() -> None:
    ran = run(
        "derive", str(EXAMPLES / "services-2020.csv"), "--spec", str(EXAMPLES / "services.spec.yaml"), "-e", "interaction/2020-03", "--period", "2020"
    )
    assert "Не посчитано refusals_unfounded: в реестре нет столбца «unfounded_refusal»" in ran.out
    assert "не посчитано: refusals_unfounded" in ran.err


def test_when_no_fact_can_be_counted_it_says_which_column_is_lacking(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    text = (EXAMPLES / "services.spec.yaml").read_text(encoding="utf-8")
    text = text.replace("  channel: Способ\n", "").replace("  channel: {портал: portal, ЦОН: paper, канцелярия: paper}\n", "")
    spec.write_text(text, encoding="utf-8")
    said = refused(str(EXAMPLES / "services-2020.csv"), "--spec", str(spec), "-e", "interaction/2017-02", "--period", "2020")
    assert "KZ868: описание не говорит, где в реестре «channel» (как оказана)" in said


def test_a_year_without_a_case_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "facts.yaml"
    ran = run("derive", str(COMPLAINTS), *ARGUMENTS[:-1], "2015", "-o", str(out))
    assert ran.code != 0
    assert "за 2015 год в реестре нет ни одного дела (других лет: 10): фактов нет, ничего не записано" in ran.err
    assert not out.exists()


def test_conditions_are_said_in_the_words_of_the_description() -> None:
    ran = run("derive", str(COMPLAINTS), *ARGUMENTS)
    assert "repeat_complaints_satisfied: повторная, чем кончилось — удовлетворена; пункты 109–110, приложение 14" in ran.out
    layout = EXAMPLES / "services.spec.yaml"
    ran = run("derive", str(EXAMPLES / "services-2020.csv"), "--spec", str(layout), "-e", "interaction/2020-03", "--period", "2020")
    assert "services_late: с нарушением срока, без: срок в один рабочий день, без: сбой информационных систем, подтверждённый документом;" in ran.out


def test_bodies_without_a_case_are_named(tmp_path: Path) -> None:
    ran = run("derive", written(tmp_path, GOOD), *ARGUMENTS)
    assert "нет ни одного дела: akimat-altyndala" in ran.err
    assert set(facts_of(ran.out)) == {"min-museums"}


def test_late_cases_are_listed_with_the_day_they_were_due(tmp_path: Path) -> None:
    late = tmp_path / "late.csv"
    assert run("derive", str(COMPLAINTS), *ARGUMENTS, "--late", str(late), "-o", str(tmp_path / "facts.yaml")).code == 0
    rows = table(late)
    assert [(row["номер"], row["строка"], row["срок до"]) for row in rows] == [
        ("Ж-002", "3", "12.03.2019"),
        ("Ж-004", "5", "28.03.2019"),
        ("Ж-005", "6", "22.05.2019"),
        ("Ж-006", "7", "27.12.2019"),
        ("Ж-009", "10", "09.07.2019"),
        ("Ж-011", "12", "09.08.2019"),
    ]


def test_the_facts_join_a_facts_file(tmp_path: Path) -> None:
    facts, out = tmp_path / "facts.yaml", tmp_path / "more.yaml"
    facts.write_text(
        "period: 2019\nbodies:\n"
        "  - {body: min-museums, kind: central, name: {ru: Министерство культуры}, facts: {services_total: 10}}\n"
        "  - {body: akimat-altyndala, kind: local, facts: {services_total: 20}}\n",
        encoding="utf-8",
    )
    ran = run("derive", str(COMPLAINTS), *ARGUMENTS, "--into", str(facts), "-o", str(out))
    assert ran.code == 0, ran.err
    assert facts_of(out.read_text(encoding="utf-8"))["min-museums"] == {
        "services_total": 10,
        "complaints_reviewed": 6,
        "complaints_late": 4,
        "repeat_complaints_satisfied": 1,
    }
    assert run("check", str(out)).code == 0


def test_csv_parquet_and_workbooks_give_the_same(tmp_path: Path) -> None:
    expected = facts_of(run("derive", str(COMPLAINTS), *ARGUMENTS).out)
    rows = [line.split(";") for line in COMPLAINTS.read_text(encoding="utf-8").splitlines()]
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{COMPLAINTS}', all_varchar=true)) TO '{tmp_path}/a.parquet'")
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{COMPLAINTS}', dateformat='%d.%m.%Y')) TO '{tmp_path}/typed.parquet'")
    moments = 'SELECT * REPLACE ("Поступила"::TIMESTAMP AS "Поступила", "На сколько дней"::DOUBLE AS "На сколько дней")'
    duckdb.sql(f"COPY ({moments} FROM '{tmp_path}/typed.parquet') TO '{tmp_path}/moments.parquet'")
    (tmp_path / "a.csv").write_bytes(COMPLAINTS.read_bytes().replace(b";", b"\t").replace(b"\n", b"\r\n"))
    (tmp_path / "bom.csv").write_bytes(b"\xef\xbb\xbf" + COMPLAINTS.read_bytes())
    (tmp_path / "utf16.csv").write_text(COMPLAINTS.read_text(encoding="utf-8"), encoding="utf-16")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(rows[0])
    for row in rows[1:]:
        sheet.append([_cell(text) for text in row])
        sheet.append([])
    book.save(tmp_path / "a.xlsx")
    for name in ("a.parquet", "typed.parquet", "moments.parquet", "a.csv", "bom.csv", "utf16.csv", "a.xlsx"):
        ran = run("derive", str(tmp_path / name), *ARGUMENTS)
        assert ran.code == 0, (name, ran.err)
        assert facts_of(ran.out) == expected, name


def _cell(text: str) -> Any:
    try:
        return dt.datetime.strptime(text, "%d.%m.%Y").date()
    except ValueError:
        return int(text) if text.isdigit() else text or None


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.slow
def test_what_libreoffice_writes_is_read(tmp_path: Path) -> None:
    import subprocess

    for kind in ("ods", "xls", "xlsx"):
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        options = f"--infilter=CSV:59,34,76,1,{'/'.join(f'{n}/2' for n in range(1, 11))}"
        subprocess.run(
            ["soffice", profile, "--headless", options, "--convert-to", kind, "--outdir", str(tmp_path), str(COMPLAINTS)],
            check=True,
            capture_output=True,
        )
        ran = run("derive", str(tmp_path / f"complaints-2019.{kind}"), *ARGUMENTS)
        assert ran.code == 0, (kind, ran.err)
        assert facts_of(ran.out) == facts_of(run("derive", str(COMPLAINTS), *ARGUMENTS).out), kind


def test_a_file_that_is_there_is_refused_before_the_counting(tmp_path: Path) -> None:
    facts = tmp_path / "facts.yaml"
    facts.write_text("мои факты", encoding="utf-8")
    assert "чтобы заменить его, добавьте --force" in refused(str(COMPLAINTS), *ARGUMENTS, "-o", str(facts), code=3)
    assert facts.read_text(encoding="utf-8") == "мои факты"
    assert run("derive", str(COMPLAINTS), *ARGUMENTS, "-o", str(facts), "--force").code == 0


def test_several_files_are_one_register(tmp_path: Path) -> None:
    lines = COMPLAINTS.read_text(encoding="utf-8").splitlines()
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text("\n".join(lines[:7]), encoding="utf-8")
    second.write_text("\n".join([lines[0], *lines[7:]]), encoding="utf-8")
    ran = run("derive", str(first), str(second), *ARGUMENTS)
    assert facts_of(ran.out) == facts_of(run("derive", str(COMPLAINTS), *ARGUMENTS).out)
    ran = run("derive", str(first), str(first), *ARGUMENTS, "--bad", str(tmp_path / "bad.csv"))
    assert ran.code == 1
    assert "номер повторён — 12 (Рег. №)" in ran.err


# ── rows that cannot be counted ──

BAD = {
    "no day": (";Министерство музеев;;12.03.2019;в орган;;;;отказано;нет", "Поступила", "", "пусто"),
    "unreadable day": ("Ж-9;Министерство музеев;31.02.2019;12.03.2019;в орган;;;;отказано;нет", "Поступила", "31.02.2019", "не читается"),
    "day and month swapped": ("Ж-9;Министерство музеев;03/04/2019;12.03.2019;в орган;;;;отказано;нет", "Поступила", "03/04/2019", "не читается"),
    "done before registered": (
        "Ж-9;Министерство музеев;04.03.2019;03.03.2019;в орган;;;;отказано;нет",
        "Рассмотрена",
        "03.03.2019",
        "раньше дня регистрации",
    ),
    "unknown body": (
        "Ж-9;Министерство музыки;04.03.2019;12.03.2019;в орган;;;;отказано;нет",
        "Орган",
        "Министерство музыки",
        "такого органа в описании реестра нет",
    ),
    "no body": ("Ж-9;;04.03.2019;12.03.2019;в орган;;;;отказано;нет", "Орган", "", "пусто"),
    "unknown word": (
        "Ж-9;Министерство музеев;04.03.2019;12.03.2019;в орган;;;;отложена;нет",
        "Итог",
        "отложена",
        "такого слова в описании реестра нет",
    ),
    "no result": ("Ж-9;Министерство музеев;04.03.2019;12.03.2019;в орган;;;;;нет", "Итог", "", "пусто"),
    "not a number": (
        "Ж-9;Министерство музеев;04.03.2019;12.03.2019;в орган;05.03.2019;десять;06.03.2019;отказано;нет",
        "На сколько дней",
        "десять",
        "не читается",
    ),
    "outside": ("Ж-9;Министерство музеев;04.03.1919;12.03.2019;в орган;;;;отказано;нет", "Поступила", "04.03.1919", "день вне календаря"),
    "told before": (
        "Ж-9;Министерство музеев;04.03.2019;12.03.2019;в орган;06.03.2019;5;05.03.2019;отказано;нет",
        "Заявителю сообщено",
        "05.03.2019",
        "раньше дня продления",
    ),
    "told of nothing": (
        "Ж-9;Министерство музеев;04.03.2019;12.03.2019;в орган;;;05.03.2019;отказано;нет",
        "Заявителю сообщено",
        "05.03.2019",
        "нет дня продления",
    ),
    "extended before": (
        "Ж-9;Министерство музеев;04.03.2019;12.03.2019;в орган;01.03.2019;5;05.03.2019;отказано;нет",
        "Срок продлён",
        "01.03.2019",
        "раньше дня регистрации",
    ),
    "too few fields": (
        "Ж-9;Министерство музеев;04.03.2019",
        "",
        "Ж-9;Министерство музеев;04.03.2019",
        "в строке не столько полей, сколько заголовков",
    ),
    "too many fields": (
        GOOD.replace("Ж-001", "Ж-9") + ";лишнее",
        "",
        GOOD.replace("Ж-001", "Ж-9") + ";лишнее",
        "в строке не столько полей, сколько заголовков",
    ),
    "formula": ("Ж-9;=1+1;04.03.2019;12.03.2019;в орган;;;;отказано;нет", "Орган", "'=1+1", "такого органа в описании реестра нет"),
}


def test_every_row_that_cannot_be_counted_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    lines = [line.replace("Ж-9", f"Ж-{number}") for number, (line, *_) in enumerate(BAD.values(), start=10)]
    register, out = written(tmp_path, GOOD, *lines, GOOD.replace("Ж-001", "Ж-003")), tmp_path / "facts.yaml"
    ran = run("derive", register, *ARGUMENTS, "-o", str(out))
    assert ran.code == 1
    assert not out.exists()
    rows = {row["строка"]: (row["столбец"], row["значение"], row["причина"]) for row in table(tmp_path / "дела.bad.csv")}
    for number, (name, (_, column, value, why)) in enumerate(BAD.items(), start=3):
        held = value.replace("Ж-9", f"Ж-{number + 7}")
        assert rows[str(number)] == (column, held, why), name
    assert len(rows) == len(BAD)
    assert f"ошибка KZ863: строк с ошибками: {len(BAD)}; " in ran.err
    assert "→ они — в " in ran.err
    ran = run("derive", register, *ARGUMENTS, "-o", str(out), "--skip-bad")
    assert ran.code == 0
    assert f"пропущено строк с ошибками: {len(BAD)} (" in ran.err
    text = out.read_text(encoding="utf-8")
    assert f"ПРОПУЩЕНО СТРОК С ОШИБКАМИ: {len(BAD)} (--skip-bad): " in text
    assert "не читается — 2 (Поступила)" in text
    assert facts_of(text)["min-museums"]["complaints_reviewed"] == 2


def test_it_says_so_in_english_too(tmp_path: Path) -> None:
    register = written(tmp_path, BAD["unreadable day"][0])
    ran = run("--lang", "en", "derive", register, *ARGUMENTS)
    assert "error KZ863: rows with faults: 1; unreadable — 1 (Поступила)" in ran.err


def test_every_reason_has_english_words() -> None:
    from kzrules.registers.row_faults import ENGLISH, REASONS

    assert set(ENGLISH) == set(REASONS.values())


def test_a_row_after_a_torn_line_keeps_its_number(tmp_path: Path) -> None:
    torn, wrong = BAD["too few fields"][0], BAD["unreadable day"][0]
    register = written(tmp_path, torn, GOOD, torn, torn, wrong)
    assert run("derive", register, *ARGUMENTS).code == 1
    rows = table(tmp_path / "дела.bad.csv")
    assert [row["строка"] for row in rows] == ["2", "4", "5", "6"]


def test_a_repeated_number_is_named_in_every_row_and_counted_in_none(tmp_path: Path) -> None:
    register = written(tmp_path, GOOD, GOOD.replace("Ж-001", "Ж-002"), GOOD)
    ran = run("derive", register, *ARGUMENTS)
    assert ran.code == 1
    assert "KZ863: строк с ошибками: 2; номер повторён — 2 (Рег. №)" in ran.err
    ran = run("derive", register, *ARGUMENTS, "--skip-bad", "--late", str(tmp_path / "late.csv"))
    assert facts_of(ran.out)["min-museums"]["complaints_reviewed"] == 1
    assert "Посчитано дел: 1;" in ran.out


# ── files that cannot be read ──


def refused(*arguments: str, code: int = 1) -> str:
    ran = run("derive", *arguments)
    assert ran.code == code
    assert ran.out == ""
    assert "Traceback" not in ran.err
    return ran.err


def test_a_csv_named_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "дела.xlsx"
    path.write_bytes(COMPLAINTS.read_bytes())
    said = refused(str(path), *ARGUMENTS)
    assert "KZ860: реестр не читается: имя .xlsx, но внутри текст: если это CSV, переименуйте файл в .csv" in said
    assert "→ откройте файл той программой, которой он сделан, и сохраните заново" in said


def test_a_parquet_file_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    duckdb.sql(f"COPY (SELECT * FROM read_csv('{COMPLAINTS}', all_varchar=true)) TO '{path}'")
    path.write_bytes(path.read_bytes()[:-20])
    assert "KZ860: реестр не читается: файл Parquet обрывается или повреждён" in refused(str(path), *ARGUMENTS)


def test_a_workbook_that_is_damaged_protected_or_a_bomb(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kzrules.registers.workbook_rows.RATIO_FROM", 1 << 20)
    book = openpyxl.Workbook()
    book.active.append(["a"])
    path = tmp_path / "a.xlsx"
    book.save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "книга обрывается или повреждена" in refused(str(path), *ARGUMENTS)
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512)
    assert "книга защищена паролем" in refused(str(path), *ARGUMENTS)
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("readme.txt", "x")
    assert "это архив, а не книга" in refused(str(path), *ARGUMENTS)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", b"")
        package.writestr("xl/worksheets/sheet1.xml", b"\0" * (2 << 20))
    assert "больше, чем бывает у реестра" in refused(str(path), *ARGUMENTS)


def test_a_million_empty_rows_are_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Жалобы")
    sheet.append(HEAD.split(";"))
    sheet.append(GOOD.split(";"))
    for _ in range(50_000):
        sheet.append([None])
    sheet.append(GOOD.replace("Ж-001", "Ж-002").replace("04.03.2019", "31.02.2019").split(";"))
    book.save(path)
    ran = run("derive", str(path), *ARGUMENTS, "--bad", str(tmp_path / "bad.csv"))
    assert ran.code == 1
    assert table(tmp_path / "bad.csv")[0]["строка"] == "50003"


def test_another_encoding_is_named_and_can_be_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(COMPLAINTS.read_text(encoding="utf-8"), encoding="cp1251", errors="replace")
    said = refused(str(path), *ARGUMENTS)
    assert "KZ862: реестр не в кодировке utf-8" in said
    assert "→ если он сохранён программой Windows, напишите в описании encoding: windows-1251; иначе пересохраните его в UTF-8" in said
    spec = tmp_path / "spec.yaml"
    spec.write_text(LAYOUT.read_text(encoding="utf-8").replace("case: Рег. №", "case: Рег. №") + "encoding: windows-1251\n", encoding="utf-8")
    ran = run("derive", str(path), "--spec", str(spec), *ARGUMENTS[2:])
    assert ran.code == 0, ran.err
    assert facts_of(ran.out) == facts_of(run("derive", str(COMPLAINTS), *ARGUMENTS).out)


def test_a_letter_of_another_encoding_deep_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    lines = [GOOD.replace("Ж-001", f"Ж-{n}") for n in range(2000)]
    path.write_bytes("\n".join([HEAD, *lines]).encode() + "\nЖ-x;Минмузеев;".encode() + "да".encode("cp1251") + b";;;;;;;\n")
    assert f"{path}:2002:1: ошибка KZ862" in refused(str(path), *ARGUMENTS)


def test_an_open_quote(tmp_path: Path) -> None:
    register = written(tmp_path, GOOD, 'Ж-9;"Министерство музеев;04.03.2019', GOOD.replace("Ж-001", "Ж-3"))
    assert "KZ860: реестр не читается: незакрытая кавычка: неизвестно, где кончается строка" in refused(register, *ARGUMENTS, "--skip-bad")


def test_empty_files_and_files_that_are_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"")
    assert "KZ860: реестр не читается: файл пуст" in refused(str(path), *ARGUMENTS)
    assert "файла нет" in refused(str(tmp_path / "no.csv"), *ARGUMENTS, code=3)
    path.write_text(HEAD + "\n", encoding="utf-8")
    assert "KZ860: реестр не читается: в нём нет ни одного дела" in refused(str(path), *ARGUMENTS)


def test_titles_that_are_not_there_or_twice(tmp_path: Path) -> None:
    register = written(tmp_path, GOOD, head=HEAD.replace("Поступила", "Поступило").replace("Повторная", "Итог"))
    said = refused(register, *ARGUMENTS)
    assert f"KZ861: столбца «Поступила» в реестре {register} нет" in said
    assert "возможно, имелось в виду: «Поступило»" in said
    assert f"KZ867: заголовок «Итог» стоит в реестре {register} столько раз: 2" in said
    assert "→ переименуйте лишние столбцы: неизвестно, который из них нужен" in said


def test_a_layout_that_the_count_does_not_understand(tmp_path: Path) -> None:
    text = LAYOUT.read_text(encoding="utf-8")
    spec = tmp_path / "spec.yaml"

    def with_layout(*changes: tuple[str, str]) -> str:
        changed = text
        for old, new in changes:
            assert old in changed
            changed = changed.replace(old, new)
        spec.write_text(changed, encoding="utf-8")
        return refused(str(COMPLAINTS), "--spec", str(spec), *ARGUMENTS[2:])

    said = with_layout(("  registered: Поступила", "  registred: Поступила"))
    assert "KZ864: столбца «registred» (columns) это описание не знает" in said
    assert "KZ868: описание не говорит, где в реестре «registered» (день регистрации)" in said
    assert "→ добавьте в columns: registered: заголовок столбца; без него «complaints» не посчитать" in said
    said = with_layout(("удовлетворена: satisfied", "удовлетворена: satisfyed"))
    assert "KZ865: код «satisfyed» у столбца «result» не из допустимых: satisfied, refused, explained, other" in said
    assert "→ возможно, имелось в виду: «satisfied»" in said
    said = with_layout(("register: complaints", "register: complaint"))
    assert "KZ866: что считать по «complaint», неизвестно: такого описания нет" in said
    assert "→ возможно, имелось в виду: «complaints»" in said


def test_an_edition_for_which_nothing_is_counted() -> None:
    said = refused(str(COMPLAINTS), "--spec", str(LAYOUT), "-e", "organizational-development/2020-01", "--period", "2020")
    assert "KZ866: что считать по «complaints», неизвестно: для organizational-development/2020-01 в нём ничего не считается" in said


def test_memory_is_a_size_and_too_little_is_said(tmp_path: Path) -> None:
    assert "нужен объём" in refused(str(COMPLAINTS), *ARGUMENTS, "--memory", "много", code=2)


def test_a_count_that_names_no_term() -> None:
    from kzrules.procedures.procedure_files import open_procedures
    from kzrules.registers.counts import counts_from_bytes

    path = ROOT / "methodologies/procedures/registers/complaints.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "body: law-on-public-services:complaint-considered\n", "body: law-on-public-services:complaint-consider\n"
    )
    counts, faults = counts_from_bytes(text.encode(), "complaints.yaml", "interaction/2019-03", open_procedures())
    assert counts is None
    assert [(fault.code, fault.message(), fault.hint()) for fault in faults] == [
        (
            "KZ869",
            "срока «law-on-public-services:complaint-consider» в днях среди порядков нет",
            "возможно, имелось в виду: «law-on-public-services:complaint-considered», «law-on-public-services:complaint-longest», "
            "«law-on-public-services:complaint-considered-authorised»",
        ),
    ]


def test_without_its_libraries_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from kzrules.procedures import calendar

    monkeypatch.setitem(sys.modules, "duckdb", None)
    assert "pip install 'kzrules[registers]'" in refused(str(COMPLAINTS), *ARGUMENTS, code=3)
    monkeypatch.setitem(sys.modules, "holidays", None)
    calendar._library.cache_clear()
    ran = run("deadlines", "--event", "complaint-registered", "--on", "2024-04-26")
    assert ran.code == 3
    assert "pip install 'kzrules[calendar]'" in ran.err
