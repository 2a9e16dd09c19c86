"""Run records on the command line: `--record` of the commands that score, and `verify`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from kzrules.cli_common import STDIN, cohort_of, library_of, print_faults, read_input, write_out
from kzrules.diagnostic import Diagnostic, Faults, errors, in_file_order
from kzrules.edition import Edition
from kzrules.library import Library
from kzrules.phrases import phrases
from kzrules.run_record import Command, record_of, record_text, results_of
from kzrules.settings import FINDINGS, Settings
from kzrules.text_table import text_table
from kzrules.verify import Difference, Input, Record, command_today, differences, input_faults, inputs_of, library_then, record_from_bytes
from kzrules.verify_json import verified_json

RECORD = click.option("--record", default=None, metavar="ФАЙЛ", help="Записать прогон: хеши всех входов и точные результаты, под печатью.")
FORCE = click.option("--force", is_flag=True, help="Заменить файл записи, если он есть.")


def write_record(
    command: Command, library: Library, named: Sequence[Edition], results: Iterable[dict[str, Any]], path: str | None, force: bool
) -> None:
    """The record of a run to a file, when one is asked for."""
    if path is None:
        return
    if STDIN in (path, *command.data):
        raise click.UsageError("запись делается в файл и о файлах: «-» с --record не сочетается")
    write_out(record_text(record_of(command, library, named, results)), path, force)


@click.command("verify")
@click.argument("path", type=click.Path(), metavar="ЗАПИСЬ")
@click.option(
    "--data", "folder", type=click.Path(), default=None, metavar="ПАПКА", help="Где искать файлы записи по их именам; иначе — по записанным путям."
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.pass_obj
def verify_command(settings: Settings, path: str, folder: str | None, form: str) -> None:
    """Повторить записанный прогон: цела ли запись, те же ли входы, те же ли результаты."""
    data, shown = read_input(path)
    sources = {shown: data.decode("utf-8", "replace")}
    record, faults = record_from_bytes(data, shown)
    if record is None:
        if form == "json":
            click.echo(_json(verified_json(None, (), faults, None, settings.lang)))
        else:
            print_faults(faults, settings, sources)
        raise SystemExit(FINDINGS)
    then = record.command.folder
    library = library_of(Settings(settings.lang, settings.folder or (then if Path(then).is_dir() else None) or None, settings.colour))
    inputs = inputs_of(record, library, Path(folder) if folder else None)
    faults = list(input_faults(record, inputs, library.dictionary.sha256))
    found: list[Difference] | None = None
    if not any(fault.code == "KZ651" for fault in faults):
        command = command_today(record, inputs)
        cohort = cohort_of(command.data, library, settings)
        try:
            found = differences(record.value["results"], results_of(command, library_then(library, inputs), cohort))
        except Faults as error:
            faults += error.diagnostics
    if found:
        values = {"count": len(found), "whole": len(record.value["results"])}
        faults.append(Diagnostic("KZ655", record.root.keys["results"], values))
    faults = in_file_order(faults)
    if form == "json":
        click.echo(_json(verified_json(record, inputs, faults, found, settings.lang)))
    else:
        click.echo(_text(record, inputs, faults, found, settings.lang))
    if faults and form != "json":
        print_faults(faults, settings, sources)
    if errors(faults):
        raise SystemExit(FINDINGS)


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _text(record: Record, inputs: Sequence[Input], faults: Sequence[Diagnostic], found: list[Difference] | None, lang: str) -> str:
    say = phrases(lang)
    same = len(inputs) - sum(fault.code in ("KZ651", "KZ652", "KZ653") for fault in faults)
    lines = [say["seal_whole"], say["inputs_same"].format(same=same, whole=len(inputs))]
    if found is None:
        return "\n".join([*lines, say["not_repeated"]])
    results = record.value["results"]
    lines.append(say["results_same"].format(same=len(results) - sum(d.was is not None for d in found), whole=len(results)))
    if not found:
        return "\n".join(lines)
    head = [say["years"], say["edition"], say["body"], say["was"], "", say["became"], ""]
    rows = [[str(d.period), d.edition, d.body, *_cells(d.was, d.now, lang), *_cells(d.now, d.was, lang)] for d in found]
    return "\n".join([*lines, "", text_table(head, rows)])


def _cells(result: Mapping[str, Any] | None, other: Mapping[str, Any] | None, lang: str) -> list[str]:
    """The score and the grade; the exact score where that alone differs."""
    if result is None:
        return ["—", "—"]
    same = other is not None and result.get("score") == other.get("score")
    score = result.get("exact" if same else "score", "—")
    return [score if lang == "en" else score.replace(".", ","), result.get("grade", "—")]
