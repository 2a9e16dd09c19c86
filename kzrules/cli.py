"""The command line: `kzrules` and `python -m kzrules`. Data to stdout, everything else to stderr.

Exit codes: 0 fine, 1 findings in files or data, 2 usage, 3 cannot read or write,
4 edition unknown or ambiguous, 70 an error of kzrules itself, 130 interrupted.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path
from typing import Any

import click

from kzrules import __version__
from kzrules.settings import BUG, FINDINGS, NO_EDITION, UNREADABLE, Settings

_COMMANDS = {
    "list": ("kzrules.cli_catalogue:list_command", "Редакции: когда действовали и какие годы оценивают."),
    "timeline": ("kzrules.cli_catalogue:timeline_command", "Редакции по годам: текстом или картинкой."),
    "show": ("kzrules.cli_editions:show_command", "Редакция или её показатель, со ссылками на акт."),
    "assessors": ("kzrules.cli_catalogue:assessors_command", "Кто кого и в чём оценивает."),
    "facts": ("kzrules.cli_editions:facts_command", "Пустая форма фактов для заполнения."),
    "check": ("kzrules.cli_editions:check_command", "Проверить редакции и данные, все ошибки сразу."),
    "eval": ("kzrules.cli_score:eval_command", "Оценить органы по редакции."),
    "batch": ("kzrules.cli_batch:batch_command", "Оценить большую таблицу: Parquet, CSV, Excel."),
    "simulate": ("kzrules.cli_simulate:simulate_command", "Разброс баллов и мест, когда факты, веса и чтения меняются."),
    "compare": ("kzrules.cli_score:compare_command", "Одни факты по нескольким редакциям, рядом."),
    "act": ("kzrules.cli_act:act_command", "Акт сверки: пустая книга и печатная форма."),
    "workbook": ("kzrules.cli_workbook:workbook_command", "Редакция живыми формулами Excel рядом с точными значениями."),
    "form": ("kzrules.cli_forms:form_command", "Форма отчёта как книга Excel."),
    "read": ("kzrules.cli_forms:read_command", "Заполненные книги → факты, ошибки по ячейкам."),
    "consolidate": ("kzrules.cli_forms:consolidate_command", "Свод отчётов одной формы."),
    "diff": ("kzrules.cli_change:diff_command", "Чем редакции различаются по смыслу, и кого это меняет."),
    "attribute": ("kzrules.cli_change:attribute_command", "Разница оценок, разложенная по изменениям акта."),
    "report": ("kzrules.cli_report:report_command", "Письменные заключения: Word, HTML, PDF, Excel."),
    "rating": ("kzrules.cli_rating:rating_command", "Места органов по видам и изменение за год."),
    "replay": ("kzrules.cli_replay:replay_command", "Прошлые годы заново, каждый по своей редакции."),
    "verify": ("kzrules.cli_record:verify_command", "Повторить записанный прогон до последнего знака."),
    "explain": ("kzrules.cli_score:explain_command", "Откуда взялось каждое число."),
    "readings": ("kzrules.cli_readings:readings_command", "Что акт оставил открытым, и что от этого зависит."),
    "boundary": ("kzrules.cli_whatif:boundary_command", "Далеко ли до границы степени и что её меняет."),
    "seek": ("kzrules.cli_whatif:seek_command", "Какими должны быть факты для степени или балла."),
    "help": ("kzrules.cli_help:help_command", "Что значит код KZ…: почему важно, пример, что делать."),
    "prove": ("kzrules.cli_prove:prove_command", "Доказать для любых данных: пределы баллов, достижимость, монотонность."),
    "new": ("kzrules.cli_draft:new_command", "Черновик новой редакции из прежней."),
    "test": ("kzrules.cli_cases:test_command", "Прогнать разобранные случаи."),
    "mutate": ("kzrules.cli_mutate:mutate_command", "Какую правку в редакции не заметит ни один случай."),
    "deadlines": ("kzrules.cli_deadlines:deadlines_command", "Сроки по актам: до какого дня и по какому пункту."),
    "late-reports": ("kzrules.cli_deadlines:late_reports_command", "Опоздавшие и неполные отчёты — в факты для вычетов."),
    "derive": ("kzrules.cli_registers:derive_command", "Реестр дел (CSV, Parquet, Excel) — в факты для оценки."),
    "completion": ("kzrules.cli_cases:completion_command", "Сценарий автодополнения для оболочки."),
}


class Commands(click.Group):
    """Commands imported when they are called, so that help stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All commands, in the order one meets them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name][0].partition(":")
        return getattr(importlib.import_module(module), name)  # type: ignore[no-any-return]

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what it could not use or find is said in the language and colour asked for."""
        from kzrules.diagnostic import Faults

        try:
            return super().invoke(ctx)
        except Faults as error:
            from kzrules.cli_common import print_faults

            print_faults(error.diagnostics, ctx.obj)
            raise SystemExit(FINDINGS) from None
        except LookupError as error:
            from kzrules.library import NoEdition

            if not isinstance(error, NoEdition):
                raise
            click.echo(_no_edition(error.name, error.candidates, error.ambiguous, ctx.obj.lang), err=True)
            raise SystemExit(NO_EDITION) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The commands with their one-line help, without importing them."""
        with formatter.section("Команды"):
            formatter.write_dl([(name, help_) for name, (_, help_) in _COMMANDS.items()])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The named command, or the nearest names."""
        from kzrules.guess import guesses

        name = args[0] if args else ""
        if args and name not in _COMMANDS:
            guess = guesses(name, _COMMANDS)["guess_ru"]
            raise click.UsageError(f"команды «{name}» нет; {guess}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "KZRULES"})
@click.version_option(__version__, "--version", prog_name="kzrules", help="Версия.")
@click.option("--lang", type=click.Choice(["ru", "kk", "en"]), default="ru", show_default=True, help="Язык подписей и сообщений.")
@click.option("--methodologies", "folder", type=click.Path(), default=None, help="Папка с редакциями вместо встроенной.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Цвет; NO_COLOR тоже понимается.")
@click.pass_context
def cli(ctx: click.Context, lang: str, folder: str | None, color: str) -> None:
    """Правила оценки государственных органов как код: точно, с причиной и ссылкой для каждого числа.

    \b
    Примеры:
      kzrules compare examples/cohort-2018.yaml
      kzrules explain examples/cohort-2018.yaml -e 2018-01 --body min-treasury timeliness
      kzrules show interaction/2018-01:timeliness
      kzrules check my-edition.yaml
    """
    colour = _colour(color)
    ctx.color = colour
    ctx.obj = Settings(lang, folder, colour)


def _colour(wanted: str) -> bool:
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stderr.isatty()


def main(args: list[str] | None = None) -> None:
    """Run a command and turn what it could not do into words and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8")
    try:
        code = cli.main(args=args, prog_name="kzrules", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("прервано", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - the reader of our output went away
        sys.exit(0)
    except Exception as error:
        _explain(error)
    sys.exit(code if isinstance(code, int) else 0)


def _no_edition(name: str, candidates: list[str], ambiguous: bool, lang: str) -> str:
    from kzrules.phrases import phrases

    say = phrases(lang)
    return f"{name}: " + say["edition_ambiguous" if ambiguous else "edition_unknown"].format(found=", ".join(candidates) or say["none_at_all"])


def _explain(error: Exception) -> None:
    from kzrules.extras import NotInstalled
    from kzrules.library import Unreadable

    match error:
        case Unreadable() | NotInstalled():
            click.echo(str(error), err=True)
            sys.exit(UNREADABLE)
        case OSError():
            click.echo(f"не записывается: {error.strerror}", err=True)
            sys.exit(UNREADABLE)
        case _:
            if os.environ.get("KZRULES_DEBUG"):
                raise error
            click.echo("внутренняя ошибка kzrules; подробности покажет KZRULES_DEBUG=1. Пожалуйста, сообщите о ней.", err=True)
            sys.exit(BUG)
