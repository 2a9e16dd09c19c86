"""Procedures: time limits in YAML with citations, the calendar of working days, dates that follow from an event."""
