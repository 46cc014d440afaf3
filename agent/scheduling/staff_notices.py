"""What staff read when a person is needed, or when a connection does not work."""

from collections.abc import Mapping
from dataclasses import dataclass

_LONGEST_SUMMARY = 600
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
        "undelivered": "no le llegó esta confirmación",
        "other": "necesita ayuda",
        "stuck": "{organization}: mensajes en espera en {connection}",
        "since": "Desde",
        "todo": "Qué hacer",
        "locked": "no se pudo usar la clave de la conexión; los mensajes de los clientes "
        "se guardan hasta 24 horas y salen cuando se arregle",
        "operator": "si siguen en espera, avise a quien administra frontdesk («frontdesk check»)",
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
        "undelivered": "esta confirmação não chegou",
        "other": "precisa de ajuda",
        "stuck": "{organization}: mensagens em espera em {connection}",
        "since": "Desde",
        "todo": "O que fazer",
        "locked": "não foi possível usar a chave da conexão; as mensagens dos clientes "
        "ficam guardadas por até 24 horas e saem quando isso for resolvido",
        "operator": "se ainda esperam, avise quem administra o frontdesk («frontdesk check»)",
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
        "undelivered": "did not get this confirmation",
        "other": "needs help",
        "stuck": "{organization}: messages waiting at {connection}",
        "since": "Since",
        "todo": "What to do",
        "locked": "the connection's key could not be used; customers' messages are "
        "kept for up to 24 hours and go out once it is repaired",
        "operator": "if they still wait, tell whoever runs frontdesk (`frontdesk check`)",
    },
}


@dataclass(frozen=True, slots=True)
class Notice:
    """`body` is free text; `params` fill a template: customer (or connection), phone, reason."""

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
    told = f"{why} — {_clipped(summary)}" if summary else why
    body = "\n".join(
        [
            words["title"].format(organization=organization),
            f"{words['who']}: {who}",
            f"{words['phone']}: {number}",
            f"{words['why']}: {told}",
        ]
    )
    return Notice(body, (who, number, told))


def _clipped(text: str) -> str:
    """A notice is one message."""
    return text if len(text) <= _LONGEST_SUMMARY else text[: _LONGEST_SUMMARY - 1].rstrip() + "…"


def credential_notice(
    *, organization: str, language: str, name: str, channel: str, at: str
) -> Notice:
    """The notice that the key of a connection (`name`, `channel`) could not be used at `at` (local
    time): it cannot be read, or the provider refuses it. True also when it arrives after the repair, through that connection itself."""
    words = _WORDS[language]
    connection = f"{name} ({channel})"
    body = "\n".join(
        [
            words["stuck"].format(organization=organization, connection=connection),
            f"{words['since']}: {at}",
            f"{words['why']}: {words['locked']}",
            f"{words['todo']}: {words['operator']}",
        ]
    )
    return Notice(body, (connection, "—", f"{words['locked']}; {words['operator']}"))
