"""Ordinary words of English, folded, the commonest first.

Which words are common is told by the frequency lists of the package wordfreq (its data are CC BY-SA
4.0). Words that are nothing but a name are left out; "rosa", "will" and "mark" are words as well.
"""

from agent.language.text import word_set

# Words that hold sentences together: written small, they are no part of anybody's name.
SMALL = word_set("""the to and of in is for that you it on with this was be as are have at he not by but from my or we an your all so his they me if one can just like
    about up out what has when more no were who had its their there her which time get been would she new people how dont some also them now other our
    than good only after first him into know see two make over think any then could back these us want because go well said way most much very where even
    should here need really did right work year years being too going before off why made still take got many never those life say world down great
    through youre last thats while such man home look something use cant same used both every am come part state three around between always better find
    help high old since another does own things under during game thing give house place school again im ive ill id wont whose isnt arent didnt doesnt
    shes hes theyre""")
ORDINARY = word_set("""sec secs idk nvm brb lol lmao omg btw np ty tbh smth rn ttyl gonna wanna gotta nope yep yup hi hello hey thanks thx plz pls appointment appointments
    book booking booked reschedule cancel whitening cleaning checkup braces filling crown massage waxing eyebrow eyebrows nails haircut customer client
    patient pregnant allergic diabetic interested available availability earliest soonest asap tomorrow tonight weekend husband wife boyfriend girlfriend
    fiance kiddo toddler reminder reminders confirm insurance covered cheers mom dad mum grandma grandpa nephew niece cousin neighbor boss daughter
    whichever whatever anytime later maybe sure okay next each without against end found must big feel team ever family keep might please put money free
    second someone away left number city days lot name night play until company doing few let called different having set thought done however getting god
    government group looking public women business care start system week already anything case nothing person today change enough everything full making
    point read theres told yet bad four hard mean support tell including music power seen states stop water based believe call head men national small
    took came far job side though try went yes actually less line order party run says service country open season thank children everyone trying united
    using following law makes together war whole car five kind per president story working course games health important least means news within able
    early friends information post ago others talk court fact given guys half hand level mind often single become body coming death food guy hours office
    pay problem south true almost history known large lost research room several started taking university win wrong along anyone else girl matter pretty
    remember air bit friend hit needs nice playing probably saying understand yeah class close comes international looks past possible wanted cause due
    happy human members months move question wait woman ask community late leave saw special watch either future light low million morning police short
    stay taken age buy deal rather reason report soon third turn whether among check development form further heart minutes myself services yourself act
    although asked child fire fun living phone players behind building easy market near non political quite six talking works according education former
    front kids list ready sometimes son street wasnt bring college current example experience heard meet program type baby father march will may day best
    love long little white black hope young north west process song study word across action clear gave gets himself month outside self students words
    board cost cut field held instead main moment mother road seems thinking town wants department energy fight fine force hear issue played points price
    rest results running space summer term beautiful date goes killed land project shot strong youll account especially eyes include parents period
    position record above common died film happened knew lead likely military perfect security share st whats won county couple dead english happen hold
    industry inside issues player private problems return rights sense star test view weeks break companies event higher hour member middle needed present
    result sorry takes training wish wouldnt answer boy finally girls gold gone guess interest king learn policy society added al alone average bank
    brought certain church east hands hot lets longer medical movie park press received role sent themselves tried worked worth became bill books cool
    exactly giving ground meeting provide questions relationship sound source usually value evidence follow lives official production rate reading round
    save stand stuff tax amount blue countries drive eat fall fast feeling felt green league management match model picture size step trust youve changes
    forward groups key page paid range review science trade upon various attention brother cannot character chief cup football hate havent led looked
    lower property quality send style vote amazing august blood complete dog economic involved itself language lord oil related serious stage terms title
    add article attack born couldnt decided enjoy entire french kill met perhaps poor release situation technology turned website written choice code
    considered council cover currently door election events financial foreign hair increase lose pick race seem seven sign simply staff walk bed began
    built career changed crazy daily die difficult figure knows loss modern ones paper parts published safe starting systems voice writing army earth
    forget goal huge listen practice rules sea sir success towards waiting ways access below created deep followed mark missing offer pass professional
    released risk schools sleep table truth ball box build card cases dark district mine minister note percent piece products recent seeing straight visit
    wall weve wrote allowed boys culture fans gives growth included married officer pain places respect response river shall speak specific standard write
    century charge cold create effect eight except eye funny ii limited moving network peace provided recently required sales spent store student track
    watching weight addition ahead allow association beat brown committee conference difference double expect island moved plans population potential
    pressure station text treatment western beginning campaign certainly completely content credit cross described despite female focus ice interesting
    join kept leading loved message nearly previous quickly reported section sort speed travel consider contact drop fair feet kid positive throughout
    tour welcome absolutely additional beyond conditions earlier forces immediately jobs leaving minute nature numbers quick sell significant studies
    unless winning agree clean computer construction episode favorite income justice levels manager movement photo posted safety scene sold sounds spend
    statement sun teams ability announced asking calling coach collection continued costs definitely designed expected gun happens heavy includes
    knowledge particularly search subject train wide wow author claim developed fear fit generally german goals judge lady leader letter lines named
    nobody opportunity plus product secretary sister stories unit workers annual anymore battle brain contract degree families features finished floor
    growing hurt image majority meant opening physical reach rule seriously sports stupid successful active administration approach biggest dance defense
    direction independent master none reasons ship stock trump wonder worst awesome band beach cash clearly commercial compared effort ended fan fighting
    impact lack latest learning multiple older operation organization passed pictures protect secret senior spring telling wear activities address
    analysis anyway bought calls choose commission competition details direct dream easily finish grand heres increased literally luck marriage names
    necessary patients resources rich skin speaking supposed sweet thus touch yesterday caught closed congress damage directly disease doubt drink driving
    established feels fish glad greater grow largest machine notice overall planning programs records reports shown sit trip associated basic captain
    carry cars effective effects explain fully highly holding japan laws male parties plant reality spot winter worse advice agreement aint award block
    broken caused challenge characters christian comment equipment eventually helped holy killing lived lots nation otherwise prices primary purpose rates
    responsible shop showing sick teacher theory uses agency avoid catch cell coast comments drug economy environment executive foot hall mass meaning
    mission nine officers operations politics produced ran therefore trial truly weather activity app application claims coffee complex condition evening
    flight freedom google heat highest interview library located location murder offered putting queen seconds showed sitting standing stars walking
    accept appear attempt broke channel distance eating exchange fat fell finding glass learned losing mobile northern opened placed powerful prior
    protection reached receive religious ride royal screen signed slow species speech traffic tree types wearing whos whom wonderful agreed airport
    animals appears begin benefits bottom cities demand engine everybody famous investment keeping lie notes partner plays raised runs sad solution songs
    sources southern square stopped structure traditional twice wind worry appeared becomes brand cent count critical forced fourth fresh lake mentioned
    missed mostly mouth owner photos previously realize remain scale score separate smart starts surface throw totally views wedding youd acting actions
    arms benefit budget click estate failed faith fashion feature fund generation hearing hill jack larger mid profile pull push returned rose seat seemed
    shouldnt target understanding village agent apply authority basis becoming draw dude employees enter follows foundation gain individuals leaders
    memory prime projects ring rise selling served silver soul spread supply waste weird adult apparently artist chairman edition engineering grade
    happening healthy institute method nations obviously option prison provides remains senate smaller somebody stone strength users wild window winner
    arrived bag bet camp cast continues correct dangerous extremely firm greatest handle improve indeed leaves movies negative prevent removed spirit till
    trouble advantage apart aware cat customers dinner dollars eastern fifth function gift helping herself impossible influence items materials nor
    progress proud require shooting shut standards tells thinks wood background birth bridge carried completed concept copy dear dogs drugs efforts garden
    host housing inc journal leadership length lucky neither onto possibly prove rare setting skills thousands tough units ad alive apple balance birthday
    cards changing connection dress easier fellow horse knowing liked magic managed map net owned request stick theyve turns vehicle wake aid beauty
    believed billion busy buying cells concerned conversation corner develop driver ends existing farm file fix fly frank guide images investigation
    operating paying presented raise responsibility roll slightly suggest surprise technical thoughts treat unique variety violence weapons yours youth
    appreciate bigger breaking discovered dry edge evil excited forever funds helps injury iron lovely mad magazine models offers ordered parliament
    prepared reference somewhere stated strategy teachers wine accounts arm audience bay closer core democratic description dropped excellent exist
    figures forms guard honest issued joined lies likes medicine mention mountain orders port presence reaction reduce shoot sides solid sport steps
    stress taste tea victory afternoon assistant citizens classic clothes decisions electric emergency entered entirely facts failure flat fuel houses
    initial introduced kick mail massive matters pair picked pieces plane plenty prince proper providing quarter session shape sky teaching toward
    transfer upper useful valley watched willing windows zone accident advanced alternative anywhere articles awards bear boat bringing capacity cheap
    climate communities discussion drinking duty fantastic feelings flying governor hasnt hundred joint mix museum options path plants policies promise
    proposed purchase rain remove signs spending steel supporting theyll tired treated turning warm afraid arts beer border command crew crowd dating
    elements enemy ensure environmental filled fixed forest intelligence intended limit moon ocean powers profit proof republican soldiers suit wins
    womens appearance attorney banks behavior bodies brothers buildings chair creating debt domestic expensive grew historical homes honestly jump launch
    listed minimum native noted originally planned pm ray sets suddenly supreme survey tech trees update user writer yellow younger ancient attacks
    charges combined communication connected contains email ending exercise express flow formed hero illegal increasing joke loan methods officials
    peoples performed planet relationships restaurant selected shared soft stuck sugar suggested supported surprised taught transport werent accepted
    adding affairs allows appeal applied appropriate artists confirmed device entry era feed golden grant grown heads hoping keeps lawyer legs lying
    measures mistake ms organizations platform pool pulled regarding relations requires route saved schedule scientific shoes smoke squad teach testing
    tests values walked ya abuse angry businesses candidate comfortable concern developing discuss elections emotional everywhere facilities falling fox
    guns hole holiday interests internal jersey laugh leg letters listening ll loves lunch max milk pack payment perform recorded relatively sharing snow
    storm streets strike studio weak advance apartment chain chapter committed confidence cook cute equal fake finance focused hits identity journey
    kitchen leads maintain measure numerous owners posts properties quiet revealed specifically split task taxes twenty urban acts affected aircraft
    applications approved approximately argument arrested claimed conflict considering corporate determined distribution documents escape extended factors
    faster fault fill films flowers friendly ladies lay lights millions mixed phase properly pure reduced requirements residents revenue sat secure smile
    strange talent temperature thousand troops truck votes authorities basically besides bird blame bob bowl causes chicken collected context coverage
    determine display dying elected examples experienced falls false fired forgot funding identified incredible inspired launched meat ministry mode neck
    noticed novel obvious passing positions remaining scored shirt shots slowly stadium stores surgery trading whenever worried allowing begins champion
    charged cream delivered estimated giant jail kingdom literature mayor minor moments opposite orange ourselves pages remained selection serving signal
    stream struggle suicide talked theme tiny typically unfortunately usual vehicles voted voting walls wave assembly breakfast bright brings capable
    carrying chosen combination conservative cutting desire destroyed draft drunk essential fail finds granted guilty humans hundreds improved largely
    laughing markets medium opportunities papers perfectly recommend referred relevant seek sending spoke stands talks ticket unable upset wing worlds
    answers birds bomb creative cycle dealing directed educational entertainment extreme facility fields goods hang holds info mainly maximum newspaper
    offering painting republic returns row salt scared shares statistics switch territory threat tickets wales adults affect appointed armed aside
    assistance bell blow bond careful circumstances communications concerns controlled corporation cry danger deals delivery deserve devices dollar dreams
    empty enjoyed explained faces folks fucked gender instance kinda matches mile motion moves pacific prize realized reasonable receiving register
    resolution saving sees singing tools typical universe warning wars admit attitude branch brazil conducted decades dedicated definition drawing flag
    frame guest ha heaven independence institutions itll kiss load plot possibility random recovery rent replace represent reviews scenes seeking senator
    sentence teeth tips trained understood academic academy accurate achieve afford bottle bunch category chat cheese chemical competitive detail diet em
    fruit harder hed index item lane mess navy normally occurred opposition parent permanent personally pleasure prefer representative scheme shift stood
    storage tank tend tight transportation ultimately unlike weekly yard anybody assets basketball button candidates combat constitution consumer counter
    creation crying dc defined depending depression drivers employment exclusive excuse expert frequently golf grace hopefully identify importance laid
    latter manufacturing mining object partners pattern performing personnel perspective premier promote revolution rooms severe sleeping suppose tool
    tournament turkey victim victims agents amazon arrest attend ban brilliant carbon catholic chose circle concert crash declared deliver depth deputy
    dirty doctors earned electronic existence experiences expression factory headed joy legislation maintenance manner nearby noise origin panel
    personality plate practices prepare relief replaced resistance retail rice roads roof shame ships somewhat staying stronger surely tip updated writers
    absolute advertising agencies baseball bathroom bible calm championship checked constant dates degrees democrats doors driven dumb empire exciting
    heavily hide incident linked manage messages multi politicians print quit refused reporting sight significantly sing soviet weapon wet widely
    worldwide ages anniversary attractive bike broad burn cake causing closely constantly contest deaths depends drawn fees hardly hat height hidden hong
    invited letting loud marine officially pc peak portion pounds princess protein puts raw reform regions represented respond retirement sample seats
    secondary somehow stayed suffering todays tries ultimate unknown wondering attached attacked automatically balls battery bills blind breath brief
    chest conduct debut decade destroy differences engaged experts expressed external fantasy ft grab immediate introduction license paint pilot pink
    presidential recognize recognized registered regularly representatives rising seasons shipping singer smoking steam suffered survive tall therapy
    witness adopted aim cap childhood clinical clubs comedy commander comparison covers defeat democracy detailed entitled exact exposed fed fee injured
    kinds loans lock nose objects opposed organized plastic protected purposes quote recording semi statements suspect swear techniques tie trend valuable
    wealth wise yards aged approval aspects attempts bread burning champions contain convention dancing document eggs employee en engineer equivalent
    facing fairly fingers ford founded functions gang graduate hanging inner islands lift marked memories monthly mountains neighborhood operate
    outstanding permission racing recommended regulations reply republicans rid scientists shoulder shower solutions sons stations tower tradition visited
    wheel achieved admitted authors barely bush cabinet celebrate challenges coal contemporary criticism effectively extensive faced filed formation
    fought gained gallery highway historic hunt improvement inch initially jury marks monster obtained philosophy pride promised repeat returning riding
    rough settlement smell sought speaker studied suggests surrounding tone topic vast visitors wanting consistent continuing earn exists finger guitar
    heading ignore involving meal meanwhile meetings naturally necessarily offices pants partnership payments percentage pocket practical primarily proved
    regardless relative represents rescue resulting rush sessions sharp soccer stable structures supplies symptoms temporary tested trick attended bone
    bullshit chamber chart childrens circuit clothing complicated confused consequences defend divided everyday extent fishing format gap gate gotten harm
    healthcare household immigration impressive joining killer lesson limits loving ltd managers membership mirror mount nights occur parking proposal
    province purchased recognition reputation rolling shortly situations strongly tears technique thin tied accused adventure argue assessment atmosphere
    awful bedroom belief bound breaks carefully cats choices closing cloud colorado colors contrast courses courts drew egg element elsewhere establish
    files founder gear hills hip hitting increases infrastructure locations loose machines mens offensive pa package pointed poverty processes processing
    qualified railway reaching ridiculous sensitive server shock silence soldier supporters thick threw tons transition violent voters wash acid actress
    administrative alongside anxiety babies bars bonus castle charity clients compare contained cooking covering curious directors discovery discussed
    duke encourage enforcement featuring finals flash formal fort governments gray gross horses hungry informed innocent losses mac math minds mistakes
    mystery networks palace passes penalty pet phones photography producing protest publication rating refer respectively scheduled select silent spoken
    successfully suffer temple tracks trail uncle unusual waters woods yo arrival asks assault awareness badly bath captured chase components concrete
    deeply expectations explanation exposure featured fiction guarantee happiness hearts injuries legend lieutenant mini mood muscle passion picking
    pleased procedure producer pushing rank replacement retired roles sand savings settled shadow singles tag tape thread visiting wage wed wings avenue
    bags beating believes blocks boring checking clock commissioner commitment confident containing copies custom denied desk drinks ear electricity
    episodes farmers grounds gym helpful horror label locked naked opens output persons pitch pizza plain pushed raising rear reveal romantic scores
    sisters speaks stages strategic swimming welfare winners wire worker afterwards alright android anger architecture assist attempted behalf belt
    capture centers ceremony comic cops cuts designer diamond disappointed dressed economics efficient electrical employed enjoying entering essentially
    establishment expecting explains flower ghost guests handed hockey hunting industries judges kit lab languages maps min nervous newly odd op ordinary
    participate prayer principles racist rarely references sexy skill soil solve stomach struck studying suck supports trash ugly walker whoever amounts
    aspect banned boost bureau colonel comfort controls crack deck demands dies dragon dramatic dust dutch engineers evolution foods hired illness
    inspiration institution kings knife lately lowest memorial minority opinions patterns presents priority promotion rail readers remote repair root
    saint steal stolen telephone tho titles trans ups vol whereas abandoned acquired actors alliance annoying bid bro buddy buried butter cares
    congratulations contracts convinced crap crystal dean decent decline delay describes desert downtown enemies forgotten forth gods hadnt hire hop hopes
    insane installed landing layer managing marry nah nowhere nurse obtain organic ownership participants poetry pot pray printed recall rugby sake sheet
    signing smooth spiritual stops string sudden throwing thrown vacation abroad assigned associate assumed bench bother broadcast bye citizen compete
    consists consumers contributed cricket critics damaged disaster discover entrance equally fallen figured fitness friendship handling idiot intense
    keys lawyers lifetime liquid makeup medal mortgage narrative narrow observed occasionally physics posting potentially reduction reflect refuse
    researchers resource sciences serves shell silly subsequent theyd towns translation visible adds amendment angle arrive belong berlin bishop channels
    commonly connect defensive designs efficiency enterprise experiment females findings firms gifts grass hence increasingly incredibly iv journalist
    kicked lessons lists maintained mill mo occasion oxford pace passenger pen pope possession races rapid regulation resident rocks shaped sixth spin
    styles subjects sucks suitable thirty valid vital whilst agriculture alleged bands collect commerce cop creek currency emotions exhibition fraud
    funeral genuine honey hook hunter immigrants improving instructions introduce lands legacy log merely monitor mothers phil prisoners programming
    publishing ratio regret rejected remind resort resulted reverse routine scary seed settle sin spell summary survival sword tongue ward waves
    achievement argued asleep automatic begun cd cents coat comprehensive consent daddy destruction diseases divorce doc drove ears engage extraordinary
    fate frequency gaming gene glory acero alba amado amber amparo anel april aurora baker bass belen bones brick bull burns cadenas caridad carol chan
    clay coca consuelo correa corredor cristal cuenca cuero daisy dawn dolores encarnacion eve foster frutos gates ginger griego hare hazel iris ivy
    izquierdo jade june knight lana lily llamas lobo lola margarita melo memo mercedes mills nata nena neves nieves noble olive palacios palma parks pat
    pearl penas penny perla pilar pimenta pozo remedios rivers rob rocio rosas ruby seco serena sobrinho sue toro trinidad vaca violet violeta wells wolf""")
