"""How a page changes the business: a form, its difference, and a yes to what was seen.

A form makes a changed document, which is checked as a file is and tried; it is applied when somebody says yes to
the difference that they saw.
"""

import asyncio
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass

import msgspec
from starlette.responses import RedirectResponse, Response

from gateway.access.staff import Role
from gateway.console.business.fields import Form, Missing, Unfit
from gateway.console.business.records import Shown, Trial
from gateway.console.business.store import BusinessStore
from gateway.console.business.told import difference
from gateway.console.forms import id_of
from gateway.console.visit import Visit
from gateway.organizations.document import describe
from gateway.organizations.document_types import OrganizationDocument
from gateway.organizations.loading import load_plain
from gateway.organizations.public_holidays import write_holidays
from gateway.organizations.reach import NobodyCanBeTold, refuse_unreachable
from gateway.organizations.source import MAX_BYTES, InvalidFile, Problem
from gateway.organizations.writing import to_plain

OURS = frozenset({"form", "key", "seen", "confirm"})
"""Fields of a form that say nothing of the business."""


def store_of(visit: Visit) -> BusinessStore:
    return BusinessStore(visit.deps.database, visit.staff)


def owns(visit: Visit) -> bool:
    return Role.OWNER in visit.staff.roles


def refused(visit: Visit) -> Response:
    """What an owner may and this account may not."""
    return visit.notice("no_role", "no_role_more", 403)


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page with a form over a part of the business.

    `values` are its fields as the document has them and `context` what else its template shows; both may raise
    Missing. `change` writes a form into a document: Unfit, Missing. `back`: where it leads when it is done.
    `longer`: the form with room for one thing more, which its button `more` asks for.
    """

    part: str
    template: str
    values: Callable[[Visit, OrganizationDocument], Mapping[str, str]]
    context: Callable[[Visit, OrganizationDocument], Mapping[str, object]]
    change: Callable[[Visit, OrganizationDocument], None]
    back: str
    longer: Callable[[Form], Form] = lambda form: form

    async def look(self, visit: Visit) -> Response:
        if not owns(visit):
            return refused(visit)
        shown = await store_of(visit).show()
        try:
            return self._form(visit, shown, self.values(visit, shown.document))
        except Missing:
            return visit.gone()

    async def act(self, visit: Visit) -> Response:
        """Shows the difference; with `confirm`, applies what was seen."""
        if not owns(visit):
            return refused(visit)
        shown = await store_of(visit).show()
        try:
            if "more" in visit.form:
                return self._form(visit, shown, self.longer(visit.form))
            document = await self._changed(visit, shown)
            trial = await store_of(visit).attempt(document)
            if trial is None:
                return refused(visit)
            if trial.refused is not None:
                raise Unfit("file", problem=trial.refused)
        except Missing:
            return visit.gone()
        except Unfit as error:
            return self._wrong(visit, shown, error)
        return await self._decide(visit, document, trial)

    async def _changed(self, visit: Visit, shown: Shown) -> OrganizationDocument:
        document = deepcopy(shown.document)
        self.change(visit, document)
        try:
            described = await asyncio.to_thread(checked, document)
            if self.part == "recipients":
                refuse_nobody(visit, described)
        except InvalidFile as error:
            raise Unfit("file", problem=error.problems[0].message) from None
        except NobodyCanBeTold:
            raise Unfit("nobody_told") from None
        return described

    async def _decide(self, visit: Visit, document: OrganizationDocument, trial: Trial) -> Response:
        if trial.after == trial.before:
            return RedirectResponse(f"{self.back}?same=1", 303)
        if "confirm" in visit.form and visit.form.get("seen") == trial.version:
            gap = id_of(visit.form.get("gap"))
            applied = await store_of(visit).apply(trial.version, document, self.part, gap)
            if applied.status == "applied":
                await write_holidays(visit.deps.database, visit.staff.organization)
                return RedirectResponse(f"{self.back}?done=1", 303)
            if applied.status == "not_found":
                return refused(visit)
        return self._question(visit, trial)

    def _question(self, visit: Visit, trial: Trial) -> Response:
        """The difference, and whether to apply it. Somebody who saw another business than it is now is told."""
        assert trial.after is not None
        meanwhile = visit.form.get("seen") != trial.version
        fields = {name: value for name, value in visit.form.items() if name not in OURS}
        return visit.page(
            "business_change",
            409 if meanwhile and "confirm" in visit.form else 200,
            section="business",
            tab=self.part,
            groups=difference(trial.before, trial.after, visit.spoken),
            trial=trial,
            meanwhile=meanwhile,
            fields=fields,
            action=visit.request.url.path,
            back=self.back,
        )

    def _wrong(self, visit: Visit, shown: Shown, error: Unfit) -> Response:
        problem = visit.spoken.t(f"business.wrong.{error.key}", **error.values)
        # The form of a removal has no other fields.
        values = self.values(visit, shown.document) if "remove" in visit.form else visit.form
        return self._form(visit, shown, values, problem)

    def _form(
        self, visit: Visit, shown: Shown, values: Form, problem: str | None = None
    ) -> Response:
        """The page with these values; with a problem nothing was done."""
        return visit.page(
            self.template,
            422 if problem else 200,
            section="business",
            tab=self.part,
            values=values,
            seen=shown.version if problem is None else values.get("seen", shown.version),
            problem=problem,
            doc=shown.document,
            action=visit.request.url.path,
            back=self.back,
            state=state_of(visit),
            **self.context(visit, shown.document),
        )


def refuse_nobody(visit: Visit, document: OrganizationDocument) -> None:
    """Raises NobodyCanBeTold."""
    settings = visit.deps.settings
    own = settings.gupshup_notif_api_key is not None
    refuse_unreachable(document, own_gupshup=own, demo=settings.demo)


def state_of(visit: Visit) -> str | None:
    """What a page says of the change that led to it."""
    params = visit.request.query_params
    return next((state for state in ("done", "same", "sent", "dropped") if state in params), None)


def checked(document: OrganizationDocument) -> OrganizationDocument:
    """The document as its file would be read. Raises InvalidFile."""
    plain = to_plain(document)
    if len(msgspec.json.encode(plain)) > MAX_BYTES:
        raise InvalidFile(document["slug"], [Problem(1, f"over {MAX_BYTES:,} bytes")])
    return describe(load_plain(plain, document["slug"]))
