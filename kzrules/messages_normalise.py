"""Diagnostics of rules that place a value among those of other bodies (KZ910-KZ914)."""

from __future__ import annotations

from kzrules.message import Message

NORMALISE: dict[str, Message] = {
    "KZ910": Message(
        "нормализуется то, что само зависит от других органов: «{name}»",
        "what is normalised itself looks at other bodies: “{name}”",
        "нормализуйте величину, которую орган имеет сам по себе, а сложите нормализованное в показателе выше",
        "normalise a value that a body has by itself, and add the normalised values up in the rule above",
    ),
    "KZ911": Message(
        "«{rule}»: среднее по прочим органам берётся от оценки, которая сама нормализуется по органам («{part}»)",
        "“{rule}”: a mean over the other bodies is taken of a score that is itself normalised over bodies (“{part}”)",
        "задайте этот случай самой нормализуемой величине или дайте ему score либо undecided вместо cohort",
        "decide the case where the value is normalised, or give it a score or undecided instead of cohort",
    ),
}  # fmt: skip
