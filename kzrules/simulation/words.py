"""Words of simulations in Russian, Kazakh and English."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

_WORDS: dict[str, tuple[str, str, str]] = {
    "head": (
        "Моделирование: {edition}, {period} год, органов: {bodies}, прогонов: {runs}, seed {seed}",
        "Модельдеу: {edition}, {period} жыл, органдар: {bodies}, есептеу саны: {runs}, seed {seed}",
        "Simulation: {edition}, {period}, bodies: {bodies}, runs: {runs}, seed {seed}",
    ),
    "varied": ("Что варьировалось", "Не өзгертілді", "What was varied"),
    "nothing": ("ничего: каждый прогон — сами данные", "ештеңе: әр есептеу — деректің өзі", "nothing: every run is the data as they are"),
    "what": ("что", "не", "what"),
    "how": ("как", "қалай", "how"),
    "bodies": ("органов", "органдар", "bodies"),
    "left": ("Осталось как есть", "Сол күйі қалды", "Left as it is"),
    "unknown": ("нет сведений", "мәлімет жоқ", "unknown"),
    "not_applicable": ("n/a", "n/a", "n/a"),
    "absent": ("размещённого нет", "орналастырылған жоқ", "nothing is placed"),
    "no_fact": ("записей нет", "жазбалар жоқ", "there are no records"),
    "too_small": (
        "в этих границах число не меняется",
        "осы шектерде сан өзгермейді",
        "within these bounds the number does not change",
    ),
    "one_option": ("вариант один", "нұсқа біреу", "one option only"),
    "dates_only": ("на балл не влияет, только на даты", "балға әсер етпейді, тек күндерге", "bears on dates only, not on scores"),
    "given": ("задано командой", "пәрменмен берілген", "given by the command"),
    "not_asked": (
        "варьировалось, но на балл этих органов не влияет",
        "өзгертілді, бірақ бұл органдардың балына әсер етпейді",
        "varied, but no score of these bodies rests on it",
    ),
    "sum_kept": (
        "сумма весов в каждом прогоне приведена к прежней",
        "салмақтар қосындысы әр есептеуде бұрынғысына келтірілді",
        "weights are brought back to their sum in every run",
    ),
    "redrawn": (
        "Тянулось заново, потому что нарушалось: {text} — у «{body}» в {share} % прогонов{more}",
        "Бұзылғандықтан қайта алынды: {text} — «{body}» органында {share} % есептеуде{more}",
        "Drawn again because it broke {text}: “{body}” in {share} % of runs{more}",
    ),
    "redrawn_note": (
        "  эти факты распределены уже не так, как задано: сузьте границы, а если условие связывает несколько фактов, варьируйте их все",
        "  бұл фактілер енді берілгендей үлестірілмеген: шектерді тарылтыңыз, ал шарт бірнеше фактіні байланыстырса, бәрін өзгертіңіз",
        "  these facts are no longer distributed as written: narrow the bounds; where a condition joins several facts, vary all of them",
    ),
    "more": ("; и ещё у {count}", "; тағы {count}", "; and {count} more"),
    "more_facts": (" и ещё {count}", " және тағы {count}", " and {count} more"),
    "central": ("Центральные государственные органы", "Орталық мемлекеттік органдар", "Central state bodies"),
    "local": ("Местные исполнительные органы", "Жергілікті атқарушы органдар", "Local executive bodies"),
    "body": ("орган", "орган", "body"),
    "score": ("балл", "балл", "score"),
    "mean": ("среднее", "орташа", "mean"),
    "median": ("медиана", "медиана", "median"),
    "grades": ("степень: в скольких прогонах", "дәреже: есептеулердің үлесі", "grade: share of runs"),
    "rank": ("место", "орын", "rank"),
    "best": ("лучшее–худшее", "үздік–нашар", "best–worst"),
    "above": ("выше следующего", "келесіден жоғары", "above the next"),
    "level": ("наравне {share} %", "тең {share} %", "level {share} %"),
    "no_score": ("нет балла", "балл жоқ", "no score"),
    "why": ("Нет балла у «{body}» в {share} % прогонов", "«{body}» балы {share} % есептеуде жоқ", "No score of “{body}” in {share} % of runs"),
    "first_such": ("первый такой прогон — {run}", "бірінші осындай есептеу — {run}", "the first such run is {run}"),
    "shift": (
        "Средний сдвиг места (R̄s): {mean}; от 5 до 95 % прогонов: {p5}–{p95}",
        "Орынның орташа ығысуы (R̄s): {mean}; есептеулердің 5–95 %-ында: {p5}–{p95}",
        "Mean shift of rank (R̄s): {mean}; 5 to 95 % of runs: {p5}–{p95}",
    ),
    "ranks_note": (
        "Места — внутри вида органов; при равном балле оба занимают лучшее из мест, без балла места нет.",
        "Орындар — органдар түрі ішінде; балл тең болса, екеуі де үздік орынды алады, балл жоқ болса, орын да жоқ.",
        "Ranks are within the body kind; equal scores share the better rank, no score is no rank.",
    ),
    "quantile_note": (
        "Квантиль — наименьшее значение, которого не превышает названная доля прогонов.",
        "Квантиль — есептеулердің аталған үлесі аспайтын ең кіші мән.",
        "A quantile is the least value that the named share of runs does not exceed.",
    ),
    "sobol": (
        "Индексы Соболя (базовая выборка {base}, прогонов {runs}): S1 — сама по себе, ST — вместе с другими; ± 95 %",
        "Соболь индекстері (базалық іріктеме {base}, есептеулер {runs}): S1 — өз бетінше, ST — басқалармен бірге; ± 95 %",
        "Sobol indices (base sample {base}, runs {runs}): S1 alone, ST with all it joins in; ± 95 %",
    ),
    "of_shift": ("сдвиг мест R̄s", "орындардың ығысуы R̄s", "shift of ranks R̄s"),
    "constant": ("не меняется", "өзгермейді", "does not vary"),
    "undefined": ("не во всех прогонах есть балл: индексов нет", "барлық есептеуде балл жоқ: индекстер жоқ", "some runs give no score: no indices"),
    "fact": ("факт", "факт", "fact"),
    "weight": ("вес", "салмақ", "weight"),
    "reading": ("чтение", "оқу", "reading"),
    "uniform": ("равномерно {0}…{1}", "біркелкі {0}…{1}", "uniform {0}…{1}"),
    "times": ("своё × {0}…{1}", "өзінікі × {0}…{1}", "own × {0}…{1}"),
    "times3": ("своё × {0}…{1}…{2}, треугольно", "өзінікі × {0}…{1}…{2}, үшбұрышты", "own × {0}…{1}…{2}, triangular"),
    "triangular": ("треугольно {0}…{1}…{2}", "үшбұрышты {0}…{1}…{2}", "triangular {0}…{1}…{2}"),
    "own": ("своё", "өзінікі", "own"),
    "normal": ("нормально, своё ± {0}", "қалыпты, өзінікі ± {0}", "normal, own ± {0}"),
    "percent": ("нормально, своё ± {0} %", "қалыпты, өзінікі ± {0} %", "normal, own ± {0} %"),
    "values": ("одно из: {0}", "мыналардың бірі: {0}", "one of {0}"),
    "flip": ("обращается с вероятностью {0}", "{0} ықтималдықпен ауысады", "flips with the chance {0}"),
    "alike": ("поровну: {0}", "тең: {0}", "all alike: {0}"),
    "svg_axis": ("место", "орын", "rank"),
    "hashes": (
        "редакция {edition}; данные {data}; что варьировалось {spec}; kzrules {version}",
        "редакция {edition}; дерек {data}; не өзгертілді {spec}; kzrules {version}",
        "edition {edition}; data {data}; what was varied {spec}; kzrules {version}",
    ),
    "svg_title": (
        "Места органов: {edition}, {period} год",
        "Органдардың орындары: {edition}, {period} жыл",
        "Ranks of the bodies: {edition}, {period}",
    ),
    "svg_note": (
        "Прогонов: {runs}. Органы — по месту без варьирования.",
        "Есептеулер: {runs}. Органдар — өзгеріссіз орны бойынша.",
        "Runs: {runs}. Bodies in the order of their rank with nothing varied.",
    ),
    "svg_whisker": ("от 5 до 95 % прогонов", "есептеулердің 5–95 %-ы", "5 to 95 % of runs"),
    "svg_range": ("лучшее и худшее место", "үздік және нашар орын", "best and worst rank"),
    "svg_median": ("медиана", "медиана", "median"),
    "svg_nominal": ("без варьирования", "өзгеріссіз", "with nothing varied"),
    "svg_line": (
        "{body}: место {nominal}, медиана {median}, от {p5} до {p95}",
        "{body}: орны {nominal}, медиана {median}, {p5}–{p95}",
        "{body}: rank {nominal}, median {median}, {p5} to {p95}",
    ),
    "run_head": (
        "Прогон {number} моделирования {edition}, seed {seed}: факты, какими они были вытянуты.",
        "{edition} модельдеуінің {number}-есептеуі, seed {seed}: алынған фактілер.",
        "Run {number} of a simulation of {edition}, seed {seed}: facts as they were drawn.",
    ),
    "run_readings": ("Чтения", "Оқулар", "Readings"),
    "run_weights": ("Веса направлений", "Бағыттар салмақтары", "Weights of directions"),
    "run_scores": ("Баллы", "Балдар", "Scores"),
    "run_eval": ("Повторить", "Қайталау", "Repeat"),
    "run_no_weights": (
        "kzrules eval берёт веса редакции, а не этого прогона: баллы выше он не повторит",
        "kzrules eval бұл есептеудің емес, редакцияның салмақтарын алады: жоғарыдағы балдарды қайталамайды",
        "kzrules eval takes the edition's weights, not those of the run: it does not repeat the scores above",
    ),
}


@cache
def words(lang: str) -> Mapping[str, str]:
    """Every phrase in one language."""
    column = ("ru", "kk", "en").index(lang)
    return {name: texts[column] for name, texts in _WORDS.items()}
