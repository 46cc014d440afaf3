"""Whether a message wishes for something, and whether for something else than before."""

import re

from agent.language.text import plain

_WISHES = re.compile(
    r"\b(?:quiero|quisiera|necesito|deseo|me gustaria|me quiero|quero|queria|preciso|gostaria"
    r"|i want|i need|id like|i would like|vengo a|para hacerme|hacerme"
    r"|(?:put|fit|squeeze|slot|pencil|get|stick|pop) (?:me|us|him|her) (?:in|down)|(?:pong|pon|anot|apunt|met)(?:e|a)?(?:me|nos)(?:l[ao])?|me (?:bota|coloca|encaixa|poe|marca))\b"
)
_COMES = re.compile(
    r"\b(?:can|could|may) (?:i|we) (?:come|pop|drop|stop)(?: in| by| over)?\b(?! (?:with|late|early|alone))|\b(?:puedo|podria|podemos) (?:ir|pasar|pasarme|acercarme)\b(?! (?:con|sola?|tarde|acompan\w+))"
    r"|\b(?:posso|poderia|podemos) (?:ir|passar|vir)\b(?! (?:com|sozinh\w|acompanh\w+))"
)
_OTHERWISE = re.compile(
    r"\b(?:quiero|quisiera|mejor|prefiero|cambi\w+|en vez|tambien|quero|queria|melhor|prefiro|troc\w+|tambem|i want|id like|rather|instead|also)\b"
)
_SEEN = re.compile(
    r"\b(?:(?:me|nos|la|lo|le) (?:pueden?|podrian?|puedes|podes) (?:atender|ver|recibir)|(?:podem|pode|poderiam|conseguem) (?:me|nos) (?:atender|receber|encaixar)"
    r"|(?:can|could) you (?:guys )?(?:see|fit|squeeze|take) (?:me|us|him|her)(?: in)?)\b"
)
_SOMEBODY = re.compile(
    r"\b(?:persona|pessoa|person|humano|human|alguien|alguem|someone|somebody|asesor\w*|atendente|duen[oa]|dono|gerente|manager)\b"
)


_TEETH = (
    r"(?:dientes?|dentadura|muelas?|boca|dentes?|teeth|tooth|mouth|gums?|piel|pele|skin|face|cara)"
)
_LOOKED_AT = re.compile(
    rf"\b(?:get|have|need|needs|getting|having)(?: \w+){{0,2}}? {_TEETH} (?:to be )?(?:looked at|looking at|checked(?: out| over)?|checking|seen to|a look)\b|\b{_TEETH} (?:need|needs) (?:\w+ )?(?:looking at|checking|a look|to be looked at)\b"
    rf"|\b(?:look at|check(?: out| on)?) (?:my|his|her|our|their) {_TEETH}\b|\b(?:revis\w+|cheque\w+|mir\w+|ver|vean)(?: \w+)? (?:los |las |la |mis |sus ){_TEETH}\b"
    rf"|\b(?:dar uma olhada|olhar|olhada|examinar|ver|revisar)(?: \w+)? (?:nos|os|meus|no|o|a|na|seus) (?:meus? )?{_TEETH}\b"
)
_BRINGS = re.compile(
    r"(?P<asks>\b(?:puedo|podr[ií]a|posso|poderia|can i|could i|may i|quiero|quero|i want to|i\'d like to)\s+)"
    r"(?:llevar|traer|levar|trazer|bring|take)\s+(?:a\s+)?(?P<who>(?:mi|minha|meu|my|a minha|o meu)\s+\w+)"
    r"(?:\s+(?:along|junto|juntos|comigo|conmigo|with me|tambi[eé]n|tamb[eé]m|too))*\s+"
    r"(?:para que se (?:haga|hagan|le haga|ponga)|para hacer\w*|a hacer\w*|(?:para|pra) (?:fazer|tirar)|pra|para|for|to (?:get|have)|y (?:que )?se (?:haga|hace))\s+"
    r"(?P<what>[^?]+)\??",
    re.IGNORECASE,
)


def bringing_as_wish(text: str) -> str | None:
    """ "Can I bring my wife along for a checkup?" as the wish that it is, for one more appointment ("I want a
    checkup for my wife"); None where nobody is brought for anything."""
    brought = _BRINGS.search(text)
    if not brought:
        return None
    who, what = brought["who"], brought["what"].strip()
    english = brought["asks"].lower().startswith(("c", "m", "i"))
    wish = (
        "I want"
        if english
        else (
            "quero"
            if brought["asks"].lower().startswith(("posso", "poderia", "quero"))
            else "quiero"
        )
    )
    told = f"{wish} {what} {'for' if english else 'para'} {who}"
    return f"{text[: brought.start()].rstrip('¿ ')} {told} {text[brought.end() :]}".strip()


def asks_to_be_looked_at(text: str) -> bool:
    """ "I need to get my teeth looked at": the first visit, whatever it is called."""
    return bool(_LOOKED_AT.search(plain(text)))


def asks_to_be_seen(plain_text: str) -> bool:
    """ "¿Me pueden atender el sábado?" (folded) wishes for an appointment, and for nobody to talk to."""
    return bool(_SEEN.search(plain_text)) and not _SOMEBODY.search(plain_text)


def wishes_for_something(text: str) -> bool:
    """ "Quiero …", "I'd like …"."""
    return bool(_WISHES.search(plain(text)) or _COMES.search(plain(text)))


def wishes_otherwise(text: str) -> bool:
    """ "Mejor …", "también …", "instead": a wish beside or in place of what is planned."""
    return bool(_OTHERWISE.search(plain(text)))
