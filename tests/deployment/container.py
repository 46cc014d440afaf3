"""Our image's services as plain processes: nothing but the data folder and /tmp is writable.

Where this user may make a mount namespace, the whole file system is read-only for the process, as
in the container; elsewhere it only stands in a folder that must stay empty.
"""

import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.databases import server_folder
from tests.deployment.compose import ROOT
from tests.deployment.image import read_image
from tests.deployment.processes import Process, free_port, read_only, running, succeeds


@dataclass(frozen=True)
class Containers:
    """`places`: addresses, ports and paths of the containers, and where these are here. `env_file`
    is what frontdesk.env would hold."""

    services: dict[str, Any]
    folder: Path
    places: Mapping[str, str]
    env_file: Mapping[str, str]

    @property
    def gateway(self) -> str:
        return f"http://{self.places['127.0.0.1:8080']}"

    def run(self, name: str) -> AbstractAsyncContextManager[Process]:
        """The service's command after the image's entry point."""
        words = [*read_image()[""].words("ENTRYPOINT"), *self.services[name]["command"]]
        return running(self._words(words), self._environment(name), self.folder / "empty")

    async def healthy(self, name: str) -> bool:
        """The service's health check, run once."""
        words = self.services[name]["healthcheck"]["test"][1:]
        return await succeeds(self._words(words), self._environment(name))

    def _words(self, words: list[str]) -> list[str]:
        here = [sys.executable if word == "python" else self._here(word) for word in words]
        return [*read_only(), *here]

    def _environment(self, name: str) -> dict[str, str]:
        """The image's, then frontdesk.env's, then what the file says; that wins, as in Compose."""
        given = {
            **read_image()[""].environment(),
            **self.env_file,
            **self.services[name]["environment"],
        }
        here = {variable: self._here(value) for variable, value in given.items()}
        return {**here, "PATH": os.defpath, "PYTHONPATH": str(ROOT)}

    def _here(self, text: str) -> str:
        """A whole word, or an address within one."""
        for there, here in self.places.items():
            text = text.replace(there, here) if ":" in there else here if text == there else text
        return text


@asynccontextmanager
async def open_containers(
    services: dict[str, Any], places: Mapping[str, str], env_file: Mapping[str, str]
) -> AsyncIterator[Containers]:
    with server_folder() as folder:
        for name in ("data", "empty"):
            (folder / name).mkdir()
        port = str(free_port())
        own = {
            "127.0.0.1:8080": f"127.0.0.1:{port}",
            "0.0.0.0": "127.0.0.1",
            "8080": port,
            "/data": str(folder / "data"),
            # In the container this is in its own /tmp, which here belongs to one process alone.
            "/tmp/worker.alive": str(folder / "data" / "worker.alive"),
        }
        yield Containers(services, folder, {**places, **own}, env_file)
        assert list((folder / "empty").iterdir()) == []
