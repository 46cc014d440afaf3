"""Which variables of the environment a business's file may name: its own, by the beginning of the name.

Everything else is refused unless the operator grants it, and what belongs to frontdesk or to the
machine is refused even then.
"""

import re
from collections.abc import Iterable

_NAME = re.compile(r"[A-Z][A-Z0-9_]{2,63}")
_MACHINE = frozenset(
    {
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "PWD", "OLDPWD", "HOSTNAME",
        "TERM", "TMPDIR", "EDITOR", "MAIL", "DISPLAY", "SECRET_KEY", "SECRET_KEY_BASE", "VIRTUAL_ENV",
        "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR",
        "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GOOGLE_API_KEY", "GH_TOKEN", "NPM_TOKEN",
        "DATABASE_PASSWORD",
    }
)  # fmt: skip
_MACHINES_BEGIN = (
    "FRONTDESK_", "AWS_", "AZURE_", "GCP_", "GCLOUD_", "GOOGLE_APPLICATION_", "GOOGLE_CLOUD_",
    "PGPASS", "PGHOST", "PGUSER", "PGSERVICE", "PGSSL", "POSTGRES_", "REDIS_", "KUBERNETES_",
    "DOCKER_", "GITHUB_", "GITLAB_", "OPENAI_", "ANTHROPIC_", "GEMINI_", "SUPABASE_", "LANGFUSE_",
    "LANGCHAIN_", "LANGSMITH_", "LC_", "LD_", "XDG_", "SSH_", "GPG_", "PYTHON", "PIP_",
)  # fmt: skip


def is_name(name: object) -> bool:
    """Three to 64 capital letters of ASCII, digits and underscores."""
    return isinstance(name, str) and _NAME.fullmatch(name) is not None


def is_reserved(name: str, settings: Iterable[str]) -> bool:
    """Whether it is a setting of frontdesk's (`settings`: their names, in any case) or the machine's."""
    folded = name.upper()
    own = {setting.upper() for setting in settings}
    return folded in own | _MACHINE or folded.startswith(_MACHINES_BEGIN)


def prefix_of(slug: str) -> str:
    """How the names of an organization's variables begin: AURORA_NORTE_ for aurora-norte."""
    return f"{slug.upper().replace('-', '_')}_"


def owner_of(name: str, slugs: Iterable[str]) -> str | None:
    """The organization whose variable it is by its name: the longest beginning that fits."""
    fitting = [slug for slug in slugs if name.startswith(prefix_of(slug))]
    return max(fitting, key=len, default=None)
