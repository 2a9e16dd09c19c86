"""Command `mutate`: which small changes of an edition no case would notice."""

from __future__ import annotations

import json
from pathlib import Path

import click

from kzrules.boundary_cases import boundary_of
from kzrules.case_coverage import percent
from kzrules.cases import Case, cases_from_path, run_case
from kzrules.cli_cases import failure_text
from kzrules.cli_common import complete_edition, library_of, print_faults
from kzrules.diagnostic import Faults, errors
from kzrules.edge_mutants import Mutant
from kzrules.edition import Edition
from kzrules.equivalents import excuses_beside, stale
from kzrules.library import Library
from kzrules.mutation import Tried, bodies_by_case, tried
from kzrules.mutation_text import counts, summary_text, survivors_text, tried_json
from kzrules.reach import Reach, mutants_in, reach_of, rules_of
from kzrules.settings import FINDINGS, Settings

_FAILING = {
    "ru": "сначала должны проходить сами случаи: kzrules test",
    "kk": "алдымен мысалдардың өзі өтуі керек: kzrules test",
    "en": "the cases themselves must pass first: kzrules test",
}


@click.command("mutate")
@click.argument("edition", metavar="РЕДАКЦИЯ", shell_complete=complete_edition)
@click.option("--rule", default="", metavar="ПУТЬ", help="Только изменения этого показателя и всего, что ниже.")
@click.option("--fail-under", type=click.FloatRange(0, 100), default=None, metavar="ПРОЦЕНТ", help="Код 1, если замечено меньше.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Вид ответа.")
@click.option("--limit", type=click.IntRange(1), default=None, metavar="ЧИСЛО", help="Не больше стольких изменений, поровну из всего файла.")
@click.pass_obj
def mutate_command(settings: Settings, edition: str, rule: str, fail_under: float | None, form: str, limit: int | None) -> None:
    """Менять в редакции по одному числу, краю, знаку и смотреть, замечают ли это случаи рядом с ней.

    \b
    Файл редакции не меняется. Для изменения, которого не заметил никто, составляется случай-образец.
    Изменения, которые не меняют ничего, перечислены рядом с редакцией: РЕДАКЦИЯ.equivalent.yaml.
    """
    library = library_of(settings)
    loaded = library.load(edition)
    reach = reach_of(loaded, _cases(loaded, library))
    failing = [failure for case in reach.cases for failure in run_case(case, loaded)]
    if failing:
        click.echo("\n".join(failure_text(failure, settings.lang) for failure in failing), err=True)
        click.echo(_FAILING[settings.lang], err=True)
        raise SystemExit(FINDINGS)
    mutants = [m for m in mutants_in(reach) if not rule or _under(m, rule, reach)]
    if rule and not mutants:
        raise click.BadParameter(f"«{rule}»: у редакции нет такого показателя или менять в нём нечего", param_hint="--rule")
    chosen = mutants if limit is None else mutants[:: max(1, -(-len(mutants) // limit))]
    bodies = bodies_by_case(reach)
    results = [tried(mutant, reach, bodies) for mutant in chosen]
    excuses, faults = excuses_beside(Path(loaded.file), loaded.id)
    named = {(e.path, e.what) for e in excuses.equivalent}
    survived = [t for t in results if t.fate == "survived"]
    equivalent = [t for t in survived if _key(t) in named]
    if not rule and limit is None:
        faults += stale(excuses.equivalent, {_key(t) for t in equivalent}, "KZ671")
    if faults:
        print_faults(faults, settings)
    _print(loaded, results, [t for t in survived if _key(t) not in named], len(equivalent), reach, form, settings)
    killed, whole = counts(results, len(equivalent))
    if errors(faults) or (fail_under is not None and percent(killed, whole) < fail_under):
        raise SystemExit(FINDINGS)


def _print(edition: Edition, results: list[Tried], survived: list[Tried], equivalent: int, reach: Reach, form: str, settings: Settings) -> None:
    shown = [(t, boundary_of(t, reach)) for t in survived]
    if form == "json":
        killed, whole = counts(results, equivalent)
        refused = sum(t.fate == "refused" for t in results)
        head = {"edition": edition.id, "sha256": edition.sha256, "killed": killed, "whole": whole, "equivalent": equivalent, "refused": refused}
        click.echo(json.dumps({**head, "survived": [tried_json(t, b) for t, b in shown]}, ensure_ascii=False, indent=2))
        return
    click.echo(summary_text(edition.id, results, equivalent, settings.lang))
    if shown:
        click.echo("\n" + survivors_text(shown, settings.lang))


def _cases(edition: Edition, library: Library) -> tuple[Case, ...]:
    """The cases beside the edition; faults of their file end the command."""
    path = Path(edition.file.removesuffix(".yaml") + ".cases.yaml")
    file, faults = cases_from_path(path, library)
    if file is None:
        raise Faults(errors(faults))
    return file.cases


def _key(one: Tried) -> tuple[str, str]:
    return (one.mutant.where, one.mutant.what)


def _under(mutant: Mutant, rule: str, reach: Reach) -> bool:
    return any(f".{rule}." in f".{path}." for path in rules_of(mutant, reach))
