"""A system of a business that receives events of the agenda, on loopback, and looks at their signatures."""

from typing import Any

from openai import InvalidWebhookSignatureError, OpenAI

from tests.providers.server import Answer, ProviderServer, Request

_LONG_AGO = 10**9
"""Seconds: the clock of a test stands still."""


class EventReceiver(ProviderServer):
    """Takes what is signed with `secret`, as an independent implementation of Standard Webhooks finds it."""

    def __init__(self, secret: str = "") -> None:
        super().__init__()
        self.secret = secret
        self.taken: list[Any] = []

    @property
    def hook(self) -> str:
        return f"{self.url}/hook"

    @property
    def kinds(self) -> list[str]:
        return [event["type"] for event in self.taken]

    def is_signed(self, request: Request, secret: str) -> bool:
        verify = OpenAI(api_key="-").webhooks.verify_signature
        try:
            verify(request.body, dict(request.headers), secret=secret, tolerance=_LONG_AGO)
        except InvalidWebhookSignatureError:
            return False
        return True

    def handle(self, request: Request) -> Answer:
        if not self.is_signed(request, self.secret):
            return Answer(401)
        event = request.json()
        assert request.headers["webhook-id"] == event["id"]
        self.taken.append(event)
        return Answer(204)
