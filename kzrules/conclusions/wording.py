"""How a conclusion speaks: numbers with a decimal comma, dates, plural forms, and its own words in Russian and Kazakh."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from kzrules.reading_nodes import Labels
from kzrules.values import Mark, Missing, decimal_text
from kzrules.words_for_people import russian_form

LANGUAGES = ("ru", "kk")
PLAIN: dict[str, Labels] = {
    "title": {"ru": "Заключение о результатах оценки: {of}", "kk": "Бағалау нәтижелері туралы қорытынды: {of}"},
    "number": {"ru": "№"},
    "name": {"ru": "Критерии оценки", "kk": "Бағалау критерийлері"},
    "points": {"ru": "Баллы", "kk": "Балдар"},
    "sum": {"ru": "Общая оценка по критериям", "kk": "Критерийлер бойынша жалпы баға"},
    "deductions": {"ru": "Вычет штрафных баллов", "kk": "Айыппұл балдарын шегеру"},
    "result": {"ru": "Итоговая оценка с учетом вычета штрафных баллов", "kk": "Айыппұл балдарын шегеруді ескергендегі қорытынды баға"},
    "block": {"ru": "Итоговая оценка", "kk": "Қорытынды баға"},
    "head": {"ru": "Руководитель уполномоченного на оценку органа", "kk": "Бағалауға уәкілетті органның басшысы"},
}
_MONTHS = {
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"),
    "kk": ("қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде", "тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"),
}
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_SPACES = re.compile(r"[ \t\n\r]+")  # not those that do not break: they stand between thousands


def date_text(day: date, lang: str) -> str:
    """`3 февраля 2017 г.`; in Kazakh `2017 ж. 3 ақпан`."""
    month = _MONTHS[lang][day.month - 1]
    return f"{day.year} ж. {day.day} {month}" if lang == "kk" else f"{day.day} {month} {day.year} г."


def iso_date_text(value: str, lang: str) -> str:
    """The same of a date written YYYY-MM-DD; what is no date stays as it is."""
    try:
        return date_text(date.fromisoformat(value), lang)
    except ValueError:
        return value


def blank_date(lang: str) -> str:
    """The date to be written by hand."""
    return "20__ ж. «___» ______________" if lang == "kk" else "«___» ______________ 20__ г."


def points_text(value: Any, places: int = 2) -> str:
    """Points as a form prints them: a decimal comma, always `places` decimals; a dash for what is not known."""
    return "—" if isinstance(value, Missing) or value is None else decimal_text(value, places).replace(".", ",").replace("-", "−")


def short_text(value: Fraction, places: int = 2) -> str:
    """A number within a sentence: rounded, no zeros at the end; what would round to nothing keeps its first digits."""
    text = decimal_text(value, places if not value else max(places, _first_digit(value)))
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",").replace("-", "−")


def loss_text(value: Fraction) -> str:
    """A loss in a table: two decimals, more where two would show nothing."""
    return points_text(value, max(2, _first_digit(value)) if value else 2)


def _first_digit(value: Fraction) -> int:
    """How many decimals show the first digit of a number below one that is not zero (at most eight)."""
    places = 0
    while places < 8 and abs(value) * 10**places * 2 < 1:
        places += 1
    return places


def number_text(value: Fraction) -> str:
    """A fact: whole numbers with their thousands apart by a thin space that does not break."""
    if value.denominator != 1:
        return short_text(value, 4)
    return f"{value.numerator:,}".replace(",", "\u00a0").replace("-", "−")


def value_text(value: Any, lang: str) -> str:
    """Any value of a fact for people."""
    match value:
        case bool():
            return words(lang)["yes" if value else "no"]
        case Missing() | None:
            return "—"
        case Mark():
            return words(lang)["absent" if value is Mark.ABSENT else "not_applicable"]
        case Fraction():
            return number_text(value)
        case Mapping():
            return ", ".join(f"{key}: {value_text(part, lang)}" for key, part in value.items())
        case tuple():
            return f"{len(value)}"
        case _:
            return str(value)


def plural(value: Fraction, forms: tuple[str, ...]) -> str:
    """The form of a Russian word after a number: `балл, балла, баллов`; a number with a fraction takes the second."""
    if value.denominator != 1:
        return forms[1]
    return forms[russian_form(value.numerator)]


def counted(value: Fraction | int, lang: str, what: str) -> str:
    """`2,5 балла`, `21 балл`, `11 баллов`; in Kazakh `2,5 балл`."""
    number = Fraction(value)
    if lang == "kk":
        return f"{short_text(number)} {_COUNTED[what][1]}"
    return f"{short_text(number)} {plural(number, _COUNTED[what][0])}"


def plain_text(text: str) -> str:
    """The text without characters that no document can hold, on one line."""
    return _SPACES.sub(" ", _NOT_XML.sub("", text)).strip()


_COUNTED: dict[str, tuple[tuple[str, str, str], str]] = {
    "records": (("запись", "записи", "записей"), "жазба"),
    "points": (("балл", "балла", "баллов"), "балл"),
}

_WORDS: dict[str, tuple[str, str]] = {
    "absent": ("не размещено", "орналастырылмаған"),
    "act": ("Акт", "Акт"),
    "adopted": ("принят", "қабылданды"),
    "alone": ("единственный орган своего вида с баллом в этих данных", "осы деректердегі өз түріндегі балы бар жалғыз орган"),
    "analysis": ("Анализ эффективности деятельности", "Қызметтің тиімділігін талдау"),
    "and_more": ("и ещё", "тағы"),
    "annex": ("Приложение {annex}", "{annex}-қосымша"),
    "attained": ("получено {points} из {max} ({share} %)", "{max} балдан {points} алынды ({share} %)"),
    "balance": ("Сверка: {max} − {lost} = {score}.", "Салыстыру: {max} − {lost} = {score}."),
    "below": ("до {end}", "{end} дейін"),
    "between": ("от {low} до {high}", "{low} бастап {high} дейін"),
    "body": ("Орган", "Орган"),
    "borrowed": ("Форма взята из редакции {edition}.", "Нысан {edition} редакциясынан алынды."),
    "by_default": ("по умолчанию", "әдепкі бойынша"),
    "by_lines": ("В том числе по строкам", "Оның ішінде жолдар бойынша"),
    "cap": ("предел вычета {cap}", "шегерім шегі {cap}"),
    "cap_of_deductions": ("Сверх общего предела вычетов не вычитается", "Шегерімдердің ортақ шегінен артығы шегерілмейді"),
    "chosen": ("выбрано для этого заключения", "осы қорытынды үшін таңдалды"),
    "citation": ("Ссылка", "Сілтеме"),
    "conclusions": ("Выводы и рекомендации", "Қорытындылар мен ұсынымдар"),
    "confidence": ("Надёжность", "Сенімділігі"),
    "confidence_forced": ("вынуждено", "мәжбүрлі"),
    "confidence_likely": ("вероятно", "ықтимал"),
    "confidence_open": ("открыто", "ашық"),
    "confidence_printed": ("напечатано", "басылған"),
    "criterion": ("Критерий", "Критерий"),
    "data": ("Данные", "Деректер"),
    "data_facts": ("Исходные данные: {facts}.", "Бастапқы деректер: {facts}."),
    "deductions_here": ("В том числе вычтено {points}.", "Оның ішінде {points} шегерілді."),
    "dictionary": ("Словарь фактов", "Фактілер сөздігі"),
    "direction": ("Направление", "Бағыт"),
    "edition": ("Редакция", "Редакция"),
    "engine": ("Версия kzrules", "kzrules нұсқасы"),
    "ensure": ("обеспечить: {facts}", "қамтамасыз ету: {facts}"),
    "fact": ("Факт", "Факт"),
    "floor": ("Балл не опускается ниже нижнего предела", "Балл төменгі шектен түспейді"),
    "forms": ("Формы заключений", "Қорытынды нысандары"),
    "from": ("от {end}", "{end} бастап"),
    "grade": ("Степень", "Дәреже"),
    "holds_up": ("Задерживает", "Кідіртеді"),
    "in_force": ("Действует", "Қолданылады"),
    "in_force_from": ("с {first}", "{first} –"),
    "in_force_span": ("с {first} до {last}", "{first} – {last}"),
    "kind_central": ("центральный государственный орган", "орталық мемлекеттік орган"),
    "kinds_central": ("центральных государственных органов", "орталық мемлекеттік орган"),
    "kinds_local": ("местных исполнительных органов", "жергілікті атқарушы орган"),
    "kind_local": ("местный исполнительный орган", "жергілікті атқарушы орган"),
    "less": ("сократить: {facts}", "азайту: {facts}"),
    "line_rest": ("Прочее: коэффициент или предел показателя", "Өзгесі: көрсеткіштің коэффициенті немесе шегі"),
    "lost": ("Потеряно", "Жоғалды"),
    "lost_block": ("В баллах блока", "Блок балымен"),
    "lost_total": ("Всего потеряно", "Барлығы жоғалды"),
    "losses": ("Где потеряны баллы", "Балдар қай жерде жоғалды"),
    "losses_none": ("Баллы не потеряны.", "Балдар жоғалған жоқ."),
    "losses_unknown": (
        "Балл не вычислен, поэтому потери не подсчитаны; ниже — что уже известно.",
        "Балл есептелмеді, сондықтан шығындар саналмады; төменде — белгілі мәліметтер.",
    ),
    "maxima": ("Максимумы составляющих не складываются в максимум акта", "Құрамдастардың максимумдары акт максимумына жинақталмайды"),
    "maximum": ("Максимум", "Максимум"),
    "missing": ("Недостающие сведения", "Жетіспейтін мәліметтер"),
    "missing_intro": (
        "Эти сведения не представлены; без них перечисленные показатели не вычисляются.",
        "Бұл мәліметтер ұсынылмаған; оларсыз аталған көрсеткіштер есептелмейді.",
    ),
    "more": ("увеличить: {facts}", "арттыру: {facts}"),
    "more_lines": ("прочие строки ({count})", "өзге жолдар ({count})"),
    "no": ("нет", "жоқ"),
    "no_aim": ("улучшить исходные данные показателя", "көрсеткіштің бастапқы деректерін жақсарту"),
    "no_deduction_row": (
        "Из суммы строк {sum} вычтено {off}: строки вычета эта форма не печатает.",
        "Жолдар қосындысы — {sum}, одан {off} шегерілді: бұл нысанда шегерім жолы жоқ.",
    ),
    "no_facts": ("в данных органа", "органның деректерінде"),
    "no_findings": ("Замечаний нет: максимальный балл по всем критериям.", "Ескертпе жоқ: барлық критерий бойынша ең жоғары балл."),
    "no_higher_row": ("её нет", "ол жоқ"),
    "no_place": ("не определено: балл не вычислен", "анықталмады: балл есептелмеді"),
    "no_score": ("не вычислен", "есептелмеді"),
    "not_applicable": ("неприменимо", "қолданылмайды"),
    "not_assessed": ("для органов этого вида не оценивается", "бұл түрдегі органдар үшін бағаланбайды"),
    "not_computed": ("не вычисляется: не хватает сведений ({count})", "есептелмейді: мәлімет жетіспейді ({count})"),
    "not_computed_undecided": ("не вычисляется: {reason}", "есептелмейді: {reason}"),
    "note": ("Примечание", "Ескертпе"),
    "notes": ("Примечания", "Ескертпелер"),
    "of": ("из", "/"),
    "option": ("Принято", "Қабылданды"),
    "options_chosen": ("Выбранные чтения", "Таңдалған оқылымдар"),
    "overall": ("Итоговый балл", "Қорытынды балл"),
    "period": ("Отчетный период", "Есепті кезең"),
    "period_caption": ("(отчетный период)", "(есепті кезең)"),
    "place_of": ("{rank} место из {count} {kinds}", "{count} {kinds} ішінде {rank}орын"),
    "place_shared": ("делит с: {others}", "бөлісетіндер: {others}"),
    "previous": ("В прошлом периоде ({period}): {score}, место {rank}", "Өткен кезеңде ({period}): {score}, орны {rank}"),
    "previous_edition": (
        "Прошлый период оценён по редакции {edition}: в изменении балла есть и изменение правил.",
        "Өткен кезең {edition} редакциясы бойынша бағаланды: балл өзгерісінде ереже өзгерісі де бар.",
    ),
    "question": ("Вопрос", "Сұрақ"),
    "rank": ("Место среди органов своего вида", "Өз түріндегі органдар арасындағы орны"),
    "readings": ("Чтения, на которых держится результат", "Нәтиже сүйенетін оқылымдар"),
    "readings_intro": (
        "Где акт молчит, противоречит себе или его формула была изображением, принято чтение; иной вариант мог бы изменить балл. "
        "Вынуждено — иначе числа акта не сходятся; вероятно — есть довод; открыто — решать методологу.",
        "Акт үндемесе, өзіне қайшы келсе немесе формуласы сурет болса, оқылым қабылданды; өзге нұсқа балды өзгертуі мүмкін. "
        "Мәжбүрлі — әйтпесе акт сандары үйлеспейді; ықтимал — дәлелі бар; ашық — әдіскер шешеді.",
    ),
    "readings_none": ("Результат держится только на напечатанном тексте.", "Нәтиже тек басылған мәтінге сүйенеді."),
    "rest": ("Прочее", "Өзгесі"),
    "registered": ("зарегистрирован", "тіркелді"),
    "restated": ("изложен в редакции", "редакцияда жазылған"),
    "rounding": ("Округление", "Дөңгелектеу"),
    "rounding_note": (
        "Напечатанные слагаемые дают {printed}; итог вычислен по точным значениям и равен {total}.",
        "Басылған қосылғыштар {printed} береді; қорытынды дәл мәндер бойынша есептелген және {total} тең.",
    ),
    "run": ("Запись прогона", "Есептеу жазбасы"),
    "run_intro": (
        "Те же файлы и та же версия дают те же числа до последнего знака.",
        "Сол файлдар мен сол нұсқа соңғы таңбасына дейін сол сандарды береді.",
    ),
    "score": ("Балл", "Балл"),
    "semantics": ("Семантика", "Семантика"),
    "sentences": ("Фразы выводов", "Қорытынды сөйлемдері"),
    "share": ("Доля максимума", "Максимум үлесі"),
    "signature": ("(подпись, фамилия и инициалы)", "(қолы, тегі және аты-жөнінің бас әріптері)"),
    "strengths": ("Сильные стороны", "Күшті жақтары"),
    "translated": (
        "Казахские слова форм и фраз — перевод составителей kzrules, не текст акта; чего в переводе нет, стоит по-русски.",
        "Нысандар мен сөйлемдердің қазақша сөздері — kzrules құрастырушыларының аудармасы, акт мәтіні емес; аударылмағаны орысша берілген.",
    ),
    "sum_note": (
        "Напечатанные строки дают {printed}; по редакции итог — {total}: он не только сумма строк.",
        "Басылған жолдар {printed} береді; редакция бойынша қорытынды — {total}: ол жолдардың қосындысы ғана емес.",
    ),
    "waterfall": ("{title}: от максимума к баллу", "{title}: максимумнан балға дейін"),
    "weaknesses": ("Слабые стороны", "Әлсіз жақтары"),
    "weighed": ("{terms} = {total}.", "{terms} = {total}."),
    "weighed_exact": ("По точным значениям — {total}.", "Дәл мәндер бойынша — {total}."),
    "why": ("Почему", "Неге"),
    "yes": ("да", "иә"),
}


@cache
def words(lang: str) -> Mapping[str, str]:
    """Every phrase in one language."""
    column = LANGUAGES.index(lang)
    return {name: texts[column] for name, texts in _WORDS.items()}
