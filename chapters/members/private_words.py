"""Asks before words about a person are kept that look like something we never keep: immigration status, country of
birth, date of birth, ID numbers, where exactly they live. A question, not a wall: the words have other meanings.

Patterns are written for text in lower case without accents.
"""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug"
    "|sept?|oct|nov|dec"
)
MESES = "enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre"
YEAR = r"(19[2-9]\d|200\d|201\d)"  # in which somebody who is alive was born
WHO = (
    r"(he|she|they|mom|dad|mother|father|husband|wife|partner|son|daughter|brother|sister|family|parents|ella?|ell[oa]s"
    r"|mama|papa|espos[oa]|marido|mujer|hij[oa]s?|herman[oa]s?|familia|padres)"
)
IS = r"('s|'re| is| are| was| were| isn't| aren't| no)?( es| son| esta| estan)?( here| not| aqui| ya)?( an?| una?)?"
COUNTRIES = (
    r"(mexico|guatemala|el salvador|honduras|nicaragua|costa rica|panama|colombia|venezuela|ecuador|peru|bolivia|chile"
    r"|argentina|brazil|brasil|cuba|haiti|dominican republic|republica dominicana|philippines|filipinas|china|vietnam"
    r"|korea|corea|india|armenia|iran|nigeria|oaxaca|puebla|michoacan|jalisco|zacatecas|sinaloa|chiapas|guerrero)"
)
PEOPLES = (
    r"(mexican|guatemalan|salvadoran|honduran|nicaraguan|colombian|venezuelan|filipino|filipina|mexican[oa]"
    r"|guatemaltec[oa]|salvadoren[oa]|honduren[oa]|nicaraguense|colombian[oa]|venezolan[oa]|cuban[oa])"
)
STREET = r"street|st|avenue|ave|boulevard|blvd|lane|ln|road|rd|terrace|highway|hwy"
STREET_OR_NOT = r"drive|dr|court|ct|place|pl|way|circle|cir"  # words with another life: only after a house number
MANY = "people|persons|flyers|signs|minutes|hours|miles|blocks|dollars|families|cars|vans|rides|personas|familias"
ADDRESS = (
    rf"(\d{{1,6}} (?!({MANY})\b)([\w.'-]+ ){{1,3}}({STREET})"
    rf"|\d{{3,6}} (?!({MANY})\b)([nsew]\.? )?[\w'-]+ ({STREET_OR_NOT})"
    r"|(calle|avenida|av\.|bulevar|callejon|pasaje|colonia)( [\w.]+){1,4},? ?(#|no\.?|numero)? ?\d+)"
)
PLACES = (
    r"(meet|meets|meeting|vigil|march|rally|event|office|store|shop|church|library|school|parish|hall|park|clinic|works"
    r"|reunion|vigilia|marcha|evento|oficina|tienda|iglesia|biblioteca|escuela|parroquia|salon|parque|clinica|trabaja)"
)

