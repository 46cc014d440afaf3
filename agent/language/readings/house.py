"""Questions about the ways of a house: who is taken, with whom, without an appointment, how late, where to park.

Each is asked in many words and answered by the business under one name, which is searched for instead.
"""

import re
from enum import StrEnum

from agent.language.greetings import HELLO
from agent.language.readings import house_money as money
from agent.language.readings.coming import asks_whether_late
from agent.language.text import plain, sentences, word_set, words


class Topic(StrEnum):
    """What such a question is about."""

    CHILDREN = "children"
    UNANNOUNCED = "unannounced"
    COMPANION = "companion"
    PETS = "pets"
    PARKING = "parking"
    DELAY = "delay"
    AT_HOME = "at_home"
    DEPOSIT = "deposit"
    ADDRESS = "address"
    INSURANCE = "insurance"
    INSTALLMENTS = "installments"
    DISCOUNT = "discount"
    PAYMENT = "payment"


_TAKES = (
    r"(?:(?:lo |la |los |las |me |nos )?(?:atien\w+|aten\w+|receb\w+|recib\w+|acept\w+|aceit\w+|tratan?|tratam|hacen|fazem|faz|sirve\w*|serve\w*)"
    r"|(?:do|does|can|will) (?:you|they) (?:\w+ )?(?:take|see|treat|accept|do|work with|have)|puede[ns]?|pode[m]?|can|hay|tem|tienen)"
)
_STRICT = r"(?:(?:lo |la |los |las |me |nos )?(?:atien\w+|aten[dt]\w+|receb\w+|recib\w+|acept\w+|aceit\w+|tratan?|tratam)|(?:do|does|can|will) (?:you|they) (?:\w+ )?(?:take|see|treat|accept))"
_CHILD = (
    r"(?:ni[nñ][oa]s?|nenes?|nenas?|chic[oa]s|beb[ei]s?|menores|adolescentes?|criancas?|adolescente|kids?|child|children|minors?|teen\w*|bab(?:y|ies)"
    r"|(?:de|of|tem|tiene|is|turned) (?:\w+ )?(?:1[0-7]|[1-9]) (?:anos|anitos|aninhos|years?)|(?:1[0-7]|[1-9]) (?:anos|anitos|aninhos|years? old|year old|yo))"
)
_WHO_COMES = (
    r"(?:(?:mi|mis|un|una|meu|minha|um|uma|my|a) )?(?:\w+ )?(?:acompanante|acompanhante|espos[oa]|marido|mujer|pareja|novi[oa]|namorad[oa]|amig[oa]s?|mama|papa|madre|padre|mae|pai|herman[oa]s?|irma[o]?"
    r"|hij[oa]s?|filh[oa]s?|bebe|husband|wife|partner|friend|mom|mum|mother|dad|father|brother|sister|boyfriend|girlfriend|kids?|son|daughter|companion|somebody|someone|alguien|alguem)"
)
_STAYS = r"(?:entrar|ficar|quedar(?:me)?|esperar(?:me)?|estar|pasar|acompanar\w*|acompanhar|levar|llevar|ir|come|go|stay|be|sit|wait|attend)"
_TOGETHER = r"(?:junt[oa]s?|con (?:ella|el|ellos|ellas|mi \w+)|com (?:ela|ele|eles|elas|minha \w+|meu \w+)|conmigo|comigo|with (?:her|him|them|me|my \w+)|in (?:there )?with|acompanhante|acompanante|na sala|in the room|en la sala)"
_PET = r"(?:perr[oa]s?|perrit[oa]s?|gat[oa]s?|gatit[oa]s?|mascotas?|cachorr\w+|animal\w*|animais|bichinho\w*|pets?|dogs?|cats?|puppy)"
_HOME = (
    r"(?:a domicilio|en domicilio|en (?:la |mi |su )?casa|a (?:la |mi |su )?casa|em (?:domicilio|casa)|(?:na|a|ate a|em) (?:minha |sua )?casa(?: del[ae])?|domiciliar(?:es)?"
    r"|home visits?|house calls?|(?:at|to) (?:my|her|his|our|the) (?:home|house|place)|at home)"
)
_HOUSE = r"(?:de|del|da|do) (?:la |el |su )?(?:clinica|consultorio|local|negocio|salon|centro|oficina|ustedes|empresa)"
_QUESTIONED = {
    Topic.ADDRESS: re.compile(
        rf"\b(?:cual es|dame|me (?:das|da|dan|pasas|pasan)|decime|dime) (?:el|su|tu) domicilio\b|\bdomicilio {_HOUSE}\b|\bdomicilio cual es\b"
    ),
    Topic.PARKING: re.compile(
        r"\b(?:parque[ao]\w*|parqueadero\w*|aparc\w+|estacion[ao]\w*|estacionamiento\w*|estacionar\w*|cocheras?|garajes?|garages?|garagens|garagem|parking|car ?park|valet"
        r"|(?:can|could|where|to|do|should) (?:i |we |one )?park|(?:onde|donde|lugar (?:para|pra)) (?:parar|estacionar|aparcar|parquear)|(?:dejar|parar|deixar|leave|guardar|meter) (?:el |o |mi |meu |my |the )?(?:auto|carro|coche|moto|car|bike))\b"
    ),
    Topic.PETS: re.compile(
        rf"\b(?:llevar|traer|ir|venir|entrar|entran|levar|trazer|vir|bring|come|aceptan|aceitam|allow\w*|permiten|permitem|puede[ns]?|pode[m]?)\b(?: \w+){{0,4}}? {_PET}\b"
        rf"|\bpet ?friendly\b|\b{_PET} (?:allowed|entram?|pueden|podem|puede|pode|ok|okay)\b"
    ),
    Topic.UNANNOUNCED: re.compile(
        r"\b(?:sin|sem|without)(?: \w+){0,2}? (?:citas?|turnos?|reservar?|agendar|hora marcada|horario marcado|marcar|agendamento|consulta marcada|appointments?|bookings?|booking)\b"
        r"|\bwalk ?ins?\b|\b(?:orden|ordem) de (?:llegada|chegada)\b|\b(?:solo|so|only) (?:con|com|by|with) (?:cita|turno|hora marcada|appointment)\b"
    ),
    Topic.COMPANION: re.compile(
        rf"\b(?:puedo|podria|podemos|se puede|puede|posso|poderia|pode|da pra|can|could|may)\b(?: \w+){{0,2}}? (?:ir|venir|llevar|traer|entrar|acompanar\w*|levar|trazer|vir|bring|come|go)"
        rf"(?: (?:con|com|with|a|al|the))? {_WHO_COMES}(?! (?:a las|as|el|la|na|no|on|at) (?:\d|lunes|martes|miercoles|jueves|viernes|sabado|domingo|segunda|terca|quarta|quinta|sexta|mon|tue|wed|thu|fri|sat|sun))\b"
        rf"|\b(?:puede|pode|can) (?:\w+ ){{0,2}}?(?:acompanar|acompanhar|entrar conmigo|entrar comigo)\w*\b|\bcan (?:\w+ ){0, 2}?come with\b|\b(?:ir|venir|vir) acompanad[oa]\b"
        rf"|\b(?:puedo|podria|podemos|posso|poderia|can|could|may|tengo que|tenho que|debo|hay que|do i (?:have|need) to|should i)(?: \w+){{0,2}}? {_STAYS}(?: \w+){{0,4}}? {_TOGETHER}\b"
        rf"|\b(?:can|could|may) (?:my|his|her|their) \w+ {_STAYS}\b|\b(?:mi|mis|meu|minha) \w+ (?:puede[ns]?|pode[m]?|podria|poderia) {_STAYS}\b(?! (?:a las|as|el|la|na|no|en|a) )"
        r"|\b(?:o )?(?:solo|so) (?:la|lo|le|a|o) acompan[oh]\w*\b|\bme quedo (?:con|en)\b.{0,40}\bacompan\w+|\bacompanhad[oa]\b"
    ),
    Topic.AT_HOME: re.compile(
        rf"\b(?:atien\w+|aten[dt]\w+|van|vao|vai|va|ir|vienen|vem|hacen|fazem|faz|visit\w+|consultas?|servicio|servico|come|go|do you|offer|treat)\b(?: \w+){{0,4}}? {_HOME}\b|\b(?:visita|atendimento|atencion|consulta) (?:a |em )?domicili\w+|\bhouse calls?\b|\bhome visits?\b"
    ),
    Topic.DEPOSIT: re.compile(
        r"\b(?:(?:hay que|tengo que|toca|se debe|se|debo|preciso|precisa|tem que|tenho que|do i|do you|should i|must i|have to|need to)(?: \w+){0,3}? )(?:pagar|pago|paga|pay|abonar|consignar|transferir|dar|dejar|leave|pagamento|ask for|pedir)(?: \w+){0,3}?"
        r" (?:antes|adelantad[oa]|por adelantado|anticipad[oa]|antecipad[oa]|adiantad[oa]|before|beforehand|in advance|up ?front|first|sena|sinal|anticipo|abono|adelanto|deposito|deposit)\b"
    ),
    Topic.CHILDREN: re.compile(
        rf"\b{_CHILD}\b(?: \w+){{0,5}}? {_STRICT}\b|\b{_TAKES}\b(?: \w+){{0,4}}? {_CHILD}\b|\b(?:desde|a partir de|from) (?:que|what) (?:edad|idade|age)\b|\b(?:edad|idade) minima\b|\b(?:minimum age|age limit)\b"
        rf"|\b(?:servicos?|servicios?|services?|tratamient\w+|tratament\w+)\b(?: \w+){{0,3}}? (?:para|pra|for) {_CHILD}\b"
    ),
    Topic.INSURANCE: money.INSURANCE,
    Topic.INSTALLMENTS: money.INSTALLMENTS,
    Topic.DISCOUNT: money.DISCOUNT,
    Topic.PAYMENT: money.PAYMENT,
}
_ASKS = re.compile(
    r"\b(?:saber|preguntar|preguntaba|pregunto|pregunta|perguntar|perguntava|pergunto|duvida|duda|consulta si|know|asking|ask|wondering)\b"
)
_WISHES = re.compile(
    r"\b(?:quiero|queria|quisiera|quero|gostaria|necesito|preciso|want|need|would like|id like|like to)(?: \w+){0,3}? (?:cita|turno|hora|agendar|reservar|marcar|sacar|book|appointment|schedule)\b"
)
_TOLD = {
    Topic.CHILDREN: r"\b(?:nin[oa]s?|criancas?|infantil|menores|menor de|edad|idade|anos|kids?|child\w*|ages?|years? old|\w*pediatr\w*)\b",
    Topic.UNANNOUNCED: r"\b(?:sin|con|sem|com|without|by|with)(?: \w+){0,2}? (?:cita|turno|hora marcada|horario marcado|agendamento|appointment)\b|\b(?:orden|ordem) de (?:llegada|chegada)\b|\bwalk ?ins?\b|\bcita previa\b",
    Topic.COMPANION: r"\b(?:acompan\w+|companions?|come with|bring (?:a|some))\b",
    Topic.PETS: rf"\b{_PET}\b",
    Topic.PARKING: r"\b(?:parque\w+|aparca\w+|estaciona\w+|cocheras?|garaj\w+|garag\w+|parking|park|valet)\b",
    Topic.DELAY: r"\b(?:tarde|retras\w+|atras\w+|demora\w*|toleranc\w+|puntual\w*|late|lateness|delay\w*|grace)\b",
    Topic.AT_HOME: rf"\b(?:domicili\w+|{_HOME})\b",
    Topic.ADDRESS: r"\b(?:estamos|quedamos|ubica\w+|direccion|endereco|ficamos|address|we are|calle|carrera|avenida|rua|street)\b",
    Topic.DEPOSIT: r"\b(?:anticip\w+|antecip\w+|abono|adelant\w+|adiant\w+|sena|sinal|deposit\w*|advance|upfront)\b",
    Topic.INSURANCE: money.INSURANCE_TOLD,
    Topic.INSTALLMENTS: money.INSTALLMENTS_TOLD,
    Topic.DISCOUNT: money.DISCOUNT_TOLD,
    Topic.PAYMENT: money.PAYMENT_TOLD,
}
_TELLS = {topic: re.compile(pattern) for topic, pattern in _TOLD.items()}
_CHILDS = re.compile(r"\b(?:ninos|ninas|criancas?|infantil|kids?|child\w*|\w*pediatr\w*)\b")


