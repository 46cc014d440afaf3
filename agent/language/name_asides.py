"""What customers say instead of a name when they are asked for one."""

import re
from typing import Literal

from agent.language.addresses import address_spans
from agent.language.name_text import readable
from agent.language.name_words import words_of
from agent.language.text import plain

Aside = Literal["later", "me", "why", "yes", "address", "both"]

_WITH = r"(?:con|com|with) (?:mi|mis|meu|minha|my|la|el|o|a|ella|ela|him|her)\b"
_FIND_OUT = r"(?:ver|mirar|revisar|consultar\w*|preguntar\w*|perguntar|hablar\w*|falar|confirmar\w*|pensar\w*|averiguar|checar|verificar|olhar)"
_LATER = re.compile(
    rf"\b(?:voy a|dejame|dejeme|deja|tengo que|toca|me toca|quiero|vou|deixa(?: eu| me)?|deixe(?: eu| me)?|preciso|tenho que|posso|puedo|pode|puede|podria) (?:\w+ )?{_FIND_OUT}\b"
    rf"|^{_FIND_OUT} {_WITH}|\b(?:check|ask|talk|confirm|speak)(?: \w+)? {_WITH}|\b(?:ask|asking) (?:my|him|her)\b"
    r"|\b(?:ya|ahorita|ahora|luego|despues|depois|ja|logo|later)(?: eu)?(?: te| le| les| lhe)? (?:digo|aviso|confirmo|cuento|escribo|falo|mando|volto|respondo|vuelvo|doy)\b"
    r"|\b(?:te|le|les)? ?(?:digo|aviso|confirmo|escribo|falo|mando|respondo) (?:luego|despues|mas tarde|ahorita|al rato|en un|depois|mais tarde|ja ja)\b"
    r"|\b(?:dame|deme|me da|so|solo|espera|espere|aguarda|wait|just|give me)? ?(?:un|um|uns|unos|a|one|two) (?:moment\w*|minut\w*|segund\w*|instante|rat(?:o|ico|ito)|sec|seconds?|secs)\b"
    r"|\b(?:hold|hang) on\b|\blet me (?:check|ask|see|think|talk|confirm|get back|find)\b|\b(?:get back to you|let you know|tell you (?:later|in)|be right back|brb|not sure yet)\b"
    r"|\b(?:ill|i will|i need to|i have to|gotta|got to|can i|could i|may i) (?:check|ask|think|see|confirm)\b"
    r"|^(?:\w+ )?(?:espera(?:me|te)?|espere(?:me)?|esperate|pera(?:i)?|perai|calma|aguarda|aguarde|wait)(?: ai| un| um| please| porfa| por favor)?$"
)
_SELF = r"(?:yo(?: mism[oa])?|eu(?: mesm[oa])?|mi(?: mism[oa])?|mim(?: mesm[oa])?|me|myself|mi nombre|meu nome|my name|my own name)"
_ME = re.compile(
    rf"^(?:(?:quem|quien|who|pues|e|es|its|it is|bueno|ah|ora|ue|well|a|ao|para|pra|for|to|em|no|al|en|under|sim|si|yes|seria|soy|sou) )*{_SELF}(?: pues| claro| please| por favor| porfa| nomas| of course)*$"
    r"|\b(?:la|el|a|o|the) (?:mism[oa]|mesm[oa]|same)(?: (?:persona|pessoa|nombre|nome|person|name|one|as|de|que))*(?: (?:siempre|sempre|always|usual|before|antes|last time))?$"
    r"|^(?:el|la|o|a|como|lo) ?(?:de)? (?:siempre|sempre)$|^(?:same )?as (?:always|usual)$|^the usual$"
    r"|^(?:ya|ja|voces? ja|you already|ustedes ya)(?: lo| te| se| o)* (?:tienen?s?|saben?s?|di|dije|tem|sabem?|dei|have it|have that|know it)(?: ya)?$"
)
_WHY = re.compile(
    r"\b(?:por ?que|para ?que|pra ?que|porque|why|what for|how come|what do you need)\b.*\b(?:nombre|nome|name|datos?|dados?|eso|isso|that|it|lo)\b"
    r"|\b(?:es|e|is it) (?:necesario|obligatorio|necessario|obrigatorio|necessary|required)\b.*\b(?:nombre|nome|name)\b"
    r"|\b(?:do you (?:really )?need|tengo que dar\w*|hay que dar\w*|precisa d[eo]|tenho que dar|do i have to give)\b.*\b(?:nombre|nome|name)\b"
    r"|^(?:y |e |and )?(?:por ?que|para ?que|pra ?que|why|what for)$"
)
_INSISTS_ON_YES = re.compile(
    r"^(?:pero |mas |but )?(?:ya|ja|que|i|i already|eu ja)?(?: te| le| les| lhe)? ?(?:dije|falei|disse|said|told you|digo|conteste|respondi)(?: ya)?(?: que)? (?:si|sim|yes)\b"
)
_BOTH = re.compile(
    r"\b(?:l[oa]s dos|ambos|ambas|os dois|as duas|nos dois|nosotr[oa]s|both|the two|us two|two of us|entrambos)\b"
)


def aside_of(text: str, *, agrees: bool | None = None) -> Aside | None:
    """What is said in place of the name; None when it may be one. `agrees`: it is a yes or a no."""
    plain_text = plain(text)
    if _WHY.search(plain_text):
        return "why"
    if _ME.search(plain_text):
        return "me"
    if _INSISTS_ON_YES.search(plain_text) or agrees:
        return "yes"
    if _LATER.search(plain_text):
        return "later"
    if _BOTH.search(plain_text):
        return "both"
    numbered = sum(c.isdigit() for c in text) > 5
    if (address_spans(text) or numbered) and len(words_of(readable(text))) <= 2 * numbered:
        return "address"
    return None


_NOT_OWN = re.compile(
    r"(?:\b(?:pero|but|mas|aunque|only)\b[\s,]*)?\b(?:es|[eé]|it['’]?s|is|va|vai|ser)\s+(?:para|pra|for)\s+(?:ella|[eé]l|ela|ele|her|him)\s*(?:$|[.,;!\n])"
    r"|\b(?:pero|but|mas)\b[^.!?\n]*?\b(?:para|pra|for)\s+(?:mi|meu|minha|my|una?|uma?|a)\s+\w+\s*(?:$|[.,;!\n])",
    re.IGNORECASE,
)


def is_for_somebody_else(text: str) -> bool:
    """Whether the appointment is for another one than the name that is given: "pero es para ella"."""
    return bool(_NOT_OWN.search(text))
