"""Diagnostics of runs: cases (KZ60x), assessed years and choices (KZ62x), comparisons and run records (KZ65x)."""

from __future__ import annotations

from kzrules.message import Message

RUN = {
    "KZ601": Message(
        "в редакции нет показателя «{name}»", "the edition has no rule “{name}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ602": Message(
        "набора фактов «{name}» нет среди sets", "there is no set of facts “{name}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ603": Message(
        "у случая нет ожидания: ни expect, ни rows", "the case expects nothing: neither expect nor rows",
        "добавьте expect", "add expect",
    ),
    "KZ604": Message(
        "«{value}» — не число и не \"-\"", "“{value}” is neither a number nor \"-\"",
        "напишите точное число: 12.5 или \"37/3\"", "write an exact number: 12.5 or \"37/3\"",
    ),
    "KZ605": Message(
        "варианта «{option}» у чтения «{name}» нет", "the reading “{name}” has no option “{option}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ606": Message(
        "имя «{name}» значит несколько показателей: {paths}", "the name “{name}” stands for several rules: {paths}",
        "напишите путь целиком", "write the whole path",
    ),
    "KZ607": Message(
        "редакция «{name}» не найдена", "the edition “{name}” is not found",
        "список редакций даёт kzrules list", "kzrules list prints the editions",
    ),
    "KZ608": Message(
        "expect без of должен называть показатели: expect: {{показатель: число}}", "expect without of must name rules: expect: {{rule: number}}",
        "добавьте of: показатель", "add of: rule",
    ),
    "KZ620": Message(
        "правила редакции {edition} зависят от оцениваемого года (меняются с {years}), а год не назван", "the rules of {edition} differ by assessed year (from {years}), and none is named",
        "назовите его: period в файле фактов, --period в команде", "name it: period in the facts file, --period on the command line",
    ),
    "KZ622": Message(
        "оцениваемый год — не целое число: «{value}»", "the assessed year is no whole number: “{value}”",
        "напишите год числом: 2020", "write the year as a number: 2020",
    ),
    "KZ621": Message(
        "у записи органа «{body}» нет оцениваемого года", "the record of “{body}” has no assessed year",
        "добавьте period: ГОД в начало файла или в эту запись", "add period: YEAR at the top of the file or to this record",
    ),
    "KZ650": Message(
        "запись прогона изменена после того, как сделана: печать не сходится", "the run record was changed after it was made: its seal does not fit",
        "такой записи нельзя верить; возьмите исходный файл или сделайте запись заново (--record)",
        "such a record cannot be trusted; take the original file or make the record again (--record)",
    ),
    "KZ651": Message(
        "файла нет: {what_ru} «{file}»", "no such file: {what_en} “{file}”",
        "запустите из той же папки или назовите папку с файлами: --data ПАПКА; редакции другой папки — --methodologies ПАПКА",
        "run in the same folder, or name the folder of the files: --data FOLDER; editions of another folder: --methodologies FOLDER",
    ),
    "KZ652": Message(
        "{what_ru} «{file}»: файл не тот, что при записи", "{what_en} “{file}”: not the file that was recorded",
        "результаты посчитаны по нынешнему файлу; чтобы повторить прогон точно, верните прежний",
        "the results are of the file as it is now; bring back the old one to repeat the run exactly",
    ),
    "KZ653": Message(
        "{what_ru} «{file}»: файл не тот, что при записи", "{what_en} “{file}”: not the file that was recorded",
        "само по себе это не меняет чисел; решают результаты", "this alone changes no number; the results decide",
        "low",
    ),
    "KZ654": Message(
        "смысл правил в этой версии kzrules иной: при записи {was}, теперь {now}", "rules mean something else in this version of kzrules: {was} when recorded, now {now}",
        "результаты вправе отличаться; точно повторит их версия kzrules, сделавшая запись", "results may differ; the version of kzrules that made the record repeats them exactly",
        "high",
    ),
    "KZ655": Message(
        "не те результаты, что в записи: {count} из {whole}", "results that are not those of the record: {count} of {whole}",
        "строки «было» и «стало» — в выводе команды; причина — изменённые файлы, названные здесь, или иная версия kzrules",
        "the command prints “was” and “is”; the cause is a changed file named here, or another version of kzrules",
    ),
    "KZ656": Message(
        "запись сделана версией kzrules {was}, теперь {now}; смысл правил тот же", "the record was made by kzrules {was}, this is {now}; rules mean the same",
        "результаты должны совпасть до последнего знака", "the results must be the same to the last digit",
        "low",
    ),
    "KZ660": Message(
        "редакции двух линий актов не сравниваются: {one} и {other}", "editions of two act lines cannot be compared: {one} and {other}",
        "выберите две редакции одной линии: их даёт kzrules list --line", "choose two editions of one line: kzrules list --line prints them",
    ),
}  # fmt: skip
