"""Diagnostics of batches: tables of many bodies (KZ690-KZ699)."""

from __future__ import annotations

from kzrules.message import Message

FRAMES: dict[str, Message] = {
    "KZ690": Message(
        "таблица не читается: {problem_ru}", "the table cannot be read: {problem_en}",
        "сохраните её заново той программой, которой она сделана", "save it again with the program that made it",
    ),
    "KZ691": Message(
        "столбец «{column}» здесь не известен", "the column “{column}” is not known here",
        "{guess_ru}; лишние столбцы пропустит --ignore-unknown", "{guess_en}; --ignore-unknown leaves extra columns aside",
    ),
    "KZ692": Message(
        "в таблице {file} нет столбца «{column}»", "the table {file} has no column “{column}”",
        "{guess_ru}; другие имена столбцов задаёт --map", "{guess_en}; --map tells other names of columns",
    ),
    "KZ693": Message(
        "столбец «{column}» имеет тип {type}, а «{label}» — это {needed_ru}", "the column “{column}” is of the type {type}, but “{label_en}” takes {needed_en}",
        "сохраните столбец числами или текстом, как в файле фактов", "save the column as numbers or as text, as in a facts file",
    ),
    "KZ694": Message(
        "орган «{body}» за {period} год стоит ещё в строке {other}{fact}", "the body “{body}” of {period} stands in row {other} too{fact}",
        "оставьте одну строку: какая верна, неизвестно, поэтому не оценена ни одна", "keep one row: which is right is not known, so that none was scored",
    ),
    "KZ695": Message(
        "в списке «{list}» есть запись органа «{body}» за {period} год, которого нет в таблице органов",
        "the list “{list}” has a record of the body “{body}” of {period}, which the table of bodies has not",
        "добавьте орган в таблицу или уберите запись", "add the body to the table or take the record out",
    ),
    "KZ696": Message(
        "в списке «{list}» записей: {found}, а таблица органов говорит: {said}", "the list “{list}” has {found} records, but the table of bodies says {said}",
        "пришлите недостающие записи или исправьте их число; «-» значит, что о списке ничего не известно",
        "add the records that are lacking or correct their number; “-” says that nothing is known of the list",
    ),
    "KZ697": Message(
        "список «{list}» не дан: для {editions} он неизвестен у всех органов", "the list “{list}” is not given: for {editions} it is unknown of every body",
        "дайте его таблицу: --list {list}=ФАЙЛ", "give its table: --list {list}=FILE",
        "low",
    ),
    "KZ698": Message(
        "строка не принадлежит ни одному органу и году: {problem_ru}", "the row belongs to no body and year: {problem_en}",
        "исправьте эту ячейку; в ней имя органа, central или local, год", "correct the cell: it holds the name of the body, central or local, a year",
    ),
    "KZ699": Message(
        "незаконченный прогон рядом сделан по другому вопросу; отличаются: {differs}", "the unfinished run beside it is of another question; these differ: {differs}",
        "повторите ту же команду или уберите эту папку", "repeat the same command, or remove this folder",
    ),
}  # fmt: skip
