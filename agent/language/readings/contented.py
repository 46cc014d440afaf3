"""Nothing more is wanted: what is booked stays, somebody waits for a call, a list was only looked at."""

import re

from agent.language.readings.coming import takes_leave_until
from agent.language.readings.courtesies import is_courtesy, wishes_well
from agent.language.short_answers import looks_like_date
from agent.language.text import plain

_PARTS = re.compile(r"[.,;:!\n]+|\b(?:pero|but)\b", re.IGNORECASE)
_POLITE = (
    r"(?:ok|okay|oki|vale|ta bom|esta b(?:ien|om)|tudo bem|fine|al ?right|listo|dale|bueno|perfecto|perfeito|perfect|great|genial|excelente|super|claro|si|sim|yes|no|nao|y|e|and|then|entonces|entao|pues|muy|muchas|mil|muito"
    r"|gracias|grasias|obrigad[oa]|valeu|thanks|thank you|thx|ty|adios|chao|chau|bye|tchau|so much|amig[oa]|por favor|porfa|please|pls|hasta luego|ate mais|see you|all good|con gusto|ahora si|ja listo|jaja\w*|kk+|bien|ya|buen(?:a|as|os)? (?:finde|dia|tarde|noche|noches|fin de semana)|bom (?:dia|fim de semana)|boa (?:tarde|noite)|have a (?:good|nice|great) (?:day|one|weekend))"
)
_POLITE_PART = re.compile(rf"{_POLITE}(?: {_POLITE})*")
_CHANGE = r"(?:cambi\w*|muev\w*|mov\w*|toqu\w*|hag\w*|agend\w*|reserv\w*|mex\w*|mud\w*|troqu\w*|alter\w*|marqu\w*|marc\w*|change|move|touch|book|do)"
_THING = r"(?:nada|anything|ninguna cita|nenhuma consulta)"
_MORE = r"(?:(?:mas|mais|any|more|de|una|uma) )*(?:ninguna otra(?: cita)?|nenhuma outra|otr[ao]s?(?: cita)?|outr[ao]s?(?: consulta)?|another(?: one| appointment)?|nada(?: mas| mais)?|anything(?: else)?|other(?: one)?s?)"
_NOTHING_MORE = re.compile(
    rf"(?:{_POLITE} )*(?:(?:no|nao|n|dont|do not)(?: (?:me|nos|le|se|te|lo|la|precisa|hace falta|need to|tienen que))* {_CHANGE} {_THING}(?: (?:mas|mais|else|por favor|please))?"
    rf"|(?:no|nao|n|i dont|dont|i do not)(?: (?:te|le))? (?:quiero|quero|necesito|preciso|want|need) {_MORE}"
    r"|nothing(?: o)?|(?:i )?(?:already )?have (?:an |my |the )?appointment(?: already)?|(?:that|this) is enough|thats enough|(?:i ?m|i am|im) (?:done|good|all set)|(?:ya )?(?:esta|tengo) (?:ya )?(?:mi|el|la) (?:cita|turno|hora)(?: del? \w+)?|ja tenho (?:meu|minha|o|a) (?:horario|consulta)|con eso (?:basta|es suficiente|me alcanza)|(?:ja )?(?:ta|esta) otimo"
    r"|nothing else|nada mas|mais nada|eso (?:es|seria) todo|(?:e )?so isso(?: mesmo)?|thats (?:all|it))"
    rf"(?: {_POLITE})*"
)
_KEEPS = re.compile(
    rf"(?:{_POLITE} )*(?:none )?(?:just|only|solo|solamente|so|somente|apenas) (?:keep|leave|dej[ae]\w*|deix[ae]\w*|mant[eie]\w+|qued\w+|fic\w+)(?: \w+){{0,7}}"
)
_ONLY_THAT = re.compile(
    r"(?:solo|solamente|so|somente|apenas|just|only) (?:la|el|a|o|as|os|las|the|mine|la mia|a minha)(?: \w+){0,7}"
)
_THAT_ONE = re.compile(
    rf"(?:{_POLITE} )*(?:isso|(?:es|e|it is|its|thats)? ?(?:esa|ese|essa|esse|eso|that)(?: (?:mism[ao]|mesm[ao]|one))?|(?:ta|esta|tudo|todo) (?:certo|bom|bem|bien|ok)(?: asi| assim)?|thats (?:right|the one|fine|good)|correcto|correct|certo|exato|exacto|asi esta bien)(?: {_POLITE})*"
)
_NONE = re.compile(r"(?:ningun[ao]?|nenhuma?|nada|none|nothing|neither)")
_AWAITS = re.compile(
    rf"(?:{_POLITE} )*(?:(?:yo |eu |i ?ll |i will |i )?(?:espero|esperamos|aguardo|aguardamos|esperare|vou (?:esperar|aguardar)|voy a esperar|wait)"
    r"(?: (?:for|por|la|su|tu|a|o|sua|the|your|that|que|me|nos|de|pela|pelo|el|uma|una))*"
    r" (?:llamada|llamado|respuesta|mensaje|contacto|llamen|llame|escriban|contacten|respondan|ligacao|ligarem|liguem|resposta|retorno|mensagem|contato|call|reply|answer|message)"
    r"|(?:quedo|estare|fico|estarei) (?:atent[oa]|pendiente|a la espera|no aguardo|aguardando|esperando)|ill be waiting|look(?:ing)? forward to (?:it|the call|your call))"
    rf"(?: (?:{_POLITE}|suy[ao]|tuy[ao]|de ustedes|de voces|manana|amanha|tomorrow|el lunes|na segunda|on monday))*"
)

