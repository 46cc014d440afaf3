"""What a day may take of hosted models, as it is configured."""

from typing import TypedDict


class ModelLimits(TypedDict):
    """USD and calls, of an organization and of one sender; None: no ceiling."""

    daily_spend_usd: float | None
    daily_model_calls: int | None
    sender_daily_spend_usd: float | None
    sender_daily_model_calls: int | None


NO_LIMITS = ModelLimits(
    daily_spend_usd=None,
    daily_model_calls=None,
    sender_daily_spend_usd=None,
    sender_daily_model_calls=None,
)
