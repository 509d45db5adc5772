"""How people say stop, help, yes and no by text, in English and Spanish.

All in the plain form that `classify.plain` makes: lower case, no accents, no punctuation inside a clause. The law
names stop, quit, end, revoke, opt out, cancel and unsubscribe, and counts any other wording that a reasonable person
would understand (47 CFR 64.1200(a)(10)).
"""

from campaigns.messaging.phrase_parts import listed, rules, words

# The whole message, perhaps with a please or a thank you around it.
STOP_ALONE = listed("""
stop|stopp|stpo|sotp|stp|stop all|stopall|unsubscribe|unsubscribed|unsub|cancel|end|quit|revoke|optout|opt out|remove
remove me|take me off|unsubscribe me|opt me out|stop it|stop this|wrong number|leave me alone|lose my number|no more
discontinue|cease|unenroll|unenroll me|unregister|unregister me|delete|delete me|erase me|delete my number
go away|knock it off|cut it out|fuck off|f off|piss off|buzz off|get lost|do not disturb|dont bother me
block|i revoke|text stop|txt stop|end it
alto|atlo|parar|pare|paren|para ya|parenle|baja|dar de baja|cancelar|cancele|cancelen|detener|detengan|detenganse
no mas|ya no mas|ya no|nomas ya no|basta|ya basta|salir|terminar|fin|desuscribir|desuscribirme|quitar|quiteme
quitenme|saqueme|saquenme|borreme|borrenme|elimineme|eliminenme|numero equivocado|equivocado|dejeme en paz
dejenme en paz|eliminar|elimine|eliminarme|borrar|borreme ya|remover|ya dejenme|dejenme|ya estuvo|ya estuvo bueno
no molestar|no moleste|no molesten
""")
# Said as a sentence of its own inside a longer message, these still mean it.
STOP_STRONG = listed("""
stop|stop all|stopall|unsubscribe|opt out|optout|alto|remove|remove me|take me off|quiteme|borreme
""")
# Twilio itself acts on exactly these (twilio.com/docs/messaging/tutorials/advanced-opt-out).
STOP_AT_TWILIO = words("stop stopall unsubscribe cancel end quit revoke optout")
START_AT_TWILIO = words("start yes unstop")

