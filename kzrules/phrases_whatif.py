"""Words of the screens about what facts leave open: intervals, edges of grades, wanted grades."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_PHRASES: dict[str, tuple[str, str, str]] = {
    # ── eval --missing interval ──
    "gaps_title": (
        "Каким может быть балл, пока часть фактов неизвестна",
        "Фактілердің бір бөлігі белгісіз тұрғанда балл қандай болуы мүмкін",
        "What the scores can be while some facts are not known",
    ),
    "unknown": ("неизвестно", "белгісіз", "unknown"),
    "unknown_facts": ("неизвестных фактов", "белгісіз фактілер", "unknown facts"),
    "grades": ("возможные степени", "мүмкін дәрежелер", "grades possible"),
    "open_rules": ("показатели, которые ещё открыты", "әлі ашық көрсеткіштер", "rules that are still open"),
    "lowest": ("низший", "ең төмен", "lowest"),
    "highest": ("высший", "ең жоғары", "highest"),
    "at": ("при", "мынада", "at"),
    "possible": ("возможна", "мүмкін", "possible"),
    "impossible_grade": ("невозможны ни при каких значениях", "ешбір мәнде мүмкін емес", "impossible whatever the values"),
    "one_grade": ("степень при любых значениях", "кез келген мәндегі дәреже", "the grade whatever the values"),
    "not_settled": ("не установлено", "анықталмады", "not settled"),
    "what_matters": (
        "что ещё решают эти факты (насколько один факт может изменить итог при равных прочих)",
        "бұл фактілер нені шешеді (өзгелері тең болғанда бір факт қорытындыны қаншаға өзгерте алады)",
        "what these facts still decide (by how much one of them can change the overall score, all else equal)",
    ),
    "fact": ("факт", "факт", "fact"),
    "changes_by": ("меняет до", "дейін өзгертеді", "changes up to"),
    "not_more": ("не больше", "артық емес", "not more than"),
    "changes_grade": ("меняет степень", "дәрежені өзгертеді", "changes the grade"),
    "can": ("может", "мүмкін", "can"),
    "cannot": ("нет", "жоқ", "no"),
    "more_facts": ("… (ещё {count}, все — в --format json)", "… (тағы {count}, бәрі — --format json)", "… ({count} more, all in --format json)"),
    "idle": ("Ничего не меняют", "Ештеңе өзгертпейді", "Change nothing"),
    "may_lack": ("балла может и не быть", "балл болмауы да мүмкін", "there may be no score at all"),
    "may_lack_short": ("или без балла", "немесе балсыз", "or no score"),
    "never": ("не вычисляется ни при каких значениях", "ешбір мәнде есептелмейді", "not computable whatever the values"),
    "lacks_unsettled": (
        "бывает ли, что балла нет, не установлено",
        "балдың болмайтын жағдайы бар ма, анықталмады",
        "whether there may be no score is not settled",
    ),
    "not_attained": (
        "«≥» и «≤»: за эту границу балл не выходит, но достигается ли она, за отведённый перебор не установлено (--limit)",
        "«≥» және «≤»: балл бұл шектен шықпайды, бірақ оған жете ме, бөлінген іздеуде анықталмады (--limit)",
        "“≥” and “≤”: no score lies beyond, but whether the bound is attained was not settled within the limit (--limit)",
    ),
    "list_unknown": (
        "не охвачено: неизвестен сам список, число записей может быть любым",
        "қамтылмаған: тізімнің өзі белгісіз, жазбалар саны кез келген болуы мүмкін",
        "not covered: the list itself is not known, it may have any number of records",
    ),
    "settled_body": ("все нужные факты известны", "керекті фактілердің бәрі белгілі", "every fact that is needed is known"),
    # ── boundary ──
    "boundary_title": (
        "Далеко ли до границы степени",
        "Дәреже шегіне дейін алыс па",
        "How far it is to the edge of a grade",
    ),
    "to_next": ("до высшей", "жоғарысына", "to the next"),
    "to_previous": ("до низшей", "төменіне", "to the previous"),
    "by_rounding": ("иное округление", "басқа дөңгелектеу", "another rounding"),
    "by_reading": ("иное чтение", "басқа оқылым", "another reading"),
    "by_readings": ("сочетания чтений", "оқылымдар үйлесімі", "combined readings"),
    "combined_how": (
        "Сочетания чтений, дающие степень, которой ни одно не даёт в одиночку",
        "Жеке бірде-біреуі бермейтін дәрежені беретін оқылымдар үйлесімдері",
        "Combined readings that give a grade which none of them gives alone",
    ),
    "by_fact": ("один факт", "бір факт", "one fact"),
    "smallest_change": (
        "Наименьшее изменение одного факта, которое меняет степень",
        "Дәрежені өзгертетін бір фактінің ең аз өзгерісі",
        "The smallest change of one fact that changes the grade",
    ),
    "smallest_means": (
        "«Наименьшее»: меньше всего шагов (шаг — единица счёта, последний знак числа, ответ «да/нет» или другой код); при равных — меньшая доля "
        "прежнего значения, затем порядок словаря. Прочие факты и прочие органы не меняются; n/a и absent за изменение не считаются.",
        "«Ең аз»: қадамы ең аз (қадам — санақ бірлігі, санның соңғы таңбасы, «иә/жоқ» немесе басқа код); тең болса — бұрынғы мәннің аз үлесі, "
        "содан кейін сөздік реті. Өзге фактілер мен өзге органдар өзгермейді; n/a және absent өзгеріс деп саналмайды.",
        "“Smallest”: the fewest steps (one counted case, the last decimal of a number, yes for no, another code); then the smaller share of the "
        "former value, then the order of the dictionary. Other facts and other bodies stay; n/a and absent are not counted as changes.",
    ),
    "up": ("вверх", "жоғары", "up"),
    "down": ("вниз", "төмен", "down"),
    "steps": ("шагов", "қадам", "steps"),
    "share": ("доля", "үлесі", "share"),
    "becomes": ("станет", "болады", "becomes"),
    "from_to": ("было → стало", "бұрын → кейін", "from → to"),
    "none_alone": ("ни один факт в одиночку", "жеке бірде-бір факт емес", "no fact alone"),
    "direction": ("куда", "қайда", "way"),
    "no_score_hint": (
        "«нет балла»: чего не хватает, скажет kzrules eval, а каким балл может быть — kzrules eval --missing interval",
        "«балл жоқ»: не жетіспейтінін kzrules eval, ал балл қандай болуы мүмкін екенін kzrules eval --missing interval айтады",
        "“no score”: kzrules eval says what is missing, and kzrules eval --missing interval what the score can be",
    ),
    "no_grade": ("нет балла", "балл жоқ", "no score"),
    "not_all_combined": (
        "сочетания не просмотрены (больше {limit} вычислений на орган): показаны только отдельные варианты",
        "үйлесімдер қаралмады (органға {limit} есептеуден көп): тек жеке нұсқалар көрсетілді",
        "combinations were not examined (over {limit} evaluations per body): single options only",
    ),
    # ── seek ──
    "seek_title": ("Что нужно, чтобы", "Не керек:", "What it takes:"),
    "wanted_grade": (
        "степень «{grade}» или выше: итог не ниже {score}",
        "«{grade}» дәрежесі не одан жоғары: қорытынды {score}-дан кем емес",
        "grade “{grade}” or higher: an overall score of at least {score}",
    ),
    "wanted_score": ("{what} не ниже {score}", "{what} {score}-дан кем емес", "{what} at least {score}"),
    "now": ("сейчас", "қазір", "now"),
    "reached": ("уже достигнуто", "қол жеткізілген", "reached already"),
    "any_single": (
        "Каждого из этих фактов хватит одного (прочие как есть)",
        "Мына фактілердің әрқайсысы жеке жеткілікті (өзгелері сол күйінде)",
        "Each of these facts alone is enough (the others as they are)",
    ),
    "enough_values": ("достаточно", "жеткілікті", "enough"),
    "nearest": ("ближайшее", "ең жақыны", "nearest"),
    "values_of": ("все значения, при которых это так", "бұлай болатын барлық мәндер", "all values for which it is so"),
    "admissible_are": ("рядом с прочими фактами допустимо", "өзге фактілермен қатар рұқсат етілетіні", "admissible beside the other facts"),
    "unsettled_values": ("не установлено для", "мыналар үшін анықталмады", "not settled for"),
    "cheapest": ("самое дешёвое сочетание", "ең арзан үйлесім", "the cheapest combination"),
    "cost": ("цена", "құны", "cost"),
    "proven": ("дешевле нельзя: перебор полон", "одан арзан болмайды: іздеу толық", "proven cheapest: the search is complete"),
    "not_proven": (
        "дешевле не найдено, но не доказано, что нельзя (перебор прерван; цена не ниже {least})",
        "одан арзаны табылмады, бірақ мүмкін еместігі дәлелденбеді (іздеу үзілді; құны {least}-дан кем емес)",
        "nothing cheaper was found, but that is not proven (the search was cut short; the cost is at least {least})",
    ),
    "impossible": (
        "Невозможно: больше {score} эти факты дать не могут",
        "Мүмкін емес: бұл фактілер {score}-дан артық бере алмайды",
        "Impossible: these facts cannot give more than {score}",
    ),
    "impossible_single": (
        "Ни один факт в одиночку этого не даёт",
        "Ешбір факт жеке мұны бермейді",
        "No single fact is enough",
    ),
    "greatest_at": ("больше всего — {score} — при", "ең көбі — {score} — мынада", "the greatest, {score}, is at"),
    "held_down": (
        "сильнее всего держат (недобор в баллах)",
        "ең көп ұстайтындар (балдағы кемі)",
        "what holds it down most (lost points)",
    ),
    "greatest_alone": ("больше всего даёт один факт", "бір факт беретін ең көбі", "the most that one fact gives"),
    "default_cost": ("цена шага, если не названа, — 1", "аталмаса, қадам құны — 1", "a step costs 1 unless stated"),
    "unknown_free": ("неизвестные факты цены не имеют", "белгісіз фактілердің құны жоқ", "facts that are not known cost nothing"),
    "not_found": (
        "Не установлено: за отведённый перебор значений не найдено, но и невозможность не доказана (--limit); больше {score} не бывает",
        "Анықталмады: бөлінген іздеуде мән табылмады, бірақ мүмкін еместігі де дәлелденбеді (--limit); {score}-дан артық болмайды",
        "Not settled: no values were found within the limit, nor is it proven impossible (--limit); never more than {score}",
    ),
    "unchanged": ("без изменения", "өзгеріссіз", "unchanged"),
    "and_": ("и", "және", "and"),
}


@cache
def words(lang: str) -> Mapping[str, str]:
    """Every phrase in one language."""
    column = ("ru", "kk", "en").index(lang)
    return {name: texts[column] for name, texts in _PHRASES.items()}
