"""`GET /metrics`: figures of the whole deployment for Prometheus, for whoever has METRICS_KEY or API_KEY."""

import hmac

from fastapi import APIRouter, Request, Response
from prometheus_client.exposition import choose_encoder

from gateway.access.clients import address_of
from gateway.access.problems import Forbidden
from gateway.api.auth import Callers, bearer
from gateway.container import Container
from gateway.version import version
from gateway.watching.metrics import Metrics


def metrics_router(container: Container, callers: Callers) -> APIRouter:
    """The route. It tells of all organizations, so no organization's own key opens it."""
    router = APIRouter()
    metrics = Metrics(container.database, container.settings, version())
    own = container.settings.metrics_key

    @router.get("/metrics", include_in_schema=False)
    async def show(request: Request) -> Response:
        key = bearer(request) or ""
        if not (own and hmac.compare_digest(key.encode(), own.get_secret_value().encode())):
            caller = await callers.of_key(key, address_of(request), "read")
            if caller.organization is not None:
                raise Forbidden
        encode, media_type = choose_encoder(request.headers.get("accept", ""))
        return Response(encode(await metrics.registry()), media_type=media_type)

    return router
