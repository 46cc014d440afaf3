"""Chat models from `provider:model` strings; without a key, the offline model."""

from langchain_core.language_models import BaseChatModel

from agent.errors import OperatorError
from agent.settings import Settings


def build_model(settings: Settings) -> BaseChatModel:
    """The model that answers customers.

    OPENAI_CHAT_MODEL names it, OPENAI_BASE_URL lets any compatible server stand in. Retries are
    few because a turn is retried as a whole.
    """
    if settings.openai_api_key is None:
        from agent.offline import OfflineChatModel

        return OfflineChatModel()
    provider, _, name = settings.openai_chat_model.rpartition(":")
    if provider not in ("", "openai"):
        raise OperatorError(f"OPENAI_CHAT_MODEL: the provider {provider!r} is not supported yet")
    from langchain_openai import ChatOpenAI

    return ChatOpenAI(
        model=name,
        api_key=settings.openai_api_key,
        base_url=settings.openai_base_url,
        timeout=settings.turn_timeout_seconds / 2,
        max_retries=1,
    )
