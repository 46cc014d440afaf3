"""Plain processes in the place of containers."""

import asyncio
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

from tests.deployment.compose import ROOT

Process = asyncio.subprocess.Process
PATIENCE = 60.0
_OWN_TMP = "mount -t tmpfs none /tmp && "
_READ_ONLY = 'mount -o bind,remount,ro / && {tmp}cd / && exec "$@"'


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@cache
def read_only() -> tuple[str, ...]:
    """Makes the whole file system read-only for a process; nothing where that is not allowed."""
    if shutil.which("unshare") is None or not Path("/dev/shm").is_mount():
        return ()
    # A /tmp of its own would hide a program that lies there; then even /tmp is read-only.
    below = any(path.is_relative_to("/tmp") for path in (ROOT, Path(sys.prefix)))
    script = _READ_ONLY.format(tmp="" if below else _OWN_TMP)
    wrapper = ("unshare", "--mount", "sh", "-c", script, "sh")
    tried = subprocess.run([*wrapper, "true"], capture_output=True, check=False)
    return wrapper if tried.returncode == 0 else ()


@asynccontextmanager
async def running(
    command: Sequence[str | Path], environment: Mapping[str, str], folder: Path
) -> AsyncIterator[Process]:
    """The command until the end of the block, which kills what still runs."""
    process = await asyncio.create_subprocess_exec(
        *command,
        env=environment,
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def finished(process: Process) -> str:
    """Waits for its end; what it said."""
    output, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    return output.decode()


async def stopped(process: Process) -> str:
    """Asks it to end, as an engine does; what it said."""
    process.terminate()
    return await finished(process)


async def succeeds(command: Sequence[str | Path], environment: Mapping[str, str]) -> bool:
    process = await asyncio.create_subprocess_exec(
        *command,
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    return await process.wait() == 0


async def until(true: Callable[[], Awaitable[bool]], process: Process) -> None:
    """Waits for `true`, while the process lives."""
    async with asyncio.timeout(PATIENCE):
        while not await true():
            assert process.returncode is None, await finished(process)
            await asyncio.sleep(0.02)
