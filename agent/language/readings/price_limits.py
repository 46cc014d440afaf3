"""A wish that holds up to a price: "si cuesta menos de 200 mil, apártenme el viernes"."""

import re
from dataclasses import dataclass
from decimal import Decimal

from agent.language.acts.clauses import level

_AMOUNT = r"(?:r\$|us\$|\$|€)? ?(?P<{0}>\d[\d.,]*\d|\d) ?(?P<{0}_of>mil(?:hao|lon|hoes|lones)?\b|k\b)?(?: ?(?:pesos|reais|euros|dollars|bucks|usd|cop|brl))?"
_BELOW = r"(?:menos (?:de|que)|por debajo de|abaixo de|under|below|less than|up to|hasta|ate|no (?:pasa|supera|es mas) (?:de)?|nao (?:passa|passar|e mais) de|not (?:more than|over)|maximo)"
_ABOVE = r"(?:(?:pasa|pasan|passa|passar|paso) (?:de|los|dos)|mas (?:de|que)|mais (?:de|que)|supera\w*|acima de|por encima de|over|above|more than)"
_NOT_THEN = r"(?:no|nao|not|dont|forget|olvid\w+|esquec\w+|deix\w+|dej\w+|leave)"
_LIMIT = re.compile(
    rf"\b(?:si|se|if|siempre que|desde que|as long as)\b[^.?!\n]{{0,50}}?\b(?:(?P<below>{_BELOW}) {_AMOUNT.format('most')}"
    rf"|(?P<above>{_ABOVE}) {_AMOUNT.format('much')}(?P<then>[ ,]+[^.?!\n]{{0,20}}?\b{_NOT_THEN}\b[^.?!,\n]*))"
)
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
_TIMES = {"mil": 1_000, "k": 1_000, "milhao": 1_000_000, "millon": 1_000_000,
          "milhoes": 1_000_000, "millones": 1_000_000}  # fmt: skip


@dataclass(frozen=True)
class PriceLimit:
    """The most that something may cost. `rest`: the message without the condition."""

    most: Decimal
    rest: str
    itself: bool
    """Whether what costs just that is wanted, too."""

    def allows(self, price: Decimal) -> bool:
        return price < self.most or (self.itself and price == self.most)


def price_limit(text: str) -> PriceLimit | None:
    """What a wish may cost at most, None where it names no limit."""
    match = _LIMIT.search(level(text))
    if match is None:
        return None
    key = "most" if match["below"] else "much"
    most = _decimal(match[key]) * _TIMES.get(match[f"{key}_of"] or "", 1)
    rest = f"{text[: match.start()]}{text[match.end() :]}".strip(" ,")
    return PriceLimit(most, rest, itself=not match["below"])


def amount(label: str) -> Decimal | None:
    """The first number of a price as it is written ("$190.000", "R$ 1.200,50", "$95"), None without one."""
    return _decimal(match[0]) if (match := _NUMBER.search(label)) else None


def _decimal(digits: str) -> Decimal:
    whole, cents = digits, ""
    if cut := re.search(r"[.,](\d{1,2})$", digits):
        whole, cents = digits[: cut.start()], cut[1]
    return Decimal(f"{re.sub(r'[.,]', '', whole)}.{cents or 0}")
