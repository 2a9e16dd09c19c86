"""The shipped Word template, made by python-docx: run as a script after a change here, and commit what it writes.

A methodologist edits a copy of it in Word: `kzrules report --new-template мой.docx`.
"""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

from kzrules.extras import needed
from kzrules.same_bytes import same_bytes

WHERE = Path(__file__).parent / "templates" / "conclusion.docx"
_FONT = "Times New Roman"


def template_bytes() -> bytes:
    """The template.

    Raises:
        NotInstalled: when the extra `docx` is absent.

    """
    page = _Page(needed("docx", "docx").Document())
    page.set_up()
    page.tag("{%p set say = document.words %}")
    page.tag("{%p for c in document.conclusions %}")
    page.break_before("{%p if not loop.first %}")
    _head(page)
    page.tag("{%p for s in c.sections %}")
    page.tag("{%p for form in s.forms %}")
    _form(page)
    page.tag("{%p if loop.first %}")
    _losses(page)
    for found in ("strengths", "weaknesses"):
        page.tag(f'{{%p if s.id == "block" and c.{found} %}}')
        page.heading(f"{{{{ say.{found} }}}}", 2)
        page.table(
            [], [["{{ x.label }}", "{{ x.direction }}", "{{ x.text }}", "{{ x.share }}"]], (7.2, 5.0, 2.6, 2.2), f"x in c.{found}", right=(2, 3)
        )
        page.tag("{%p endif %}")
    page.heading("{{ s.analysis_heading }}", 2)
    page.loop("pair in s.analysis", lambda: page.text("{{ loop.index }}. ", "{{ pair.name }}: ", "{{ pair.text }}", bold=1))
    page.heading("{{ s.conclusions_heading }}", 2)
    page.tag("{%p if s.findings %}")
    page.tag("{%p for finding in s.findings %}")
    page.text("{{ loop.index }}. {{ finding.found }}")
    page.loop('item in finding["items"]', lambda: page.text("– {{ item }}", size=10, indent=1.0))
    page.text("{{ finding.do }}", indent=0.6)
    page.tag("{%p endfor %}")
    page.tag("{%p elif s.losses is none %}")
    page.text("{{ say.losses_unknown }}")
    page.tag("{%p else %}")
    page.text("{{ say.no_findings }}")
    page.tag("{%p endif %}")
    page.tag("{%p endif %}")
    _signatures(page)
    page.tag("{%p endfor %}")
    page.tag("{%p endfor %}")
    _rest(page)
    page.tag("{%p endfor %}")
    stream = io.BytesIO()
    page.document.save(stream)
    return same_bytes(stream.getvalue())


def _head(page: _Page) -> None:
    page.heading("{{ c.body }}", 0)
    page.text("{{ c.kind }} · {{ say.period }}: {{ c.period }}", size=10, centre=True)
    page.table([], [["{{ x.name }}", "{{ x.text }}"]], (5.0, 12.0), "x in c.head", size=10)
    rows = [
        ["{{ say.overall }}", "{{ c.score_text }}"],
        ["{{ say.grade }}", "{{ c.grade }}"],
        [
            "{{ say.rank }}",
            "{{ c.rank.text }}{% if c.rank.shared %}; {{ c.rank.shared }}{% endif %}.{% for x in c.rank.previous %} {{ x }}{% endfor %}",
        ],
    ]
    page.table([], rows, (5.0, 12.0), "", bold=(0, 1))
    page.loop("note in c.notes", lambda: page.text("{{ note }}", size=10))


def _form(page: _Page) -> None:
    page.tag("{%p if form.annex %}")
    page.text("{{ form.annex }}", right=True, before=18, keep=True)
    page.tag("{%p endif %}")
    page.heading("{{ form.title }}", 1)
    page.text("{{ c.body }}", centre=True, bold=0, keep=True, after=0)
    page.text("{{ c.period }}", centre=True, bold=0, keep=True, after=0)
    page.text("{{ say.period_caption }}", size=9, centre=True, keep=True)
    cells = ["{{ row.number }}", "{{ row.label }}", "{{ row.text }}"]
    heads = [f"{{{{ form.columns[{index}] }}}}" for index in range(4)]
    page.tag("{%p if form.columns|length > 3 %}")
    page.table([heads], [[*cells, "{{ row.maximum }}"]], (1.2, 10.8, 2.5, 2.5), "row in form.rows", right=(2, 3), whole=True)
    page.tag("{%p else %}")
    page.table([heads[:3]], [cells], (1.2, 12.8, 3.0), "row in form.rows", right=(2,), whole=True)
    page.tag("{%p endif %}")
    page.loop("note in form.notes", lambda: page.text("{{ note }}", size=10, after=2))


