"""Commands about forms: `form`, `read`, `consolidate`."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import click

from kzrules.cli_common import STDIN, library_of, print_faults, read_input, write_out, write_whole
from kzrules.diagnostic import Diagnostic, errors, in_file_order
from kzrules.library import NoEdition
from kzrules.settings import FINDINGS, Settings

_FORCE = click.option("--force", is_flag=True, help="Заменить файл, если он уже есть.")
_BODY = click.option("--body", default="", metavar="ОРГАН", help="Орган (код).")
_KIND = click.option("--kind", type=click.Choice(["central", "local"]), default=None, help="Вид органа.")
_DASHES = "Что делает «-» с суммой: она неизвестна, «-» — ноль, отказ."
_NAME = click.option("--name", default="", metavar="НАИМЕНОВАНИЕ", help="Наименование органа, как в документах.")


def _period(_: click.Context, __: click.Parameter, value: str | None) -> Any:
    from kzrules.forms.periods import period_from_text

    period = period_from_text(value) if value else None
    if value and period is None:
        raise click.BadParameter(f"«{value}»: период пишется 2024, 2024Q3 или 2024-07")
    return period


_PERIOD = click.option("--period", default=None, callback=_period, metavar="ПЕРИОД", help="2024, 2024Q3 или 2024-07.")


@click.command("form")
@click.argument("form_name", required=False, metavar="[ФОРМА]")
@click.option("--list", "listed", is_flag=True, help="Показать все формы: чьи, кому, к какому сроку.")
@_PERIOD
@_BODY
@_KIND
@_NAME
@click.option("--lines", type=click.IntRange(1, 500), default=None, help="Сколько пустых строк оставить там, где строки добавляют.")
@click.option(
    "--fill", type=click.Path(exists=True, dir_okay=False), default=None, metavar="ФАЙЛ", help="Заполнить из YAML (schemas/filing.schema.json)."
)
@click.option("-o", "--output", default=None, metavar="КНИГА.xlsx")
@_FORCE
@click.pass_obj
def form_command(
    settings: Settings,
    form_name: str | None,
    listed: bool,
    period: Any,
    body: str,
    kind: Any,
    name: str,
    lines: int | None,
    fill: str | None,
    output: str | None,
    force: bool,
) -> None:
    """Форма отчёта как книга Excel: заполняются только жёлтые ячейки, итоги считаются сами.

    \b
    Примеры:
      kzrules form --list
      kzrules form 1-mk --period 2024Q3 --body min-treasury --kind central -o 1-mk.xlsx
    """
    from kzrules.forms.filing_text import filing_from_bytes
    from kzrules.forms.form_library import open_forms
    from kzrules.forms.form_text import forms_text
    from kzrules.forms.write_workbook import Blank, blank_counts, filled_workbook, form_workbook

    forms = open_forms(library_of(settings))
    if listed or not (form_name or fill):
        write_out(forms_text(forms.all(), settings.lang), output, force)
        return
    if output is None or not output.lower().endswith(".xlsx"):
        raise click.UsageError("назовите книгу: -o отчёт.xlsx" + (f" (а не {output}: пишется только .xlsx)" if output else ""))
    if fill:
        data, shown = read_input(fill)
        filing, faults = filing_from_bytes(data, shown, forms.form)
        _say(faults, settings)
        assert filing is not None
        write_whole(filled_workbook(filing, settings.lang, lines or 0), output, force)
        return
    assert form_name is not None
    form = forms.form(form_name)
    if form is None:
        raise NoEdition(form_name, forms.found(form_name) or list(forms.files), ambiguous=bool(forms.found(form_name)))
    if period is None or not body:
        raise click.UsageError("назовите орган и период: --body min-treasury --period 2024Q3")
    if form.filed.every not in ("once", period.every):
        wanted = {"quarter": "за квартал (2024Q3)", "year": "за год (2024)", "month": "за месяц (2024-07)"}[form.filed.every]
        raise click.UsageError(f"форма {form.id} подаётся {wanted}")
    blank = Blank(form, body, kind, name or body, period, settings.lang)
    write_whole(form_workbook(blank, blank_counts(form, lines)), output, force)


@click.command("read")
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="КНИГИ…")
@click.option("-o", "--output", default=None, metavar="ФАКТЫ.yaml", help="Куда записать факты; без неё — на экран.")
@click.option("--form", "form_name", default="", metavar="ФОРМА", help="Какая это форма, если книга сама не говорит.")
@_PERIOD
@_BODY
@_KIND
@_NAME
@click.option(
    "--annotate", "folder", type=click.Path(file_okay=False), default=None, metavar="ПАПКА", help="Записать копии книг с отмеченными ячейками."
)
@click.option("--partial", is_flag=True, help="Сложить факты и тогда, когда есть не все формы и периоды.")
@click.option("--provenance", default=None, metavar="ФАЙЛ.csv", help="Из каких ячеек сложен каждый факт.")
@_FORCE
@click.pass_obj
def read_command(
    settings: Settings,
    paths: tuple[str, ...],
    output: str | None,
    form_name: str,
    period: Any,
    body: str,
    kind: Any,
    name: str,
    folder: str | None,
    partial: bool,
    provenance: str | None,
    force: bool,
) -> None:
    """Заполненные книги → файл фактов; каждая ошибка — с листом и ячейкой."""
    from kzrules.facts_text import cohort_text
    from kzrules.forms.feeds import facts_of
    from kzrules.forms.form_library import open_forms
    from kzrules.forms.form_text import MAPPING, provenance_rows
    from kzrules.forms.workbook_meta import Meta

    library = library_of(settings)
    forms = open_forms(library)
    filings, faults = _filings(paths, forms, Meta(form=form_name, body=body, kind=kind, name=name, period=period), folder, settings, force)
    if not errors(faults):
        derived, found = facts_of(filings, forms.all(), library.dictionary, partial)
        faults += found
    _say(faults, settings)
    head = [f"Сложено из форм: {', '.join(sorted({filing.form.id for filing in filings}))}.", MAPPING]
    write_out(cohort_text(derived.bodies, head), output, force)
    if provenance:
        write_out(_csv(provenance_rows(derived)), provenance, force)


@click.command("consolidate")
@click.argument("paths", nargs=-1, required=True, type=click.Path(), metavar="ФАЙЛЫ…")
@click.option("-o", "--output", default=None, metavar="СВОД.xlsx|.yaml", help="Куда записать свод; без неё — YAML на экран.")
@click.option("--dash", type=click.Choice(["propagate", "zero", "error"]), default="propagate", show_default=True, help=_DASHES)
@_PERIOD
@_BODY
@_KIND
@_NAME
@click.option("--provenance", default=None, metavar="ФАЙЛ.csv", help="Из чего сложена каждая ячейка.")
@_FORCE
@click.pass_obj
def consolidate_command(
    settings: Settings,
    paths: tuple[str, ...],
    output: str | None,
    dash: Any,
    period: Any,
    body: str,
    kind: Any,
    name: str,
    provenance: str | None,
    force: bool,
) -> None:
    """Сложить отчёты одной формы по ячейкам: месяцы, кварталы, районы, подведомственные органы."""
    from kzrules.forms.consolidation import Whole, consolidated
    from kzrules.forms.filing_text import filing_text
    from kzrules.forms.form_library import open_forms
    from kzrules.forms.form_text import consolidation_head, origin_rows
    from kzrules.forms.periods import whole
    from kzrules.forms.workbook_meta import Meta
    from kzrules.forms.write_workbook import filled_workbook

    if output and output != "-" and not output.lower().endswith((".xlsx", ".yaml", ".yml")):
        raise click.UsageError(f"свод пишется книгой .xlsx или файлом .yaml, а не {output}")
    forms = open_forms(library_of(settings))
    filings, faults = _filings(paths, forms, Meta(), None, settings, force)
    if errors(faults):
        _say(faults, settings)
    periods = sorted({filing.period for filing in filings})
    bodies = sorted({filing.body for filing in filings})
    of = period or whole(periods)
    if of is None:
        raise click.UsageError(f"отчёты за {', '.join(map(str, periods))} не составляют ни квартала, ни года: назовите период свода, --period 2024")
    if period and not any(period.meets(one) for one in periods):
        raise click.UsageError(f"свод назван за {period}, а отчёты — за {', '.join(map(str, periods))}")
    result, found = consolidated(filings, Whole(body or (bodies[0] if len(bodies) == 1 else "свод"), kind or _one_kind(filings), name, of), dash)
    _say([*faults, *found], settings)
    assert result is not None
    if output and output.lower().endswith(".xlsx"):
        write_whole(filled_workbook(result.filing, settings.lang), output, force)
    else:
        write_out(filing_text(result.filing, consolidation_head(filings, dash)), output, force)
    if provenance:
        write_out(_csv(origin_rows(result)), provenance, force)


def _one_kind(filings: list[Any]) -> Any:
    kinds = {filing.kind for filing in filings}
    return kinds.pop() if len(kinds) == 1 else None


_Read = tuple[list[Any], list[Diagnostic]]


def _filings(
    paths: tuple[str, ...], forms: Any, given: Any, folder: str | None, settings: Settings, force: bool
) -> tuple[list[Any], list[Diagnostic]]:
    """The filings of all files; copies with marks are written for those that have faults."""
    from kzrules.forms.filing_text import filing_from_bytes
    from kzrules.forms.read_workbook import filing_from_workbook
    from kzrules.progress import progress

    if folder:
        _check_copies(paths, folder)
    filings, faults = [], []
    for path in progress(paths, settings.lang):
        data, shown = read_input(path)
        if path.lower().endswith((".yaml", ".yml")):
            filing, found = filing_from_bytes(data, shown, forms.form)
        else:
            filing, found = filing_from_workbook(data, shown, forms.form, given)
        faults += found
        filings += [filing] if filing else []
        if folder and any(fault.place.sheet for fault in found):
            _copy(data, path, folder, found, settings, force)
    return filings, faults


def _check_copies(paths: tuple[str, ...], folder: str) -> None:
    """Marked copies go beside nobody's original, and each has a name of its own."""
    names = [Path(path).name for path in paths]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise click.UsageError(f"--annotate: файлы с одним именем перепишут копии друг друга: {', '.join(twice)}; читайте их по отдельности")
    if any(Path(path).resolve().parent == Path(folder).resolve() for path in paths):
        raise click.UsageError("--annotate: копии не пишутся туда, где лежат сами книги: назовите другую папку")


def _copy(data: bytes, path: str, folder: str, found: list[Diagnostic], settings: Settings, force: bool) -> None:
    from kzrules.forms.annotate import annotated

    name = Path(path).name if path != STDIN else "stdin.xlsx"
    if not data.startswith(b"PK") or not name.lower().endswith(".xlsx"):
        click.echo(f"{path}: отметить ячейки можно только в книге .xlsx; её копии нет", err=True)
        return
    Path(folder).mkdir(parents=True, exist_ok=True)
    write_whole(annotated(data, found, settings.lang), str(Path(folder) / name), force)


def _say(faults: list[Diagnostic], settings: Settings) -> None:
    """All faults to stderr; an error ends the command."""
    if faults:
        print_faults(in_file_order(faults), settings)
    if errors(faults):
        raise SystemExit(FINDINGS)


def _csv(rows: Any) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