STOP = rules(r"""
(?<!dont )(?<!never )(?<!wont )(?<!not )\b(?:stop|quit|cease|end|enough|cancel|block|no more|unwanted|(?:dont
    |do not|no longer|not) (?:want|need|care|wish|send|sign))\b(?: \w+){0,5} <messages>\b
^(?:no more|not any more|end|cancel|stop|quit|enough) (?:\w+ )?(?:<messages>|text)$
\b<messages>\b.*(?<!dont )\bstop$
\b(?:thank you|thanks|gracias|please|por favor|sorry) (?:but )?(?:stop|alto)$
^stop (?:i|im|my name|not|wrong|who|you have)\b(?! need)|^(?:i |we )?(?:dont|do not) want (?:these|this
    |those)(?: any ?more)?$
\bremove us$|\basked to be (?:removed|taken off)\b|\bno me busquen?\b
\bnumber (?:now )?belongs to (?:someone|somebody|another|a different)\b
\b(?:make|want|need) (?:it|this|them|these|those|the)(?: \w+)? (?:to )?stop\b
(?<!dont )(?<!never )\b(?:stop|quit) (?:\w+ )?(?:sending|calling|contacting|bothering|spamming|emailing|writing
    |texting|messaging|bugging|harassing|annoying|pestering|hitting|blowing)(?: up)?(?: (?:me|us|to|this|my|these|at
    |her|him)\b(?! (?:back|away|to|there|illegals?|criminals?|aliens?|names)).*)?$
^(?:\w+ )?i (?:have |already |just |keep )*(?:told|asked|said|say|saying|asking
    |telling) (?:you (?:\w+ )?)?(?:to )?stop\b
^(?:dont|do not|never)(?: (?:ever|you dare|please|again|even))* <write> (?:to )?(?:me|us|here|(?:this|my) (?:number
    |phone|cell|\w+s))\b(?! <only>\b)
^(?:dont|do not|never) (?:ever )?(?:text|message|contact|disturb)$
\b(?:dont|do not|no longer|never) (?:want|wish|care|need|wanna)(?: to)? (?:be (?:texted|contacted|called|messaged
    |bothered|disturbed|part of (?:this|the|your)|(?:on|in) (?:this|your|the) (?:\w+ )?(?:list|group|chat)|(?:on|in
    |part of) (?:this|it)(?: any ?more)?$)|hear from (?:you|your|this))\b
\b(?:i (?:want|wanna)(?: to get)? out$|(?:want|like|ask|asking|asked)(?: to| you to)? (?:be |get )?(?:removed
    |unsubscribed|taken off)$)|\b(?:get|take) me (?:off|out of) (?:of )?(?:here|this|it|that)$
\b(?:dont|do not|never|no longer) (?:ever )?<write> (?:me |to me |us |this number |this phone )?(?:any|anything
    |no|another|more|again|else|ever|please|ok|thanks?|these|this|texts?|messages?| )*(?:me|us|this number|again
    |more|any ?more|(?:any ?more|more|any|one) of (?:these|those|this|your \w+|them)|else|ever|please|ok|thanks
    |texts?|messages?)$
\b(?:off|from|out of) (?:of )?(?:this|the|your|that|these|all|any|whatever)(?: (?:text\w*|txt|mailing|contact|call\w*
    |phone|message\w*|email|sms|stupid|damn|dumb|whole|entire|group|f\w+ing|marketing|spam|political))? ?(?:list
    |lists|database|thread|chain|group text|contacts)\b(?! (?:of|for|at)\b)
\b(?:take|remove|delete|drop|get|scratch) (?:me|us|my number|my name|my phone|this number) (?:off|from|out of)\b
\b(?:delete|remove|lose|erase|block) (?:my|this) (?:number|phone|contact|info)|\bremove me\b
    |\bremoved from\b.*\blist\b
\bunsu[bs]\w*|\bopt(?:ing)? (?:me )?out\b|\bcancel my subscription\b|\bleave me alone\b|\brevoke (?:my|consent)
\b(?:is|as|for) spam\b|\bblock(?:ing)? (?:you|this number)\b|\breport(?:ing|ed)? (?:you|this)\b
\b(?:my|this|mi|este) (?:number|phone|numero|telefono)\b.*\b(?:(?:delete|remove|lose|erase|forget) it|(?:borr|quit
    |elimin|saqu)\w+lo)\b
\bwrong (?:number|person|guy|girl|lady|phone)\b|\b(?:not my number)\b|\byou have the wrong\b|\bno longer (?:has|have
    |uses) this (?:number|phone)
\bthis (?:is not|isnt|is no longer) \w+s (?:number|phone)|\bthis isnt (?!working|fun)\w+ any ?more$
\b(?:no|nunca|favor de no)(?: \w+){0,4}? <escribir><and_no_more>
\b(?:no|nunca)(?: \w+){0,3}? (?:me|nos) (?:\w+ ){0,2}?<escribir>\b(?! <only>\b)(?! \w+ <only>\b)(?! \w+ \w+ <only>\b)
\b(?:no|nunca)(?: \w+){0,2}? <escribir>(?: \w+){0,2} <mensajes>\b(?! <only>\b)
\bno (?:\w+ ){0,2}lleguen?(?: \w+){0,2} <mensajes>\b(?! <only>\b)
\b(?:hart[oa]s?|cansad[oa]s?|chole|fastidiad[oa]s?) (?:de|con) (?:(?:tantos?|sus|los|estos|recibir) )*<mensajes>\b
\b(?:numero|telefono|cel|celular) ya no es\b|\bya no (?:es|tiene|usa) (?:su|este|ese|el) (?:numero|telefono|cel\w*)\b
\b(?:dej\w+|pare|paren|para|basta|pueden dejar|puede dejar|stop) (?:ya )?(?:de |con )?(?:estar )?(?:los |las |estos )?
    (?:<escribir>|mandando|texting)<and_no_more>
\bno (?:quiero|quisiera|deseo|necesito|kiero|me interesa)(?: \w+){0,5}? <mensajes>\b
\bno (?:me interesa|quiero|quisiera|deseo)(?: ya| seguir| seguirme)* (?:recib\w+|saber)(?: (?:mas|su|esta|de|tanta))*
     (?:nada|informacion|esto|publicidad|propaganda|noticias|cosas)\b
\bcomo (?:me salgo|salgo|me quito) de\b|\bhow (?:do|can) i get (?:off|out of) (?:of )?th(?:is|ese)\b
\b(?:this|it) is harass\w+
\b(?:no mas|basta de|basta con|alto a?|parar|pare|paren|cancel\w+|detener|detengan|stop) ?
    (?:con |de )?(?:los |estos |sus |todos los )?(?:\w+ )?<mensajes>\b
\b<quitar>me\b(?: (?:del?\b (?:la|su|esta|esa|ese|este|aqui|ahi|todo|inmediato|grupo|chat|sistema)\b.*|por favor|ya
    |porfa))?$|\bme (?:\w+ )?<quitar>(?: (?:de|por)\b.*)?$
\b<quitar> (?:mi|este) (?:numero|nombre|telefono)|\bsal(?:ir|irme|go|irse|irnos) del?
     (?:(?:la|su|esta|este|ese|los) )?(?:lista|grupo|chat|mensajes|esto|aqui|ahi)\b
\bdej(?:e|en|a|ar) (?:ya )?de (?:estar )?(?:mand|envi|escrib|llam|molest|text)\w*(?:me|nos)\b(?! <only>\b)
\b(?:denme|deme|dame|darme|me den?|me (?:pueden?|podrian?|quiero|quisiera) dar) de baja\b|^(?:den?|dar) de baja\b
    |\bme doy de baja\b
    |\bdesuscrib\w+|\bcancelar (?:mi )?suscripcion
\bnumero equivocado\b|\bequivocad[oa]s? de (?:numero|persona)|\bse equivoc\w+ de (?:numero|persona)
    |\bdej[ea]n?me en paz\b|\bno es (?:el |su |mi )?(?:numero|telefono|celular) de\b|\bnumero (?:ya )?no es de\b
""")

