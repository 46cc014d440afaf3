"""Customers whose phone the provider does not tell, or not at first."""

from dataclasses import dataclass
from typing import Any

from tests.front import Customer, Front


@dataclass
class Hidden(Customer):
    """`phone` is what they are known by instead: a BSUID at Gupshup, a LID's digits at Evolution.

    When `told` is set, their messages tell that phone, too.
    """

    told: str | None = None

    def _payload(self, kind: str, *args: Any, **about: Any) -> Any:
        payload = super()._payload(kind, *args, **about)
        if self.channel == "gupshup":
            message = payload["payload"]
            del message["source"]
            message["sender"] = {"name": self.name, "userId": self.phone}
            if self.told:
                message["sender"]["phone"] = message["source"] = self.told
        else:
            key = payload["data"]["key"]
            key |= {"remoteJid": f"{self.phone}@lid", "addressingMode": "lid"}
            key["remoteJidAlt"] = f"{self.told}@s.whatsapp.net" if self.told else None
        return payload

    def _received(self) -> list[Any]:
        names = [self.phone, self.told] if self.told else [self.phone]
        if self.channel == "gupshup":
            return [s for s in self.front.gupshup.sent if s.destination in names]
        return [s for s in self.front.evolution.sent if s.jid.partition("@")[0] in names]


def by_lid(front: Front, lid: str = "100000000000009", **about: Any) -> Hidden:
    about = {"tenant": "sorriso", "name": "Ana", **about}
    return Hidden(front, lid, channel="evolution", **about)


def by_bsuid(front: Front, bsuid: str = "CO.13491208655302741918", **about: Any) -> Hidden:
    about = {"tenant": "aurora", "name": "Ana", **about}
    return Hidden(front, bsuid, channel="gupshup", **about)
