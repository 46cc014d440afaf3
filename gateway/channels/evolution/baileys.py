"""WhatsApp Web's own message format, as the Baileys library spells it.

Evolution API passes it on nearly unchanged: a `message` object with one key that names its
kind, sometimes wrapped, beside keys that carry no content.
"""

import json
import re
from collections.abc import Callable
from dataclasses import replace

from agent import phones
from agent.types import Json, MessageKind, Option
from gateway.channels.base import InboundMessage, Media
from gateway.channels.kit.content import advertisement, with_contacts, with_place
from gateway.channels.kit.payload import (
    branch,
    digits,
    identifier,
    label,
    objects,
    present,
    text,
    whole,
)

_PHONES = "s.whatsapp.net"
_LIDS = "lid"
# user, then an agent or device suffix that names one of the person's devices, then the server
_JID = re.compile(r"([a-z0-9.\-]{1,64})(?:[_:][0-9]+)*(?:@([a-z.]{1,32}))?")
_OTHER_JID_KEYS = ("remoteJidAlt", "senderPn", "senderLid", "previousRemoteJid")
_JID_KEYS = ("remoteJid", *_OTHER_JID_KEYS)

_MOST_WRAPPERS = 10
_SIDE_KEYS = {
    "messageContextInfo",
    "senderKeyDistributionMessage",
    "contextInfo",
    "base64",
    "mediaUrl",
}
_TEXT_KEYS = {"conversation", "extendedTextMessage"}
_SILENT_KEYS = {
    "reactionMessage",
    "encReactionMessage",
    "pollCreationMessage",
    "pollCreationMessageV2",
    "pollCreationMessageV3",
    "pollUpdateMessage",
    "pollResultSnapshotMessage",
    "protocolMessage",
    "pinInChatMessage",
    "keepInChatMessage",
    "encEventResponseMessage",
    "encCommentMessage",
    "albumMessage",
}
# What WhatsApp's own apps put into a chat; nobody typed it.
_APPS_OWN_KEYS = {
    "placeholderMessage",
    "call",
    "callLogMesssage",
    "bcallMessage",
    "deviceSyncMessage",
    "messageHistoryBundle",
    "messageHistoryNotice",
    "secretEncryptedMessage",
    "stickerSyncRmrMessage",
}


# Addresses


def jid(value: object) -> str | None:
    """A JID without its device suffix; bare digits become a phone's JID.

    None when it is no JID. Servers other than phones' and LIDs' are kept, to be told apart.
    """
    match = _JID.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    if match is None:
        return None
    user, server = match[1], match[2] or _PHONES
    if server == "c.us":
        server = _PHONES
    if server == _PHONES and digits(user) != user:
        return None
    return f"{user}@{server}"


def is_person(address: str) -> bool:
    """Whether a JID is one person's chat: not a group, a broadcast list or a newsletter."""
    return address.endswith((f"@{_PHONES}", f"@{_LIDS}"))


def chat_addresses(key: Json) -> tuple[str, ...]:
    """All JIDs of a chat, phones first.

    Which field holds the phone and which the LID depends on Evolution's version and on
    `addressingMode`, so only the JID's own ending decides.
    """
    addresses = [address for name in _JID_KEYS if (address := jid(key.get(name)))]
    people = dict.fromkeys(address for address in addresses if is_person(address))
    return tuple(sorted(people, key=lambda address: phone_of((address,)) is None))


def phone_of(addresses: tuple[str, ...]) -> str | None:
    """The digits of the first phone among JIDs; None for a chat known only by LID."""
    return next((a.partition("@")[0] for a in addresses if a.endswith(f"@{_PHONES}")), None)


