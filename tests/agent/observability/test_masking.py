"""What leaves for Langfuse: no text, phone or name unless allowed, and never a secret."""

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, ToolCall, ToolMessage
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExporter, SpanExportResult
from opentelemetry.trace import Status, StatusCode
from pydantic import BaseModel, SecretStr

from agent.llm.factory import build_model
from agent.observability.langfuse_export import MaskingExporter
from agent.observability.masking import Mask
from agent.settings import Settings
from tests import databases
from tests.agent.observability.setting import traced
from tests.front import API_KEY, Front
from tests.promises.test_promise_09_privacy import NAME, PHONE, PLANTED, TEXT
from tests.protocols.langfuse import SECRET_KEY, LangfuseServer
from tests.protocols.openai import OpenAIServer
from tests.scripted_model import ScriptedModel

OWN_KEY = "own-key-of-this-deployment"
SECRETS = (*databases.SECRETS.values(), databases.PROVIDER_KEY, API_KEY, SECRET_KEY, OWN_KEY)
IMAGE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA"
)


def found(langfuse: LangfuseServer, words: Any) -> list[str]:
    """Which of the words are anywhere in what was posted, paths and headers included."""
    heads = [f"{r.path} {r.headers}".encode() for r in langfuse.requests]
    seen = b"\n".join([*langfuse.bodies, *heads]).lower()
    return [
        word
        for word in words
        if word.lower().encode() in seen or json.dumps(word)[1:-1].lower().encode() in seen
    ]


async def talk(front: Front) -> None:
    """A booking, a call for a person, and the name and phone in every place they can have."""
    zenobia = front.customer(PHONE, name=NAME)
    await zenobia.say(f"Hola, quiero depilación láser mañana a las 3 de la tarde {TEXT}")
    await zenobia.say("sí")
    await zenobia.say(f"Me llamo {NAME}")
    await zenobia.say("sí, por favor")
    await zenobia.say("¿qué citas tengo?")
    await zenobia.say(f"quiero hablar con una persona, {TEXT}, mi número es {PHONE}")
    by_evolution = front.customer(PHONE, name=NAME, channel="evolution")
    await by_evolution.say(f"Hola, soy {NAME} {TEXT}")
    assert front.appointments()


async def test_a_whole_conversation_leaves_nothing(database_url: str, tmp_path: Path) -> None:
    async with LangfuseServer() as langfuse:
        key = SecretStr(OWN_KEY)
        async with traced(langfuse, database_url, tmp_path, frontdesk_secret_key=key) as front:
            await talk(front)
            people = front.rows("select id::text as id from contacts where phone = %s", PHONE)
            members = [row["name"] for row in front.rows("select name from members")]
    assert len(langfuse.spans) > 60
    assert found(langfuse, (*PLANTED, *SECRETS)) == []
    assert found(langfuse, (people[0]["id"], "camila", "$180.000", "láser", *members)) == []
    assert found(langfuse, ["book_appointment", "node:appointment"]), "nothing can be found at all"


async def test_texts_are_shown_when_allowed_and_secrets_are_not(
    database_url: str, tmp_path: Path
) -> None:
    async def careless(messages: Any) -> str:
        raise ValueError(f"the key {databases.PROVIDER_KEY} is wrong, said {TEXT}")

    model = ScriptedModel(otherwise=f"Claro, {API_KEY}.")
    async with LangfuseServer() as langfuse:
        key = SecretStr(OWN_KEY)
        async with traced(
            langfuse,
            database_url,
            tmp_path,
            model=model,
            langfuse_texts=True,
            frontdesk_secret_key=key,
        ) as front:
            zenobia = front.customer(PHONE, name=NAME)
            await zenobia.say(f"{TEXT}: {OWN_KEY} {databases.PROVIDER_KEY} {IMAGE}")
            model.play = careless
            await zenobia.say(f"otra vez {IMAGE}")
    assert found(langfuse, (TEXT, "the key [secret] is wrong", "Claro, [secret]."))
    assert found(langfuse, SECRETS) == []
    assert found(langfuse, ["iVBORw0KGgo"]) == []
    assert {r.path.rpartition("/")[2] for r in langfuse.requests} == {"traces", "scores"}