[AWAY_WITH_TEXTS] = rules(r"""
\b(?:(?:no|not|dont|do not|never|nunca|ya no|no longer|didnt|did not|tired of|sick of|done with|over|stop\w*|quit
    |cease|discontinue|end|enough|no more|no mas|cancel\w*|basta|alto|pare(?:n|nle|nles)?|dej(?:e|en|a|ar)(?: ya)? de
    |suficiente)(?: \w+){0,5} (?:<messages>|<mensajes>|hitting me up|hittin me up|txts?|texteos))\b(?! <only>\b)
""")
[AWAY_WITH_ME] = rules(r"""
\b(?:remove|delete|erase|drop|unenroll|unregister|unlist|scratch|take|pull|borr\w+|quit(?:ar|e|en)|saqu\w+|sacar
    |elimin\w+|retir\w+) (?:\w+ ){0,3}?(?:my|mi|mis|this|este|esta|the|your|su|whatever) (?:number|phone|name|cell
    |info|data|list|thing|numero|nombre|datos|telefono|cel|celular|lista)\b
""")
# Then it is not about us: others, another thing, something that did not arrive.
[ABOUT_ELSE] = rules(r"""
\b(?:they|them|he|she|bus|bill|law|ley|ice|migra|deport\w+|raids?|redadas?|famil\w+|police|polic\w+|trump|school
    |escuela|meeting|junta|seat|shift|turno|church|iglesia|when|cuando|why|problem\w*|worr\w+|came|come|got|get any
    |getting any|go out|received?|recib\w+|lleg\w+|mand(?:aron|o)|check|miss\w*|lose|perd\w+|forget|olvid\w+|wife
    |husband|espos[oa]|read|see|open|abr\w+|ver|leer|understand|entiend\w+|la mesa|flyers?|volantes?|sign up|sure
    |se si|seguro|answer\w*|contest\w+|respond\w*|only|solo|except|share|compart\w+|door|table|poster|letrero
    |translat\w+|send texts|help with|can i|puedo|podemos)\b
""")
# Stopped the one, and says so to keep the other.
NOT_STOP = rules(r"""
\b(?:still want|keep sending|dont (?:stop|take me off)|no me (?:quiten|borren|saquen))\b
\b(?:they|ice|he|she|police|cops|government|mayor|we|someone|people|politicians|landlord|president
    |agents) (?:\w+ )?(?:need|needs|should|must|has|have|ought|gotta|better|got)(?: to)? (?:stop|quit|end)\b
\b(?:in|en) (?:english|spanish|ingles|espanol)\b
\bno (?:se |te |\w+ a |me )?(?:dej\w+|pare\w*|olvid\w+) (?:de )?(?:mand|envi|escrib|avis|llam|text)
\b(?:just|better|instead) text me\b|\btext me (?:instead|please)\b|\b(?:mejor|mandenme|mandeme
    |prefiero) (?:un |por )?(?:mensaje|texto)s?\b
""")