def without_own(data: Json, business: str | None) -> Json:
    """The event without the business's own phone (a JID) among the names of its chat.

    Of what staff typed, `senderPn` may be the business itself; as a name of the chat it would make
    all customers one. A bare protocol message has its key as its sender wrote it: the chat with us.
    """
    key, own = branch(data, "key"), _person(business)
    names = _OTHER_JID_KEYS if "message" in data else _JID_KEYS
    strange = [name for name in names if own and _person(jid(key.get(name))) == own]
    remaining = {name: value for name, value in key.items() if name not in strange}
    return {**data, "key": remaining} if strange else data


def _person(address: str | None) -> str | None:
    return phones.canonical(phone_of((address,))) if address else None


# Content


def with_content(bare: InboundMessage, data: Json) -> InboundMessage | None:
    """`bare` filled from `data["message"]`; None when nothing in it calls for an answer."""
    message = unwrap(branch(data, "message"))
    replied_to, ad = _quoted_id(data, message), _ad(data)
    names = [name for name in message if name not in _SIDE_KEYS and message[name] is not None]
    if not names or _SILENT_KEYS.intersection(names):
        return None
    bare = replace(bare, reply_to=replied_to)
    words = text_of(message)
    if words is not None or (ad and _TEXT_KEYS.issuperset(names)):
        return replace(bare, kind=MessageKind.TEXT, text=words, details=present(ad=ad))
    if _TEXT_KEYS.issuperset(names):
        return None
    for name in names:
        if (read := _READERS.get(name)) is not None:
            return _with_inline(read(bare, branch(message, name)), data, message)
    return replace(bare, kind=MessageKind.UNSUPPORTED, details={"type": label(names[0])})


def reaction(data: Json) -> tuple[str, str | None] | None:
    """The id of the message on which `data["message"]` puts an emoji, and the emoji (None: it was taken
    back); None when it is no reaction."""
    put = branch(unwrap(branch(data, "message")), "reactionMessage")
    target = identifier(branch(put, "key"), "id")
    return None if target is None else (target, text(put, "text"))


def by_the_app(data: Json) -> bool:
    """Whether `data["message"]` holds nothing but what an app puts into a chat by itself."""
    message = unwrap(branch(data, "message"))
    names = {name for name in message if name not in _SIDE_KEYS and message[name] is not None}
    return names <= _APPS_OWN_KEYS


def unwrap(message: Json) -> Json:
    """The message inside whatever WhatsApp puts around some kinds: a part that holds a `message` of its
    own (disappearing, seen once, one of an album, in a better quality, edited …)."""
    for _ in range(_MOST_WRAPPERS):
        parts = (branch(message, name, "message") for name in message if name not in _SIDE_KEYS)
        inner = next(filter(None, parts), None)
        if inner is None:
            break
        message = inner
    return message


def protocol(data: Json) -> Json:
    """The protocol message in `data["message"]` (an edit, a deletion, a setting); empty without one."""
    return branch(unwrap(branch(data, "message")), "protocolMessage")


def _ad(data: Json) -> dict[str, str] | None:
    """The advertisement from which the customer came to this chat."""
    message = unwrap(branch(data, "message"))
    places = [data, message, *(branch(message, name) for name in message)]
    told = (branch(place, "contextInfo", "externalAdReply") for place in places)
    shown = next(filter(None, told), {})
    if text(shown, "sourceType") not in ("ad", "post"):  # a preview of a link has the same form
        return None
    return advertisement(
        title=text(shown, "title"), body=text(shown, "body"), url=text(shown, "sourceUrl")
    )


def text_of(message: Json) -> str | None:
    """The words of a text message; None for any other kind."""
    return text(message, "conversation") or text(branch(message, "extendedTextMessage"), "text")


def words_of(message: Json) -> str | None:
    """What a message says, be it a text or the caption of a file."""
    message = unwrap(message)
    captions = (text(branch(message, name), "caption") for name in message)
    return text_of(message) or next(filter(None, captions), None)


def _quoted_id(data: Json, message: Json) -> str | None:
    places = [data, message, *(branch(message, name) for name in message)]
    quoted = (identifier(branch(place, "contextInfo"), "stanzaId") for place in places)
    return next(filter(None, quoted), None)