_FOR_CHILD = re.compile(
    r"\b(?:hij[oa]s?|filh[oa]s?|filhinh[oa]s?|hijit[oa]s?|sobrin[oa]s?|sobrinh[oa]s?|niet[oa]s?|net[oa]s?|herman(?:it)?[oa]|irma[o]?zinh[oa]|son|daughter|nephew|niece|grandson|granddaughter|kid|boy|girl|child)\b(?: \w+){0,4}? (?:1[0-2]|[1-9]) (?:anos|anitos|aninhos|years?|yo)\b"
    r"|\b(?:my|our|a) (?:1[0-2]|[1-9]) (?:years? old|yo)\b|\b(?:para|pra|pro|for|de) (?:mi |mis |meu |minha |my |un |una |um |uma |a |el |la |o )?(?:nin[oa]s?|nene|nena|bebe|criancas?|menin[oa]|kids?|toddler|baby)\b"
)
_NO_SERVICE = word_set(
    "dentista dentist odontologo odontologa doctor doctora doutor doutora medico medica pediatra consulta cita turno visita appointment visit crianca criancas nino nina ninos nene nena bebe menino menina kid kids child children"
)

_DENTIST = word_set("dentista dentist odontologo odontologa")


def topic_of(text: str) -> Topic | None:
    """What a question asks about the ways of the house, None for others and for what asks nothing."""
    if asks_whether_late(text):
        return Topic.DELAY
    spoken = plain(text)
    if _WISHES.search(spoken) and not (_ASKS.search(spoken) or _TAKEN.search(spoken)):
        return None
    topic = next((topic for topic, topics in _QUESTIONED.items() if topics.search(spoken)), None)
    return topic if topic and ("?" in text or _ASKS.search(spoken) or _begins(spoken)) else None


