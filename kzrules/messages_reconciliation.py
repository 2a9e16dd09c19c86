"""Diagnostics of reconciliation acts (KZ87x)."""

from __future__ import annotations

from kzrules.message import Message

RECONCILIATION: dict[str, Message] = {
    "KZ870": Message(
        "акт составлен об органе «{body}», а {why_ru}", "the act is about the body “{body}”, but {why_en}",
        "проверьте код и вид органа в акте и в фактах; {guess_ru}", "check the id and the kind of the body in the act and in the facts; {guess_en}",
    ),
    "KZ871": Message(
        "акт составлен за {period} год, а факты органа «{body}» — за {found}", "the act is for {period}, but the facts of “{body}” are for {found}",
        "возьмите акт и факты одного оцениваемого года", "take an act and facts of the same assessed year",
    ),
    "KZ872": Message(
        "акт составлен по редакции {under}, а оценка идёт по {edition}", "the act was drawn up under {under}, but the assessment is under {edition}",
        "оценивайте по редакции акта (-e {under}) или исправьте поле under", "assess under the edition of the act (-e {under}), or correct the field under",
    ),
    "KZ873": Message(
        "редакция {edition} не вычитает баллов за это: {what_ru}", "the edition {edition} takes no points off for this: {what_en}",
        "уберите запись из акта; {guess_ru}", "remove the entry from the act; {guess_en}",
    ),
    "KZ874": Message(
        "по актам «{label}» ({fact}) = {counted}, а в фактах стоит {given}", "by the acts “{label}” ({fact}) = {counted}, but the facts say {given}",
        "оставьте что-то одно: уберите {fact} из фактов или исправьте акт", "keep one of them: remove {fact} from the facts, or correct the act",
    ),
    "KZ875": Message(
        "по акту орган сообщил «{label}» ({fact}) = {reported}, а в фактах стоит {given}",
        "by the act the body reported “{label}” ({fact}) = {reported}, but the facts say {given}",
        "сверьте акт с тем, что орган представил: спорить можно только о сообщённом числе",
        "check the act against what the body submitted: only a figure that was reported can be found untrue",
    ),
    "KZ876": Message(
        "у факта «{label}» ({fact}) не указано, о чём запись: {why_ru}", "of the fact “{label}” ({fact}) the entry does not tell which value it means: {why_en}",
        "для записи перечня назовите record и field, для языковой версии — language", "for a record of a list give record and field, for a language version give language",
    ),
    "KZ877": Message(
        "запись акта противоречит себе: {why_ru}", "an entry of the act contradicts itself: {why_en}",
        "исправьте запись или уберите её", "correct the entry, or remove it",
    ),
    "KZ878": Message(
        "это не книга акта сверки: {why_ru}", "this is no workbook of a reconciliation act: {why_en}",
        "пустую книгу даёт kzrules act --new -e РЕДАКЦИЯ --body ОРГАН -o act.xlsx", "kzrules act --new -e EDITION --body BODY -o act.xlsx writes an empty one",
    ),
    "KZ879": Message(
        "в ячейке акта стоит {found_ru}", "the cell of the act holds {found_en}",
        "впишите значение текстом, числом или датой", "type the value as text, a number or a date",
    ),
}  # fmt: skip