def _with_inline(read: InboundMessage, data: Json, message: Json) -> InboundMessage:
    """Adds the file itself, which stands beside the wrapped message or inside it."""
    if read.media is None:
        return read
    places = (message, branch(data, "message"), data)
    inline = next(filter(None, (_base64(place.get("base64")) for place in places)), None)
    url = next(filter(None, (text(place, "mediaUrl") for place in places)), None)
    return replace(read, media=replace(read.media, inline_base64=inline, url=url))


def _base64(value: object) -> str | None:
    if not isinstance(value, str) or not value.isascii() or "\x00" in value:
        return None
    return value.partition(",")[2] if value.startswith("data:") else value or None


def _file(kind: MessageKind) -> "_Reader":
    def read(bare: InboundMessage, part: Json) -> InboundMessage:
        # `url` is the encrypted file on WhatsApp's servers, of no use without its key.
        media = Media(
            mime=text(part, "mimetype"),
            filename=text(part, "fileName", "title"),
            voice=part.get("ptt") is True,
        )
        details = present(
            seconds=whole(part.get("seconds")),
            bytes=whole(part.get("fileLength")),
            pages=whole(part.get("pageCount")),
        )
        return replace(bare, kind=kind, text=text(part, "caption"), media=media, details=details)

    return read


def _place(bare: InboundMessage, part: Json) -> InboundMessage:
    at = part.get("degreesLatitude"), part.get("degreesLongitude")
    placed = with_place(bare, *at, text(part, "name"), text(part, "address"))
    return replace(placed, text=text(part, "caption"))


def _people(bare: InboundMessage, part: Json) -> InboundMessage:
    listed = part.get("contacts")
    contacts = [
        present(name=text(c, "displayName"), vcard=text(c, "vcard")) for c in objects(listed)
    ]
    single = present(name=text(part, "displayName"), vcard=text(part, "vcard"))
    return with_contacts(bare, [c for c in contacts if c] or ([single] if single else None))


def _chosen(bare: InboundMessage, part: Json) -> InboundMessage:
    """A tapped button or row, in any of the four forms."""
    flow = branch(part, "nativeFlowResponseMessage")
    params = _parameters(flow.get("paramsJson"))
    title = (
        text(part, "selectedDisplayText", "title")
        or text(branch(part, "body"), "text")
        or text(params, "display_text", "title")
    )
    option_id = (
        identifier(part, "selectedButtonId", "selectedId")
        or identifier(branch(part, "singleSelectReply"), "selectedRowId")
        or identifier(params, "id")
        or title
    )
    if option_id is None:
        return bare
    choice = Option(option_id, title or option_id, text(part, "description"))
    return replace(bare, kind=MessageKind.CHOICE, text=choice.title, choice=choice)


def _parameters(value: object) -> Json:
    try:
        decoded = json.loads(value) if isinstance(value, str) else {}
    except (ValueError, RecursionError):
        return {}
    return decoded if isinstance(decoded, dict) else {}


_Reader = Callable[[InboundMessage, Json], InboundMessage]
_READERS: dict[str, _Reader] = {
    "imageMessage": _file(MessageKind.IMAGE),
    "videoMessage": _file(MessageKind.VIDEO),
    "ptvMessage": _file(MessageKind.VIDEO),
    "audioMessage": _file(MessageKind.AUDIO),
    "documentMessage": _file(MessageKind.DOCUMENT),
    "stickerMessage": _file(MessageKind.STICKER),
    "locationMessage": _place,
    "liveLocationMessage": _place,
    "contactMessage": _people,
    "contactsArrayMessage": _people,
    "buttonsResponseMessage": _chosen,
    "listResponseMessage": _chosen,
    "templateButtonReplyMessage": _chosen,
    "interactiveResponseMessage": _chosen,
}
