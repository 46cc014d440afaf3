"""Every setting, read once from the environment (and `.env`) and passed down."""

import json
import os
import re
from functools import cached_property
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import Field, HttpUrl, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from agent.data_folder import default_folder
from agent.environment_names import is_name, is_reserved
from agent.model_limits import ModelLimits
from agent.prices import Price
from agent.secret_files import read_secret_files

_SECRET_WORD = re.compile(r"(TOKEN|KEY|SECRET|PASSWORD)(_|$)")
_SHORTEST_SECRET = 8
"""Characters: anything shorter would be found in ordinary words."""
_HOST = re.compile(r"[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\]")
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?|https?://\[[0-9A-Fa-f:.]+\](:\d{1,5})?")


def _entries(value: str | None) -> tuple[str, ...]:
    """Parts of a list with commas."""
    return tuple(part for entry in (value or "").split(",") if (part := entry.strip()))


class Settings(BaseSettings):
    """Names are the environment's, in lower case. Nothing is required: the default runs alone."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    database_url: SecretStr | None = None
    redis_url: SecretStr | None = None
    supabase_url: HttpUrl | None = None
    supabase_service_role_key: SecretStr | None = None
    supabase_media_bucket: str = "frontdesk-media"
    frontdesk_data_dir: Path | None = None
    frontdesk_deployment: str = Field(default="frontdesk", pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    frontdesk_secret_key: SecretStr | None = None
    frontdesk_secrets_dir: Path | None = None
    staff_second_factor: Literal["off", "owners", "all"] = "off"

    openai_api_key: SecretStr | None = None
    openai_base_url: str | None = None
    openai_chat_model: str = "openai:gpt-5.4-mini"
    openai_reasoning_effort: str | None = Field(default=None, pattern=r"^[a-z]{1,20}$")
    openai_fallback_models: str | None = None
    openai_embedding_model: str = "text-embedding-3-small"
    embedding_timeout_seconds: float = Field(default=2.0, gt=0, le=30)
    knowledge_similarity_floor: float = Field(default=0.4, ge=0, le=1)
    model_timeout_seconds: float = Field(default=30.0, gt=0, le=300)
    model_max_output_tokens: int = Field(default=2_000, ge=100, le=100_000)
    daily_spend_usd: float | None = Field(default=10.0, gt=0)
    daily_model_calls: int | None = Field(default=10_000, ge=1)
    sender_daily_spend_usd: float | None = Field(default=1.0, gt=0)
    sender_daily_model_calls: int | None = Field(default=300, ge=1)
    conversation_summaries: bool = True
    model_prices: Annotated[dict[str, Price], NoDecode] = Field(default_factory=dict)
    gemini_api_key: SecretStr | None = None
    gemini_base_url: str | None = None
    gemini_model: str = "gemini-2.5-flash"

    langfuse_host: str | None = None
    langfuse_public_key: str | None = None
    langfuse_secret_key: SecretStr | None = None
    langfuse_texts: bool = False
    frontdesk_release: str | None = Field(default=None, max_length=100)

    gupshup_base_url: str = "https://api.gupshup.io"
    evolution_base_url: str = "http://localhost:8081"
    chatwoot_base_url: str = "https://app.chatwoot.com"
    provider_private_hosts: str | None = None
    twilio_base_url: str = "https://api.twilio.com"
    meta_base_url: str = "https://graph.facebook.com"
    gupshup_notif_api_key: SecretStr | None = None
    gupshup_notif_source: str | None = None
    gupshup_notif_app_name: str | None = None
    gupshup_escalation_template_id: str | None = None
    gupshup_confirmation_template_id: str | None = None
    gupshup_reminder_template_id: str | None = None
    gupshup_waiting_template_id: str | None = None
    gupshup_recall_template_id: str | None = None
    gupshup_release_template_id: str | None = None
    gupshup_released_template_id: str | None = None
    gupshup_aftercare_template_id: str | None = None
    gupshup_review_template_id: str | None = None

    gateway_host: str = "127.0.0.1"
    gateway_port: int = Field(default=8080, ge=0, le=65535)
    public_url: str | None = None
    api_key: SecretStr | None = None
    metrics_key: SecretStr | None = None
    mcp_key: SecretStr | None = None
    api_key_rate: str = Field(default="600/minute", pattern=r"^[1-9]\d{0,6}/(second|minute|hour)$")
    cors_origins: str | None = None
    trusted_proxies: str | None = None
    allowed_hosts: str | None = None
    debounce_seconds: float = Field(default=10.0, ge=0, le=120)
    debounce_max_seconds: float = Field(default=30.0, ge=0, le=600)
    worker_concurrency: int = Field(default=8, ge=1, le=200)
    worker_tenant_share: float = Field(default=0.75, gt=0, le=1)
    turn_timeout_seconds: float = Field(default=90.0, gt=0, le=600)
    worker_heartbeat_seconds: float = Field(default=5.0, gt=0, le=60)
    worker_stalled_seconds: float = Field(default=20.0, gt=0, le=600)
    worker_sweep_seconds: float = Field(default=5.0, gt=0, le=60)
    worker_alive_file: Path | None = None
    send_lease_seconds: float = Field(default=30.0, gt=0, le=600)
    send_grace_seconds: float = Field(default=15.0, gt=0, le=600)
    database_wait_seconds: float = Field(default=5.0, gt=0, le=60)
    listen_notify: bool = True
    prepare_statements: bool = True
    media_allow_http: bool = False
    media_allow_private: bool = False
    mcp_allow_private: bool = False
    events_allow_private: bool = False
    push_services: str | None = None
    media_retention_days: int = Field(default=90, ge=1, le=36_500)
    message_retention_days: int = Field(default=3650, ge=30, le=36_500)
    thread_retention_days: int = Field(default=30, ge=2, le=36_500)
    turn_retention_days: int = Field(default=365, ge=30, le=36_500)
    job_retention_days: int = Field(default=30, ge=1, le=36_500)
    alarm_minutes: int = Field(default=60, ge=5, le=1440)
    alarm_least: int = Field(default=10, ge=1)
    alarm_error_percent: float = Field(default=5.0, gt=0, le=100)
    alarm_queue: int = Field(default=50, ge=1)
    alarm_queue_seconds: float = Field(default=300.0, gt=0)
    alarm_busy_percent: float = Field(default=90.0, gt=0, le=100)
    alarm_answer_seconds: float = Field(default=30.0, gt=0)
    alarm_escalation_percent: float = Field(default=10.0, gt=0, le=100)
    alarm_file_percent: float = Field(default=20.0, gt=0, le=100)
    alarm_daily_usd: float | None = Field(default=None, gt=0)
    operator_webhook_url: SecretStr | None = None
    operator_email: str | None = Field(default=None, pattern=r"^[^@\s]+@[^@\s]+$")
    operator_email_from: str | None = Field(default=None, pattern=r"^[^@\s]+@[^@\s]+$")
    smtp_url: SecretStr | None = None
    demo: bool = False
    log_texts: bool = False
    log_format: Literal["auto", "text", "json"] = "auto"
    log_files: bool = True
    log_level: str = Field(default="INFO", pattern=r"^(?i:debug|info|warning|error|critical)$")

    @field_validator("*", mode="before")
    @classmethod
    def _blank_is_unset(cls, value: object) -> object:
        """`NAME=` in an env file means that it is not configured."""
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("model_prices", mode="before")
    @classmethod
    def _json_object(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value)
        except ValueError as error:
            message = 'it is not JSON such as {"own-model": {"input": 0.5, "output": 2}}'
            raise ValueError(message) from error

    @model_validator(mode="before")
    @classmethod
    def _drop_unset(cls, values: object) -> object:
        if isinstance(values, dict):
            return {k: v for k, v in values.items() if not (isinstance(v, str) and not v.strip())}
        return values

    @field_validator(
        "daily_spend_usd",
        "daily_model_calls",
        "sender_daily_spend_usd",
        "sender_daily_model_calls",
        mode="before",
    )
    @classmethod
    def _no_ceiling(cls, value: object) -> object:
        return None if isinstance(value, str) and value.strip().lower() == "none" else value

    @model_validator(mode="after")
    def _ceiling_above_wait(self) -> Self:
        if self.debounce_max_seconds < self.debounce_seconds:
            raise ValueError("DEBOUNCE_MAX_SECONDS must not be below DEBOUNCE_SECONDS")
        return self

    @model_validator(mode="after")
    def _stalled_after_heartbeats(self) -> Self:
        """A living worker must not count as a dead one because of one late heartbeat."""
        if self.worker_stalled_seconds < 2 * self.worker_heartbeat_seconds:
            raise ValueError("WORKER_STALLED_SECONDS: at least two WORKER_HEARTBEAT_SECONDS")
        return self

    @field_validator("frontdesk_data_dir")
    @classmethod
    def _full_path(cls, value: Path | None) -> Path | None:
        """Without a slash in front it counts from the folder of the `.env` that names it."""
        return value.expanduser().absolute() if value else None

    @field_validator(
        "openai_base_url",
        "gemini_base_url",
        "gupshup_base_url",
        "evolution_base_url",
        "chatwoot_base_url",
        "twilio_base_url",
        "meta_base_url",
    )
    @classmethod
    def _address(cls, value: str | None) -> str | None:
        if value is not None and not is_address(value):
            raise ValueError("it is not an address such as https://api.example.com")
        return value

    @field_validator("cors_origins")
    @classmethod
    def _origins(cls, value: str | None) -> str | None:
        for entry in _entries(value):
            if entry != "*" and not _ORIGIN.fullmatch(entry):
                raise ValueError("CORS_ORIGINS: exact origins such as https://example.com")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _proxies(cls, value: str | None) -> str | None:
        for entry in _entries(value):
            if "/" in entry:
                ip_network(entry)
            else:
                ip_address(entry)
        return value

    @field_validator("allowed_hosts")
    @classmethod
    def _hosts(cls, value: str | None) -> str | None:
        for entry in _entries(value):
            if entry != "*" and not _HOST.fullmatch(entry):
                raise ValueError("ALLOWED_HOSTS: names such as desk.example.com, without a port")
        return value

    @cached_property
    def allowed_host_list(self) -> tuple[str, ...]:
        """Names by which we are called besides that of PUBLIC_URL; ("*",) for any."""
        return tuple(entry.lower() for entry in _entries(self.allowed_hosts))

    @cached_property
    def allowed_origins(self) -> tuple[str, ...]:
        """Origins besides our own whose pages may call us; ("*",) for all."""
        return tuple(entry.lower() for entry in _entries(self.cors_origins))

    @cached_property
    def push_service_list(self) -> tuple[str, ...]:
        """Origins of push services besides those of the browsers' makers."""
        return tuple(entry.lower() for entry in _entries(self.push_services))

    @property
    def model_limits(self) -> ModelLimits:
        """What hosted models may be used a day."""
        return {
            "daily_spend_usd": self.daily_spend_usd,
            "daily_model_calls": self.daily_model_calls,
            "sender_daily_spend_usd": self.sender_daily_spend_usd,
            "sender_daily_model_calls": self.sender_daily_model_calls,
        }

    @property
    def most_of_tenant(self) -> int:
        """How many places of a worker one organization may take, where there are others."""
        return max(1, int(self.worker_concurrency * self.worker_tenant_share))

    @cached_property
    def private_provider_hosts(self) -> tuple[str, ...]:
        """Hosts in our own network that a business's file may name as its provider's."""
        return tuple(entry.lower() for entry in _entries(self.provider_private_hosts))

    @cached_property
    def trusted_proxy_list(self) -> tuple[str, ...]:
        """Addresses and networks whose X-Forwarded-For is believed."""
        return _entries(self.trusted_proxies)

    @property
    def secret_keys(self) -> tuple[str, ...]:
        """The keys of FRONTDESK_SECRET_KEY: the first is in use, those after it are on their way out."""
        held = self.frontdesk_secret_key
        return _entries(held.get_secret_value() if held else None)

    @cached_property
    def data_dir(self) -> Path:
        """Where the embedded database and received files are kept; always a full path.

        Raises OperatorError as `default_folder` does.
        """
        return self.frontdesk_data_dir or default_folder()

    @property
    def media_bucket(self) -> str | None:
        """Of received files; None where they stay in the data folder."""
        project = self.supabase_url and self.supabase_service_role_key
        return (
            self.supabase_media_bucket if project and self.supabase_media_bucket != "none" else None
        )

    @cached_property
    def address(self) -> str:
        """The URL under which people reach the gateway, without a slash at the end."""
        return (self.public_url or f"http://localhost:{self.gateway_port}").rstrip("/")

    def base_url(self, channel: str) -> str | None:
        """Where a channel's provider is called (`<CHANNEL>_BASE_URL`); None for one without."""
        base: str | None = getattr(self, f"{channel}_base_url", None)
        return base

    def secret(self, name: str | None) -> str | None:
        """The secret that an organization's file names; None when it is not set. Never a setting of
        ours or of the machine's. Whose it is, `TenantEnvironment` knows (gateway/access)."""
        if name is None or not is_name(name) or self.reserves(name):
            return None
        from_files = self._secret_files.get(name)
        return os.environ.get(name) or self._file_values.get(name) or from_files or None

    @classmethod
    def reserves(cls, name: str) -> bool:
        """Whether a variable is ours or the machine's, and so never a business's."""
        return is_reserved(name, cls.model_fields)

    def secrets(self) -> frozenset[str]:
        """Every secret in reach of this process, also passwords in addresses, so that it can be kept
        out of what is shown."""
        around = {**self._secret_files, **self._file_values, **os.environ}
        secrets = {value for name, value in around.items() if value and _SECRET_WORD.search(name)}
        own = [getattr(self, name) for name in type(self).model_fields]
        secrets |= {value.get_secret_value() for value in own if isinstance(value, SecretStr)}
        secrets |= {*self.secret_keys}
        secrets |= {*self._secret_files.values()}
        texts = {*secrets, *filter(None, around.values()), *map(str, own)}
        secrets |= {password for value in texts if (password := _password(value))}
        return frozenset(secret for secret in secrets if len(secret) >= _SHORTEST_SECRET)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the environment and `.env` do not say, files say (FRONTDESK_SECRETS_DIR)."""
        mounted = {name.lower(): value for name, value in _mounted().items()}
        files = InitSettingsSource(settings_cls, mounted)
        return init_settings, env_settings, dotenv_settings, files

    @cached_property
    def _secret_files(self) -> dict[str, str]:
        return read_secret_files(self.frontdesk_secrets_dir)

    @cached_property
    def _file_values(self) -> dict[str, str | None]:
        """Secrets of organizations may stand in `.env` like everything else."""
        return dotenv_values(".env")


def _mounted() -> dict[str, str]:
    """Which folder it is, the environment or `.env` says."""
    name = "FRONTDESK_SECRETS_DIR"
    return read_secret_files(os.environ.get(name) or dotenv_values(".env").get(name))


def _password(value: str) -> str | None:
    """That of a URL."""
    try:
        return urlsplit(value).password
    except ValueError:
        return None


def is_address(value: str) -> bool:
    """Whether it is an http(s) URL of a host."""
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def problems(error: ValidationError) -> list[str]:
    """What is wrong with the environment, a line for each variable; never what stands in it."""
    return [
        ": ".join(
            filter(None, [_variable(problem["loc"]), problem["msg"].removeprefix("Value error, ")])
        )
        for problem in error.errors(include_input=False, include_url=False)
    ]


def _variable(place: tuple[int | str, ...]) -> str:
    """`("model_prices", "gpt", "input")` is "MODEL_PRICES gpt.input"."""
    name, *inside = map(str, place or ("",))
    return f"{name.upper()} {'.'.join(inside)}".strip()


def export_environment(values: dict[str, str]) -> None:
    """Makes generated secrets (the demo's) visible to `Settings.secret` and child processes."""
    for name, value in values.items():
        os.environ.setdefault(name, value)


def child_environment(**values: str) -> dict[str, str]:
    """This process's environment with `values` over it, for a child process."""
    return {**os.environ, **values}
