"""What people really write back, and what it means. One table for both languages."""

STOP = """
STOP
Stop
stop.
Stop!!
STOP STOP STOP
stop please
Please stop
Stop texting me
stop messaging me!!
Please stop sending me these messages
STOP SENDING ME TEXTS
Stop. I moved to Texas
I don't live there anymore. Stop
Thanks but stop
stopall
Unsubscribe
unsubscribe me please
How do I unsubscribe?
please unsubscribe this number
opt out
Opt-out
I want to opt out
opt me out please
CANCEL
end
Quit
quit texting me
remove me
Remove me from this list
please remove my number
Take me off this list
take me off the list please and thank you
Can you take me off your list?
Get me off this list
Please delete my number from your database
Don't text me
do not text me again
Don't contact me anymore
please don't message me any more
no more texts
No more messages please
I don't want these messages
I do not want to receive any more texts
I don't want any more of these texts
I no longer want to receive messages
Wrong number
You have the wrong number
wrong number, please stop
Leave me alone
lose my number
enough texts already
stop with the texts
Stp texting me stop
Please cancel these messages
cancel my subscription
I would like to stop receiving texts
I'd like to be removed from this list
ALTO
alto
Alto por favor
ALTO. Ya no vivo ahí
Parar
pare
Paren ya
PARE POR FAVOR
baja
Darme de baja
quiero darme de baja
denme de baja por favor
Cancelar
no más
No mas
no más mensajes
No más mensajes por favor
no mas textos
ya no más mensajes
ya no me manden mensajes por favor
Ya no me manden mensajes
ya no me manden
no me mande más mensajes
No me envíen más mensajes
por favor no me escriban
no me escriba más
No me texteen
ya no quiero mensajes
No quiero recibir mensajes
ya no quiero recibir sus mensajes
no quiero más textos
Dejen de mandarme mensajes
dejen de escribirme
Deje de molestarme
dejen de enviar mensajes
paren de mandar mensajes
quítenme de la lista
Quiteme de su lista por favor
sáquenme de esta lista
sáqueme de la lista
Borren mi número
borre mi numero por favor
elimínenme de la lista
Me pueden quitar de la lista?
número equivocado
Se equivocó de número
déjenme en paz
No molesten
alto a los mensajes
Stop por favor
ya basta
no deseo recibir mensajes de texto
Me puede borrar de su lista por favor
ya no me interesa recibir mensajes
Desuscribir
Stop contacting me
stop sending texts to this number
Stop spamming me
Stop bothering me
please take my name off your list
I want off this list
Off the list please
How do I stop these texts
How do I get off this list?
make it stop
make these texts stop
quit sending me stuff
Please quit texting this number
don't send me anything else
Please don't send any more messages
Do not send me any more texts.
I didn't sign up for this, remove me
never text me again
no more
stop already
block
unsubcribe
UNSUBSCRIBE ME NOW
I'm going to report you as spam
not interested, remove my number
No thank you please take me off your list
no longer interested please remove me
Please stop. My mother passed away
pls stop txting me
STOP!!!!!!!
Stop this
this is spam, stop
I am not Rosa. Wrong number.
Rosa no longer has this number
this isn't Rosa anymore
end texts
text stop
Cancel all messages
cancel texts please
revoke my consent
I revoke
remove
quitar
no me mandes mensajes
no me mandes nada
no quiero que me manden mensajes
no quiero que me sigan mandando mensajes
Ya no quiero recibir nada
por favor ya no me escriban mas
ya no me escriba por favor
Ya no manden mensajes
No manden más mensajes
no envien mas
dejen de mandar mensajes por favor
deja de mandarme textos
dejen de texterme
dejen de molestar
ya dejen de mandar esto
pueden dejar de mandarme mensajes?
pare de enviarme mensajes
favor de no enviar mensajes
favor de quitarme de la lista
podrían sacarme de la lista
quiero que me quiten de la lista
quiero salirme de la lista
sácame de aquí
bórrame
elimina mi numero
eliminar mi numero
este numero no es de Rosa
este ya no es el numero de Maria
no soy Maria, número equivocado
equivocado de número
cancelar mensajes
cancelen los mensajes
alto mensajes
alto ya
stop mensajes
no mas msjs
ya no mas por favor
no estoy interesada, no me manden más
no me interesa, quítenme
ya estuvo, no más textos
basta de mensajes
no gracias, dame de baja
dar de baja
me quiero dar de baja
"""

START = """
START
start
Unstop
start again
Empezar
quiero recibir mensajes otra vez
"""

HELP = """
HELP
help
Help?
INFO
AYUDA
ayuda
¿Ayuda?
"""

