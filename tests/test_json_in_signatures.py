"""Where plain JSON may still be taken or returned: each place with its reason.

What SQL functions answer has types (docs/decisions/typed-rows.md). A function that is not listed here
takes and returns values whose form can be read in its signature.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
MAY_RETURN = {
    "agent/data/scratch.py:rows": "rows of any query, for measurements",
    "agent/texts/texts.py:nested": "tables of a language's texts, as deep as they are",
    "gateway/channels/base.py:decode": "a provider's payload",
    "gateway/channels/chatwoot/desk.py:with_trust": "a provider's payload",
    "gateway/channels/chatwoot/history.py:as_in_webhooks": "a provider's payload",
    "gateway/channels/chatwoot/history.py:_messages": "a provider's answer",
    "gateway/channels/evolution/baileys.py:without_own": "a provider's payload",
    "gateway/channels/evolution/baileys.py:protocol": "a provider's payload",
    "gateway/channels/evolution/baileys.py:unwrap": "a provider's payload",
    "gateway/channels/evolution/baileys.py:_parameters": "a provider's payload",
    "gateway/channels/chatwoot/setup.py:_bot": "a provider's answer",
    "gateway/channels/chatwoot/setup.py:_hook": "a provider's answer",
    "gateway/channels/chatwoot/setup.py:_hooks": "a provider's answer",
    "gateway/channels/chatwoot/setup.py:_webhook": "a provider's answer",
    "gateway/channels/meta/setup.py:_debug": "a provider's answer",
    "gateway/channels/twilio/setup.py:_sender": "a provider's answer",
    "gateway/channels/kit/inquiry.py:fields": "a provider's answer",
    "gateway/channels/kit/http_send.py:json_object": "a provider's answer",
    "gateway/channels/kit/payload.py:branch": "a provider's payload",
    "gateway/channels/kit/payload.py:objects": "a provider's payload",
    "gateway/channels/kit/payload.py:present": "details of a message, in a provider's words",
    "gateway/channels/twilio/channel.py:decode": "a provider's payload",
    "gateway/pipeline/inbox.py:_row": "what a provider told of a message, as inbox_put takes it",
    "gateway/web/page.py:inspect": "handed on to the demo's page as it came",
    "gateway/web/socket.py:_decoded": "a frame that a stranger's page sent",
}
MAY_TAKE = {
    "gateway/channels": "payloads of providers, read by kit/payload.py",
    "gateway/web/identity.py": "what a site signed, in a frame that a stranger's page sent",
    "gateway/web/socket.py": "frames that a stranger's page sent",
    "gateway/media/received.py": "a file's place and state, in a provider's words and ours",
    "gateway/media/fetching.py": "where a file is, in a provider's words and ours",
    "gateway/pipeline/outgoing_files.py": "a file's place and state, as they are stored",
    "gateway/pipeline/outbox.py": "what a message says beside its text, as it is stored",
    "gateway/pipeline/closing.py": "a turn's trace and withheld words",
    "gateway/pipeline/staff_notices.py": "arguments of several calls",
    "gateway/pipeline/templates.py": "a connection's settings, in its channel's own words",
    "agent/data/scratch.py": "rows of a table, for measurements",
    "agent/data/turn_store.py": "a turn's trace",
    "agent/observability/langfuse_scores.py": "a score, as Langfuse takes it",
    "graphs/turn.py": "a part of the graph's state, which LangGraph completes",
}


def says_json(annotation: ast.expr | None) -> bool:
    """Whether `Json` stands in an annotation, also in a quoted one."""
    if annotation is None:
        return False
    return any(
        (isinstance(node, ast.Name) and node.id == "Json")
        or (isinstance(node, ast.Constant) and node.value == "Json")
        for node in ast.walk(annotation)
    )


def functions(package: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for path in sorted((HOUSE / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path.relative_to(HOUSE).as_posix()}:{node.name}", node


def returning(package: str) -> set[str]:
    return {name for name, node in functions(package) if says_json(node.returns)}


def taking(package: str) -> set[str]:
    return {name for name, node in functions(package) if any(map(says_json, parameters(node)))}


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.expr | None]:
    given = node.args
    for one in [*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg]:
        yield one.annotation if one else None


FLOORS = ("gateway", "graphs", "tools", "agent")


def test_there_are_few() -> None:
    assert len(MAY_RETURN) < 26


@pytest.mark.parametrize("package", FLOORS)
def test_json_is_returned_only_where_there_is_a_reason(package: str) -> None:
    allowed = {name for name in MAY_RETURN if name.startswith(package)}
    assert returning(package) == allowed


@pytest.mark.parametrize("package", FLOORS)
def test_json_is_taken_only_where_there_is_a_reason(package: str) -> None:
    unexpected = {name for name in taking(package) if not name.startswith(tuple(MAY_TAKE))}
    assert unexpected == set()


def test_every_allowance_is_used() -> None:
    taken = {name for package in FLOORS for name in taking(package)}
    assert [place for place in MAY_TAKE if not any(one.startswith(place) for one in taken)] == []
