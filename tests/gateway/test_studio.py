"""The graph that LangGraph's Studio opens: its file, and a conversation that really books."""

import importlib
import json
from pathlib import Path
from typing import Any

from langgraph.checkpoint.memory import InMemorySaver

from gateway.studio import studio_graph
from tests.front import Front
from tests.front_fixtures import Opening

ROOT = Path(__file__).parents[2]


def test_the_file_names_what_there_is() -> None:
    named = json.loads((ROOT / "langgraph.json").read_text())["graphs"]
    path, _, function = named["front_desk"].partition(":")
    module = importlib.import_module(path.removeprefix("./").removesuffix(".py").replace("/", "."))
    assert callable(getattr(module, function))


async def test_it_shows_the_front_desks_nodes_and_books(open_front_with: Opening) -> None:
    async with open_front_with() as front:
        graph = studio_graph(front.container)
        assert {
            "receive",
            "supervisor",
            "appointment",
            "knowledge",
            "deliver",
        } <= graph.nodes.keys()
        graph.checkpointer = InMemorySaver()

        async def say(text: str) -> dict[str, Any]:
            return await graph.ainvoke(
                {"messages": [{"role": "user", "content": text}]},
                {"configurable": {"thread_id": "t"}},
                context={"organization": "aurora"},
            )

        offered = await say("Hola, quiero depilación láser mañana a las 3 de la tarde")
        assert offered["path"] == ["supervisor", "appointment"]
        for text in ("sí", "Ana Torres", "sí, por favor"):
            done = await say(text)
            if _appointments(front):
                break
        assert _appointments(front) == 1
        assert any("✅" in text or "láser" in text.lower() for text in done["told"])
        turns = front.rows("select status, count(*) from turns group by status")
        assert [row["status"] for row in turns] == ["committed"]


def _appointments(front: Front) -> int:
    return len(front.rows("select id from appointments"))
