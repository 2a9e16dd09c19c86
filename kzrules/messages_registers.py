"""Diagnostics of case registers (KZ86x)."""

from __future__ import annotations

from kzrules.message import Message

REGISTERS: dict[str, Message] = {
    "KZ860": Message(
        "реестр не читается: {problem_ru}", "the register cannot be read: {problem_en}",
        "откройте файл той программой, которой он сделан, и сохраните заново", "open the file with the program that made it, and save it again",
    ),
    "KZ861": Message(
        "столбца «{title}» в реестре {file} нет", "the register {file} has no column “{title}”",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ862": Message(
        "реестр не в кодировке {encoding}", "the register is not encoded in {encoding}",
        "если он сохранён программой Windows, напишите в описании encoding: windows-1251; иначе пересохраните его в UTF-8",
        "if a Windows program saved it, write encoding: windows-1251 in the layout; else save it as UTF-8",
    ),
    "KZ863": Message(
        "строк с ошибками: {count}; {reasons}", "rows with faults: {count}; {reasons_en}",
        "они — в {file}; исправьте реестр или посчитайте без них: --skip-bad", "they are in {file}; correct the register, or count without them: --skip-bad",
    ),
    "KZ864": Message(
        "столбца «{name}» ({where}) это описание не знает", "the column “{name}” ({where}) is not known here",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ865": Message(
        "код «{value}» у столбца «{name}» не из допустимых: {allowed}", "the code “{value}” of the column “{name}” is not one of: {allowed}",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ866": Message(
        "что считать по «{name}», неизвестно: {problem_ru}", "what to count by “{name}” is not known: {problem_en}",
        "{guess_ru}", "{guess_en}",
    ),
    "KZ867": Message(
        "заголовок «{title}» стоит в реестре {file} столько раз: {count}", "the title “{title}” stands in the register {file} {count} times",
        "переименуйте лишние столбцы: неизвестно, который из них нужен", "rename the others: which of them is meant is not known",
    ),
    "KZ868": Message(
        "описание не говорит, где в реестре «{name}» ({label})", "the layout does not say where the register has “{name}” ({label_en})",
        "добавьте в columns: {name}: заголовок столбца; без него «{counts}» не посчитать", "add to columns: {name}: the title of the column; without it “{counts}” cannot be counted",
    ),
    "KZ869": Message(
        "срока «{term}» в днях среди порядков нет", "no procedure has a term “{term}” in days",
        "{guess_ru}", "{guess_en}",
    ),
}  # fmt: skip