START_ALONE = listed("""
start|unstop|restart|start again|subscribe|resubscribe|sign me up again|text me again|empezar|comenzar|iniciar
reanudar|suscribir|suscribirme|alta|otra vez si|quiero mensajes|quiero recibir mensajes
quiero recibir mensajes otra vez|manden mensajes otra vez|start texting me again
""")
HELP_ALONE = words("help info ayuda informacion")

# They did what the message asked; said alone, or first.
DONE = listed("""
done|all done|its done|i did|i did it|did it|just did it|done it|i called|i just called|called|i signed|signed
i sent it|sent it|i wrote|i posted it|i left a message|left a message|left a voicemail
i left a voicemail|mission accomplished
hecho|ya hecho|ya esta hecho|ya lo hice|lo hice|ya llame|llame|ya hable|ya firme|firme|ya lo mande|lo mande
ya lo envie|lo envie|ya deje mensaje|deje mensaje|deje un mensaje|ya quedo hecho|listo ya llame|listo ya firme
""")

EMERGENCY = rules(r"""
\b<agents>\b.{0,40}\b<here>\b|\b(?:afuera|aqui|esta|estan|anda|andan|viene|vienen|llego|llegaron|vino|vinieron
    |hay|veo|vi|theres|there is|there are|here is|i see|i saw|911)\b.{0,30}\b<agents>\b
\bhay (?:una )?redada\b|\bhay hielo (?:afuera|en la calle|en la esquina|por)\b|\bredada (?:ahorita|ahora|aqui
    |en (?:la|el|mi|este))\b|\braid (?:at|on|in|right now|happening)\b
\b(?:took|taken|taking|grabbed|detained|arrested|kidnapped|have) (?:away )?(?:my|our|his|her
    |a) (?:\w+ )?(?:<kin>|kids|parents|family)\b(?! (?:with|to|coming))
\b(?:<kin>|man|woman|family|people)\b.{0,20}\b(?:was|got|is being|are being|is getting|has been|were|just|fue
    |fueron|esta|estan) (?:just )?(?:taken|detained|arrested|picked up|grabbed|detenid\w+|arrestad\w+|agarrad\w+
    |llevad\w+)
\bthey(?:re| are) taking\b|\b(?:came|coming|vinieron|vienen) (?:for|por) (?:my|mi)\b|\b(?:me|nos|lo
    |la) quieren llevar\b
\bse (?:(?:lo|la|los|las|me|nos|estan|acaban|de|ya) ){0,3}llev(?:aron|ando|ar|an|o)\b(?! a cabo| comida| agua)
\b(?:detuvieron|agarraron|arrestaron|secuestraron|deportaron) (?:a )?(?:mi|mis|nuestr\w|un|una|el|la|los|al)\b
^(?:please |por favor |need |necesito |i need |we need |911 )?(?:help|ayuda|auxilio|socorro|ayudenme|ayudeme
    |ayudenos|emergency|emergencia)\b(?! (?:with|wanted|out|set|clean|spread|needed|getting|finding|moving
    |us (?:stop|pass|fight|win|get)|me (?:find|understand|with|sign|get)|con|para|en la cocina)\b)
\b(?:knocking|banging|tocando|golpeando)\b.{0,20}\b(?:door|puerta)\b
""")
# What sounds alike and is not: questions about what might be, slogans, the other ice.
NOT_EMERGENCY = rules(r"""
\b(?:what (?:do|should) (?:i|we) do (?:if|when)|what if|que (?:hago|hacemos|pasa|hacer|hay que hacer) si
    |if (?:ice|they|immigration)|si (?:viene|llega|llegan|vienen|ice|la migra))\b
\b(?:will|would|could|might|going to be|habra|va a (?:haber|estar|ir|venir)|van a (?:estar|venir)|is it true
    |es verdad que)\b
\b(?:abolish|fuera|melt|ice out|bags? of ice|ice cream|ice chest|(?:bring|bringing|buy|get|need) ice|ice and
    |ice for)\b
\b(?:meeting|training|class|workshop|taller|clase|reunion|last (?:year|week|month)|years ago|el ano pasado
    |hace \w+ anos|ayer|yesterday|abogad\w|lawyer|works for)\b
\b(?:stop|no mas|alto|basta|paren|end) (?:a |de |con |the |all )?(?:la |las |los )?(?:ice|migra|raids?
    |redadas?)\b
""")

