"""The service `db` as a plain process: its command on the embedded PostgreSQL's programs.

Before it, what the image does on its first start, from its page (hub.docker.com/_/postgres:
POSTGRES_PASSWORD, POSTGRES_HOST_AUTH_METHOD, PGDATA, Initialization scripts) and its Dockerfile
(listen_addresses, STOPSIGNAL): initdb with the password, a line for everybody who comes by network,
the scripts by psql on a server that listens on its socket only.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from psycopg.conninfo import make_conninfo

from agent.data.embedded_account import Account, account_for, programs
from tests.databases import server_folder
from tests.deployment.compose import ROOT
from tests.deployment.processes import free_port

Done = subprocess.CompletedProcess[str]
ROLES = ROOT / "deploy" / "postgres" / "10-roles.sql"
_SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = '{folder}'
# A test database survives nothing anyway.
fsync = off
synchronous_commit = off
full_page_writes = off
"""
_PASSWORDS = {
    "postgres": "POSTGRES_PASSWORD",
    "frontdesk": "FRONTDESK_DB_PASSWORD",
    "authenticator": "AUTHENTICATOR_PASSWORD",
    "langfuse": "LANGFUSE_DB_PASSWORD",
}


@dataclass(frozen=True)
class ComposeServer:
    """`service` is the interpolated one, `folder` takes the place of the volume and of the socket's.

    `first` is what psql said of the first start's script, `healthy_too_early` whether the health
    check took that server for the real one.
    """

    service: dict[str, Any]
    folder: Path
    port: int
    first: Done | None = None
    healthy_too_early: bool = True

    def url(self, user: str, database: str = "frontdesk", password: str | None = None) -> str:
        """As another container connects."""
        return make_conninfo(
            host="127.0.0.1",
            port=self.port,
            user=user,
            dbname=database,
            password=password or self.service["environment"][_PASSWORDS[user]],
        )

    @property
    def owner(self) -> str:
        """The superuser's URL."""
        return self.url("postgres", "postgres")

    def healthy(self) -> bool:
        return self.run(*self.service["healthcheck"]["test"][1:]).returncode == 0

    def run_roles(self, **passwords: str) -> Done:
        """deploy/postgres/10-roles.sql as the image runs it; `passwords` instead of the .env's."""
        words = ("psql", "-v", "ON_ERROR_STOP=1", "--username", "postgres", "--no-password")
        # A copy, for PostgreSQL's user may not be let into the checkout.
        script = self.folder / ROLES.name
        script.write_bytes(ROLES.read_bytes())
        script.chmod(0o644)
        file = ("--no-psqlrc", "--dbname", "postgres", "-f", str(script))
        return self.run(*words, *file, **passwords)

    def run(self, *words: str, **environment: str) -> Done:
        return subprocess.run(
            [_programs() / words[0], *words[1:]],
            env=self._environment() | environment,
            user=_user(),
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self) -> "subprocess.Popen[str]":
        """The service's own command."""
        program, *words = self.service["command"]
        with (self.folder / "log").open("a") as log:
            return subprocess.Popen(
                [_programs() / program, *words],
                env=self._environment(),
                user=_user(),
                stdout=log,
                stderr=log,
                text=True,
            )

    def initialise(self) -> "ComposeServer":
        """The image's first start."""
        data = Path(self._environment()["PGDATA"])
        password = self.folder / "password"
        password.write_text(self.service["environment"]["POSTGRES_PASSWORD"] + "\n")
        done = self.run("initdb", "--username=postgres", f"--pwfile={password}")
        assert done.returncode == 0, done.stderr
        encryption = self.run("postgres", "-C", "password_encryption").stdout.strip()
        # The image writes this line at the end: who connects to 127.0.0.1 needs no password in the
        # container. Here everybody comes from there and is to be taken for another container.
        rules = data / "pg_hba.conf"
        rules.write_text(f"host all all all {encryption}\n{rules.read_text()}")
        with (data / "postgresql.conf").open("a") as file:
            file.write(_SETTINGS.format(folder=self.folder))
        given = " ".join([*self.service["command"][1:], "-c", "listen_addresses=''"])
        log = str(self.folder / "first.log")
        done = self.run("pg_ctl", "-o", given, "-l", log, "-w", "start")
        assert done.returncode == 0, done.stderr
        started = replace(self, healthy_too_early=self.healthy(), first=self.run_roles())
        self.run("pg_ctl", "-m", "fast", "-w", "stop")
        return started

    def _environment(self) -> dict[str, str]:
        around = {
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "PGDATA": str(self.folder / "18" / "docker"),
            "PGHOST": str(self.folder),
            "PGPORT": str(self.port),
        }
        return {**around, **self.service["environment"]}


@contextmanager
def open_db(service: dict[str, Any]) -> Iterator[ComposeServer]:
    """Its first start, then its command until the end, which is to be a clean one."""
    with server_folder() as folder:
        if user := _user():
            shutil.chown(folder, user)
        server = ComposeServer(service, folder, free_port()).initialise()
        process = server.start()
        try:
            deadline = time.monotonic() + 30
            while not server.healthy():
                assert process.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < deadline, (folder / "log").read_text()
                time.sleep(0.02)
            yield server
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0, (folder / "log").read_text()
        finally:
            process.kill()
            process.wait()


@cache
def _programs() -> Path:
    """Those of the embedded PostgreSQL, where its user reaches them."""
    return programs(_account())


@cache
def _account() -> Account:
    return account_for(Path("/"))


def _user() -> int | None:
    """As root: the user under whom PostgreSQL runs."""
    return _account().uid if _account().other else None
