"""Ordinary words of Spanish, folded, the commonest first.

Which words are common is told by the frequency lists of the package wordfreq (its data are CC BY-SA
4.0). Words that are nothing but a name are left out; "rosa", "will" and "mark" are words as well.
"""

from agent.language.text import word_set

# Words that hold sentences together: written small, they are no part of anybody's name.
SMALL = word_set("""que en no un se por es con una para lo su al como me mas si pero te mi este sus esta todo ya ha cuando yo ser son sin hay fue tu muy sobre tambien
    todos eso tiene nos porque asi anos bien entre puede desde hasta hacer ahora era esto vez hace nada ni donde parte solo algo tiempo dia uno mejor
    mucho tan ver vida ese han mismo siempre tengo cada despues estan gente esa estado estoy mundo va ano les otro otros gracias otra cosas gran menos
    nunca personas tanto antes poco sea habia tener trabajo durante ellos lugar creo hecho quiero aunque contra cuenta decir gobierno pais soy todas casa
    estos forma he nuevo sido aqui ella estas estaba estar hoy tienen alguien dice quien toda tres voy caso momento ciudad mis nuestro luego nacional
    parece nuestra poder pueden pues verdad historia mientras nadie nueva otras primera veces muchos cual debe dijo entonces ir tipo algunos general mayor
    tal ademas mal muchas primer segun oyo oye oiga""")
_TOLD_TO_DO = word_set("""pon pone poni ponga pongan anota anote apunta apunte agenda agende reserva reserve registra registre inscribi inscribe
    cambia cambie corregi corrige corrija escribi escribe escriba deja deje manda mande agrega agregue saca saque mete meta arregla arregle
    separa separe aparta aparte guarda guarde confirma confirme busca busque regala regale colabora colabore ayuda ayude marca marque
    quita quite borra borre mueve muevi mueva pasa pase llama llame avisa avise fija fije""")
