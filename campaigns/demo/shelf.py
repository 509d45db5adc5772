"""What lies beside the demo's campaign: press, a letter to sign, stories, a toolkit, a case, things; and an official
who moved this week. The people in it are invented."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from campaigns.advocacy import signing
from campaigns.models import Action, ActionTaken, Campaign, Official, Target
from chapters.models import Chapter, Member, PartnerOrganization, User

NEWS = (
    (
        "Los Angeles Times",
        "en",
        date(2017, 9, 7),
        "City Council members seek to label L.A. a “sanctuary” for immigrants",
    ),
    ("LA Weekly", "en", date(2017, 9, 21), "Activists want ICE out of L.A.’s Eastside, Northeast communities"),
    ("La Opinión", "es", date(2017, 9, 19), "Proponen hacer de Los Ángeles una zona libre de arrestos de “dreamers”"),
)
REPORTERS = (
    ("Inés Valderrama", "La Voz del Noreste", ["es", "en"], "+13235550171", "Covers City Hall. Deadline at 4 pm."),
    ("Paul Achterberg", "Northeast Radio", ["en"], "+13235550172", "Likes to record at the vigil itself."),
)
STATEMENT = {
    "en": (
        "A resolution is not a law",
        "The Council has said the word sanctuary. Now we ask for the rule: no officer and no dollar of this city for "
        "deportations. We ask Council Members Cedillo and Huizar to set a date for the vote.",
    ),
    "es": (
        "Una resolución no es una ley",
        "El Concejo ya dijo la palabra santuario. Ahora pedimos la regla: ni un agente ni un dólar de esta ciudad para "
        "las deportaciones. Pedimos a los concejales Cedillo y Huizar que pongan fecha al voto.",
    ),
}
LETTER = {
    "en": (
        "Set a date for the sanctuary vote",
        "Dear Council Member Cedillo,\n\nwe work, teach, heal and pray in your district. We ask you to set a date for the "
        "vote on the sanctuary ordinance, and to vote yes.\n\nWith respect,",
    ),
    "es": (
        "Ponga fecha al voto por el santuario",
        "Estimado concejal Cedillo:\n\nTrabajamos, enseñamos, curamos y rezamos en su distrito. Le pedimos que ponga fecha "
        "al voto por la ordenanza santuario, y que vote a favor.\n\nCon respeto,",
    ),
}
SIGNERS = (
    ("St. Jude Parish", "Amparo Solís", "Sister"),
    ("Garment Workers of the Northeast", "Delia Quintero", "Organizer"),
    ("Arroyo Community Clinic", "Ruth Weinberg", "Director"),
    ("Avenue 50 Print Shop", "Gerardo Luna", "Owner"),
)
STORIES: tuple[dict[str, Any], ...] = (
    {
        "language": "es",
        "name": "Teresa Villalobos",
        "first_name": "Teresa",
        "scope": "press",
        "words": "Yo abro la panadería a las cuatro. Esa semana nadie vino por pan. El sábado pusimos las cartas en la "
        "vitrina, y la gente empezó a pararse a leer. Después empezó a entrar.",
        "consent_words": "Pueden publicarlo con mi nombre de pila, y la prensa me puede llamar.",
        "is_public": True,
    },
    {
        "language": "en",
        "name": "Walter Boone",
        "scope": "anonymous",
        "words": "I drive the school bus. I count the children twice now, in the morning and in the afternoon.",
        "consent_words": "You may print it without my name.",
        "is_public": True,
    },
    {
        "language": "es",
        "name": "Un vecino de la Avenida 57",
        "scope": "internal",
        "words": "Quiere contarlo en la reunión, todavía no en público.",
        "consent_words": "Solo para el grupo, por ahora.",
    },
)
SCRIPT = (
    "Hello, my name is ___ and I live in ___. Please tell Council Member Cedillo: set a date for the vote. When is it?"
)
POINTS = {
    "en": "1. A resolution is a word, an ordinance is a rule.\n2. Police who are trusted get called.\n3. No list of old "
    "convictions.",
    "es": "1. Una resolución es una palabra, una ordenanza es una regla.\n2. A la policía en quien se confía, se la "
    "llama.\n3. Sin lista de condenas viejas.",
}


def fill(
    campaign: Campaign, chapters: dict[str, Chapter], members: dict[str, list[Member]], users: dict[str, User]
) -> None:
    ours = members[campaign.chapter.slug]
    log_press(campaign, users)
    ask_to_sign(campaign)
    tell_stories(campaign, users["lead"])
    pack_toolkit(campaign, chapters)
    stand_with_a_family(campaign, users["lead"])
    lend_things(campaign, ours, users["lead"])
    move_an_official(campaign, ours, users["lead"])


def log_press(campaign: Campaign, users: dict[str, User]) -> None:
    chapter = campaign.chapter
    for outlet, language, day, title in NEWS:
        campaign.press_mentions.create(chapter=chapter, outlet=outlet, language=language, published_on=day, title=title)
    for name, outlet, languages, phone, note in REPORTERS:
        chapter.media_contacts.create(name=name, outlet=outlet, languages=languages, phone=phone, note=note)
    asked = {"written_by": users["second_lead"], "asked_at": timezone.now() - timedelta(hours=3)}
    statement = campaign.press_statements.create(chapter=chapter, **asked)
    for language, (headline, body) in STATEMENT.items():
        statement.texts.create(language=language, headline=headline, body=body)


def ask_to_sign(campaign: Campaign) -> None:
    chapter, today = campaign.chapter, timezone.localdate(timezone=campaign.chapter.zone)
    letter = campaign.sign_on_letters.create(
        chapter=chapter,
        addressed_to="Council Member Gilbert Cedillo",
        state="open",
        closes_on=today + timedelta(days=9),
    )
    for language, (title, body) in LETTER.items():
        letter.texts.create(language=language, title=title, body=body)
    for number, (organization, name, job) in enumerate(SIGNERS):
        signed = {"state": "signed", "source": "email", "signed_at": timezone.now() - timedelta(days=number)}
        letter.sign_ons.create(
            chapter=chapter,
            organization=organization,
            key=signing.key_of(organization),
            signer_name=name,
            signer_title=job,
            email=f"office{number}@signs.example",
            language="en",
            **(signed if number else {}),
        )


def tell_stories(campaign: Campaign, lead: User) -> None:
    for number, story in enumerate(STORIES):
        on = timezone.localdate() - timedelta(days=12 + number)
        campaign.testimonies.create(chapter=campaign.chapter, recorded_by=lead, consent_on=on, **story)


def pack_toolkit(campaign: Campaign, chapters: dict[str, Chapter]) -> None:
    chapter = campaign.chapter
    script = {"chapter": chapter, "campaign": campaign, "kind": "script", "language": "en", "title": "Call Cedillo"}
    first = campaign.resources.create(**script, words=SCRIPT.partition(" When")[0])
    campaign.resources.create(**script, words=SCRIPT, version=2, replaces=first)
    titles = {"en": "Three points for any conversation", "es": "Tres puntos para cualquier plática"}
    for language, words in POINTS.items():
        points = {"kind": "points", "language": language, "title": titles[language], "words": words}
        campaign.resources.create(chapter=chapter, **points, shared="public")
    body = chapters[chapter.slug].parent
    if body:
        url = "https://rights.example/card.pdf"
        card = {"kind": "flyer", "language": "es", "title": "Tarjeta: conozca sus derechos", "url": url}
        body.resources.create(**card, shared="tree")


def stand_with_a_family(campaign: Campaign, lead: User) -> None:
    chapter = campaign.chapter
    case = campaign.cases.create(
        chapter=chapter,
        partner=PartnerOrganization.objects.filter(chapter=chapter).first(),
        inner_name="The father from Avenue 50",
        story="Arrested on the way to school in February. Home on bond since August. The next hearing is on bond terms.",
        agreed="The lawyer speaks about the law, the eldest daughter for the family. No press at the house.",
        lawyer="Noemí Castellanos",
        lawyer_phone="+13235550173",
        public_name="Don Aurelio",
        consent_by="His wife, at the kitchen table, with the lawyer",
        consent_on=timezone.localdate() - timedelta(days=20),
        consent_scope="His first name and that he is home. Not the children, not the hearing.",
        consent_words="You may say his name and that he is home with us.",
        consent_recorded_by=lead,
        is_public=True,
    )
    words = {
        "en": "Don Aurelio has baked bread on Avenue 50 for twenty years. He was taken on the way to school, and he is home "
        "again with his family. We go on until no family here has to go through this.",
        "es": "Don Aurelio hornea pan en la Avenida 50 desde hace veinte años. Se lo llevaron camino a la escuela, y ya está "
        "en casa con su familia. Seguimos hasta que ninguna familia de aquí tenga que pasar por esto.",
    }
    for language, text in words.items():
        case.texts.create(language=language, words=text)
    hearing = {
        "place": "606 S Olive Street, 15th floor",
        "note": "Meet at 8 am at the coffee cart.",
        "needs_company": True,
    }
    at = timezone.localtime(timezone=chapter.zone).replace(hour=8, minute=30, second=0, microsecond=0)
    case.dates.create(chapter=chapter, kind="court", starts_at=at + timedelta(days=5), **hearing)


def lend_things(campaign: Campaign, members: list[Member], lead: User) -> None:
    chapter, today = campaign.chapter, timezone.localdate(timezone=campaign.chapter.zone)
    given: dict[str, Any] = {"chapter": chapter, "campaign": campaign}
    letters = chapter.things.create(**given, name="The giant letters", note="Nine letters in three bags.")
    window = chapter.things.create(**given, kind="place", name="Window of the bakery on Avenue 50")
    chapter.things.create(**given, name="200 candles with paper cups")
    first, second = members[3], members[8]
    since = {"chapter": chapter, "handed_by": lead}
    letters.holds.create(
        **since, member=first, since_on=today - timedelta(days=40), ended_on=today - timedelta(days=16)
    )
    late = {"since_on": today - timedelta(days=16), "until_on": today - timedelta(days=2)}
    letters.holds.create(**since, **late, member=second, place="His truck")
    bakery, _is_new = PartnerOrganization.objects.get_or_create(chapter=chapter, name="Panadería La Espiga")
    until = {"since_on": today - timedelta(days=30), "until_on": today + timedelta(days=30)}
    window.holds.create(**since, **until, partner=bakery, place="Avenue 50, left window")


def move_an_official(campaign: Campaign, members: list[Member], lead: User) -> None:
    """The first target, or one made for it: leaned against us, came part of the way, and people had called."""
    chapter, today = campaign.chapter, timezone.localdate(timezone=campaign.chapter.zone)
    target = campaign.targets.first() or Target.objects.create(
        chapter=chapter,
        campaign=campaign,
        official=Official.objects.create(chapter=chapter, name="Gilbert Cedillo", sort_name="cedillo gilbert"),
    )
    given = {"chapter": chapter, "logged_by": lead}
    if not target.positions.exists():
        target.positions.create(**given, stand=3, taken_on=today - timedelta(days=60), source="meeting")
    target.positions.create(
        **given, stand=4, taken_on=today, source="statement", source_words="I will put it on the agenda."
    )
    action = Action.objects.create(chapter=chapter, campaign=campaign, kind="call")
    action.texts.create(language="en", title=f"Call {target.official.name}")
    action.texts.create(language="es", title=f"Llame a {target.official.name}")
    ActionTaken.objects.bulk_create(
        ActionTaken(
            chapter=chapter,
            action=action,
            official=target.official,
            member=member,
            outcome="spoke" if number % 3 else "message",
            source="link",
            key=f"demo:moved:{member.code}",
        )
        for number, member in enumerate(members[:43])
    )
    Action.objects.filter(pk=action.pk).update(taken_count=43)
