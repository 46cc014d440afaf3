"""The sites whose pages may show a connection's chat in a frame: `settings: {origins: […]}`."""

import re

from agent.types import Json

MOST = 20
"""They all stand in a header of every page that is framed."""
_SITE = re.compile(
    r"(https?)://((?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*)(?::([1-9][0-9]{0,4}))?", re.ASCII
)
_HERE = frozenset({"localhost", "127.0.0.1"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


def site_origin(written: object) -> str | None:
    """An origin as browsers write it (`https://clinic.example`), None for what is none.

    Only https, or this machine for trying out. No wildcards: whoever gets a subdomain of the business
    (a blog's host, a forgotten name) could put the chat behind their own buttons.
    """
    match = _SITE.fullmatch(written.lower()) if isinstance(written, str) else None
    if match is None:
        return None
    scheme, host, port = match[1], match[2], int(match[3] or _DEFAULT_PORTS[match[1]])
    if port > 65535 or (scheme == "http" and host not in _HERE):
        return None
    return f"{scheme}://{host}" + ("" if port == _DEFAULT_PORTS[scheme] else f":{port}")


def site_origins(settings: Json) -> tuple[str, ...]:
    """Those of a connection, each once and in order; nothing else that may be written there."""
    written = settings.get("origins")
    listed = written if isinstance(written, list) else []
    origins = (origin for one in listed[:MOST] if (origin := site_origin(one)))
    return tuple(dict.fromkeys(origins))


def origins_problem(settings: Json) -> str | None:
    """What is wrong with `origins`, and what to write; None where nothing is."""
    written = settings.get("origins", [])
    if not isinstance(written, list):
        return "list the sites that may show the chat: [https://clinic.example]"
    if len(written) > MOST:
        return f"at most {MOST} sites may show one chat; make another connection for the others"
    wrong = [str(one) for one in written if site_origin(one) is None]
    return f"`{wrong[0][:100]}` {_advice(wrong[0])}" if wrong else None


def _advice(wrong: str) -> str:
    """What to write instead."""
    if "*" in wrong:
        return "names many sites; list each one, without a wildcard"
    if re.match(r"http://", wrong, re.IGNORECASE):
        return "is not encrypted; write https:// (http only for localhost)"
    if not re.match(r"https://", wrong, re.IGNORECASE):
        return "is no site; write it with its scheme: https://clinic.example"
    if not wrong.isascii():
        return "has letters that browsers write otherwise; write it as the address bar copies it: https://xn--…"
    return "is more than a site; write scheme, host and port alone: https://clinic.example"