# A yes to some, and in this language another word: "ya" is "already" to whoever reads Spanish.
NO_ANSWER_IN = {"es": words("ya y")}

COMING = rules(r"""
^(?:in|yes|y|yep|yeah|yup|ya|yea|sure|si|sip|simon|voy|vamos|claro|absolutely|definitely|of course|por supuesto
    |asistire|asistiremos|ire|iremos|confirmo|confirmed|coming|going)$
\b(?:(?:count|put) (?:me|us) (?:in|down)\b|(?:im|we are|were|i am) in\b(?! \w)|sign me up|save (?:me|us) (?:a|two
    |2) (?:seat|spot)s?)\b
\b(?:ill|i will|well|we will|im gonna|i am going to|we plan to|i plan to) (?:definitely |for sure |both )?(?:be there
    |come|go|attend|be coming|make it)\b
\b(?:see (?:you|u|yall) (?:there|then|thursday|saturday|sunday|tonight|tomorrow)|wouldnt miss it|cant wait
    |looking forward)\b
^(?:(?:yes|yeah|yep|ya|yup|sure|ok|okay|hi|hello),? )?(?:im|i am|we are|were
    |we) (?:all |both )?(?:definitely )?(?:coming|going)\b
^(?:ill|i will|we will|well|both of us will)? ?(?:be there|will do|for sure|con gusto)\b|\bwill be (?:there
    |coming)\b|\bof us are coming\b
\b(?:apunt[ae]n?me|apuntenos|me apunto|confirm(?:o|ado|ada|amos)|con gusto (?:voy|vamos|ire))\b|^llev(?:o
    |are) (?:a )?\d
^(?:i|we) can (?:come|make it|go|be there)?$|^(?:yes )?(?:i|we) can$
\b(?:ahi|alli|alla) (?:estoy$|anda(?:re)?mos|estare|estaremos|nos vemos|voy|vamos|estamos)\b|\bnos vemos (?:ahi|alla
    |alli|el|manana)\b
\b(?:cuente[ns]?|cuenta|cuenten) conmigo\b|\bno (?:voy a |vamos a )?falt(?:o|ar|are)\b|\bclaro que (?:si|voy
    |vamos)\b
^(?:si |yo |hola |tambien |nosotros |yo si |ok )*(?:voy|vamos|ire|iremos|asistire|asistiremos|quiero ir
    |queremos ir)\b(?! a ver| a preguntar| a tratar)
^(?:yes|yeah|yep|yup|sure|in|si|voy|vamos|claro)(?: \w+)?$
^(?:yes|in|si|voy|vamos|somos|seremos|going|coming|we are|party of)(?: (?:for|con|with|we are|somos|vamos|plus
    |de))? ?\+?(?:\d{1,2}|two|three|four|five|dos|tres|cuatro|cinco)\b
^yes (?:please|thank|and|we|i|for|with|me|ill|im|see|my|at|a las|puedo|podemos|asist\w+|quiero)\b
    |^si (?:por favor|gracias|claro|senor\w*|voy|vamos|quiero|queremos|asist\w+|ahi|con mucho|con gusto|somos
    |con|apart\w+|ire|iremos|cuent\w+|confirm\w+)\b
""")

