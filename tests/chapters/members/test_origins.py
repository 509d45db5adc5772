"""Files in the shape of each tool that chapters come from: recognized, read, and their stops honored."""

# ruff: noqa: E501  a header is one line
import pytest
from django.test import Client

from chapters.members.origins import recognized
from chapters.models import Consent, Import, Member, OptOut
from tests.cast import Cast
from tests.chapters.members.uploads import YES, bring_in, page, upload
from tests.factories import make_member, signed_in

EMAIL_YES = {"email_source": "Form on our site", "email_wording": "Yes, email me."}

ACTION_NETWORK = """uuid,first_name,last_name,email,can2_phone,can2_user_address,zip_code,can2_user_tags,can2_subscription_status,can2_sms_status
u1,Al,One,al@example.org,3235550111,1 York,90042,"host, driver",subscribed,subscribed
u2,Bea,Two,bea@example.org,3235550112,,90042,,unsubscribed,unsubscribed
u3,Cy,Three,cy@example.org,3235550113,,90042,,bouncing,subscribed
"""
NATIONBUILDER = """nationbuilder_id,email,email_opt_in,first_name,last_name,sex,dob,mobile_number,mobile_opt_in,is_mobile_bad,do_not_call,tag_list,note
1,al@example.org,true,Al,One,M,01/02/1960,3235550111,true,false,false,"host, driver",Likes maps
2,bea@example.org,false,Bea,Two,F,,3235550112,false,false,false,,
3,cy@example.org,true,Cy,Three,F,,3235550113,true,true,false,,
4,di@example.org,true,Di,Four,F,,3235550114,true,false,true,,
"""
VAN = """Voter File VANID,LastName,FirstName,MiddleName,Cell Phone,Home Phone,PreferredEmail,Party,Age,Sex,mAddress,mZip5
11,One,Al,Q,(323) 555-0111,(323) 555-0999,al@example.org,D,60,M,1 York,90042
"""
MAILCHIMP = '''Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,LATITUDE,LEID,EUID,NOTES,TAGS
al@example.org,Al,One,2,2020-01-01,203.0.113.9,34.1,1,e1,Likes maps,"""host"",""driver"""
'''
UNSUBSCRIBED = """Email Address,First Name,Last Name,MEMBER_RATING,UNSUB_TIME,UNSUB_REASON,LEID,EUID
al@example.org,Al,One,2,2024-05-01 10:00:00,N/A,1,e1
bea@example.org,Bea,Two,2,,,2,e2
"""
CLEANED = """Email Address,First Name,Last Name,MEMBER_RATING,CLEAN_TIME,LEID,EUID
al@example.org,Al,One,2,2024-05-01 10:00:00,1,e1
"""
GOOGLE = """First Name,Middle Name,Last Name,Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Street,Address 1 - Postal Code
Al,,One,1960-01-02,Likes maps,* myContacts ::: host ::: driver,* Home,al@example.org,Mobile,(323) 555-0111 ::: (323) 555-0999,1 York,90042
"""
OLD_GOOGLE = """Name,Given Name,Family Name,Yomi Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value
Al One,Al,One,,* myContacts ::: host ::: driver,* Home,al@example.org,Mobile,+1 323-555-0111
"""
MOBILIZE = """id,event title,timeslot start,user id,user given name,user family name,user email,user phone,user zip,attended
9,Phone bank,2026-01-01,77,Al,One,al@example.org,3235550111,90042,true
"""
BY_HAND = "Nombre,Teléfono,Correo,Etiquetas\nAl One,323 555 0111,al@example.org,host\n"


@pytest.fixture
def lead(cast: Cast) -> Client:
    return signed_in(cast.lead)


def reachable(channel: str) -> list[str]:
    return sorted(Member.objects.reachable_by(channel).values_list("first_name", flat=True))


