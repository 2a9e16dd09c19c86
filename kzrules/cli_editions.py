"""Commands about an edition: `show`, `facts`, `check`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kzrules import __version__
from kzrules.acts import acts_from_bytes
from kzrules.catalogue import acts_path, catalogue_of
from kzrules.catalogue_checks import catalogue_faults, explained_seams
from kzrules.checks_unused import unasked_facts
from kzrules.cli_check_files import file_faults
from kzrules.cli_common import complete_edition, library_of, print_faults, read_input, write_out
from kzrules.diagnostic import Diagnostic, errors
from kzrules.diagnostic_formats import chosen, github_text, prefixes_of, sarif_text, unknown_prefixes
from kzrules.diagnostic_help import near_codes
from kzrules.explain import branch_lines
from kzrules.facts_form import facts_form
from kzrules.guess import guesses
from kzrules.library import Library, read_file, shown_path
from kzrules.phrases import phrases
from kzrules.program import KINDS, Kind
from kzrules.settings import FINDINGS, Settings
from kzrules.show import all_paths, edition_branch, program_json, rule_branch


@click.command("show")
@click.argument("edition", metavar="РЕДАКЦИЯ[:ПОКАЗАТЕЛЬ]", shell_complete=complete_edition)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--compiled", type=click.Choice(KINDS), default=None, help="Целочисленная форма для этого вида органов: шаги и пределы каждого числа.")
@click.option("--period", type=click.IntRange(1990, 2100), metavar="ГОД", help="Оцениваемый год для --compiled.")
@click.pass_obj
def show_command(settings: Settings, edition: str, form: str, compiled: Kind | None, period: int | None) -> None:
    """Редакция, как её читают: карточка, показатели, таблицы, чтения — со ссылками на акт."""
    name, _, rule = edition.partition(":")
    loaded = library_of(settings).load(name)
    if compiled:
        from kzrules.compiled.listing import listing
        from kzrules.compiled.lowered import lists_of, lowered_program

        program = loaded.program(compiled, None, period or loaded.years[-1])
        click.echo("\n".join(listing(lowered_program(program, loaded.dictionary, dict.fromkeys(lists_of(program, loaded.dictionary))))))
        return
    branch = rule_branch(loaded, rule, settings.lang) if rule else edition_branch(loaded, settings.lang)
    if branch is None:
        guess = guesses(rule, [p.rpartition(".")[2] for p in all_paths(loaded)])["guess_ru"]
        raise click.UsageError(f"показателя «{rule}» в {loaded.id} нет; {guess}")
    if form == "json":
        whole = {kind: program_json(loaded.programs[kind]) for kind in KINDS}
        chosen = {k: {p: r for p, r in rules.items() if not rule or rule in (p, p.rpartition(".")[2])} for k, rules in whole.items()}
        click.echo(json.dumps({"edition": loaded.id, "sha256": loaded.sha256, "rules": chosen}, ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(branch_lines(branch)))


@click.command("facts")
@click.argument("edition", metavar="РЕДАКЦИЯ", shell_complete=complete_edition)
@click.option("--kind", type=click.Choice(KINDS), required=True, help="Вид органа.")
@click.option("--period", type=click.IntRange(1990, 2100), metavar="ГОД", help="Оцениваемый год; без него — первый, который оценивает редакция.")
@click.option("-o", "--output", default=None, help="Файл; без него — на экран.")
@click.option("--force", is_flag=True, help="Заменить файл, если он есть.")
@click.pass_obj
def facts_command(settings: Settings, edition: str, kind: str, period: int | None, output: str | None, force: bool) -> None:
    """Пустая форма фактов: всё, что спрашивает редакция, с подписями."""
    loaded = library_of(settings).load(edition)
    write_out(facts_form(loaded, kind, settings.lang, period), output, force)  # type: ignore[arg-type]


@click.command("check")
@click.argument("paths", nargs=-1, metavar="[ПУТЬ…]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="sarif — для code scanning; github — пометки у строк в GitHub Actions.",
)
@click.option("--strict", is_flag=True, help="Замечания тоже дают код 1.")
@click.option("--select", multiple=True, metavar="КОДЫ", help="Только эти коды или их начала: KZ3,KZ405.")
@click.option("--ignore", multiple=True, metavar="КОДЫ", help="Кроме этих; из двух начал решает более длинное.")
@click.pass_obj
def check_command(settings: Settings, paths: tuple[str, ...], form: str, strict: bool, select: tuple[str, ...], ignore: tuple[str, ...]) -> None:
    """Проверить редакции и файлы фактов (по умолчанию все встроенные редакции); «-» — стандартный ввод."""
    wanted, unwanted = _codes(select, "--select", settings), _codes(ignore, "--ignore", settings)
    library = library_of(settings)
    faults: list[Diagnostic] = []
    sources: dict[str, str] = {}
    asked: set[str] = set()
    names = paths or tuple(str(path) for path in library.files.values())
    for name in _files(names):
        data, shown = read_input(name)
        sources[shown] = data.decode("utf-8", "replace")
        faults += file_faults(data, shown, library, asked)
    if not paths:
        faults += [*_together(library, settings), *unasked_facts(library.dictionary, asked)]
    faults = chosen(faults, wanted, unwanted)
    match form:
        case "json":
            click.echo(json.dumps([d.as_json(settings.lang) for d in faults], ensure_ascii=False, indent=2))
        case "sarif":
            click.echo(sarif_text(faults, settings.lang, __version__), nl=False)
        case "github":
            click.echo(github_text(faults, settings.lang), nl=False)
        case _ if faults:
            print_faults(faults, settings, sources)
        case _:
            click.echo(f"{phrases(settings.lang)['no_faults']}: {len(_files(names))}", err=True)
    if errors(faults) or (strict and faults):
        raise SystemExit(FINDINGS)


def _codes(options: tuple[str, ...], option: str, settings: Settings) -> tuple[str, ...]:
    """The codes or beginnings of codes that an option names."""
    prefixes = prefixes_of(options)
    for unknown in unknown_prefixes(prefixes):
        guess = near_codes(unknown)
        said = f"no code begins with “{unknown}”; {guess['guess_en']}" if settings.lang == "en" else f"кодов на «{unknown}» нет; {guess['guess_ru']}"
        raise click.UsageError(f"{option}: {said}")
    return prefixes


def _together(library: Library, settings: Settings) -> list[Diagnostic]:
    """Faults of the register of acts and of all editions together; what the register explains is said, and is no fault."""
    path = acts_path(library)
    acts, faults = acts_from_bytes(read_file(path), shown_path(path))
    if acts is None:
        return faults
    catalogue, _ = catalogue_of(library, acts)
    for said in explained_seams(catalogue, settings.lang):
        click.echo(said, err=True)
    return [*faults, *catalogue_faults(catalogue)]


def _files(names: tuple[str, ...]) -> list[str]:
    found: list[str] = []
    for name in names:
        path = Path(name)
        below = sorted(path.rglob("*.yaml")) if path.is_dir() else []
        found += [str(p) for p in below] or [name]
    return found
