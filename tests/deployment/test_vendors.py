"""The images that are not to be had here, PostgREST and the Langfuse profile's: nobody ran them.

Their words, variables and values in docker-compose.yml are compared with what their vendors' pages
say (read in November 2026), so that a slip of the pen does not wait for the first real start.
"""

import re
import shlex
from dataclasses import dataclass, field
from typing import Any

import pytest

_LANGFUSE = {
    "DATABASE_URL": r"postgresql://\w+:\w+@db:5432/langfuse",
    "NEXTAUTH_URL": r"https?://.+",
    "SALT": r".+",
    "ENCRYPTION_KEY": r"[0-9a-f]{64}",
    "HOSTNAME": r"0\.0\.0\.0",
    "CLICKHOUSE_URL": r"http://clickhouse:8123",
    "CLICKHOUSE_MIGRATION_URL": r"clickhouse://clickhouse:9000",
    "CLICKHOUSE_USER": r"\w+",
    "CLICKHOUSE_PASSWORD": r".+",
    "CLICKHOUSE_CLUSTER_ENABLED": r"false",
    "REDIS_HOST": r"langfuse-redis",
    "REDIS_PORT": r"6379",
    "REDIS_AUTH": r".+",
    "LANGFUSE_S3_EVENT_UPLOAD_BUCKET": r"\w+",
    "LANGFUSE_S3_EVENT_UPLOAD_PREFIX": r"\w+/",
    "LANGFUSE_S3_EVENT_UPLOAD_REGION": r"auto",
    "LANGFUSE_S3_EVENT_UPLOAD_ENDPOINT": r"http://minio:9000",
    "LANGFUSE_S3_EVENT_UPLOAD_FORCE_PATH_STYLE": r"true",
    "LANGFUSE_S3_EVENT_UPLOAD_ACCESS_KEY_ID": r".+",
    "LANGFUSE_S3_EVENT_UPLOAD_SECRET_ACCESS_KEY": r".+",
    "TELEMETRY_ENABLED": r"false",
}
_OWN_FILE = "https://github.com/langfuse/langfuse/blob/main/docker-compose.yml"
_LANGFUSE_PAGES = (
    "https://langfuse.com/self-hosting/configuration",
    "https://langfuse.com/self-hosting/configuration/health-readiness-endpoints",
    "https://langfuse.com/self-hosting/deployment/infrastructure/containers",
    "https://langfuse.com/self-hosting/deployment/infrastructure/blobstorage",
    "https://langfuse.com/self-hosting/deployment/infrastructure/cache",
    _OWN_FILE,
)
_LANGFUSE_CHECK = (
    "node -e \"fetch('http://127.0.0.1:{}').then(answer => process.exit(answer.ok ? 0 : 1))\""
)
# The server: docs/observability/sdk/upgrade-path/python-v4-to-v5 ("Minimum versions"), and the tag
# by name: self-hosting/configuration/ai-gateway. What it stores in: step 1 of
# self-hosting/upgrade/upgrade-guides/upgrade-v3-to-v4; new installations need nothing else of it.
_AT_LEAST = {
    "langfuse-web": (4, 59, 0),
    "langfuse-worker": (4, 59, 0),
    "clickhouse": (25, 12),
    "langfuse-redis": (7, 0),
}


@dataclass(frozen=True)
class Vendor:
    """`pages` say that `variables` exist and what values fit, and give `check` and `words`.

    `words` are entry point and command where the image's own are not taken; `data` is the folder
    that is to be kept.
    """

    pages: tuple[str, ...]
    variables: dict[str, str]
    check: str
    words: str = ""
    data: tuple[str, ...] = field(default=())


