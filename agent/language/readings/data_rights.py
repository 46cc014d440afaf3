"""What a customer wants done with their data: to have it erased ("borren mis datos"), or a copy of it."""

import re

from agent.language.text import plain
from agent.legal_terms import DataRequest

_FEW = r"(?:\w+ ){0,4}?"
_ERASING = (
    r"(?:borr(?:ar\w*|en\w*|e|a|ame\w*|arlos|aran|ados)|elimin(?:ar\w*|en\w*|e|a|ame\w*|em|ados)|suprim(?:ir\w*|an|a)"
    r"|quit(?:ar|en|enme|e|a|ame)|sac(?:ar|arme|ame)|saqu(?:en|enme|e|eme)|destruy(?:an|a)|destruir|d(?:ar|en|eme|enme|e) de baja|olvid(?:en|ense|e|ar)"
    r"|apag(?:ar\w*|ass\w+|uem|ue|a|uem-se|ados)|exclu(?:ir\w*|iss\w+|am|a|i|indo)|delet(?:e|ed|es|ing|ar|ass\w+|em)|remov(?:er|am|a|e|ed|ing)"
    r"|tir(?:ar|em|e|a)|descart(?:ar|em|en)|eras(?:e|ed|ing|ure)|wip(?:e|ed|ing)|purge|forget|get rid of|take down|scrub|destroy"
    r"|(?:borrado|eliminacion|supresion|exclusao|eliminacao|remocao|deletion|removal)(?: (?:de|of|dos))?)"
)
_MINE = (
    r"(?:(?:todos |all |todas )?(?:(?:os |as |the )?(?:mis|meus|minhas|my|mi|meu|minha)) (?:own |propios )?"
    r"(?:(?:personal|pessoa\w*|private|contact) )?(?:datos|data|dados|informacion(?:es)?|informacoes|informacao|info|information|"
    r"details|records?|registros?|cadastro|ficha|expediente|perfil|profile|historial|historico|history|historia|cuenta|conta|account|"
    r"conversacion\w*|conversas?|conversations?|chats?|mensajes|mensagens|messages|fotos|photos|pictures|audios|datos personales)"
    r"|(?:datos|informacion|dados|informacoes|data|information|info) (?:personal(?:es)? |pessoais )?(?:mi[oa]s?|sobre mi[mn]?|de mi|about me|on me|minh[ao]s?|meus?)"
    r"|(?:todo|toda la informacion|tudo|everything|anything|all(?: the \w+)?|whatever|lo) (?:o )?(?:que )?(?:you |youve |voces |vcs |ustedes )?(?:ya )?"
    r"(?:tengan|tienen|tenes|guardan|guardaron|hay|sepan|saben|tem|tenham|guardam|have|hold|keep|kept|got|store|stored|ve got|know)"
    r"(?: \w+){0,2} (?:de|sobre|about|on) (?:mi[mn]?|me|mi persona)"
    r"|(?:rastros?|every trace|all traces?|traces?) (?:mios?|de mi|of me|meus?)|(?:todo lo mio|tudo (?:que e )?meu|everything of mine))"
)
_OUT_OF = (
    r"\b(?:(?:me )?(?:pueden|puedes|puede|podes|podrian|podem|pode|quiero que|quero que|can you|could you)?(?: me)? ?(?:sacar|quitar|borrar|eliminar|tirar|remover|excluir|apagar)|take me|get me|desaparecer|(?:be|get|ser|seja) (?:removed|deleted|erased|removid[oa]|excluid[oa]|apagad[oa]|borrad[oa]|eliminad[oa])|saquen\w*|saqueme|sacarme|sacame|quitenme|quitarme|borrenme|borreme|borrarme|elimineme|eliminenme|eliminarme|"
    r"me (?:saquen|quiten|borren|eliminen|tirem|tira|tire|removam|remova|excluam|exclua|apaguem|apague)|"
    r"tirem (?:o )?meu (?:nome|numero)|tira (?:o )?meu (?:nome|numero)|remove me|delete me|erase me)"
    r" (?:ya |por favor |completely |porfa )?(?:de|da|do|del|dos|from|of|off|out of) (?:la |las |su |sus |tu |sua |seu |a |o |your |the |all |todas |todos |"
    r"los |os |suas |seus |any )*(?:base\w*|banco|sistemas?|registros?|cadastros?|databases?|systems?|records?|files|archivos?|arquivos?|crm)\b"
)
_ERASE = re.compile(
    rf"\b{_ERASING} {_FEW}{_MINE}\b"
    rf"|{_OUT_OF}"
    r"|\bcancel(?:ar|en|em|acion|amento|e|ation|lation)? (?:\w+ ){0,2}?(?:mis|meus|my) (?:personal )?(?:datos|dados|data)\b"
    rf"|\b{_MINE} (?:to be |be |sean |sejam )?(?:erased|deleted|removed|wiped|gone|borrad[oa]s?|eliminad[oa]s?|apagad[oa]s?|excluid[oa]s?)\b"
    r"|\b(?:derecho al olvido|direito ao esquecimento|right to be forgotten|right to erasure|derecho de (?:cancelacion|supresion)|"
    r"direito (?:de|a) (?:eliminacao|exclusao))\b"
    r"|\b(?:no (?:quiero|autorizo) que|nao (?:quero|autorizo) que|nao autorizo|dejen de|deixem de|parem de|stop|dont want you(?: to)?|i do not want you(?: to)?)"
    r" (?:\w+ ){0,2}?(?:guard\w+|conserv\w+|almacen\w+|tengan|armazen\w+|tenham|us(?:en|ar|em)|keep(?:ing)?|stor(?:e|ing)|hold(?:ing)?|hav(?:e|ing)) "
    rf"(?:\w+ ){{0,2}}?(?:{_MINE}|(?:mi|meu|my) (?:numero|nombre|nome|number|name))\b"
    r"|\b(?:revoc\w+|retir\w+|revog\w+|withdraw\w*|revoke) (?:\w+ ){0,3}?(?:autorizacion|autorizacao|consentimiento|consentimento|consent)"
    r" (?:\w+ ){0,6}?(?:datos|dados|data|information|informacion)\b"
)
_GET = (
    r"(?:mand\w+|envi\w+|pas(?:ame|enme|eme|en|em|e|ar\w*)|d(?:ame|enme|eme|arme)|entreg\w+|comparti\w+|facilit\w+|muestr\w+|mostr\w+|ver|"
    r"saber|conocer|conhecer|descarg\w+|baixar|export\w+|solicit\w+|pid\w+|pedir|peco|quiero|quisiera|necesito|quero|queria|"
    r"preciso|gostaria|receb\w+|acceder|acessar|acess\w+|send|give|get|show|email|download|share|provide|need|want|like|see|have|request\w*)"
)
_COPY_OF = r"(?:copias?|copy|copies|export|exportacion|extracto|relatorio|reporte|report|acceso|acesso|access|portabilida\w+|portability)"
_STORED = (
    r"(?:tengan|tienen|tenes|tienes|guardan|guardaron|almacenan|manejan|tratan|recolectaron|saben|tem|tenham|guardam|armazenam|sabem|coletaram|"
    r"have|hold|keep|kept|got|store|stored|collect|collected|ve got|know)"
)
_COPY = re.compile(
    rf"\b{_COPY_OF} (?:\w+ ){{0,4}}?{_MINE}"
    rf"|\b{_GET} (?:me |us |que me (?:manden|envien|pasen|den) |recibir |tener |receber |ter |to (?:see|get|have|receive) )?(?:todos |todas |all )?(?:of )?(?:los |as |os |the )?(?:mis|meus|my) (?:personal |own )?(?:datos|dados|data)(?: pessoais| personales)?"
    r"(?= (?:que|you|voces|guardad\w+|almacenad\w+|on file|por|segun|conforme|lgpd|gdpr|under)|$)"
    rf"|\b{_GET} (?:\w+ ){{0,2}}?(?:datos|dados) (?:mios|meus)\b"
    rf"|\b{_GET} (?:me )?(?:\w+ ){{0,4}}?(?:todo|tudo|everything|anything|all|what|whatever|lo|o)(?: (?:lo|o|de|la|the|of)){{0,2}}(?: (?:informacion|info|information|datos|dados|data|informacao|informacoes))?(?: (?:lo|o))?"
    rf"(?: que)?(?: (?:you|youve|voces|vcs|ustedes|uds|ya))? {_STORED}(?: \w+){{0,3}} (?:de|sobre|about|on) (?:mi[mn]?|me|mi persona)\b"
    rf"|\b(?:que|quais|cuales|what|which|quales) (?:son (?:los )?|sao (?:os )?)?(?:datos|dados|informacion|informacoes|informacao|data|info|information|cosas|coisas)"
    rf"(?: personales| pessoais)?(?: (?:que|do|does|you|voces|vcs|ustedes|uds|mios|meus)){{0,3}} {_STORED}(?: \w+){{0,3}}? ?(?:mi[oa]s?|de mi|sobre mi[mn]?|about me|on me|meus?|minhas?)\b"
    rf"|\b(?:que|quais|cuales) (?:datos|dados|informacion|informacoes) (?:mi[oa]s?|meus|minhas|de mi|sobre mi[mn]?) (?:(?:que|voces|vcs|ustedes) )?{_STORED}\b"
    rf"|\b(?:what|que) (?:do you |exactly do you |voces |vcs |ustedes )?(?:{_STORED})(?: \w+){{0,2}} (?:on|about|sobre|de) (?:me|mi[mn]?)\b"
    rf"|\b{_GET} (?:toda )?(?:mi|minha|my) (?:informacion|informacao|information|info)(?: personal| pessoal)? (?:almacenad|guardad|registrad|armazenad|stored|on file|que (?:tienen|guardan|tem))"
    rf"|\b(?:what|which) (?:personal )?(?:data|information|info) of mine (?:do )?(?:you )?{_STORED}\b"
    rf"|\b{_GET} (?:everything|all|anything) youve {_STORED} (?:about|on) me\b"
    r"|\b(?:derecho de acceso|direito de acesso|right of access|(?:data )?subject access(?: request)?|dsar|habeas data.{0,40}(?:consult\w+|conocer|acceso))\b"
)
_RIGHTS = re.compile(
    r"\b(?:derechos arco|derechos? arcop?|habeas data|lgpd|gdpr|rgpd|ley 1581|ley 25326|lfpdppp|direitos? (?:do|de) titular|titular dos dados|"
    r"proteccion de datos|protecao de dados|data protection|ley de datos)\b"
)
_NOT = re.compile(
    rf"\b(?:no|nao|dont|do not|never|nunca) (?:me |quiero que |quero que |want you to |please |por favor |vayan a |vao |me los )?{_ERASING} {_FEW}{_MINE}"
)
_THEM = re.compile(
    r"\b(?:borr(?:enlos|arlos|enlo|arlo|enla|en todo|ar todo)|elimin(?:enlos|arlos|enlo|arlo|en todo)|apagu?(?:em|ar|em eles|em tudo|ar tudo)|exclu(?:am|ir)"
    r"|(?:delete|erase|remove|wipe) (?:them|it|everything|all))\b"
)
_ONE = re.compile(r"\b(?:una|uma|a|the) (?:copia|copy)\b")


def data_requests(text: str) -> frozenset[DataRequest]:
    """What of the two is asked for, both, or nothing."""
    spoken = plain(text)
    erase = bool(_ERASE.search(spoken)) and not _NOT.search(spoken)
    # "Delete everything you have on me" names what is kept, and wants no copy.
    copy = bool(_COPY.search(_ERASE.sub(" ; ", spoken) if erase else spoken))
    erase, copy = (
        erase or (copy and bool(_THEM.search(spoken))),
        copy or (erase and bool(_ONE.search(spoken))),
    )
    wanted_of = {DataRequest.ERASE: erase, DataRequest.COPY: copy}
    return frozenset(request for request, wanted in wanted_of.items() if wanted)


def names_data_rights(text: str) -> bool:
    """Whether the law about data is named: then a person has to look at it, whatever is asked."""
    return bool(_RIGHTS.search(plain(text)))
