"""The catalogue of diagnostics: what each says in Russian and English, and what to do about it.

Kazakh readers get the Russian text, the language of the sources.
Codes: KZ0xx the text of a file, KZ1xx its shape, KZ2xx formulas and names, KZ3xx meaning of an
edition, KZ4xx its citations, KZ5xx facts, KZ6xx cases and runs, KZ7xx several editions and the register of acts,
KZ8xx the paper around a score: forms, time limits, registers of cases, reconciliation acts, conclusions,
KZ9xx simulations, bodies compared.
"""

from __future__ import annotations

from kzrules.message import Message
from kzrules.messages_cases import CASES
from kzrules.messages_catalogue import CATALOGUE_OF_EDITIONS
from kzrules.messages_conclusions import CONCLUSIONS
from kzrules.messages_forms import FORMS
from kzrules.messages_frames import FRAMES
from kzrules.messages_normalise import NORMALISE
from kzrules.messages_procedures import PROCEDURES
from kzrules.messages_reconciliation import RECONCILIATION
from kzrules.messages_registers import REGISTERS
from kzrules.messages_run import RUN
from kzrules.messages_simulation import SIMULATION
from kzrules.messages_sound import SOUND
from kzrules.messages_whatif import WHATIF
from kzrules.messages_workbook import WORKBOOK

_TEXT = {
    "KZ001": Message(
        "файл не в кодировке UTF-8: {detail}", "the file is not UTF-8: {detail}",
        "пересохраните файл в кодировке UTF-8", "save the file as UTF-8",
    ),
    "KZ002": Message(
        "файл слишком велик: {size} байт при пределе {limit}", "the file is too large: {size} bytes, the limit is {limit}",
        "разделите файл на несколько", "split the file",
    ),
    "KZ003": Message(
        "это не YAML: {problem_ru}", "this is not YAML: {problem_en}",
        "чаще всего виноват отступ, незакрытая кавычка или двоеточие внутри текста без кавычек",
        "the usual causes are indentation, an unclosed quote, or a colon inside unquoted text",
    ),
    "KZ004": Message(
        "ключ «{key}» повторён; первый раз он стоит в строке {first}", "the key “{key}” is repeated; it first stands on line {first}",
        "оставьте одно значение: второе молча вытеснило бы первое", "keep one value: the second would silently replace the first",
    ),
    "KZ005": Message(
        "якорь YAML «&{name}» не принимается", "the YAML anchor “&{name}” is not accepted",
        "напишите значение целиком там, где оно нужно", "write the value out where it is needed",
    ),
    "KZ006": Message(
        "ссылка YAML «*{name}» не принимается", "the YAML alias “*{name}” is not accepted",
        "напишите значение целиком: файл читают рядом с актом", "write the value out: the file is read beside the act",
    ),
    "KZ007": Message(
        "тег YAML «{tag}» не принимается", "the YAML tag “{tag}” is not accepted",
        "уберите тег; вид значения определяет место, где оно стоит", "remove the tag; the place decides the kind of a value",
    ),
    "KZ008": Message(
        "ключ слияния «<<» не принимается", "the merge key “<<” is not accepted",
        "напишите поля целиком", "write the fields out",
    ),
    "KZ009": Message(
        "в файле больше одного документа", "the file holds more than one document",
        "уберите строку «---» и всё после неё: один файл — одна редакция", "remove the “---” line and what follows: one file, one edition",
    ),
    "KZ010": Message("файл пуст", "the file is empty", "{todo_ru}", "{todo_en}"),
    "KZ011": Message(
        "у «{key}» нет значения", "“{key}” has no value",
        "напишите значение; если сведений нет, напишите \"-\"", "write a value; where nothing is known, write \"-\"",
    ),
    "KZ012": Message(
        "вложенность глубже {limit} уровней", "nested deeper than {limit} levels",
        "проверьте скобки и отступы", "check brackets and indentation",
    ),
    "KZ013": Message(
        "ключ должен быть простым словом", "a key must be a plain word",
        "уберите скобки слева от двоеточия", "remove the brackets left of the colon",
    ),
    "KZ014": Message(
        "в слове «{word}» среди латинских букв стоит кириллическая «{letter}», {position}-я по счёту",
        "the word “{word}” has the Cyrillic letter “{letter}” among Latin ones, at position {position}",
        "наберите её латиницей: «{fixed}»", "type it in Latin: “{fixed}”",
    ),
    "KZ016": Message(
        "запятая разорвала формулу: «{key}» прочитано как отдельный ключ", "a comma tore the formula: “{key}” was read as a key of its own",
        "внутри {{ }} и [ ] формулу с запятой берут в кавычки", "inside {{ }} and [ ] a formula with a comma goes in quotes",
    ),
    "KZ015": Message(
        "имя «{word}» записано не латиницей", "the name “{word}” is not in Latin letters",
        "имена пишутся строчными латинскими буквами, цифрами и знаком _; русское название — в label", "names take small Latin letters, digits and _; the Russian name goes to label",
    ),
}  # fmt: skip

