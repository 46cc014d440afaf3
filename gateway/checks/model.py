"""Checks of the hosted models: keys, names, prices, today's spending."""

from collections.abc import Iterator
from typing import Any

from agent.data.turn_store import TurnStore
from agent.errors import OperatorError
from agent.llm.factory import build_model
from agent.llm.fallback import ResilientChatModel
from agent.prices import price_of
from agent.settings import Settings
from gateway.checks.finding import Finding
from gateway.checks.reach import ask
from gateway.checks.stored import Stored

_OPENAI = "https://api.openai.com/v1"


async def check_model(settings: Settings) -> list[Finding]:
    """The chain of models, whether OpenAI's endpoint takes the key and knows them, and prices."""
    try:
        chain = build_model(settings)
    except OperatorError as error:
        return [Finding("bad", "model", str(error), "check OPENAI_CHAT_MODEL and the fallbacks")]
    if not isinstance(chain, ResilientChatModel):
        text = "OPENAI_API_KEY is not set: the offline model answers"
        return [Finding("off", "model", text, brief="model (the offline one answers)")]
    return [*await _endpoint(settings, chain), *_prices(settings, chain)]


async def _endpoint(settings: Settings, chain: ResilientChatModel) -> list[Finding]:
    """What OpenAI's endpoint says of the key and of its models; others are not asked."""
    shown = chain.model_name
    others = [name for name in chain.hosted_names if not name.startswith("openai:")]
    unasked = f"; not asked: {', '.join(others)}" if others else ""
    if settings.openai_api_key is None:
        return [Finding("ok", "model", f"{shown}{unasked}", brief=shown)]
    base = (settings.openai_base_url or _OPENAI).rstrip("/")
    answer = await ask(
        f"{base}/models",
        headers={"Authorization": f"Bearer {settings.openai_api_key.get_secret_value()}"},
    )
    if answer is None:
        text = f"{shown}: {base} does not answer"
        return [Finding("bad", "model", text, "check OPENAI_BASE_URL and the way out")]
    if answer.status in (401, 403):
        return [Finding("bad", "model", f"{shown}: the key is refused", "check OPENAI_API_KEY")]
    if answer.status != 200:
        text = f"{shown}: {base}/models answers {answer.status}"
        return [Finding("warn", "model", text, "send a message on the chat page to be sure")]
    text = f"{shown}; reachable, the key is taken{unasked}"
    unknown = list(_unknown(settings, chain, _names(answer.body)))
    if any(finding.what == "model" for finding in unknown):
        return unknown
    return [Finding("ok", "model", text, brief=shown), *unknown]


def _unknown(settings: Settings, chain: ResilientChatModel, offered: set[str]) -> Iterator[Finding]:
    """Models that OpenAI's endpoint does not offer; nothing where it does not say which it does."""
    if not offered:
        return
    chats = [name.partition(":")[2] for name in chain.hosted_names if name.startswith("openai:")]
    among = f"not among the {len(offered)} models offered"
    if unknown := [name for name in chats if name not in offered]:
        text = f"{', '.join(unknown)} is {among}"
        yield Finding("bad", "model", text, "check OPENAI_CHAT_MODEL and the fallbacks")
    if (name := settings.openai_embedding_model) not in offered:
        text = f"{name} is {among}: knowledge is searched by full text only"
        yield Finding("warn", "embedding model", text, "check OPENAI_EMBEDDING_MODEL")


async def check_spending(settings: Settings, stored: Stored) -> list[Finding]:
    """Organizations whose day is the offline model's, because they reached DAILY_SPEND_USD."""
    most = settings.daily_spend_usd
    if most is None or not (_asked_for(settings) or settings.openai_api_key):
        return []
    spent = []
    for organization in stored.organizations:
        day = await TurnStore(stored.database).usage_today(organization.id)
        if day.cost_usd >= most:
            spent.append(organization.slug)
    if spent:
        text = f"{', '.join(spent)} reached DAILY_SPEND_USD ({most:g}): the offline model answers today"
        return [Finding("warn", "spending", text, "raise it, or wait for the day to end")]
    return [Finding("ok", "spending", f"nobody reached DAILY_SPEND_USD ({most:g}) today")]


def _prices(settings: Settings, chain: ResilientChatModel) -> list[Finding]:
    unpriced = [n for n in chain.hosted_names if not price_of(n, settings.model_prices)]
    if not unpriced:
        return []
    text = f"not known for {', '.join(unpriced)}"
    if settings.daily_spend_usd:
        text += "; DAILY_SPEND_USD does not see it"
    return [
        Finding(
            "bad" if _asked_for(settings) else "warn" if settings.daily_spend_usd else "off",
            "model prices",
            text,
            "set MODEL_PRICES",
        )
    ]


def _asked_for(settings: Settings) -> bool:
    """Whether the operator set the ceiling; else it is the usual one."""
    return settings.daily_spend_usd is not None and "daily_spend_usd" in settings.model_fields_set


def _names(body: Any) -> set[str]:
    """The ids in an answer of GET /models; empty where it has another form."""
    models = body.get("data") if isinstance(body, dict) else None
    if not isinstance(models, list):
        return set()
    return {str(m["id"]) for m in models if isinstance(m, dict) and "id" in m}
