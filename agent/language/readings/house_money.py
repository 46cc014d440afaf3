"""Questions for what a house takes: insurance, means of payment, installments, discounts."""

import re

from agent.language.text import plain

# Names that are nothing but an insurer's.
_INSURERS = (
    r"(?:aetna|cigna|delta dental|delta|metlife|blue cross|united ?health(?:care)?|medicaid|medicare|kaiser|unimed|amil|odontoprev"
    r"|bradesco (?:saude|dental)|sul ?america|hapvida|porto seguro|sura|sanitas|colsanitas|osde|swiss medical|galeno|pami|imss|issste|gnp|axa|mapfre|adeslas|dkv|muface)"
)
_COVERS = (
    r"(?:isapres?|fonasa|eps|prepagadas?|obras? sociale?s?|convenios?|plan(?:o|os|es)? (?:de saude|de salud|odontologicos?|dental|dentario|medicos?)|insurances?|dental plans?"
    r"|seguros? (?:medicos?|dental(?:es)?|complementarios?|de salud|de saude|odontologicos?)"
    r"|(?:por|con|com|del|mi|meu|algun|algum|aceptan|acepta|aceitam|aceita|toman|reciben|tengo|tenho|isapre o|eps o) seguros?(?! (?:que|para|pa|pra)\b))"
)
INSURANCE = re.compile(rf"\b(?:{_INSURERS}|{_COVERS})\b")
_MEANS = r"(?:multibanco|mb ?way|pix|bizum|paypal|venmo|zelle|apple ?pay|google ?pay|mercado ?pago|yape|plin|sinpe|cheques?|amex|american express|bitcoin)"
# "¿Entonces tarjeta sí o no?": a card alone is one to pay with.
_BARE_CARD = (
    r"^(?:(?:y|e|and|entonces|entao|so|pero|mas|but|ok|hola|oi|hi|con|com|by|with|la|a|una|um|o|lo de|eso de|puedo|puede ser|posso|can i|sirve) )*"
    r"(?:tarjetas?|cart(?:ao|oes)|cards?)(?: (?:de )?(?:credito|debito|credit|debit|o|ou|or|y|e|and|internacional|visa|mastercard))*"
    r"(?: (?:si o no|sim ou nao|yes or no|o no|ou nao|or not|si|sim|yes|no|nao|aceptan|aceitam|se puede|pode|da|vale|tambien|tambem|too|ok))*$"
)
PAYMENT = re.compile(rf"\b{_MEANS}\b|{_BARE_CARD}")
_NUMBER = r"(?:\d+|dos|tres|cuatro|seis|doce|duas|quatro|quantas|cuantas|cuantos|varias|two|three|four|six)"
INSTALLMENTS = re.compile(
    rf"\b(?:cuotas|a plazos|mensualidades|meses sin intereses|parcel\w*|instal?lments?|payment plans?|financ(?:ing|iacion|iar|iamento)|(?:en|em) {_NUMBER} (?:pagos|partes|vezes|veces|cuotas|mensualidades)"
    rf"|{_NUMBER} (?:vezes|cuotas|pagos)|(?:pay|divide|split|payments?)\b(?: \w+){{0,4}}? (?:in|into|over) {_NUMBER}(?: (?:times|parts|payments|months))?)\b"
)
DISCOUNT = re.compile(
    r"\b(?:descuent\w+|descont(?:o|os|inho)|discounts?|promos?|promocion(?:es)?|promoc(?:ao|oes)|rebajas?|special offers?|coupons?|cup(?:om|on)|2x1)\b"
)
INSURANCE_TOLD = r"\b(?:seguros?|eps|prepagada|convenios?|planos?|obra social|isapre|insurance|in network|mutua)\b"
PAYMENT_TOLD = (
    r"\b(?:pag(?:ar|as|amento|o|os)|tarjetas?|cart(?:ao|oes)|cards?|cash|efectivo|dinheiro|pix)\b"
)
INSTALLMENTS_TOLD = (
    r"\b(?:cuotas|plazos|parcel\w+|instal?lments?|financ\w+|meses sin intereses|payment plans?)\b"
)
DISCOUNT_TOLD = r"\b(?:descuent\w+|descont\w+|discounts?|promocion\w*|promoc\w+|ofertas?|offers?)\b"
_NAMED = re.compile(rf"\b(?:{_INSURERS}|{_MEANS})\b", re.IGNORECASE)
_NONE_AT_ALL = re.compile(r"\b(?:no|nao|not|none|dont|ningun\w*|nenhum\w*)\b")


def named_beyond(question: str, told: str) -> str:
    """The insurer or the means of payment that a question names and a list of those that are taken does
    not: "Aetna" where it says "Delta and Cigna"; "" where all stand there or none is taken."""
    listed = plain(told)
    if _NONE_AT_ALL.search(listed):
        return ""
    names = (match[0] for match in _NAMED.finditer(question))
    return next((name for name in names if plain(name) not in listed), "")