_SHAPE = {
    "KZ101": Message(
        "ключ «{key}» здесь не предусмотрен", "the key “{key}” is not known here",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ102": Message(
        "не хватает обязательного ключа «{key}»", "the required key “{key}” is missing",
        "добавьте «{key}» в «{where}»", "add “{key}” to “{where}”",
    ),
    "KZ103": Message(
        "у «{key}» должно стоять {expected_ru}, а стоит {found_ru}", "“{key}” must be {expected_en}, but is {found_en}",
        "исправьте значение «{key}»", "correct the value of “{key}”",
    ),
    "KZ104": Message(
        "значение «{value}» у «{key}» не из допустимых: {allowed}", "the value “{value}” of “{key}” is not one of: {allowed}",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ105": Message(
        "«{value}» у «{key}» записано не так, как принято", "“{value}” of “{key}” is not written as agreed",
        "{form_ru}", "{form_en}",
    ),
    "KZ106": Message(
        "число {value} у «{key}» вне пределов: {bound_ru}", "the number {value} of “{key}” is out of bounds: {bound_en}",
        "исправьте число", "correct the number",
    ),
    "KZ107": Message(
        "у «{where}» нет ссылки на акт", "“{where}” cites nothing",
        "добавьте cite: {{item: …}} или cite: {{annex: …}} — каждое число должно быть привязано к пункту", "add cite: {{item: …}} or cite: {{annex: …}}: every figure belongs to an item",
    ),
    "KZ108": Message(
        "«{key}» пуст: нужно хотя бы одно значение", "“{key}” is empty: at least one value is needed",
        "добавьте значение или уберите ключ", "add a value or remove the key",
    ),
}  # fmt: skip

