"""Short answers: yes and no, "the second one", and what merely looks like a date or a time."""

import re

from agent.dates.named import names_time
from agent.language import words_from_data as data
from agent.language.detect import reads_as
from agent.language.readings.courtesies import ADDRESSES
from agent.language.text import plain, word_set, words

_YES_SIGNS = "👍👌✅🙌💯☑✔🆗"
_NO_SIGNS = "👎❌🚫🙅"

_YES = frozenset(
    """si|sip|sii|sipi|sep|claro|claro que si|dale|listo|de una|de one|va|vale|venga|bueno|ok|oki
    |okay|okey|okis|oka|perfecto|genial|super|excelente|simon|sale|orale|andale|arre|hagale
    |hagale pues|sisas|sizas|sisa|sicas|correcto|exacto|asi es|afirmativo|positivo|obvio|por supuesto|desde luego|ya|dale si
    |joya|buenisimo|barbaro|hecho|eso|eso es|vamos|me sirve|me parece|me parece bien|esta bien
    |estaria bien|de acuerdo|me queda bien|me viene bien|ese esta bien|esa esta bien|como no
    |por que no|no hay problema|sin problema|no pasa nada|por favor|porfa|porfavor|porfis|quiero
    |si quiero|dijo que si|dice que si|me dijo que si|dijeron que si|ya dijo que si|disse que sim|falou que sim|ele disse sim|ela disse sim|he said yes|she said yes|they said yes|acepto|confirmo|confirmado|hazlo|hagamoslo|adelante|eso mismo|asi mismo|me gusta
    |encantado|encantada|esa|ese|esa misma|ese mismo|agendala|agendalo|agendame|agendamela
    |reservala|reservalo|reservame|reservamela|tomala|la tomo|lo tomo|me la quedo|me lo quedo
    |sim|isso|isso mesmo|pode ser|pode|pode sim|beleza|blz|com certeza|fechado|combinado|ta bom
    |esta bom|tudo bem|certo|perfeito|otimo|bora|quero|quero sim|aham|uhum|show|maravilha
    |sem problema|pode marcar|pode agendar|pode confirmar|pode reservar|pode reservar sim|pode marcar sim|sim pode reservar
    |deixa essa|deixa esse|fico com essa|fico com esse|essa esta bom|dejame esa|ya dejame esa|dejeme esa|dejame ese|deme esa|dame esa|dame ese|me quedo con esa
    |me quedo con ese|ill take it|ill take that|ill take that one|ta|esse|essa|esse mesmo|essa mesmo
    |essa mesma|serve|me serve|serve sim|me serve sim|serve pra mim|pode sim pode|sim pode|sim serve|si sirve|sirve si|aceito|faz isso|claro que sim|ta otimo
    |yes|yep|yeah|yup|yes please|sure|sure thing|of course|sounds good|perfect|great|please do
    |please|go ahead|fine|thats fine|works for me|that works|absolutely|definitely|correct|right|y
    |k|s|awesome|alright|cool|no problem|id like that|i do|book it|do it|lets do it
    |yea|go on|go on so|go on then|grand|thats grand|thatd be grand|that would be grand|lovely|thatd be lovely|thatd be great|that would be great
    |that would be lovely|thatll do|brilliant|do the needful|please do the needful|kindly do the needful|book me in|book it in|grand book me in|move it|yes move it
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_NO = frozenset(
    """no|nop|nope|nel|nah|noo|negativo|no gracias|mejor no|ya no|para nada|todavia no|aun no
    |ahora no|por ahora no|no por ahora|claro que no|no quiero|dejalo|dejala|dejalo asi|dejala asi
    |dejemoslo asi|asi dejala|asi esta bien|no hace falta|no es necesario|ninguno|ninguna|nada
    |prefiero que no|no deseo|creo que no|no la canceles|no la cancele|no la muevas|no confirmo
    |no me interesa|no puedo|no me sirve|no me queda bien
    |nao|nao quero|nao obrigado|nao obrigada|agora nao|melhor nao|ainda nao|deixa|deixa pra la
    |deixa assim|nao precisa|por enquanto nao|nem|nao posso|nenhum|nenhuma|acho que nao|de jeito nenhum
    |not now|no thanks|no thank you|dont|do not|no way|never mind|nevermind|not really|n|not yet
    |leave it|i dont|id rather not|none|none of them
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_NEITHER = re.compile(
    r"^(no se|(?:no )?no me (?:estas? |esta )?enten\w+|(?:nao )?nao me entend\w+|(?:no )?you (?:dont|didnt|do not|did not) (?:understand|get)|no entiendo|no entendi|no estoy segur[oa]|no lo se|nao sei|nao entendi|no idea"
    r"|not sure|i dont know|dont know|i dont understand|no importa cual|tal vez|quizas?|talvez"
    r"|maybe|no recuerdo|no me acuerdo|nao lembro)\b"
)
_POLITE = re.compile(
    r"\b(por favor|porfavor|porfa|porfis|porfi|please|pls|plz|gracias|muchas gracias|mil gracias"
    r"|obrigad[oa]|thanks|thank you|thx|ty|amig[oa]|senor(ita|a)?|doctora?|pues|entonces"
    r"|jaja(ja)*|kkk+|rs)\b"
)
_YES_HEAD = re.compile(
    r"^(si|sip|sim|yes|yep|yeah|yup|claro|dale|listo|ok|okay|okey|vale|bueno|perfecto|sure|simon"
    r"|beleza|blz|perfeito|perfect|great|genial|de una|va|correcto|isso|excelente|super|yea|grand|lovely|brilliant"
    r"|go on(?: so| then)(?= |$)|that(?:s|d be| would be) (?:grand|great|lovely|perfect)"
    r"|ya(?= (?:a nombre|soy|me llamo|pues|po|dale|si|porfa|por favor|gracias|ok|perfecto|esa|ese|listo|bueno|reserv|agend|anot|tom)))\b"
)
_NO_HEAD = re.compile(r"^(no|nop|nope|nao|nel|nah)\b")

_ORDINALS: dict[str, int] = {}
for _position, _names in enumerate(
    (
        "primero primera primer primeros primeras primeiro primeira primeiros primeiras first uno 1 1o 1a 1ro 1ra 1st",
        "segundo segunda second dos dois duas 2 2o 2a 2do 2da 2nd",
        "tercero tercera tercer terceiro terceira third tres 3 3o 3a 3ro 3ra 3rd",
        "cuarto cuarta quarto quarta fourth cuatro quatro 4 4o 4a 4to 4ta 4th",
        "quinto quinta fifth cinco 5 5o 5a 5to 5ta 5th",
    )
):
    _ORDINALS.update(dict.fromkeys(_names.split(), _position))
_ADDRESS = re.compile(rf"{ADDRESSES}|bb|bebe?|baby|vida|mor|mozo|moza|querid[oa]|mija|mijo")
_PLURAL = word_set("primeros primeras primeiros primeiras")
_ARTICLES = word_set("las os as")
_LAST = word_set("ultimo ultima last")
_SURE_ORDINALS = word_set(
    "primero primera primer primeros primeras primeiro primeira primeiros primeiras first second tercero tercera tercer terceiro terceira"
    " third cuarto cuarta fourth quinto fifth segundo ultimo ultima last"
)
# Words that may stand around an ordinal; "quinta" alone is a Brazilian Thursday, "la quinta" not.
_AROUND = word_set(
    "el la lo los o a the ones que opcion opcao option numero number num n de con quiero quero prefiero"
    " prefiro me quedo tomo fico com esa ese essa esse one i want ill take dame entonces pues sim si"
    " dale listo ok okay vale va bueno perfecto claro beleza blz entao tal vez ojala mas bien"
    " yes mejor melhor es e porfa por favor please gracias muchas mil seria horario hora cita"
    " obrigada obrigado brigada brigado valeu muito thanks thank you chao chau adios tchau ate logo bye"
    " hasta luego pode puede podria poderia ser can be is ta bom bem bien otimo otima perfeito perfeita perfect"
    " good fine great works for sirve serve queda viene"
)

_OWN = r"(?:la|el|mi|a|o|minha|meu|the|my|our|your|this|that)"
_OF_VISIT = r"(?:cita|sesion|consulta|visita|procedimiento|tratamiento|sessao|procedimento|tratamento|appointment|visit|session|procedure|treatment|it|that)"
# "Should I eat before?", "after the session" are about the visit, and name no time.
_VISIT = rf"(?! (?:{_OWN} )?{_OF_VISIT}\b|$)"
_OCCASION = rf"(?! (?:{_OWN} )?{_OF_VISIT}\b| (?:mi|minha|meu|my|i|we|you|coming|going|ir|venir|vir|llegar|chegar)\b|$)"
_DATE_LIKE = re.compile(
    r"\b(hoy|manana|pasado|ayer|ontem|yesterday|semana|finde|fin de mes|quincena|mes|lunes|martes|miercoles|jueves"
    r"|viernes|sabados?|domingos?|hoje|amanha|depois|segunda|terca|quarta|quinta|sexta|feira"
    r"|today|tomorrow|tonight|week|weekend|month|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?"
    r"|saturdays?|sundays?|mon|tue|wed|thu|fri"
    r"|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre"
    r"|diciembre|janeiro|fevereiro|marco|maio|junho|julho|setembro|outubro|novembro|dezembro"
    r"|january|february|march|april|june|july|august|september|october|november|december"
    r"|a las|a la una|las \d+|as \d+|at \d+|\d+ ?(am|pm|hs|hrs|h|horas)|mediodia|meio dia|noon|tarde"
    r"|noche|noite|tardecita|madrugada|morning|afternoon|evening|temprano|cedo|early|later|earlier"
    rf"|proxim[oa]|que viene|que vem|next|(?:antes de|before){_OCCASION}|(?:despues de|depois d[aeo]s?|after){_VISIT}|a partir"
    r"|cuando sea|lo antes posible|cuanto antes|o quanto antes|asap|(?:el|dia|the|on the) \d{1,2}(?:st|nd|rd|th)?|\d{1,2} de)\b"
    r"|\d{1,2}[:.h]\d{2}\b|\b\d{1,2}[/-]\d{1,2}\b"
)


def yes_no(text: str) -> bool | None:
    """True for a yes, False for a no, None for anything else ("no sé", "tal vez", a question).

    A yes followed by more ("sí, pero a las 5") is a yes: who asks reads the rest first.
    """
    if signs := _by_sign(text):
        return signs == "yes"
    plain_text = plain(text)
    if not plain_text or "?" in text or len(plain_text) > 80 or _is_neither(plain_text):
        return None
    bare = " ".join(_without_courtesies(plain_text).split())
    for form in (plain_text, bare):
        if (agrees := _by_form(form)) is not None:
            return agrees
    return _by_head(bare or plain_text)


def bare_yes_no(text: str) -> bool | None:
    """The same where the text is nothing but a yes or a no: one of the forms, or a sign."""
    if signs := _by_sign(text):
        return signs == "yes"
    plain_text = plain(text)
    return None if "?" in text or _is_neither(plain_text) else _by_form(plain_text)


def _by_form(plain_text: str) -> bool | None:
    if plain_text in _NO or plain_text in data.forms("answers.no"):
        return False
    return True if plain_text in _YES or plain_text in data.forms("answers.yes") else None


def _is_neither(plain_text: str) -> bool:
    of_data = data.beginning("answers.neither")
    return bool(_NEITHER.match(plain_text) or (of_data and of_data.match(plain_text)))


def _without_courtesies(plain_text: str) -> str:
    of_data = data.anywhere("answers.polite")
    return _POLITE.sub(" ", of_data.sub(" ", plain_text) if of_data else plain_text)


def _by_sign(text: str) -> str | None:
    if words(text):
        return None
    if any(sign in text for sign in _NO_SIGNS):
        return "no"
    return "yes" if any(sign in text for sign in _YES_SIGNS) else None


def _by_head(plain_text: str) -> bool | None:
    yes = _begins(_YES_HEAD, "answers.yes_then_more", plain_text)
    if yes and _by_form(plain_text[yes.end() :].strip()) is False:
        return False
    if yes:
        return True
    return False if _begins(_NO_HEAD, "answers.no_then_more", plain_text) else None


def _begins(pattern: re.Pattern[str], key: str, plain_text: str) -> re.Match[str] | None:
    of_data = data.beginning(key)
    return pattern.match(plain_text) or (of_data.match(plain_text) if of_data else None)


def ordinal(text: str, count: int) -> int | None:
    """The position (from 0) that "el segundo", "la última", "opción 2" or "2" points to.

    None when the text says more than a position, or points outside the `count` choices.
    """
    spoken = [word for word in words(text) if not _ADDRESS.fullmatch(word)]
    around = _AROUND | data.forms("positions.around")
    rest = [word for word in spoken if word not in around]
    if len(rest) > 1 and rest[-1] in _PLURAL:
        rest = [
            word for word in rest if word not in _ARTICLES
        ]  # "las primeras"; "las 4" is an hour
    if len(rest) != 1 or count < 1 or re.search(r"\b(a las|as|at) \d", " ".join(spoken)):
        return None
    if rest[0] in _LAST or rest[0] in data.forms("positions.last"):
        return count - 1
    position = _ORDINALS.get(rest[0], data.places().get(rest[0]))
    if position is None or position >= count:
        return None
    before = spoken[: spoken.index(rest[0])]
    # "a segunda" is the second one, "pode ser segunda" is a Monday.
    is_weekday = rest[0] in {"segunda", "quarta", "quinta"} and (
        len(spoken) == 1 or before[-1:] in (["ser"], ["quero"], ["prefiro"])
    )
    return None if is_weekday else position


def names_position(text: str) -> bool:
    """Whether the text contains a word that can only be a position ("el primero")."""
    sure = _SURE_ORDINALS | data.forms("positions.last") | data.places().keys()
    return any(word in sure and not word.isdigit() for word in words(text))


# "boa tarde" greets, whatever part of the day it names.
_SALUTATION = re.compile(
    r"\b(?:boas?|buenas?|buenos|bom|good) (?:tardes?|noites?|noches?|dias?|morning|afternoon|evening)\b"
)


def looks_like_date(text: str) -> bool:
    """Whether a day, a date, a time or a part of the day may be meant somewhere in the text."""
    plain_text = _SALUTATION.sub(" ", plain(text))
    like = _DATE_LIKE.search(plain_text) or re.search(r"\d{1,2}[/-]\d{1,2}", text)
    # What the words above do not show, the reader of dates itself may still see: "tres quince".
    return bool(like) or names_time(text) or any(names_time(text, one) for one in reads_as(text))
