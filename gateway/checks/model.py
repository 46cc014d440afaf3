"""The model that answers customers."""

from typing import Any

from agent.errors import OperatorError
from agent.model import build_model
from agent.prices import price_of
from agent.resilient_model import ResilientChatModel
from agent.settings import Settings
from gateway.checks.finding import Finding
from gateway.checks.reach import ask

_OPENAI = "https://api.openai.com/v1"


async def check_model(settings: Settings) -> list[Finding]:
    """The chain of models, whether OpenAI's endpoint takes the key and knows them, and prices."""
    try:
        chain = build_model(settings)
    except OperatorError as error:
        return [Finding("bad", "model", str(error), "check OPENAI_CHAT_MODEL and the fallbacks")]
    if not isinstance(chain, ResilientChatModel):
        said = "OPENAI_API_KEY is not set: the offline model answers"
        return [Finding("off", "model", said, "set it for free conversation")]
    return [await _endpoint(settings, chain), *_prices(settings, chain)]


async def _endpoint(settings: Settings, chain: ResilientChatModel) -> Finding:
    wanted = [name.partition(":")[2] for name in chain.hosted_names if name.startswith("openai:")]
    if not wanted or settings.openai_api_key is None:
        return Finding("ok", "model", f"{chain.model_name}; not asked")
    base = (settings.openai_base_url or _OPENAI).rstrip("/")
    answer = await ask(
        f"{base}/models",
        headers={"Authorization": f"Bearer {settings.openai_api_key.get_secret_value()}"},
    )
    shown = chain.model_name
    if answer is None:
        said = f"{shown}: {base} does not answer"
        return Finding("bad", "model", said, "check OPENAI_BASE_URL and the way out")
    if answer.status in (401, 403):
        return Finding("bad", "model", f"{shown}: the key is refused", "check OPENAI_API_KEY")
    if answer.status != 200:
        said = f"{shown}: {base}/models answers {answer.status}"
        return Finding("warn", "model", said, "send a message on the chat page to be sure")
    names = _names(answer.body)
    unknown = [name for name in wanted if names and name not in names]
    if unknown:
        said = f"{', '.join(unknown)} is not among the {len(names)} models offered"
        return Finding("bad", "model", said, "check OPENAI_CHAT_MODEL and the fallbacks")
    return Finding("ok", "model", f"{shown}; reachable, the key is taken")


def _prices(settings: Settings, chain: ResilientChatModel) -> list[Finding]:
    unpriced = [n for n in chain.hosted_names if not price_of(n, settings.model_prices)]
    if not unpriced:
        return []
    said = f"not known for {', '.join(unpriced)}"
    if settings.daily_spend_usd:
        said += "; DAILY_SPEND_USD does not see it"
    return [
        Finding(
            "bad" if settings.daily_spend_usd else "off", "model prices", said, "set MODEL_PRICES"
        )
    ]


def _names(body: Any) -> set[str]:
    """The ids in an answer of GET /models; empty where it has another form."""
    models = body.get("data") if isinstance(body, dict) else None
    if not isinstance(models, list):
        return set()
    return {str(m["id"]) for m in models if isinstance(m, dict) and "id" in m}
