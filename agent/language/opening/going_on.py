"""Going on with a question for the hours: "¿y el domingo?", "and on holidays?"."""

import re

from agent.language.intent import Intent
from agent.language.intents import intents
from agent.language.short_answers import looks_like_date
from agent.language.text import plain

# Beside dates and weekdays: what may name a day.
_OF_A_DAY = re.compile(
    r"\b(?:festiv\w+|feriad\w+|holidays?|navidad\w*|natal|christmas|xmas|nochebuena|noche buena"
    r"|nochevieja|ano (?:nuevo|novo|viejo)|fi[nm] d[eo]l? ano|reveillon|new years?|semana santa"
    r"|carnaval\w*|carnival|pascuas?|pascoa|easter|holy|good friday|thanksgiving|halloween|santo|santa"
    r"|reyes|reis|corpus|finados|tiradentes|velitas|dia (?:de|del|da|do|dos|das)|day|eve"
    r"|entre semana|fines|findes?|uteis|habiles|weekdays|weekends?"
    r"|ahora|ahorita|este momento|agora|neste momento|now|todavia|aun|ainda|still"
    r"|(?:estan?|estao|ta|tao) (?:\w+ )?(?:abiert|cerrad|abert|fechad)\w+|(?:are you|you|is it) (?:guys )?(?:open|closed)"
    r"|lunes|martes|miercoles|jueves|viernes|segundas?|tercas?|quartas?|quintas?|sextas?)\b"
)
_AND = re.compile(
    r"^(?:y|e|and|pero|mas|tambien|tambem)\b|^(?:what|how) about\b|^(?:que tal|y si)\b"
)
_SHORT = 9
# Of a time to come at: "e para sexta às 10h?" is no question for the hours while times are on offer.
_A_TIME = re.compile(
    r"\b(?:para|pra|for|puedo|puede|podria|posso|pode|poderia|can|could|tienen|tem|cupos?|vagas?|mejor|melhor|(?:a las?|as|at) \d|\d{1,2} ?(?:h|hs|am|pm|a m|p m)|\d{1,2}[:h]\d{2})\b"
)
_EMPTY = frozenset({Intent.QUESTION, Intent.GREETING, Intent.THANKS})


def goes_on_with_hours(question: str, *, choosing: bool) -> bool:
    """Whether a message right after a question for the hours is one more of them. `choosing`: another
    question waits, which a time to come at would answer."""
    plain_text = plain(question)
    return bool(
        _AND.search(plain_text)
        and len(plain_text.split()) <= _SHORT
        and not intents(question).keys() - _EMPTY
        and not (choosing and _A_TIME.search(plain_text))
        and (looks_like_date(question) or _OF_A_DAY.search(plain_text))
    )
