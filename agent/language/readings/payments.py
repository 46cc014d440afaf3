"""Trouble with a payment: charged twice, paid and not seen, a refund, an own invoice. It is for a person."""

import re

from agent.language.text import plain

_CHARGED = (
    r"(?:cobr(?:aron|o|aste|aram|ou|ado|ada|ados|adas)|descont(?:aron|o|aram|ou)|debit(?:aron|o|aram|ou|ado)"
    r"|factur(?:aron|o)|charged|billed|debited)"
)
_TWICE = (
    r"(?:doble\w*|dos veces|2 veces|dobro|dobrado|em dobro|duas vezes|2 vezes|2x|duplicad[oa]|repetid[oa]|de mas|de mais|a mais|de sobra|mal|errad[oa]"
    r"|mas de lo|a mas|demasiado|incorrect\w+|indevid\w+|twice|double|two times|2 times|again|wrong\w*|too much|more than|extra|incorrectly)"
)
_PAID = (
    r"(?:pague|pagamos|he pagado|ya pagu?e|transferi|consigne|deposite|hice (?:el|la|un|una|mi) (?:pago|transferencia|consignacion|deposito|abono|pix)|abone"
    r"|paguei|pagamos|ja paguei|fiz (?:o|um|a|uma|meu) (?:pix|pagamento|transferencia|deposito)|transferi|depositei"
    r"|i(?: have| ve|ve)? (?:already |just )?(?:paid|transferred|sent (?:the|my) (?:money|payment|deposit|transfer)|made (?:the|a|my) (?:payment|transfer|deposit)))"
)
_UNSEEN = r"(?:no|nao|not|nothing|isnt|doesnt|didnt|never|hasnt|nada|nunca|nadie|ninguem|nobody|still|havent|wasnt|without|sin|sem)"
_PAYMENT = r"(?:el|la|mi|o|a|meu|minha|the|my) (?:pago|pagamento|transferencia|consignacion|deposito|abono|pix|payment|transfer|deposit|cobro|cobranca|sinal|anticipo|sena)"
_BACK = r"(?:(?:o|el|the|mi|meu|my) (?:dinheiro|dinero|money) (?:de volta|de vuelta|back)|devuelv\w+ (?:la|el|mi) (?:plata|dinero|deposito|anticipo)|reembolso|refund|devolucion|devolucao|estorno|money back|mi dinero|mi plata|meu dinheiro|my money|my deposit back)"
_ASKING = (
    r"(?:quiero|quisiera|necesito|exijo|pido|solicito|espero|esperando|sigo|quero|queria|preciso|gostaria|solicitar|pedir|exigir|peco|aguardo|aguardando"
    r"|want|need|demand|request\w*|get|give|issue|process|waiting|like|expect|due|owed|owe|where is|wheres|donde esta|onde esta|cade|cuando|quando|when|nunca|never"
    r"|me (?:hagan|hacen|den|dan|deben|devem|facam|deem|debe|deve)|no me (?:han|hicieron|llega|llego)|nao (?:recebi|fizeram|caiu))"
)
_BILL = r"(?:factura|nota fiscal|nf|invoice|receipt|recibo (?:de pago|del pago|do pagamento)|boleta|comprobante fiscal|cfdi)"
_TROUBLE = re.compile(
    rf"\bme {_CHARGED} \d[\d.]*(?: \w+)? (?:y|e|pero|mas|cuando|quando) (?:\w+ )?(?:era|eran|son|eram|cuesta|costaba|custa|me dijeron)\b"
    rf"|\b{_CHARGED} (?:for|por) (?:something|algo|uma coisa|a \w+|una \w+) (?:that )?(?:i )?(?:didnt|never|que no|que nao)\b|"
    rf"\b{_CHARGED}(?: \w+){{0,5}}? {_TWICE}\b"
    rf"|\b(?:{_TWICE} (?:me )?{_CHARGED}|doble cobro|doble cargo|(?:cobro|cargo|debito|cobranca|charge|payment|pago|pagamento)s? (?:que esta |esta |was |is |foi |veio )?"
    r"(?:doble|duplicad[oa]|repetid[oa]|indebid[oa]|indevid[oa]|errad[oa]|dobrad[oa]|em dobro|equivocad[oa]|wrong|twice|que no (?:reconozco|hice)|que nao (?:reconheco|fiz))"
    r"|(?:double|duplicate|duplicated|wrong|unknown|strange|extra|second) charges?|dos (?:cobros|cargos|descuentos)|duas cobrancas|two charges|cobranca dupla|overcharged?)\b"
    rf"|\bme (?:estan )?cobr(?:aron|ando|aram|ou|o) (?:\w+ ){{0,3}}?(?:que no|una? \w+ que no|algo que|um \w+ que nao|de algo|por algo|sin|sem)\b"
    rf"|\b{_PAID}\b(?: \w+){{0,8}}? {_UNSEEN}\b"
    rf"|\b{_PAYMENT} (?:\w+ ){{0,4}}?{_UNSEEN} (?:\w+ ){{0,2}}?(?:paso|pasa|refleja|reflejo|reflejado|aparec\w+|entro|entra|llego|llega|registr\w+|confirm\w+|caiu|caem|apareceu|consta|entrou|compensou|foi"
    r"|go|gone|went|show\w*|come|came|arriv\w+|been|clear\w*|register\w*|through|received)\b"
    rf"|\b{_ASKING} (?:\w+ ){{0,4}}?{_BACK}\b|\b(?:mi|mis|my|meu|o meu|nuestro) (?:reembolso|refund|estorno|devolucion)\b"
    r"|\b(?:reembols(?:enme|eme|ame|en|em|ar(?:me|on)?)|refund me|devu?elv(?:anme|ame|eme|an|a|am) (?:ya )?(?:mi|el|la|la plata|o|meu|o meu|minha|a) ?(?:dinero|plata|pago|deposito|sena|anticipo|abono|dinheiro|pagamento|sinal|grana)?"
    r"|devolv(?:er|am|a|e)(?:me)? (?:o |a |el |la )?(?:meu|minha|mi) (?:dinheiro|dinero|plata|grana|pagamento|pago|deposito|sinal))\b"
    rf"|\b(?:{_ASKING}|mand\w+|envi\w+|send|email|emit\w+|falta|faltou|missing|haven?t (?:got|received)|podem|pueden|puedes|podes|podrian|can you|could you|voces) (?:\w+ ){{0,4}}?(?:la|mi|a|minha|my|an|the|una|uma|esa|essa|da|de la) {_BILL}\b"
    rf"|\b(?:mi|minha|my) {_BILL}\b|\b{_BILL} (?:a nombre de|de mi|de ayer|de la (?:cita|sesion|consulta)|da minha|for my|of my|em nome)\b"
)
_NOT = re.compile(
    r"\b(?:no|nao) me (?:han )?cobr(?:aron|ado|aram|ou|o) (?:doble|dos veces|de mas|em dobro)\b"
)
_RULE = re.compile(
    r"\b(?:si|se|if|when|cuando|quando) (?:\w+ ){0,2}?(?:cancel\w*|no (?:voy|puedo|asisto)|nao (?:vou|posso|for))\b"
)
"""Asks what would be, and not about a payment of theirs."""


def has_payment_trouble(text: str) -> bool:
    """ "Me cobraron doble", "paguei e não caiu", "I want a refund"; not "¿cuánto cobran?"."""
    spoken = plain(text)
    if _NOT.search(spoken) or ("?" in text and _RULE.search(spoken)):
        return False
    return bool(_TROUBLE.search(spoken))
