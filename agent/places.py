"""Where a home visit is, as far as anybody said: an address in the customer's words, a point on the map."""

from urllib.parse import quote_plus

from msgspec import Struct

MOST_LETTERS = 300
"""The database knows it, too (migrations/tables/0160_home_visits.sql)."""
WITHOUT_LOCATIONS = frozenset({"web", "api"})
"""Channels through which nobody can share a location."""
_MAP = "https://www.google.com/maps/search/?api=1&query="


class Place(Struct, frozen=True, kw_only=True):
    """frontdesk.place_json. `text` is the customer's; the coordinates are degrees, both or neither."""

    text: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def point(self) -> str:
        """ "4.6512,-74.0553", "" without coordinates."""
        if self.latitude is None or self.longitude is None:
            return ""
        return f"{self.latitude:.6g},{self.longitude:.7g}"

    @property
    def line(self) -> str:
        """The place on one line."""
        return self.text or self.point

    @property
    def map_url(self) -> str:
        """A link that shows it on a map."""
        return _MAP + quote_plus(self.point or self.text or "")
