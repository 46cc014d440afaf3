"""The frame of staff's pages and their forms, as HTML in the browser's language. They need no script."""

from html import escape
from string import Template

from agent.texts import closest, spoken_form, texts

_PAGE = Template("""<!doctype html>
<html lang="$language">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="robots" content="noindex">
  <title>$title · frontdesk</title>
  <link rel="icon" href="/static/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/static/theme.css">
  <link rel="stylesheet" href="/static/login.css">
  <script type="module" src="/static/login.js"></script>
</head>
<body class="door$kind">
  <main>
    <div class="top"><p class="brand"><img src="/static/icon.svg" alt="" width="26" height="26"><span>frontdesk</span></p>$links</div>
    <h1>$title</h1>
    $note
    $body
  </main>
</body>
</html>
""")


def language_of(accepted: str) -> str:
    """The first of our languages in an Accept-Language header, else English."""
    wanted = (part.partition(";")[0].strip() for part in accepted[:500].split(","))
    return next(filter(None, map(spoken_form, wanted)), None) or closest("en")


class Html:
    """Builds pages in one language, with one form token. Texts are keys of `pages.<room>`; values are
    escaped here, so nothing that comes in is markup."""

    def __init__(self, language: str, token: str, room: str) -> None:
        self.language = language
        self.token = token
        self._room = room

    def page(
        self,
        title: str,
        body: str,
        *,
        message: str | None = None,
        good: bool = False,
        wide: bool = False,
        links: str = "",
    ) -> str:
        """`message`: a sentence above, read out at once: a refusal, unless it is `good` news."""
        role, kind = ("status", "said good") if good else ("alert", "said")
        note = f'<p class="{kind}" role="{role}">{self.text(message)}</p>' if message else ""
        return _PAGE.substitute(
            language=self.language,
            title=self.text(title),
            kind=" wide" if wide else "",
            links=links,
            note=note,
            body=body,
        )

    def text(self, key: str, **values: str) -> str:
        """One text, escaped with its values; of the login's where the room has none of its own."""
        spoken = texts(self.language)
        own = f"pages.{self._room}.{key}"
        return escape(spoken.line(own if spoken.has(own) else f"pages.login.{key}", **values))

    def form(
        self, action: str, fields: str, button: str, *, kind: str = "", about: str = ""
    ) -> str:
        """`about`: what the button is for, where several say the same."""
        label = f' aria-label="{self.text(button)}: {escape(about)}"' if about else ""
        return (
            f'<form method="post" action="{escape(action)}">{hidden("form", self.token)}{fields}'
            f'<button type="submit"{f" class={kind!r}" if kind else ""}{label}>{self.text(button)}</button></form>'
        )

    def field(
        self,
        label: str,
        name: str,
        kind: str,
        fills: str,
        *,
        value: str = "",
        hint: str = "",
        digits: bool = False,
    ) -> str:
        """An input that must be filled in. `fills` tells password managers what belongs there."""
        numeric = ' inputmode="numeric"' if digits else ""
        plain = ' autocapitalize="none" spellcheck="false"' if kind != "password" else ""
        described = f' aria-describedby="hint-{name}"' if hint else ""
        below = f'<span class="hint" id="hint-{name}">{self.text(hint)}</span>' if hint else ""
        return (
            f'<label>{self.text(label)}<input type="{kind}" name="{name}" required maxlength="254" '
            f'autocomplete="{fills}" value="{escape(value)}"{numeric}{plain}{described}>{below}</label>'
        )


def hidden(name: str, value: str) -> str:
    """A field that people do not see."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def link(address: str, words: str, kind: str = "") -> str:
    """`words` is escaped already."""
    styled = f' class="{kind}"' if kind else ""
    return f'<a href="{escape(address)}"{styled}>{words}</a>'
