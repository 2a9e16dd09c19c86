"""What is said of several editions together, and of the register of acts: KZ7xx."""

from __future__ import annotations

from kzrules.message import Message

CATALOGUE_OF_EDITIONS = {
    "KZ701": Message(
        "за {year} год в линии «{line}» не оценивает ни одна редакция; {before_ru}; {after_ru}",
        "no edition of the line “{line}” assesses the year {year}; {before_en}; {after_en}",
        "назовите редакцию сами: --edition {nearest}{or_ru}{why_ru}",
        "name the edition yourself: --edition {nearest}{or_en}{why_en}",
    ),
    "KZ702": Message(
        "на {day} в линии «{line}» не действует ни одна редакция; {before_ru}; {after_ru}",
        "on {day} no edition of the line “{line}” is in force; {before_en}; {after_en}",
        "назовите редакцию сами: --edition {nearest}{or_ru}{why_ru}", "name the edition yourself: --edition {nearest}{or_en}{why_en}",
    ),
    "KZ703": Message(
        "{year} год в линии «{line}» оценивает не одна редакция: {found_ru}", "several editions of the line “{line}” assess the year {year}: {found_en}",
        "выберите редакцию: --edition {first}{or_ru}{why_ru}", "choose the edition: --edition {first}{or_en}{why_en}",
    ),
    "KZ704": Message(
        "на {day} в линии «{line}» действует не одна редакция: {found_ru}", "on {day} several editions of the line “{line}” are in force: {found_en}",
        "выберите редакцию: --edition {first}{or_ru}{why_ru}", "choose the edition: --edition {first}{or_en}{why_en}",
    ),
    "KZ705": Message(
        "линии «{line}» нет", "there is no line “{line}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ706": Message(
        "выбор «{name}={option}» не подходит ни одной редакции", "the choice “{name}={option}” fits no edition",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ711": Message(
        "между редакциями «{one}» и «{two}» промежуток: {what_ru} с {first} до {until}", "a gap between the editions “{one}” and “{two}”: {what_en} from {first} until {until}",
        "прежняя — {other}. Сверьте даты; если промежуток есть в самом праве, объясните его в acts.yaml (explained)",
        "the earlier one: {other}. Compare the dates; if the law itself has the gap, explain it in acts.yaml (explained)",
        "low",
    ),
    "KZ712": Message(
        "редакции «{one}» и «{two}» накладываются: {what_ru} с {first} до {until}", "the editions “{one}” and “{two}” overlap: {what_en} from {first} until {until}",
        "прежняя — {other}. until не включается{or_ru}; если наложение есть в самом праве, объясните его в acts.yaml (explained)",
        "the earlier one: {other}. until is excluded{or_en}; if the law itself has the overlap, explain it in acts.yaml (explained)",
        "medium",
    ),
    "KZ721": Message(
        "акта «{act}» нет в реестре актов", "the act “{act}” is not in the register of acts",
        "{guess_ru}; карточки актов — в {file}", "{guess_en}; act cards are in {file}",
    ),
    "KZ722": Message(
        "{what_ru} не как в реестре актов: здесь {here}, в реестре {there}", "{what_en} differs from the register of acts: here {here}, there {there}",
        "сверьте с актом; карточка — {other}", "compare with the act; the card: {other}",
    ),
    "KZ723": Message(
        "редакция действует с {first}, а принята позже: {adopted}", "the edition is in force from {first} but was adopted later: {adopted}",
        "сверьте in_force с актом; карточка — {other}", "compare in_force with the act; the card: {other}",
    ),
    "KZ724": Message(
        "редакция действует после отмены акта: {first} — {until}, а отменён он с {repealed} ({by})",
        "the edition is in force after the act was repealed: {first} — {until}, repealed from {repealed} ({by})",
        "until не включается и не бывает позже дня отмены; карточка — {other}", "until is excluded and never later than the day of repeal; the card: {other}",
    ),
    "KZ731": Message(
        "акта «{act}» нет среди acts", "there is no act “{act}” among the acts",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ732": Message(
        "акты отменяют или изменяют друг друга по кругу: {circle}", "acts repeal or amend one another in a circle: {circle}",
        "связь пишется у позднейшего акта", "a link is written at the later act",
    ),
    "KZ733": Message(
        "дня {date} нет в календаре", "the calendar has no day {date}",
        "исправьте дату", "correct the date",
    ),
    "KZ734": Message(
        "{day} раньше, чем акт «{act}» принят: {adopted}", "{day} is before the act “{act}” was adopted: {adopted}",
        "акт сначала принимают, потом регистрируют и публикуют, и лишь потом он действует", "an act is adopted first, then registered and published, and only then has effect",
    ),
}  # fmt: skip
