"""The sanctuary campaign of Los Angeles in 2017, written down as its chapter could have done: each fact on its day, in
English and Spanish, by a lead, through the pages and nothing else.
"""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign, Case, Event, Measure, MeasureVersion, Official, PaperBatch, Target
from tests.cast import Cast
from tests.factories import signed_in

HOME = "/c/highland-park/"
NAME = "Rómulo Avélica-González"
THEM = "Immigrant affairs committee"


class Teller:
    """A lead at a keyboard, on a day of that year."""

    def __init__(self, cast: Cast, patch: pytest.MonkeyPatch) -> None:
        self.cast, self.patch = cast, patch

    def on(self, day: str) -> None:
        """Noon in Los Angeles; a session does not outlast the months, so they sign in again."""
        noon = datetime.fromisoformat(f"{day}T19:00:00").replace(tzinfo=UTC)
        self.patch.setattr(timezone, "now", lambda: noon)
        self.client = signed_in(self.cast.lead)

    def post(self, path: str, data: dict[str, Any]) -> None:
        answer = self.client.post(HOME + path, data)
        assert answer.status_code == 302, f"{path}: {answer.status_code} {mistakes(answer.content.decode())}"

    @property
    def of_campaign(self) -> str:
        return f"campaigns/{Campaign.objects.get().code}/"

    def in_both(self, **words: tuple[str, str]) -> dict[str, str]:
        """title=("Candles", "Velas") -> {"en-title": "Candles", "es-title": "Velas"}."""
        english = {f"en-{name}": said for name, (said, _spanish) in words.items()}
        return english | {f"es-{name}": said for name, (_english, said) in words.items()}


def mistakes(html: str) -> str:
    return html.partition('class="strip stop"')[2][:600]


def tell_the_year(teller: Teller) -> None:
    """Up to September 25, 2017: the town hall is ahead, the committee has no date."""
    for day, tell in YEAR:
        teller.on(day)
        tell(teller)


def the_campaign(t: Teller) -> None:
    words = t.in_both(
        name=("Sanctuary for Los Angeles", "Santuario para Los Ángeles"),
        demand=(
            "A city law that bars Los Angeles police from working with federal immigration agents.",
            "Una ley que prohíba a la policía de Los Ángeles trabajar con los agentes federales de inmigración.",
        ),
        why=("An order is not a law. The next mayor can cancel it.", "Una orden no es una ley."),
        goal=("200 neighbors, from every council district", "200 vecinos, de todos los distritos"),
    )
    goal = {"goal_kind": "turnout", "goal_number": "400", "stage": "pressing", "new_group": "Immigrant justice"}
    t.post("campaigns/new/", words | goal | {"slug": "sanctuary", "publish": "1"})
    for place, (english, spanish) in enumerate(POINTS, start=1):
        t.post(f"{t.of_campaign}demands/new/", {"position": place} | t.in_both(sentence=(english, spanish)))
    ndlon = "National Day Laborer Organizing Network"
    t.post(f"{t.of_campaign}with-us/add/", {"new_partner": ndlon, "role": "leads", "is_public": "on"})


POINTS = (
    ("No police hours or money for immigration arrests.", "Ni horas ni dinero de la policía para arrestos."),
    ("It covers everyone, whatever their record.", "Protege a todas las personas, sin importar su historial."),
)


def whom_we_must_move(t: Teller) -> None:
    council = {"seat-kind": "council", "seat-body": "Los Angeles City Council"}
    mayor = {"seat-kind": "mayor", "seat-body": "Los Angeles"}
    for name, seat, about in (
        ("Gilbert Cedillo", council | {"seat-district": "1"}, "Heads the immigrant affairs committee."),
        ("José Huizar", council | {"seat-district": "14"}, "Hosted our letters in June."),
        ("Eric Garcetti", mayor, "Signed Executive Directive 20 after the March protest."),
    ):
        t.post("officials/new/", {"name": name, "office-kind": "capitol", "office-phone": "213 473 7001"} | seat)
        t.post(f"{t.of_campaign}targets/add/", {"official": Official.objects.get(name=name).code})
        order = Target.objects.count()
        t.post(f"{t.of_campaign}targets/{target(name).code}/", {"about": about, "order": order, "is_public": "on"})


def target(name: str) -> Target:
    return Target.objects.get(official__name=name)


def a_father_is_taken(t: Teller) -> None:
    """His name is public by the yes of his family, and not before."""
    t.post("cases/new/", {"inner_name": "the family from the school", "campaign": Campaign.objects.get().code})
    assert NAME not in Client().get("/highland-park/sanctuary/").content.decode()
    agreed = {"public_name": NAME, "consent_by": "his wife, with the lawyer", "consent_on": "2017-03-02"}
    agreed |= {"consent_scope": "his name and what happened", "consent_words": "Tell everyone."}
    words = t.in_both(words=("He drove his daughters to school.", "Llevaba a sus hijas a la escuela."))
    t.post(f"cases/{Case.objects.get().code}/yes/", agreed | words)
    moment(t, "launch", "2017-02-28", "month", ("A father is taken at the school door", "Se llevan a un padre"),
           ("One of his daughters films it from the back seat.", "Una de sus hijas lo graba."))  # fmt: skip


