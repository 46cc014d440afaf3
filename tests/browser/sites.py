"""A business's own site on an origin of its own, with a policy as strict as the widget allows."""

import html
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import HTMLResponse

from tests.gateway.web.page_app import serve


class BusinessSite:
    """Its pages show `body`; `policy` is what they send as their Content-Security-Policy."""

    def __init__(self) -> None:
        self.url = ""
        self.language = "es"
        self.body = ""
        self.policy = "default-src 'none'"
        self._source = ""

    def embed(self, desk: str, token: str) -> None:
        """As docs/connect.md says it: the script and its frame are allowed, and nothing else."""
        self._source = f"{desk}/widget/{token}.js"
        self.know({})
        self.policy = (
            f"default-src 'none'; script-src {desk}; frame-src {desk}; "
            "require-trusted-types-for 'script'"
        )

    def know(self, visitor: Mapping[str, str]) -> None:
        """From the next page on the script's line says who the visitor is: `data-` names and their values."""
        said = "".join(f' data-{name}="{html.escape(value)}"' for name, value in visitor.items())
        self.body = f'<h1>Bienvenidos</h1><script src="{self._source}"{said} async></script>'


@asynccontextmanager
async def business_site() -> AsyncIterator[BusinessSite]:
    """A site that runs. Under another name than the desk's, so that it is another site to browsers, which
    keep a frame's storage apart by site and not by port."""
    site, app = BusinessSite(), FastAPI()

    @app.get("/{path:path}")
    async def page(path: str) -> HTMLResponse:
        text = (
            f'<!doctype html><html lang="{site.language}"><title>Clínica</title>'
            f'<meta name="viewport" content="width=device-width">{site.body}</html>'
        )
        return HTMLResponse(text, headers={"Content-Security-Policy": site.policy})

    async with serve(app) as url:
        site.url = url.replace("127.0.0.1", "localhost")
        yield site
