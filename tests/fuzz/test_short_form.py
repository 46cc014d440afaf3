"""The short form of `make fuzz`: some hundred damaged requests, none of which is our mistake."""

from collections import Counter
from itertools import islice
from pathlib import Path

from pydantic import SecretStr

from gateway.access.vault import vault_of
from tests.databases import NOW
from tests.front import open_front
from tests.fuzz.mutations import requests
from tests.fuzz.senders import PUBLIC_URL, SENDERS, connect
from tests.scripted_model import ScriptedModel

MANY = 300


async def test_damaged_requests_are_taken_or_refused(database_url: str, tmp_path: Path) -> None:
    async with open_front(
        database_url, tmp_path, NOW, ScriptedModel(), public_url=PUBLIC_URL,
        trusted_proxies="127.0.0.1", frontdesk_secret_key=SecretStr("k" * 40),
    ) as front:  # fmt: skip
        container = front.container
        await connect(front.url, container.database, vault_of(container.settings))
        answers: Counter[tuple[str, int]] = Counter()
        for one in islice(requests(1), MANY):
            answer = await front.http.request(
                one.method, one.path, content=one.body, headers=one.pairs
            )
            answers[one.sender.channel, answer.status_code] += 1
            assert answer.status_code < 500, (one, answer.text)
        for sender in SENDERS:  # not all at the door
            assert answers[sender.channel, 200] > 5, sorted(answers.items())
        assert {status for _, status in answers} >= {200, 400, 401}
        assert len(front.rows("select 1 from chat_messages")) > 20
