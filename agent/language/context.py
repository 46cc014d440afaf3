"""What stands around an intention and changes it: questions, negations, "about" instead of "do"."""

import re

QUESTION_HEAD = re.compile(
    r"^(?:y |e |and |oye |ola |hola |una pregunta )?(?:que(?! (?:no|nao) se)|cual|cuales|como|cuando|donde|quien|quienes|cuanto|cuantos|cuantas|por que|se puede"
    r"|puedo|tienen|aceptan|hacen|duele|sirve|hay que|reciben|manejan|incluye|es necesario|debo|atienden"
    r"|qual|quais|quando|onde|quem|quanto|quantas|quantos|voces|vcs|tem|aceitam|posso|precisa|doi|fazem"
    r"|what|which|how|when|where|who|do you|does|is it|is there|can i|should i|are there|will it|did)\b"
)
ASKS = re.compile(
    r"\b(?:quiero saber|quisiera saber|queria saber|quisiera informacion|informacion|info|informacoes|me informas?|informarme|mas detalles|averiguar"
    r"|una pregunta|tengo una (?:pregunta|duda|consulta)|una duda|hacer una consulta|hacerte una consulta|te hago una consulta|consultarte|consultar si"
    r"|uma pergunta|uma duvida|gostaria de saber|tenho uma duvida|saber si|saber se|digo si|decia si|digo se|i have a question"
    r"|quick question|wondering|want to know|confirmar si|confirmar se|confirm (?:if|whether)|confirmas? si|confirma se|sabes si)\b"
)
# "quiero confirmar si abren", "confírmame la dirección", "cuánto cuesta cancelar": a question about
# the thing, not the thing.
ABOUT_CONFIRMING = re.compile(
    r"\bconfirm\w*\b.{0,12}\b(?:si|se|que(?! (?:(?:si|sim|yo|eu) )?(?:voy|vamos|ire|iremos|asist\w+|estare|estaremos|ahi|alli|vou|irei|estarei|compare\w+))|cual|cuanto|donde|if|whether|what|direccion|precio|valor"
    r"|endereco|preco|horarios?|address|price|hours)\b"
)
ABOUT_CANCELLING = re.compile(
    r"\b(?:cuanto|quanto|cobran?|costo|custo|multa|penali\w*|politicas?|policy|fee|cost|charge|que pasa si|como (?:puedo|hago para) saber)\b.{0,30}\bcancel\w*"
    r"|\bcancel\w*\b.{0,25}\b(?:cuesta|costo|multa|penali\w*|cobran?|policy|fee|tiene algun)\b"
    r"|\bque pasa si (?:no|cancelo)|\be se eu cancelar|\bwhat (?:happens )?if i cancel"
)
NEGATED = re.compile(
    r"\b(?:no (?:quiero|quisiera|deseo|necesito|queria|es (?:para )?|voy a|la|lo|me la|me lo|te pedi|pedi)"
    r"|nao (?:quero|queria|e (?:para )?|preciso|vou)|(?:i )?(?:dont|do not|didnt) (?:want to|want|need to|need|wanna|ask to)|not|sin|en vez de|en lugar de|instead of|em vez de) "
    r"(?:que )?(?:se )?(?:la |lo |me )?(?:\w+ )?$"
)
ANOTHER = re.compile(r"\b(?:otra|outra|another|nueva|nova|new|otro|outro)\b")