@pytest.mark.parametrize(
    ("content", "origin", "words"),
    [
        (ACTION_NETWORK, "action_network", "Action Network"),
        (NATIONBUILDER, "nationbuilder", "NationBuilder"),
        (VAN, "van", "VAN"),
        (MAILCHIMP, "mailchimp", "Mailchimp"),
        (UNSUBSCRIBED, "mailchimp_unsubscribed", "Mailchimp: people who unsubscribed"),
        (CLEANED, "mailchimp_cleaned", "Mailchimp: addresses that do not work"),
        (GOOGLE, "google", "Google Contacts"),
        (OLD_GOOGLE, "google", "Google Contacts"),
        (MOBILIZE, "mobilize", "Mobilize"),
    ],
)
def test_a_file_is_recognized_and_the_person_is_read(
    cast: Cast, lead: Client, content: str, origin: str, words: str
) -> None:
    upload(lead, content)
    incoming = Import.objects.get()
    assert incoming.recognized == origin
    text = lead.get(page(incoming, "columns/")).content.decode()
    assert f"This looks like a list from {words}." in text
    bring_in(lead, content)
    person = cast.here.members.with_email("al@example.org").get()
    assert (person.first_name, person.name.split()[-1]) == ("Al", "One")
    assert person.phone in {"+13235550111", ""}
    assert (reachable("text"), reachable("email")) == ([], [])


@pytest.mark.parametrize("content", [ACTION_NETWORK, NATIONBUILDER, MAILCHIMP, GOOGLE, OLD_GOOGLE])
def test_tags_are_read_however_they_are_written(cast: Cast, lead: Client, content: str) -> None:
    bring_in(lead, content)
    person = cast.here.members.with_email("al@example.org").get()
    assert sorted(person.tags.values_list("name", flat=True)) == ["driver", "host"]


@pytest.mark.parametrize("content", [NATIONBUILDER, MAILCHIMP, GOOGLE])
def test_notes_come_in_with_the_name_of_who_brought_them(cast: Cast, lead: Client, content: str) -> None:
    bring_in(lead, content)
    bring_in(lead, content)
    note = cast.here.notes.get()
    assert (note.body, note.written_by) == ("Likes maps", cast.lead)


def test_a_list_made_by_hand_is_nobodys(cast: Cast, lead: Client) -> None:
    upload(lead, BY_HAND)
    incoming = Import.objects.get()
    assert incoming.recognized == ""
    assert "This looks like" not in lead.get(page(incoming, "columns/")).content.decode()
    assert recognized(["Name", "Email", "Event"]) == ""


def test_action_networks_stops_and_bad_addresses(cast: Cast, lead: Client) -> None:
    bring_in(lead, ACTION_NETWORK, **YES, **EMAIL_YES)
    assert (reachable("text"), reachable("email")) == (["Al", "Cy"], ["Al"])
    cy = cast.here.members.with_email("cy@example.org").get()
    assert cy.email_trouble
    assert set(OptOut.objects.values_list("channel", flat=True)) == {"text", "email"}


def test_nationbuilders_stops_and_bad_addresses(cast: Cast, lead: Client) -> None:
    bring_in(lead, NATIONBUILDER, **YES, **EMAIL_YES)
    assert (reachable("text"), reachable("email")) == (["Al"], ["Al", "Cy", "Di"])
    assert cast.here.members.with_email("cy@example.org").get().phone_trouble
    assert Member.objects.opted_out("text").count() == 2


def test_those_who_unsubscribed_come_in_as_a_no(cast: Cast, lead: Client) -> None:
    """Also where the time is blank, and whatever somebody writes under where they said yes."""
    make_member(cast.here, "Al One", email="al@example.org", phone="", consents=("email",))
    bring_in(lead, UNSUBSCRIBED, **YES, **EMAIL_YES)
    assert (reachable("text"), reachable("email")) == ([], [])
    assert Member.objects.opted_out("email").count() == 2
    assert Consent.objects.filter(is_given=True, source="import").count() == 0


def test_an_address_that_was_cleaned_is_marked_and_not_a_yes(cast: Cast, lead: Client) -> None:
    known = make_member(cast.here, "Al One", email="al@example.org", phone="", consents=())
    bring_in(lead, CLEANED, **EMAIL_YES)
    known.refresh_from_db()
    assert known.email_trouble == "The list “list.csv” says so."
    assert (reachable("email"), OptOut.objects.count()) == ([], 0)


def test_another_tools_yes_is_none_without_a_source(cast: Cast, lead: Client) -> None:
    """Texts never, and email neither, whatever the columns of another tool say."""
    bring_in(lead, ACTION_NETWORK)
    assert (reachable("text"), reachable("email")) == ([], [])
    assert Consent.objects.filter(is_given=True).count() == 0
