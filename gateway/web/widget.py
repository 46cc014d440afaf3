"""The chat in a business's own site: the script that it pastes there, and who may frame the page.

    <script src="https://desk.example/widget/TOKEN.js" async></script>

The script stands for one connection, so that it brings what it has to know with it: a site needs to allow
it and its frame, and no request from the site itself (decisions/widget.md).
"""

import html
from collections.abc import Sequence
from functools import lru_cache

import msgspec
from msgspec import Struct

from agent.texts import languages, texts
from agent.types import Connection
from gateway.channels.kit.site_origins import site_origins
from gateway.organizations.rows import OrganizationRow
from gateway.web.assets import PAGE_POLICY, STATIC, WIDGET, Asset, asset_of

_PLACE = b"/* about */ null"
"""Where the script has what it has to know."""
_FRESH_SECONDS = 300
"""How long a browser may use the script without asking; a site's every page has it."""


class _About(Struct, frozen=True, kw_only=True):
    """What the script knows. `language`: where the site's own is none of `texts`."""

    name: str
    language: str
    origins: tuple[str, ...]
    texts: dict[str, dict[str, object]]


def widget_script(connection: Connection, organization: OrganizationRow) -> Asset:
    """The script of this connection."""
    about = _About(
        name=organization.name,
        language=organization.language,
        origins=site_origins(connection.settings),
        texts={language: texts(language).nested("pages.widget") for language in languages()},
    )
    content = _template().replace(_PLACE, msgspec.json.encode(about))
    return asset_of(WIDGET, content)


def script_headers(script: Asset) -> dict[str, str]:
    """Any page may load it; whether it then shows the chat, the frame's own header decides."""
    return script.headers | {
        "cache-control": f"public, max-age={_FRESH_SECONDS}",
        "cross-origin-resource-policy": "cross-origin",
    }


def frame_headers(connection: Connection) -> dict[str, str]:
    """The page as the connection's sites may frame it; without any, nobody may.

    Never from a browser's cache, which may keep the header of yesterday. The last two let it be framed
    by a site that isolates itself (Cross-Origin-Embedder-Policy).
    """
    sites: Sequence[str] = site_origins(connection.settings) or ("'none'",)
    return {
        "cache-control": "no-store",
        "content-security-policy": f"{PAGE_POLICY}; frame-ancestors {' '.join(sites)}",
        "cross-origin-embedder-policy": "require-corp",
        "cross-origin-resource-policy": "cross-origin",
    }


def snippet(address: str, token: str) -> str:
    """What a business pastes into its site. `address`: the gateway's, without a slash at the end."""
    source = html.escape(f"{address}/widget/{token}.js")
    return f'<script src="{source}" async referrerpolicy="origin"></script>'


@lru_cache(maxsize=1)
def _template() -> bytes:
    content = (STATIC / WIDGET).read_bytes()
    assert content.count(_PLACE) == 1, "the script has one place for what it has to know"
    return content
