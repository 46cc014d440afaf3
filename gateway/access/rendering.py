"""Staff's own pages (templates/) in the browser's language: they need no script, and all in them is escaped."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from agent.texts import closest, spoken_form, texts

_ENVIRONMENT = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def language_of(accepted: str) -> str:
    """The first of our languages in an Accept-Language header, else English."""
    wanted = (part.partition(";")[0].strip() for part in accepted[:500].split(","))
    return next(filter(None, map(spoken_form, wanted)), None) or closest("en")


class Html:
    """Builds pages in one language, with one form token. Texts are keys of `pages.<room>`."""

    def __init__(self, language: str, token: str, room: str) -> None:
        self.language = language
        self.token = token
        self._room = room

    def page(
        self,
        template: str,
        /,
        *,
        message: str | None = None,
        good: bool = False,
        links: tuple[tuple[str, str], ...] = (),
        **context: object,
    ) -> str:
        """`message`: a sentence above, read out at once: a refusal, unless it is `good` news. `links`: addresses and
        their words at the top. A name that a template uses and that is not there is a bug and raises."""
        return _ENVIRONMENT.get_template(f"{template}.html").render(
            t=self.text,
            language=self.language,
            token=self.token,
            message=message,
            good=good,
            links=links,
            **context,
        )

    def text(self, key: str, /, *parts: Markup, **values: str) -> str:
        """One text; of the login's where the room has none of its own. `parts` are elements, in the places of `%s`."""
        spoken = texts(self.language)
        own = f"pages.{self._room}.{key}"
        line = spoken.line(own if spoken.has(own) else f"pages.login.{key}", **values)
        return Markup.escape(line) % parts if parts else line
