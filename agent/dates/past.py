"""Days that a sentence merely tells of: "me hicieron valoración el mes pasado"."""

from agent.dates.mentions import DayMention
from agent.dates.symbols import Kind, Symbol, Symbols

_WISHED = ("para", "pra", "for", "pa")


def tells_history(mention: DayMention, symbols: Symbols) -> bool:
    """Whether a past day is told of, and not asked for ("para ayer")."""
    if mention.error != "past" or symbols[mention.first - 1].word.startswith(_WISHED):
        return False
    return any(_is_of_the_past(symbol) for symbol in symbols.items[mention.first : mention.last])


def _is_of_the_past(symbol: Symbol) -> bool:
    """Whether the word itself says that its day is over."""
    if symbol.has(Kind.LAST_AFTER) or symbol.word in ("last", "ultimo", "ultima"):
        return True
    entries = (symbol.get(k) for k in (Kind.RELATIVE, Kind.WEEK, Kind.MONTH_OFFSET))
    if any(entry is not None and entry.value < 0 for entry in entries):
        return True
    return symbol.has(Kind.WEEKEND) and symbol.number(Kind.WEEKEND) == -2
