"""Keys of organizations: what they open, for how long, and that they tell nothing."""

import re
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.access.api_keys import looks_like_key, new_key
from gateway.api.auth import WRONG_KEYS
from gateway.cli.keys import keys_app
from tests.databases import NOW
from tests.front import API_KEY, Front, open_front
from tests.gateway.access.conftest import command
from tests.scripted_model import ScriptedModel

CHAT = "00000000-0000-4000-8000-000000000001"


async def key_of(front: Front, tenant: str = "aurora", *scopes: str, days: int = 0) -> str:
    words = [word for scope in scopes or ("invoke",) for word in ("--scope", scope)]
    words += ["--days", str(days)] if days else []
    made = await command(front, keys_app, "create", tenant, "--name", "site", *words)
    assert made.exit_code == 0, made.output
    return str(made.stdout).strip()


async def invoke(front: Front, key: str, tenant: str = "aurora", **more: Any) -> Any:
    body = {"organizationId": str(front.organization(tenant)), "chatIdentityId": CHAT}
    headers = {"Authorization": f"Bearer {key}"}
    return await front.http.post("/invoke", json=body | {"message": "hola"} | more, headers=headers)


async def test_a_key_acts_for_its_own_organization(plain: Front) -> None:
    answer = await invoke(plain, await key_of(plain))
    assert (answer.status_code, answer.json()["response"]) == (200, "De acuerdo.")


async def test_another_organization_looks_exactly_like_none(plain: Front) -> None:
    key = await key_of(plain)
    foreign = await invoke(plain, key, "sorriso")
    unknown = await invoke(plain, key, organizationId=str(uuid4()))
    assert foreign.status_code == 404
    assert (foreign.status_code, foreign.content) == (unknown.status_code, unknown.content)
    assert foreign.headers == unknown.headers
    own = {"Authorization": f"Bearer {API_KEY}"}
    for tenant in ("aurora", "sorriso"):  # which the deployment's key reaches
        body = {"organizationId": str(plain.organization(tenant)), "chatIdentityId": str(uuid4())}
        answer = await plain.http.post("/invoke", json=body | {"message": "x"}, headers=own)
        assert answer.status_code == 200
    assert len(plain.rows("select * from chat_messages where direction = 'inbound'")) == 2


async def test_a_key_needs_the_scope_of_the_route(plain: Front) -> None:
    for scope, expected in (("invoke", (200, 403)), ("notify", (403, 404)), ("read", (403, 403))):
        key = await key_of(plain, "aurora", scope)
        about = {
            "organization_id": str(plain.organization("aurora")),
            "chat_identity_id": str(uuid4()),
            "phone_number": "3005550144",
            "country_code": "57",
            "reason": "x",
        }
        notified = await plain.http.post(
            "/internal/notify/escalation", json=about, headers={"Authorization": f"Bearer {key}"}
        )
        assert ((await invoke(plain, key)).status_code, notified.status_code) == expected, scope


async def test_revoked_and_expired_keys_stop_at_once(plain: Front) -> None:
    key, lasting = await key_of(plain), await key_of(plain, days=2)
    assert (await invoke(plain, key)).status_code == 200
    # Who finds a key somewhere has it whole, and it is not repeated.
    done = await command(plain, keys_app, "revoke", "aurora", key)
    assert (done.exit_code, done.output) == (0, f"{key.split('_')[2]} is revoked\n")
    refused = await invoke(plain, key)
    assert refused.status_code == 401
    assert (await invoke(plain, lasting)).status_code == 200
    await plain.pass_time(2 * 86400 + 1)
    ended = await invoke(plain, lasting)
    assert (ended.status_code, ended.content) == (401, refused.content)
    states = (await command(plain, keys_app, "list", "aurora")).output
    assert ("revoked" in states, "expired" in states) == (True, True)