def _losses(page: _Page) -> None:
    page.heading("{{ say.losses }}: {{ s.label }}", 2)
    page.tag("{%p if s.losses is none %}")
    page.text("{{ say.losses_unknown }}")
    page.tag("{%p elif not s.losses %}")
    page.text("{{ say.losses_none }}")
    page.tag("{%p else %}")
    page.text("{{ picture(s) }}", centre=True)
    page.tag('{%p if s.id == "block" %}')
    page.table([["{{ say.direction }}", "{{ say.lost }}", "{{ say.citation }}"]], [["{{ x.label }}", "{{ x.text }}", "{{ x.cite }}"]],
               (9.0, 2.6, 5.4), "x in s.losses", right=(1,), size=10)  # fmt: skip
    page.tag("{%p else %}")
    heads = ["{{ say.criterion }}", "{{ say.lost }}", "{{ say.lost_block }}", "{{ say.citation }}"]
    page.table([heads], [["{{ x.label }}", "{{ x.text }}", "{{ x.block_text }}", "{{ x.cite }}"]],
               (8.0, 2.2, 2.4, 4.4), "x in s.losses", right=(1, 2), size=10)  # fmt: skip
    page.tag("{%p endif %}")
    page.text("{{ say.lost_total }}: {{ s.lost_text }}. {{ s.balance }}", size=10)
    page.tag("{%p endif %}")


def _signatures(page: _Page) -> None:
    page.table([], [["{{ who }}", "_______________________"], ["", "{{ say.signature }}"]], (10.5, 6.5), "who in form.signed", lines=False)
    page.text("{{ c.date }}", before=6, after=12)


def _rest(page: _Page) -> None:
    page.tag("{%p if c.missing %}")
    page.heading("{{ say.missing }}", 1)
    page.text("{{ say.missing_intro }}")
    cells = ["{{ x.label }}{% if x.fact %} [{{ x.fact }}]{% endif %}", '{{ x.holds_up|join("; ") }}']
    page.table([["{{ say.fact }}", "{{ say.holds_up }}"]], [cells], (9.0, 8.0), "x in c.missing", size=10)
    page.tag("{%p endif %}")
    page.heading("{{ say.readings }}", 1)
    page.tag("{%p if c.readings %}")
    page.text("{{ say.readings_intro }}", size=10)
    heads = ["{{ say.question }}", "{{ say.option }}", "{{ say.confidence }}", "{{ say.why }}"]
    cells = [
        "{{ x.question }}{% if x.cite %} ({{ x.cite }}){% endif %}",
        "{{ x.option }} ({{ x.chosen }}; {{ x.id }})",
        "{{ x.confidence }}",
        "{{ x.why }}",
    ]
    page.table([heads], [cells], (5.6, 4.6, 2.4, 4.4), "x in c.readings", size=9)
    page.tag("{%p else %}")
    page.text("{{ say.readings_none }}")
    page.tag("{%p endif %}")
    page.heading("{{ say.run }}", 1)
    page.text("{{ say.run_intro }}", size=10)
    page.table([], [["{{ x.name }}", "{{ x.text }}"]], (4.0, 13.0), "x in document.run", size=9)


