"""What Evolution's calls to send take: a text, a file as base64, or a voice note."""

import base64

from agent.types import MessageKind, Outbound, OutboundFile
from gateway.channels.kit.option_text import with_numbered_options


def call_of(message: Outbound) -> tuple[str, dict[str, str]]:
    """The action and its body, without the recipient."""
    if message.file is None:
        words = with_numbered_options(message.text, message.options)
        return "message/sendText", {"text": words}
    return _file(message.file, message.text)


def _file(file: OutboundFile, caption: str) -> tuple[str, dict[str, str]]:
    content = base64.b64encode(file.content).decode()
    if file.kind is MessageKind.AUDIO and file.voice:
        return "message/sendWhatsAppAudio", {"audio": content}
    body = {
        "mediatype": file.kind.value,
        "mimetype": file.mime,
        "media": content,
        "fileName": file.name,
    }
    return "message/sendMedia", body | ({"caption": caption} if caption else {})
