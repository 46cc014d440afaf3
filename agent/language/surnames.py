"""Common surnames of the same countries as given_names, folded."""

from agent.language.text import word_set

SURNAMES = word_set("""abad abarca abascal abbott abreu abril acero acevedo acosta adams aguado aguayo agudo aguero aguila aguilar aguilera aguirre agustin ahmed ahumada
    alamo alba alberdi alberto albornoz albuquerque alcalde alcaraz alegre alegria alejandro aleman alexander alfaro alfonso ali allan allen allende
    allison almagro almeida alonso alonzo alsina altamirano alva alvarado alvarez alvaro alvear alves amador amaral amat amaya amigo amor amores amorim
    anaya andersen anderson andrade andres andreu andrews angel angulo angus anjos anthony anton antunes aparecida aparicio aponte aragon arana aranda
    arango araujo araya arboleda arce archer arcos arellano arenas arias ariza arjona armstrong arnold aros arriaga arrieta arroyo arteaga artigas asensio
    ashe ashley ashton asprilla astorga atkins atkinson austin avery avila ayala azevedo aznar baca baena baez baeza bailey baird baker balaguer baldwin
    bale ball ballard ballester ballesteros banks bannon baptista barahona barajas barba barber barbero barbosa barco barker barlow barnes barnett baron
    barr barral barranco barraza barreda barrera barreto barrett barrientos barrio barrios barron barros barroso barry bartlett barton bas bass batalla
    bates batista batlle bauer bautista baxter bayona beal beale bean beard beasley beatty becerra beck becker bejarano bell bello belmonte benavente
    benavides bender benito benjamin bennet bennett benson bentley benton berenguer berg berger bermejo bermudez bernal bernard bernie berry best
    betancourt betancur bevan bianchi bibi bilbao birch bird birmingham bishop bisneto black blackburn blackwell blair blake blanca blanchard blanche
    blanco blasco bolivar bolton bond bones bonet bonilla bonner booker boone booth borges borja borrego borrell bosch bou bourke bowen bowers bowler
    bowles bowman boyce boyd boyer boyle bradford bradley bradshaw brady branch branco brandt braun bravo bray bree breen brennan brett brewer brick
    bridge bridges briggs bright brito brock brody brooks brown browne browning bruce bruna bryan bryant bryson buchanan buck buckley bueno buitrago bull
    bullock burch burgess burgos burke burnett burns burrows burton bush bustamante bustos butcher butler byrd byrne caballero cabanas cabello cabo
    cabrera cadena cadenas cahill caicedo cain caine cairns cal calatayud caldeira caldera calderon caldwell calhoun callaghan callahan callan calleja
    calvo calzada camacho camara camargo cameron camino campbell campillo campo campos camps canales canals canas candelaria canning cannon cano cantero
    canton carballo carbonell cardenas cardona cardoso cardozo carey carleton carlin carlos carlson carmona carneiro carnero carney caro carpenter carpio
    carr carranza carrasco carrera carreras carrero carretero carrillo carrizo carroll carson carter cartes carton cartwright carvajal carvalho casado
    casal casanova casares casas casey casillas cassiano cassidy castano castellanos castello castilla castillo castro catalan caulfield cavalcante
    cavalcanti cea ceballos ceja centeno cepeda cerda cerezo cerro cervantes cervera chadwick chamberlain chambers chamorro chan chandler chaney chang
    chapa chaparro chapman charles charlton chase chaves chavez checa chen cherry chico choi choque christensen christian christopher chung church cid
    cifuentes cisneros cisterna cisternas clair clancy clare clark clarke clay clayton cleary clemente clements clifford clinton clooney coates cobb cobo
    cobos coca cochran cody coelho coello cofre cohen cole coleman coles coll collado collier collins colom coloma colombo colon comas combs compton
    concepcion concha conde condori conley connelly conner connolly connor connors conrad conroy contreras convey conway cook cooke cooley cooper copeland
    corbett corcoran cordero cordoba cornejo corona coronado coronel corra corral corrales correa corredor correia cortes cortez cortina costa costela
    costello courtney cousins cowan cox craig crane craven crawford crawley creed crespo crosby cross crowe crowley cruces cruz cuadrado cuenca cuero
    cuervo cuesta cueto cuevas cullen cummings cummins cunha cunningham curran currie curry curtis dalton daly dane dangelo daniel daniels darcy davenport
    davey david davidson davies davis davison davy daw dawson day deacon dean decker dee deere delaney delgado dempsey denis dennis denny desmond devin
    devine devlin dias diaz dickie dickinson dickson diego diez dillon dinamarca diver dixon dobson dodd doherty dolan domingo domingues dominguez
    donaldson donnelly donoso donovan dooley doran dorsey douglas dowd downey downing downs doyle drake driscoll drum drummond duane duarte dudley duff
    duffy duggan duke duncan dunn dunne duque duran durham dwyer dyer earl earle eaton echeverri edwards egan elias elizondo elliot elliott ellis ellison
    encina ennis erickson escalante escalona escobar escobedo escribano escudero espada espana espanol esparza espejo espinal espino espinosa espinoza
    esposito esquivel esteban esteves estrada evans everett ewing fabra fabregas fajardo falco falcon fall fallon fanning faria farias farley farmer
    farrell faulkner fay feliciano fenton fergus ferguson fernandes fernandez ferrada ferrando ferrari ferreira ferrell ferrer ferrero ferreyra ferris
    ferry field fielding fields fierro figueiredo figueroa filho finch finley finn fischer fisher fitzgerald fitzpatrick flanagan fleming fletcher flor
    flores flowers floyd flynn foley fonseca font forbes ford forster foster fowler fox frances francis francisco franco frank franklin fraser frazier
    frederick freely freeman freitas frey frias friedman fritz frost frutos fry frye fuente fuentes fuertes fuller gaines galarza galeano galindo
    gallagher gallardo gallego gallegos gallen gallo galloway gamble gamboa garay garcia garde gardiner gardner garland garner garrett garrido garrison
    garry garvey garza gaspar gates gavin gaviria gentry george gibbons gibbs gibson gil gilbert giles gill gillespie gilmore gimenez giraldo girona glass
    glenn glover goddard godfrey godoy goff golden gomes gomez gonzales gonzalez gonzalo goodman goodwin gordillo gordon gorman gough gould goulding grace
    gracia grady graham granados grant gras grau graves gray greco green greene greenwood greer gregory grey griego griffin griffith griffiths grimes
    guardado guardia guardiola guerra guerreiro guerrero guevara guinness gunn gunning gupta gutierrez guzman haas hackett hahn hale haley hall hamilton
    hammond hampton hancock hanley hanna hannah hansen hanson hardin harding hardy hare harley harmon haro harper harrington harris harrison harry hart
    hartley hartman harvey hastings hasty hatfield hawkins hawthorn hayden hayes haynes hays hayward healy hearty heath helen henderson hendricks hendrix
    hennessy henriques henry henson heras herbert heredia herman hernandez hernando heron herrera herrero herring hess hester hewitt hickey hicks hidalgo
    hierro higgins hilary hill hilton hines hinojosa hobbs hodge hodges hodgson hoffman hoffmann hogan holden holder holland holloway hollywood holmes
    holt hood hooper hoover hope hopkins horn horne horton hough houghton houston howard howe howell hoyos hoz huaman huang hubbard huber hudson huerta
    huertas huff hughes hull humphrey humphreys humphries hunt hunter hurd hurley hurst hurtado hussain hussein hutchinson hutchison hutton hyde iago
    ibanez ibarra iglesia iglesias infante ingram iniesta iqbal iriarte irvine irwin ivanov ivory izquierdo jackman jackson jacobs jacobson jaen jaime
    james jameson jaque jara jaramillo jarvis jaume jefferson jenkins jennings jensen jerez jesus jimenez john johns johnson johnston johnstone jones
    jordan joseph joyce jr juan juarez judge julia julian junior kaiser kane katz kaufman kay keane kearney keating keegan keenan keith keller kelley
    kelly kemp kennedy kenny kent kerr keyes khan kidd kidney kieran kim king kingston kinney kirby kirk klein kline knapp knight knowles knox koch
    kowalski kramer kumar lacey lacy lago lagos laguna laing lam lamas lamb lambe lambert lamont landa landry lane lang lara larkin larrea larsen larson
    lastra laureano lavan lawless lawrence lawson lazo le leach leal leblanc lebron ledesma lee leech leen lees leite leiva leland lennon leon leonard
    lerma lester levine levy lewis leyva lima limon lin linares lincoln lindsay lindsey lira little liu livingston llamas llano llanos llorente lloyd
    lobato lobo lobos logan london londono long looney lopes lopez lorca lorenzo losa losada loureiro lovato love lowe lowry loyola lozada lozano lucas
    lucena lucero lucid lucio lugo luis lumbreras luna luque lutz luz lynch lynn lyons mac macarthur macdonald macedo machado machuca macias mack mackey
    maclean macmillan madariaga madden maddox maddy madera madrid madrigal maestre maguire maher mahoney maia maldonado malo malone maloney mamani mann
    manning manrique mansfield mansilla manso mantilla manuel manzanares manzano mara marco marcos mares mari marin marino mariscal markham marks marley
    marques marquez marsden marsh marshall marti martin martinez martins martyn mason massey mata matas mateo mateos mathews matias matos matthews maxwell
    maya mayer maynard mayoral mays maza mcbride mccabe mccall mccann mccarthy mcclure mcconnell mccormick mccoy mccullough mcdaniel mcdermott mcdonald
    mcdowell mcfadden mcgee mcgill mcgovern mcgowan mcgrath mcguire mcintosh mcintyre mckay mckee mckenna mckenzie mckinley mckinney mckinnon mcknight
    mclaughlin mclean mcleod mcmahon mcmanus mcmaster mcmillan mcnally mcnamara mcneil mcpherson mcqueen meadows medina medrano mee mejia melgar mella
    mellon melo melody melton melville melvin mena mendes mendez mendoza meneses mercader mercado mercer merino merritt merry meyer meyers meza michael
    middleton miguel miles miley milla millar miller millet milligan mills milne minogue mir miranda miro mitchell moan mohan moles molina moncada monk
    monks monreal monroe monroy montague montalvo montana montano monteiro montenegro montero montes montesinos montgomery montoya montserrat moody moon
    mooney moore mora moraes morais morales moran moreira moreno morgan moriarty morillo morley morris morrison morrissey morrow morse morton moses mosley
    mosquera moss mota mountain moura moya moyano mueller mullen muller mulligan mullins muniz munoz murcia murillo muro murphy murray myers myles nadal
    naranjo nascimento nash nava navarrete navarro navas nea neal nee neill nelson nestor neto nevado neves neville newman newton ng nguyen nicholas
    nicholls nichols nicholson nicolas nicolau nielsen nieto nieves nino nixon noble nogueira noguera nolan noone noriega norman norris north norton
    novaes novais novak novoa nowak nugent nunes nunez obrien ocampo ochoa oconnor ojeda olaya oliva olivares olive oliveira oliver olivera olivo olmedo
    olmo olmos olsen olson oneil orellana orozco orr ortega ortiz osborn osborne osorio ospina osuna otero ovalle oviedo owen owens pablo pace pacheco
    padilla page pages paiva palacio palacios palau palma palmer palomar palomino palomo pantoja paramo pardo paredes parejo park parker parkinson parks
    parra parrish parry parsons pascual pastor patel patrick patterson patton paul payne paz peacock pearce pearson peck pedraza pedro pedrosa peinado
    peixoto pelayo pena penas pennington pera perales peralta perdomo pereira peres pereyra perez perkins perry peters petersen peterson petrov petty
    peyton pham phelps phillips pickering pierce pimenta pina pineda pinedo pinheiro pinho pinilla pino pinto pintor pinzon pires pizarro pla plana planas
    plaza pol polanco poland pollard polo pombo ponce pons pont poole pope porras porta porter portero portillo porto posada potter potts pou powell poza
    pozo pozuelo prada prado prat prats pratt preciado preston prieto prince pringle pritchard proctor puente puentes puerta pugh puig pujol pulgar pulido
    purcell quesada quevedo quijada quill quinn quintana quintanilla quintero quiroga quiroz quispe rahman rails raleigh ramirez ramon ramos ramsey
    randall randolph rangel rasmussen ray raya raymond rea recio reddy redmond redondo reed rees reese reeves regalado regan reid reilly reina reis
    renteria requena restrepo revilla rey reyes reyna reynolds reynoso rezende rhodes ribas ribeiro ribera ricci rice rich richard richards richardson
    richie richmond rico riddle ridge riera riggs riley rincon ring rio rios riquelme ritter rivas rivera rivero rivers roa roach robbins roberts
    robertson robinson robledo robles robson roca rocha roche rock roddy rodgers rodrigo rodrigues rodriguez roe rogers rohan roig rojas rojo roland
    roldan rollins roman romano romero romeu romo ronan rooney ropero roque ros rosa rosado rosales rosario rosas rose rosell ross rossi roth rovira rowan
    rowe rowland rowley roy royo rozas rubio ruddy rueda ruiz russell russo ruz ryan ryder saavedra sainz sala salamanca salas salazar salcedo sales
    salgado salinas salmon salvador sampaio samper sampson sanabria sanches sanchez sancho sanders sanderson sandoval sanford sans santana santander
    santiago santos sanz sarmiento sastre saunders savage sawyer schaefer schmidt schneider schofield schroeder schultz schulz schwartz scott scully sears
    sebastian seco segovia segui segura sellers serna serra serrano sevilla sevillano sexton shah shannon sharma sharp sharpe shaw shea sheehan sheeran
    shelton shepard shepherd sheppard sheridan sherlock sherman sherry shields shine sierra silk silva silveira simmons simon simpson sims sinclair singh
    singleton siqueira skinner slater sloan sloane smart smirnov smith smyth snow snyder soares sobrinho solana solano solar soler solis solomon somers
    somoza soria soriano sosa sotelo soto sousa souza spain sparks spears spence spencer stack stafford stanley stanton stapleton stark steed steele stein
    stephens stephenson stevens stevenson steward stewart stokes stone storey stout strickland stuart suarez sullivan summers sutton swanson sweeney swift
    swords sykes taggart talavera talbot tamayo tanner tapia tate tavares taylor teixeira tejada tejedor tello tena tenorio terrazas terrell terry teruel
    thom thomas thompson thomson thornton thorpe tirado tobin todd toledo tolosa tomas tomlinson toms toner toro torre torrent torrents torres torrijos
    tovar townsend tracey tracy tran travers travis trejo triana troy trujillo tucker tudela tully turnbull turner tyler ugarte ulloa underwood urbina
    uribe urrutia vaca valderrama valdez valdivia valencia valenciano valente valentin valentine valenzuela valera valero vall valle vallejo valles valls
    valverde vance vaquero vara varas varela vargas vasconcelos vasquez vaughan vaughn vaz vazquez vega vela velasco velez veloso venegas vera verdugo
    vergara viana vicente victory vidal videla vieira viera vigil vila vilanova vilar villa villalba villalobos villanueva villar villarreal villaverde
    villegas villena vincent viveros wade wagner walker wall wallace waller wallis walls walsh walter walters walton wang ward ware warner warren
    washington waters watkins watson watts weaver webb weber webster weeks weir weiss welch wells werner west weston wheeler whelan whitaker white
    whitehead whitehouse whitney whittaker whyte wiggins wilcox wiley wilkins wilkinson williams williamson willis wilson winter winters wise wolf wolfe
    wong wood woods woodward wren wright wu wyatt wynne xavier yang yates yepes york young yupanqui zabala zambrano zamora zamorano zamudio zapata
    zaragoza zavala zedillo zelaya zepeda zhang zhou zimmerman zorrilla zurita""")