VENDORS = {
    "postgrest": Vendor(
        (
            "https://docs.postgrest.org/en/v14/references/configuration.html",
            "https://docs.postgrest.org/en/v14/references/cli.html#ready-flag",
            "https://docs.postgrest.org/en/v14/references/admin_server.html",
        ),
        {
            "PGRST_DB_URI": r"postgresql://authenticator:\w+@db:5432/frontdesk",
            "PGRST_DB_SCHEMAS": r"public",
            "PGRST_DB_ANON_ROLE": r"anon",
            "PGRST_DB_POOL": r"\d+",
            "PGRST_JWT_SECRET": r".{32,}",
            # A name: for "!4" and the like the health check may tell a falsehood.
            "PGRST_ADMIN_SERVER_HOST": r"localhost",
            "PGRST_ADMIN_SERVER_PORT": r"3001",
        },
        "postgrest --ready",
    ),
    "langfuse-web": Vendor(
        (
            *_LANGFUSE_PAGES,
            "https://langfuse.com/self-hosting/administration/headless-initialization",
            "https://langfuse.com/self-hosting/security/authentication-and-sso",
        ),
        {
            **_LANGFUSE,
            "NEXTAUTH_SECRET": r".+",
            "AUTH_DISABLE_SIGNUP": r"true",
            "LANGFUSE_INIT_ORG_ID": r"\w+",
            "LANGFUSE_INIT_ORG_NAME": r"\w+",
            "LANGFUSE_INIT_PROJECT_ID": r"\w+",
            "LANGFUSE_INIT_PROJECT_NAME": r"\w+",
            "LANGFUSE_INIT_PROJECT_PUBLIC_KEY": r"pk-lf-\w+",
            "LANGFUSE_INIT_PROJECT_SECRET_KEY": r"sk-lf-\w+",
            "LANGFUSE_INIT_USER_EMAIL": r"\S+@\S+",
            "LANGFUSE_INIT_USER_NAME": r"\w+",
            "LANGFUSE_INIT_USER_PASSWORD": r".{8,}",
        },
        _LANGFUSE_CHECK.format("3000/api/public/health"),
    ),
    "langfuse-worker": Vendor(
        _LANGFUSE_PAGES, _LANGFUSE, _LANGFUSE_CHECK.format("3030/api/health")
    ),
    "clickhouse": Vendor(
        (
            "https://hub.docker.com/r/clickhouse/clickhouse-server",
            "https://langfuse.com/self-hosting/deployment/infrastructure/clickhouse",
            _OWN_FILE,
        ),
        {
            "CLICKHOUSE_DB": r"default",
            "CLICKHOUSE_USER": r"\w+",
            "CLICKHOUSE_PASSWORD": r".+",
        },
        "wget -q -O /dev/null http://127.0.0.1:8123/ping",
        data=("/var/lib/clickhouse", "/var/log/clickhouse-server"),
    ),
    "minio": Vendor(
        (
            "https://github.com/minio/minio/blob/master/docs/config/README.md",
            # The shell, the folder as a bucket and the health check are those of Langfuse's own file.
            _OWN_FILE,
        ),
        {
            "MINIO_ROOT_USER": r".{3,}",
            "MINIO_ROOT_PASSWORD": r".{8,}",
            "MC_CONFIG_DIR": r"/tmp/mc",
        },
        "mc ready local",
        "sh -c mkdir -p /data/langfuse && exec minio server /data --address :9000",
        data=("/data",),
    ),
}


@pytest.mark.parametrize("name", VENDORS)
def test_it_is_configured_as_its_vendor_says(name: str, compose: dict[str, Any]) -> None:
    vendor, service = VENDORS[name], compose["services"][name]
    given = {variable: str(value) for variable, value in service["environment"].items()}
    assert set(given) == set(vendor.variables), vendor.pages
    for variable, fits in vendor.variables.items():
        assert re.fullmatch(fits, given[variable]), (variable, vendor.pages)
    assert service["healthcheck"]["test"] == ["CMD", *shlex.split(vendor.check)], vendor.pages
    words = [*service.get("entrypoint", []), *service.get("command", [])]
    assert " ".join(words) == vendor.words, vendor.pages
    kept = tuple(volume.split(":")[1] for volume in service.get("volumes", []))
    assert kept == vendor.data, vendor.pages


def test_langfuse_is_as_new_as_the_library_and_its_stores_as_new_as_it_wants(
    compose: dict[str, Any],
) -> None:
    def version(name: str) -> tuple[int, ...]:
        tag = compose["services"][name]["image"].rpartition(":")[2]
        return tuple(int(number) for number in tag.split("."))

    for name, least in _AT_LEAST.items():
        assert version(name) >= least, name
    assert version("langfuse-web") == version("langfuse-worker")
    postgresql = re.search(r"-pg(\d+)-", compose["services"]["db"]["image"])
    assert postgresql
    assert int(postgresql[1]) >= 15


def test_what_belongs_together_has_the_same_secret(compose: dict[str, Any]) -> None:
    services = compose["services"]
    langfuse = services["langfuse-worker"]["environment"]
    clickhouse, minio = (services[name]["environment"] for name in ("clickhouse", "minio"))
    for name in ("CLICKHOUSE_USER", "CLICKHOUSE_PASSWORD"):
        assert langfuse[name] == clickhouse[name]
    upload = "LANGFUSE_S3_EVENT_UPLOAD"
    assert langfuse[f"{upload}_ACCESS_KEY_ID"] == minio["MINIO_ROOT_USER"]
    assert langfuse[f"{upload}_SECRET_ACCESS_KEY"] == minio["MINIO_ROOT_PASSWORD"]
    assert f"/data/{langfuse[f'{upload}_BUCKET']} " in services["minio"]["command"][0]
    assert langfuse["REDIS_AUTH"] in services["langfuse-redis"]["command"]
    database = services["db"]["environment"]
    assert f":{database['LANGFUSE_DB_PASSWORD']}@" in langfuse["DATABASE_URL"]
    uri = services["postgrest"]["environment"]["PGRST_DB_URI"]
    assert f":{database['AUTHENTICATOR_PASSWORD']}@" in uri