def moment(
    t: Teller, kind: str, on: str, precision: str, title: tuple[str, str], body: tuple[str, str] = ("", ""),
    *, instead_of: str = "", public: bool = True,
) -> None:  # fmt: skip
    given = {"kind": kind, "happened_on": on, "precision": precision}
    given |= {"is_public": "on"} if public else {}
    query = f"?instead_of={instead_of}" if instead_of else ""
    t.post(f"{t.of_campaign}moments/new/{query}", given | t.in_both(title=title, body=body))


def the_state_bill(t: Teller) -> None:
    bill(t, "bill", "SB 54", "California Legislature", ("California Values Act", "Ley de Valores de California"))
    step(t, "SB 54", "filed", "2016-12-05")
    version(t, "SB 54", "as first written", "2016-12-05", "No notice to ICE when anybody is released.",
            stance="support", left_out=("Nobody.", "Nadie."), scores=("yes", "yes"))  # fmt: skip


def bill(t: Teller, kind: str, number: str, body: str, names: tuple[str, str]) -> None:
    facts = {"kind": kind, "identifier": number, "body": body, "is_public": "on"}
    t.post(f"{t.of_campaign}bills/new/", facts | {"name_en": names[0], "name_es": names[1]})


def of_bill(t: Teller, number: str) -> str:
    return f"{t.of_campaign}bills/{Measure.objects.get(identifier=number).code}/"


def step(t: Teller, number: str, kind: str, on: str, words: str = "") -> str:
    """The key of the fact that the story draws from it."""
    facts = {"kind": kind, "reached_on": on, "words": words, "is_public": "on"}
    t.post(f"{of_bill(t, number)}steps/new/", facts)
    return f"stage:{Measure.objects.get(identifier=number).stages.latest('id').code}"


def version(
    t: Teller, number: str, label: str, on: str, text: str, *, stance: str, left_out: tuple[str, str],
    scores: tuple[str, str], changed: tuple[str, str] = ("", ""),
) -> None:  # fmt: skip
    facts = {"label": label, "dated_on": on, "source_text": text, "stance": stance, "is_public": "on"}
    words = t.in_both(left_out=left_out, what_changed=changed, reasons=("", ""))
    t.post(f"{of_bill(t, number)}versions/new/", facts | words)
    saved = MeasureVersion.objects.latest("id")
    points = [demand.code for demand in Campaign.objects.get().demands.all()]
    given = dict(zip(points, scores, strict=True)) | {f"{code}-note": "" for code in points}
    t.post(f"{of_bill(t, number)}versions/{saved.code}/points/", given)


def vote(t: Teller, number: str, on: str, place: str, ayes: int, noes: int) -> None:
    facts = {"voted_on": on, "place": place, "motion": "Third reading", "ayes": ayes, "noes": noes}
    t.post(f"{of_bill(t, number)}roll-calls/new/", facts | {"has_passed": "on", "is_public": "on"})


def stands(t: Teller, name: str, at: int, on: str, source: str, words: str = "", *, public: bool = True) -> None:
    facts = {"stand": at, "taken_on": on, "source": source, "source_words": words, "is_public": "on" if public else ""}
    t.post(f"{t.of_campaign}targets/{target(name).code}/positions/new/", facts)


def the_directive(t: Teller) -> None:
    bill(t, "directive", "Executive Directive 20", "Mayor of Los Angeles", ("Standing with Immigrants", ""))
    signed = step(t, "Executive Directive 20", "signed", "2017-03-21")
    moment(t, "step", "2017-03-21", "month", ("The mayor signs Executive Directive 20", "El alcalde firma una orden"),
           ("A start, but an order is not a law.", "Un comienzo, pero una orden no es una ley."),
           instead_of=signed)  # fmt: skip
    stands(t, "Eric Garcetti", 3, "2017-03-07", "press")
    stands(t, "Eric Garcetti", 4, "2017-03-21", "statement", "A start.")


def the_senate(t: Teller) -> None:
    version(
        t, "SB 54", "as passed by the Senate", "2017-04-03",
        "No notice to ICE when someone with no conviction from a long list of serious crimes is released.",
        stance="if_amended", left_out=("People with old convictions.", "Personas con condenas viejas."),
        scores=("yes", "no"), changed=("A list of convictions shuts people out.", "Una lista deja gente fuera."),
    )  # fmt: skip
    vote(t, "SB 54", "2017-04-03", "State Senate", 27, 12)


def event(t: Teller, kind: str, day: str, title: tuple[str, str], **fields: Any) -> None:
    facts: dict[str, Any] = {
        "kind": kind,
        "day": day,
        "begins": "18:30",
        "ends": "20:30",
        "place": "York Boulevard",
        "zip": "90042",
    }
    facts |= {"audience": "public", "address_shown": "all", "interpretation": ["en", "es"], "publish": "1"}
    why = ("We ask for a law.", "Pedimos una ley.")
    words = t.in_both(title=title, summary=why)
    t.post("events/new/", facts | {"campaign": Campaign.objects.get().code} | words | fields)


