"""What a channel asks of a connection's settings is told with its line, as every other mistake."""

import pytest

from gateway.organizations.document import build_document
from gateway.organizations.document_types import ConnectionDocument, OrganizationDocument
from gateway.organizations.loading import loads
from gateway.organizations.reach import NobodyCanBeTold, refuse_unreachable
from gateway.organizations.writing import to_yaml
from tests.gateway.organizations.conftest import problems, secret
from tests.gateway.organizations.test_organization_files import SMALL

DESK = (
    "  - {{key: desk, channel: chatwoot, name: Faro, token_env: FARO_CHATWOOT_TOKEN, "
    "secret_env: FARO_CHATWOOT_API_KEY, settings: {settings}}}\n"
)
GOOD = "{account_id: 7, inbox_id: 4, base_url: https://desk.example.com, media_hosts: [f.example]}"


def _document(text: str) -> OrganizationDocument:
    return build_document(loads(text.encode()), secret)


def file(settings: str, text: str = SMALL) -> str:
    return text + DESK.format(settings=settings)


def test_a_connection_to_chatwoot_is_taken() -> None:
    assert loads(file(GOOD).encode()).connections[-1].channel == "chatwoot"


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("{}", "account_id"),
        ("{account_id: seven}", "account_id"),
        ("{account_id: 7, inbox_id: /1}", "inbox_id"),
        ("{account_id: 7, base_url: desk.example.com}", "https://desk.example.com"),
        ("{account_id: 7, media_hosts: files.example}", "media hosts"),
        ("{account_id: 7, answers_open: sometimes}", "true or false"),
        ("{account_id: 7, api_key: sk-1}", "secret_env"),
    ],
)
def test_a_mistake_in_its_settings_is_told(settings: str, told: str) -> None:
    [problem] = [line for line in problems(file(settings)) if told in line]
    assert "faro.yaml:" in problem


def test_a_desk_sends_no_notices_to_phones() -> None:
    recipient = "  - {key: uno, name: Uno, channel: chatwoot, phone: '+57 300 000 0001'}\n"
    wrong = SMALL.replace("  - {key: uno, name: Uno, channel: web}\n", recipient)
    assert [line for line in problems(wrong) if "reaches nobody who did not write" in line]


def test_where_every_customer_writes_to_a_desk_nobody_else_has_to_be_told() -> None:
    web = "  - {key: web, channel: web, name: faro-web, token_env: FARO_WEB_TOKEN}\n"
    escalation = "escalation:\n  - {key: uno, name: Uno, channel: web}\n"
    alone = file(GOOD, SMALL.replace(web, "").replace(escalation, ""))
    assert refuse_unreachable(_document(alone), own_gupshup=False) == []
    with pytest.raises(NobodyCanBeTold):
        refuse_unreachable(_document(file(GOOD)), own_gupshup=False)


EVOLUTION = (
    "  - {{key: evo, channel: {channel}, name: faro-1, token_env: FARO_EVO_TOKEN, "
    "settings: {{receive: {receive}}}}}\n"
)


@pytest.mark.parametrize("receive", ["webhook", "websocket"])
def test_an_evolution_connection_is_called_or_listened_to(receive: str) -> None:
    text = SMALL + EVOLUTION.format(channel="evolution", receive=receive)
    assert loads(text.encode()).connections[-1].settings == {"receive": receive}


def _heard(text: str) -> ConnectionDocument:
    [connection] = [c for c in _document(text)["connections"] if c["key"] == "evo"]
    return connection


def test_only_who_is_called_needs_a_token() -> None:
    entry = EVOLUTION.replace("token_env: FARO_EVO_TOKEN, ", "")
    listened = SMALL + entry.format(channel="evolution", receive="websocket")
    connection = _heard(listened)
    assert (connection["token_env"], "token_hash" in connection) == ("", False)
    assert _heard(to_yaml(_document(listened))) == connection
    for channel, receive in (("evolution", "webhook"), ("twilio", "webhook")):
        told = problems(SMALL + entry.format(channel=channel, receive=receive))
        assert any("`token_env` is missing here" in line for line in told)
    written_null = listened.replace("receive: websocket", "receive: webhook")
    assert problems(written_null.replace("name: faro-1,", "name: faro-1, token_env: null,"))


@pytest.mark.parametrize(
    ("channel", "receive", "told"),
    [
        ("evolution", "socket", "`receive` is webhook or websocket"),
        ("evolution", "[websocket]", "`receive` is webhook or websocket"),
        ("evolution", "true", "`receive` is webhook or websocket"),
        ("twilio", "websocket", "`receive` is webhook (nobody"),
    ],
)
def test_another_way_of_receiving_is_told(channel: str, receive: str, told: str) -> None:
    [problem] = problems(SMALL + EVOLUTION.format(channel=channel, receive=receive))
    assert told in problem
