"""The four documents: the same numbers in each, the same bytes each time, nothing of a name taken for markup."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from helpers import ROOT, edition, library
from making import HERE, cohort, document, document_from, docx_tables, docx_text, html_tables, html_text, of_bodies, report

from kzrules.comparison import report_of
from kzrules.conclusions import documents, docx_template
from kzrules.conclusions.documents import FORMATS, by_body, shipped_template, written
from kzrules.conclusions.record import Document
from kzrules.diagnostic import Faults
from kzrules.extras import NotInstalled
from kzrules.facts import Body
from kzrules.program import Kind
from kzrules.values import Missing, rounded

HOSTILE = "<b>&amp; {{ 7*7 }} {% raw %} #set page(1cm) =1+1 $x$ `a` \"'\x01 ]]> @ref *b* _i_ ${7*7} \\u0041"
SEEN = "<b>&amp; {{ 7*7 }} {% raw %} #set page(1cm) =1+1 $x$ `a` \"' ]]> @ref *b* _i_ ${7*7} \\u0041"


def one(lang: str = "ru", directions: tuple[str, ...] = ()) -> Document:
    return document("interaction/2018-01", "cohort-2018", 2018, ("min-steppe-horticulture",), lang, directions)


# ── the same numbers ──


def printed(made: Document) -> list[list[list[str]]]:
    """The score tables as the assessment has them."""
    return [
        [[row.number, row.label, row.text, *([row.maximum] if len(page.columns) > 3 else [])] for row in page.rows]
        for c in made.conclusions
        for s in c.sections
        for page in s.forms
    ]


@pytest.mark.parametrize(
    ("name", "year", "lang"), [("interaction/2018-01", 2019, "ru"), ("interaction/2019-03", 2019, "ru"), ("interaction/2021-04", 2021, "kk")]
)
def test_the_four_documents_have_the_numbers_of_the_assessment(name: str, year: int, lang: str) -> None:
    made = document(name, "cohort-2019-2021", year, ("min-treasury", "akimat-tasbulak"), lang)
    expected = printed(made)
    files = {form: written(made, form) for form in ("html", "docx", "xlsx")}
    html = [table.rows[1:] for table in html_tables(files["html"]) if table.attrs.get("class") == "scores"]
    assert html == expected
    docx = [table[1:] for table in docx_tables(files["docx"]) if table[1:] in expected]
    assert docx == expected
    assert xlsx_scores(made, files["xlsx"]) == [row for table in expected for row in table]
    assert xlsx_losses(made, files["xlsx"]) == html_losses(made, files["html"])


def xlsx_scores(made: Document, data: bytes) -> list[list[str]]:
    """The first sheet, back in the words of the form."""
    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    pages = [page for c in made.conclusions for s in c.sections for page in s.forms for _ in page.rows]
    rows = []
    for page, (_, _, annex, number, label, points, maximum, _) in zip(pages, sheet.iter_rows(min_row=2, values_only=True), strict=True):
        assert annex == page.annex
        text = f"{points:.2f}".replace(".", ",").replace("-", "−") if isinstance(points, int | float) else points or ""
        most = [f"{maximum:g}" if isinstance(maximum, int | float) else maximum or ""] * (len(page.columns) > 3)
        rows.append([number or "", label or "", text, *most])
    return rows


def xlsx_losses(made: Document, data: bytes) -> list[tuple[str, str]]:
    """The second sheet without the lines of checklists and the totals: label and exact points."""
    import openpyxl

    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[1]
    rows = sheet.iter_rows(min_row=2, values_only=True)
    total = made.words["lost_total"]
    return [(str(row[2]), str(row[7])) for row in rows if row[3] is not None and row[2] != total and not str(row[2]).startswith(" ")]


def html_losses(made: Document, data: bytes) -> list[tuple[str, str]]:
    """The loss tables of the page, each label with the exact points that stand behind its printed ones."""
    tables = [table.rows[1:-1] for table in html_tables(data) if table.attrs.get("class") == "small losses"]
    behind = [row for c in made.conclusions for s in c.sections if s.losses for row in s.losses]
    shown = [row for table in tables for row in table]
    assert [(row[0], row[1]) for row in shown] == [(row.label, row.text) for row in behind]
    return [(row.label, str(row.points)) for row in behind]


def test_every_printed_score_stands_in_the_pdf(tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    made = one()
    (tmp_path / "a.pdf").write_bytes(written(made, "pdf"))
    text = subprocess.run(["pdftotext", "-layout", "a.pdf", "-"], cwd=tmp_path, check=True, capture_output=True).stdout.decode()
    for table in printed(made):
        for row in table:
            start = re.escape(row[1][:28])
            assert re.search(rf"{start}[^\n]*\s{re.escape(row[2])}\s", text), row


def test_the_losses_of_the_workbook_add_up_to_what_is_lacking() -> None:
    import openpyxl

    made = one()
    sheet = openpyxl.load_workbook(io.BytesIO(written(made, "xlsx"))).worksheets[1]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    for section in made.conclusions[0].sections:
        own = [row for row in rows if row[1] == section.label]
        (total,) = [row for row in own if row[2] == made.words["lost_total"]]
        assert Fraction(str(total[7])) == section.maximum - section.score  # type: ignore[operator]
        whole = [Fraction(str(row[7])) for row in own if row[3] is not None and row is not total]
        assert sum(whole) == Fraction(str(total[7]))


# ── the same bytes, in both languages ──


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_the_same_input_gives_the_same_bytes(form: str, lang: str) -> None:
    first = written(one(lang, ("complaints",)), form)
    assert first == written(one(lang, ("complaints",)), form)
    if form in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(first)) as box:
            assert {entry.date_time for entry in box.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("lang", ["ru", "kk"])
@pytest.mark.parametrize("form", ["docx", "html"])
def test_a_small_document_reads_as_before(lang: str, form: str) -> None:
    """Renew with KZRULES_UPDATE_GOLDEN=1 and review the diff. The hashes of the run are left out: they follow every edit of an edition."""
    data = written(one(lang, ("complaints",)), form)
    text = {"docx": docx_text, "html": html_text}[form](data)
    text = re.sub(r"sha256 [0-9a-f]{64}", "sha256 …", text)
    path = HERE / "golden" / f"complaints.{lang}.{form}.txt"
    if os.environ.get("KZRULES_UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


def test_kazakh_letters_are_in_the_pdf(tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    made = document_from(of_bodies("interaction/2018-01", [body("ӘҒҚҢӨҰҮҺІ әғқңөұүһі")]), "kk")
    (tmp_path / "a.pdf").write_bytes(written(made, "pdf"))
    text = subprocess.run(["pdftotext", "a.pdf", "-"], cwd=tmp_path, check=True, capture_output=True).stdout.decode()
    assert "ӘҒҚҢӨҰҮҺІ әғқңөұүһі" in text
    assert "2018 жыл" in text


# ── names ──


def body(name: str, kind: Kind = "central") -> Body:
    known = cohort("cohort-2018").of(2018).bodies[7]
    return Body("hostile", kind, {"ru": name, "kk": name}, known.values, period=2018)


def test_a_name_is_never_markup(tmp_path: Path) -> None:
    import docx
    import openpyxl

    made = document_from(of_bodies("interaction/2018-01", [body(HOSTILE)]))
    page = written(made, "html").decode()
    assert "<b>&amp;" not in page
    assert SEEN in html_text(page.encode())
    assert "49" not in docx_text(written(made, "docx")).splitlines()[0]
    assert docx.Document(io.BytesIO(written(made, "docx"))).paragraphs[0].text == SEEN
    book = openpyxl.load_workbook(io.BytesIO(written(made, "xlsx")))
    assert book.worksheets[0]["A2"].value == SEEN
    formula = document_from(of_bodies("interaction/2018-01", [body("=1+1")]))
    cell = openpyxl.load_workbook(io.BytesIO(written(formula, "xlsx"))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    if shutil.which("pdftotext"):
        (tmp_path / "a.pdf").write_bytes(written(made, "pdf"))
        text = subprocess.run(["pdftotext", "a.pdf", "-"], cwd=tmp_path, check=True, capture_output=True).stdout.decode()
        assert "#set page(1cm)" in text
        assert "{{ 7*7 }}" in text


def test_a_very_long_name_and_an_empty_one_make_documents() -> None:
    for name in ("Министерство " * 60, ""):
        made = document_from(of_bodies("interaction/2018-01", [body(name)]))
        assert all(written(made, form) for form in FORMATS)


def test_file_names_of_bodies_are_safe() -> None:
    made = document_from(of_bodies("interaction/2018-01", [Body("../../etc/passwd", "central", {}, {}, period=2018)]))
    assert [name for name, _ in by_body(made)] == ["etc_passwd"]
    names = ("a/b", "a:b", "A b", "...", "x" * 300)
    alike = document_from(of_bodies("interaction/2018-01", [Body(name, "central", {}, {}, period=2018) for name in names]))
    found = [name for name, _ in by_body(alike)]
    assert sorted(found) == sorted(["body", "A_b", "a_b-2", "a_b-3", "x" * 80])


# ── what is not known ──


@pytest.mark.parametrize("form", FORMATS)
def test_a_body_without_a_score_has_a_document_that_says_why(form: str) -> None:
    one_report = report("interaction/2018-01", "cohort-2018-gaps", 2018)
    lacking = [a.body.id for a in one_report.assessments if isinstance(a.score, Missing)]
    assert lacking
    made = document_from(one_report, bodies=lacking)
    assert written(made, form)
    for conclusion in made.conclusions:
        assert conclusion.score_text == "не вычислен"
        assert conclusion.rank.text == "не определено: балл не вычислен"
        assert conclusion.missing
        assert all(lack.holds_up for lack in conclusion.missing)
        assert conclusion.sections[0].losses is None
    assert "Недостающие сведения" in html_text(written(made, "html"))


def test_a_body_of_which_nothing_is_known() -> None:
    made = document_from(of_bodies("interaction/2020-03", [Body("empty", "local", {"ru": "Пустой"}, {}, period=2020)]))
    assert all(written(made, form) for form in FORMATS)
    (conclusion,) = made.conclusions
    assert not conclusion.strengths
    assert all(row.text == "—" for section in conclusion.sections for page in section.forms for row in page.rows)


@pytest.mark.parametrize("form", ["docx", "html"])
def test_a_spotless_body_has_no_empty_table_of_weaknesses(form: str) -> None:
    found = document_from(report("interaction/2018-01", "cohort-2018", 2018))
    spotless = replace(found, conclusions=tuple(replace(c, weaknesses=()) for c in found.conclusions[:1]))
    read = docx_text if form == "docx" else html_text
    assert "Слабые стороны" in read(written(found, form))
    text = read(written(spotless, form))
    assert "Сильные стороны" in text
    assert "Слабые стороны" not in text


def test_every_column_of_the_workbook_has_a_head() -> None:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(written(one(), "xlsx")))
    assert all(cell.value for sheet in book for cell in sheet[1])


def test_two_bodies_of_one_score_share_a_place() -> None:
    twins = [Body(f"twin-{n}", "central", {"ru": f"Близнец {n}"}, body("x").values, period=2018) for n in (1, 2)]
    made = document_from(of_bodies("interaction/2018-01", twins))
    assert made.conclusions[0].rank.text == "1–2-е место из 2 центральных государственных органов"
    assert made.conclusions[0].rank.shared == "делит с: Близнец 2"


# ── templates ──


def test_the_committed_word_template_is_the_one_that_the_script_makes() -> None:
    assert docx_text(shipped_template("docx")) == docx_text(docx_template.template_bytes())


TEMPLATES = {
    "html": ("{{ document.conclusions[0].boddy }}", "mine.html"),
    "pdf": ("#let d = json(bytes(sys.inputs.document))\n#d.conclusionz.len()", "mine.typ"),
}


@pytest.mark.parametrize("form", ["docx", "html", "pdf"])
def test_an_unknown_name_in_a_template_is_named(form: str) -> None:
    text, name = TEMPLATES.get(form, ("", "mine.docx"))
    template = text.encode() or word("{{ document.conclusions[0].boddy }}")
    with pytest.raises(Faults) as caught:
        written(one(), form, (template, name))
    (fault,) = caught.value.diagnostics
    wrong, right = ("conclusionz", "conclusions") if form == "pdf" else ("boddy", "body")
    assert (fault.code, fault.place.file) == ("KZ885", name)
    assert fault.message() == f"шаблон просит «{wrong}», а такого поля у заключения нет"
    assert fault.hint().startswith(f"возможно, имелось в виду: «{right}»")
    assert fault.hint("en").endswith("all fields are in docs/conclusions.md")


@pytest.mark.parametrize("form", ["docx", "html", "pdf"])
def test_a_template_that_is_none_is_said_to_be_none(form: str) -> None:
    bad = {"docx": b"not a zip", "html": b"{% for c in document.conclusions %}", "pdf": b"#let d = ("}[form]
    with pytest.raises(Faults) as caught:
        written(one(), form, (bad, f"mine.{form}"))
    (fault,) = caught.value.diagnostics
    assert fault.code == "KZ886"
    assert fault.message().startswith("шаблон не читается: ")
    assert "Traceback" not in fault.message()


def test_the_line_of_the_fault_in_an_html_template() -> None:
    with pytest.raises(Faults) as caught:
        written(one(), "html", (b"<p>\n<b>\n{{ nothing_like_it }}\n", "mine.html"))
    (fault,) = caught.value.diagnostics
    assert str(fault.place) == "mine.html:3:1"


def test_a_template_can_do_no_more_than_print() -> None:
    with pytest.raises(Faults) as caught:
        written(one(), "html", (b"{{ document.__class__.__mro__[1].__subclasses__() }}", "mine.html"))
    assert caught.value.diagnostics[0].code in ("KZ885", "KZ886")


def test_an_own_word_template_is_filled() -> None:
    made = written(one(), "docx", (word("{{ document.conclusions[0].body }}: {{ document.conclusions[0].score_text }}"), "mine.docx"))
    assert docx_text(made) == "Министерство степного садоводства (вымышленное): 39,11\n"


def word(text: str) -> bytes:
    """A Word document of one paragraph."""
    import docx

    stream = io.BytesIO()
    made = docx.Document()
    made.add_paragraph(text)
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(("form", "extra"), [("docx", "docx"), ("html", "html"), ("pdf", "pdf"), ("xlsx", "excel")])
def test_an_absent_library_is_named_with_what_to_type(form: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(module: str, wanted: str) -> None:
        raise NotInstalled(wanted)

    writers = ("conclusions.docx_writer", "conclusions.jinja_templates", "conclusions.html_writer", "conclusions.typesetting", "plain_books")
    for writer in writers:
        module = __import__(f"kzrules.{writer}", fromlist=["needed"])
        monkeypatch.setattr(module, "needed", absent)
    with pytest.raises(NotInstalled, match=re.escape(f"pip install 'kzrules[{extra}]'")):
        written(one(), form)


# ── whole documents open ──


@pytest.mark.slow
@pytest.mark.parametrize("form", ["docx", "xlsx"])
def test_libreoffice_opens_what_is_written(form: str, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / f"a.{form}"
    path.write_bytes(written(document("interaction/2018-01", "cohort-2018", 2018), form))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "a.pdf").stat().st_size > 10_000


def test_scores_of_the_document_are_those_of_eval() -> None:
    made = document_from(report_of(edition("interaction/2018-01"), cohort("cohort-2018")))
    scores = {a.body.id: a.score for a in report_of(edition("interaction/2018-01"), cohort("cohort-2018")).assessments}
    for conclusion in made.conclusions:
        score = scores[conclusion.body_id]
        assert isinstance(score, Fraction)
        assert Fraction(conclusion.score_text.replace(",", ".")) == rounded(score, 2, "half_up") == conclusion.score


def test_every_format_has_a_writer() -> None:
    assert set(documents.SUFFIXES.values()) == set(FORMATS)
    assert library().folder == ROOT / "methodologies"
