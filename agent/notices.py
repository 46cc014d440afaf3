"""What staff read when a person is needed."""

from collections.abc import Mapping
from dataclasses import dataclass

_WORDS: Mapping[str, Mapping[str, str]] = {
    "es": {
        "title": "{organization}: un cliente necesita a una persona",
        "who": "Cliente",
        "phone": "Teléfono",
        "why": "Motivo",
        "unknown": "sin nombre",
        "asked": "pidió hablar con una persona",
        "failed_twice": "el asistente no logró entenderle",
        "complaint": "tiene una queja",
        "health": "tiene una inquietud de salud",
        "urgent": "es urgente",
        "failed": "el asistente falló y no pudo responder",
        "other": "necesita ayuda",
    },
    "pt": {
        "title": "{organization}: um cliente precisa de uma pessoa",
        "who": "Cliente",
        "phone": "Telefone",
        "why": "Motivo",
        "unknown": "sem nome",
        "asked": "pediu para falar com uma pessoa",
        "failed_twice": "o assistente não conseguiu entender",
        "complaint": "tem uma reclamação",
        "health": "tem uma preocupação de saúde",
        "urgent": "é urgente",
        "failed": "o assistente falhou e não conseguiu responder",
        "other": "precisa de ajuda",
    },
    "en": {
        "title": "{organization}: a customer needs a person",
        "who": "Customer",
        "phone": "Phone",
        "why": "Reason",
        "unknown": "no name",
        "asked": "asked to talk to a person",
        "failed_twice": "the assistant could not understand them",
        "complaint": "has a complaint",
        "health": "has a health worry",
        "urgent": "it is urgent",
        "failed": "the assistant failed and could not answer",
        "other": "needs help",
    },
}


@dataclass(frozen=True, slots=True)
class Notice:
    """`body` is free text; `params` fill a template: customer, phone, reason."""

    body: str
    params: tuple[str, str, str]


def escalation_notice(
    *,
    organization: str,
    language: str,
    name: str | None,
    phone: str | None,
    reason: str,
    summary: str = "",
) -> Notice:
    """The notice in the organization's language. The summary is the model's or the caller's words."""
    words = _WORDS[language]
    who = name or words["unknown"]
    number = f"+{phone}" if phone else "—"
    why = words.get(reason, words["other"])
    told = f"{why} — {summary}" if summary else why
    body = "\n".join(
        [
            words["title"].format(organization=organization),
            f"{words['who']}: {who}",
            f"{words['phone']}: {number}",
            f"{words['why']}: {told}",
        ]
    )
    return Notice(body, (who, number, told))
