"""Templates as answers: everything in them is escaped, and a page runs only what is ours."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from gateway.console.agenda.grid import rows_css
from gateway.console.spoken import Spoken, places
from gateway.web.assets import Asset, asset_of

_FOLDER = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    # With "no-referrer" browsers would send `Origin: null` with our own forms.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(places())
    return environment


class Templates:
    """The files of `templates/`, compiled once."""

    def __init__(self) -> None:
        self._environment = _environment()

    def answer(
        self, name: str, spoken: Spoken, status: int = 200, /, **context: object
    ) -> HTMLResponse:
        """A page. A name that a template uses and that is not there is a bug and raises."""
        template = self._environment.get_template(f"{name}.html")
        text = template.render(s=spoken, t=spoken.t, **context)
        return HTMLResponse(text, status, HEADERS)


def load_static() -> dict[str, Asset]:
    """The files of `static/` by name."""
    files = (_FOLDER / "static").iterdir()
    assets = {f.name: asset_of(f.name, f.read_bytes()) for f in files if f.is_file()}
    return assets | {"agenda_rows.css": asset_of("agenda_rows.css", rows_css())}
