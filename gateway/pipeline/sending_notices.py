"""What staff read of a connection: replies wait, it works again, some were given up, a history came."""

from agent.scheduling.staff_notices import Notice
from agent.texts import texts

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
    """The notice about a connection (`name`, `channel`); `topic` is stuck, works, given_up or history, `count`
    of replies or chats, `since` local time, `code` that of the trouble. True also when it arrives late, through that connection."""
    spoken = texts(language)
    reason = "notices.sending.reason."
    cause = "key" if code in _OF_THE_KEY else code or "any"
    values = {
        "organization": organization,
        "connection": f"{name} ({channel})",
        "count": spoken.counted("notices.sending.replies", count, n=str(count)),
        "chats": spoken.counted("notices.sending.chats", count, n=str(count)),
        "since": since,
        "why": spoken.line(reason + (cause if spoken.has(reason + cause) else "any")),
    }
    title = spoken.line(f"notices.sending.{topic}.title", **values)
    lines = spoken.filled(f"notices.sending.{topic}.lines", **values)
    return Notice(
        "\n".join([title, *lines]), (values["connection"], "—", " · ".join([title, *lines]))
    )
