"""The pages on which staff set up their second factor, get recovery codes, and turn it off."""

from collections.abc import Iterable

import segno
from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from agent.data.database import Database
from agent.texts import texts
from gateway.access.account_page import AccountPages
from gateway.access.account_shown import BACK
from gateway.access.factors import Factors, Offer, Person, SetUp
from gateway.access.logins import Logins, Stage
from gateway.access.pages import Form, to
from gateway.access.rendering import Html
from gateway.access.sessions import Sessions
from gateway.access.staff import Staff

_FACTOR, _ENROL = "/account/factor", "/login/enrol"
_CONFIRM = "/account/confirm?then=factor"


def factor_router(
    sessions: Sessions, factors: Factors, logins: Logins, database: Database
) -> APIRouter:
    """`/account/factor` and its forms; `/login/enrol`, for who may not come in without a second factor."""
    router = APIRouter(include_in_schema=False)
    pages = _FactorPages(sessions, factors, logins, database)
    pages.add(router, _FACTOR, "factor")
    pages.add(router, "/account/factor/codes", "codes", "POST")
    pages.add(router, "/account/factor/off", "off", "POST")
    pages.add(router, _ENROL, "enrol")
    return router


class _FactorPages(AccountPages):
    def __init__(
        self, sessions: Sessions, factors: Factors, logins: Logins, database: Database
    ) -> None:
        super().__init__(sessions, database)
        self._factors = factors
        self._logins = logins

    async def show_factor(self, request: Request) -> Response:
        staff = await self.sessions.current_staff(request)
        if staff is None:
            return to("/login")
        if not staff.confirmed:
            return to(_CONFIRM)
        factor = await self._factors.of(staff)
        if factor is None:
            return await self._offer(request, _person(staff))
        html, left = self.html(request), factor.codes_left
        counted = texts(html.language).counted("pages.account.codesLeft", left, number=str(left))
        text = html.page("factor", links=BACK, staff=staff, codes_left=counted)
        return self.answer(html, text)

    async def take_factor(self, request: Request) -> Response:
        staff, form = await self._confirmed(request)
        if isinstance(staff, Response):
            return staff
        if staff.has_factor:
            return to(_FACTOR)
        return await self._set_up(request, _person(staff), form, self.sessions.token(request))

    async def take_codes(self, request: Request) -> Response:
        staff, _ = await self._confirmed(request)
        if isinstance(staff, Response):
            return staff
        codes = await self._factors.renew_codes(staff, self.sessions.visit(request))
        if codes is None:
            return to(_FACTOR)
        html = self.html(request)
        return self.answer(html, _codes_page(html, codes, "codesRenewed"))

    async def take_off(self, request: Request) -> Response:
        staff, _ = await self._confirmed(request)
        if isinstance(staff, Response):
            return staff
        dropped = await self._factors.drop(staff, self.sessions.visit(request))
        return to("/account?news=factorIsOff" if dropped else _FACTOR)

    async def show_enrol(self, request: Request) -> Response:
        waiting = await self._logins.waiting(self.sessions.step_token(request))
        if waiting is None or waiting.stage is not Stage.ENROL:
            return to("/login")
        return await self._offer(request, waiting.person, message="factorNeeded", action=_ENROL)

    async def take_enrol(self, request: Request) -> Response:
        token, form = self.sessions.step_token(request), await self.our_form(request)
        waiting = await self._logins.waiting(token)
        if waiting is None or token is None or waiting.stage is not Stage.ENROL:
            return to("/login")
        if form is None:
            return await self._offer(
                request, waiting.person, message="stale", status=403, action=_ENROL
            )
        return await self._set_up(request, waiting.person, form, token, _ENROL)

    async def _confirmed(self, request: Request) -> tuple[Staff | Response, Form]:
        """Who sent a form of ours and has just proved who they are; else where they go."""
        staff, form = await self.sessions.current_staff(request), await self.our_form(request)
        if staff is None:
            return to("/login"), {}
        if form is None:
            return to(_FACTOR), {}
        return (staff if staff.confirmed else to(_CONFIRM)), form

    async def _set_up(
        self,
        request: Request,
        person: Person,
        form: Form,
        token: str,
        action: str = _FACTOR,
    ) -> Response:
        offer = None
        if self._factors.available:
            offer = self._factors.offer(person, form.get("offer") or None)
        if offer is None:
            return await self._offer(request, person, message="stale", status=403, action=action)
        visit = self.sessions.visit(request)
        done = await self._factors.set_up(person, offer, form.get("code", "")[:100], token, visit)
        if done is None:
            return await self._offer(
                request, person, offer, message="wrongCode", status=422, action=action
            )
        return self._codes(request, done)

    def _codes(self, request: Request, done: SetUp) -> Response:
        html = self.html(request)
        answer = self.answer(html, _codes_page(html, done.codes, "factorIsOn"))
        self.sessions.start(answer, done.token)
        self.sessions.know(answer, done.device)
        return answer

    async def _offer(
        self,
        request: Request,
        person: Person,
        offer: Offer | None = None,
        *,
        message: str | None = None,
        status: int = 200,
        action: str = _FACTOR,
    ) -> Response:
        html = self.html(request)
        if not self._factors.available:
            return self.answer(html, html.page("unavailable", message="factorUnavailable"), 503)
        offer = offer or self._factors.offer(person)
        if offer is None:
            return to("/login")
        qr = segno.make(offer.uri, error="m").svg_inline(omitsize=True, border=4, light="#fff")
        text = html.page(
            "set_up",
            message=message,
            links=BACK if action == _FACTOR else (),
            action=action,
            offer=offer,
            key=" ".join(offer.shown[i : i + 4] for i in range(0, len(offer.shown), 4)),
            qr=Markup(qr),  # noqa: S704 drawn here, of an address that we made
        )
        return self.answer(html, text, status)


def _person(staff: Staff) -> Person:
    return Person(organization=staff.organization, account=staff.account, email=staff.email)


def _codes_page(html: Html, codes: Iterable[str], good: str) -> str:
    return html.page("codes", message=good, good=True, links=BACK, codes=list(codes))