NOT_COMING = rules(r"""
^(?:out|no|n|nope|nah|no thanks?|no thank you|no gracias|cant|cannot|no puedo|no voy|no vamos|not interested
    |no me interesa|not this time|sorry no|no sorry|lo siento no|esta vez no|nel|imposible|no can do|no podemos
    |no estoy interesad[oa]|(?:sorry )?(?:im|i am|we are) busy)(?: (?:sorry|thanks?|thank you|disculp\w+|perdon
    |gracias))*$
\b(?:cant|cannot|can not|wont|will not|unable to|not able to|not gonna|not going to) (?:be able to )?(?:make
    |attend|come|go|be there|join|do (?:it|that|this|thursday|friday|saturday|sunday))\b
\b(?:wont|not going to|not|unable to) be able to$|^not (?:this (?:week\w*|month|one|saturday|sunday)|today|tonight)$
    |^(?:nah|no|nope) (?:im|were) good$|^(?:sorry |no )*(?:i |we )?(?:cant|cannot) (?:im|i am|i have|were|my|because
    |its)\b|^(?:i )?(?:have to|gotta|got to) work\b|\b(?:me toca|tengo que) trabajar\b|^(?:i |we )?wish (?:i
    |we) could\b(?! \w+ (?:more|you|him|her|them)\b)
\b(?:not coming|not going(?! to)|count (?:me|us) out|im out\b(?! of)|(?:have to|need to|gotta) cancel\b(?! my (?!rsvp
    |seat|spot|reservation|place))
    |i have to pass)\b
\bcancel (?:my|our|the) (?:rsvp|seat|spot|seats|reservation|place)\b|\bcancelar? (?:mi|nuestro) (?:lugar|asiento
    |reservacion)\b
\b(?:sorry|unfortunately|lo siento|perdon|disculpe\w*)\b.*\b(?:i |we )?(?:cant|cannot|no puedo|no podre
    |no podemos|no podremos)$
\b(?:ya )?no (?:puedo|podre|podemos|podremos|voy a poder|vamos a poder|alcanzo a|alcanzamos a) (?:ir|asistir|llegar
    |estar)\b
\b(?:ya )?no (?:voy|vamos|ire|iremos|asistire|asistiremos)(?: a (?:ir|poder|asistir)\b.*)?$
^(?:sorry |lo siento |perdon )?(?:i |we )?(?:cant|cannot|no puedo|no podre)(?: (?:that (?:day|night)|tonight
    |sorry|thursday|ese dia|esa noche|esta vez|this time))*$
\b(?:hoy|manana|esta vez|ese dia|esa noche|yo|nosotros|nombre|fijese|ay|uy|pues) no (?:puedo|podre|podemos|podremos
    |voy|vamos)(?! \w+[aei]r(?:l[aeo]s?|me|se|nos)?\b)\b|^no (?:puedo|podemos)$
^no (?:(?:i |we )?(?:cant|cannot)|voy|gracias|thanks?|sorry|lo siento|(?:puedo|podre)(?! \w+[aei]r(?:l[aeo]s?|me|se
    |nos)?\b))\b
""")

