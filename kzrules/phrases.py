"""Words of the screens in Russian, Kazakh and English; labels of law live in the editions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_PHRASES: dict[str, tuple[str, str, str]] = {
    "act": ("Акт", "Акт", "Act"),
    "adopted": ("Принят", "Қабылданды", "Adopted"),
    "article": ("акт", "акт", "act"),
    "assessors": ("Кто кого оценивает", "Кім кімді бағалайды", "Who assesses whom"),
    "before": ("до вычета", "шегерімге дейін", "before deductions"),
    "body": ("орган", "орган", "body"),
    "cap": ("предел", "шегі", "cap"),
    "a_central": ("центральный", "орталық", "central"),
    "a_local": ("местный", "жергілікті", "local"),
    "ceiling": ("не выше", "артық емес", "not above"),
    "central": ("центральные", "орталық", "central"),
    "checklist": ("перечень", "тізбе", "checklist"),
    "cohort": ("среднее по прочим органам", "өзге органдар бойынша орташа", "mean over the other bodies"),
    "computed": ("вычислено", "есептелді", "computed"),
    "edition": ("редакция", "редакция", "edition"),
    "floor": ("не ниже", "кем емес", "not below"),
    "forced": ("вынуждено", "мәжбүрлі", "forced"),
    "grade": ("степень", "дәреже", "grade"),
    "hole": ("в акте строки нет", "актіде мұндай жол жоқ", "the act has no such row"),
    "if": ("если", "егер", "if"),
    "in_force": ("действует", "қолданылады", "in force"),
    "kind": ("вид", "түрі", "kind"),
    "lacks": ("не вычисляется, не хватает", "есептелмейді, жетіспейді", "not computable without"),
    "likely": ("вероятно", "ықтимал", "likely"),
    "local": ("местные", "жергілікті", "local"),
    "maximum": ("максимум", "максимум", "maximum"),
    "mean": ("среднее", "орташа", "mean"),
    "missing": ("нет сведений", "мәлімет жоқ", "not known"),
    "no": ("нет", "жоқ", "no"),
    "no_faults": ("ошибок нет", "қателер жоқ", "no faults"),
    "not_computable": ("не вычисляется", "есептелмейді", "not computable"),
    "of": ("из", "/", "of"),
    "off": ("вычет", "шегерім", "deduction"),
    "open": ("открыто", "ашық", "open"),
    "overall": ("итог", "қорытынды", "overall"),
    "no_readings": ("без чтений", "оқылымсыз", "no readings"),
    "other_period": (
        "внимание: данные за {period} год, а редакция {edition} оценивает годы {first}…{until}",
        "назар аударыңыз: деректер {period} жылғы, ал {edition} редакциясы {first}…{until} жылдарды бағалайды",
        "note: the data are of {period}, the edition {edition} assesses the years {first}…{until}",
    ),
    "printed": ("напечатано", "басылған", "printed"),
    "printed_share": (
        "{printed} из {whole} правил опираются только на напечатанное; чтений: вынужденных {forced}, вероятных {likely}, открытых {open}",
        "{whole} ереженің {printed} тек басылған мәтінге сүйенеді; оқылымдар: мәжбүрлі {forced}, ықтимал {likely}, ашық {open}",
        "{printed} of {whole} rules rest on printed text alone; readings: {forced} forced, {likely} likely, {open} open",
    ),
    "reading": ("чтение", "оқылым", "reading"),
    "readings": ("чтения", "оқылымдар", "readings"),
    "registered": ("зарегистрирован №", "тіркелген №", "registered No."),
    "repealed": ("Отменён", "Күші жойылды", "Repealed"),
    "restated": ("Изложен в редакции", "Редакцияда жазылған", "Restated"),
    "rests_on": (
        "На чём держится результат (доля максимума; показатель считается по наименее надёжному из своих чтений)",
        "Нәтиже неге сүйенеді (максимум үлесі; көрсеткіш ең сенімсіз оқылымы бойынша есептеледі)",
        "What the results rest on (share of the maximum; a rule counts under the least certain of its readings)",
    ),
    "rounded": ("до округления", "дөңгелектегенге дейін", "before rounding"),
    "row": ("строка", "жол", "row"),
    "rule": ("показатель", "көрсеткіш", "rule"),
    "scale": ("Шкала", "Шкала", "Scale"),
    "special": ("особый случай", "ерекше жағдай", "special case"),
    "sum": ("сумма", "қосынды", "sum"),
    "sum_of_parts": ("сумма составляющих", "құрамдастардың қосындысы", "sum of the parts"),
    "table": ("таблица", "кесте", "table"),
    "title": ("название", "атауы", "title"),
    "undecided": ("акт не решает", "акт шешпейді", "the act does not decide"),
    "weight": ("вес", "салмағы", "weight"),
    "why_not": ("Не вычисляется, и почему:", "Есептелмейді, себебі:", "Not computable, and why:"),
    "years": ("годы", "жылдар", "years"),
    "assessed_years": ("Оцениваемые годы", "Бағаланатын жылдар", "Assessed years"),
    "yes": ("да", "иә", "yes"),
}


@cache
def phrases(lang: str) -> Mapping[str, str]:
    """Every phrase in one language."""
    column = ("ru", "kk", "en").index(lang)
    return {name: texts[column] for name, texts in _PHRASES.items()}
