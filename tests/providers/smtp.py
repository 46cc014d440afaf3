"""An SMTP server that takes every letter."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


@asynccontextmanager
async def mail_server(letters: list[str]) -> AsyncIterator[int]:
    """As much of SMTP as a client without a password speaks."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        def say(line: str) -> None:
            writer.write(f"{line}\r\n".encode())

        say("220 mail")
        while line := (await reader.readline()).decode().strip().upper():
            if line == "DATA":
                say("354 go on")
                letters.append((await reader.readuntil(b"\r\n.\r\n")).decode())
            say("221 bye" if line == "QUIT" else "250 ok")
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
