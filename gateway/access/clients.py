"""The address of a client, also behind trusted proxies.

`X-Forwarded-For` counts only when the connection comes from one of TRUSTED_PROXIES; the address is
then the last one in it that is not a proxy of ours. Everybody else may write there what they like.
"""

from ipaddress import ip_address

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from agent.settings import Settings
from gateway.access.limits import network_of

_NOWHERE = "unknown"


def behind_proxies(app: ASGIApp, settings: Settings) -> ASGIApp:
    """`app`, told the client's address and scheme by the proxies that are trusted, if any.

    The one place where this is decided: uvicorn's own reading of these headers is switched off
    (gateway/serving.py).
    """
    trusted = list(settings.trusted_proxy_list)
    return ProxyHeadersMiddleware(app, trusted) if trusted else app  # type: ignore[arg-type,return-value]


def address_of(request: HTTPConnection) -> str:
    """The client as a key of limits; what is no address is one client together."""
    host = request.client.host if request.client else ""
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return _NOWHERE
    return network_of(host)
