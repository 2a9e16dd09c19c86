"""Commands `test` and `completion`."""

from __future__ import annotations

from pathlib import Path

import click

from kzrules.cases import Case, CaseFile, Failure, cases_from_path, run_case
from kzrules.cli_common import library_of, print_faults, write_out
from kzrules.diagnostic import errors
from kzrules.edition import Edition
from kzrules.library import Library
from kzrules.phrases import phrases
from kzrules.settings import FINDINGS, Settings


@click.command("test")
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[ПУТЬ…]")
@click.option("-k", "words", default="", help="Только случаи, в чьём названии есть это слово.")
@click.option("--coverage", "covered", is_flag=True, help="Какие правила, строки, края и ветви случаи проверяют, а какие нет.")
@click.option("--coverage-html", "page", type=click.Path(), default=None, metavar="ФАЙЛ", help="То же страницей: текст редакции, зелёный и красный.")
@click.option("--fail-under", type=click.FloatRange(0, 100), default=None, metavar="ПРОЦЕНТ", help="Код 1, если проверено меньше.")
@click.option("--force", is_flag=True, help="Заменить файл страницы, если он уже есть.")
@click.pass_obj
def test_command(
    settings: Settings, paths: tuple[str, ...], words: str, covered: bool, page: str | None, fail_under: float | None, force: bool
) -> None:
    """Прогнать разобранные случаи: файлы ПУТЬ (по умолчанию все встроенные)."""
    library = library_of(settings)
    passed = failed = 0
    files: list[CaseFile] = []
    for path in case_files(paths, library):
        file, faults = cases_from_path(path, library)
        if faults:
            print_faults(faults, settings)
            failed += len(errors(faults))
        files += [file] if file else []
        for case in file.cases if file else ():
            if words.lower() not in case.name.lower():
                continue
            failures = run_case(case, file.edition) if file else []
            passed += not failures
            failed += bool(failures)
            for failure in failures:
                click.echo(failure_text(failure, settings.lang), err=True)
    click.echo(f"{passed} passed, {failed} failed")
    enough = True
    if covered or page or fail_under is not None:
        cases = [(file.edition, tuple(case for case in file.cases if words.lower() in case.name.lower())) for file in files]
        enough = _coverage(cases, settings, covered, page, fail_under or 0, force)
    if failed or not passed or not enough:
        raise SystemExit(FINDINGS)


def _coverage(cases: list[tuple[Edition, tuple[Case, ...]]], settings: Settings, covered: bool, page: str | None, least: float, force: bool) -> bool:
    """Prints what the cases exercise; whether that is enough in every edition, and every entry of the lists fits."""
    from kzrules.case_coverage import coverage_of, percent
    from kzrules.coverage_excused import without_unreachable
    from kzrules.coverage_html import coverage_html
    from kzrules.coverage_text import coverage_line, coverage_text
    from kzrules.equivalents import excuses_beside

    coverages, faults = [], []
    for edition, own in _by_edition(cases):
        excuses, found = excuses_beside(Path(edition.file), edition.id)
        coverage, stale = without_unreachable(coverage_of(edition, own), excuses)
        coverages.append(coverage)
        faults += [*found, *stale]
    if faults:
        print_faults(faults, settings)
    click.echo(coverage_text(coverages, settings.lang) if covered else "\n".join(coverage_line(c, settings.lang) for c in coverages))
    if page is not None:
        sources = {c.edition.file: Path(c.edition.file).read_text(encoding="utf-8") for c in coverages}
        write_out(coverage_html(coverages, sources, settings.lang), page, force)
    return not errors(faults) and all(percent(len(c.met), len(c.points)) >= least for c in coverages)


def _by_edition(cases: list[tuple[Edition, tuple[Case, ...]]]) -> list[tuple[Edition, tuple[Case, ...]]]:
    """Several files of cases for one edition count together."""
    found: dict[str, tuple[Edition, tuple[Case, ...]]] = {}
    for edition, own in cases:
        known = found.get(edition.file)
        found[edition.file] = (edition, (*known[1], *own) if known else own)
    return list(found.values())


def case_files(paths: tuple[str, ...], library: Library) -> list[Path]:
    """The case files that the paths name: files, or all those below a folder."""
    found: list[Path] = []
    for path in map(Path, paths or (str(library.folder),)):
        found += sorted(path.rglob("*.cases.yaml")) if path.is_dir() else [path]
    return found


def failure_text(failure: Failure, lang: str = "ru") -> str:
    """`file:line:col: name: what: expected, found`, with the citation."""
    case = failure.case
    cite = f" ({case.cite.text(lang)})" if case.cite else ""
    said = phrases(lang)["expected_found"].format(expected=failure.expected, found=failure.found)
    return f"{case.place}: {case.name}{cite}: {failure.what}: {said}"


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Сценарий автодополнения: eval "$(kzrules completion bash)"."""
    from click.shell_completion import get_completion_class

    class_ = get_completion_class(shell)
    if class_ is not None:
        click.echo(class_(click.get_current_context().find_root().command, {}, "kzrules", "_KZRULES_COMPLETE").source())
