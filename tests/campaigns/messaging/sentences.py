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
