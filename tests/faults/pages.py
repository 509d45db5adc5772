"""The web server over real HTTP: a lead's session and form, and what Twilio posts, ready to be sent as raw bytes."""

import asyncio
import re
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

import requests

from chapters.models import User
from tests.factories import signed_in
from tests.faults.carrier_process import signed
from tests.faults.place import Place
from tests.faults.posting import Line, request

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


class Session:
    """One signed-in person with a browser that keeps its cookies."""

    def __init__(self, place: Place, user: User) -> None:
        self.place = place
        self.browser = requests.Session()
        self.browser.trust_env = False
        for name, cookie in signed_in(user).cookies.items():
            self.browser.cookies.set(name, cookie.value, domain="localhost.local", path="/")

    def form(self, path: str) -> bytes:
        """The page's own form at `path`, filled in as it stands, ready to be posted."""
        page = self.browser.get(self.place.web_url + path, timeout=20)
        page.raise_for_status()
        whole = page.text[page.text.index(f'action="{path}"') :]
        fields = dict(HIDDEN.findall(whole[: whole.index("</form>")]))
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.browser.cookies)
        return request("POST", self.place.web_url + path, headers={"Cookie": cookies}, form=fields)


def inbound(place: Place, *, person: str, to: str, body: str, sid: str) -> bytes:
    """A text from a person, as Twilio would tell us."""
    fields = {"MessageSid": sid, "From": person, "To": to, "Body": body, "NumMedia": "0"}
    return signed(f"{place.web_url}/hooks/twilio/inbound/", fields, place.web_url)


def post_all(place: Place, messages: Sequence[bytes]) -> list[int]:
    """All at the same moment, each over a connection of its own. Their statuses."""

    async def together() -> list[int]:
        lines = [Line("localhost", place.port) for _ in messages]
        return await asyncio.gather(*(line.send(one) for line, one in zip(lines, messages, strict=True)))

    return asyncio.run(together())


class Post:
    """One kept connection to the web server, for one request after another."""

    def __init__(self, place: Place) -> None:
        self.loop = asyncio.new_event_loop()
        self.line = Line(str(urlsplit(place.web_url).hostname), place.port)

    def send(self, message: bytes) -> tuple[int, float]:
        """(status, when the answer had arrived, by `time.time()`)."""
        status = self.loop.run_until_complete(self.line.send(message))
        return status, time.time()

    def close(self) -> None:
        self.line.close()
        self.loop.run_until_complete(asyncio.sleep(0))
        self.loop.close()