def over(t: Teller, came: int, title: tuple[str, str], body: tuple[str, str]) -> None:
    """How the latest event went, and its words in the story."""
    facts = {
        "came": came,
        "after_note": "",
        "kind": "step",
        "shown": "public",
        "collected-rows": "2",
        "links-rows": "2",
    }
    t.post(f"events/{Event.objects.latest('id').code}/after/", facts | t.in_both(title=title, body=body))


def a_vigil_is_planned(t: Teller) -> None:
    event(t, "vigil", "2017-04-22", ("Candles for a neighbor", "Velas por un vecino"))


def candles_and_postcards(t: Teller) -> None:
    over(t, 214, ("Candles, a shop window, and postcards", "Velas, una vitrina y postales"),
         ("214 people sign postcards asking for a sanctuary city.", "214 personas firman postales."))  # fmt: skip
    pile = {"kind": "postcards", "collected_on": "2017-04-22", "event": Event.objects.latest("id").code}
    official = Official.objects.get(name="Gilbert Cedillo").code
    t.post(f"{t.of_campaign}paper/new/", pile | {"counted": "214", "official": official, "is_public": "on"})


def giant_letters(t: Teller) -> None:
    """To Council Member Huizar's unity forum, then to Council Member Cedillo's."""
    for name, on in (("José Huizar", "2017-06-10"), ("Gilbert Cedillo", "2017-06-24")):
        talked = {
            "kind": "letter",
            "happened_on": on,
            "campaign": Campaign.objects.get().code,
            "note": "A giant letter.",
        }
        t.post(f"officials/{Official.objects.get(name=name).code}/log/new/", talked)
        stands(t, name, 3, on, "meeting")
    stands(t, "Gilbert Cedillo", 4, "2017-06-25", "staff", "INTERNAL: his aide says he will help", public=False)
    handed = {"delivered_on": "2017-06-24", "delivered_to": "Gilbert Cedillo", "delivered_by": "INTERNAL Marisol"}
    t.post(f"paper/{PaperBatch.objects.get().code}/deliver/", handed | {"is_public": "on"})
    moment(t, "step", "2017-06-10", "month",
           ("We bring giant letters to two council events", "Llevamos cartas gigantes a dos eventos del concejo"),
           ("With his family.", "Con su familia."))  # fmt: skip


def free_on_bond(t: Teller) -> None:
    moment(t, "win", "2017-08-30", "day", ("Rómulo is free on bond", "Rómulo sale libre bajo fianza"))


def a_symbol(t: Teller) -> None:
    bill(t, "resolution", "17-0002-S1", "Los Angeles City Council", ("City of sanctuary", "Ciudad santuario"))
    passed = step(t, "17-0002-S1", "passed", "2017-09-07")
    moment(t, "win", "2017-09-07", "day",
           ("The Council names Los Angeles a sanctuary city", "El Concejo nombra a Los Ángeles ciudad santuario"),
           ("It is mostly symbolic. It opens the door to a law with teeth.", "Es más bien un símbolo."),
           instead_of=passed)  # fmt: skip


def what_is_next(t: Teller) -> None:
    version(
        t, "SB 54", "as sent to the governor", "2017-09-11", "No notice, but for hundreds of convictions.",
        stance="if_amended", left_out=("Many more people.", "Mucha más gente."), scores=("partly", "no"),
        changed=("The list has grown by hundreds.", "La lista creció en cientos."),
    )  # fmt: skip
    vote(t, "SB 54", "2017-09-15", "State Assembly", 51, 26)
    vote(t, "SB 54", "2017-09-16", "State Senate", 27, 11)
    event(t, "town_hall", "2017-10-05", ("Sanctuary Town Hall", "Asamblea por el santuario"), goal="200")
    title = (f"{THEM} takes up the law", "El comité discute la ley")
    event(t, "hearing", "", title, is_undated="on", begins="", ends="")
    moment(t, "setback", "2017-09-20", "day", ("INTERNAL: we lost two drivers", ""), public=False)


def the_press(t: Teller) -> None:
    for outlet, title, language, on in (
        ("Los Angeles Times", "City Council members seek to label L.A. a sanctuary", "en", "2017-09-07"),
        ("La Opinión", "Proponen hacer de Los Ángeles una zona libre de arrestos", "es", "2017-09-19"),
    ):
        said = {"outlet": outlet, "title": title, "language": language, "published_on": on, "is_public": "on"}
        t.post(f"{t.of_campaign}press/new/", said)


YEAR = (
    ("2017-03-02", the_campaign),
    ("2017-03-03", whom_we_must_move),
    ("2017-03-04", a_father_is_taken),
    ("2017-03-05", the_state_bill),
    ("2017-03-22", the_directive),
    ("2017-04-04", the_senate),
    ("2017-04-10", a_vigil_is_planned),
    ("2017-04-23", candles_and_postcards),
    ("2017-06-26", giant_letters),
    ("2017-08-30", free_on_bond),
    ("2017-09-08", a_symbol),
    ("2017-09-20", what_is_next),
    ("2017-09-21", the_press),
)