_TAKEN = re.compile(rf"\b{_CHILD}\b(?: \w+){{0,5}}? {_STRICT}$")
_BEGINS = re.compile(
    rf"^(?:(?:{HELLO}|cool|great|nice|super|genial|ah|y|e|and|oye|una pregunta|uma pergunta|vale|ok|listo|boa noite|bom dia|boa tarde|buenas|buenos dias) )*"
    r"(?:hay|tem|tienen|tiene|atienden|atendem|reciben|puedo|posso|se puede|pode|puede|can|could|do|does|is it|is|are|where|donde|onde|hacen|fazem|voces|vcs|ustedes|aceptan|aceitam|(?:para |pra |lo de )?(?:aparcar|estacionar|parquear|parking|parqueadero|estacionamiento|estacionamento))\b"
)


def _begins(spoken: str) -> bool:
    return bool(_BEGINS.search(spoken))


def without_topics(text: str) -> str:
    """The sentences of a text that ask nothing of the kind."""
    return " ".join(part for part in sentences(text) if topic_of(part) is None)


def tells_of(topic: Topic, text: str) -> bool:
    """Whether what the business wrote is about that."""
    return bool(_TELLS[topic].search(plain(text)))


def is_for_child(text: str) -> bool:
    """Whether a visit is wished for a child of at most twelve: "pro meu filho de 6 anos"."""
    return bool(_FOR_CHILD.search(plain(text)))


def says_no_service(spoken: str) -> bool:
    """Whether words for a service say no more than that somebody is seen: "dentista"."""
    return not set(words(spoken)) - _NO_SERVICE


def is_only_dentist(spoken: str) -> bool:
    """Whether words for a service name nothing but who looks at teeth: "marcar o dentista"."""
    return bool(words(spoken)) and not set(words(spoken)) - _DENTIST


def is_for_children(text: str) -> bool:
    """Whether a service, by its name and description, is one for children."""
    return bool(_CHILDS.search(plain(text)))
