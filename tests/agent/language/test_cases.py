"""What of a message is a case: wishes about data, and trouble with a payment, in many words."""

import pytest

from agent.language.readings.cases import cases_in, without_cases

ERASE = """
Borren mis datos
quero apagar meus dados, LGPD
quiero que eliminen toda mi información por favor
SON UNOS LADRONES!!! BORREN TODO LO QUE TIENEN DE MI YA
pueden borrar mis datos personales?
sáquenme de su base de datos
no quiero que guarden mis datos
exijo mi derecho al olvido
revoco mi autorización para el tratamiento de mis datos
bórrenme de su sistema
quiero que borren mi historial y mis fotos
excluam meus dados do sistema
podem excluir o meu cadastro?
apaga tudo que vocês têm sobre mim
me tirem do banco de dados de vocês
não quero que vocês guardem os meus dados
quero a exclusão dos meus dados pessoais
delete my data please
please delete everything you have on me
remove me from your database
I want my personal information erased
I want you to erase all my records
stop keeping my data
delete my account and all my messages
I withdraw my consent for the use of my data
elimina mi cuenta por favor
quiero cancelar mis datos personales
borra todo lo que guardaron sobre mí
can you wipe my info?
esqueçam meus dados, apaguem tudo que têm de mim
por favor den de baja toda mi información de sus archivos
les pido que supriman mis datos de contacto
quiero desaparecer de sus registros
ya no quiero que tengan mi número ni mi nombre guardado
favor eliminar mi expediente completo
gostaria que vocês deletassem os meus dados
solicito a eliminação dos meus dados conforme a LGPD
apaguem o meu número e as minhas conversas
pode excluir tudo meu daí?
please get rid of my data
I'd like to be removed from your system
erase all my personal details, thanks
could you delete my chat history and phone number?
I don't want you to keep my info anymore
"""
COPY = """
send me what you have on me
what data do you have about me?
I'd like a copy of my data
subject access request
can you send me all the information you hold about me
give me access to my personal data
export my data
qué datos tienen de mí?
quiero una copia de mis datos
mándenme todo lo que tienen sobre mí
quiero saber qué información guardan de mí
quisiera ejercer mi derecho de acceso
envíenme mis datos que tienen guardados
quais dados vocês têm sobre mim?
quero uma cópia dos meus dados
me manda tudo que vocês têm sobre mim
quero acesso aos meus dados pessoais
que informações vocês guardam sobre mim?
necesito ver los datos míos que almacenan
me pasan toda la información que tienen de mi
¿me pueden decir qué saben de mí?
pásenme mis datos personales que tienen registrados
quiero ver mi información personal almacenada
me gostaria de saber quais dados meus vocês armazenam
preciso de um relatório dos meus dados
o que vocês sabem sobre mim?
what personal data of mine do you store?
I'm requesting access to my information under GDPR
can I get everything you've got about me?
"""
MONEY = """
Me cobraron doble
paguei e não caiu
you charged me twice
Me cobraron doble, quiero mi plata
me hicieron dos cobros de la misma sesión
se me cobró dos veces
pagué ayer y no me aparece
ya pagué el anticipo y nadie me confirma
hice la transferencia y no me han confirmado
quiero un reembolso
devuélvanme mi dinero
necesito la factura de la limpieza
me pueden enviar la factura?
me cobraram duas vezes
fui cobrada em dobro
fiz o pix e não caiu
o pix não caiu
quero meu dinheiro de volta
preciso da nota fiscal da consulta
podem mandar a nota fiscal?
quero estorno
I was charged twice
there's a double charge on my card
I paid yesterday and it doesn't show
my payment didn't go through
I want a refund
can you send me the invoice?
I want my money back
you overcharged me
I need an invoice for my visit
me cobraron una limpieza que no me hice
cadê meu reembolso
still waiting for my refund
me aparecen dos cargos en la tarjeta
me debitaron dos veces el valor
consigné ayer y todavía no sale mi cita
me cobraron 200 y eran 140
¿cuándo me devuelven la plata?
quiero que me reembolsen
mándame la factura por favor
fiz o pagamento e não confirmaram
me cobraram um valor errado
cadê a minha nota fiscal?
quero o dinheiro de volta
my card was charged two times
I was billed for something I didn't get
I haven't received my refund
please email me a receipt for yesterday
the transfer I made isn't showing
"""
NEITHER = """
¿Cuánto cobran por la limpieza?
borra mi cita
elimina mis citas del lunes
quiero cancelar mi cita
quiero cambiar mis datos
mis datos son Ana Pérez 3001234567
no borren mis datos
¿reciben tarjeta?
¿emiten factura?
¿hacen factura electrónica?
do you accept card?
apaga minha consulta de terça
qual o valor? vocês cobram avaliação?
me borraron la cita?
what do you have on Friday?
send me what you have available
que tienen para el viernes
quero saber o que vocês têm na sexta
ya pagué
paguei ontem
I paid the deposit
quiero pagar
si cancelo me devuelven el anticipo?
if I cancel do I get a refund?
what information do you need from me?
me puedes dar más información
quiero información sobre el láser
send me the info about botox
te paso mis datos
me quiero quitar el tatuaje
quiero borrar mis manchas
quero remover minha tatuagem
can you remove my wart
quiero ver mis citas
me das los datos para transferir
mándame los datos de pago
cuando me toca mi historia clínica
me llegó el recordatorio
no me cobraron doble
quiero eliminar mi vello
posso pagar em duas vezes?
pago en dos veces?
me mandas tus datos
eliminar grasa de mi cuerpo
pueden quitarme dos puntos
vocês têm dados sobre o tratamento?
what are your details?
I need to get rid of my acne
can you see my appointment?
show me my appointments
quero ver meus agendamentos
sácame de la lista de espera
take me off the waiting list
remove me from the list
borren mi número
can I pay twice a month?
me cobran dos veces si voy dos veces?
¿puedo pagar con tarjeta de crédito?
¿me das más datos del tratamiento?
¿cuánto me cobran por dos sesiones?
quiero borrar un tatuaje
send me the price list
mi mamá quiere saber qué datos necesita traer
¿tienen factura?
o que vocês têm pra hoje?
what do you have on Saturday?
quero saber sobre o clareamento
¿qué saben de alergias?
pagué la valoración, ¿cuándo es mi cita?
cancela todo
elimina la cita de mi hijo
can you send me the address?
"""
KINDS = {"erase": ERASE, "copy": COPY, "money": MONEY, "": NEITHER}
LINES = [(line, kind) for kind, lines in KINDS.items() for line in lines.strip().split("\n")]


@pytest.mark.parametrize(("line", "kind"), LINES)
def test_kind(line: str, kind: str) -> None:
    assert ",".join(case.request or case.reason for case in cases_in(line)) == kind


@pytest.mark.parametrize(
    ("line", "kinds", "rest"),
    [
        ("cancela mi cita y borren mis datos", "erase", "cancela mi cita"),
        ("me cobraron doble. ¿a qué hora abren?", "money", "¿a qué hora abren?"),
        ("quiero una copia de mis datos y después bórrenlos", "erase,copy", "bórrenlos"),
        ("desmarca minha consulta e apaguem meus dados", "erase", "desmarca minha consulta"),
        ("you charged me twice, and delete my data", "erase,money", ""),
    ],
)
def test_beside_others(line: str, kinds: str, rest: str) -> None:
    assert ",".join(case.request or case.reason for case in cases_in(line)) == kinds
    assert without_cases(line) == rest
