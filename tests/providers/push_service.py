"""A push service and a browser that uses it, as RFC 8030, 8291 and 8292 describe them."""

import base64
import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from tests.providers.server import Answer, ProviderServer, Request


@dataclass
class Browser:
    """A subscription: its address at the service, and the keys with which only it can read."""

    endpoint: str
    public_key: str
    private: EllipticCurvePrivateKey = field(
        default_factory=lambda: generate_private_key(SECP256R1())
    )
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def form(self) -> dict[str, str]:
        """What the page sends of it."""
        keys = {"p256dh": _text(_point(self.private)), "auth": _text(self.auth)}
        return {"endpoint": self.endpoint, "public_key": self.public_key, **keys}

    def read(self, body: bytes) -> Any:
        """Decrypts what came (RFC 8291). Raises InvalidTag for what is not for this browser."""
        salt, size = body[:16], body[20]
        sender, sealed = body[21 : 21 + size], body[21 + size :]
        theirs = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), sender)
        shared = self.private.exchange(ECDH(), theirs)
        info = b"WebPush: info\x00" + _point(self.private) + sender
        secret = _derived(shared, self.auth, info, 32)
        key = _derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = _derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
        return json.loads(AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\x00")[:-1])


class PushServer(ProviderServer):
    """Takes notifications of whoever a browser subscribed with."""

    def __init__(self) -> None:
        super().__init__()
        self.browsers: dict[str, Browser] = {}
        self.taken: list[tuple[Browser, Request]] = []
        self.gone: set[str] = set()

    def subscribe(self, public_key: str) -> Browser:
        """What the browser's push manager gives a page that asks with this key."""
        path = f"/push/{secrets.token_hex(8)}"
        browser = self.browsers[path] = Browser(self.url + path, public_key)
        return browser

    @property
    def shown(self) -> list[Any]:
        """What the browsers show, in order."""
        return [browser.read(request.body) for browser, request in self.taken]

    def handle(self, request: Request) -> Answer:
        browser = self.browsers.get(request.path)
        if browser is None or request.path in self.gone:
            return Answer(410)
        headers = request.headers
        if headers["content-encoding"] != "aes128gcm" or not headers["ttl"].isdigit():
            return Answer(400)
        if not self._is_from(browser, headers.get("authorization", "")):
            return Answer(403)
        self.taken.append((browser, request))
        return Answer(201)

    def _is_from(self, browser: Browser, authorization: str) -> bool:
        """Whether the key with which the browser subscribed signed it (RFC 8292)."""
        token, _, key = authorization.removeprefix("vapid t=").partition(", k=")
        point = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
        public = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
        audience = f"http://{urlsplit(self.url).hostname}"
        try:
            claims = jwt.decode(token, public, ["ES256"], audience=audience)
        except jwt.InvalidTokenError:
            return False
        return key == browser.public_key and str(claims["sub"]).startswith("mailto:")


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def _point(key: EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
