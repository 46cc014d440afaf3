"""The login's pages as HTML, in the browser's language. They need no script."""

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
<body class="door">
  <main>
    <p class="brand"><img src="/static/icon.svg" alt="" width="26" height="26"><span>frontdesk</span></p>
    <h1>$title</h1>
    $said
    $form
  </main>
</body>
</html>
""")


def language_of(accepted: str) -> str:
    """The first of our languages in an Accept-Language header, else English."""
    wanted = (part.partition(";")[0].strip() for part in accepted[:500].split(","))
    return next(filter(None, map(spoken_form, wanted)), None) or closest("en")


def login_page(language: str, token: str, *, message: str | None = None, email: str = "") -> str:
    """The form; `message` is a key of the texts, shown above it."""
    fields = _field(language, "email", "email", "email", "username", email) + _field(
        language, "password", "password", "password", "current-password"
    )
    return _page(language, "login", message, _form(language, "/login", token, fields, "enter"))


def logout_page(language: str, token: str) -> str:
    """Asks before the session ends."""
    return _page(language, "logout", "leave", _form(language, "/logout", token, "", "logout"))


def choose_page(language: str, token: str, link: str, *, message: str | None = None) -> str:
    """Where a one-time link leads."""
    fields = "".join(
        _field(language, name, name, "password", "new-password") for name in ("new", "again")
    )
    form = _form(language, f"/login/{link}", token, fields, "keep")
    return _page(language, "choose", message, form)


def notice_page(language: str, message: str) -> str:
    """A sentence and nothing to fill in."""
    return _page(language, "login", message, "")


def _page(language: str, title: str, message: str | None, form: str) -> str:
    return _PAGE.substitute(
        language=language,
        title=_text(language, title),
        said=f'<p class="said" role="alert">{_text(language, message)}</p>' if message else "",
        form=form,
    )


def _form(language: str, action: str, token: str, fields: str, button: str) -> str:
    return (
        f'<form method="post" action="{escape(action)}">'
        f'<input type="hidden" name="form" value="{escape(token)}">{fields}'
        f'<button type="submit">{_text(language, button)}</button></form>'
    )


def _field(language: str, label: str, name: str, kind: str, fills: str, value: str = "") -> str:
    return (
        f'<label>{_text(language, label)}<input type="{kind}" name="{name}" required '
        f'maxlength="254" autocomplete="{fills}" value="{escape(value)}"></label>'
    )


def _text(language: str, key: str) -> str:
    return escape(texts(language).line(f"pages.login.{key}"))