_FORMULA = {
    "KZ201": Message(
        "формула не читается: {detail_ru}", "the formula cannot be read: {detail_en}",
        "проверьте скобки, знаки и запятые", "check brackets, signs and commas",
    ),
    "KZ202": Message(
        "в формуле недопустимо: {construct_ru}", "not allowed in a formula: {construct_en}",
        "разрешены числа, имена, + - * /, сравнения, and, or, not, «a if условие else b» и вызовы: {functions}",
        "allowed are numbers, names, + - * /, comparisons, and, or, not, “a if c else b” and calls of: {functions}",
    ),
    "KZ203": Message(
        "имя «{name}» неизвестно: это не факт словаря, не величина let и не индикатор этого показателя",
        "the name “{name}” is unknown: no fact of the dictionary, no let value, no indicator of this rule",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ204": Message(
        "функции «{name}» нет", "there is no function “{name}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ205": Message(
        "число аргументов функции «{name}» — {expected}, а дано {found}", "the function “{name}” takes {expected} arguments but gets {found}",
        "исправьте число аргументов", "correct the number of arguments",
    ),
    "KZ206": Message(
        "величины определены друг через друга по кругу: {cycle}", "values are defined through one another in a circle: {cycle}",
        "разорвите круг: одна из величин должна быть числом или фактом", "break the circle: one of them must be a number or a fact",
    ),
    "KZ207": Message(
        "единицы не совпадают: {left_ru} и {right_ru} в «{text}»", "units differ: {left_en} and {right_en} in “{text}”",
        "складывать и сравнивать можно только одинаковые величины; для процентов есть percent(часть, целое)",
        "only like quantities can be added or compared; for percents use percent(part, whole)",
    ),
    "KZ208": Message(
        "здесь нужно {expected_ru}, а «{text}» — {found_ru}", "{expected_en} is needed here, but “{text}” is {found_en}",
        "исправьте формулу", "correct the formula",
    ),
    "KZ209": Message(
        "формула слишком сложна: {detail_ru}", "the formula is too complex: {detail_en}",
        "вынесите части в let", "move parts of it to let",
    ),
    "KZ210": Message(
        "в числе {value} слишком много цифр: {digits} при пределе {limit}", "the number {value} has too many digits: {digits}, the limit is {limit}",
        "проверьте число", "check the number",
    ),
    "KZ211": Message(
        "{what_ru} «{name}» в этой редакции нет", "this edition has no {what_en} “{name}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ212": Message(
        "«{name}» не список", "“{name}” is not a list",
        "в over стоит имя факта вида list", "over takes the name of a fact of type list",
    ),
    "KZ213": Message(
        "у факта «{fact}» нет кода «{code}»", "the fact “{fact}” has no code “{code}”",
        "{guess_ru}", "{guess_en}",
    ),
}  # fmt: skip

_MEANING = {
    "KZ301": Message(
        "строки таблицы «{table}» перекрываются: {first} и {second}", "rows of the table “{table}” overlap: {first} and {second}",
        "значение должно попадать ровно в одну строку: сдвиньте границу (from включает край, below — нет)",
        "a value must fall in exactly one row: move a bound (from includes its edge, below does not)",
    ),
    "KZ302": Message(
        "в таблице «{table}» пропуск: между {first} и {second}", "the table “{table}” has a gap between {first} and {second}",
        "если строки нет и в акте, напишите её с hole: true и reading", "if the act has no row either, write one with hole: true and a reading",
    ),
    "KZ303": Message(
        "веса направлений дают {sum}, а не 1", "the weights of the directions add up to {sum}, not 1",
        "сверьте веса с пунктом акта", "compare the weights with the act",
    ),
    "KZ304": Message(
        "шкала не покрывает оценки между {first} и {second}", "no band covers scores between {first} and {second}",
        "верхняя граница полосы (below) должна равняться нижней границе следующей (from)", "the upper bound (below) of a band must equal the lower bound (from) of the next",
    ),
    "KZ305": Message(
        "полосы шкалы «{first}» и «{second}» перекрываются", "the bands “{first}” and “{second}” overlap",
        "верхняя граница полосы (below) должна равняться нижней границе следующей (from)", "the upper bound (below) of a band must equal the lower bound (from) of the next",
    ),
    "KZ306": Message(
        "максимумы составляющих «{rule}» дают {sum}, а напечатан максимум {max} ({kind})", "the maxima of the parts of “{rule}” add up to {sum}, the printed maximum is {max} ({kind})",
        "сверьте с приложением; если противоречие в самом акте, поставьте reading", "compare with the annex; if the act itself contradicts, add a reading",
        "high",
    ),
    "KZ307": Message(
        "в таблице «{table}» нет строки для кода «{code}»", "the table “{table}” has no row for the code “{code}”",
        "если строки нет и в акте, напишите её с hole: true и reading", "if the act has no row either, write one with hole: true and a reading",
    ),
    "KZ308": Message(
        "вариант по умолчанию «{name}» не описан среди options", "the default “{name}” is not among the options",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ309": Message(
        "{what_ru} «{name}» нигде не используется", "the {what_en} “{name}” is not used",
        "удалите или используйте", "remove or use it",
        "low",
    ),
    "KZ310": Message(
        "срок действия кончается раньше, чем начинается: {first} и {second}", "the period ends before it begins: {first} and {second}",
        "поменяйте даты местами", "swap the dates",
    ),
    "KZ311": Message(
        "таблица «{table}» — {unit_ru}, а значение — {found_ru}", "the table “{table}” is in {unit_en}, the value is {found_en}",
        "для таблицы в процентах значение считает percent(часть, целое)", "for a table in percent use percent(part, whole)",
    ),
    "KZ313": Message(
        "у «{rule}» нет оценки: ни score, ни составляющих", "“{rule}” has no score: neither score nor parts",
        "добавьте score или indicators; score может прийти из варианта reading", "add score or indicators; score may come from an option of a reading",
    ),
    "KZ316": Message(
        "значение дано не для всех видов органов: для «{kind}» его нет", "the value is not given for every body kind: there is none for “{kind}”",
        "допишите {kind}: … или ограничьте показатель ключом kinds", "add {kind}: … or limit the rule by kinds",
    ),
    "KZ317": Message(
        "у направления «{name}» нет веса", "the direction “{name}” has no weight",
        "допишите его в weights", "add it to weights",
    ),
    "KZ318": Message(
        "строка таблицы «{table}» даёт {points}, а максимум «{rule}» — {max}", "a row of the table “{table}” gives {points}, the maximum of “{rule}” is {max}",
        "сверьте баллы и максимум с приложением", "compare the points and the maximum with the annex",
        "high",
    ),
    "KZ331": Message(
        "осталось дописать: {key}: {text}", "still to be written: {key}: {text}",
        "напишите значение по новому акту; пока сроки не написаны, по дате и году редакцию не найти",
        "write the value that the new act prints; until the dates are there, no date or year finds the edition",
        "medium",
    ),
    "KZ332": Message(
        "какие годы оценивает черновик {edition}, ещё не написано", "which years the draft {edition} assesses is still to be written",
        "допишите applies_to или назовите год: --period", "write applies_to, or name the year: --period",
    ),
    "KZ319": Message(
        "редакция «{name}» описана в двух файлах: {first}", "the edition “{name}” stands in two files: {first}",
        "дайте одной из них другое имя в ключе edition", "give one of them another edition id",
    ),
    "KZ321": Message(
        "на {year} год подходит строк by_period: {count}, а должна одна", "rows of by_period that fit the year {year}: {count}; one should",
        "until не включается; строки не пересекаются и не оставляют пропусков", "until is excluded; rows neither overlap nor leave gaps",
    ),
    "KZ322": Message(
        "вес «{value}» делит на ноль", "the weight “{value}” divides by zero",
        "исправьте знаменатель", "mend the denominator",
    ),
    "KZ314": Message(
        "строка перечня «{line}» ничем не отвечена: факта с таким именем в словаре нет", "nothing answers the line “{line}”: the dictionary has no fact of that name",
        "назовите строку именем факта или напишите defects: или score:", "name the line after a fact, or write defects: or score:",
    ),
    "KZ315": Message(
        "направления «{name}» нет, а вес для него есть", "there is a weight for “{name}” but no such direction",
        "{guess_ru}", "{guess_en}",
    ),
}  # fmt: skip

_FACTS = {
    "KZ501": Message(
        "факт «{name}» неизвестен", "the fact “{name}” is unknown",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ502": Message(
        "у «{name}» ({label}) должно стоять число, а стоит «{value}»", "“{name}” ({label}) must be a number, but is “{value}”",
        "напишите число цифрами; если сведений нет — \"-\"", "write the number in digits; where nothing is known, \"-\"",
    ),
    "KZ503": Message(
        "отрицательное число {value} у «{name}» ({label})", "a negative number {value} for “{name}” ({label})",
        "количество не бывает меньше нуля", "a count is never below zero",
    ),
    "KZ504": Message(
        "дробное число {value} у «{name}» ({label}), а это количество", "a fraction {value} for “{name}” ({label}), which is a count",
        "напишите целое число", "write a whole number",
    ),
    "KZ505": Message(
        "число {value} у «{name}» ({label}) вне пределов {bounds}", "the number {value} for “{name}” ({label}) is out of {bounds}",
        "сверьте с источником", "compare with the source",
    ),
    "KZ506": Message(
        "в числе {value} у «{name}» слишком много цифр: {digits} при пределе {limit}", "the number {value} of “{name}” has too many digits: {digits}, the limit is {limit}",
        "проверьте, не склеились ли соседние числа", "check whether neighbouring numbers ran together",
    ),
    "KZ507": Message(
        "«{value}» у «{name}» — не число", "“{value}” of “{name}” is not a number",
        "если сведений нет, напишите \"-\"", "where nothing is known, write \"-\"",
    ),
    "KZ508": Message(
        "у «{name}» ({label}) стоит дата «{value}», а нужно число", "“{name}” ({label}) holds the date “{value}”, a number is needed",
        "напишите количество, а не дату", "write the count, not a date",
    ),
    "KZ509": Message(
        "«n/a» у «{name}» ({label}) не принимается", "“n/a” is not accepted for “{name}” ({label})",
        "если сведений нет, напишите \"-\"; если случаев не было, напишите 0", "where nothing is known, write \"-\"; where there were no cases, 0",
    ),
    "KZ510": Message(
        "данные противоречат друг другу: должно быть {that}, а {values}", "the data contradict each other: {that} must hold, but {values}",
        "сверьте оба числа с источником", "compare both numbers with the source",
    ),
    "KZ511": Message(
        "«{name}» ({label}) отвечается по языковым версиям", "“{name}” ({label}) is answered per language version",
        "напишите {name}: {{kk: …, ru: …}}", "write {name}: {{kk: …, ru: …}}",
    ),
    "KZ512": Message(
        "код «{value}» у «{name}» ({label}) не из допустимых: {allowed}", "the code “{value}” of “{name}” ({label}) is not one of: {allowed}",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ514": Message(
        "орган «{body}» указан дважды; первый раз — {first}", "the body “{body}” stands twice; first at {first}",
        "оставьте одну запись", "keep one record",
    ),
    "KZ515": Message(
        "у «{name}» ({label}) должно стоять yes или no, а стоит «{value}»", "“{name}” ({label}) must be yes or no, but is “{value}”",
        "напишите yes, no или \"-\"", "write yes, no or \"-\"",
    ),
    "KZ516": Message(
        "у числа {value} («{name}») больше {places} знаков после точки", "the number {value} (“{name}”) has more than {places} decimal places",
        "запишите число с точностью источника", "write the number as precise as the source",
    ),
    "KZ517": Message(
        "запись «{value}» в «{name}» повторена", "the record “{value}” of “{name}” is repeated",
        "оставьте одну запись", "keep one record",
    ),
    "KZ518": Message(
        "вид органа «{value}» неизвестен", "the body kind “{value}” is unknown",
        "напишите central или local", "write central or local",
    ),
    "KZ519": Message(
        "«{name}» ({label}) — список записей", "“{name}” ({label}) is a list of records",
        "начните каждую запись с «- »", "begin each record with “- ”",
    ),
    "KZ520": Message(
        "«{value}» у «{name}» ({label}) не принимается: нужно число недостатков или absent", "“{value}” of “{name}” ({label}) is not accepted: a number of defects or absent is needed",
        "0 — недостатков нет; absent — размещённого нет вовсе; \"-\" — нет сведений", "0: no defects; absent: nothing is placed; \"-\": not known",
    ),
    "KZ522": Message(
        "десятичная запятая в «{value}» у «{name}»", "a decimal comma in “{value}” of “{name}”",
        "напишите точку: «{fixed}»", "write a point: “{fixed}”",
    ),
}  # fmt: skip

CATALOGUE: dict[str, Message] = {
    **_TEXT,
    **_SHAPE,
    **_FORMULA,
    **_MEANING,
    **SOUND,
    **_FACTS,
    **RUN,
    **CASES,
    **WHATIF,
    **CATALOGUE_OF_EDITIONS,
    **FORMS,
    **FRAMES,
    **SIMULATION,
    **PROCEDURES,
    **REGISTERS,
    **RECONCILIATION,
    **CONCLUSIONS,
    **WORKBOOK,
    **NORMALISE,
}
