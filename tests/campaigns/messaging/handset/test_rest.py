"""The demo's Twilio and the one of the fault runs answer as Twilio does, asked by the real client."""

import json
from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http import HttpClient
from twilio.http.response import Response
from twilio.rest import Client

from campaigns.messaging.handset.carrier import Carrier
from campaigns.messaging.handset.rest import Account, Api, Request
from campaigns.messaging.handset.store import Message, Store, demo_store
from tests.faults.standin import ACCOUNT, TOKEN, StandIn

OURS, PERSON = "+13235550100", "+13235550142"


class Direct(HttpClient):  # type: ignore[misc]  # twilio has no types
    """Twilio's client asks the demo's stand-in without a network between them."""

    def __init__(self, api: Api) -> None:
        super().__init__(None, False, None)
        self.api = api

    def request(self, method: str, url: str, **given: Any) -> Response:
        user, password = given["auth"]
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query)) | {k: str(v) for k, v in (given.get("params") or {}).items()}
        form = {k: str(v) for k, v in (given.get("data") or {}).items()}
        allowed = "Basic " + b64encode(f"{user}:{password}".encode()).decode()
        answer = self.api.answer(Request(method, parts.path, allowed, query, form))
        return Response(answer.status, json.dumps(answer.body) if answer.body else "")


@pytest.fixture(params=["demo", "faults"])
def client(request: pytest.FixtureRequest) -> Iterator[Client]:
    if request.param == "demo":
        store = Store(demo_store().redis, f"test-{uuid4()}")
        yield Client(ACCOUNT, TOKEN, http_client=Direct(Api(store, Account(ACCOUNT, {ACCOUNT: TOKEN}), taken=bool)))
        return
    standin: StandIn = request.getfixturevalue("standin_process")
    standin.reset()
    client = Client(ACCOUNT, TOKEN)
    client.api.base_url = standin.url
    client.http_client.session.trust_env = False
    yield client
    client.http_client.session.close()


def test_create_fetch_list_delete(client: Client) -> None:
    made = [client.messages.create(to=PERSON, from_=OURS, body=f"Text {n}") for n in range(3)]
    client.messages.create(to="+13235550143", from_=OURS, body="Other")
    assert (made[0].status, made[0].direction, made[0].error_code) == ("queued", "outbound-api", None)
    assert client.messages(made[0].sid).fetch().body == "Text 0"
    listed = client.messages.list(to=PERSON, page_size=2)
    assert [message.body for message in listed] == ["Text 2", "Text 1", "Text 0"]
    assert listed[0].date_created is not None
    assert client.messages(made[0].sid).delete() is True
    with pytest.raises(TwilioRestException) as error:
        client.messages(made[0].sid).fetch()
    assert (error.value.status, error.value.code) == (404, 20404)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"to": "1"}, 21211),
        ({"to": "+13255501980"}, 21614),
        ({"body": "x" * 1601}, 21617),
        ({"body": ""}, 21602),
        ({"from_": ""}, 21603),
    ],
)
def test_what_it_refuses(client: Client, fields: dict[str, str], code: int) -> None:
    given = {"to": PERSON, "from_": OURS, "body": "Hi"} | fields
    with pytest.raises(TwilioRestException) as error:
        client.messages.create(**given)
    assert (error.value.status, error.value.code) == (400, code)


@pytest.mark.parametrize("token", ["", "wrong"])
def test_without_the_right_token(client: Client, token: str) -> None:
    client.auth = (ACCOUNT, token or " ")
    with pytest.raises(TwilioRestException) as error:
        client.messages.create(to=PERSON, from_=OURS, body="Hi")
    assert (error.value.status, error.value.code) == (401, 20003)


@pytest.fixture
def carrier() -> Carrier:
    return Carrier(Store(demo_store().redis, f"test-{uuid4()}"), ACCOUNT, TOKEN, pause=0)


def create(carrier: Carrier) -> int:
    api = Api(carrier.store, Account("AC1", {"AC1": "t"}), taken=bool)
    basic = "Basic QUMxOnQ="  # AC1:t
    form = {"To": PERSON, "From": OURS, "Body": "Hi"}
    return api.answer(Request("POST", "/2010-04-01/Accounts/AC1/Messages.json", basic, form=form)).status


def test_stop_is_remembered_per_number_and_start_ends_it(carrier: Carrier) -> None:
    assert create(carrier) == 201
    carrier.text_us(person=PERSON, to=OURS, service="", body="Stop")
    assert create(carrier) == 400
    assert carrier.store.is_stopped("+13235550111", PERSON) is False
    carrier.text_us(person=PERSON, to=OURS, service="", body="YES")
    assert create(carrier) == 201
    directions = [message.direction for message in carrier.store.of(PERSON)]
    assert directions.count("outbound-reply") == 2


def test_a_landline_fails_after_it_was_taken(carrier: Carrier) -> None:
    for number, status in (
        ("+13235550142", "delivered"),
        ("+13235550199", "delivered"),
        ("+13255501990", "undelivered"),
    ):
        message = carrier.store.add(Message(to=number, sender=OURS, body="Hi"))
        carrier.bring(message)
        kept = carrier.store.get(message.sid)
        assert kept is not None
        assert (kept.status, kept.error_code) == (status, 30006 if status == "undelivered" else None)
