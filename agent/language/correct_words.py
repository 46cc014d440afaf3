"""Correct words that lie one letter from a key word, in any of the three languages.

A customer who writes "¿dónde queda?" made no slip in "queja". What people really write is told from
slips by word frequencies: the 20,000 commonest words of each language (the package wordfreq, whose
data are CC BY-SA 4.0) and rarer inflected forms that a dictionary of the language knows. Folded.
tests/agent/language/test_correct_words.py fails when a key word is added and a neighbour of it is
missing here, and prints what is missing.
"""

from agent.language.text import word_set

CORRECT_WORDS = word_set("""abrigada abrigado acanha acenda acendo aclaro acosto acuando acuesta adenda adendo adonde adular agendam
    agendamentos agendan agendas agende agendou agindo alisto amana amanda amanhar amanhas amanhe amanho amansa
    anana anclar anelar angular annular anudar anula anulam anulan anulara anulas aonde apanha apersona aprecio
    aprecios apreco aqueja aranha ardes argente artes aseso asesora asesore asesoro atenda atendentes atenderte
    atendeste atendo babado balar banana bardes belezas belleza bello boches bonde bonking booing bookings
    booming booting boozing bosto brigada brigado broking brooking buena bueno calar cambar cambia cambiad
    cambial cambiala cambialo cambian cambiara cambiare cambiaria cambiario cambiarlas cambiarle cambiarlos
    cambias camiar canana cancelam cancelan cancelara cancelare cancelaria cancelarlas cancelarle cancelarlo
    cancelas cancele canceled cancelei cancelem canceles cancelou cancels cancer candela cando canela canelo
    cantel canto carcel carcela cartes casta casto castos catas ceando cello cerca cesta cesto cestos cetas
    chancel chancela chancelar chanto charo chitas ciando cicas ciernes cilas cimas cincel cincelar cintas cisas
    cista cistas cisto cistos citad citam citan citar citase cites citys clado clamo clara clarao clare clareo
    clark claror claros clary clavo clero cloro coando coches coito coitos conde confiam confiem confim confira
    confiram confirio confirma confirmaba confirmad confirmadas confirmados confirmam confirman confirmando
    confirmara confirmare confirmas confirmava confirme confirmou confirms confiro conform conformada conformado
    conformar conformo consto consult consultad consultam consultan consultar consultas consulte consulto
    consults conto contos cooking copto coptos corto cortos cosco cosio cosmo cosmos cosos cosso costa costao
    costaria costas costco coste costeo costes costoes costosa costoso costs cotas cotos couto coutos crecio
    cresta crusta cuanta cuantos cuarta cuarto cuata cuenta cuento cuero cuestan cuestas cueste cuesto cuitas
    culta cunado cundo cunto cuota curando curta cuspa custam custar custas custe custea custo custos dardes
    declamo demarcar dende desmarca desmarcan direction diseccion disponibilidades disponibles disto ditas
    doming dominga domingao domingos dominio domino donda dondo donee donne donte duenas duenos duero dunes
    emergence emergencial emergencias endereca enderece enderecos enderecou enderezo faiar fajar falai falam
    falara falas falaz falhar falir fallar faltar fanar fardes filar fitas folar frida fridays fuero fular funes
    fusta gabado galar garcias gastaria gostara gostariam gostarias gosto gostos gracas gracia grafias greco
    grecos guando guero gusta gustaria habar habla hablad hablan hablara hablare hablas halar hallar hallo hanks
    hartes helio hella hellos hells histo hooking horacio horaria horarias huero human humana humane humanos
    humans hurano jalar jello jueces justa lanes lasto lease lesto lines lista listao liste liston listos listou
    lists litas looking lubes luces lukes lumes lunas lunges lungs lures lutes luzes macana maiana malar maltes
    manaba manaca manada manaia manan mananas manara mangana manha manina manna mantes manzana marana marees
    mares marges martas marte martel marten martens martos marts mates mattes mello merca misto mitas moches
    molerla molerlo monda mondas mondays monde mortes mosto mostos movera moverao moveria moverlas moverlos
    muero mueves musta necesita necesite necessito niches nisto noche nocoes notches nueves nunes obligada
    obligado obrigadao obrigadas obrigador obrigados obrigando obrigara obrigava orario parecio pareco partes
    pecio pecios pelease pello perca perco perdona perecio perfecta perfectos perfects perfeita perfeitos
    perrona person personae personal personan personar personas persone persono persons pisto pitas pleas
    pleased pleases ponde postaria posto postos prece preces precia precie preciosa precioso precious precis
    precisa precisao precise precisos precisou precoz predio predios prefect prefecto prefeito prego pregos
    prelio prelo prelos premio premios premiso preno preserva preservar preservo preso presos preto pretos
    previo previos previso prezo puesta quando quango quant quanta quantos quara quaro quart quartas quarte
    quarto quarts quartz quata quebro queca queda quedo queia queiro quejan quejar quejas queje quejo quela
    quelo quema quemo quena quenas queno quenta quento quepa quepo quera quere queri quern query queso questa
    queto quiebro quier quiera quiere quieta quieto quina quinca quinoa quint quintal quintan quintao quintar
    quintas quinte quinto quints quinua quiro quisera quisieran quisieras quisiere quita ralar reagindo reavendo
    recio recios reclama reclame reclamos reclamou recos regendo relamo remarca remarcan remarcas reprograma
    rescheduled reschedules reservad reservam reservamo reservan reservara reservare reservarme reservas
    reservase reserve reservou ritas roches ronde rosto rostos rumano runes sabados sabalo sabao sabido sacado
    safado salado salar sambado sanado sarado sardes saturdays scheduled scheduler schedules secta secunda
    seguida segundad segundas segundo seita sello senta septa sericos serta service serviced servico servicoes
    servidos serviles servimos servios servires serviros sesta sextas sexto sexts shanks sitas sobado sonde
    suando suenas suenos suero sundae sundays sundry susta talar tamanha tanks tardas tarde tardei tardeis
    tardem tarden tardeo tardos tares tartes tenca tendente tercas terce tercia terco terdes teria terma terna
    terno ternos terra tersa thanes thank thinks thunks titas tomorrows torca torno tornos tosto tracias trades
    treco trecos tuerca tuesdays tuesta tunes turbo turbos turca turco turcos turgente turino turna turne turnes
    turnon turns turro turvo turvos urgent urgentes valar vello vienes vieres viertes visto vitas xisto""")
