"""Customers: who writes what, when, in which order, and how often the provider delivers it."""

import asyncio
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bench.chaos.ledger import Accepted, Ledger, Taken
from bench.chaos.posting import deliver
from bench.chaos.tenants import Tenant
from tests.providers import evolution, gupshup

QUESTIONS = (
    "Hola, buenas tardes", "¿Tienen parqueadero para carros?", "¿Cuál es el horario del sábado?",
    "¿Cuánto cuesta la limpieza facial?", "¿Dónde quedan?", "¿Puedo pagar con Nequi?",
    "¿Tienen wifi?", "¿Qué servicios tienen?", "¿Atienden hombres?", "Gracias, muy amable",
)  # fmt: skip
SERVICES = ("limpieza facial", "masaje relajante", "valoración", "diseño de cejas")
NAMES = ("Ana Prueba", "Luis Ensayo", "Marta Ficticia", "Rui Inventado", "Eva Supuesta")
PERSON = "Quiero hablar con una persona por favor"
_MOST_LINES = 8
_HAS_ONE = ("agendada", "recordatorios", "Ya tienes", "ya está en tu agenda")
"""What only somebody hears who has an appointment."""


@dataclass(frozen=True, slots=True)
class Script:
    """One customer's visit: `begin` is seconds from the start. `kind`: asks and waits for each answer, bursts
    (all lines at once), books (the lines are a wish, a choice, a name, a yes and thanks, said when the
    reply before asks for them), or person."""

    number: int
    begin: float
    tenant: Tenant
    channel: str
    lines: tuple[str, ...]
    kind: str
    copies: tuple[int, ...]
    """How often the provider delivers each line at the same time."""
    swapped: bool = False
    """The first two lines are delivered in the wrong order."""

    @property
    def phone(self) -> str:
        return f"5731{self.tenant.number:02d}{self.number:06d}"

    @property
    def destination(self) -> str:
        """As the provider names them."""
        return self.phone if self.channel == "gupshup" else f"{self.phone}@s.whatsapp.net"


def population(
    dice: random.Random, tenants: Sequence[Tenant], messages: int, seconds: float
) -> list[Script]:
    """Visits of about `messages` messages together, which begin within `seconds`."""
    scripts: list[Script] = []
    planned = 0
    while planned < messages:
        script = _script(dice, len(scripts), dice.choice(tenants), dice.uniform(0, seconds))
        scripts.append(script)
        planned += len(script.lines)
    return sorted(scripts, key=lambda script: script.begin)


def _script(dice: random.Random, number: int, tenant: Tenant, begin: float) -> Script:
    kind = dice.choices(("asks", "bursts", "books", "person"), (45, 20, 30, 5))[0]
    channel = dice.choice(("gupshup", "evolution"))
    if kind == "books":
        name = f"{dice.choice(NAMES)} {_letters(number)}"
        day = dice.choice(("", "", " para mañana", " para el viernes", " la otra semana"))
        wish = f"Quiero una cita de {dice.choice(SERVICES)}{day}"
        lines: tuple[str, ...] = (wish, "la primera", name, "sí, por favor", "gracias")
    elif kind == "person":
        lines = (dice.choice(QUESTIONS), PERSON)
    else:
        lines = tuple(
            dice.sample(QUESTIONS, dice.randint(2, 4) if kind == "bursts" else dice.randint(1, 4))
        )
    copies = tuple(dice.choice((1, 1, 1, 1, 1, 1, 2, 2, 3, 5)) for _ in lines)
    swapped = kind == "bursts" and dice.random() < 0.3
    return Script(number, begin, tenant, channel, lines, kind, copies, swapped)


def _letters(number: int) -> str:
    """A surname of its own for each number."""
    word = ""
    for _ in range(4):
        number, digit = divmod(number, 20)
        word += "bcdfghjklmnpqrstvwxz"[digit] + "aeiou"[digit % 5]
    return word.capitalize()


class Customer:
    """Somebody who writes as their script says, through a provider that repeats itself."""

    def __init__(
        self,
        script: Script,
        ledger: Ledger,
        dice: random.Random,
        ports: Callable[[], Sequence[int]],
        patience: float,
    ) -> None:
        self._script = script
        self._ledger = ledger
        self._dice = dice
        self._ports = ports
        self._patience = patience
        self._lines = 0

    @property
    def destination(self) -> str:
        return self._script.destination

    async def visit(self) -> None:
        script = self._script
        if script.kind == "bursts":
            lines = list(script.lines)
            if script.swapped:
                lines[0], lines[1] = lines[1], lines[0]
            for line in lines:
                await self._say(line)
        elif script.kind == "books":
            await self._book(*script.lines)
        else:
            for line in script.lines:
                await self._ask(line)

    async def _book(self, wish: str, choice: str, name: str, consent: str, thanks: str) -> None:
        """Says what the last reply asks for, until there is a receipt, at most eight times.

        Whose receipt is late repeats the wish, and takes no second appointment when told of the first.
        """
        line = wish
        for _ in range(_MOST_LINES):
            reply = await self._ask(line)
            words = reply.text if reply else ""
            if any(sign in words for sign in _HAS_ONE):
                await self._ask(consent)
                await self._ask(thanks)
                return
            if "nombre de quién" in words:
                line = name
            elif "•" in words or "1." in words:
                line = choice
            else:
                line = consent if "eserv" in words else wish

    async def _ask(self, line: str) -> Taken | None:
        """Says something and waits for the answer: the last of those that come together."""
        wrote = time.monotonic()
        await self._say(line)
        reply = await self._ledger.reply(self._script.destination, wrote, self._patience)
        await asyncio.sleep(self._dice.uniform(0.1, 0.5))
        return reply and self._ledger.to(self._script.destination)[-1]

    async def _say(self, text: str) -> None:
        """The provider delivers a line until it is taken, some of them several times at once."""
        place, self._lines = self._lines, self._lines + 1
        message = f"chaos-{self._script.number}-{place}"
        body = json.dumps(self._payload(message, text)).encode()
        copies = self._script.copies[place % len(self._script.copies)]
        path = self._script.tenant.path(self._script.channel)

        def note(status: int | None, seconds: float) -> None:
            self._ledger.deliveries[str(status or "none")] += 1
            self._ledger.seconds.append(seconds)
            if status is not None and 200 <= status < 300 and message not in self._ledger.accepted:
                self._ledger.accepted[message] = Accepted(
                    self._script.channel, self._script.tenant.slug, self._script.destination,
                    message, text, time.monotonic(),
                )  # fmt: skip

        await asyncio.gather(
            *(deliver(self._ports, path, body, self._dice, note) for _ in range(copies))
        )

    def _payload(self, message: str, text: str) -> dict[str, Any]:
        script, now = self._script, time.time()
        if script.channel == "gupshup":
            payload = gupshup.text(
                text, phone=script.phone, id=message, app=script.tenant.app, name=None
            )
            return payload | {"timestamp": int(now * 1000)}
        payload = evolution.text(
            text,
            jid=script.destination,
            id=message,
            alternative=None,
            instance=script.tenant.instance,
        )
        payload["data"]["messageTimestamp"] = int(now)
        return payload
