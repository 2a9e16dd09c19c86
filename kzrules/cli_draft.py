"""Command `new`: the draft of an edition, from the nearest one."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from kzrules.cli_common import STDIN, complete_edition, library_of, print_faults, write_out
from kzrules.draft import draft_from_bytes
from kzrules.library import read_file, shown_path
from kzrules.phrases import phrases
from kzrules.resources import data_folder
from kzrules.settings import FINDINGS, Settings

_ID = re.compile(r"[a-z][a-z0-9-]*/[0-9]{4}-[a-z0-9-]+")


@click.command("new")
@click.argument("name", metavar="РЕДАКЦИЯ")
@click.option("--from", "old", required=True, metavar="РЕДАКЦИЯ", shell_complete=complete_edition, help="Какую взять за основу: имя или файл.")
@click.option("-o", "--output", default=None, help="Файл; без него — по имени редакции, в текущей папке или в папке --methodologies.")
@click.option("--force", is_flag=True, help="Заменить файл, если он есть.")
@click.pass_obj
def new_command(settings: Settings, name: str, old: str, output: str | None, force: bool) -> None:
    """Черновик новой редакции: текст прежней с пометками TODO там, где писать по новому акту."""
    library = library_of(settings)
    if not _ID.fullmatch(name):
        raise click.BadParameter(f"«{name}»: имя редакции пишется так: interaction/2021-draft", param_hint="РЕДАКЦИЯ")
    if name in library.files:
        raise click.BadParameter(f"редакция {name} уже есть: {shown_path(library.files[name])}", param_hint="РЕДАКЦИЯ")
    source = Path(old) if old.endswith((".yaml", ".yml")) else library.files[library.resolve(old)]
    target = Path(output) if output else _target(name, settings)
    schema = Path(os.path.relpath(data_folder("schemas") / "edition.schema.json", target.resolve().parent if output != STDIN else Path.cwd()))
    text, faults = draft_from_bytes(read_file(source), shown_path(source), name, schema.as_posix())
    if text is None:
        print_faults(faults, settings)
        raise SystemExit(FINDINGS)
    if not output and settings.folder:
        target.parent.mkdir(exist_ok=True)
    write_out(text, str(target), force)
    if output != STDIN:
        click.echo(phrases(settings.lang)["draft_written"].format(file=target), err=True)


def _target(name: str, settings: Settings) -> Path:
    """`interaction-2021-draft.yaml` here, or in the year's folder of `--methodologies`."""
    line, _, version = name.partition("/")
    file = f"{line}-{version}.yaml"
    return Path(settings.folder) / version[:4] / file if settings.folder else Path(file)
