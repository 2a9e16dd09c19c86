"""A proof for people: a summary, the attainable scores of every rule, then each refuted or undecided claim with its facts."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import get_args

from kzrules.edition import Edition
from kzrules.facts_text import answer_text
from kzrules.phrases import phrases
from kzrules.phrases_prove import prove_phrase
from kzrules.proofs import REACHED, Claim, Proof, What, Witness
from kzrules.reading_nodes import in_language
from kzrules.text_table import text_table
from kzrules.values import shown

OVERALL = "overall"
_UNLIMITED = 10**12
_PLAIN_SHOWN = 12


def proof_text(proof: Proof, edition: Edition, lang: str) -> str:
    """One proof, whole."""
    blocks = [proof_head(proof, lang), summary_text(proof, lang)]
    if any(claim.what == "least" for claim in proof.claims):
        blocks.append(_scores(proof, edition, lang))
    found = [line for claim in proof.claims if worth_telling(claim) for line in claim_lines(claim, edition, proof, lang)]
    if found:
        blocks.append("\n".join([f"{prove_phrase('findings', lang)}:", *found]))
    return "\n\n".join([*blocks, *_notes(proof, lang)])


def proof_head(proof: Proof, lang: str) -> str:
    """Which edition, body kind, assessed year and readings."""
    year = "" if proof.period is None else f", {proof.period}"
    choices = ", ".join(f"{name}={option}" for name, option in proof.choices.items()) or prove_phrase("by_default", lang)
    return f"{proof.edition}, {phrases(lang)[proof.kind]}{year}; {choices}"


def summary_text(proof: Proof, lang: str) -> str:
    """How many claims of each kind are proved, refuted, undecided."""
    verdicts = ("proved", "refuted", "undecided")
    rows = []
    for what in get_args(What):
        counts = [sum(claim.what == what and claim.verdict == verdict for claim in proof.claims) for verdict in verdicts]
        if any(counts):
            rows.append([prove_phrase(what, lang), *(str(count) if count else "·" for count in counts)])
    return text_table([prove_phrase("claims", lang), *(prove_phrase(v, lang) for v in verdicts)], rows, frozenset({1, 2, 3}))


def worth_telling(claim: Claim) -> bool:
    """Whether a claim says something that a reader did not expect."""
    return claim.verdict != "proved" and not (claim.what in ("least", "greatest") and claim.value is None)


def _scores(proof: Proof, edition: Edition, lang: str) -> str:
    rules = edition.program(proof.kind, proof.choices, proof.period).rules
    rows = []
    for claim in proof.claims:
        if claim.what == "least":
            twin = next(c for c in proof.claims if c.path == claim.path and c.what == "greatest")
            rule = rules.get(claim.path)
            maximum = rule.maximum if rule else edition.program(proof.kind, proof.choices, proof.period).overall.maximum
            rows.append([claim.path, _end(claim, lang), _end(twin, lang), "—" if maximum is None else shown(maximum, lang)])
    head = [prove_phrase(key, lang) for key in ("rule", "least", "greatest", "max")]
    return text_table(head, rows, frozenset({1, 2, 3}))


def _end(claim: Claim, lang: str) -> str:
    if claim.value is None:
        return "?"
    if abs(claim.value) >= _UNLIMITED:
        return "−∞" if claim.value < 0 else "+∞"
    text = shown(claim.value, lang)
    return text if claim.verdict == "proved" else f"{text} … {_bound(claim.bound, lang)}"


def _bound(bound: Fraction | None, lang: str) -> str:
    return "?" if bound is None else "∞" if abs(bound) >= _UNLIMITED else shown(bound, lang)


def claim_lines(claim: Claim, edition: Edition, proof: Proof, lang: str) -> Iterator[str]:
    """One claim: place, what, verdict, why, the facts that show it."""
    rule = edition.program(proof.kind, proof.choices, proof.period).rules.get(claim.path)
    label = in_language(rule.label, lang) if rule else prove_phrase(OVERALL, lang)
    cite = f" ({claim.cite.text(lang)})" if claim.cite else ""
    place = f"{claim.place}: " if claim.place.line > 1 else ""
    name = f" [{claim.name}]" if claim.name else ""
    yield f"  {place}{label}{cite}"
    why = _why(claim, rule.maximum if rule else None, lang)
    if not claim.witnesses and any(note.startswith("lists:") for note in claim.notes):
        why += prove_phrase("in_short_lists", lang).format(length=max(proof.lengths.values()))
    yield f"    {prove_phrase(claim.what, lang)}{name}: {prove_phrase(claim.verdict, lang)} — {why}"
    for witness in claim.witnesses:
        yield f"      {plain_facts(witness, lang)}"


def _why(claim: Claim, maximum: Fraction | None, lang: str) -> str:
    scores = ["—" if w.score is None else shown(w.score, lang) for w in claim.witnesses]
    match claim.what:
        case "within" if claim.verdict == "refuted" and claim.value is not None:
            if abs(claim.value) >= _UNLIMITED:
                return prove_phrase("unlimited", lang).format(value="−∞" if claim.value < 0 else "+∞")
            key = "below_nothing" if claim.value < 0 else "outside"
            return prove_phrase(key, lang).format(value=shown(claim.value, lang), max="" if maximum is None else shown(maximum, lang))
        case "least" | "greatest" if claim.value is not None:
            return prove_phrase("open_end", lang).format(value=shown(claim.value, lang), bound=_bound(claim.bound, lang))
        case "defined" if claim.verdict == "refuted":
            return prove_phrase("no_number", lang)
        case "monotone" if claim.verdict == "refuted":
            return prove_phrase("moves", lang).format(first=scores[0], second=scores[1])
        case "equal" if claim.verdict == "refuted":
            return prove_phrase("differ", lang).format(first=scores[0], second=scores[1])
        case what if what in REACHED and claim.verdict == "refuted":
            return prove_phrase("never", lang)
        case _:
            return prove_phrase("undecided", lang)


def plain_facts(witness: Witness, lang: str) -> str:
    """The facts that the rule looks at, as far as they are neither nothing nor no, in a line."""
    told = [f"{name} = {_told(value)}" for name, value in witness.body.values.items() if name in witness.about and not _plain(value)]
    more = f", … +{len(told) - _PLAIN_SHOWN}" if len(told) > _PLAIN_SHOWN else ""
    if not told:
        return prove_phrase("all_plain", lang)
    return f"{', '.join(told[:_PLAIN_SHOWN])}{more}; {prove_phrase('all_else_plain', lang)}"


def _plain(value: object) -> bool:
    if isinstance(value, dict):
        return all(_plain(part) for part in value.values())
    return value == () if isinstance(value, tuple) else value is False or value == 0


def _told(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + "; ".join(_told(record) for record in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {answer_text(part)}" for key, part in value.items()) + "}"
    return answer_text(value)


def _notes(proof: Proof, lang: str) -> Iterator[str]:
    notes = {note for claim in proof.claims for note in claim.notes}
    names = sorted({name for note in notes if note.startswith("lists:") for name in note.removeprefix("lists:").split(",")})
    if names:
        yield prove_phrase("lists", lang).format(names=", ".join(names), length=max(proof.lengths.values()))
    yield from (prove_phrase(note, lang) for note in ("mean", "ends") if note in notes)
