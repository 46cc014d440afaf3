"""Whatever a customer, a tool or a memo may hold, as strategies; the prompt around it."""

from dataclasses import replace

from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from agent.facts import Facts, Prompt, Upcoming
from tests.agent.dialogue.dialogue import NODE_TOOLS

FACTS = Facts(
    business="Clínica Aurora",
    services=("Limpieza facial", "Masaje relajante"),
    upcoming=(
        Upcoming("id-0", "Masaje relajante, martes 24 de noviembre, 3:00 p. m.", awaiting=True),
    ),
)
PIECES = st.sampled_from(
    [
        "sí", "no", "quiero una cita", "cancelar", "mover mi cita", "el martes a las 3", "la segunda",
        "masaje", "limpieza facial", "cuánto cuesta?", "Ana Pérez", "confirmo", "una persona",
        "más tarde", "otro día", "con Ana", "me da igual", "no, masaje no", "hola", "gracias",
        "quero marcar", "amanhã", "book a massage", "where are you?", "👍", "2", "15:30",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), PIECES, st.lists(PIECES, max_size=4).map(", ".join))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=8,
)
SLOT = {
    "slot": "t1", "label": "martes 24 de noviembre, 3:00 p. m.", "day": "martes 24 de noviembre",
    "time": "3:00 p. m.", "date": "2026-11-24", "at": "15:00", "with": "Ana",
}  # fmt: skip
STATUSES = st.sampled_from(
    [
        "ok",
        "none",
        "found",
        "not_found",
        "ambiguous",
        "impossible",
        "available",
        "unavailable",
        "unknown_service",
        "ambiguous_service",
        "not_bookable",
        "needs_assessment",
        "unknown_member",
        "invalid_name",
        "booked",
        "needs_name",
        "choose_first",
        "not_offered",
        "offer_expired",
        "taken",
        "too_many_open",
        "too_many_today",
        "overlaps_own",
        "proposed",
        "cancelled",
        "proposal_expired",
        "several",
        "too_late",
        "moved",
        "confirmed",
        "recorded",
        "notified",
        "no_recipient",
        "weird",
    ]
)
RESULTS = st.builds(
    lambda status, slots, more: {**more, "status": status, "slots": [SLOT] * slots},
    STATUSES,
    st.integers(0, 3),
    st.dictionaries(
        st.sampled_from(
            [
                "service",
                "entries",
                "services",
                "readings",
                "appointments",
                "appointment",
                "reason_label",
            ]
        ),
        JSON,
        max_size=3,
    ),
)
NODES = st.sampled_from(sorted(NODE_TOOLS))
LANGUAGES = st.sampled_from(["es", "pt", "en"])


MESSAGES = st.one_of(
    TEXTS.map(HumanMessage),
    st.builds(
        lambda text, choice: HumanMessage(text, additional_kwargs={"choice": choice}), TEXTS, JSON
    ),
    st.builds(lambda text, memo: AIMessage(text, additional_kwargs={"memo": memo}), TEXTS, JSON),
    st.builds(lambda text: AIMessage(text), TEXTS),
    st.builds(
        lambda name, args: AIMessage(
            "", tool_calls=[{"name": name, "args": args, "id": "offline_3"}]
        ),
        st.sampled_from(["hand_over", "book_appointment", "nonsense"]),
        st.dictionaries(st.text(max_size=5), JSON, max_size=2),
    ),
    st.builds(lambda text: ToolMessage(text, tool_call_id="offline_3"), st.text(max_size=30)),
)


def prompt(node: str, language: str = "es") -> Prompt:
    return Prompt.of("You are the front desk.", replace(FACTS, node=node, language=language))
