"""What a new business of a trade usually offers: services and their minutes; names are texts of a language."""

TRADES: dict[str, dict[str, int]] = {
    "dental": {"assessment": 30, "cleaning": 45, "filling": 60},
    "salon": {"haircut": 45, "colour": 120, "manicure": 45},
    "clinic": {"first-visit": 40, "follow-up": 20},
    "barber": {"haircut": 30, "beard": 20, "both": 50},
    "spa": {"massage": 60, "facial": 60},
    "physio": {"assessment": 45, "session": 45},
    "vet": {"visit": 30, "vaccine": 15, "grooming": 60},
}
"""Minutes by service, by trade; `trades.<trade>.<service>` is its name (agent/language)."""