EMERGENCY = """
ICE is here
ice is outside my house
ICE IS AT MY DOOR
There are ICE agents on my street right now
ICE agents at the bus stop on Figueroa
immigration is knocking on my door
they took my husband
They just took my dad
ICE detained my brother this morning
my sister got arrested by ICE
Help me please
HELP ICE
help they are outside
Help! There are agents in our building
someone is banging on the door and says police but its ice
la migra está afuera
La migra esta aqui
la migra está en la lavandería
AYUDA la migra
ayuda por favor
Ayúdenme
Hay agentes en mi puerta
hay una redada en la tienda
se llevaron a mi esposo
Se llevaron a mi papá
detuvieron a mi hermano
agarraron a mi vecino
llegó la migra
llegó inmigración a mi trabajo
están tocando la puerta y dicen que son de inmigración
ayuda están aquí
veo una patrulla fronteriza en la esquina
ICE raid at the car wash on York
HELP they're taking people
ICE came to my work
ICE is at the school
ICE is on my block
ICE on Avenue 56 right now
Ice just took my neighbor
ice trucks outside the home depot
There's ICE at the laundromat
I see ICE vans parked on Figueroa
immigration came for my uncle
agents in unmarked cars on our street
they have my dad in a van
they are taking my mom right now
My husband was detained
my coworker got picked up by ICE
my brother has been arrested by immigration what do i do
Someone got taken at the bus stop
help me
I need help now
please help
emergency
need help ICE here
911 ICE
la migra esta afuera de mi casa
Está la migra en el home depot
esta ICE afuera
anda la migra en la calle
andan los de ICE por la avenida 56
hay migra en la esquina
hay hielo afuera de la escuela
ICE esta en mi trabajo
viene la migra
ya viene la migra
Vinieron por mi papá
se llevaron a mi hijo
se lo llevaron
se acaban de llevar a mi tío
me quieren llevar
agentes en la puerta
agentes de inmigración en mi edificio
están afuera de mi casa los de migración
migración está aquí
socorro
auxilio la migra
ayuda se llevaron a mi mamá
arrestaron a mi primo los de ICE
mi esposo fue detenido por ICE
mi hermano está detenido
redada ahorita en la fábrica
hay una redada
"""

YES = """
IN
in
In!
Yes
YES
yes!
yep
Sure
Yes I'll be there
I'll be there
We will be there
Count me in
I'm in
yes please
I'm coming
see you there
Wouldn't miss it
Yes, 3 of us
yes 2
IN 3
Yes me and my husband
I can't wait!
No problem, I'll be there
VOY
voy
Voy!
sí
Si
SI
Sí, gracias
vamos 3
Vamos 4
Sí voy
si quiero ir
Claro que sí
ahí estaré
Ahí estaremos
cuenten conmigo
Cuente conmigo
vamos mi hermana y yo
Yo sí voy
no voy a faltar
Por supuesto
Vamos
somos 5
Yes!!!
Absolutely
of course
I'll come
I will attend
We'll both come
yes count us in
Yes I can come
I can make it
Will do!
be there
We are coming
Coming with 2 friends
me and 2 friends will be there
3 of us are coming
Yes! 2 people
yup see you then
for sure
Yes I'll be there with my kids
sí voy con mi hermana
Si ahí voy a estar
Sí vamos a ir
claro
claro ahi nos vemos
con gusto voy
ahí nos vemos
allá nos vemos
iré
Yo voy
sí cuente con nosotros
vamos los dos
vamos a ir 4
llevo 2 amigos, voy
Sí asistiré
sí por favor
voy 2
simon ahi estamos
si me apunto
apúnteme
apúntame con 2
Confirmo mi asistencia
confirmado
in with 2
I'm in!!
Yes at 7
"""

NO = """
OUT
out
No
NO
nope
can't
I can't
I can't make it
Sorry, can't make it
can't come sorry
I won't be able to make it
Not this time
no thanks
No thank you
I'm not coming
count me out
cancel my rsvp
Sorry I have to cancel
NO VOY
no voy
No puedo
no puedo ir
no podré asistir
No vamos
lo siento, no puedo
ya no puedo ir
no gracias
No voy a poder ir
I cannot attend
Can't do it
can't do Thursday
Sorry I'm busy
I won't be there
Unfortunately I can't
can't this time
no can do
I'm unable to come
we can't come
Not going
I'm out
No I can't
No, sorry
Sorry no
no lo siento
No podemos
no podré ir
no puedo asistir, trabajo
Disculpe no puedo
esta vez no puedo
no iré
no voy a ir
nosotros no vamos
ya no voy
ya no vamos a poder ir
cancel my seat
Hoy no puedo
"""

