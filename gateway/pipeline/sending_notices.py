"""What staff read when replies wait at a connection, when it works again, and when some were given up."""

from collections.abc import Mapping

from agent.scheduling.staff_notices import Notice

_TITLES: Mapping[str, Mapping[str, str]] = {
    "es": {
        "stuck": "{organization}: las respuestas no están saliendo por {connection}",
        "works": "{organization}: {connection} volvió a funcionar",
        "given_up": "{organization}: {count} sin entregar por {connection}",
    },
    "pt": {
        "stuck": "{organization}: as respostas não estão saindo por {connection}",
        "works": "{organization}: {connection} voltou a funcionar",
        "given_up": "{organization}: {count} sem entregar por {connection}",
    },
    "en": {
        "stuck": "{organization}: replies are not going out through {connection}",
        "works": "{organization}: {connection} works again",
        "given_up": "{organization}: {count} not delivered through {connection}",
    },
}
_LINES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "es": {
        "stuck": (
            "Desde: {since}",
            "En espera: {count}",
            "Motivo: {why}",
            "Se guardan hasta 24 horas y salen solas, en orden, cuando se arregle. Si es urgente, "
            "escriban ustedes a los clientes y avisen a quien administra frontdesk («frontdesk check»).",
        ),
        "works": ("Desde: {since}", "Lo que estaba en espera va saliendo en orden."),
        "given_up": (
            "La primera: {since}",
            "Esperaron un día o el proveedor las perdió. Vean cuáles con «frontdesk outbox list» y "
            "envíenlas de nuevo con «frontdesk outbox retry».",
        ),
    },
    "pt": {
        "stuck": (
            "Desde: {since}",
            "Em espera: {count}",
            "Motivo: {why}",
            "Ficam guardadas por até 24 horas e saem sozinhas, em ordem, quando isso for resolvido. Se "
            "for urgente, escrevam vocês aos clientes e avisem quem administra o frontdesk («frontdesk check»).",
        ),
        "works": ("Desde: {since}", "O que estava em espera está saindo em ordem."),
        "given_up": (
            "A primeira: {since}",
            "Esperaram um dia ou o provedor as perdeu. Vejam quais com «frontdesk outbox list» e enviem "
            "de novo com «frontdesk outbox retry».",
        ),
    },
    "en": {
        "stuck": (
            "Since: {since}",
            "Waiting: {count}",
            "Reason: {why}",
            "They are kept for up to 24 hours and go out by themselves, in order, once it is repaired. If it "
            "is urgent, write to the customers yourselves and tell whoever runs frontdesk (`frontdesk check`).",
        ),
        "works": ("Since: {since}", "What waited is going out in order."),
        "given_up": (
            "The first: {since}",
            "They waited for a day, or the provider lost them. See which with `frontdesk outbox list` and "
            "send them again with `frontdesk outbox retry`.",
        ),
    },
}
_COUNTS: Mapping[str, tuple[str, str]] = {
    "es": ("1 respuesta", "{n} respuestas"),
    "pt": ("1 resposta", "{n} respostas"),
    "en": ("1 reply", "{n} replies"),
}
_WHY: Mapping[str, Mapping[str, str]] = {
    "unreachable": {
        "es": "no se puede conectar con el proveedor",
        "pt": "não é possível conectar com o provedor",
        "en": "the provider cannot be reached",
    },
    "key": {
        "es": "falta la clave de la conexión o el proveedor no la acepta",
        "pt": "falta a chave da conexão ou o provedor não a aceita",
        "en": "the connection's key is missing, or the provider does not take it",
    },
    "404": {
        "es": "el proveedor no conoce la instancia o la aplicación",
        "pt": "o provedor não conhece a instância ou o aplicativo",
        "en": "the provider does not know the instance or app",
    },
    "disconnected": {
        "es": "el WhatsApp de la instancia está desconectado; hay que vincularlo de nuevo",
        "pt": "o WhatsApp da instância está desconectado; é preciso vinculá-lo de novo",
        "en": "the instance's WhatsApp is disconnected; it has to be linked again",
    },
    "429": {
        "es": "el proveedor pide esperar: demasiados mensajes",
        "pt": "o provedor pede para esperar: mensagens demais",
        "en": "the provider asks to wait: too many messages",
    },
    "": {
        "es": "el proveedor no acepta los mensajes por ahora",
        "pt": "o provedor não aceita as mensagens por enquanto",
        "en": "the provider does not take messages at the moment",
    },
}
_OF_THE_KEY = frozenset({"401", "403", "not_configured", "unreadable"})


def sending_notice(
    topic: str,
    *,
    organization: str,
    language: str,
    name: str,
    channel: str,
    count: int,
    since: str,
    code: str | None = None,
) -> Notice:
    """The notice about a connection (`name`, `channel`); `topic` is stuck, works or given_up, `since`
    local time, `code` that of the trouble. True also when it arrives late, through that connection."""
    one, many = _COUNTS[language]
    values = {
        "organization": organization,
        "connection": f"{name} ({channel})",
        "count": one if count == 1 else many.format(n=count),
        "since": since,
        "why": _WHY.get("key" if code in _OF_THE_KEY else code or "", _WHY[""])[language],
    }
    title = _TITLES[language][topic].format(**values)
    lines = [line.format(**values) for line in _LINES[language][topic]]
    return Notice(
        "\n".join([title, *lines]), (values["connection"], "—", " · ".join([title, *lines]))
    )
