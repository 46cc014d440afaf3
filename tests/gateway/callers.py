"""Programs that call with a key of one organization."""

from dataclasses import dataclass
from typing import Any

import httpx

from gateway.access import api_keys
from tests.front import API_KEY, Front


@dataclass(frozen=True)
class Program:
    """Calls with its key; `headers` are what it sends."""

    front: Front
    key: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.key}"}

    async def get(self, path: str, **params: Any) -> httpx.Response:
        return await self.front.http.get(path, params=params, headers=self.headers)

    async def post(self, path: str, **body: Any) -> httpx.Response:
        return await self.front.http.post(path, json=body, headers=self.headers)

    async def patch(self, path: str, **body: Any) -> httpx.Response:
        return await self.front.http.patch(path, json=body, headers=self.headers)


async def program(front: Front, *scopes: str, tenant: str = "aurora") -> Program:
    """One with a new key of this organization."""
    asked = list(scopes or api_keys.SCOPES)
    database = front.container.database
    return Program(front, await api_keys.create(database, tenant, "site", asked, None))


def operator(front: Front) -> Program:
    """One with the deployment's own key."""
    return Program(front, API_KEY)