async def test_what_a_model_makes_up_stays_here(database_url: str, tmp_path: Path) -> None:
    """Names as keys, phones as numbers, made-up tools, errors that quote: nothing passes."""
    async with LangfuseServer() as langfuse, OpenAIServer() as openai:
        model = build_model(
            Settings(openai_api_key=SecretStr(openai.api_key), openai_base_url=f"{openai.url}/v1")
        )
        async with traced(langfuse, database_url, tmp_path, model) as front:
            openai.plays(
                ("Route", {"node": "appointment", "reason": NAME}),
                (NAME.split()[0], {NAME: int(PHONE), "status": TEXT, "name": TEXT}),
                ("check_availability", {"service": {NAME: [TEXT]}, TEXT: NAME}),
                ("escalate_to_human", {"reason": "asked", "summary": f"{NAME} {PHONE}", TEXT: 1}),
                ("hand_over", {"to": NAME, "reason": TEXT}),
                ("hand_over", {"to": "knowledge", "reason": TEXT}),
                "¿Qué más necesitas?",
            )
            assert await front.customer(PHONE, name=NAME).say(IMAGE)
            openai.answer_next(400, {"error": {"message": f"{NAME} {PHONE} {openai.api_key}"}})
            openai.plays(("Route", {"node": "knowledge", "reason": TEXT}), "¿Sí?")
            await front.customer(PHONE, name=NAME).say(f"{TEXT}, ¿cuánto cuesta?")
    assert [s for s in langfuse.spans if s.error], "the refusal of the model's server is not shown"
    assert found(langfuse, (*PLANTED, *SECRETS, openai.api_key, "iVBORw0KGgo")) == []
    assert {r.path.rpartition("/")[2] for r in langfuse.requests} == {"traces", "scores"}


class Kept(SpanExporter):
    def __init__(self) -> None:
        self.spans: list[ReadableSpan] = []

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        self.spans.extend(spans)
        return SpanExportResult.SUCCESS


def test_what_nobody_thought_of_does_not_pass_the_exporter() -> None:
    kept = Kept()
    provider = TracerProvider(shutdown_on_exit=False)
    mask = Mask(texts=False, words=(), secrets={API_KEY})
    provider.add_span_processor(SimpleSpanProcessor(MaskingExporter(kept, mask)))
    with provider.get_tracer("langfuse-sdk").start_as_current_span(f"turn {API_KEY}") as span:
        span.set_attributes(
            {
                "gen_ai.prompt": TEXT,
                "langfuse.trace.metadata.thread_id": TEXT,
                "langfuse.observation.metadata.name": TEXT,
                "langfuse.observation.status_message": f"no {TEXT}",
                "langfuse.trace.tags": [f"release:{API_KEY}"],
            }
        )
        span.add_event("said", {"text": TEXT})
        span.record_exception(ValueError(TEXT))
        span.set_status(Status(StatusCode.ERROR, TEXT))
    shown = "".join(span.to_json() for span in kept.spans)
    assert "turn [secret]" in shown
    assert "release:[secret]" in shown
    assert "[11 chars]" in shown
    assert not {"xil", "said", "ValueError"} & set(re.findall(r"[A-Za-z]+", shown))
    assert API_KEY not in shown


class Anything(BaseModel):
    name: Any


def hide(value: Any) -> Any:
    return Mask(texts=False, words={"booked", "query"}, secrets=()).shape(value)


leaf = st.text(min_size=1) | st.integers() | st.floats() | st.none() | st.booleans()
trees = st.recursive(
    leaf,
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside) | st.sets(st.text()),
)


@settings(max_examples=40)
@given(trees, st.text())
def test_only_lengths_and_small_numbers_come_out(tree: Any, text: str) -> None:
    for value in (
        tree,
        Anything(name=tree),
        HumanMessage(text, name=text, additional_kwargs={"choice": text}),
        AIMessage(text, tool_calls=[ToolCall(name=text, args={text: tree}, id=text)]),
        ToolMessage(json.dumps({"status": text + "!"}), tool_call_id=text, name=text),
        {"role": "tool", "content": {"name": text, "function": {"name": text}}},
        [object(), SecretStr(text), {1: text}],
    ):
        only_shape(json.loads(json.dumps(hide(value))))


def only_shape(value: Any) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            only_shape(key)
            only_shape(inner)
    elif isinstance(value, list):
        for inner in value:
            only_shape(inner)
    elif isinstance(value, str):
        words = {"role", "content", "name", "tool_calls", "args", "human", "ai", "tool", "[number]"}
        shapes = value.startswith("[") and value.endswith(" chars]")
        types = value.startswith("<") and value.endswith(">")
        assert value in words or shapes or types or value == "[…]", value
    elif not isinstance(value, bool | None):
        assert abs(value) < 10_000


def test_what_our_own_code_calls_things_stays() -> None:
    answer = ToolMessage('{"status": "booked", "receipt": "Ana"}', tool_call_id="1", name="query")
    shown = hide({"messages": [answer, AIMessage("Listo")], "path": ["booked", "Ana"]})
    assert shown == {
        "messages": [
            {"role": "tool", "content": "[38 chars]", "name": "query", "status": "booked"},
            {"role": "ai", "content": "[5 chars]"},
        ],
        "path": ["booked", "[3 chars]"],
    }
