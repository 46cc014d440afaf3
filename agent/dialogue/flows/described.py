"""Times on offer that are described: "la más tarde de esas", "the earliest one", "a da tarde", "cualquiera"."""

import re
from collections.abc import Sequence

from agent.dates.polarity import refuses
from agent.dates.values import Part
from agent.dialogue.flows.extremes import extreme_in
from agent.dialogue.flows.slots import in_part
from agent.dialogue.turn import Turn
from agent.tool_views import Slot

_OF_THOSE = (
    r"(?:de (?:todas |todos )?(?:es[ao]s|est[ao]s|ell[ao]s|las|los|las que|los que)|d(?:ess|est|el)[aeo]s|dentre (?:ess|est)[ae]s"
    r"|of (?:those|these|them|all|the)|you (?:gave|sent|said|listed)|que (?:me )?(?:dijiste|diste|mandaste|pasaste|ofreciste|mostraste|mandou|passou|falou))"
)
_EARLY = r"(?:mas (?:temprano|tempranito|temprana|pronto|prontito)|(?:mais|bem) (?:cedo|cedinho)|earliest|soonest|mas cercan[oa]|mais proxim[oa])"
_LATE = r"(?:mas (?:tarde|tardecito|tardesito)|mais tarde|latest)"
_LAST = r"(?:ultim[oa]|ultimit[oa]|last)"
_ONE = r"(?:la|el|lo|a|o|the)(?: (?:de|que sea|que es|que seja|que e|da|do|das|dos|hora|horario))?(?: (?:la|lo|las|el|o))?"
_EARLIEST_SHOWN = re.compile(rf"\b{_ONE} {_EARLY}\b|\bearliest (?:one|of)\b")
_LATEST_SHOWN = re.compile(rf"\b{_ONE} {_LATE}\b|\blatest (?:one|of)\b")
_LAST_SHOWN = re.compile(
    rf"\b(?:la|el|a|o|the) {_LAST}(?: (?:one|hora|horario|opcion|opcao))? {_OF_THOSE}"
)
_PART = re.compile(
    r"\b(?:(?:la|el|a|o) (?:(?:de|que (?:es|sea|esta) (?:en|por|a|de)) (?:la|el)|d[ao]|de|que (?:e|seja|fica) (?:da|de|a|na)) (?P<part>manana|manha|tarde|noche|noite|mediodia|meio dia|tardecita|tardinha)"
    r"|the (?P<english>morning|afternoon|evening|midday|noon|lunchtime) (?:one|slot|time))\b"
)
_TOMORROW = re.compile(r"\b(?:la|el) de manana\b")
_PARTS = {
    "manana": Part.MORNING, "manha": Part.MORNING, "morning": Part.MORNING,
    "tarde": Part.AFTERNOON, "afternoon": Part.AFTERNOON, "tardecita": Part.AFTERNOON, "tardinha": Part.AFTERNOON,
    "noche": Part.EVENING, "noite": Part.EVENING, "evening": Part.EVENING,
    "mediodia": Part.MIDDAY, "meio dia": Part.MIDDAY, "midday": Part.MIDDAY, "noon": Part.MIDDAY, "lunchtime": Part.MIDDAY,
}  # fmt: skip
_POLITE = (
    r"(?:por favor|porfa|please|pls|thanks|gracias|obrigad[oa]|ok|bueno|pues|si|sim|yes|ah|mm+|hm+|entonces|entao|me|te|then|is|are|de|of|a|o|la|el"
    r"|esta bien|ta bom|sirve|sirven|serve|servem|funciona|va bien|queda bien|works?|fine|good|great|will do|would do|para mi|pra mim|for me|da|des[ts]?[ae]s|es[ao]s|ess[ae]s|est[ae]s"
    r"|ell[ao]s|del[ae]s|them|those|these|horario|hora|horarios|horas|um|uma|uno|una|one|tu elige|escolhe|you choose|you pick|no importa|nao importa|lo dejo a tu criterio|d[oa]s)"
)
_ANY = (
    r"(?:cualquier[ao]?|cualquiera (?:de|d) (?:es[ao]s|ell[ao]s)|(?:el|la|lo) que (?:sea|quieras|puedas|tengas?|prefieras)|(?:me )?da (?:igual|lo mismo)|me es indiferente|tanto faz"
    r"|qualquer|(?:o|a) que (?:for|preferir|quiser)|any(?: of them| one)?|anyone|whichever|whatever(?: works)?|either|doesnt matter|i dont mind|dont care)"
)
_ANY_ALONE = re.compile(rf"(?:{_POLITE} )*{_ANY}(?: {_POLITE})*")


def takes_any(turn: Turn, slots: Sequence[Slot]) -> bool:
    """Whether the whole message is that any of the times on offer will do."""
    return len(slots) > 1 and bool(_ANY_ALONE.fullmatch(turn.plain_text))


def described(turn: Turn, slots: Sequence[Slot]) -> list[Slot]:
    """The times on offer that the message describes, [] when it does not describe any of them."""
    text = turn.plain_text
    if len(slots) < 2 or turn.choice or refuses(turn.text, portuguese=turn.portuguese):
        return []
    dated = sorted(slots, key=lambda slot: (slot.date, slot.at))
    if not extreme_in(turn.text, sure=True) or re.search(_OF_THOSE, text):
        if _EARLIEST_SHOWN.search(text):
            return dated[:1]
        if _LATEST_SHOWN.search(text):
            return _latest(dated)
        if _LAST_SHOWN.search(text):
            return [slots[-1]]
    match = None if _TOMORROW.search(text) else _PART.search(text)
    if match and not any(letter.isdigit() for letter in text):
        part = _PARTS[match["part"] or match["english"]]
        return [slot for slot in slots if in_part(slot.at, part)]
    return []


def _latest(slots: Sequence[Slot]) -> list[Slot]:
    """Of one day the last one; of several those that are latest in their day."""
    last = max(slot.at for slot in slots)
    return [slot for slot in slots if slot.at == last]