# How many come. A number before "pm" or a colon is a time.
TOTAL = rules(r"""
\b(?:in|yes|si|voy|vamos|somos|seremos|iremos|party of|going|coming|we are|were|well be|for|para|con)
    (?: (?:for|con|vamos|somos|para|we are))? <count>\b<no_time>(?! (?:friends?|amig\w+|mas|more))
\b<count>\b<no_time> (?:of us|people|personas|in total|en total|seats|lugares|asientos|adults|adultos)
\b(both of us|los dos|las dos)\b
""")
BESIDES = rules(r"""
\+ ?<count>\b|\bplus <count>\b
\b(?:bringing|bring|llevo|llevare|with|con|traigo|plus) (?:a )?<count>
    (?: (?:friends?|guests?|kids|amig\w+|personas mas|mas|more))
""")
[ONE_MORE] = rules(r"""
\b(?:me and my|my \w+ and i|with my|and my|plus my|con mi|y mi) (?:husband|wife|partner|sister|brother|mom|mother|dad
    |son|daughter|friend|neighbor|espos[oa]|herman[oa]|mama|papa|hij[oa]|amig[oa]|vecin[oa]|suegra|novi[oa])\b
""")

[UNSURE] = rules(r"""
\b(?:maybe|might|perhaps|not sure|depends|ill try|i will try|will try|let you know|talvez|tal vez|quizas?
    |a lo mejor|no se|depende|tratare|voy a ver|si puedo|si me(?! apunt)|si hay|si salgo|si pudiera|si llego|yes but
    |si pero)\b
""")

THANKS = words("""
thanks thank you thankyou thx thnx ty tysm tks gracias grasias graciass mil muchas muchisimas ok okay okey okie k kk
vale sale great perfect perfecto excelente awesome cool nice love it muy bien bueno esta buen dia igualmente
bendiciones dios lo los la te le bendiga bless god got noted entendido enterado enterada de nada amen good
job so much very a lot appreciate for all do everything todo por su apoyo usted ustedes you're welcome youre
""")
# At least one of these must be there: "for all" alone thanks nobody.
THANKS_CORE = words("""
thanks thank thankyou thx thnx ty tysm tks gracias grasias graciass ok okay okey okie k kk vale sale great perfect
perfecto excelente awesome cool nice bendiciones bendiga bless noted entendido enterado enterada amen igualmente
bien good appreciate got nada welcome bueno
""")
[THANKS_FOR] = rules(r"""
^(?:ok |okay |great |muchas |mil |hi |hola )*(?:thanks|thank you|gracias)(?: so much)? (?:for|por) (?!nothing
    |nada)(?:\w+ ){0,4}\w+$
""")
REACTION = rules(r"""
^(?:to|a) ["“«]
^(?:a .{1,30} )?(?:liked|loved|disliked|laughed at|emphasi[sz]ed|reacted|removed an? |(?:no )?le (?:gusto|encanto)
    |enfatizo|destaco|se rio de|reacciono|(?:le )?dio risa|quito una?).{0,30}["“”«]
""")
# The question mark put on our message: it asks, and the words behind it are ours.
[QUESTIONED] = rules(r"""
^(?:a .{1,30} )?(?:questioned|cuestiono|pregunto|(?:ha )?puesto un signo).{0,30}["“”«]
""")

ENGLISH = words("""
the you your is are am and to for of my me we us it this that please stop texts text yes no help thanks thank in out
off from will be there can cant dont do not want more with have has here at come coming going list what when where
""")
SPANISH = words("""
el la los las de que y a en un una por para con no si mi me mis su sus ya mas gracias alto voy vamos ayuda mensajes
favor quiero hola puedo es esta estan hay donde cuando como lista pare paren baja afuera aqui se lo le nos ir soy
somos tengo
""")
