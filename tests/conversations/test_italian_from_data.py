"""A fourth language is *understood* from its folder: Italian, of which no code knows a word, from the
first message to the row, the reminder and the change."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from agent.texts import load, speaking
from gateway.organizations import commands
from gateway.organizations.loading import loads
from tests.agent.texts.italian_folder import CODE, folders
from tests.conversations.reminding import events, later, reminders, statuses
from tests.databases import DEMO, NOW, SECRETS
from tests.front import Front, open_front


def italian(file: str) -> str:
    """The demo clinic's file, in Italian as far as customers name it."""
    file = file.replace("\nlanguage: es ", f"\nlanguage: {CODE} ")
    facial = "name: Pulizia del viso\n    synonyms: [pulizia, pulizia viso, trattamento viso]"
    return re.sub(r"name: Limpieza facial\n    synonyms: .*", facial, file)


@asynccontextmanager
async def italian_front(url: str, folder: Path) -> AsyncIterator[Front]:
    with speaking(load(folders(folder / "languages"))):
        async with open_front(url, folder / "data", NOW) as front:
            file = loads(italian((DEMO / "aurora.yaml").read_text("utf-8")).encode())
            database = front.container.database
            await commands.apply(database, await commands.plan(database, file, SECRETS.get))
            yield front
