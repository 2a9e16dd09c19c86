"""Commands `test` and `completion`."""

from __future__ import annotations

from pathlib import Path

import click

from kzrules.cases import Failure, cases_from_path, run_case
from kzrules.cli_common import library_of, print_faults
from kzrules.diagnostic import errors
from kzrules.library import Library
from kzrules.settings import FINDINGS, Settings


@click.command("test")
@click.argument("paths", nargs=-1, type=click.Path(), metavar="[ПУТЬ…]")
@click.option("-k", "words", default="", help="Только случаи, в чьём названии есть это слово.")
@click.pass_obj
def test_command(settings: Settings, paths: tuple[str, ...], words: str) -> None:
    """Прогнать разобранные случаи: файлы ПУТЬ (по умолчанию все встроенные)."""
    library = library_of(settings)
    passed = failed = 0
    for path in case_files(paths, library):
        file, faults = cases_from_path(path, library)
        if faults:
            print_faults(faults, settings)
            failed += len(errors(faults))
        for case in file.cases if file else ():
            if words.lower() not in case.name.lower():
                continue
            failures = run_case(case, file.edition) if file else []
            passed += not failures
            failed += bool(failures)
            for failure in failures:
                click.echo(failure_text(failure), err=True)
    click.echo(f"{passed} passed, {failed} failed")
    if failed or not passed:
        raise SystemExit(FINDINGS)


def case_files(paths: tuple[str, ...], library: Library) -> list[Path]:
    """The case files that the paths name: files, or all those below a folder."""
    found: list[Path] = []
    for path in map(Path, paths or (str(library.folder),)):
        found += sorted(path.rglob("*.cases.yaml")) if path.is_dir() else [path]
    return found


def failure_text(failure: Failure) -> str:
    """`file:line:col: name: what: expected, found`, with the citation."""
    case = failure.case
    cite = f" ({case.cite.text()})" if case.cite else ""
    return f"{case.place}: {case.name}{cite}: {failure.what}: ожидалось {failure.expected}, получено {failure.found}"


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Сценарий автодополнения: eval "$(kzrules completion bash)"."""
    from click.shell_completion import get_completion_class

    class_ = get_completion_class(shell)
    if class_ is not None:
        click.echo(class_(click.get_current_context().find_root().command, {}, "kzrules", "_KZRULES_COMPLETE").source())
