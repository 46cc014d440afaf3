"""Common given names of Latin America, Spain, Portugal, Brazil and the English-speaking countries.

Folded. A name that is missing is no error: it is asked about once where nothing else shows that
it is one.
"""

from agent.language.text import word_set

GIVEN_NAMES = word_set("""aaron abbie abby abdul abel abelardo abigail abner abraham abril ada adalberto adam adan adela adelaida adele adelina adolfo adrian adriana adrienne
    afonso agapito agatha agustin agustina ahmed aida aidan aiden aileen aimee aisha aitana aitor akira alain alan alana alanis alastair alba albano
    albert alberto albino alcides aldo ale alec alejandra alejandro alejo alessandro alex alexa alexander alexandra alexandre alexandria alexia alexis
    alfonsina alfonso alfred alfredo ali alice alicia alirio alison alistair allan allana allen allison alma almendra almudena alondra alonso alvaro alvin
    alyssa amada amadeo amado amador amalia amancio amanda amando amaro amaru amaya ambar amber ambrosio amelia america amilcar amit amor amparo amy ana
    anabel anacleto anais anastasia anastasio anderson andre andrea andreia andres andrew andrey andy anel angel angela angeles angelica angelina angelo
    angie angus ani anibal anil anita ann anna annalise anne annette annie anselmo anthony antoinette anton antonella antonia antonieta antonio antony
    aparecida apollo april aquiles araceli ariadna ariana ariel aristides arjun armando armin arnaldo arnoldo arnulfo aron arran arsenio artemio arthur
    artur arturo ascension ashlee ashleigh ashley ashton astrid asuncion atilio audrey augusto aura aurea aurelia aureliano aurelio aurora austin ava
    avelino axel ayesha azahar azucena bailey baldomero baltasar baltazar barbara barry basilio bastian bautista beatriz becky bela belen belinda
    belisario bella ben benedicto benedita benigna benigno benito benjamim benjamin benn bento bernadette bernard bernarda bernardino bernardo berta
    bertha berto beth bethany beto betty beverley beverly bia bianca bill billie billy blaine blake blanca blas bob bobby bonifacio bonnie boris borja
    brad bradley brady brandi brandon brandy braulio brayan brenda brendan breno brent brett brian brianna bridget brittany brogan brooke brooklyn bruce
    bruna bruno bryan bryce byron caio caitlin caitlyn cal caleb calixto callan callum calum calvin cameron camila camilo candace candela candelaria
    candelas candice candida candido caridad carina carl carla carlito carlo carlos carlota carly carmel carmela carmelita carmelo carmen carmina caro
    carol carola carole carolina caroline carolyn carrie carter casandra casemiro casey cassandra cassidy cassie catalina catarina catherine cathy caua
    cayetana cayetano cecilia cecilio ceferino celeste celestina celestino celia celine celio celso cesar chad charlene charles charlie charlotte charo
    chase chelo chelsea chema cherie cheryl cheyenne chiara chita chloe chris christian christie christina christine christopher christy chucho chuy ciara
    cielo cindy cinthia cintia cipriano cirino ciro claire clara clare clarence clarice clarissa clark claudia claudio clayton clemencia clemente
    clementina clifford clinton clive clotilde cody cole colin colleen collin colton conan conceicao concepcion concha conchita conn connie connor conor
    conrad conrado constance constantino constanza consuela consuelo cora coral corey corina corinne cormac cornelio corrie cory cosme courtney craig
    cristal cristian cristiano cristina cristobal crystal curro curtis custodia custodio cynthia dafne dagoberto daisy dakota dale dalia dalila dalton
    damian damien damon dan dana dani daniel daniela daniella danielle danilo danny dante dany darcy darin dario darius darlene darling darrell darren
    darryl darwin daryl dave davi david dawn dayana dayanna dean deane deanna debbie debora deborah debra declan delfin delfina delia demetrio demi denis
    denise denisse dennis derek dermot derrick desiree desmond devin devon diana diane didier diego digna dillon dimas dina dinis diogo dionisio dmitri
    dolly dolores dom dominga domingo dominic dominique don donald donato donna dora doris dorotea dorothy douglas drew duane duarte dulce duncan dustin
    duvan dwayne dylan eamon earl ebony eddie eden eder edgar edgard edgardo edilma edilson edison edita edith edmundo edna edson edu eduard eduarda
    eduardo edward edwin efrain eileen eladio elaine elba eleanor eleazar elena eleuterio elia eliana elias eligio elijah elio elisa elisabet elisabeth
    elise eliseo elisha elizabeth ellen ellie elliot elliott elmer eloisa eloise eloy elpidio elsa elvira elvis ema emanuel emerson emilia emiliano emilie
    emilio emilly emily emma emmanuel emmet emmett emperatriz encarna encarnacion enrico enrique enriqueta enzo eoin erasmo eric erica erick erik erika
    erin erminia ernest ernestina ernesto erwin esmeralda esparta espartaco esperanza esteban estela estella ester esther estrella ethan eugene eugenia
    eugenio eulalia eulogio eusebio eustaquio eva evan evaristo eve evelyn evie evita ewan ezequiel faber fabian fabiana fabio fabiola fabricio fabrizio
    facundo faith fanny farid fatima faustino fausto faye federico felicia feliciano felicidad felipe felisa felix fergus fermin fernanda fernando fidel
    filipa filipe filomena finn fiona fito flavia flavio flor flora florencia florencio florentina florentino florinda fortunato frances francesca
    francesco francia francis francisca francisco franco francois frank franklin franz frazer fred freddy frederick frederico fredy freya frida fulgencio
    gabi gabino gabriel gabriela gabriella gabrielle gael gail gala gallego galo gareth garrett garry gary gaspar gaston gavin gema gemma genaro genesis
    genoveva geoffrey george georgia georgina gerald geraldine geraldo gerard gerardo german geronimo gerson gertrudis gervasio gian giancarlo gil gilbert
    gilberto gilda gildardo giles gillian gilmar gina gino giovanna giovanni gisela giselle giulia giuliana gladys glauco glen glenda glenn gloria gonzalo
    gordon goyo grace gracia graciano graciela graeme graham grant greg gregg gregorio gregory griselda guadalupe guido guilherme guillermina guillermo
    gustavo hailey haley hamish hannah hans hardy harold haroldo harriet harry harvey hayden hayley hazel heather hector heidi heitor helen helena heloisa
    henrique henry heraldo herbert heriberto herman hermenegildo hermes herminia hernan hernando hilario hilary hilda hiro holly homero hope horacio
    hortensia howard hugh hugo humberto hunter iain ian iara ida idalia ignacia ignacio igor iker ildefonso ileana india indira ines ingrid inmaculada
    inocencio iona irene irina iris irma isa isaac isabel isabela isabella isadora isaiah isaias isaque isaura isidoro isidro isis ismael israel italo
    ivan ivete ivo ivone ivonne ivy jacinta jacinto jack jackie jackson jaclyn jacob jacobo jacqueline jade jader jaime jair jairo jake james jamie jana
    jandira jane janet janice janine jaqueline jared jasmin jasmine jason javi javier javiera jay jayden jayne jean jeanette jeanne jeannette jeferson
    jeff jefferson jeffery jeffrey jena jenaro jenna jenni jennifer jenny jeremiah jeremias jeremy jermaine jerome jerry jesse jessica jesus jhon jhonatan
    jhonny jill jillian jim jimena jimmy joan joana joann joanna joanne joao joaquim joaquin joaquina jocelyn jodi jodie jody joe joel johan johana johann
    johanna john johnathan johnny jon jonas jonathan jonathon jordan jordana jordi jorge jos jose josefa josefina josep joseph josephine josh joshua
    josiane joy joyce juan juana juanita juanito jude judith judy julia julian juliana julie julieta julio june junior jurema jurgen justin justina
    justine justo juvenal kaitlyn kane kara karen kari karin karina karl karla karol kate katharine katherine kathleen kathryn kathy katia katie katrina
    katy katya kauan kayla keith kelli kellie kelly kelsey kelvin ken kendra kenji kenneth kent keri kerri kerry kevin kiara kiera kieran kike killian kim
    kimberley kimberly kira kirby kirk kirsten kirsty klaus krishna krista kristen kristi kristian kristin kristina kristine kristy krystal kurt kyle
    kylie lacey lais lalo lana lara larissa larry laura lauren laurie lautaro lavinia lawrence lazaro leah leandra leandro leanne lee leidy leigh lenin
    leo leon leona leonard leonardo leoncio leonel leonidas leonor leopoldo leroy lesley leslie leticia levi lewis leydi leyla lia liam lian libardo libia
    lida lidia ligia lilia lilian liliana lily lina linda lindalva lindsay lindsey ling lino lionel lisa lisandro livia liz lloyd logan lois lola loli
    lonnie lope lorena lorenzo loreto loretta lori lorna lorraine louis louise lourdes lua luan luana luc luca lucas lucca lucero lucho lucia luciana
    luciano lucila lucinda lucineide lucio lucrecia lucy ludmila luigi luis luisa luiz luiza lukas luke lulu luna lupe lupita luz luzmila lydia lynda
    lyndon lynn lynne mabel macarena macario mackenzie madalena madeleine madeline madison maeve mafalda magali magaly magda magdalena magnolia maia
    maicol maira maite malcolm malena malik mallory mamen mandy manolo manu manuel manuela manus mar mara marc marcel marcela marcelina marcelino marcelo
    marcia marcial marciano marcio marco marcos marcus margaret margarida margarita margot mari maria mariah marian mariana mariane mariano maribel
    maricruz marie mariela marilyn marina marinalva marino mario marion marisa marisela marisol marissa marita maritza marjorie mark marlene marleny
    marlon marly marta martha martim martin martina martirio martyn marvin mary mason mateo mateus matheus mathew mathias matias matilda matilde matt
    matteo matthew maura maureen maurice mauricio mauro max maxi maximiliano maxwell may maya mayra maysa mckenzie meg megan meghan mei melania melanie
    melchor melina melinda melisa melissa melody melvin memo mercedes meredith mery mia micaela michael michaela micheal michel michele michelle miguel
    mike milagros milan milena miller milo milton mindy minerva ming miranda mireia mirella mireya miriam mirian mirko mirta mirtha misael misty mitchell
    modesta modesto mohamed mohammad mohammed moises mollie molly monica monique monserrat montserrat mora morena moreno morgan muhammad muriel murilo
    myles myriam nacho nadia nadine nahuel nair nancy nando naomi narciso nata natacha natalia natalie natalio natasha nathalia nathalie nathan nathaniel
    natividad nayara nazaret nazario neil nel nelly nelson nena nerea nestor neusa niall nicanor nicholas nick nico nicol nicola nicolas nicole nicolle
    nieves nigel nikita nikki nilo nilson nilza nina noa noah noel noelia noemi nora norberto norma norman nubia nuno nuria obdulia ocampo octavia octavio
    odete ofelia olga olimpia oliva olive oliver olivia omar onofre oran oriana orla orlando oscar osmar osvaldo oswaldo otavio otilia otto ovidio owen
    pablo paca pacifica paco paige palmira paloma pam pamela pancho pao paola paolo parker pascal pascual pastor pastora pat patrice patricia patricio
    patrick patty paul paula paulina pauline paulino paulo paz pearce pearl pedro peggy pelayo penny pepe pepita pepito percy perla perlita perry peter
    petra petronila philip phillip phoebe phyllis pia piedad pierce piero pierre pietra pietro pilar pili pio plinio policarpo polly poncio porfirio
    preston primitiva priscila priscilla priya prudencio quique quirino rachael rachel rafa rafael rafaela raimunda raimundo raj ralph ramiro ramon ramona
    randall randy raquel raul raven ravi ray raymond rebeca rebecca rebekah reece regan regina reginald reina reinaldo remedios remigio renan renata
    renato rene renee renzo reuben reyes reyna reynaldo rhiannon rhonda rhys rian ricardo rich richard rick rickey ricky rico rigoberto riley rita rob
    robbie robert roberta roberto robin robinson robyn rocio rodney rodolfo rodrigo rogelio roger rohan rolando roldan roman romina romulo ron ronald
    ronaldo ronan ronnie ronny rony roque rory rosa rosalba rosangela rosario rosaura rose rosemary rosemeire rosendo rosie ross rowan roxana roy ruan
    ruben ruby rudy rufino rui ruperto russell ruth ruy ryan sabina sabrina sacha sally salma salome salomon salvador sam samantha samir samu samuel
    sancho sandra sandro sandy sanjay santiago santino santos sara sarah sarita sasha saturnino saul savannah scarlet scarlett scot scott seamus sean
    sebastian segismundo segundo selena selina serena sergei sergio seth severiano severina severino severo shane shania shannon shari sharon shaun shauna
    shawn shay shea sheena sheila shelby shelley shelly sherri sherry sheryl shirley shona sian sigfrido sigifredo silvana silvano silvestre silvia silvio
    simon simone siobhan sixto smith socorro sofi sofia sol solange soledad sonia sonya sophia sophie soraia soraya spencer stacey stacy stanley stefan
    stefania stefano stefany stella stephanie stephen steve steven stewart stiven stuart sue sueli susan susana susanna susannah suzanne sydney sylvia
    tabitha tadeo taina tainara tamara tami tammy tania tanner tanya tara tasha tati tatiana taylor tecla ted telmo teo teodora teodoro teodosio teofilo
    tere terence teresa teresita tereza terrance terrence terri terry tess tessa thais thales theo theodore theresa therese thiago thomas tiago tiffany
    tim timoteo timothy tina tito tiziano tobias toby todd tom tomas tommy toni tono tony tonya tori toribio tory tracey tracy travis trevor tricia trini
    trinidad tristan troy tulio tyler tyrone ulises uriel ursula valdir valentim valentin valentina valentino valeria valerie valerio valero vanderlei
    vanesa vanessa vania vasco vera vernon veronica vicenta vicente vicki vickie victor victoria victoriano victorino vidal vilma vincent vinicius violet
    violeta virgilio virginia vito vitor vitoria vivian viviana vladimir wagner waldemar waldo walter wanda warren washington wayne wei wenceslao wendy
    wesley whitney wilder wilfredo wilfrido will william williams willian willie willy wilma wilmer wilson wyatt xavier ximena xiomara xochitl yadira yago
    yamile yamileth yan yara yasmin yeison yeni yenny yesenia yohana yolanda yuki yuli yuliana yuri yvette yvonne zac zacarias zach zachary zack zak zara
    zelia zilda zoe zoey zoila zoraida zulema zulma""")