# "Poneme Ana Gil": who is told to do something is no part of the name.
_WITH_PRONOUN = frozenset(
    verb + pronoun
    for verb in _TOLD_TO_DO
    for pronoun in ("me", "le", "la", "lo", "nos", "mela", "melo", "sela", "selo")
)
ORDINARY = (
    _WITH_PRONOUN
    | word_set("""porfa porfis porfi porfavor mijo mija mami papi chao chau hola holi buenas agendar agendame agendala agende agenden agendela reservar reservala
    reservalo reservame reserve reservo reservas confirmo confirmar recordatorio recordatorios cita citas turno turnos valoracion limpieza blanqueamiento
    depilacion masaje masajes drenaje facial cejas botox peeling primeriza gordo gorda flaco flaca embarazada alergico alergica diabetico diabetica
    hipertenso interesado interesada listo lista dale cedula celular telefono correo direccion horario horarios cupo cupos disponible disponibilidad
    quisiera necesito osea jaja jajaja ahorita ratico mananita tardecita temprano cancelar reagendar mover cambiar averiguar avisar aviso pregunto
    consulto clienta cliente paciente unas pestanas bronceado novio novia esposo esposa marido suegra cunada prima sobrina nieta abuela vecina amiga
    comadre jefe parqueadero afan avisas avisame avisa escribeme escribo ratito afueras bus taxi carro doctora ortodoncia implante muela caries brackets
    mediodia acuerdo cualquier dios fueron manera nombre unos ley medio partido bajo fuera hacia sino grupo haber hombre puedo buena mujer persona sera
    sistema casi fin hizo noche nosotros pasado presidente quiere tenemos tus eres ahi cosa dentro estamos familia lado aun buen podemos misma pueblo
    tenia esos final mujeres politica problema punto agua alguna equipo saber vamos ante dar embargo favor gusta importante informacion manana pasa semana
    tienes claro dinero social ejemplo estados horas igual millones numero ti algunas hablar hora madre senor siendo centro derecho falta grandes haciendo
    hombres nuestros puedes amigos buenos cambio idea muerte problemas tarde tras traves meses podria realidad algun dicho eran frente incluso primero
    real vas cuatro desarrollo hijo sociedad tema varios esas nivel ninos seguro seria argentina hacen hemos juego llegar mano paso posible proyecto sigue
    somos unidos uso articulo cerca cierto grande paises razon sabe todavia mayoria padre salir seguridad tierra visto unico cuerpo programa universidad
    ultimo cabeza foto haya internacional mil palabras pasar publico seguir servicio situacion ayuda libro siguiente veo datos dejar educacion proceso
    sentido cinco clase cuanto derechos ello hijos mes usted largo ningun orden puesto quieres realmente alto demas dicen diferentes junto medios ninguna
    personal total trata video viene web base digo empresa especial policia queda salud sitio tomar tuvo zona calle cara linea mundial obra ojos os pensar
    servicios sociales alli atencion deberia escuela pueda quieren respecto segunda siento ve vivir capital casos etc libre mejores poblacion quienes
    relacion sabes suerte varias bastante cultura debido dificil dio estaban fotos fuerte facil habla miedo minutos musica poner pregunta vos apoyo dado
    deja demasiado espero fuerza iba manos mayo mucha oficial propio chile control deben empresas encontrar ingles marzo peor serie sur trabajar ultima
    edad futuro justicia libertad nuestras pesar tampoco alla cantidad corazon diciembre encuentra existe imagen importa norte octubre politico principal
    propia vi vista volver voz actual ambos elecciones estudio grupos media mira modo palabra tenido le dias bueno guerra amor amigo segundo espanol
    camino paz julio luz rey sean abril campo hubiera internet joven nuevos plan puntos publica region significa comunidad habian has investigacion junio
    lleva nuevas partidos partir pelicula republica resto vuelta consejo dan hacerlo llamado mercado movimiento noviembre papel precio respuesta seis
    simplemente unica agosto cargo comida cuales ellas enero experiencia leer llama llevar miembros padres pena produccion siglo ustedes cabo comun
    economia entiendo espacio febrero hablando haga necesita opinion oportunidad organizacion partes pagina resultados tenga vale accion arte condiciones
    conocer estuvo noticias plaza septiembre usar valor vivo calidad causa central director duda fecha feliz iglesia necesario obras politicos pronto
    resultado alta civil hermano libros local mar mismos viaje ultimos acerca aca alrededor campana carrera ejercito encima estudios interes llego mensaje
    negro nino objetivo popular principio provincia recursos red rio ah aquellos ayer blanco comer compania diciendo especialmente ganar interior lucha
    mediante nota pequeno prueba saben sol vaya anterior buscar fuerzas justo lugares medida podia primeros principales temas ven exito actividades
    adelante aire arriba autor baja diferencia dije entrar estilo ex in juegos lejos mala militar muestra oro par plata puerta relaciones sola ayudar
    cancion color contigo defensa dolares fondo futbol hago hija humanos ideas importantes llega menor ministerio pocos puerto queria recuerdo semanas
    acceso armas busca comunicacion congreso espera evitar finalmente fuente hubo jugar juntos ministro productos siquiera epoca acciones actividad banco
    conocido conseguir construccion corte cualquiera departamento diez existen formas mitad oficina presente queremos sector serio superior supuesto boca
    capacidad comprar crear diferente energia esperar haces hicieron malo mantener modelo natural necesidad pequena preguntas radio sale trabajadores
    viejo administracion comision conmigo costa cree crisis culpa camara diario domingo empezar entender fuego fui habra jovenes perder politicas pone
    posicion suficiente titulo vive actualmente creer llamada mama participacion sangre toma violencia auto brasil carta china ciudadanos leyes principios
    probablemente rapido solamente area aires banda ciudades clases colegio contenido decision encuentro entrada fiesta imposible medidas pagar permite pp
    pudo television union via abajo atras capaz club comentarios darle error gusto hechos mayores normal precios proyectos redes sabemos siete siguientes
    texto tiempos analisis apenas chica constitucion contrario cuentas codigo dolor efecto habria isla izquierda mente odio peru pienso presencia profesor
    quizas respeto ropa seran siguen sr tenian totalmente version chicos cielo cine cuestion debemos escribir espanola formacion hice importancia
    industria instituto loco origen premio re rico simple unidad vino cambios canal cultural dando dejo derecha economica escrito esperando gustaria
    interesante jamas juicio miles noticia original peso pobre prensa propiedad revolucion victoria votos vuelve york alma articulos asunto buscando
    completamente conoce conocimiento estudiantes hospital humano imagenes marcha pasando pie puedan tecnologia tipos trabajos verano aprender conjunto
    cuarto curso democracia don fe ganas genero muerto nacion negocio ocho particular posibilidad profesional regimen suelo tuve ves visita ambiente
    ataque casas cuba economico edificio federal lengua mesa naturaleza noches pago piensa programas proteccion pruebas publicado sala santiago senora
    sueno trabajando transporte usa usuarios zonas acto animales asociacion completo cuidado deseo detras directamente doctor edicion encuentran escuchar
    informe llegado material metros momentos nacionales pareja perfecto presenta puso quedo razones recuerda venta viendo chicas confianza creacion
    destino especie hambre legal muertos negocios obtener pedir pensando perro propuesta pueblos quiera responsabilidad reunion revista solucion
    territorio to viernes aplicacion aumento calles cama ciencia decia diga distancia doble familias marca memoria motivo opcion pase pesos practica
    realizar referencia reforma reino resulta riesgo sacar sentir silencio temporada terminar autoridades comenzo comercio dano elementos equipos esfuerzo
    fuentes gratis internacionales locales miembro murio medico perdido producto proximo sabia salida seleccion sistemas tendra teniendo vieja aparece
    aquel conozco contacto contar crecimiento excelente funcion independencia intereses larga llevo plazo salio santo termino valores verdadero verde voto
    corrupcion cruz dormir esperanza fiscal hermana ido incluye lider militares nombres podra propios publicos rato tales tengan tratar tribunal usuario
    acaba amo barrio chico ciento comercial copa creen cuyo efectos eleccion empezo exterior habitantes hermanos honor instituciones llamar mejorar morir
    oficiales parque pequenos podrian siente tanta triste alguno contrato debate dieron diseno electoral hogar mando nina peliculas quedan recibir rojo
    similar vemos vienen ambas argentino azul carne cumplir dices discurso encanta entrevista espanoles estudiar expresion extrano flores funciona
    increible inicio juez maestro marco materia ninguno oposicion registro teatro terminos vecinos asamblea caja canciones detalles dijeron empleo
    enfermedad escena estructura fines golpe grado hacemos incluyendo lleno matrimonio mision pan parecer participar peligro pelo presion seccion sos
    tercera venir vio batalla cafe caracter deberian distintos duro eh estacion evento frances gana independiente ingresos intento japon lunes ofrece
    operacion papa perdon planta primeras publicas sirve tantos teoria volvio bano caracteristicas companeros compra concepto dicha diputados directo
    distintas documentos enorme exactamente festival generales gobernador hotel lograr matar mismas necesitamos necesitan ocurre periodo piel planes pocas
    principalmente raro responsable rusia tamano abierto afuera blanca clave comienza compartir considera critica dejado demanda diversos ecuador escuelas
    estara hagan hara jugadores luna ojo personaje piso pobres pro quiza recien reina representa salvo sabado tercer tierras tuvieron velocidad vision
    areas alcalde altura anteriores asuntos candidato comentario competencia crees debajo diversas empieza escribio estaria esten facultad generacion
    gestion hayan lee menudo presupuesto querido quieras suena supongo trabaja usando videos abogado abrir acabo anda antiguo basta carga consumo contexto
    cuya decisiones ejercicio elegir entra figura genial historias jugador menores municipal naciones necesitas nueve objeto personajes pies publicacion
    paginas supone tratamiento villa actos calor ciencias completa conciencia carcel debes digital distrito familiar fundacion ganado historico intencion
    junta llevan maximo niveles ocasiones parecen paris pense pide piedra podido privado proposito recordar reglas rica secretario sede soldados tomo
    tecnica aeropuerto autoridad ay cadena capitan centros continuacion delante europea fondos gustan humana influencia judicial lenguaje literatura
    mensajes mexicano naturales propias querer recibio saludos tantas actitud basura busqueda clara coche corto documento doy dudas espiritu existencia
    familiares finales frontera funciones hablan idioma leche mirar obstante operaciones organizaciones planeta pobreza quedar segundos sexual tengas
    tienda unido vacaciones vidas viva belleza blog construir declaracion empleados estadounidense estatal gano leon lineas minimo numeros ojala pantalla
    perfil proxima pudiera tarea tendria termina tratado artista artistas aspectos caer companero comunidades credito cuesta depende distribucion fuertes
    gas grave hablo identidad inteligencia inversion llena mirada pedido pequenas playa profesionales promedio puertas perdida recibido resistencia
    terreno tratando viven voluntad votar aceptar antigua asesinato aspecto cierta cocina comite conflicto consecuencia correcto dulce entiende errores
    explica fisica impuestos inmediatamente jueves medicina movimientos mio necesidades negra novela objetivos oh parecia pasan permiso presentacion
    privada profesores puente reales reconocimiento regreso representantes rosa subir tren utilizar verdadera victimas ultimas abierta aguas altos bebe
    beneficios categoria claramente concurso consecuencias creado decreto dejan dura ejecutivo encontrado especiales estrategia eventos frio generalmente
    gobiernos hacerse india latina llegan municipio patria penal pensamiento periodista personales ponen prision realizado refiere santos sentimientos
    tomando accidente actualidad alimentos aproximadamente autores avion bandera biblioteca campos colores costo dejando deje delito deporte disco entrega
    escritor etapa funcionarios hermosa iniciativa jugando kilometros liga llegaron llegue madera materiales mexicana minuto ocasion poca precisamente
    puestos regional resolucion respuestas ruta secreto suele tendencia toca tradicional acaso alumnos aquella audiencia bases bienes cargos comienzo
    condicion crimen cuantos des drogas extranjero formar frase global impacto inteligente intentar laboral motivos movil presentar presidencia publicidad
    pude resolver seguidores sitios trato venga alcanzar animal aparte ciudadano colaboracion compromiso conferencia cuento cancer debo deuda division
    enemigo estrellas explicar foro frecuencia gastos habitacion herramientas humanidad humor institucion interesa km letras lindo llegada merece moral
    museo medicos mia normas notas palacio perdio pidio plantas plataforma regalo religion rapidamente sectores segura tuyo tecnico agentes as bonito
    breve capitulo clientes conocida cumpleanos decidio defender estrella evidencia firma guardia hubiese juventud llaman martes metro navidad
    oportunidades perros probable procesos produce recibe responder sencillo senal sigo siguiendo superficie tradicion universo valle viento vuelto arma
    cartas coleccion comunes conversacion directa escenario estuve exposicion hablamos hermoso huevos igualdad invierno lados llevado luchar mirando moda
    metodo normalmente ocurrio oferta onda pasos quede regiones roja salvador seguramente sentencia sesion software sonido sorpresa sucede tarjeta tomado
    utiliza asimismo bolsa brazos cambia cerebro ciertas clima comportamiento corriente corta debia discusion dominio encontro escala escribe espalda
    extranjeros gracia intervencion libres monton opciones pasada presento probar propuestas sensacion show similares terrible vea verguenza victima
    ordenes acabar agencia anuncio apoyar asistencia ayuntamiento bajar cabe cae candidatos comandante constante contiene convirtio crea cuerpos den
    diferencias ejemplos euros examen fiestas fundamental igualmente impuesto indica industrial juega llamo malas mapa masa mentira miercoles nuevamente
    periodico placer podran posibles premios representacion requiere resumen roma seas seguido suenos titular turismo unidades vayan vender verlo verte
    viajar vuelo actuar alcance anual archivo aumentar beneficio carajo cerrar ciertos comerciales continuar convierte cuello definitivamente dictadura
    decada establecer famoso gato gay lectura mantiene ninas oye posibilidades principe quedado realiza reyes tiro torno usan abre cambiado carretera
    caida cola continua convertido cristo daba disposicion dueno editorial espacios hagas labor letra lluvia malos modelos mostrar oeste opiniones
    periodistas piensan poderes practicas puedas sentimiento seres situaciones suma tasa tenes tocar tranquilo universal usado viejos vivienda viviendo
    absolutamente alegria amistad anteriormente aparecen buscan cero concierto considerado correr culturales descripcion diria edificios elegido encontre
    evolucion fuese haria iban iglesias indigenas infantil ingreso investigaciones mexicanos moneda motor nacio negros occidental panama permanente
    populares practicamente punta realizo salga suelen traduccion trafico universidades angel actuales adentro caliente caracas carino chino consejos
    constitucional controlar coronel diputado disfrutar enfermedades entero esperaba excepto experiencias filosofia hiciste licencia millon parlamento
    pecho pelea pensaba perfectamente proteger publicaciones reducir salen secundaria toque tio volumen ambito alianza amenaza art artes campeon castillo
    civiles cm colectivo complejo conexion consiste decirle divertido economicos encontramos escucha fotografia fueran intenta leyendo linda loca limite
    mezcla objetos parar perfecta poesia policias prefiero raza reaccion representante salon senores siga tendran trae tecnicas vieron africa arbol
    arboles util amplia autos bancos bosque causas cuestiones dejen denuncia desarrollar economicas estudiante europeo factores fase historica ideal
    ilegal imperio islas jornada limites maneras nacimiento participantes patrimonio pertenece pese pido piezas presentado primavera provincias
    recientemente reconocer romper rostro ruido sal sepa significado vestido virgen vosotros actuacion alcohol altas ama apertura caballo cierre
    circunstancias comenzar conocidos contenidos definicion desastre decadas efectivo emergencia enlace felicidad firme facilmente guia haz hecha
    herramienta inmediato jardin llamadas maduro minas maquina personalidad perspectiva pierde podian quedarse quiso recuperar responde rock salido
    seguros viajes agricultura aleman alternativa amplio aquellas arena argumento ataques bajos caminar canales capaces cientos combate consulta
    convertirse corresponde danos decidido dejaron demostrar dignidad enviar extremo generar gol inferior mental montana musical necesaria orgullo oriente
    paga pasion permitir pieza pintura pista poniendo positivo promocion reciente regresar relacionados reserva ritmo robo siglos suyo temperatura tono
    variedad unicamente academia activa activo agente antiguos ausencia cabello cercano considerar criticas dispuesto dialogo enemigos esfuerzos estadio
    et goles incluyen inicial locura logro lideres madres maestros molesta muere metodos obvio ofrecer pacientes pidiendo plano pongo poquito producir
    pura quieran risa rural ruso servir socialista triunfo tropas ventana vuelva animo absoluto acceder actor andar anti aparecio asegurar bar brazo
    caballero cuentan detalle electronico eliminar entro especies esperamos explicacion francesa ganador hojas iguales implica irse legales marina mina
    maxima multiples nacido obviamente olvidar parecido piernas poeta primaria procedimiento puro puse quedaron recuerdos senado soluciones sube torres
    tuviera titulos unidas utilizando viste voces zapatos afirma americano archivos barco bomba cayo cerveza clasico companias consigue cortes cuadro
    cuantas camaras declaraciones dedos delitos demuestra ed entendido federacion gloria granada habido impresion instalaciones llegando llevaba man
    municipales numerosos oriental preguntar presentan responsables rapida saca salvar talento torre traer utilizado venido ventas visitar actores
    aniversario anoche aquello cien comparacion compras comunista conocen conto darse deportes dientes dificultades echar ejecucion entorno estando
    europeos expertos extension figuras fisico homenaje interna leo leido listas llorar mata meta morales muchisimo muestran oficinas papeles pensado
    petroleo piden posteriormente potencial presentes profundo regla regular renta ricos serian senala taller textos ventaja abrazo adultos afecta baile
    blancos bonita ciudadania conocimientos corea creemos dedicado descubrir desea ensenanza entidad entrenamiento enviado espectaculo estes felices
    fenomeno fuimos funcionamiento guste horrible huevo incluido informes intelectual lanzamiento llevaron moderna ocurrido pared paro particularmente
    pasaron pensamientos preocupa propiedades provincial residencia rios sonrisa tareas vecino vehiculos veia abogados abuelo aplicaciones basado bella
    california colonia come comunicaciones cooperacion correcta darte dara debio declaro digas discutir elemento encuesta entradas exacto extra extrana
    forman franco frases grados hubieran individual individuos infancia infraestructura ingenieria interpretacion is jueces legislacion liberal logica
    manejo ministros moreno oscuro oido partida permiten personalmente ponerse princesa progreso puesta rol seguimos sujeto torneo trabajan tradicionales
    vacio venezolano veremos vivimos aprobacion catolica celebracion celebrar cerrado ciclo cientifico conde crecer criminal circulo decidir dirigido
    escritores establecido evidente excepcion exteriores falso formato graves hablas hierro ja juro lago logrado mercados modos monte norma olor perdiendo
    pleno ponga porcentaje posterior potencia preparado pretende publicada reformas riqueza salario saludo sierra sucedio tabla utilizan vs acuerdos
    bienestar cantante castilla concentracion conseguido copia corona critico debera deberiamos dedo determinar doce encontraba envio establece estaran
    flor fracaso fabrica gasto hacerle intentando margen paredes paseo peligroso secretaria series suficientemente superar techo transmision tuya
    ubicacion veinte visitas viviendas absoluta aceite activos antecedentes aplicar audio azucar broma castellano cientificos cifras columna
    correspondiente cumple cura cursos descanso distinto duele empresarios escuchado esquina estuvieron genera gira habilidades imagino intercambio
    introduccion lenguas luces organismo organizado pedo piedras posee promover pudieron raiz relacionado repente rosario siguio solicitud super terminado
    testigos vayas vuestra vease angeles indice alcanza aparentemente caminos carreras conflictos culpable democratica difusion dirigida disponibles
    documental drama entera estuviera falsa feria juntas magia mantenimiento moderno muro necesarios parecio podrias posiblemente queso recorrido
    relativamente religiosa restaurante sabor sentia supremo temporal tiendas trabajador vehiculo vengo virus vias avance bailar beso campanas celebra
    comenzaron complicado conclusion considerando continente costumbre destaca diarios digan dime empleado entidades escolar factor fechas hacienda
    impresionante infierno informo interno inversiones iran liberacion localidad manda mandar mandato marcas metal numerosas paraguay pasajeros peores
    polvo posiciones producido publicar realizada reduccion representan resulto senador senalo socio solidaridad sufrir talleres tecnologias templo
    teniente tercero terror tome top tormenta adios armada bajas bola cable cantar comprender corre costos cuarta cuyos decide decirlo decirte dejes
    desarrollado descubierto electrica encontraron escritura estadisticas fraude gigante ingeniero instrumentos labios laboratorio logra lujo manejar
    mejora mentiras municipios ocupa peticion plena podras podriamos previa privadas privados programacion propone protesta reuniones robar silla solos
    suficientes termine toman vean venezolanos vivido votacion vueltas vuelvo ultimamente abandonar abrio agradable arquitectura aumenta bateria
    bienvenida brillante caras cena comunicado conoces contratos corriendo cristianos cubrir deber demostrado diablo duracion encargado enfermo enlaces
    existir financiera franceses guerrero hablaba hablado hacerte heroe idiota importar italiano meter medica obispo obligado periodismo portal postura
    preocupacion preparacion primo productores proximos pusieron reconoce reconocido respondio restos senales sigan so sueldo superiores suya tension
    treinta transito tuvimos yendo argumentos barrios basada boda chocolate clasificacion conceptos consideran cumplimiento dada definitiva deseos
    destruccion dificiles dirige espejo esperan estadounidenses fama formado fria hable haran heridas hielo idiomas imaginar indios inmigrantes
    interesantes irme jurado materias ofrecen organismos paquete parejas periodicos propaganda querian rango rara retiro ronda rumbo sienten solar sombra
    simbolo testigo tecnicos vigilancia agenda americana apoya argentinos asesinado atacar caribe che cientifica cifra concreto conservacion
    constantemente corrientes cuidar darme democratico detenido dibujo dichos dirigentes electricidad episodio escrita escritos estaciones fotografias
    ganando haberse hacian humo independientes instrucciones integracion judios levantar leyenda llamados llegamos llevando montanas nace necesarias
    obtuvo oficialmente paciencia pasaba patio pico piloto presidencial presidenta recurso registros relacionadas religiosos saco saliendo sociedades
    tendremos urbano acontecimientos adecuado americanos aparecer aparicion arroz autorizacion avenida aventura basica caro ciudadana cobertura colombiano
    conforme conoci consiguio deberias dejamos desgracia detener empezaron enfoque entrenador evaluacion explico explotacion faltan favorito financiero
    fuiste habitual identificacion incremento individuales iniciar invitados japones locos mencionar monedas nave necesitaba nieve obligacion observar
    once originales pacto particulares presos profundidad prohibido quise realizacion regionales religioso renuncia revision sabido salieron sexuales
    tarjetas tendencias tonto trabajado transicion trataba tratan venia verla vuestro afirmo alerta aplica aprendizaje basicamente basicos casado caza
    combustible conviene curiosidad damos deportivo desayuno describe diversidad droga debil ejercer emperador empezando ensayo escapar estabilidad
    estabamos exclusivamente experto expresa fallo fiscales funcionar fundador garantizar generaciones habilidad hacerme hicimos honduras incendio
    instrumento investigadores investigar lento lleve manifestaciones mueve originalmente paja palo piensas podamos pollo pones profunda radical relato
    reloj requisitos revisar riesgos roca salto secretos senti sirven soldado ten teniamos traje universitario verdes vuelven abuso ambiental asco bandas
    caballos cartel castigo categorias ceremonia chileno chinos cierra computadora conducta confiar cortar creditos cubierta dame derrota descubre
    destacar dieta establecimiento estructuras famosa formula golpes gracioso heridos ilusion instante lanzo lagrimas medalla multitud nieto nuclear
    ocupacion olvidado organizar pacifico pelota pendiente permitido plato previamente quita ramos reciben recomiendo recuperacion rueda soledad sorprende
    supuestamente temor tirar tranquila ubicado urgente verdaderamente verse virtual album arabe unicos aborto ancho apellido aprobado aviones borde canto
    conductor consciente contento conversaciones curioso dama desierto destruir directora duque editor educativo ensenar entregar equivalente escuchando
    femenino feo ficcion fronteras funcionario fundamentales genio hijas hoja individuo invitado jefes limpiar lastima manga mediados medias mencionado
    mostro maquinas necesariamente orientacion patron positiva procedimientos profesora quedando quinto rendimiento reto salarios sentado sientes suprema
    titulado tipico une valiente vende vengan verga vicepresidente acepta acusado adecuada analizar arco asesino asiento asumir bolas caballeros calma
    caminando capa charla creia cuentos cumbre declarado dejas desaparecido embajador equilibrio equivocado escribiendo excusa exige expansion firmado
    guerras hechas hermanas identificar incluir lector mecanismo miren negativa ocupado olvido orto parada poderoso portada previo produjo profesion
    puebla raices rechazo refiero reflexion rescate situado tesis tia ventajas vivos votantes organo organos alas amigas aprende armadas arreglar asegura
    atender autonomia bienvenido botella basico cajas campeonato cantidades cerro ciertamente coger colegios composicion concha condena conocemos consigo
    constituye creciente criterio criticos daria data define digamos electorales emociones empiezan entienden espiritual femenina fiel fortuna gabinete
    gustado habiendo huelga inicia instalacion lanza limpia manual maravilloso mate menciona muchachos muestras negativo oracion orgulloso parcial
    permitio producen quitar recientes religiosas respectivamente ridiculo seguimiento sesiones socios suave tendras territorios tira transformacion
    universitaria academico actriz actualizacion adicional alemanes amarillo aprovechar basa bello bravo cabezas catalan cercana coalicion coches combatir
    coordinacion culto dato dependiendo depresion dioses distinta efectivamente electronica emocion empresario escucho esencial espada expresar flujo
    galeria garantia gasolina habana hiciera hilo indio indigena interesados laborales liberales llevamos metas""")
)
