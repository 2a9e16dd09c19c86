"""What the cases exercised, for the terminal: a line per edition, a table by rule, and every point that no case exercises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from kzrules.case_coverage import Coverage, percent
from kzrules.coverage_points import Point
from kzrules.text_table import text_table
from kzrules.values import decimal_text

_COLUMNS = ("ru", "kk", "en")
_WORDS = {
    "rule": ("правило получает число", "ереже сан алады", "the rule gets a number"),
    "row": ("строка таблицы", "кесте жолы", "table row"),
    "edge": ("край строки", "жолдың шеті", "edge of a row"),
    "band": ("ступень шкалы", "шкала сатысы", "band of the scale"),
    "band_edge": ("край ступени", "сатының шеті", "edge of a band"),
    "special": ("особый случай", "ерекше жағдай", "special case"),
    "deduction": ("вычет", "шегерім", "deduction"),
    "bound": ("предел", "шек", "limit"),
    "line": ("строка перечня", "тізбе жолы", "checklist line"),
    "branch": ("ветвь формулы", "формула тармағы", "branch of a formula"),
    "list": ("список", "тізім", "list"),
    "normalise": ("нормализация по органам", "органдар бойынша нормалау", "normalisation over bodies"),
    "option": ("вариант чтения", "оқылым нұсқасы", "option of a reading"),
    "yes": ("условие выполнено", "шарт орындалды", "the condition holds"),
    "no": ("условие не выполнено", "шарт орындалмады", "the condition does not hold"),
    "decides": ("решает исход условия", "шарттың нәтижесін шешеді", "settles the condition"),
    "none_decides": ("ни одна часть не решает одна", "бірде-бір бөлігі жалғыз шешпейді", "no operand settles it alone"),
    "wins": ("становится ответом min или max", "min не max жауабы болады", "is the answer of min or max"),
    "at": ("ровно на краю", "дәл шетінде", "exactly at the edge"),
    "below": ("на шаг ниже края", "шеттен бір қадам төмен", "a step below the edge"),
    "above": ("на шаг выше края", "шеттен бір қадам жоғары", "a step above the edge"),
    "taken": ("что-то вычтено", "бірдеңе шегерілді", "something is taken off"),
    "reached": ("достигнут", "жетті", "reached"),
    "within": ("не достигнут", "жетпеді", "not reached"),
    "some": ("есть записи", "жазбалар бар", "has elements"),
    "empty": ("считать нечего", "есептейтін ештеңе жоқ", "nothing to count"),
    "between": ("органы различаются", "органдар әртүрлі", "the bodies differ"),
    "equal": ("у всех одно значение", "бәрінде бір мән", "all have one value"),
    "left_out": ("есть запись, которая не считается", "есептелмейтін жазба бар", "an element is left out"),
}
_SAID = {
    "covered": ("проверено случаями", "мысалдармен тексерілді", "exercised by cases"),
    "of": ("из", "/", "of"),
    "not": ("Ни один случай не проверяет:", "Бірде-бір мысал тексермейді:", "No case exercises:"),
    "place": ("место редакции", "редакция орны", "place of the edition"),
    "path": ("показатель", "көрсеткіш", "rule"),
    "whole": ("всего", "барлығы", "whole"),
    "share": ("доля", "үлесі", "share"),
    "scale": ("шкала и итог", "шкала мен қорытынды", "scale and overall score"),
    "excused": ("недостижимо (названо в списке)", "қолжетімсіз (тізімде аталған)", "unreachable (named in the list)"),
}


def word(key: str, lang: str) -> str:
    """A word of these screens."""
    return (_WORDS.get(key) or _SAID[key])[_COLUMNS.index(lang)]


def point_text(point: Point, lang: str) -> str:
    """`край строки «90»: ровно на краю`."""
    way = f": {word(point.way, lang)}" if point.way else ""
    return f"{word(point.what, lang)} «{point.name}»{way}" if point.name else f"{word(point.what, lang)}{way}"


def percent_text(share: Fraction, lang: str) -> str:
    """A share in percent; only the whole is 100."""
    text = decimal_text(min(share, Fraction(999, 10)) if share < 100 else share, 1)
    return (text if lang == "en" else text.replace(".", ",")) + " %"


def coverage_line(coverage: Coverage, lang: str) -> str:
    """The summary of one edition."""
    met, whole = len(coverage.met), len(coverage.points)
    excused = f"; {word('excused', lang)}: {len(coverage.excused)}" if coverage.excused else ""
    share = percent_text(percent(met, whole), lang)
    return f"{coverage.edition.id}: {word('covered', lang)} {met} {word('of', lang)} {whole} ({share}){excused}"


def coverage_text(coverages: Iterable[Coverage], lang: str) -> str:
    """The whole screen."""
    parts = []
    for coverage in coverages:
        parts.append(coverage_line(coverage, lang))
        head = [word("path", lang), word("covered", lang), word("whole", lang), word("share", lang)]
        parts.append(text_table(head, list(_rows(coverage, lang)), frozenset({1, 2, 3})))
        unmet = coverage.unmet()
        if unmet:
            parts.append("\n".join([word("not", lang), *(_unmet_line(point, coverage, lang) for point in unmet)]))
    return "\n\n".join(parts)


def by_kind(coverage: Coverage) -> dict[str, tuple[int, int]]:
    """How many points of each kind were exercised, and how many there are."""
    found: dict[str, tuple[int, int]] = {}
    for point in coverage.points:
        met, whole = found.get(point.what, (0, 0))
        found[point.what] = (met + (point in coverage.met), whole + 1)
    return found


def _rows(coverage: Coverage, lang: str) -> Iterator[list[str]]:
    counts: dict[str, list[int]] = {}
    for point, paths in coverage.points.items():
        for path in paths or (word("scale", lang),):
            found = counts.setdefault(path, [0, 0])
            found[0] += point in coverage.met
            found[1] += 1
    for path, (met, whole) in counts.items():
        yield [path, str(met), str(whole), percent_text(percent(met, whole), lang)]


def _unmet_line(point: Point, coverage: Coverage, lang: str) -> str:
    paths = coverage.points[point]
    return f"{point.place}: {point_text(point, lang)}" + (f" ({', '.join(paths)})" if paths else "")