THANKS = """
Thanks
thank you!
Thank you so much
thx
ok
Ok thanks
Gracias
gracias!!
Muchas gracias
ok gracias
mil gracias por todo
Dios los bendiga
👍
❤️
Liked “Highland Park: Hi Rosa, will you come? Reply IN, or STOP to end.”
Loved "We saved your seat. Reply OUT to change."
👍 to “Vigil is tonight. Reply STOP to end”
Le gustó “Hola Rosa, viene? Responda VOY, o ALTO para salir.”
thank you for all you do
Thanks for the info
thanks for letting me know
gracias por avisar
gracias por la información
Ok gracias por todo
great thank you
Got it, thanks!
perfecto gracias
🙏
😂
❤️ gracias
Emphasized “Vigil tonight”
Disliked “Reply STOP to end”
Reacted 😂 to “Will you come?”
A Rosa le encantó “Nos vemos”
Reaccionó con 👍 a “¿Viene?”
de nada
igualmente
bendiciones
amen
OK 👍
"""

WORDS = """
we must STOP this bill
We need to stop these deportations now
How do we stop ICE?
Stop the deportations!
alto a las deportaciones
Alto a la migra
No más deportaciones
no más redadas
¿Dónde paro el carro?
Don't stop fighting
we won't stop until they pass it
What time does it end?
I get off at the bus stop on York
Is the bus stop close?
Can I cancel later if I need to?
When does it start?
What time does it start
¿A qué hora empieza?
¿Hay cuidado de niños? Tengo dos nietos
Is there parking near Avenue 56?
Puedo llevar a 4 personas en mi van
Can I bring my sister from Glendale
Happy to speak for 2 minutes if useful!
Who is this?
quien es
How can I help?
I can help with setup
Can you help me find parking?
¿Puedo ayudar con la comida?
me gustaría ayudar
Maybe
not sure yet
tal vez
No sé todavía
Si puedo voy
I'll try
Will ICE be there?
¿Va a estar la migra ahí?
What do I do if ICE comes to my door?
I can bring ice and drinks
Abolish ICE
Fuera la migra
I have to work that night
Trabajo hasta las 8
no entiendo
No hablo inglés
My number changed to 323 555 0188
Please send me the address
mándeme la dirección
¿Me puede mandar la dirección por texto?
I didn't get the address
Do you need volunteers?
Necesito que me lleven, no tengo carro
The landlord wants to end our lease
They want to cancel the program, what can we do?
I quit my job so I have time now
No one told me about the meeting
Is it in Spanish too?
we have to stop them from passing SB 54 amendments
Stop ICE!
STOP the raids
can't stop, won't stop
Stop the bill
stop family separation
Let's stop this together
Help us stop SB 54
Tell the council to stop this
when will they stop doing this to us
this has to end
It needs to end now
ya basta de deportaciones
alto al odio
paren las redadas
no más muros
basta de redadas
How long is the event and when does it end
is there a stop near the venue
what stop do I get off at
Can you text me the address?
text me the details please
please send me more messages like this
send me the link again
Don't text me at work, call me after 6
please don't stop sending these, they help
Love these messages don't stop
no recibí el mensaje
no me llegó el mensaje
me mandan la dirección?
mándenme más información
¿Me pueden mandar mensajes en español?
Can I get texts in Spanish instead?
is the vigil cancelled?
did you cancel the event
se canceló el evento?
cancelaron la vigilia?
I need a ride
need help getting there
can you help with a ride
necesito ayuda para llegar
Do you need help with chairs
puedo ayudar a limpiar
I'd love to help out
Me pueden ayudar con una pregunta
Is there going to be ICE at the march?
is ice allowed in courthouses
What happened with ICE last week?
qué pasó con la migra ayer?
¿Es verdad que ICE va a venir?
Bring ice cream?
Where does ICE hold people?
my cousin works for immigration rights
I'm an immigration lawyer and can volunteer
soy abogada de inmigración
How do I sign up?
Is this a real person?
es gratis?
cuánto cuesta
a que hora
where is it
donde es
Can my kids come
puedo llevar a mis hijos?
¿puedo ir con mi perro?
I think so
probably
posiblemente
yo creo que sí pero no estoy segura
I'm in the hospital
in what language
in spanish please
I'm out of town but will donate
What about next week?
No one answered my question
no tengo carro
No sé dónde es
no entendí
Sunday works better
5
"""

TABLE = [
    (line, kind)
    for kind, block in {
        "stop": STOP,
        "start": START,
        "help": HELP,
        "emergency": EMERGENCY,
        "yes": YES,
        "no": NO,
        "thanks": THANKS,
        "words": WORDS,
    }.items()
    for line in block.strip().splitlines()
]
