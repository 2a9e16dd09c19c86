"""Diagnostics of questions about what facts could be (KZ68x)."""

from __future__ import annotations

from kzrules.message import Message

WHATIF = {
    "KZ680": Message(
        "орган «{body}»: неизвестны факты, на которых держится ответ: {facts}", "“{body}”: facts that the answer rests on are not known: {facts}",
        "назовите их через --fact, чтобы искать и по ним; каким может быть балл, скажет kzrules eval --missing interval",
        "name them with --fact to search over them too; kzrules eval --missing interval says what the score can be",
    ),
    "KZ681": Message(
        "факта «{name}» редакция {edition} у этого органа не спрашивает", "{edition} does not ask this body for the fact “{name}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ682": Message(
        "степени «{name}» в шкале редакции {edition} нет", "the scale of {edition} has no grade “{name}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ683": Message(
        "органа «{name}» в данных нет", "there is no body “{name}” in the data",
        "{guess_ru}", "{guess_en}",
    ),
}  # fmt: skip
