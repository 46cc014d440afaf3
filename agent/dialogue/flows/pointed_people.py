"""People who are turned down or taken without a name: "con ella no", "the other doctor", "con quien sea"."""

import re
from collections.abc import Sequence

from agent.dates.polarity import Polarity, polarities
from agent.dates.segments import Span
from agent.dialogue.flows.offering import node_of
from agent.dialogue.flows.wording import all_of
from agent.dialogue.memo import AskData, Plan
from agent.dialogue.turn import Turn
from agent.language import plain
from agent.tool_views import Slot

_SOMEBODY = (
    r"(?:doctora?|dra?|dentista|profesional|especialista|esteticista|cosmet[oó]loga|chica|chico|muchacha"
    r"|doutora?|profissional|moça|doctor|dentist|hygienist|provider|stylist|professional)"
)
_PRONOUN = re.compile(
    rf"\b(?:con|com|with)\s+(?P<one>ella|[eé]l(?=\W*(?:$|no\b|ni\b|quiero\b))|ela|ele|her|him|(?:es[ae]|ess[ae]|est[ae]|that)\s+(?:{_SOMEBODY}|persona|pessoa|person))\b"
    r"|\b(?:not|no|n[aã]o|anyone but|cualquiera menos)\s+(?P<two>her|him|ella|él|ela|ele)\b",
    re.IGNORECASE,
)
_SOMEBODY_ELSE = re.compile(
    rf"\b(?:otr[oa]|outr[oa]|another|the other|a different|different|some other)\s+{_SOMEBODY}\b"
    r"|\b(?:con|com|with)\s+(?:(?:la|el|a|o)\s+)?(?:otr[oa]|outr[oa])(?=\s*(?:[,.;!?]|$|persona|pessoa|por favor|a las|às|as))"
    r"|\b(?:con|com|with)\s+(?:alguien m[aá]s|algu[eé]m mais|another person|a different person|the other one|another one)"
    r"|\b(?:with\s+)?(?:someone|somebody) (?:else|different)\b",
    re.IGNORECASE,
)
_WHOEVER = re.compile(
    r"\b(?:(?:con|com|with) (?:(?:la|el|las|los|a|o) que (?:sea|haya|for|tiver|este|esteja|pueda|quieran?)|quien (?:sea|este|haya|pueda)"
    r"|quem (?:for|tiver|estiver|puder|quiser)|cualquier\w*|qualquer\w*|any(?:one|body)?(?: of them)?|whoever|whichever|either)"
    r"|(?:any(?:one|body)?|either|whoever)(?: of them| one)? (?:is|are|will|would be|works?) ?\w*|quien sea|quem for|tanto faz quem)\b"
)


def anybody_will_do(turn: Turn) -> bool:
    """Whether any professional will do."""
    return bool(_WHOEVER.search(plain(turn.text)))


def wants_another(text: str) -> bool:
    """Whether somebody else than the one on offer is asked for, in a question as well."""
    return bool(_SOMEBODY_ELSE.search(text))


def turns_away(turn: Turn) -> bool:
    """Whether the message turns down somebody whom it does not name."""
    if wants_another(turn.text):
        return True
    places = [m.span("one" if m["one"] else "two") for m in _PRONOUN.finditer(turn.text)]
    spans = [Span(*place, "person") for place in places]
    judged, _ = polarities(turn.text, spans, portuguese=turn.portuguese) if spans else ([], [])
    return Polarity.REFUSED in judged


def people_on_offer(slots: Sequence[Slot]) -> list[str]:
    """The people of the slots, each once."""
    return [name for name in dict.fromkeys(n for slot in slots for n in slot.people) if name]


def who_is_meant(plan: Plan) -> str:
    """The one person on offer of whom "ella" or "him" can speak, "" when it may be several."""
    people = people_on_offer(plan.slots)
    sure = len(people) == 1 and (len(plan.slots) == 1 or bool(plan.when.get("member")))
    return people[0] if sure else ""


def ask_whom_not(turn: Turn, plan: Plan) -> str:
    """Asks who is turned down, with several times on offer; "" when the message tells or turns
    nobody down."""
    people = people_on_offer(plan.slots)
    if not people or who_is_meant(plan) or not turns_away(turn):
        return ""
    names = all_of(turn.facts.language, people)
    data = AskData(members=people, refuse=True)
    return turn.ask("member", node_of(plan), "whom_not", data, members=names)


def refused_of(turn: Turn, members: Sequence[str]) -> list[str]:
    """Whom the answer to "con quién no?" names; a yes to the only one is them."""
    spoken = set(turn.plain_text.split())
    named = [name for name in members if spoken & set(plain(name).split()) - {"dr", "dra"}]
    return named or (list(members) if turn.agrees and len(members) == 1 else [])


def asks_whom_not(turn: Turn) -> list[str]:
    """The people of the question "con quién no?" that waits; [] when another one does."""
    if not turn.memo.ask or turn.pending_question != "member":
        return []
    return turn.memo.ask.data.members if turn.memo.ask.data.refuse else []
