"""What a diagnostic means, for those who meet it the first time: why it matters, an example, what to do.

The words stand in `diagnostics.yaml`, the examples in `diagnostic_examples.yaml` (made by tests/test_help.py from the
golden faults). Both are read when first asked for: no other command pays for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import takewhile
from typing import Any

from kzrules.diagnostic_text import Style, plain, severity_text
from kzrules.guess import guesses
from kzrules.messages import CATALOGUE

GROUPS: Mapping[str, tuple[str, str]] = {
    "KZ0": ("Текст файла", "The text of a file"),
    "KZ1": ("Устройство файла", "The shape of a file"),
    "KZ2": ("Формулы и имена", "Formulas and names"),
    "KZ3": ("Смысл редакции", "The meaning of an edition"),
    "KZ4": ("Ссылки на акт", "Citations of the act"),
    "KZ5": ("Факты", "Facts"),
    "KZ6": ("Случаи и прогоны", "Cases and runs"),
    "KZ7": ("Редакции вместе и реестр актов", "Several editions and the register of acts"),
    "KZ8": ("Формы, сроки, реестры, заключения", "Forms, time limits, registers, conclusions"),
    "KZ9": ("Симуляция и сравнение органов", "Simulation, and bodies compared"),
}
_FILES = {
    "edition": ("редакция", "an edition"),
    "facts": ("файл фактов", "a facts file"),
    "cases": ("файл случаев", "a file of cases"),
    "acts": ("реестр актов", "the register of acts"),
    "equivalent": ("объяснения к случаям", "explanations beside the cases"),
    "record": ("запись прогона", "a run record"),
    "form": ("описание формы", "a form"),
    "workbook": ("заполненная книга", "a filled workbook"),
    "table": ("таблица органов", "a table of bodies"),
    "vary": ("что варьировать", "what to vary"),
    "filing": ("заполненная форма в YAML", "a filled form in YAML"),
    "procedure": ("порядок со сроками", "a procedure with time limits"),
    "register": ("реестр дел", "a register of cases"),
    "act": ("акт сверки", "a reconciliation act"),
    "conclusion": ("формы заключений", "conclusion forms"),
    "sentences": ("фразы выводов", "sentences of findings"),
    "template": ("шаблон документа", "a template of a document"),
    "command": ("команда", "a command"),
    "python": ("Python", "Python"),
}
_WORDS = {
    "why": ("Почему это важно", "Why it matters"),
    "example": ("Пример", "Example"),
    "wrong": ("неверно", "wrong"),
    "right": ("верно", "right"),
    "said": ("kzrules скажет", "kzrules says"),
    "todo": ("Что делать", "What to do"),
    "here": ("в примере", "in the example"),
    "more": ("подробно об одном: kzrules help КОД", "about one of them: kzrules help CODE"),
}
_ROOMS = ("forms", "procedures", "registers", "reconciliation", "conclusions", "workbook", "frames", "simulation", "normalise")
WRITTEN = ("diagnostics.yaml", *(f"diagnostics_{room}.yaml" for room in _ROOMS))
_HOLES = re.compile(r"(?:(?<!\{)\{[a-z_]+\})+")
_ASIDE = re.compile(r" \(…\)")


@dataclass(frozen=True, slots=True)
class Example:
    """A fault and its mending: `wrong` and `right` are fragments of a `file`, `run` a command; what is said of it, by language."""

    file: str
    wrong: str = ""
    right: str = ""
    run: str = ""
    message: Mapping[str, str] | None = None
    hint: Mapping[str, str] | None = None


@cache
def _data(name: str) -> Mapping[str, Any]:
    import yaml  # noqa: PLC0415 - `check` without a fault never comes here

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((files("kzrules") / name).read_text(encoding="utf-8"), Loader=loader) or {}  # noqa: S506


@cache
def written() -> Mapping[str, Any]:
    """What is written about each code, from the files of all rooms."""
    return {code: words for name in WRITTEN for code, words in _data(name).items()}


def _in(pair: tuple[str, str], lang: str) -> str:
    return pair[lang == "en"]


def outline(template: str) -> str:
    """A sentence of the catalogue without its values: holes become an ellipsis, those after the last colon go."""
    text = _ASIDE.sub("", _HOLES.sub("…", template).replace("{{", "{").replace("}}", "}"))
    while text.endswith((": …", "; …")):
        text = text[:-3]
    return "" if text == "…" else text


def meaning(code: str, lang: str) -> str:
    """What a code says, in one line without values."""
    title = written().get(code, {}).get("title", {})
    return str(title.get("en" if lang == "en" else "ru") or outline(CATALOGUE[code].text(lang)))


def why(code: str, lang: str) -> str:
    """Why it matters, for a jurist; empty where nobody has written it yet."""
    return str(written().get(code, {}).get("en" if lang == "en" else "ru", ""))


def example(code: str) -> Example | None:
    """The written example of a code, else the one made from the golden faults."""
    given = written().get(code, {}).get("example") or _data("diagnostic_examples.yaml").get(code)
    return Example(**given) if given else None


def todo(code: str, lang: str) -> str:
    """What to do: the hint of the catalogue; where it quotes values, what is written for the code, or the hint of the example."""
    template = CATALOGUE[code].hint(lang)
    if not _HOLES.search(template):
        return outline(template)
    language = "en" if lang == "en" else "ru"
    said = written().get(code, {}).get("todo", {}).get(language)
    if said:
        return str(said)
    given = example(code)
    hint = (given.hint or {}).get(language) if given else None
    return f"{_in(_WORDS['here'], lang)}: {hint}" if hint else outline(template)


def help_text(code: str, lang: str, style: Style = plain) -> str:
    """The whole page of one code, for a terminal."""
    severity = CATALOGUE[code].severity
    head = f"{style(code, 'red' if severity == 'error' else 'yellow')} — {meaning(code, lang)}"
    lines = [head, f"{_in(GROUPS[code[:3]], lang)}; {severity_text(severity, lang)}"]
    if why(code, lang):
        lines += ["", _in(_WORDS["why"], lang), f"  {why(code, lang)}"]
    given = example(code)
    if given:
        lines += ["", f"{_in(_WORDS['example'], lang)} ({_in(_FILES[given.file], lang)})"]
        for word, fragment in (("wrong", given.wrong), ("right", given.right)):
            lines += [f"  {_in(_WORDS[word], lang)}:", *(f"    | {row}" for row in fragment.splitlines())] if fragment else []
        lines += [f"  $ {given.run}"] if given.run else []
        said = (given.message or {}).get("en" if lang == "en" else "ru")
        lines += [f"  {_in(_WORDS['said'], lang)}: {said}"] if said else []
    if todo(code, lang):
        lines += ["", _in(_WORDS["todo"], lang), f"  {todo(code, lang)}"]
    return "\n".join(lines)


def help_markdown(code: str) -> str:
    """The page of one code in Russian and in English, as Markdown."""
    parts: list[str] = []
    for lang in ("ru", "en"):
        parts += [f"**{code}** — {meaning(code, lang)}", why(code, lang)]
        given = example(code)
        if given and lang == "ru":
            rows = [f"{sign} {row}" for sign, part in (("-", given.wrong), ("+", given.right), ("$", given.run)) for row in part.splitlines()]
            parts.append("\n".join(["```diff", *rows, "```"]))
        parts.append(f"→ {todo(code, lang)}" if todo(code, lang) else "")
    return "\n\n".join(part for part in parts if part)


def near_codes(word: str) -> dict[str, str]:
    """The values `guess_ru` and `guess_en` about an unknown code: those of its group, the longest common beginning first."""
    code = word.upper().replace("O", "0").replace("О", "0")  # the Latin and the Cyrillic letter, typed for a zero
    near = [c for c in CATALOGUE if c[:3] == code[:3]]
    shared = {c: sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(c, code, strict=False))) for c in near}
    closest = [c for c in sorted(near) if shared[c] == max(shared.values())]
    everything = ("все коды: kzrules help", "all codes: kzrules help")
    return guesses(code, closest, everything) if closest else {"guess_ru": everything[0], "guess_en": everything[1]}


def list_text(lang: str, style: Style = plain) -> str:
    """All codes by group, a line each."""
    lines: list[str] = []
    for prefix, title in GROUPS.items():
        codes = sorted(code for code in CATALOGUE if code.startswith(prefix))
        if codes:
            lines += [style(f"{prefix}xx  {_in(title, lang)}", "cyan"), *(f"  {code}  {meaning(code, lang)}" for code in codes), ""]
    return "\n".join([*lines, _in(_WORDS["more"], lang)])
