"""Which procedure, event and readings a command means, and what to say when it means none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kzrules.guess import guesses
from kzrules.procedures.procedure import Procedure, Reading


class NotFound(LookupError):
    """A name that no procedure, event or reading has; says which there are."""


def procedures_named(name: str, procedures: Mapping[str, Procedure]) -> list[Procedure]:
    """Procedures by their id, their act, the wording of it, or an edition; all of them for an empty name.

    Raises:
        NotFound: when there is none.

    """
    if not name:
        return list(procedures.values())
    found = [p for p in procedures.values() if name in (p.id, p.act, p.amended_by, *p.editions, *(e.partition("/")[2] for e in p.editions))]
    if not found:
        known = {word for p in procedures.values() for word in (p.id, p.act, *p.editions) if word}
        raise NotFound(f"порядка, акта или редакции «{name}» среди порядков нет; {guesses(name, known)['guess_ru']}")
    return found


def with_event(event: str, procedures: Iterable[Procedure]) -> Procedure:
    """The one procedure that has an event.

    Raises:
        NotFound: when none has it, or several do.

    """
    among = list(procedures)
    found = [p for p in among if event in p.events]
    if not found:
        known = [name for p in among for name in p.events]
        raise NotFound(f"события «{event}» нет; {guesses(event, known)['guess_ru']}")
    if len(found) > 1:
        raise NotFound(f"событие «{event}» есть в нескольких порядках, назовите один: " + ", ".join(f"--act {p.id}" for p in found))
    return found[0]


def checked_choices(choices: Mapping[str, str], readings: Iterable[Reading]) -> None:
    """Every chosen reading and option must exist.

    Raises:
        NotFound: when one does not.

    """
    known: dict[str, set[str]] = {}
    for reading in readings:
        known.setdefault(reading.id, set()).update(reading.options)
    for name, option in choices.items():
        if name not in known:
            raise NotFound(f"чтения «{name}» нет; {guesses(name, known)['guess_ru']}")
        if option not in known[name]:
            raise NotFound(f"у чтения «{name}» нет варианта «{option}»; {guesses(option, known[name])['guess_ru']}")
