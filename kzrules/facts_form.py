"""An empty facts file for an edition and a body kind: every fact it asks for, with its label as a comment."""

from __future__ import annotations

from collections.abc import Iterator

from kzrules.dictionary import LANGUAGES, FactSpec
from kzrules.edition import Edition
from kzrules.program import Kind
from kzrules.reading_nodes import in_language
from kzrules.resources import data_folder

_HEAD = """\
# yaml-language-server: $schema={schema}
#
# {edition}: {title}
# "-" — нет сведений (результат будет честно неполным), n/a — неприменимо, где это разрешено.

period: {period}
bodies:
  - body: body-id
    name: {{ru: "Название органа"}}
    kind: {kind}
    facts:
"""


def facts_form(edition: Edition, kind: Kind, lang: str = "ru", period: int | None = None) -> str:
    """The text of the form.

    Args:
        edition: whose facts are asked.
        kind: the body kind.
        lang: language of the labels.
        period: the assessed year; left out, the first that the edition assesses.

    """
    year = period or edition.first_year
    wanted = edition.program(kind, period=year).facts
    head = _HEAD.format(
        schema=(data_folder("schemas") / "facts.schema.json").as_uri(),
        edition=edition.id,
        title=in_language(edition.title, lang),
        period=year,
        kind=kind,
    )
    lines = [line for spec in edition.dictionary.facts.values() if spec.name in wanted for line in _fact(spec, wanted, lang)]
    return head + "\n".join(lines) + "\n"


def _fact(spec: FactSpec, wanted: frozenset[str], lang: str) -> Iterator[str]:
    pad = " " * 6
    yield f"{pad}# {comment(spec, lang)}"
    if spec.type == "list":
        yield f"{pad}{spec.name}:"
        lead = "- "
        for field in spec.fields.values():
            if field.name != spec.key and f"{spec.name}.{field.name}" not in wanted:
                continue
            yield f'{pad}  {lead}{field.name}: "-"  # {comment(field, lang)}'
            lead = "  "
    elif spec.per_language:
        versions = ", ".join(f'{language}: "-"' for language in LANGUAGES)
        yield f"{pad}{spec.name}: {{{versions}}}"
    else:
        yield f'{pad}{spec.name}: "-"'


def comment(spec: FactSpec, lang: str) -> str:
    """Label, what to answer, and the source."""
    answers = {
        "count": "целое число" if lang != "en" else "whole number",
        "number": f"{'number' if lang == 'en' else 'число'} {'…' if spec.least is None else spec.least}..{'…' if spec.most is None else spec.most}",
        "yes_no": "yes | no",
        "choice": " | ".join(spec.choices),
        "defects": "число недостатков | absent" if lang != "en" else "number of defects | absent",
        "text": "имя" if lang != "en" else "name",
        "list": "список" if lang != "en" else "list",
    }[spec.type]
    if spec.not_applicable is not None:
        answers += f" | n/a: {in_language(spec.not_applicable, lang)}"
    source = in_language(spec.source, lang)
    return f"{spec.title(lang)} — {answers}" + (f" [{source}]" if source else "")
