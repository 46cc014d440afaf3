"""The pages of one's own account as HTML."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from agent.texts import texts
from gateway.access.factors import Offer
from gateway.access.html import Html, hidden, link
from gateway.access.staff import EventRow, Role, SessionRow, Staff
from gateway.access.visits import browser_words
from gateway.organizations.rows import OrganizationRow


@dataclass(frozen=True, slots=True)
class Shown:
    """Who looks at a page, and how times and browsers are written for them."""

    html: Html
    staff: Staff
    organization: OrganizationRow

    def time(self, at: datetime) -> str:
        zone = ZoneInfo(self.organization.time_zone)
        locale = texts(self.html.language).locale
        local = at.astimezone(zone)
        day, clock = (
            format_date(local, "medium", locale),
            format_time(local, "short", locale=locale),
        )
        text = f"{day}, {clock}"
        return f'<time datetime="{at.isoformat()}">{escape(text)}</time>'

    def browser(self, agent: str) -> str:
        return escape(browser_words(agent, self.html.language))

    def links(self, *, back: bool = False) -> str:
        console = self.staff.roles & {Role.OWNER, Role.RECEPTION}
        return _links(self.html, back=back, console=bool(console))


def account_page(
    shown: Shown,
    sessions: Iterable[SessionRow],
    events: Iterable[EventRow],
    *,
    message: str | None = None,
    good: bool = False,
) -> str:
    """Password, second factor, sessions, and what happened last."""
    html, staff = shown.html, shown.staff
    roles = ", ".join(html.text(f"roles.{role}") for role in sorted(staff.roles))
    parts = [
        f'<p class="who">{escape(staff.email)}<br>{escape(shown.organization.name)} · {roles}</p>',
        _section(html, "passwordTitle", _password_form(shown)),
        _section(html, "factorTitle", _factor_state(shown)),
        _section(html, "sessionsTitle", _sessions(shown, sessions)),
        _section(html, "eventsTitle", event_list(shown, events) + _all_events(shown)),
    ]
    return html.page(
        "account", "".join(parts), message=message, good=good, wide=True, links=shown.links()
    )


def confirm_page(shown: Shown, then: str, *, message: str | None = None) -> str:
    """Asks for the password, and for a code where there is a second factor, before something is changed."""
    html = shown.html
    fields = hidden("then", then) + _username(shown)
    fields += html.field("password", "password", "password", "current-password")
    if shown.staff.has_factor:
        fields += html.field("code", "code", "text", "one-time-code", hint="codeHint")
    body = f"<p>{html.text('confirmWhy')}</p>" + html.form("/account/confirm", fields, "goOn")
    return html.page("confirm", body, message=message, links=shown.links(back=True))


def factor_page(shown: Shown, codes_left: int, *, message: str | None = None) -> str:
    """For who has a second factor."""
    html = shown.html
    counted = texts(html.language).counted(
        "pages.account.codesLeft", codes_left, number=str(codes_left)
    )
    body = f"<p>{escape(counted)}</p>"
    body += html.form("/account/factor/codes", "", "newCodes", kind="plain")
    if shown.staff.needs_factor:
        body += f"<p>{html.text('factorRequired')}</p>"
    else:
        body += html.form("/account/factor/off", "", "factorOff", kind="plain risky")
    return html.page("factorTitle", body, message=message, links=shown.links(back=True))


def set_up_page(
    html: Html,
    action: str,
    offer: Offer,
    qr: str,
    *,
    message: str | None = None,
    inside: bool = False,
) -> str:
    """The QR code of a new key, the key itself, and the question for its first code. `inside`: for somebody
    who is logged in."""
    key = " ".join(offer.shown[i : i + 4] for i in range(0, len(offer.shown), 4))
    steps = (
        f"<li>{html.text('stepApp')}</li>"
        f'<li>{html.text("stepScan")}<div class="qr" role="img" aria-label="{html.text("qr")}">{qr}</div>'
        f"<p>{link(offer.uri, html.text('openHere'), 'open')}</p>"
        f'<p>{html.text("orType")} <code class="key">{escape(key)}</code></p></li>'
        f"<li>{html.text('stepCode')}</li>"
    )
    fields = hidden("offer", offer.sealed)
    fields += html.field("code", "code", "text", "one-time-code", digits=True)
    body = f'<ol class="steps">{steps}</ol>' + html.form(action, fields, "turnOn")
    links = _links(html, back=True) if inside else ""
    return html.page("setUp", body, message=message, links=links)


def codes_page(html: Html, codes: Iterable[str], *, good: str) -> str:
    """Recovery codes, which are shown this once."""
    rows = "".join(f"<li><code>{escape(code)}</code></li>" for code in codes)
    body = (
        f'<p>{html.text("codesWhy")}</p><ol class="codes">{rows}</ol>'
        f"<p>{link('/account', html.text('codesKept'), 'button')}</p>"
    )
    links = _links(html, back=True)
    return html.page("codesTitle", body, message=good, good=True, links=links)


def log_page(shown: Shown, events: Iterable[EventRow]) -> str:
    """What happened to everybody's accounts, for owners."""
    body = event_list(shown, events, everybody=True)
    return shown.html.page("logTitle", body, wide=True, links=shown.links(back=True))


