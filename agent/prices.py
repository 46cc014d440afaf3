"""What the tokens of a model cost.

USD per million tokens at OpenAI's standard rates (no batch, no fast mode, short context), from
https://developers.openai.com/api/docs/pricing, not read there but in what other projects copied from
it: gpt-5.4-mini and gpt-5.5 and newer between 2026-09-11 and 2026-10-05, the older models in 2026
without a day. A model without such a source is left out (gpt-5.6-sol: its price was a promotion).
Prices change: the setting MODEL_PRICES comes before this table. Writing to the cache, which the
newest models charge at 1.25 times the input price, is counted as input.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from pydantic import BaseModel, ConfigDict, Field

_MILLION = Decimal(1_000_000)
_SNAPSHOT = re.compile(r"-\d{4}-\d{2}-\d{2}$")


class Price(BaseModel):
    """USD per million tokens. `cached_input` defaults to the price of input."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input: Decimal = Field(ge=0)
    output: Decimal = Field(ge=0)
    cached_input: Decimal | None = Field(default=None, ge=0)

    def of(self, input_tokens: int, cached_input_tokens: int, output_tokens: int) -> Decimal:
        """USD for these tokens; `input_tokens` includes the cached ones."""
        cached = self.input if self.cached_input is None else self.cached_input
        fresh = max(0, input_tokens - cached_input_tokens)
        spent = fresh * self.input + cached_input_tokens * cached + output_tokens * self.output
        return spent / _MILLION


def _price(text: str) -> Price:
    spent, cached, output = text.split()
    return Price(input=Decimal(spent), cached_input=Decimal(cached), output=Decimal(output))


OPENAI: Mapping[str, Price] = {
    # input, cached input, output
    "gpt-6-astra": _price("10 1 50"),
    "gpt-6.1-sol": _price("2 0.10 10"),
    "gpt-6-sol": _price("2 0.20 10"),
    "gpt-6-luna": _price("0.10 0.01 0.50"),
    "gpt-5.6-terra": _price("2 0.20 12"),
    "gpt-5.6-luna": _price("0.20 0.02 1.20"),
    "gpt-5.5": _price("5 0.50 30"),
    "gpt-5.4": _price("2.50 0.25 15"),
    "gpt-5.4-mini": _price("0.75 0.075 4.50"),
    "gpt-5.4-nano": _price("0.20 0.02 1.25"),
    "gpt-5.2": _price("1.75 0.175 14"),
    "gpt-5.1": _price("1.25 0.125 10"),
    "gpt-5": _price("1.25 0.125 10"),
    "gpt-5-mini": _price("0.25 0.025 2"),
    "gpt-5-nano": _price("0.05 0.005 0.40"),
    "gpt-4.1": _price("2 0.50 8"),
    "gpt-4.1-mini": _price("0.40 0.10 1.60"),
    "gpt-4o": _price("2.50 1.25 10"),
    "gpt-4o-mini": _price("0.15 0.075 0.60"),
}


def price_of(model: str, overrides: Mapping[str, Price]) -> Price | None:
    """The price of a `provider:model`; None when nobody told it.

    An override may name the provider or leave it out; a dated snapshot costs what its model costs.
    """
    provider, _, name = model.partition(":")
    alias = _SNAPSHOT.sub("", name)
    for key in (model, name, f"{provider}:{alias}", alias):
        if key in overrides:
            return overrides[key]
    return (OPENAI.get(name) or OPENAI.get(alias)) if provider == "openai" else None