STATUS = [
    r"undocumented|indocumentad[oa]s?",
    r"(is|are|was|were|isn't|aren't|not) (in|un)?documented|no documentad[oa]s?",
    r"(no|without|sin|(got|getting|has|have|had) (no |her |his |their )?) ?papers",
    r"(sin|tiene[ns]?|no tenia|consiguio|arregl\w+|saco|sacando)( \w+)? papeles",
    rf"{WHO}{IS} il?legal(ly|es|mente|s)?",
    r"(came|entered|crossed|vino|vinieron|entro|entraron|cruzo|cruzaron)( \w+){0,4} (illegal(ly)?|ilegal(mente)?)",
    r"illegal (immigrants?|aliens?)|(inmigrantes?|migrantes?) ilegal(es)?|crossed the border|cruzo la frontera",
    r"green card|resident card|permanent residen(t|ce|cy)|residen(te|tes|cia) permanentes?|tarjeta de residencia|mica",
    r"daca|dacamented|dreamer|tps|u-? ?visas?|visas?|asylum\w*|asilo|asilad[oa]s?|refugee|refugiad[oa]s?",
    r"overstay\w*|work permit|permiso de trabajo|mixed[- ]status|estatus mixto|ankle monitor|grillete",
    r"(without|no|lost|losing|sin|perdio) (legal |su )?(immigration )?(status|estatus)",
    r"(estatus|status|situacion|caso|proceso) (migratori[oa]|de (in)?migracion)|corte de (in)?migracion",
    r"immigration (status|case|papers|court date|hearing|interview|hold)",
    r"citizen(ship)?|ciudadan(o|a|ia)",
    r"(was|were|been|got|being|gets|fue|fueron|ha sido|han sido) (deported|deportad[oa]s?)",
    r"(l[oae]s?|me) (van a deportar|deportaron)|deportation order|orden de deportacion|removal proceedings",
    r"(detained|picked up|taken) by (ice|immigration)|in ice (custody|detention)",
    r"(detenid[oa]s?|detuv\w+|agarr\w+|llev\w+)( \w+){0,3} (por |en )?(ice|la migra|migracion|inmigracion)",
]
COUNTRY = [
    r"born in|naci(o|eron|da|do|das|dos) en|country of (birth|origin)|pais de (nacimiento|origen)",
    r"native of|nativ[oa]s? de|originari[oa]s? de|immigrated from|(in|e)migr(o|aron) de",
    rf"(is|are|'s|'re|came|comes|come|moved( here)?|arrived)( \w+){{0,3}} from {COUNTRIES}",
    rf"(es|son|vino|viene|vinieron|vienen|llego|llegaron)( \w+){{0,3}} de {COUNTRIES}",
    rf"{WHO}{IS} {PEOPLES}s?|(es|son) (de nacionalidad )?{PEOPLES}s?",
]
BIRTH = [
    r"dob|d\.o\.b|date of birth|birth ?date|fecha de nac\w*",
    rf"(birthday|cumpleanos|cumple)( is| on| es| el|:)+ (\d+|{MONTHS}|{MESES})",
    rf"(born|naci(o|eron|da|do))( on| in| el| en)?( the)?( ({MONTHS}|{MESES}))? \d",
    rf"born (on|in) ({MONTHS})",
    r"\d{1,2}[/.-]\d{1,2}[/.-](19[2-9]\d|200\d|201\d|[3-9]\d)",
    r"(19[2-9]\d|200\d|201\d)-\d{2}-\d{2}",
    rf"({MONTHS})\.? \d{{1,2}}(st|nd|rd|th)?,? {YEAR}|\d{{1,2}} (de )?({MESES}|{MONTHS})( del?)?,? {YEAR}",
]
NUMBERS = [
    r"\d{3}[- ]\d{2}[- ]\d{4}|\d{9}|a[-# ]{0,2}\d{8,9}|alien (registration )?(number|no)|a-number|numero a",
    r"ssn|itin|curp|(her|his|their) social( is|:)? ?\d*|last (four|4) of( \w+)? social",
    r"social security (number|no|card|#)|social security:? ?#?\d+",
    r"(numero|tarjeta) de( su)? seguro( social)?|seguro social:? ?#?\d+",
    r"passports?|pasaportes?|matricula consular|matricula( \w+)?:? #?\d+|birth certificate|acta de nacimiento",
    r"(driver'?s?|drivers) licen[sc]e( (number|no|is|#)|:)? ?#?[a-z]?\d\w*|licen[sc]e (number|plate|no)",
    r"licencia( de (conducir|manejar))?( (numero|num|no|es|#)\.?|:)? ?#?[a-z]?\d\w*|placas? (numero|num|no|es|#)",
    r"(id|i\.d\.|identification) (card )?(number|no|#):?|numero de (identificacion|identidad|id)",
    r"cedula:? ?\d*|(dui|dpi):? ?\d+[-\d]*",
]
LOCATION = [
    ADDRESS,
    r"-?\d{1,2}\.\d{3,}°?,? ?-?\d{1,3}\.\d{3,}°?",
    r"(apt|apartment|apto|apartamento|departamento|depto|unit|room|cuarto)\.? ?#? ?\d+\w?",
    r"lives (at|next to|next door|across|behind|above|under|over) \w+|home address|direccion de (su )?casa",
    r"vive (al lado|enfrente|frente|detras|atras|arriba|abajo|a la vuelta|junto) \w+",
    r"vive en (la|el) (calle|numero|edificio)",
    r"(sleeps|is sleeping|sleeping) (at|in|behind|under) \w+|duerme (en|debajo|detras) \w+",
    r"(staying|hiding|hides) (at|in|with|behind) \w+",
    r"(se queda|se esta quedando|se esconde|esta escondid[oa]) (en|con) \w+",
]
QUESTIONS = {
    _("immigration status"): STATUS,
    _("country of birth"): COUNTRY,
    _("date of birth"): BIRTH,
    _("an ID number"): NUMBERS,
    _("where exactly someone lives"): LOCATION,
}
PATTERNS = [(words, re.compile(rf"(?<!\w)({'|'.join(parts)})(?!\w)")) for words, parts in QUESTIONS.items()]

# What people write every day with the same words: looked past.
EVENT = "(rally|march|vigil|event|workshop|clinic|fair|class|classes|training|hotline|network|committee|team|campaign)"
EVENTO = r"(marcha|vigilia|evento|taller(es)?|clinica|feria|clases?|red|comite|equipo|campana|linea)"
INNOCENT = [
    r"senior citizens?|citizens? (united|science|assembly|committee|council)",
    r"ciudadan[oa]s? (de la tercera edad|mayores)|(consejo|participacion|comite) ciudadan[oa]s?",
    rf"(daca|tps|asylum|citizenship|refugee|passport|green card|dreamer|immigration court|visa) {EVENT}",
    rf"{EVENTO}( \w+)? (de|por|para|sobre|del) (la |el )?(daca|tps|asilo|ciudadania|visas?|refugiados|pasaportes?)",
    r"asilos? de ancianos|visa card",
    r"(paid|pays|pay|pago|paga|pagar)( \w+){0,3} (with|by|con) (an? |una? |la |su |her |his |their )?visas?",
    r"(idea|group|campaign|movement|plan|project|grupo|campana|movimiento|proyecto)( \w+)?( was)? (born in|nacio en)",
    r"new mexico|nuevo mexico|little (armenia|india)",
    rf"(comida|musica|fiesta|pan|baile|receta)( \w+){{0,3}} (es|son) {PEOPLES}s?",
    rf"{PLACES}( is| are| es| esta)?( up)?( at| on| en)?( the| la| el)? {ADDRESS}",
    r"staying (in touch|with us|in the (group|loop))|hiding in plain sight",
    r"(classroom|meeting|court|conference) room \d+\w?|(salon|sala) \d+\w?",
    r"permanent residents? of (the )?(building|block)",
    r"la mica (del|de su) (telefono|celular|carro)",
]
LOOKED_PAST = re.compile(rf"(?<!\w)({'|'.join(INNOCENT)})(?!\w)")


def asked_about(text: str) -> list[str]:
    """What a note seems to hold that we never keep, in words; [] for most notes."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    folded = "".join(letter for letter in plain if not unicodedata.combining(letter))
    rest = LOOKED_PAST.sub(" … ", " ".join(folded.split()))
    return [str(words) for words, pattern in PATTERNS if pattern.search(rest)]
