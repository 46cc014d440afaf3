"""Writes a commented file for a new business of a trade and a country, which applies as it is."""

from dataclasses import dataclass
from importlib import resources

import phonenumbers

from agent.errors import OperatorError
from agent.texts import languages, texts
from gateway.organizations import words
from gateway.organizations.public_holidays import regions
from gateway.organizations.trades import TRADES

_ZONES = {
    "AR": "America/Argentina/Buenos_Aires", "AU": "Australia/Sydney", "BR": "America/Sao_Paulo",
    "CA": "America/Toronto", "CL": "America/Santiago", "EC": "America/Guayaquil", "ES": "Europe/Madrid",
    "MX": "America/Mexico_City", "NZ": "Pacific/Auckland", "PT": "Europe/Lisbon", "US": "America/New_York",
}  # fmt: skip
"""Where most people of a country with several zones live; the file says that there are others."""
_PORTUGUESE = ("AO", "BR", "CV", "GW", "MZ", "PT", "ST", "TL")
_SPANISH = (
    "AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "ES", "GQ", "GT", "HN", "MX", "NI", "PA", "PE", "PR", "PY",
    "SV", "UY", "VE",
)  # fmt: skip


class BadWish(OperatorError):
    """A trade, country, language or zone that is not known."""


@dataclass(frozen=True, slots=True)
class NewBusiness:
    """What is said of it; what is None follows from the country."""

    slug: str
    trade: str
    country: str
    name: str | None = None
    language: str | None = None
    time_zone: str | None = None


def new_file(business: NewBusiness) -> str:
    """The file's text. Raises BadWish."""
    offered = TRADES.get(business.trade)
    if offered is None:
        raise BadWish(f"there is no trade `{business.trade}`; write one of {', '.join(TRADES)}")
    country = business.country.upper()
    if country not in words.countries():
        raise BadWish(f"`{business.country}` is not a country code of two letters, such as CO")
    language = business.language or _language(country)
    if language not in languages():
        raise BadWish(f"`{language}` is not spoken here; write one of {', '.join(languages())}")
    zone, others = _zone(country, business.time_zone)
    services = "\n".join(
        f"  - {{key: {key}, name: {texts(language).line(f'trades.{business.trade}.{key}')}, "
        f"duration_minutes: {minutes}}}"
        for key, minutes in offered.items()
    )
    holidays = regions(country)
    return _TEMPLATE.format(
        slug=business.slug,
        name=_quoted(business.name or business.slug.replace("-", " ").title()),
        trade=business.trade,
        language=language,
        country=country,
        country_name=words.countries()[country],
        zone=zone,
        zones=f"   # others there: {', '.join(others[:6])}" if others else "",
        currency=words.default_currency(country) or "USD",
        prefix=phonenumbers.country_code_for_region(country),
        holidays="true" if holidays is not None else "false",
        regions=_regions(holidays),
        services=services,
    )


def _language(country: str) -> str:
    return "pt" if country in _PORTUGUESE else "es" if country in _SPANISH else "en"


def _zone(country: str, wished: str | None) -> tuple[str, list[str]]:
    """The zone, and the others of the country. Raises BadWish."""
    zones = [zone for zone in zones_of(country) if zone in words.time_zones()]
    zone = wished or _ZONES.get(country) or (zones[0] if len(zones) == 1 else None)
    if zone is None:
        listed = ", ".join(zones) or "as in America/Bogota"
        raise BadWish(f"say which time zone with --time-zone: {listed}")
    if zone not in words.time_zones():
        near = words.did_you_mean(zone, sorted(words.time_zones()))
        raise BadWish(f"`{zone}` is not a time zone{near}")
    return zone, [one for one in zones if one != zone]


def zones_of(country: str) -> list[str]:
    """The IANA zones of a country."""
    table = resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8")
    lines = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return [cells[2] for cells in lines if cells[0] == country]


def _regions(known_regions: dict[str, str] | None) -> str:
    if not known_regions:
        return ""
    return f"\n  # region: …                     # its own holidays, too: {', '.join(sorted(known_regions)[:12])}"


def _quoted(name: str) -> str:
    """Without what would end a quoted text of YAML."""
    safe = name.replace("\\", "").replace('"', "'").replace("\n", " ")
    return f'"{safe}"'


_TEMPLATE = """\
# A business of the trade {trade} in {country_name}. Correct what is not so, then:
#
#   frontdesk org apply {slug}.yaml
#   frontdesk connect gupshup --org {slug}     (or evolution, meta, twilio, chatwoot, web)
#
# demo/aurora.yaml shows and explains everything that can stand here.

slug: {slug}                      # its name for commands; cannot be changed later
name: {name}
language: {language}                       # of customers by default: es, pt or en
time_zone: {zone}{zones}
country: {country}                        # phones without a prefix are of here: +{prefix}
currency: {currency}
# address: …                       # is told to customers and stands in receipts
# tone: …                          # how it speaks, in a sentence
# emergency: …                     # what somebody in danger is told

scheduling:
  notice_minutes: 60               # nothing is booked later than this before it
  cancel_notice_minutes: 240       # nor cancelled by the customer alone
  holidays: {holidays}{regions}

hours:
  mon-fri: ["09:00-13:00", "14:00-18:00"]
  sat: ["09:00-13:00"]

# special_dates:
#   - {{date: 2027-01-02, label: Inventory}}

services:                          # prices: price: 120000, without separators
{services}

members:                           # who does them; without hours of their own: the business's
  - {{key: ana, name: Ana, services: all}}

knowledge: []                      # what customers ask; only what stands here is told
#  - title: Parking
#    content: There is parking in the building.

escalation: []                     # who is told when a customer needs a person
#  - {{name: Reception, channel: gupshup, phone: "+{prefix} …"}}   # the next one below is told when nobody takes it
#  - {{name: Owner, channel: email, email: owner@example.com, weekly: true}}   # and last week's figures on Mondays
#  - {{name: Ana, channel: gupshup, phone: "+{prefix} …", role: professional, member: ana}}   # their own agenda by WhatsApp

connections: []                    # frontdesk connect fills this; org export shows it
"""
