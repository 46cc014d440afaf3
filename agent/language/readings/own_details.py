"""What is asked of one's own appointment: whether it stands, when, until when, with whom, in whose name."""

import re
from enum import StrEnum

from agent.language.readings.attending import asks_who_attends
from agent.language.readings.own_facts import asks_if_booked, asks_when_it_ends
from agent.language.readings.taking import asks_whether_it_stands
from agent.language.text import plain


class Detail(StrEnum):
    """What such a question is for."""

    STANDS = "stands"
    WHEN = "when"
    UNTIL = "until"
    LENGTH = "length"
    WHOM = "whom"
    NAME = "name"
    PLACE = "place"
    SERVICE = "service"


_MINE = r"(?:mi|mis|lo mio|la mia|el mio|lo nuestro|meu|meus|minha|minhas|my|mine|ours?|nuestr[oa]s?|noss[oa]s?)"
_NOUN = (
    r"(?:citas?|turnos?|horas?|horita|reservas?|reservacion|reservations?|consultas?|espacio|cupo|sesion|horarios?|agendamentos?|marcac(?:ao|oes)|sessao"
    r"|appointments?|appts?|bookings?|slots?|visits?|sessions?|spot)"
)
_BOOKED = (
    r"(?:agendad[oa]s?|reservad[oa]s?|anotad[oa]s?|apartad[oa]s?|apuntad[oa]s?|registrad[oa]s?|confirmad[oa]s?|programad[oa]s?|marcad[oa]s?|separad[oa]s?"
    r"|booked|scheduled|confirmed|registered)"
)
_LASTS = (
    r"(?:en pie|firme|igual|vigente|activ[oa]s?|vigentes|de pe|ativ[oa]s?|mantid[oa]s?|garantid[oa]s?|valendo|de fe|asegurad[oa]|guardad[oa]|mantem|mantene"
    r"|(?:still )?(?:valid|held|standing|happening|going ahead)|still (?:on|good|there))"
)
_THERE = r"(?:la agenda|sus citas|el sistema|la lista|a agenda|na agenda|no sistema|na lista|the (?:schedule|diary|books?|list|system|calendar)|your (?:list|books?|schedule|diary|system|calendar))"
_STANDS = re.compile(
    rf"\b(?:sigue|siguen|sigo|seguimos|continua|continuo|continuan|segue|mantem se|mantene|esta|estan|estoy|estou|to|ta|tao|tou|ficou|fiquei|ficaram|quedo|quede|quedaron|quedamos|tenho|tengo|is|are|am|was|have you got me)(?: (?:la|el|lo|mi|mis|mio|mia|a|o|minha|meu|my|mine|that|it|i|we|all|aun|todavia|ainda|still|already|ya|mesmo|really|definitely|algun[oa]?|algum[a]?|una?|uma?|any|alguna cosa|alguma coisa|algo|{_NOUN})){{0,6}} (?:{_BOOKED}|{_LASTS})\b"
    rf"|\b(?:{_BOOKED}|(?:en pie|de pe)) (?:esta|ta|quedo|ficou|mesmo|o meu|a minha|mi|la mia|lo mio)\b"
    rf"|\b(?:todavia|aun|ainda|still) (?:la |a |o |el )?(?:tengo|tenho|have|(?:on|in|down|expecting|good)\b)"
    rf"|\b(?:tengo|tenho|do i(?: still)? have|have i got) (?:algun[oa]?|algum[a]?|una?|uma?|an?|any|alguma coisa|algo|anything|something)?(?: {_NOUN}| marcad[oa]| agendad[oa]| booked)\b"
    rf"|\b(?:aparezco|aparece|consta|figuro|figura|estoy|estou|to|am i|are we|have you got me|got me|im|i am)\b.{{0,25}}\b{_THERE}\b"
    rf"|\b(?:cancelaron|cancelad[oa]s?|cancelaram|cancelled|canceled|cancelou|borraron|quitaron|desmarcaram)\b.{{0,20}}\b(?:verdad|cierto|no|ne|nao|certo|right|have you|did you)$"
    rf"|\b(?:no|nao|havent|didnt|not)\b.{{0,20}}\b(?:cancelaron|cancelad[oa]s?|cancelaram|cancelled|canceled|desmarcaram)\b.{{0,20}}\b(?:mi|mia|la|minha|mine|my)\b"
    rf"|\b(?:tod[oa]|tudo|everything|all|it|esta|ta) (?:esta |ta |is )?(?:bien|bem|certo|ok|okay|good|fine|right|set|in order|en orden)\b.{{0,12}}\b{_MINE}(?: {_NOUN})?\b|\b(?:ok|okay|fine|good|right|alright) with my {_NOUN}\b"
    rf"|\b(?:{_MINE}|the) (?:{_NOUN} )?(?:still )?(?:go through|went through|gone through|confirmed|in place)\b|\b(?:deu certo|salio bien|quedo hech[oa]|quedo list[oa])\b"
    rf"|\b(?:has|was|is|did|have) (?:{_MINE}|the) {_NOUN} (?:\w+ )?{_BOOKED}\b|\bdid my {_NOUN} (?:go|come|get)\b"
    r"|\b(?:did you|have you) (?:manage to )?(?:book|put|get|keep|hold)(?:ed)? (?:it|me|mine)\b|\bme (?:anotaste|anotaron|apuntaste|apuntaron|agendaron|agendaste|apartaron|apartaste|guardaron|reservaron|reservaste)\b"
    r"|\b(?:marcaram|agendaram|reservaram|marcou|agendou|reservou)(?: \w+){0,2} (?:ou nao|mesmo)\b|\b(?:down|in|on|booked) for (?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\bso am i (?:booked|in|down)\b|\bagendad[oa] o no\b"
)
_OF_THE_HOUSE = re.compile(
    r"\b(?:promo\w*|descont\w*|descuent\w*|discounts?|ofertas?|offers?|precios?|precos?|prices?)\b"
)
_TELL = re.compile(
    r"\b(?:tell me|let me know|dime|digame|decime|me (?:dices?|diz|fala)|diz|want to know|quiero saber|quero saber)\b"
)
_MAKES_SURE = re.compile(
    r"\b(?:saber|verificar|verifica|verifique|verifiqueme|verificame|confirmar|confirmeme|confirmame|confirme|confirma|confirmen|checar|checa|conferir|confere|ver|duda|duvida|know|check|checking|make sure|making sure|confirm)\b"
)
_ENDS = re.compile(
    r"\b(?:(?:que|q|cual|qual) (?:hora|horas|hrs)|cuando|quando|what time|when|how late)(?: (?!(?:abren|cierran|atienden|abre|cierra|abrem|fecham|fecha|atendem|you|ustedes|voces|vcs|debo|tengo|preciso)\b)\w+){0,5}?"
    r" (?:termin\w+|acab\w+|salg[oa]|sal(?:e|go|dria|imos|ir|iria)|saio|sai|saimos|saindo|sair|sairia|saliendo|desocup\w+|libre|livre|liberad[oa]|liber[oa]|libero|ends?|ending|finish\w*|done|over|out|through|pick (?:me|us|him|her) up|run)\b"
    r"|\b(?:hasta|ate)(?: as| las)? (?:que |q )?horas?(?: (?:es|e|vai|va|dura|fica|seria|vou|voy)){0,2}(?: (?:a minha|o meu|la mia|lo mio|mi cita|a consulta|minha consulta|la cita))?$|\bcomo a que horas? (?:acab|termin|sal)\w+"
)
_LENGTH = re.compile(
    r"\b(?:how long|cuanto(?: tiempo)?|cuanto rato|quanto tempo)(?: \w+){0,4}? (?:estar|ficar|estare|ficarei|be there|be in|be at|booked)\b"
    r"|\b(?:demor\w+|tard\w+|dur\w+|take|takes|last|lasts|leva) (?:muito|mucho|bastante|long|very long)\b|\b(?:muito|mucho) (?:demora\w*|tempo)\b|\b(?:voy a|vou|va a|vai) (?:\w+ )?(?:demor\w+|tard\w+)\b"
)
_HOUSE_HOURS = re.compile(
    r"\b(?:abr\w+|cierr\w+|fech\w+|atiend\w+|atend\w+|trabaj\w+|trabalh\w+|open|close|closes|cancel\w*|desmarc\w*|remarc\w*|reagend\w*|reschedule|cambi\w+|mover|anular)\b"
)
_PROFESSION = r"(?:profesional|profissional|professional|doctora?|doutora?|dra?|dentist[as]?|dentistas?|chic[oa]|muchach[oa]|persona|pessoa|moca|esteticista|estilista|stylist|therapist|terapeuta|hygienist|barber|barbero|barbeiro|especialista|girl|lady|guy|man)"
_WHOM = re.compile(
    rf"\b(?:(?:con|com|with) )?(?:que|cual|qual|which|what) {_PROFESSION}\b(?! (?:hay|tienen|tem|trabaj|trabalh|do you have|are there))"
    rf"|\bwho(?:ve| have) i got\b|\bwho (?:did you|have you|have i|am i|ive|i am|was i|is doing|will do|would i|do i|is it|was it|will it|is mine|is my)\b|\bwho(?:s|ll| is| will| would)? (?:\w+ )?(?:with|seeing|doing|treating|looking after)\b|\bwhos (?:my|mine|it|that|this|the)\b"
    rf"|\b(?:con|com) (?:quien|quem|qn)\b(?! (?:\w+ )?(?:habl\w*|fal\w*|comunic\w*))(?<!falo com quem)|\bquien(?:es)? (?:me|nos|lo|la|le) (?:va a |toca|atien\w+|atend\w+|hac\w+|ve\b|vera|hara)|\bquem (?:e que )?(?:vai |que vai )?(?:(?:me|nos|que me) )?(?:atend\w+|ver\b|faz(?:er)?\b)"
    rf"|\b(?:es|e|is it|am i|sera|seria|vai ser|estoy|estou) (?:con|com|with) (?:la|el|o|a|the|un|una|um|uma|dr|dra)\b.{{0,30}}\b(?:o|ou|or)\b"
)
_NAME = re.compile(
    r"\b(?:que|qual|cual|what|which) (?:e o |es el |is the |was the |o |el |the )?(?:nombre|nome|name|apellido|sobrenome|surname)\b|\b(?:nombre|nome|name)(?: \w+)? (?:de quien|de quem|is it under|is on it|on it)\b|\b(?:nombre|nome) (?:de )?(?:quien|quem)\b"
    r"|\bwhose name\b|\bquem (?:ta|esta) o nome\b|\b(?:as|under) (?:what|which|whose)\b|\b(?:down|put|got|have|listed|registered|saved) (?:him|her|me|us|it|them|mine|this) (?:down )?(?:as|under)\b"
    r"|\b(?:como|how|que tal)\b.{0,40}\b(?:escri\w+|escrev\w+|written|spell\w*|spelt|write|typed|pus\w+|puseram|botaram|anotaron|anotaram)\b.{0,20}\b(?:nombre|nome|name|names)\b"
    r"|\b(?:como|how)\b.{0,20}\b(?:nombre|nome|name)\b.{0,20}\b(?:escri\w+|escrev\w+|written|spelt|spelled|ficou|quedo)\b"
    r"|\b(?:mi|su|meu|seu|my|his|her|the|el|o) (?:nombre|nome|name)\b.{0,20}\b(?:bien|bem|certo|certinho|correct[oa]|correctly|right|properly|ok)\b|\b(?:bien|bem|certo|correctamente|right|correctly|spell\w*|spelt)\b.{0,20}\b(?:mi|su|meu|my|his|her|the|el|o) (?:nombre|nome|name|apellido|sobrenome|surname)\b"
    r"|^(?:(?:and|so|y|e|is|esta|ta|it|that|quedo|ficou) )*(?:under|in|a|no|em|en|con) (?:my|mi|meu|his|her) (?:nombre|nome|name)\b"
)
_YOUR_NAME = re.compile(
    r"\b(?:nome d[aoe]s?|nombre del?|name of|cuenta|conta|account|transf\w+|pix)\b(?! quem| quien| whom)|\b(?:your|tu|teu|seu|vuestro|whats his|whats her) (?:own )?(?:nombre|nome|name)\b|\b(?:te llamas|se chama|voce chama)\b"
)
_PUTS_NAME = re.compile(
    r"\b(?:cambi\w+|corrig\w+|corrij\w+|correg\w+|troc\w+|mud\w+|alter\w+|arrum\w+|change|correct it|fix|update)\b|\b(?:mi nombre es|meu nome e|my name is|a nombre de (?!quien)\w+|em nome de (?!quem)\w+|no nome d[aoe] (?!quem)\w+)\b"
)
_WHERE = re.compile(
    r"\b(?:donde|adonde|aonde|onde|where|que sede|cual sede|que sucursal|que unidade|qual unidade|qual clinica|which (?:branch|clinic|office|place|location)|what (?:branch|address))\b"
)
_TO_GO = re.compile(
    rf"\b(?:tengo que (?:ir|llegar)|tenho que (?:ir|chegar)|debo (?:ir|llegar)|preciso ir|do i (?:have to|need to)? ?(?:go|come)|am i (?:going|booked)|me toca|{_MINE} {_NOUN}|lo mio|la mia|a minha|o meu)\b"
)
_FROM = re.compile(r"\b(?:de donde|de onde|d onde|where from|from where)\b")
_WHEN = re.compile(
    r"\b(?:recuerd\w+|recordar\w*|recordas|lembr\w+|remind|remember|repite\w*|repet\w+|fala(?:r)? de novo|me fala|diz de novo|dime|decime|me dices|me dice|me diz|tell me|say|olvid\w+|esquec\w+|forgot\w*|lost|perdi)\b.{0,30}\b(?:que dia|que hora|a hora|la hora|o dia|el dia|horario|dia e (?:a )?hora|dia y (?:la )?hora|time|day|date|when|cuando|quando|mi cita|minha consulta|my appointment|quedamos|ficamos|booked)\b"
    r"|\b(?:que dia|cual dia|qual dia|which day|what day|que horas?|what time|when|cuando|quando|para cuando|pra quando)(?: \w+){0,4}? (?:quedamos|quede|quedo|ficamos|ficou|fiquei|marcamos|marquei|agende|reserve|we say|was it|it was|you say|did we|got me|have me|booked|era lo mio|es lo mio|e o meu|e a minha|im in|am i (?:in|coming|booked|due)|i come|i have to (?:come|go|be)|need to be there|i need to (?:be|come)|me toca|tengo que (?:ir|estar|llegar)|tenho que (?:ir|chegar|estar)|que ir|devo ir|debo ir)\b"
    r"|\b(?:reminder|recordatorio|lembrete|recordaron|lembraram)\b.{0,40}\b(?:hoy|hoje|today|manana|amanha|tomorrow|pasado)\b"
    r"|\b(?:hoy|hoje|today|manana|amanha|tomorrow) (?:o|ou|or) (?:hoy|hoje|today|manana|amanha|tomorrow|pasado)\b"
    rf"|\b(?:que horas?|what time|when|cuando|quando|que dia|cual|qual|what day|which day)\b.{{0,20}}\b(?:es|e|era|is|was|s)\b.{{0,10}}\b{_MINE}(?: {_NOUN})?$|\b{_MINE} {_NOUN} (?:es|e|era|is|was) (?:a |para |pra )?(?:que|cuando|quando|when|what)\b"
    r"|\b(?:what|which) (?:day|time) (?:was|is) (?:it|that)(?: again)?$|\b(?:cuando|quando) (?:es|e) que\b"
)
_FOR_WHAT = re.compile(
    r"\b(?:que|o que|what|lo que)(?! (?:time|day|hora|horas|dia)\b)(?: \w+){0,3}? (?:me (?:van|va) a hacer|vao (?:me )?fazer|vai (?:me )?fazer|they doing|you doing|doing (?:to me|at my)|fue lo que (?:agende|reserve)|(?:agende|reserve|reservei|marquei|agendei)(?: mesmo)?|did i book|am i booked for|i booked)\b"
    rf"|\b(?:para|pra|de) que (?:era|es|e) (?:la |a )?(?:{_MINE} )?(?:{_NOUN})?|\b(?:what|which) (?:is|was|service|treatment)\b.{{0,20}}\b(?:my {_NOUN} for|booked|mine for)\b|\b(?:que|qual) servi[cç]\w+ (?:reserve|agende|marquei|ficou|quedo)\b"
)
_MOST_WORDS = 16


