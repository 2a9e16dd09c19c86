"""What is said of an edition's meaning, before any data: tables, sums, printed bounds, readings (KZ34x-KZ37x), citations (KZ40x)."""

from __future__ import annotations

from kzrules.message import Message

SOUND = {
    "KZ340": Message(
        "в таблице «{table}» нет строки для значений {side_ru} {row}: {known_ru}", "the table “{table}” has no row for values {side_en} {row}: {known_en}",
        "допишите строку ({key}: …); если её нет и в акте, напишите её с hole: true и reading",
        "add a row ({key}: …); if the act has no row either, write one with hole: true and a reading",
        "high",
    ),
    "KZ341": Message(
        "в строку {row} таблицы «{table}» не попадает ни одно число", "no number falls in the row {row} of the table “{table}”",
        "проверьте границы: нижняя должна быть меньше верхней; одно число записывают через exactly", "compare the bounds: the lower one must be below the upper one; a single number is written with exactly",
        "high",
    ),
    "KZ342": Message(
        "строка {row} таблицы «{table}» ничего не решает: все её значения раньше забирают строки {before}", "the row {row} of the table “{table}” decides nothing: rows before it take all its values: {before}",
        "сузьте более ранние строки или уберите эту", "narrow the earlier rows or remove this one",
    ),
    "KZ343": Message(
        "в строку {row} таблицы «{table}» значение не попадёт: {known_ru}", "no value comes to the row {row} of the table “{table}”: {known_en}",
        "сверьте границы строки с актом, а пределы факта — со словарём (min, max, constraints)", "compare the bounds of the row with the act, and those of the fact with the dictionary (min, max, constraints)",
        "medium",
    ),
    "KZ344": Message(
        "в строке таблицы «{table}» одна граница записана дважды: {first} и {second}; действует только одна", "a row of the table “{table}” writes one bound twice: {first} and {second}; only one of them counts",
        "оставьте одну: from включает край, above — нет; to включает край, below — нет", "keep one: from includes its edge, above does not; to includes its edge, below does not",
        "high",
    ),
    "KZ345": Message(
        "при варианте {choice}: {message_ru}", "under the option {choice}: {message_en}",
        "{hint_ru}", "{hint_en}",
        "high",
    ),
    "KZ346": Message(
        "граница {bound} строки {row} таблицы «{table}» лежит там, где значений не бывает: {known_ru}", "the bound {bound} of the row {row} of the table “{table}” lies where no value comes: {known_en}",
        "сверьте границу с актом, а пределы факта — со словарём (min, max)", "compare the bound with the act, and those of the fact with the dictionary (min, max)",
        "medium",
    ),
    "KZ351": Message(
        "максимумы направлений с их весами дают {sum}, а у итоговой оценки записан максимум {max} ({kind})", "the weighted maxima of the directions give {sum}, the overall score has the maximum {max} ({kind})",
        "сверьте максимумы направлений и веса с актом; если противоречие в самом акте, поставьте у направления reading, вариант которого меняет max",
        "compare the maxima and the weights with the act; if the act itself contradicts, give the direction a reading with an option that changes max",
        "high",
    ),
    "KZ352": Message(
        "у всех составляющих «{rule}» максимумы есть, а у самого показателя — нет", "all parts of “{rule}” have maxima, the rule itself has none",
        "напишите max: без него не видно, сколько баллов показатель может дать", "write max: without it nobody sees how many points the rule can give",
        "low",
    ),
    "KZ353": Message(
        "вычет «{name}» упирается в предел на первом же случае: случай стоит {points}, а предел — {cap}", "the deduction “{name}” meets its cap at the first case: a case costs {points}, the cap is {cap}",
        "сверьте points и cap с пунктом; если вычет один, сколько бы случаев ни было, напишите when вместо per", "compare points and cap with the item; if it is taken once however many cases there are, write when instead of per",
        "high",
    ),
    "KZ354": Message(
        "предел {cap} у «{name}» никогда не действует: снять можно не больше {most}", "the cap {cap} of “{name}” never binds: at most {most} can be taken off",
        "сверьте cap с пунктом или уберите его", "compare the cap with the item or remove it",
        "low",
    ),
    "KZ355": Message(
        "{what_ru}: напечатано «{printed}», а записано {written}", "{what_en}: printed is “{printed}”, written is {written}",
        "сверьте границы с актом; printed хранит его слова без изменений", "compare the bounds with the act; printed keeps its words unchanged",
        "high",
    ),
    "KZ356": Message(
        "границы шкалы напечатаны с точностью до {printed} знаков, а оценка округляется до {places}: оценки между {first} и {second} напечатанная шкала не называет",
        "the scale is printed to {printed} places, the score is rounded to {places}: the printed scale names no band for scores between {first} and {second}",
        "округляйте до {printed} знаков (rounding: places) или поставьте reading", "round to {printed} places (rounding: places) or add a reading",
        "medium",
    ),
    "KZ357": Message(
        "границы шкалы напечатаны с точностью до {printed} знаков, а оценка округляется до {places}: она перескакивает через {first} сразу к {second}",
        "the scale is printed to {printed} places, the score is rounded to {places}: it jumps over {first} straight to {second}",
        "округляйте до {printed} знаков (rounding: places) или поставьте reading", "round to {printed} places (rounding: places) or add a reading",
        "medium",
    ),
    "KZ361": Message(
        "чтение «{name}» не говорит, почему так, хотя {claim_ru}", "the reading “{name}” gives no reason, though {claim_en}",
        "допишите why: …; если решать нечего, чтение не нужно", "write why: …; where there is nothing to decide, no reading is needed",
        "low",
    ),
    "KZ362": Message(
        "варианты «{first}» и «{second}» чтения «{name}» ничем не отличаются", "the options “{first}” and “{second}” of the reading “{name}” are the same",
        "исправьте один из них или оставьте один", "mend one of them or keep one",
        "medium",
    ),
    "KZ371": Message(
        "факта «{name}» ({label_ru}) не спрашивает ни одна редакция", "no edition asks for the fact “{name}” ({label_en})",
        "уберите его из словаря или используйте", "remove it from the dictionary or use it",
        "low",
    ),
    "KZ381": Message(
        "степень «{grade}» недостижима ({kind}): итоговая оценка не бывает выше {most}", "no score reaches the grade “{grade}” ({kind}): the overall score is never above {most}",
        "сверьте границу степени, максимумы и веса с актом", "compare the edge of the grade, the maxima and the weights with the act",
        "high",
    ),
    "KZ382": Message(
        "оценка «{rule}» опускается до {value}, а нижняя граница — {min}; например: {facts}", "the score of “{rule}” falls to {value}, below its minimum {min}; for instance: {facts}",
        "если акт держит оценку снизу, напишите floor; если нет — min с тем, до чего она доходит, или min: open", "if the act holds the score from below, write floor; if not, write min as low as it gets, or min: open",
        "medium",
    ),
    "KZ383": Message(
        "у «{rule}» деление на ноль не оговорено: тогда результата нет; например: {facts}", "“{rule}” leaves a division by zero open: there is then no result; for instance: {facts}",
        "скажите, что тогда: exceptions: [{{when: … == 0, score: …}}], а если акт молчит — reading", "say what then holds: exceptions: [{{when: … == 0, score: …}}], and where the act is silent, a reading",
        "low",
    ),
    "KZ401": Message(
        "в тексте акта этого нет: {what_ru}; есть пункты {known}", "this text of the act has no {what_en}; its items are {known}",
        "сверьте номер с актом; какие в нём пункты, сказано в реестре актов — {other}", "compare the number with the act; the register of acts tells its items: {other}",
        "high",
    ),
    "KZ402": Message(
        "в тексте акта этого нет: {what_ru}; есть приложения {known}", "this text of the act has no {what_en}; its annexes are {known}",
        "сверьте номер с актом; какие в нём приложения, сказано в реестре актов — {other}", "compare the number with the act; the register of acts tells its annexes: {other}",
        "high",
    ),
    "KZ403": Message(
        "на пункты акта не ссылается ни одно правило: {items}", "no rule cites these items of the act: {items}",
        "допишите правила или ссылки; если пункт ничего не оценивает, назовите его в реестре актов (procedural или data) — {other}",
        "add the rules or the citations; where an item scores nothing, name it in the register of acts (procedural or data): {other}",
        "low",
    ),
    "KZ405": Message(
        "{key} акта «{act}» называет пункты, которых в тексте нет: {number}; в нём пункты {known}", "{key} of the act “{act}” names items that the text does not have: {number}; its items are {known}",
        "сверьте номера с items", "compare the numbers with items",
    ),
}  # fmt: skip
