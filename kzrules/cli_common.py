"""What the commands share: reading inputs, printing faults, writing a file whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click

from kzrules.diagnostic import Diagnostic, Faults, in_file_order
from kzrules.diagnostic_text import diagnostics_text, summary_text
from kzrules.dictionary import Dictionary
from kzrules.edition import Edition
from kzrules.facts import Cohort, cohort_from_bytes, repeated
from kzrules.guess import guesses
from kzrules.library import Library, Unreadable, open_library, read_file, shown_path
from kzrules.phrases import phrases
from kzrules.place import file_place
from kzrules.settings import FINDINGS, Settings
from kzrules.whole_files import write_file

STDIN = "-"


def library_of(settings: Settings) -> Library:
    """The library that the global options name."""
    return open_library(settings.folder)


def read_input(path: str) -> tuple[bytes, str]:
    """The bytes of a file, or of standard input for `-`, and the name to show."""
    if path == STDIN:
        return sys.stdin.buffer.read(), "<stdin>"
    return read_file(Path(path)), shown_path(Path(path))


def print_faults(faults: Iterable[Diagnostic], settings: Settings, sources: dict[str, str] | None = None) -> None:
    """Faults to stderr, each with the line it stands on."""
    faults = list(faults)
    texts = dict(sources or {})
    for fault in faults:
        if fault.place.file not in texts:
            path = Path(fault.place.file)
            if path.is_file() and not fault.place.sheet:
                texts[fault.place.file] = path.read_bytes().decode("utf-8", "replace")
    click.echo(diagnostics_text(faults, texts, settings.lang, settings.style), err=True, color=settings.colour)
    click.echo(f"\n{summary_text(faults, settings.lang)}", err=True)


def cohort_of(paths: tuple[str, ...], library: Library, settings: Settings) -> Cohort:
    """The bodies of all files together; faults of all files are printed at once and end the command."""
    import hashlib

    cohorts: list[Cohort] = []
    faults: list[Diagnostic] = []
    sources: dict[str, str] = {}
    digest = hashlib.sha256()
    for path in paths:
        data, name = read_input(path)
        digest.update(data)
        sources[name] = data.decode("utf-8", "replace")
        cohort, found = cohort_from_bytes(data, name, library.dictionary)
        faults += found
        if cohort:
            cohorts.append(cohort)
    bodies = tuple(body for cohort in cohorts for body in cohort.bodies)
    faults = in_file_order([*faults, *repeated(bodies)])
    if faults:
        print_faults(faults, settings, sources)
        raise SystemExit(FINDINGS)
    return Cohort(bodies, digest.hexdigest())


def check_bodies(bodies: tuple[str, ...], cohort: Cohort) -> None:
    """A body that `--body` names must be in the data."""
    known = [body.id for body in cohort.bodies]
    for name in bodies:
        if name not in known:
            raise click.UsageError(f"органа «{name}» в данных нет; {guesses(name, known)['guess_ru']}")


def note_period(cohort: Cohort, editions: Iterable[Edition], settings: Settings) -> None:
    """Says on stderr when the data are of another year than an edition assesses: allowed, but not by accident."""
    for edition in editions:
        first, until = edition.applies_to
        if not first.isdigit() or not (until or "0").isdigit():
            continue  # a draft: its years are still to be written
        others = [str(year) for year in cohort.periods if year is not None and not (int(first) <= year < int(until or 9999))]
        if others:
            last = str(int(until) - 1) if until else "…"
            years = first if first == last else f"{first}–{last}"
            said = phrases(settings.lang)["other_period"].format(period=", ".join(others), edition=edition.id, years=years)
            click.echo(said, err=True)


def complete_edition(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Ids of the editions that begin so, for shell completion."""
    folder = ctx.find_root().params.get("folder")
    return [name for name in open_library(folder).files if name.startswith(incomplete)]


def day_given(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """The day of an option, as people write it: `2024-10-15` or `15.10.2024`.

    Raises:
        BadParameter: when the text says something else, or a day that no calendar has.

    """
    from kzrules.procedures.moments import day_of

    day = None if value is None else day_of(value)
    if value is not None and day is None:
        raise click.BadParameter(f"«{value}»: нужен день: 2024-10-15 или 15.10.2024")
    return day


def choices_of(options: tuple[str, ...]) -> dict[str, str]:
    """`--reading name=option`, as often as given."""
    choices = {}
    for option in options:
        name, equals, value = option.partition("=")
        if not equals or not name or not value:
            raise click.BadParameter(f"«{option}»: нужно имя=вариант", param_hint="--reading")
        choices[name] = value
    return choices


def list_paths(options: tuple[str, ...], dictionary: Dictionary) -> dict[str, Path]:
    """`--list name=file`, as often as given.

    Raises:
        Faults: for a name that is no list of the dictionary.

    """
    from kzrules.frames.batch_run import unknown_list

    paths: dict[str, Path] = {}
    for given in options:
        name, equals, path = given.partition("=")
        if not equals or not path:
            raise click.BadParameter(f"«{given}»: нужно список=файл, например services=services.parquet", param_hint="--list")
        fault = unknown_list(name, dictionary, file_place(path))
        if fault is not None:
            raise Faults([fault])
        if name in paths:
            raise click.BadParameter(f"список «{name}» дан дважды", param_hint="--list")
        paths[name] = Path(path)
    return paths


def check_table_option(data: str, table: str) -> None:
    """`--table` names a table of a DuckDB file; beside another file it would be passed over."""
    if table and Path(data).suffix.lower() != ".duckdb":
        raise click.UsageError(f"--table нужен базе .duckdb, а ДАННЫЕ — {data}")


def write_out(text: str, path: str | None, force: bool = False) -> None:
    """Text to stdout, or to a file that appears whole or not at all.

    Raises:
        Unreadable: when the file is there already, or cannot be written.

    """
    if path is None or path == STDIN:
        click.echo(text, nl=not text.endswith("\n"))
        return
    write_whole((text if text.endswith("\n") else text + "\n").encode(), path, force)


def write_whole(data: bytes, path: str, force: bool = False) -> None:
    """Bytes to a file that appears whole or not at all.

    Raises:
        Unreadable: when the file is there already, or cannot be written.

    """
    try:
        write_file(data, Path(path), force)
    except FileExistsError:
        raise Unreadable(f"файл уже есть: {path}; чтобы заменить его, добавьте --force") from None
    except IsADirectoryError:
        raise Unreadable(f"это не обычный файл: {path}") from None
    except OSError as error:
        raise Unreadable(f"не записывается: {path} ({error.strerror})") from None
