"""A service that is named for its place in time or because it stands already, and not as a wish: "logo
depois da limpeza", "la limpieza ya está", "right before my massage"."""

import re

AFTER, BEFORE, STANDS = "after", "before", "stands"
_THE = r"(?: (?:la|el|los|las|mi|a|o|as|os|minha|meu|the|my|that|de la|del|otra))*"
_AFTER = re.compile(
    rf"\b(?:(?:despues|luego|enseguida|seguida|depois|logo apos|apos|a continuacion) (?:de|del|da|do|que|a)|apos|after|following){_THE}$"
)
_BEFORE = re.compile(rf"\b(?:antes (?:de|del|da|do|que)|before){_THE}$")
_HAVE = re.compile(
    rf"\b(?:ya|ja|already)(?: (?:la|lo|a|o|i|we|me))* (?:tengo|tenemos|tenho|temos|have|got|agende|reserve|marquei|agendei|reservei|booked|esta|ta)(?: (?:agendad[ao]|marcad[ao]|reservad[ao]|booked))?{_THE}$"
    rf"|\b(?:i|we)(?: ve| have)? already(?: have| got| booked)?{_THE}$"
)
_STANDS = re.compile(
    r"^(?:facial |dental )?(?:(?:la |lo |a |o |i |it |is |es |e )*)(?:ya|ja|already|is already|s already)\b(?: (?:la|lo|a|o|me|se|i))*"
    r" ?(?:esta|ta|quedo|ficou|tengo|tenho|tava|estaba|booked|set|done|there|have|agend\w+|reserv\w+|marc\w+|marqu\w+)?"
)


def place_said(before: str, after: str) -> str:
    """AFTER, BEFORE or STANDS of a service from the few folded words `before` and `after` its name; ""
    when it is wished for."""
    if _AFTER.search(before):
        return AFTER
    if _BEFORE.search(before):
        return BEFORE
    return STANDS if _HAVE.search(before) or _STANDS.match(after) else ""
