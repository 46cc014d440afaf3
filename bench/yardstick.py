"""The least that a stored webhook can cost: one FastAPI route, one insert. `python -m` runs it."""

import asyncio

import uvicorn
import uvloop
from fastapi import FastAPI, Request, Response

from agent.data.scratch import Insert, open_bare_insert
from agent.settings import Settings

POOL_SIZE = 16
"""As the gateway's with its default number of workers (gateway/container.py)."""


def bare_app(insert: Insert) -> FastAPI:
    """`POST /insert` stores the body; `GET /ready` answers at once."""
    app = FastAPI(docs_url=None, redoc_url=None)

    @app.post("/insert")
    async def store(request: Request) -> Response:
        payload = await request.json()
        await insert(payload["payload"]["payload"]["text"], payload)
        return Response(status_code=200)

    @app.get("/ready")
    async def ready() -> Response:
        return Response(status_code=200)

    return app


async def serve(settings: Settings) -> None:
    """Until a signal comes, with the same server settings as gateway/serving.py."""
    assert settings.database_url is not None
    conninfo = settings.database_url.get_secret_value()
    async with open_bare_insert(conninfo, size=POOL_SIZE) as insert:
        config = uvicorn.Config(
            bare_app(insert),
            host=settings.gateway_host,
            port=settings.gateway_port,
            access_log=False,
            log_config=None,
            server_header=False,
        )
        await uvicorn.Server(config).serve()


if __name__ == "__main__":
    uvloop.install()
    asyncio.run(serve(Settings()))
