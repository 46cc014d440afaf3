"""Drives the model through the clinic the way the graph does: route, node loop, hand-over."""

import json
import re
from typing import Any

import msgspec
from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    HumanMessage,
    ToolMessage,
)
from pydantic import BaseModel, Field

from agent.dialogue import OfflineChatModel
from agent.facts import Facts, Prompt, Upcoming
from agent.language import detect, is_answer
from agent.tool_results import RESULTS
from graphs.facts_text import business_text, customer_text, moment_text
from tests.agent.dialogue.clinic import Clinic

NODE_TOOLS = {
    "knowledge": "knowledge_search list_services list_appointments record_consent hand_over",
    "appointment": "list_services knowledge_search resolve_date check_availability"
    " resolve_contact_on_booking book_appointment record_consent list_appointments hand_over",
    "cancellation": "list_appointments resolve_date cancel_appointment hand_over",
    "confirmation": "list_appointments resolve_date confirm_appointment record_consent hand_over",
    "reschedule": "list_appointments resolve_date check_availability reschedule_appointment hand_over",
    "escalation": "escalate_to_human hand_over",
}
MOST_STEPS = 12
_FACT_LIKE = re.compile(
    r"\$ ?\d+(?:[.,]\d+)*|\b\d{1,2}[:h]\d{2}\b|\b\d{1,2}/\d{1,2}\b|\b\d{1,2} de [a-z]+\b"
    r"|\b\d{1,2}h\b|\b\d+ min\b|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} \d+|\b\d{2,}\b"
)


class Route(BaseModel):
    """Where the message goes."""

    node: str = Field(description="one of the six nodes")
    reason: str


def tool_schema(name: str) -> dict[str, Any]:
    """The least that a bound tool shows."""
    return {
        "type": "function",
        "function": {
            "name": name,
            "description": name,
            "parameters": {"type": "object", "properties": {}},
        },
    }


class Dialogue:
    """A conversation with the clinic. `say` is one turn and returns the words of the reply."""

    def __init__(self, clinic: Clinic | None = None, *, emoji: bool = False) -> None:
        self.clinic = clinic or Clinic()
        self.emoji = emoji
        self.unreadable = ""
        self.language = self.clinic.language
        self.messages: list[BaseMessage] = []
        self.nodes: list[str] = []
        self.route: list[str] = []
        self.replies: list[str] = []
        self.receipts: list[str] = []
        self.calls: list[str] = []
        self.evidence: list[str] = []
        self.waiting = ""
        self.model = OfflineChatModel()

    def say(self, *texts: str, choice: str = "", unreadable: str = "") -> str:
        """One turn of one or more messages; asserts what holds for every reply."""
        self.clinic.turn += 1
        if not self.replies:
            self.language = detect(" ".join(texts), self.language)
        extra = {"choice": choice} if choice else {}
        burst = [HumanMessage(text, additional_kwargs=extra) for text in texts]
        self.messages += burst
        self.unreadable = unreadable
        self.receipts = []
        self.calls = []
        text = self._answered(self._first_node(" ".join(texts), choice))
        self._check(text)
        self.replies.append(text)
        return text

    def tap(self, title: str, choice: str) -> str:
        """A tapped button."""
        return self.say(title, choice=choice)

    @property
    def slots(self) -> list[dict[str, Any]]:
        """The slots offered by the last availability result."""
        found: list[dict[str, Any]] = []
        for message in self.messages:
            if isinstance(message, ToolMessage):
                found = json.loads(str(message.content)).get("slots") or found
        return found

    @property
    def memo(self) -> dict[str, Any]:
        last = [m for m in self.messages if isinstance(m, AIMessage)][-1]
        return dict(last.additional_kwargs["memo"])

    def _first_node(self, text: str, choice: str) -> str:
        if self.waiting and (choice or is_answer(text)):
            return self.waiting
        router = self.model.with_structured_output(Route)
        route = router.invoke([self._prompt("supervisor"), *self.messages])
        assert isinstance(route, Route)
        assert route.node in NODE_TOOLS
        return route.node

    def _answered(self, node: str) -> str:
        passed = 0
        self.route = [node]
        for _ in range(MOST_STEPS):
            tools = [tool_schema(name) for name in NODE_TOOLS[node].split()]
            prompt = self._prompt(node)
            answer = self.model.bind_tools(tools).invoke([prompt, *self.messages])
            self.messages.append(answer)
            if not answer.tool_calls:
                self.waiting = node if "?" in answer.text else ""
                return answer.text
            call = answer.tool_calls[0]
            assert call["name"] in NODE_TOOLS[node].split(), "only bound tools are called"
            if call["name"] == "hand_over":
                node = call["args"]["to"]
                self.route.append(node)
                passed += 1
                assert passed <= 2, f"ping-pong: {self.route}"
                result: dict[str, Any] = {"status": "ok"}
            else:
                self.calls.append(call["name"])
                result = getattr(self.clinic, call["name"])(**call["args"])
            if receipt := result.get("receipt"):
                self.receipts.append(receipt)
            msgspec.convert(result, RESULTS[call["name"]])  # the clinic answers as the tools do
            content = json.dumps(result, ensure_ascii=False)
            self.evidence.append(content)
            self.messages.append(ToolMessage(content, tool_call_id=call["id"] or ""))
        raise AssertionError(f"no reply after {MOST_STEPS} steps: {self.calls}")

    def _prompt(self, node: str) -> Prompt:
        return Prompt.of("You are the front desk.", self._facts(node))

    def _facts(self, node: str) -> Facts:
        clinic = self.clinic
        return Facts(
            node=node,
            language=self.language,
            today="viernes 20 de noviembre",
            business="Clínica Aurora",
            emoji=self.emoji,
            emergency="Si es una emergencia, llama al 123.",
            hours="lunes a viernes 8:00 a. m.–6:00 p. m.; sábado 8:00 a. m.–12:00 m.",
            services=tuple(service.name for service in clinic.services),
            customer_name=clinic.customer_name,
            reminder_consent=clinic.consent,
            greeted=bool(self.replies),
            upcoming=tuple(
                Upcoming(
                    a.id,
                    f"{a.service.name}, {clinic.label(a.start)}",
                    a.status,
                    awaiting=a.awaiting,
                )
                for a in clinic.live()
            ),
            unreadable=self.unreadable,
        )

    def _check(self, text: str) -> None:
        """What holds for every reply: it exists, is new, is short, and invents nothing."""
        assert text or self.receipts, "an empty reply without a receipt"
        if text and self.replies:
            assert text != self.replies[-1], f"said twice: {text!r}"
        assert len(text.splitlines()) <= 10, text
        assert not re.search(r"[{}\[\]|]|None|null|proposal|slot-|s\d+-|id-\d", text), text
        facts = self._facts("")
        told = (facts.place, facts.card, facts.card_phone)
        texts = (business_text(facts), customer_text(facts), moment_text(facts), *told)
        known = " ".join([*self.evidence, *texts, *self._own_words()])
        for found in _FACT_LIKE.findall(text):
            assert found in known, f"{found!r} came out of nowhere: {text!r}"

    def _own_words(self) -> list[str]:
        return [str(m.content) for m in self.messages if isinstance(m, HumanMessage)]
