"""Command `help`: what a diagnostic means."""

from __future__ import annotations

import click

from kzrules.diagnostic_help import help_text, list_text, near_codes
from kzrules.messages import CATALOGUE
from kzrules.settings import Settings


def complete_code(_ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """Codes that begin so, for shell completion."""
    return sorted(code for code in CATALOGUE if code.startswith(incomplete.upper()))


@click.command("help")
@click.argument("code", required=False, default="", metavar="[КОД]", shell_complete=complete_code)
@click.pass_context
def help_command(ctx: click.Context, code: str) -> None:
    """Что значит замечание KZ…: почему важно, пример, что делать; без КОДА — все коды по группам."""
    settings: Settings = ctx.find_object(Settings) or Settings("ru", None, None)
    if not code:
        click.echo(list_text(settings.lang, settings.style), color=settings.colour)
        return
    name = code.strip().upper()
    name = name if name.startswith("KZ") else f"KZ{name}"
    if name not in CATALOGUE:
        raise click.UsageError(_unknown(ctx, code, name, settings.lang))
    click.echo(help_text(name, settings.lang, settings.style), color=settings.colour)


def _unknown(ctx: click.Context, code: str, name: str, lang: str) -> str:
    group = ctx.find_root().command
    english = lang == "en"
    if isinstance(group, click.Group) and code in group.list_commands(ctx):
        return f"“{code}” is a command: kzrules {code} --help" if english else f"«{code}» — команда: kzrules {code} --help"
    guess = near_codes(name)
    return f"there is no code “{code}”; {guess['guess_en']}" if english else f"кода «{code}» нет; {guess['guess_ru']}"
