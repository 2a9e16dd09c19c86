"""The command `prove`: what holds of an edition for all facts, with facts that show it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import click

from kzrules.cli_common import choices_of, complete_edition, library_of, write_out
from kzrules.edition import Edition
from kzrules.facts_text import facts_text
from kzrules.guess import guesses
from kzrules.interrupts import heeded
from kzrules.phrases import phrases
from kzrules.phrases_prove import prove_phrase
from kzrules.program import KINDS, Kind
from kzrules.proof_json import proofs_json
from kzrules.proof_text import OVERALL, proof_head, proof_text, summary_text
from kzrules.proofs import Claim, Proof
from kzrules.proving import SECONDS, equality_of, proofs_of, proofs_of_options
from kzrules.settings import FINDINGS, UNREADABLE, Settings
from kzrules.solver import available
from kzrules.values import exact_text

_SCORED_FOR = ("within", "defined", "monotone", "equal")


@click.command("prove")
@click.argument("edition", metavar="РЕДАКЦИЯ", shell_complete=complete_edition)
@click.option("--kind", type=click.Choice(KINDS), multiple=True, help="Вид органа; без него — оба.")
@click.option("--rule", "rules", multiple=True, metavar="ПОКАЗАТЕЛЬ", help="Только эти показатели (overall — итог); можно повторять.")
@click.option("--period", type=click.IntRange(1990, 2100), metavar="ГОД", help="Оцениваемый год; без него — все годы, в которых правила различаются.")
@click.option("--reading", "readings", multiple=True, metavar="ИМЯ=ВАРИАНТ", help="Иное чтение вместо принятого по умолчанию; можно повторять.")
@click.option("--every-option", is_flag=True, help="Ещё и каждый иной вариант каждого чтения отдельно: для показателей, от него зависящих.")
@click.option("--equal", "other", metavar="РЕДАКЦИЯ", help="Доказать, что обе редакции для любых данных дают одно.")
@click.option("--timeout", "seconds", type=click.FloatRange(min=0.01), default=SECONDS, show_default=True, help="Секунд на один вопрос решателю.")
@click.option("--witness", "folder", type=click.Path(file_okay=False), metavar="ПАПКА", help="Записать факты, которые показывают каждое утверждение.")
@click.option("--format", "form", type=click.Choice(["text", "summary", "json"]), default="text", show_default=True)
@click.option("--strict", is_flag=True, help="Код 1, если что-нибудь о баллах опровергнуто или не решено.")
@click.pass_obj
def prove_command(
    settings: Settings,
    edition: str,
    kind: tuple[Kind, ...],
    rules: tuple[str, ...],
    period: int | None,
    readings: tuple[str, ...],
    every_option: bool,
    other: str | None,
    seconds: float,
    folder: str | None,
    form: str,
    strict: bool,
) -> None:
    """Доказать для любых данных: пределы баллов, монотонность, достижимость строк и степеней; с фактами, которые это показывают."""
    if not available():
        click.echo(prove_phrase("needs", settings.lang), err=True)
        raise SystemExit(UNREADABLE)
    library = library_of(settings)
    loaded = library.load(edition)
    kinds = kind or KINDS
    choices = choices_of(readings)
    loaded.program(kinds[0], choices, loaded.years[-1])  # says at once which reading or option is not there

    def progress(kind: Kind, year: int | None, chosen: Mapping[str, str]) -> None:
        options = "".join(f", {name}={option}" for name, option in chosen.items())
        said = {"edition": loaded.id, "kind": phrases(settings.lang)[kind], "year": "" if year is None else f", {year}", "choice": options}
        click.echo(prove_phrase("proving", settings.lang).format(**said), err=True)

    paths = _paths(rules, loaded)
    twin = library.load(other) if other is not None else None
    with heeded():
        if twin is not None:
            found = [equality_of(loaded, twin, one, choices, _year(loaded, period), seconds) for one in kinds]
        else:
            found = list(proofs_of(loaded, kinds=kinds, choices=choices, period=period, seconds=seconds, paths=paths, progress=progress))
            if every_option:
                found += proofs_of_options(loaded, kinds=kinds, seconds=seconds, paths=paths, progress=progress)
    _show(found, loaded, form, settings)
    if folder is not None:
        count = _write(found, loaded, Path(folder), settings)
        click.echo(prove_phrase("written", settings.lang).format(count=count, folder=folder), err=True)
    if strict and any(claim.what in _SCORED_FOR and claim.verdict != "proved" for proof in found for claim in proof.claims):
        raise SystemExit(FINDINGS)


def _year(edition: Edition, period: int | None) -> int | None:
    return edition.years[-1] if period is None else edition.year(period)


def _paths(rules: tuple[str, ...], edition: Edition) -> frozenset[str] | None:
    known = sorted({path for kind in KINDS for year in edition.years for path in edition.program(kind, period=year).rules})
    found = set()
    for rule in rules:
        named = [path for path in known if rule in (path, path.rpartition(".")[2])]
        if not named and rule != OVERALL:
            raise click.UsageError(f"показателя «{rule}» в {edition.id} нет; {guesses(rule, [p.rpartition('.')[2] for p in known])['guess_ru']}")
        found |= {*named, *([OVERALL] if rule == OVERALL else [])}
    return frozenset(found) or None


def _show(proofs: list[Proof], edition: Edition, form: str, settings: Settings) -> None:
    match form:
        case "json":
            click.echo(json.dumps(proofs_json(proofs), ensure_ascii=False, indent=2))
        case "summary":
            click.echo("\n\n".join(f"{proof_head(p, settings.lang)}\n\n{summary_text(p, settings.lang)}" for p in proofs))
        case _:
            click.echo("\n\n\n".join(proof_text(proof, edition, settings.lang) for proof in proofs))


def _write(proofs: list[Proof], edition: Edition, folder: Path, settings: Settings) -> int:
    """One facts file for each witness, named after the claim; each is written whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    for proof in proofs:
        for number, claim in enumerate(proof.claims):
            for index, witness in enumerate(claim.witnesses):
                name = _file_name(proof, claim, number, index)
                year = proof.period or edition.first_year
                write_out(facts_text(witness.body, year, _head(proof, claim, witness.score, settings.lang)), str(folder / name), force=True)
                count += 1
    return count


def _file_name(proof: Proof, claim: Claim, number: int, index: int) -> str:
    year = f"-{proof.period}" if proof.period else ""
    options = "".join(f"-{name}.{option}" for name, option in proof.choices.items())
    pair = "ab"[index] if len(claim.witnesses) > 1 else ""
    return f"{proof.kind}{year}{options}-{number:03d}-{claim.path}-{claim.what}{pair}.yaml"


def _head(proof: Proof, claim: Claim, score: Fraction | None, lang: str) -> list[str]:
    options = "".join(f" --reading {name}={option}" for name, option in proof.choices.items())
    figure = "—" if score is None else exact_text(score)
    return [
        proof_head(proof, lang),
        f"{claim.path}{f' [{claim.name}]' if claim.name else ''}: {prove_phrase(claim.what, lang)}: {prove_phrase(claim.verdict, lang)}",
        *([claim.cite.text(lang)] if claim.cite else []),
        f"{claim.path} = {figure}",
        f"kzrules eval … -e {proof.edition}{options}",
    ]
