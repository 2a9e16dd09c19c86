"""Diagnostics of what cases exercise and which mutants they kill (KZ67x)."""

from __future__ import annotations

from kzrules.message import Message

CASES = {
    "KZ670": Message(
        "список лежит рядом с редакцией {edition}, а назван списком «{name}»", "the list stands beside {edition}, but says it is for “{name}”",
        "напишите for: {edition} или переложите файл", "write for: {edition}, or move the file",
    ),
    "KZ671": Message(
        "запись о равнозначном мутанте ничему не соответствует: {path}: {what}", "the entry of an equivalent mutant fits nothing: {path}: {what}",
        "такого изменения больше нет, или его уже замечает случай: удалите запись или перепишите её по выводу kzrules mutate",
        "there is no such change any more, or a case notices it now: remove the entry, or write it as kzrules mutate prints it",
        "medium",
    ),
    "KZ672": Message(
        "запись о недостижимом месте ничему не соответствует: {path}: {what}", "the entry of an unreachable place fits nothing: {path}: {what}",
        "такого места больше нет, или его уже проверяет случай: удалите запись или перепишите её по выводу kzrules --lang en test --coverage",
        "there is no such place any more, or a case exercises it now: remove the entry, or write it as kzrules --lang en test --coverage prints it",
        "medium",
    ),
}  # fmt: skip
