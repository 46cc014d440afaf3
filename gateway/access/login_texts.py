"""The login's pages as HTML."""

from gateway.access.html import Html


def login_page(html: Html, *, message: str | None = None, email: str = "") -> str:
    """The form; `message` is a key of the texts, shown above it."""
    fields = html.field("email", "email", "email", "username", value=email)
    fields += html.field("password", "password", "password", "current-password")
    return html.page(
        "login", html.form("/login", fields, "enter"), message=message, good=message == "chosen"
    )


def code_page(html: Html, *, message: str | None = None) -> str:
    """Asks for the code of the authenticator, or for a recovery code."""
    digits = html.field("code", "code", "text", "one-time-code", digits=True)
    letters = html.field("recovery", "code", "text", "off")
    body = html.form("/login/code", digits, "enter") + (
        f"<details><summary>{html.text('lost')}</summary>"
        f"{html.form('/login/code', letters, 'enter')}<p>{html.text('lostAll')}</p></details>"
    )
    return html.page("secondStep", body, message=message)


def logout_page(html: Html) -> str:
    """Asks before the session ends."""
    return html.page("logout", html.form("/logout", "", "logout"), message="leave", good=True)


def choose_page(html: Html, link: str, *, message: str | None = None) -> str:
    """Where a one-time link leads."""
    fields = html.field("new", "new", "password", "new-password", hint="rule")
    fields += html.field("again", "again", "password", "new-password")
    return html.page("choose", html.form(f"/login/{link}", fields, "keep"), message=message)


def notice_page(html: Html, message: str) -> str:
    """A sentence and nothing to fill in."""
    return html.page("login", "", message=message)