def unavailable_page(html: Html) -> str:
    """Where a second factor cannot be kept."""
    return html.page(
        "factorTitle", link("/account", html.text("account")), message="factorUnavailable"
    )


def event_list(shown: Shown, events: Iterable[EventRow], *, everybody: bool = False) -> str:
    """The rows of the log."""
    rows = "".join(f"<li>{_event(shown, event, everybody)}</li>" for event in events)
    return f'<ul class="rows">{rows}</ul>' if rows else f"<p>{shown.html.text('nothing')}</p>"


def _event(shown: Shown, event: EventRow, everybody: bool) -> str:
    html = shown.html
    what = f"<strong>{html.text(f'events.{event.kind}')}</strong>"
    if event.times > 1:
        what += f" {html.text('times', number=str(event.times))}"
    who = f"{escape(event.email)}<br>" if everybody else ""
    if event.address is None:
        where = html.text("byOperator")
    else:
        where = f"{shown.browser(event.browser)} · {escape(event.address)}"
    return f'{who}{what}<br><span class="quiet">{where} · {shown.time(event.at)}</span>'


def _links(html: Html, *, back: bool, console: bool = False) -> str:
    ways = [("/account", "account")] if back else [("/", "home")]
    if console and not back:
        ways.insert(0, ("/console", "console"))
    text = "".join(link(path, html.text(name)) for path, name in [*ways, ("/logout", "logOut")])
    return f'<nav aria-label="frontdesk">{text}</nav>'


def _section(html: Html, title: str, body: str) -> str:
    return f'<section id="{title}" aria-labelledby="h-{title}"><h2 id="h-{title}">{html.text(title)}</h2>{body}</section>'


def _username(shown: Shown) -> str:
    """Tells password managers whose password it is."""
    return f'<input type="text" name="username" autocomplete="username" value="{escape(shown.staff.email)}" hidden>'


def _password_form(shown: Shown) -> str:
    html = shown.html
    fields = _username(shown)
    fields += html.field("old", "old", "password", "current-password")
    fields += html.field("new", "new", "password", "new-password", hint="rule")
    fields += html.field("again", "again", "password", "new-password")
    return html.form("/account/password", fields, "changePassword")


def _factor_state(shown: Shown) -> str:
    html, staff = shown.html, shown.staff
    state, action = ("factorIsOn", "manage") if staff.has_factor else ("factorIsOff", "setUp")
    return f"<p>{html.text(state)}</p><p>{link('/account/factor', html.text(action), 'button plain')}</p>"


def _sessions(shown: Shown, sessions: Iterable[SessionRow]) -> str:
    html, rows = shown.html, list(sessions)
    text = f'<ul class="rows">{"".join(_session(shown, row) for row in rows)}</ul>'
    if len(rows) > 1:
        text += html.form(
            "/account/sessions", hidden("session", "others"), "endOthers", kind="plain"
        )
    return text


def _session(shown: Shown, row: SessionRow) -> str:
    html, browser = shown.html, shown.browser(row.browser)
    place = f"{browser} · {escape(row.address)}"
    since = html.text("since", since="%s", seen="%s") % (
        shown.time(row.created_at),
        shown.time(row.seen_at),
    )
    if row.current:
        end = f'<span class="here">{html.text("thisOne")}</span>'
    else:
        about = browser_words(row.browser, html.language)
        end = html.form(
            "/account/sessions", hidden("session", str(row.id)), "end", kind="plain", about=about
        )
    return f'<li class="session"><div>{place}<br><span class="quiet">{since}</span></div>{end}</li>'


def _all_events(shown: Shown) -> str:
    if Role.OWNER not in shown.staff.roles:
        return ""
    return f"<p>{link('/account/log', shown.html.text('logTitle'))}</p>"