_LATER = r"(?:(?:y|e|and) )?(?:(?:yo |eu |ill |i will |i )?(?:te|le|les|lhe|vos)? ?(?:aviso|escribo|cuento|digo|confirmo|avisare|escribire|falo|chamo|aviso voces|let you know|get back to you|text you|come back)|depois (?:eu )?(?:te |lhe |vos )?(?:falo|aviso|digo|volto|chamo))(?: (?:luego|despues|mas tarde|depois|mais tarde|later|ahorita|ahora|al rato|en un rato|ja ja|daqui a pouco|in a bit|in a minute|soon|manana|amanha|tomorrow|cualquier cosa|qualquer coisa|te|voce|voces|then|when i know))*"
_KIN = (
    r"(?:(?:mi|mis|meu|minha|my|el|la|o|a) )?(?:espos[oa]|marido|mujer|mulher|novi[oa]|namorad[oa]|pareja|parceir[oa]|mama|mami|mae|papa|pai|madre|padre|herman[oa]|irma[o]?"
    r"|hij[oa]|filh[oa]|jef[ea]|chefe|familia|amig[oa]|husband|wife|partner|boyfriend|girlfriend|mom|mum|mother|dad|father|boss|sister|brother|friend|son|daughter|kids)"
)
_ASKS_KIN = (
    r"(?:(?:deja(?:me)?|dejeme|permiteme|voy a|tengo que|quiero|debo|deixa(?: eu)?|deixe eu|vou|preciso|tenho que|let me|i need to|i have to|i gotta|ill|i will|im gonna|i want to) )?(?:lo |le |la |primero |first )*"
    r"(?:hablar?(?:lo)?|hablo|pregunt(?:ar|arle|o)|consult(?:ar|arlo|arle|o)|ver|falar|falo|pergunt(?:ar|o)|conversar|converso|confirmar|talk(?: it over)?|speak|check|ask|run it by)"
    rf"(?: (?:con|com|a|al|with|to|pro|pra|ao|by|it over with|it with))? {_KIN}"
)
_PONDERS = re.compile(
    rf"(?:(?:{_POLITE}|mm+|hm+|uf+|no se|nao sei|i dont know|dont know|bueno|mejor|primero|first|antes) )*"
    rf"(?:{_ASKS_KIN}|(?:lo |la |me lo )?(?:voy a|quiero|tengo que|necesito|debo|tendria que|deja(?:me)?|dejame|permiteme) (?:pensar(?:lo|la|melo)?|consultarlo|meditarlo)"
    r"|(?:me )?(?:lo|la) (?:pienso|voy a pensar|pensare|consulto|consultare)|pensare en ello"
    r"|(?:eu )?(?:vou|quero|preciso|tenho que|deixa(?: eu)?|me deixa) (?:pensar|refletir)(?: (?:nisso|sobre isso|melhor))?|penso e"
    r"|(?:ill|i will|let me|i need to|i want to|i have to|id like to|gonna|im gonna|i am going to|im going to) (?:think(?: (?:about (?:it|that|this)|it over|on it|it through))?|sleep on it))"
    r"(?: (?:un (?:poco|rato|momento|ratico)|mejor|bien|con calma|primero|um pouco|melhor|com calma|first|a (?:bit|little)|some more|for a (?:bit|while)))*"
    r"(?: (?:con|com|with) (?:mi|meu|minha|my|el|la|o|a) \w+)?"
    rf"(?: {_LATER})?(?: {_POLITE})*"
)


def ponders(text: str) -> bool:
    """ "Lo voy a pensar y te aviso", "vou pensar", "let me sleep on it": decides nothing now, and asks nothing."""
    parts = [part for part in map(plain, _PARTS.split(text)) if part]
    if "?" in text or not any(_PONDERS.fullmatch(part) for part in parts):
        return False
    return all(
        _PONDERS.fullmatch(part)
        or _goes_along(part)
        or re.fullmatch(rf"{_LATER}|no se|nao sei|i dont know|m+|hm+", part)
        for part in parts
    )


def wants_nothing_more(text: str) -> bool:
    """Thanks and goodbyes around "no me cambien nada", "não quero outra", "just keep Friday", and
    nothing that wishes for something."""
    if "?" in text:
        return False
    parts = [part for part in map(plain, _PARTS.split(text)) if part]
    settled = [part for part in parts if _NOTHING_MORE.fullmatch(part) or _KEEPS.fullmatch(part)]
    return bool(settled) and all(part in settled or _goes_along(part) for part in parts)


def means_only_that(text: str) -> bool:
    """ "… es solo la del martes", "só a minha": behind a no, that nothing else is wanted."""
    return bool(_ONLY_THAT.search(plain(text))) and "?" not in text


def takes_note(text: str) -> bool:
    """ "Eso, gracias", "that's right": takes note of what was told, and chooses nothing."""
    parts = [part for part in map(plain, _PARTS.split(text)) if part]
    only = all(_POLITE_PART.fullmatch(part) or _THAT_ONE.fullmatch(part) for part in parts)
    return bool(parts) and only and "?" not in text and not looks_like_date(text)


def awaits_a_call(text: str) -> bool:
    """ "Ok, espero la llamada entonces": will wait for what was promised, and asks for nothing."""
    return "?" not in text and bool(_AWAITS.fullmatch(plain(text)))


def _goes_along(part: str) -> bool:
    forms = (_POLITE_PART, _THAT_ONE, _NONE, _ONLY_THAT)
    return (
        any(form.fullmatch(part) for form in forms)
        or is_courtesy(part)
        or wishes_well(part)
        or takes_leave_until(f"ok {part}")
    )