def details_asked(question: str) -> tuple[Detail, ...]:
    """What a sentence asks of an appointment; () for another question, and for a long one."""
    text = plain(question)
    if len(text.split()) > _MOST_WORDS:
        return ()
    asks = "?" in question or bool(_TELL.search(text))
    wordings = {
        Detail.NAME: asks and _asks_name(text),
        Detail.UNTIL: _asks_until(question, text),
        Detail.LENGTH: asks and bool(_LENGTH.search(text)) and not _HOUSE_HOURS.search(text),
        Detail.WHOM: asks and bool(_WHOM.search(text) or asks_who_attends(question)),
        Detail.PLACE: asks and _asks_where(text),
        Detail.SERVICE: asks and bool(_FOR_WHAT.search(text)),
        Detail.WHEN: bool(_WHEN.search(text)),
    }
    asked_for = tuple(detail for detail, is_asked in wordings.items() if is_asked)
    return asked_for or ((Detail.STANDS,) if asks_if_it_stands(question) else ())


def speaks_of_own(text: str) -> bool:
    """ "La mía", "my appointment": and not of a time that is only on offer."""
    return bool(re.search(rf"\b{_MINE}\b", plain(text)))


def asks_if_it_stands(question: str) -> bool:
    """ "Am I still booked in?", "todavía tengo la cita?"."""
    text = plain(question)
    if _OF_THE_HOUSE.search(text):
        return False
    if asks_whether_it_stands(question) or asks_if_booked(text, question):
        return True
    asks = "?" in question or bool(_MAKES_SURE.search(text))
    return asks and bool(_STANDS.search(text))


def _asks_name(text: str) -> bool:
    return bool(_NAME.search(text)) and not (_YOUR_NAME.search(text) or _PUTS_NAME.search(text))


def _asks_where(text: str) -> bool:
    return bool(_WHERE.search(text) and _TO_GO.search(text)) and not _FROM.search(text)


def _asks_until(question: str, text: str) -> bool:
    if _HOUSE_HOURS.search(text):
        return False
    return asks_when_it_ends(question) or ("?" in question and bool(_ENDS.search(text)))
