"""Where and when clocks change. The worlds lie around these days.

Both PostgreSQL and Python read the IANA rules, each from a copy of its own. Copies differ for years
after a country changes its mind, so these changes lie in the past or follow old rules.
"""

from datetime import date

CHANGES: dict[str, tuple[date, ...]] = {
    "America/Asuncion": (date(2023, 10, 1), date(2024, 3, 24)),
    "America/Bogota": (date(2026, 11, 22),),
    "America/Havana": (date(2024, 3, 10), date(2024, 11, 3)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "America/Santiago": (date(2026, 4, 5), date(2026, 9, 6)),
    "America/Sao_Paulo": (date(2018, 2, 18), date(2018, 11, 4)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "Europe/Lisbon": (date(2026, 3, 29), date(2026, 10, 25)),
}
"""By zone the local days whose night brings the change; one zone has none."""