async def test_every_bad_key_gets_the_same_answer(plain: Front) -> None:
    key = await key_of(plain)
    bad = [
        key[:-1],
        key + "x",
        key.upper(),
        key[::-1],
        new_key()[0],
        "x" * 5000,
        "",
        "ñ",
        "fd_live_",
    ]
    answers = [
        await plain.http.post(
            "/invoke", content=b"{", headers={b"Authorization": f"Bearer {k}".encode()}
        )
        for k in bad
    ]
    assert {a.status_code for a in answers} == {401}
    assert len({(a.content, tuple(sorted(a.headers.items()))) for a in answers}) == 1
    assert answers[0].headers["www-authenticate"] == "Bearer"
    assert answers[0].headers["content-type"] == "application/problem+json"


async def test_it_is_shown_once_and_stored_as_a_hash(plain: Front) -> None:
    key = await key_of(plain)
    assert re.fullmatch(r"fd_live_[0-9a-f]{8}_[0-9A-Za-z]{49}", key)
    (row,) = plain.rows("select * from api_keys")
    assert key not in str(row)
    assert row["last_used_at"] is None
    await invoke(plain, key)
    (row,) = plain.rows("select * from api_keys")
    assert row["last_used_at"] is not None
    listed = await command(plain, keys_app, "list", "aurora")
    assert row["prefix"] in listed.output
    assert key.split("_")[3][:10] not in listed.output


@pytest.mark.parametrize(
    "words",
    [
        ("create", "nobody", "--name", "x", "--scope", "invoke"),
        ("create", "aurora", "--name", "", "--scope", "invoke"),
        ("create", "aurora", "--name", "x", "--scope", "everything"),
        ("create", "aurora", "--name", "x", "--scope", "invoke", "--days", "0"),
        ("create", "aurora", "--name", "x"),
        ("revoke", "aurora", "00000000"),
    ],
)
async def test_commands_that_are_refused(plain: Front, words: tuple[str, ...]) -> None:
    done = await command(plain, keys_app, *words)
    assert done.exit_code in (1, 2)
    assert plain.rows("select 1 from api_keys") == []


async def test_another_organization_cannot_revoke_it(plain: Front) -> None:
    key = await key_of(plain)
    done = await command(plain, keys_app, "revoke", "sorriso", key.split("_")[2])
    assert done.exit_code == 1
    assert (await invoke(plain, key)).status_code == 200


async def test_each_key_has_its_own_rate(database_url: str, tmp_path: Any) -> None:
    async with open_front(
        database_url, tmp_path, NOW, ScriptedModel(), api_key_rate="3/minute"
    ) as front:
        key, other = await key_of(front), await key_of(front)
        statuses = [(await invoke(front, key)).status_code for _ in range(4)]
        assert statuses == [200, 200, 200, 429]
        slow = await invoke(front, key)
        assert 0 < int(slow.headers["retry-after"]) <= 60
        assert slow.headers["content-type"] == "application/problem+json"
        assert (await invoke(front, other)).status_code == 200
        assert (await invoke(front, API_KEY)).status_code == 200


async def test_wrong_keys_slow_their_address_down_and_right_ones_go_on(plain: Front) -> None:
    most = int(WRONG_KEYS.split("/")[0])
    key = await key_of(plain)
    statuses = [(await invoke(plain, new_key()[0])).status_code for _ in range(most + 1)]
    assert statuses == [401] * most + [429]
    assert (await invoke(plain, key)).status_code == 200
    assert (await invoke(plain, API_KEY)).status_code == 200


@given(st.data())
def test_the_checksum_finds_a_changed_character(data: st.DataObject) -> None:
    key = new_key()[0]
    assert looks_like_key(key)
    place = data.draw(st.integers(8, len(key) - 1))
    other = data.draw(st.sampled_from("0123456789abcdefABCDEFxyzXYZ_é "))
    changed = key[:place] + other + key[place + 1 :]
    assert looks_like_key(changed) is (changed == key)
