"""Dates and times as customers write them, in Spanish, Portuguese and English."""

from agent.dates.labels import day_label, slot_label, time_label
from agent.dates.resolve import resolve
from agent.dates.values import Hours, Part, Resolution, When

__all__ = [
    "Hours",
    "Part",
    "Resolution",
    "When",
    "day_label",
    "resolve",
    "slot_label",
    "time_label",
]
