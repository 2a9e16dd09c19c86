"""The 2018 edition for a central body, written by hand in Fractions: what the engine is measured and compared against.

Default readings; every fact known. Not a part of the package: law in Python is just what kzrules avoids.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

F = Fraction
_ONE_DECIMAL = F(1, 10)
_CHANNELS = {
    "portal_and_gcorp": 20, "portal_only": 15, "portal_or_paper_body": 10, "paper_gcorp_only": 8, "paper_body_and_gcorp": 5, "paper_body_only": 0,
}  # fmt: skip
_DATA = {"od_list": F(1), "od_correct": F(2)}
_BUDGET = {
    "ob_balance": F(1, 2), "ob_results": F(1, 2), "ob_cash": F(1, 2), "ob_equity": F(1, 2), "ob_note": F(1, 2), "ob_strategic": F(1),
    "ob_programmes": F(1), "ob_audit": F(2), "ob_drafts": F(1), "ob_notices": F(2, 5),
}  # fmt: skip
_NPA = {"npa_concepts": F(1), "npa_drafts": F(1), "npa_correct": F(1), "npa_evidence": F(2, 5)}
_SITE = {
    "site_symbols": F(1), "site_general": F(4), "site_image": F(4), "site_lawmaking": F(4), "site_activity": F(11, 2), "site_budget": F(2),
    "site_tenders": F(27, 10), "site_procedures": F(7), "site_services": F(6), "site_staff": F(2), "site_public": F(6),
    "site_information": F(48, 10), "site_green": F(1),
}  # fmt: skip
_MOBILE = {"mobile_general": F(6), "mobile_services": F(10), "mobile_staff": F(3), "mobile_public": F(4), "mobile_information": F(2)}
_YES_NO = {
    "site_breadcrumbs": F(1), "site_direct_home": F(1, 10), "site_alt_text": F(2, 5), "site_motion_control": F(1, 5), "site_keyboard": F(1, 5),
    "site_skip_link": F(1, 5), "site_form_errors": F(1, 5), "site_contrast": F(1, 5), "site_font_zoom": F(1, 5), "site_feedback_form": F(1, 10),
    "site_polls_form": F(1, 5), "site_faq": F(3, 10), "site_counters": F(1, 5),
}  # fmt: skip
_FAILING = {
    "site_browsers_failing": (F(1, 4), F(3, 100)), "site_search_failing": (F(1), F(1, 4)), "site_formats_failing": (F(1), F(1, 4)),
    "site_documents_failing": (F(2, 5), F(1, 5)), "site_dates_failing": (F(2, 5), F(1, 5)), "site_links_failing": (F(3, 5), F(1, 5)),
    "site_header_failing": (F(1, 2), F(13, 100)), "site_rss_failing": (F(3, 10), F(3, 20)),
}  # fmt: skip


def half_up(value: F) -> F:
    """To hundredths, for values that are not negative."""
    return F((2 * value.numerator * 100 + value.denominator) // (2 * value.denominator), 100)


def steps(value: F, table: tuple[tuple[Any, Any], ...]) -> F:
    """The points of the first step whose lower bound is reached, after rounding to hundredths."""
    value = half_up(value)
    return F(next(points for low, points in table if low is None or value >= F(str(low))))


def lines(facts: Mapping[str, Any], weights: Mapping[str, F], keep: F) -> F:
    """Checklist lines over both language versions, 0.1 off per defect."""
    total = F(0)
    for name, weight in weights.items():
        for language in ("kk", "ru"):
            answer = facts[name][language]
            if isinstance(answer, Fraction):
                total += max(keep * weight, weight - _ONE_DECIMAL * answer)
            elif getattr(answer, "value", "") == "n/a":
                total += weight
    return total


def counted(weight: F, defects: F) -> F:
    """A line whose defects are counted from facts, in both versions."""
    return 2 * max(weight / 4, weight - _ONE_DECIMAL * defects)


def services(f: Mapping[str, Any], surveyed_mean: F | None = None) -> F:
    """Direction 1, items 26-68."""
    table = (("4.8", 15), ("4.6", 12), ("4.4", 9), ("4.2", 6), ("4", 3), (None, 0))
    marks = [s["monitoring_mark"] for s in f["services"] if isinstance(s["monitoring_mark"], Fraction)]
    level = sum((steps(m, table) for m in marks), F(0)) / len(marks) if marks else surveyed_mean
    assert level is not None
    satisfaction = level + (5 if f["satisfaction_measures"] else 0)
    late, total, before = f["services_late"], f["services_total"], f["services_late_previous"]
    if late == 0:
        bonus = F(5)
    elif late >= before:
        bonus = F(0)
    else:
        bonus = steps((before - late) / before * 100, ((80, 5), (60, 4), (40, 3), (20, 2), (None, 1)))
    timeliness = max(F(0), max(F(0), 15 - late / total * 10000 + bonus) - min(F(5), F(1, 50) * f["monitoring_data_late"]))
    quality = sum(
        (
            max(F(0), 3 - f[bad] / total * 10000)
            for bad in ("refusals_unfounded", "services_incomplete_package", "services_extra_documents", "services_process_broken")
        ),
        F(0),
    ) + max(F(0), 5 - f["service_complaints_justified"] / f["service_recipients"] * 1000)
    execution = steps(f["control_measures_done"] / f["control_measures_planned"] * 100, ((90, "2.5"), (75, "1.5"), (60, "0.5"), (None, 0)))
    advice = steps(f["agency_recommendations_done"] / f["agency_recommendations"] * 100, ((90, "2.5"), (80, "1.5"), (70, "0.5"), (None, 0)))
    own = steps(f["services_late_own_findings"] / late * 100, ((50, 3), (30, 2), (20, 0), (None, 1)))
    control = int(f["ic_unit"]) + int(f["ic_plans_approved"]) + execution + advice + own
    register = 5 if f["register_services_added"] > 0 or f["register_nothing_to_add"] else 0
    composite = 3 if f["composite_services_added"] > 0 else 0
    optimised = min(F(5), f["standards_optimised"] / f["standards_to_optimise"] * 5)
    counted_services = [s for s in f["services"] if not s["added_at_year_end"]]
    automation = sum((_automation(s) for s in counted_services), F(0)) / len(counted_services)
    whole = satisfaction + timeliness + quality + control + register + composite + optimised + automation
    return whole - min(F(5), F(1, 5) * f["unreliable_facts_services"])


def _automation(s: Mapping[str, Any]) -> F:
    if not s["standard_approved"]:
        return F(0)
    points = 20 if s["gcorp_exempt"] else _CHANNELS[s["channel"]]
    factor = F(4, 5) if s["gcorp_exempt"] else F(1)
    if s["documents_obtainable"] == 0:
        return points * factor
    return s["documents_obtained"] / s["documents_obtainable"] * points * factor


def openness(f: Mapping[str, Any]) -> F:
    """Direction 2, items 69-100."""
    quarter, half = F(1, 4), F(1, 2)
    data = lines(f, _DATA, quarter)
    data += counted(F(2), f["od_sets_listed"] - f["od_sets_published"]) + counted(F(11, 5), f["od_sets_placed"] - f["od_sets_updated"])
    budget = lines(f, _BUDGET, quarter) + counted(F(1), f["budget_comments"] - f["budget_comments_answered"])
    npa = lines(f, _NPA, quarter) + counted(F(1), f["npa_comments"] - f["npa_comments_answered"])
    dialogue = F(0)
    for name, weight in (("dlg_blog", 2), ("dlg_feedback", F(1, 2))):
        dialogue += sum((weight for language in ("kk", "ru") if isinstance(f[name][language], Fraction)), F(0))
    if f["blog_questions"] == 0:
        dialogue += 4
    else:
        share = f["blog_answered"] / f["blog_questions"] * 100
        dialogue += 4 if share == 100 else 2 if share >= 70 else 0
    portals = data / F("14.4") * 20 + budget / F("17.8") * 20 + npa / F("8.8") * 20 + dialogue / 9 * 20
    access = sum((points for name, points in _YES_NO.items() if f[name]), F(0))
    access += sum((points - off * f[name] for name, (points, off) in _FAILING.items()), F(0))
    positions = [F(1) if p["position"] < 11 else half if p["position"] < 21 else F(0) for p in f["site_search_positions"]]
    access += sum(positions, F(0)) / len(positions)
    access += F(3, 10) if f["site_reachable_percent"] >= 50 else 0
    elements = F(9, 20) - F(3, 20) * f["site_page_elements_missing"] - min(F(9, 40), _ONE_DECIMAL * f["site_map_dead_links"])
    access += max(F(0), elements)
    access += {"full": F(3, 10), "interface": F(3, 20)}.get(f["site_english"], F(0))
    mobile = F(0)
    if f["mobile_mode"] != "none":
        mobile = lines(f, _MOBILE, half) / 50 * (5 if f["mobile_mode"] == "automatic" else 3)
        mobile = max(F(0), mobile - (0 if f["mobile_links_main"] is True else 1))
    site = access / 10 * 5 + lines(f, _SITE, half) / 100 * 10 + mobile
    return portals + site - min(F(5), F(1, 5) * f["unreliable_facts_openness"])


def complaints(f: Mapping[str, Any]) -> F:
    """Direction 3, items 101-113."""
    reviewed = f["complaints_reviewed"]
    late = max(F(0), 40 - f["complaints_late"] / reviewed * 100)
    factor = 1000 if reviewed >= 5000 else 100 if reviewed >= 1000 else 10
    upheld = f["complaints_upheld_by_court"] + f["complaints_upheld_by_higher"]
    external = F(40) if reviewed < 10 else max(F(0), 40 - upheld / reviewed * factor)
    satisfied = f["complaints_satisfied"] / reviewed * 20 + f["complaints_explained"] / reviewed * 10
    return late + external + satisfied - min(F(5), F(1, 5) * f["unreliable_facts_complaints"])


def overall(f: Mapping[str, Any], surveyed_mean: F | None = None) -> F:
    """Item 114: O = 0.5 U + 0.3 D + 0.2 H, before rounding."""
    return services(f, surveyed_mean) / 2 + openness(f) * 3 / 10 + complaints(f) / 5