class _Page:
    """A python-docx document and the few things we put into it."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.units = needed("docx.shared", "docx")
        self.align = needed("docx.enum.text", "docx").WD_ALIGN_PARAGRAPH
        self.xml = needed("docx.oxml", "docx")
        self.names = needed("docx.oxml.ns", "docx")

    def set_up(self) -> None:
        """A4, margins and fonts of an official paper; no author, a fixed date."""
        section = self.document.sections[0]
        cm = self.units.Cm
        section.page_width, section.page_height = cm(21), cm(29.7)
        section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = cm(2.5), cm(1.5), cm(2), cm(2)
        style = self.document.styles["Normal"]
        style.font.name, style.font.size = _FONT, self.units.Pt(12)
        style.element.rPr.rFonts.set(self.names.qn("w:eastAsia"), _FONT)
        style.element.rPr.rFonts.set(self.names.qn("w:cs"), _FONT)
        style.paragraph_format.space_after = self.units.Pt(6)
        properties = self.document.core_properties
        properties.author, properties.comments, properties.title = "", "", ""
        properties.created = properties.modified = dt.datetime(2000, 1, 1)
        footer = section.footer.paragraphs[0]
        footer.alignment = self.align.CENTER
        self._field(footer.add_run(), "PAGE")

    def tag(self, text: str) -> None:
        """A paragraph that the template engine takes out."""
        self._plain(text, 9)

    def loop(self, over: str, body: Any) -> None:
        """Paragraphs for each of some things."""
        self.tag(f"{{%p for {over} %}}")
        body()
        self.tag("{%p endfor %}")

    def break_before(self, condition: str) -> None:
        """A new page, on a condition."""
        self.tag(condition)
        self.document.add_page_break()
        self.tag("{%p endif %}")

    def heading(self, text: str, level: int) -> None:
        """A heading: 0 the body's name, 1 an annex, 2 within an annex."""
        paragraph = self._plain(text, (16, 14, 12)[level], bold=True)
        paragraph.style = self.document.styles[f"Heading {level + 1}"]
        self._look(paragraph.style, (16, 14, 12)[level])
        paragraph.alignment = self.align.LEFT if level == 2 else self.align.CENTER
        paragraph.paragraph_format.keep_with_next = True
        paragraph.paragraph_format.space_before = self.units.Pt(12)
        paragraph.paragraph_format.space_after = self.units.Pt(6)

    def text(
        self, *parts: str, size: int = 12, bold: int = -1, centre: bool = False, right: bool = False,
        keep: bool = False, before: int = 0, after: int = 6, indent: float = 0,
    ) -> None:  # fmt: skip
        """A paragraph of runs; `bold`: which of them is."""
        paragraph = self.document.add_paragraph()
        for index, part in enumerate(parts):
            self._run(paragraph, part, size, bold=index == bold)
        paragraph.alignment = self.align.CENTER if centre else self.align.RIGHT if right else None
        form = paragraph.paragraph_format
        form.keep_with_next, form.space_before, form.space_after = keep or None, self.units.Pt(before), self.units.Pt(after)
        form.left_indent = self.units.Cm(indent) if indent else None

    def table(
        self, heads: list[list[str]], rows: list[list[str]], widths: tuple[float, ...], over: str,
        *, right: tuple[int, ...] = (), size: int = 11, bold: tuple[int, ...] = (), lines: bool = True, whole: bool = False,
    ) -> None:  # fmt: skip
        """A table: heads that repeat on each page, and rows for each of some things (once, where `over` is empty); `whole`: on one page."""
        written = [*heads, *([[f"{{%tr for {over} %}}"], *rows, ["{%tr endfor %}"]] if over else rows)]
        table = self.document.add_table(len(written), len(widths))
        table.autofit = False
        if lines:
            table.style = self.document.styles["Table Grid"]
        for number, (cells, line) in enumerate(zip(table.rows, written, strict=True)):
            for index, cell in enumerate(cells.cells):
                cell.width = self.units.Cm(widths[index])
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = self.units.Pt(0)
                paragraph.paragraph_format.keep_with_next = True if whole or not lines else None  # signatures stay with their date
                if index < len(line):
                    emphatic = number < len(heads) or index in bold
                    self._cell(paragraph, line[index], size, emphatic)
                if index in right:
                    paragraph.alignment = self.align.RIGHT
            self._row(cells, head=number < len(heads))
        for column, width in zip(table.columns, widths, strict=True):
            column.width = self.units.Cm(width)
        spacer = self.document.add_paragraph()
        spacer.paragraph_format.space_after = self.units.Pt(2)
        self._run(spacer, "", 6)

    def _cell(self, paragraph: Any, text: str, size: int, bold: bool) -> None:
        """A cell; a row of totals is bold: `{% if %}` chooses between two runs."""
        if text.startswith("{{ row."):
            for condition, heavy in (("{% if row.closing %}", True), ("{% if not row.closing %}", False)):
                self._run(paragraph, condition, size)
                self._run(paragraph, text, size, heavy)
                self._run(paragraph, "{% endif %}", size)
        else:
            self._run(paragraph, text, size, bold)

    def _row(self, row: Any, head: bool) -> None:
        """Rows do not break across pages; heads repeat."""
        properties = row._tr.get_or_add_trPr()
        properties.append(self.xml.OxmlElement("w:cantSplit"))
        if head:
            properties.append(self.xml.OxmlElement("w:tblHeader"))

    def _plain(self, text: str, size: int, bold: bool = False) -> Any:
        paragraph = self.document.add_paragraph()
        self._run(paragraph, text, size, bold)
        paragraph.paragraph_format.space_after = self.units.Pt(0)
        return paragraph

    def _run(self, paragraph: Any, text: str, size: int, bold: bool = False) -> None:
        run = paragraph.add_run(text)
        run.font.size, run.font.bold = self.units.Pt(size), bold or None

    def _look(self, style: Any, size: int) -> None:
        style.font.name, style.font.size, style.font.bold = _FONT, self.units.Pt(size), True
        style.font.color.rgb = self.units.RGBColor(0, 0, 0)
        fonts = style.element.rPr.rFonts
        for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(self.names.qn(name), None)
        for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(self.names.qn(name), _FONT)

    def _field(self, run: Any, code: str) -> None:
        for kind in ("begin", "", "end"):
            part = self.xml.OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                part.set(self.names.qn("w:fldCharType"), kind)
            else:
                part.text = code
            run._r.append(part)


if __name__ == "__main__":
    WHERE.write_bytes(template_bytes())
