"""Diagnostics of conclusions and ratings (KZ88x)."""

from __future__ import annotations

from kzrules.message import Message

CONCLUSIONS: dict[str, Message] = {
    "KZ880": Message(
        "форма называет «{path}», а такого показателя в редакции {edition} нет", "the form names “{path}”, which the edition {edition} does not have",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ881": Message(
        "в форме «{form}» нет строки критерия «{label}» ({path}): напечатанная сумма была бы неполной",
        "the form “{form}” has no row for the criterion “{path}”: the printed sum would lack it",
        "добавьте строку с of: {path}; если приложение её правда не печатает, отметьте форму part: true",
        "add a row with of: {path}; where the annex does not print it, mark the form part: true",
    ),
    "KZ882": Message(
        "в строке «{path}» напечатан максимум {printed}, а в редакции он {known}", "the row “{path}” prints the maximum {printed}, the edition has {known}",
        "исправьте число; если так напечатано в приложении, объясните это в why", "correct the number; where the annex prints it so, explain it in why",
    ),
    "KZ883": Message(
        "формы «{first}» и «{form}» — обе для одного направления и вида органов ({kind})", "the forms “{first}” and “{form}” are both for one direction and kind of bodies ({kind})",
        "разделите их по kinds; заключение о части направления отметьте part: true", "divide them by kinds; mark a conclusion about part of a direction part: true",
    ),
    "KZ884": Message(
        "во фразе стоит «{name}», а такого имени нет", "a sentence names “{name}”, and there is no such name",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ885": Message(
        "шаблон просит «{name}», а такого поля у заключения нет", "the template asks for “{name}”, and a conclusion has no such field",
        "{guess_ru}; все поля — в docs/conclusions.md", "{guess_en}; all fields are in docs/conclusions.md",
    ),
    "KZ886": Message(
        "шаблон не читается: {detail_ru}", "the template cannot be read: {detail_en}",
        "начните с готового: kzrules report --new-template мой.docx", "begin with the shipped one: kzrules report --new-template mine.docx",
    ),
    "KZ887": Message(
        "формы заключений редакции {edition} не описаны: взята простая форма из её критериев", "the conclusion forms of the edition {edition} are not described: a plain form of its criteria is used",
        "опишите приложения в methodologies/<год>/conclusions/ с conclusion_for: {edition}", "describe the annexes in methodologies/<year>/conclusions/ with conclusion_for: {edition}",
        "low",
    ),
    "KZ888": Message(
        "после числа «{name}» дано форм слова: {count} ({forms}), а нужно {needed}", "after the number “{name}” stand {count} forms of the word ({forms}), {needed} are needed",
        "по-русски три формы: {{lost|балл|балла|баллов}}; по-казахски одна: {{lost|балл}}", "Russian takes three forms: {{lost|балл|балла|баллов}}; Kazakh one: {{lost|балл}}",
    ),
    "KZ889": Message(
        "для «{kind}» нет фраз: о таких потерях нечего было бы сказать", "there are no sentences for “{kind}”: nothing could be said of such losses",
        "добавьте в sentences ключ {kind} с found и do", "add the key {kind} with found and do to sentences",
    ),
}  # fmt: skip
