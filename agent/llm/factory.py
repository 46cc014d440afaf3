"""Chat models from `provider:model` strings; without a key, the offline model."""

import asyncio
from typing import Any

from langchain_core.language_models import BaseChatModel
from pydantic import ValidationError

from agent.clock import Clock, SystemClock
from agent.dialogue import OfflineChatModel
from agent.errors import OperatorError
from agent.llm.circuit_breaker import Circuit
from agent.llm.fallback import Member, Pause, ResilientChatModel
from agent.settings import Settings

_LISTED = frozenset({"bedrock", "bedrock_converse", "anthropic_bedrock", "google_genai"})
"""Providers whose packages stand, pinned, in requirements/providers.txt."""
"""The extra of this package that brings a provider's library."""


def build_model(
    settings: Settings, *, clock: Clock | None = None, pause: Pause = asyncio.sleep
) -> BaseChatModel:
    """The model that answers customers: OPENAI_CHAT_MODEL, then OPENAI_FALLBACK_MODELS in order,
    then the offline model.

    Strings without a provider mean OpenAI. The main model is left out when it is OpenAI's and there
    is no key. Raises OperatorError for a model that cannot be built.
    """
    names = [("OPENAI_CHAT_MODEL", full_name(settings.openai_chat_model))]
    if names[0][1].startswith("openai:") and settings.openai_api_key is None:
        names = []
    names += [("OPENAI_FALLBACK_MODELS", name) for name in fallback_names(settings)]
    if not names:
        return OfflineChatModel()
    clock = clock or SystemClock()
    members = [
        Member(name, _member(name, variable, settings), Circuit(clock)) for variable, name in names
    ]
    return ResilientChatModel(
        members,
        timeout_seconds=settings.model_timeout_seconds,
        prices=settings.model_prices,
        pause=pause,
    )


def fallback_names(settings: Settings) -> list[str]:
    """OPENAI_FALLBACK_MODELS as `provider:model` names."""
    listed = (settings.openai_fallback_models or "").split(",")
    return [full_name(name) for name in listed if name.strip()]


def full_name(name: str) -> str:
    """`gpt-x` and `openai:gpt-x` are the same model."""
    name = name.strip()
    return name if ":" in name else f"openai:{name}"


def _member(name: str, variable: str, settings: Settings) -> BaseChatModel:
    provider, _, model = name.partition(":")
    if not model:
        raise OperatorError(f"{variable}: {name!r} names no model")
    if provider == "openai":
        return _openai(model, variable, settings)
    return _other(provider, name, variable, settings)


def _openai(model: str, variable: str, settings: Settings) -> BaseChatModel:
    """Retries are ResilientChatModel's, within the time that a turn has for them."""
    if settings.openai_api_key is None:
        raise OperatorError(f"{variable}: openai:{model} needs OPENAI_API_KEY")
    from langchain_openai import ChatOpenAI

    return ChatOpenAI(
        model=model,
        api_key=settings.openai_api_key,
        base_url=settings.openai_base_url,
        timeout=settings.model_timeout_seconds,
        max_retries=0,
        max_completion_tokens=settings.model_max_output_tokens,
        reasoning_effort=settings.openai_reasoning_effort,
        stream_usage=True,
        use_responses_api=False,
    )


def _other(provider: str, name: str, variable: str, settings: Settings) -> BaseChatModel:
    """Their libraries read their own credentials from the environment; Google's key is also ours."""
    from langchain.chat_models import init_chat_model

    try:
        model: BaseChatModel = init_chat_model(name, **_options(provider, settings))
    except ImportError as error:
        listed = "`pip install --no-deps --require-hashes -r requirements/providers.txt`"
        how = listed if provider in _LISTED else str(error)
        raise OperatorError(f"{variable}: {name} needs a package: {how}") from error
    except ValueError as error:
        raise OperatorError(f"{variable}: {name} cannot be used: {_first_line(error)}") from error
    return model


def _first_line(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        return error.errors()[0]["msg"]
    return str(error).strip().splitlines()[0]


def _options(provider: str, settings: Settings) -> dict[str, Any]:
    """One request and no more, where the library lets us say so."""
    seconds, most = settings.model_timeout_seconds, settings.model_max_output_tokens
    if provider == "google_genai":
        own = {"api_key": settings.gemini_api_key, "base_url": settings.gemini_base_url}
        given = {name: value for name, value in own.items() if value}
        return {
            "timeout": seconds,
            "max_retries": 1,
            "max_tokens": most,
            **given,
        }  # attempts; 0 means its default
    if provider == "anthropic":
        return {"timeout": seconds, "max_retries": 0, "max_tokens": most}
    if provider in ("bedrock", "bedrock_converse"):
        return _bedrock_options(seconds) | {"max_tokens": most}
    return {}


def _bedrock_options(seconds: float) -> dict[str, Any]:
    try:
        from botocore.config import Config
    except ImportError:  # init_chat_model says what is missing
        return {}
    retries = {"total_max_attempts": 1}
    return {"config": Config(connect_timeout=seconds, read_timeout=seconds, retries=retries)}
