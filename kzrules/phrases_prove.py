"""Words of `kzrules prove` in Russian, Kazakh and English."""

from __future__ import annotations

_PHRASES: dict[str, tuple[str, str, str]] = {
    "proved": ("доказано", "дәлелденді", "proved"),
    "refuted": ("опровергнуто", "теріске шығарылды", "refuted"),
    "undecided": ("не решено", "шешілмеді", "undecided"),
    "claims": ("утверждение", "тұжырым", "claim"),
    "least": ("наименьшая оценка", "ең төменгі баға", "least score"),
    "greatest": ("наибольшая оценка", "ең жоғары баға", "greatest score"),
    "within": ("не выходит за 0…максимум", "0…ең жоғары шектен шықпайды", "stays within 0…maximum"),
    "defined": ("любые данные дают число", "кез келген дерек сан береді", "any data give a number"),
    "monotone": ("следует за фактом, как объявлено", "фактіге жарияланғандай ереді", "follows the fact as declared"),
    "row": ("строка таблицы достижима", "кесте жолына жетуге болады", "table row is reached"),
    "case": ("особый случай бывает", "ерекше жағдай кездеседі", "special case happens"),
    "cap": ("предел срабатывает", "шек іске асады", "cap binds"),
    "floor": ("нижняя граница срабатывает", "төменгі шек іске асады", "floor binds"),
    "band": ("степень достижима", "дәрежеге жетуге болады", "grade is reached"),
    "equal": ("обе редакции дают одно", "екі редакция бірдей береді", "both editions give the same"),
    "never": ("этого не бывает ни при каких данных", "бұл ешбір деректе болмайды", "this never happens, whatever the data"),
    "in_short_lists": (" (в списках до {length} записей)", " ({length} жазбаға дейінгі тізімдерде)", " (in lists of up to {length} records)"),
    "open_end": (
        "ближе {value} не найдено; за {bound} не выходит",
        "{value} жақын табылмады; {bound} аспайды",
        "nothing beyond {value} was found; {bound} is never passed",
    ),
    "unlimited": (
        "{value}: границы нет, только предел числа цифр в данных",
        "{value}: шек жоқ, тек деректегі цифрлар санының шегі",
        "{value}: there is no bound but the number of digits that data may have",
    ),
    "outside": ("{value} вне 0…{max}", "{value} 0…{max} аралығынан тыс", "{value} lies outside 0…{max}"),
    "no_number": ("результата нет, например", "нәтиже жоқ, мысалы", "no result, for instance"),
    "moves": (
        "с {first} на {second} при росте факта на шаг",
        "факт бір қадам өскенде {first} → {second}",
        "from {first} to {second} as the fact grows a step",
    ),
    "differ": ("{first} и {second}", "{first} және {second}", "{first} and {second}"),
    "rule": ("показатель", "көрсеткіш", "rule"),
    "max": ("максимум акта", "актінің ең жоғарысы", "act's maximum"),
    "overall": ("Итоговая оценка", "Қорытынды баға", "Overall score"),
    "by_default": ("чтения по умолчанию", "әдепкі оқулар", "default readings"),
    "lists": (
        "утверждения о списках ({names}) — для списков до {length} записей; пределы показателя, который есть одно среднее, — для любых",
        "тізімдер ({names}) туралы тұжырымдар — {length} жазбаға дейін; бір орташа мән болып табылатын көрсеткіштің шектері — кез келгені үшін",
        "claims about lists ({names}) are about up to {length} records; the ends of a rule that is one mean hold for any number",
    ),
    "ends": (
        "наименьшее и наибольшее значение прочих органов — любые; органа, который в прогоне один, — его собственное",
        "өзге органдардың ең кіші және ең үлкен мәні — кез келген; жалғыз органдікі — өз мәні",
        "the least and the greatest value of the other bodies are any numbers; those of a body alone in its run are its own",
    ),
    "mean": (
        "среднее по прочим органам лежит между их собственными баллами",
        "өзге органдар бойынша орташа олардың өз балдарының арасында",
        "a mean over other bodies lies between their own scores",
    ),
    "all_plain": ("все факты — 0, нет", "барлық фактілер — 0, жоқ", "all facts are 0, no"),
    "below_nothing": ("{value} ниже нуля", "{value} нөлден төмен", "{value} is below nothing"),
    "all_else_plain": ("прочие факты — 0, нет", "өзге фактілер — 0, жоқ", "all other facts are 0, no"),
    "needs": (
        "для prove нужен решатель: pip install 'kzrules[prove]'",
        "prove үшін шешуші керек: pip install 'kzrules[prove]'",
        "prove needs the solver: pip install 'kzrules[prove]'",
    ),
    "proving": (
        "доказывается: {edition}, {kind}{year}{choice}",
        "дәлелденуде: {edition}, {kind}{year}{choice}",
        "proving: {edition}, {kind}{year}{choice}",
    ),
    "written": (
        "записано файлов фактов: {count}, в {folder}",
        "жазылған факт файлдары: {count}, {folder}",
        "facts files written: {count}, in {folder}",
    ),
    "findings": ("Что опровергнуто и что не решено", "Не теріске шығарылды, не шешілмеді", "What is refuted and what is undecided"),
}  # fmt: skip


def prove_phrase(key: str, lang: str) -> str:
    """The words of a key in a language."""
    return _PHRASES[key][{"ru": 0, "kk": 1, "en": 2}[lang]]
