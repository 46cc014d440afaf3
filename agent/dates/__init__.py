"""Dates and times as customers write them, in Spanish, Portuguese and English."""

from agent.dates.exclusions import Exclusion, excluded, read_exclusions
from agent.dates.labels import day_label, slot_label, time_label
from agent.dates.resolve import resolve
from agent.dates.values import Hours, Part, Resolution, When

__all__ = [
    "Exclusion",
    "Hours",
    "Part",
    "Resolution",
    "When",
    "day_label",
    "excluded",
    "read_exclusions",
    "resolve",
    "slot_label",
    "time_label",
]
