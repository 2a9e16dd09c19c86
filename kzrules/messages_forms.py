"""Diagnostics of forms and the workbooks filled by them (KZ80x-KZ84x, KZ895-KZ899)."""

from __future__ import annotations

from kzrules.message import Message

_FORM = {
    "KZ801": Message(
        "номер {code} на этом листе уже занят (строка файла {line})", "the code {code} is already taken on this sheet (line {line})",
        "по номеру находятся ячейки: дайте другой или вынесите раздел на свой лист (sheet:)", "cells are found by their code: give another, or put the section on a sheet of its own (sheet:)",
    ),
    "KZ802": Message(
        "«{row}» ссылается на строку {code}, которой в разделе нет", "“{row}” refers to row {code}, which the section does not have",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ803": Message(
        "графы или имени «{name}» в разделе нет", "the section has no column or name “{name}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ804": Message(
        "в проверке названо «{name}», чего среди её строк или граф нет", "the check names “{name}”, which is not among its rows or columns",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ805": Message(
        "итоги складываются по кругу: {circle}", "totals add each other up in a circle: {circle}",
        "уберите из одной строки sum ссылку на другую", "take the reference to the other row out of one sum",
    ),
    "KZ806": Message(
        "строка {row} — итог, но складывать ей нечего", "row {row} is a total of nothing",
        "назовите строки (sum: [...]), заведите строки {row}.1, {row}.2 или добавьте lines:", "name rows (sum: [...]), have rows {row}.1, {row}.2, or add lines:",
    ),
    "KZ807": Message(
        "факта «{name}» в словаре фактов нет", "the dictionary of facts has no “{name}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ808": Message(
        "раздела «{name}» в форме нет", "the form has no section “{name}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ809": Message(
        "форма «{name}» уже описана в {first}", "form “{name}” is already described in {first}",
        "дайте другой редакции формы своё имя: 1-mk/2025-01", "give another wording of the form a name of its own: 1-mk/2025-01",
    ),
}  # fmt: skip

_WORKBOOK = {
    "KZ810": Message(
        "это не книга Excel: {found_ru}", "this is not a workbook: {found_en}",
        "пришлите книгу .xlsx, .xls или .ods; вид файла узнаётся по содержимому, а не по имени", "send an .xlsx, .xls or .ods workbook; the kind is told by the content, not by the name",
    ),
    "KZ811": Message(
        "книга слишком велика: {size} байт при пределе {limit}", "the workbook is too large: {size} bytes, the limit is {limit}",
        "уберите рисунки и лишние листы", "take pictures and other sheets out",
    ),
    "KZ812": Message(
        "книга закрыта паролем", "the workbook is locked with a password",
        "снимите пароль на открытие и пришлите снова; защита листа мешать не будет", "take the opening password off; protection of a sheet does no harm",
    ),
    "KZ813": Message(
        "книга повреждена или обрезана и не открывается", "the workbook is damaged or cut short and does not open",
        "откройте её в редакторе таблиц, сохраните заново и пришлите снова", "open it in a spreadsheet, save it again and send it anew",
    ),
    "KZ814": Message(
        "в распакованном виде книга займёт {size} МБ (предел {limit}) или сжата подозрительно плотно", "unpacked the workbook takes {size} MB (the limit is {limit}), or it is packed suspiciously tight",
        "так выглядит «архивная бомба» или лист с миллионом пустых строк; скопируйте таблицу на чистый лист", "this is what a zip bomb looks like, or a sheet of a million empty rows; copy the table to a clean sheet",
    ),
    "KZ815": Message(
        "в книге есть макросы", "the workbook has macros",
        "сохраните её как обычную книгу .xlsx без макросов", "save it as a plain .xlsx without macros",
    ),
    "KZ816": Message(
        "книга берёт данные из других файлов или баз", "the workbook takes data from other files or databases",
        "разорвите связи и подключения (Данные → Связи, Данные → Подключения), оставив значения", "break links and connections (Data → Links, Data → Connections) and keep the values",
    ),
    "KZ817": Message(
        "лист «{sheet}» слишком велик: последнее значение стоит в {cell}, всего значений {count}", "sheet “{sheet}” is too large: its last value stands in {cell}, values in all: {count}",
        "сотрите всё ниже и правее таблицы: в форме столько не бывает", "clear everything below and to the right of the table: no form holds so much",
    ),
    "KZ818": Message(
        "неизвестно, какая это форма: служебного листа в книге нет", "it is not known which form this is: the workbook has no hidden sheet",
        "назовите форму: --form 1-mk; все формы показывает kzrules form --list", "name the form: --form 1-mk; kzrules form --list shows all",
    ),
    "KZ819": Message(
        "формы «{form}» нет", "there is no form “{form}”",
        "все формы показывает kzrules form --list", "kzrules form --list shows all forms",
    ),
    "KZ820": Message(
        "с тех пор как книга создана, описание формы {form} изменилось", "the description of form {form} has changed since the workbook was made",
        "сверьте строки и графы; чтобы начать заново, создайте книгу командой kzrules form", "compare rows and columns; kzrules form makes a new workbook",
        "low",
    ),
    "KZ821": Message(
        "книга не говорит, чей это отчёт и за какой период", "the workbook does not say whose report it is and for which period",
        "назовите: {options}", "name them: {options}",
    ),
}  # fmt: skip

_CELL = {
    "KZ822": Message(
        "строка {row}, «{column}»: формула {formula} вместо значения", "row {row}, “{column}”: a formula {formula} instead of a value",
        "вставьте значение: Специальная вставка → Значения", "paste the value: Paste special → Values",
    ),
    "KZ823": Message(
        "строка {row}, «{column}»: ошибка {value}", "row {row}, “{column}”: the error {value}",
        "впишите число или «-»", "write a number or “-”",
    ),
    "KZ824": Message(
        "строка {row}, «{column}»: {found_ru} «{value}» вместо числа", "row {row}, “{column}”: {found_en} “{value}” instead of a number",
        "впишите число; если сведений нет, «-»", "write a number, or “-” where there is no information",
    ),
    "KZ825": Message(
        "строка {row}, «{column}»: число «{value}» записано текстом, прочтено как {number}", "row {row}, “{column}”: the number “{value}” is written as text, read as {number}",
        "суммы Excel пропускают текст; впишите число", "sums of a spreadsheet skip text; write a number",
        "medium",
    ),
    "KZ826": Message(
        "строка {row}, «{column}»: {value} — знаков после запятой больше {places}", "row {row}, “{column}”: {value} has more than {places} decimals",
        "округлите так, как требует форма", "round it as the form asks",
    ),
    "KZ827": Message(
        "строка {row}, «{column}»: {value} — не целое число", "row {row}, “{column}”: {value} is not a whole number",
        "здесь считают случаи: впишите целое", "cases are counted here: write a whole number",
    ),
    "KZ828": Message(
        "строка {row}, «{column}»: {value}, а нужно {bounds_ru}", "row {row}, “{column}”: {value}, and {bounds_en} is needed",
        "проверьте знак и порядок числа", "check the sign and the size of the number",
    ),
    "KZ829": Message(
        "строка {row}, «{column}»: «{value}» не из числа ответов: {allowed}", "row {row}, “{column}”: “{value}” is none of the answers: {allowed}",
        "выберите ответ из списка", "choose an answer from the list",
    ),
    "KZ830": Message(
        "строка {row}, «{column}»: «{value}» — не дата", "row {row}, “{column}”: “{value}” is not a date",
        "напишите день, месяц и год: 31.12.2024", "write day, month and year: 31.12.2024",
    ),
}  # fmt: skip

_TABLE = {
    "KZ831": Message(
        "листа «{sheet}» нет", "there is no sheet “{sheet}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ832": Message(
        "таблиц на листе найдено {found}, а в форме их {wanted}: строка номеров граф «А, Б, 1, 2, …» удалена или изменена", "{found} tables are found on the sheet, the form has {wanted}: the row of column numbers “А, Б, 1, 2, …” was deleted or changed",
        "верните строки с номерами граф под шапками", "put the rows of column numbers back under the headers",
    ),
    "KZ833": Message(
        "под шапкой нет граф {codes}; найдены: {found}", "columns {codes} are not under the header; found: {found}",
        "верните номера граф, как в форме", "put the column numbers back as in the form",
    ),
    "KZ834": Message(
        "шапка графы {code} изменена: «{found}» вместо «{wanted}»", "the header of column {code} has changed: “{found}” instead of “{wanted}”",
        "проверьте, те ли это числа", "check that these are the right figures",
        "high",
    ),
    "KZ835": Message(
        "номер {code} стоит дважды; первый — в {first}", "the number {code} stands twice; the first is at {first}",
        "оставьте одну строку или графу с этим номером", "keep one row or column of this number",
    ),
    "KZ836": Message(
        "строки {code} в форме нет", "the form has no row {code}",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ837": Message(
        "в таблице «{title}» нет строк {codes}", "table “{title}” lacks rows {codes}",
        "верните строки с этими номерами", "put the rows with these codes back",
    ),
    "KZ838": Message(
        "номер строки {value} записан не текстом: он может значить {codes}", "the row code {value} is not written as text: it can mean {codes}",
        "таблица сделала из 3.10 число 3.1 или дату; впишите номер текстом, с апострофом: '3.10", "the spreadsheet turned 3.10 into the number 3.1 or into a date; write the code as text, with an apostrophe: '3.10",
    ),
    "KZ839": Message(
        "у строки {code} изменено наименование: «{found}» вместо «{wanted}»", "row {code} has another label: “{found}” instead of “{wanted}”",
        "проверьте, не сдвинуты ли строки", "check that the rows have not been shifted",
        "high",
    ),
    "KZ840": Message(
        "«{value}» никуда не попало бы: здесь нет ячейки таблицы", "“{value}” would go nowhere: the table has no cell here",
        "перенесите в строку и графу с номерами или удалите; номер добавленной строки скопируйте с соседней (8.1/5)", "move it to a row and a column with numbers, or delete it; copy the number of an added line from the line beside it (8.1/5)",
    ),
    "KZ841": Message(
        "в строке, добавленной к {row}, не заполнено «{name}»", "a line added to {row} has no “{name}”",
        "назовите строку или очистите её", "name the line or clear it",
    ),
    "KZ842": Message(
        "строка {row}, «{column}»: ячейка пуста", "row {row}, “{column}”: the cell is empty",
        "заполняются все ячейки: впишите число, а если сведений нет, «-»", "every cell is filled: write a number, or “-” where there is no information",
    ),
}  # fmt: skip

_ARITHMETIC = {
    "KZ843": Message(
        "итог не сходится: строка {row}, «{column}» показывает {shown}, а части дают {computed}", "the total does not add up: row {row}, “{column}” shows {shown}, its parts make {computed}",
        "исправьте часть или итог; текст вместо числа сумма таблицы пропускает", "mend a part or the total; a spreadsheet's sum skips text",
    ),
    "KZ844": Message(
        "итог строки {row}, «{column}» — {shown}, а должен быть {computed}: среди частей есть «-»", "the total of row {row}, “{column}” is {shown} and should be {computed}: one of its parts is “-”",
        "неизвестная часть делает неизвестной и сумму; если случаев не было, впишите 0", "an unknown part makes the sum unknown; write 0 where there were no cases",
        "medium",
    ),
    "KZ845": Message(
        "«{where}»: не выполнено {that_ru} ({values})", "“{where}”: {that_en} does not hold ({values})",
        "проверьте названные ячейки", "check the cells named",
    ),
    "KZ846": Message(
        "из граф «{columns}» отмечено {count}, а нужна ровно одна", "of the columns “{columns}” {count} are marked, exactly one is needed",
        "в каждой строке должна стоять одна отметка", "each line has one mark",
    ),
}  # fmt: skip

_TOGETHER = {
    "KZ899": Message(
        "«{where}»: необычно, что не выполнено {that_ru} ({values})", "“{where}”: it is unusual that {that_en} does not hold ({values})",
        "акт этого не печатает, но обычно так; проверьте названные ячейки", "the act does not print it, but so it usually is; check the cells named",
        "high",
    ),
    "KZ800": Message(
        "строка {row}: «-» среди слагаемых", "row {row}: “-” among the terms",
        "--dash propagate сделает сумму неизвестной, --dash zero сочтёт «-» нулём", "--dash propagate makes the sum unknown, --dash zero takes “-” for nothing",
    ),
    "KZ847": Message(
        "это форма {form}, а складывается {first} ({file})", "this is form {form}, and {first} is being added up ({file})",
        "складывайте каждую форму отдельно", "add up each form apart",
    ),
    "KZ848": Message(
        "орган «{body}» уже отчитался за эти месяцы: {period} пересекается с {other} ({first})", "body “{body}” has already reported these months: {period} meets {other} ({first})",
        "оставьте один из двух файлов, иначе случаи посчитаются дважды", "keep one of the two files, or the cases are counted twice",
    ),
    "KZ849": Message(
        "у органа «{body}» нет отчётов за {periods}", "body “{body}” has no reports for {periods}",
        "если орган опоздал, дождитесь файла; сумма сложена без него", "if the body is late, wait for the file; the sum is without it",
        "medium",
    ),
    "KZ895": Message(
        "факт {fact} органа «{body}» складывается и из форм {forms}, которых здесь нет", "fact {fact} of “{body}” is also made of forms {forms}, which are not here",
        "добавьте эти формы; с --partial факт сложится без них", "add those forms; with --partial the fact is made without them",
        "medium",
    ),
    "KZ896": Message(
        "форма {form} органа «{body}» есть не за весь {year} год: {periods}", "form {form} of “{body}” does not cover the whole of {year}: {periods}",
        "добавьте недостающие периоды; с --partial факты сложатся без них", "add the periods that lack; with --partial the facts are made without them",
        "medium",
    ),
    "KZ897": Message(
        "«{name}» в форме {form} — не один из органов, о которых эти файлы", "“{name}” in form {form} is none of the bodies that these files are of",
        "назовите орган в его форме так же (--name) или не обращайте внимания, если он не оценивается", "name the body in its own form the same way (--name), or let it be if it is not assessed",
        "low",
    ),
    "KZ898": Message(
        "вид органа «{body}» неизвестен", "the kind of body “{body}” is not known",
        "назовите его: --kind central или --kind local", "say which: --kind central or --kind local",
    ),
}  # fmt: skip

FORMS: dict[str, Message] = {**_FORM, **_WORKBOOK, **_CELL, **_TABLE, **_ARITHMETIC, **_TOGETHER}
