"""`kzrules report`: files and folders, languages, dates, comparison with the year before, what cannot be asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from helpers import COHORT, ROOT, run
from making import docx_text, html_text

DATA = str(COHORT)
YEARS = str(ROOT / "examples" / "cohort-2019-2021.yaml")
ONE = ("--body", "min-treasury", "--direction", "complaints")


@pytest.mark.parametrize("form", ["docx", "html", "pdf", "xlsx"])
def test_one_file_with_the_date_and_language_asked_for(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"c.{form}"
    ran = run("report", DATA, "-e", "2018-01", *ONE, "-o", str(path), "--date", "2019-02-03", "--lang", "kk")
    assert (ran.code, ran.out, ran.err) == (0, f"{path}\n", "")
    data = path.read_bytes()
    assert data[:4] == {"docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "pdf": b"%PDF", "html": b"<!DO"}[form]
    if form == "docx":
        assert "2019 ж. 3 ақпан" in docx_text(data)
    if form == "html":
        assert '<html lang="kk">' in data.decode()


def test_a_folder_has_a_file_for_each_body(tmp_path: Path) -> None:
    ran = run("report", DATA, "-e", "2018-01", "--direction", "complaints", "-o", f"{tmp_path / 'all'}/", "--format", "html")
    assert ran.code == 0
    names = sorted(path.name for path in (tmp_path / "all").iterdir())
    assert len(names) == 12
    assert "min-treasury.html" in names
    one = (tmp_path / "all" / "min-treasury.html").read_bytes()
    assert "Министерство казны" in html_text(one)
    assert "Министерство степного садоводства" not in html_text(one)


def test_a_folder_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    args = ("report", DATA, "-e", "2018-01", "--direction", "complaints", "-o", f"{tmp_path}/", "--format", "xlsx")
    (tmp_path / "min-treasury.xlsx").write_text("mine", encoding="utf-8")
    ran = run(*args)
    assert ran.code == 3
    assert "min-treasury.xlsx" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["min-treasury.xlsx"]
    assert run(*args, "--force").code == 0
    assert len(list(tmp_path.iterdir())) == 12


def test_the_newest_year_under_its_own_edition_compared_with_the_year_before(tmp_path: Path) -> None:
    path = tmp_path / "c.html"
    ran = run("report", YEARS, "--body", "min-museums", "-o", str(path))
    assert ran.code == 0, ran.err
    text = html_text(path.read_bytes())
    assert "2021 год" in text
    assert "interaction/2021-04" in text
    assert "В прошлом периоде (2020 год): 81,57, место 5 (+9,28)." in text
    assert "Прошлый период оценён по редакции interaction/2020-03" in text


def test_a_reading_that_was_chosen_is_in_the_document_and_its_record(tmp_path: Path) -> None:
    path, record = tmp_path / "c.html", tmp_path / "run.json"
    ran = run("report", DATA, "-e", "2018-01", *ONE, "--reading", "rate_shape=proportional", "-o", str(path), "--record", str(record))
    assert ran.code == 0, ran.err
    text = html_text(path.read_bytes())
    assert "выбрано для этого заключения; rate_shape" in text
    assert "rate_shape=proportional" in text
    assert json.loads(record.read_text(encoding="utf-8"))["readings"] == {"rate_shape": "proportional"}
    assert run("verify", str(record)).code == 0


def test_nothing_is_replaced_without_being_told_to(tmp_path: Path) -> None:
    path = tmp_path / "c.html"
    path.write_text("mine", encoding="utf-8")
    ran = run("report", DATA, "-e", "2018-01", *ONE, "-o", str(path))
    assert ran.code == 3
    assert path.read_text(encoding="utf-8") == "mine"
    assert run("report", DATA, "-e", "2018-01", *ONE, "-o", str(path), "--force").code == 0


@pytest.mark.parametrize("suffix", ["docx", "html", "typ"])
def test_the_shipped_template_written_out_gives_the_shipped_document(suffix: str, tmp_path: Path) -> None:
    template = tmp_path / f"mine.{suffix}"
    assert run("report", "--new-template", str(template)).code == 0
    form = {"typ": "pdf"}.get(suffix, suffix)
    with_own, shipped = tmp_path / f"a.{form}", tmp_path / f"b.{form}"
    assert run("report", DATA, "-e", "2018-01", *ONE, "-o", str(with_own), "--template", str(template)).code == 0
    assert run("report", DATA, "-e", "2018-01", *ONE, "-o", str(shipped)).code == 0
    assert with_own.read_bytes() == shipped.read_bytes()


def test_a_template_with_a_fault_writes_nothing(tmp_path: Path) -> None:
    template, path = tmp_path / "mine.html", tmp_path / "c.html"
    template.write_text("{{ document.titel }}", encoding="utf-8")
    ran = run("report", DATA, "-e", "2018-01", *ONE, "-o", str(path), "--template", str(template))
    assert ran.code == 1
    assert "шаблон просит «titel»" in ran.err
    assert "возможно, имелось в виду: «title»" in ran.err
    assert not path.exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((DATA, "-e", "2018-01"), "куда писать?"),
        ((), "не хватает файла фактов"),
        ((DATA, "-e", "2018-01", "-o", "c.odt"), "по имени не видно вида файла; нужно .docx, .html, .pdf, .xlsx или папка/"),
        ((DATA, "-e", "2018-01", "-o", "c.docx", "--format", "pdf"), "--format pdf не подходит к имени «c.docx»"),
        ((DATA, "-e", "2018-01", "-o", "c.docx", "--template", "t.html"), "шаблон «t.html» не для .docx"),
        (
            (DATA, "-e", "2018-01", "-o", "c.docx", "--body", "min-tresury"),
            "органа «min-tresury» в данных нет; возможно, имелось",
        ),
        ((DATA, "-e", "2018-01", "-o", "c.docx", "--direction", "opennes"), "направления «opennes» в interaction/2018-01 нет; возможно"),
        ((DATA, "-e", "2018-01", "-o", "c.docx", "--period", "1999"), "1999 года в данных нет; есть 2018"),
        ((DATA, "-e", "2018-01", "-o", "c.docx", "--date", "32.01.2019"), "«32.01.2019»: нужен день: 2024-10-15 или 15.10.2024"),
        ((DATA, "-e", "2018-01", "-o", "c.docx", "--reading", "rate_shape"), "нужно имя=вариант"),
        ((YEARS, "-e", "2021-04", "-o", "c.html", "--record", "r.json"), "запись прогона делается о файле с одним годом"),
        (("--new-template", "t.xlsx"), "шаблон бывает .docx, .html или .typ"),
    ],
)
def test_what_cannot_be_asked_is_said_in_words(args: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("report", *args)
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert not list(tmp_path.iterdir())


def test_help_is_in_russian_and_quick() -> None:
    for command in ("report", "rating"):
        ran = run(command, "--help")
        assert ran.code == 0
        assert "Примеры" in ran.out


@pytest.mark.slow
def test_the_commands_of_the_docs_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs" / "conclusions.md").read_text(encoding="utf-8")
    commands = [line.partition("#")[0].split() for line in page.splitlines() if line.startswith(("kzrules report", "kzrules rating"))]
    assert len(commands) == 10
    monkeypatch.chdir(tmp_path)
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for command in commands:
        ran = run(*command[1:])
        assert ran.code == 0, (command, ran.err)
