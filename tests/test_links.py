"""No page leads its reader to an address that they may not open. A lead may open everything."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client

from tests.access.world import Side
from tests.cast import Cast
from tests.factories import signed_in

pytestmark = pytest.mark.django_db
HOME = "/c/highland-park/"


def links(page: str, address: str) -> set[str]:
    found = re.findall(r'<a [^>]*?href="([^"#]+)', page)
    whole = {urljoin(address, unescape(link)) for link in found if not link.startswith(("http", "tel:", "mailto:"))}
    return {link for link in whole if urlsplit(link).path.startswith(HOME)}


def refused(client: Client) -> list[str]:
    """ "from -> to" for each link that ends at a refusal."""
    waiting, found = [HOME], []
    pages = {HOME: client.get(HOME).content.decode()}
    while waiting:
        address = waiting.pop()
        for link in links(pages[address], address) - pages.keys():
            answer = client.get(link)
            is_page = not answer.streaming and "text/html" in answer.get("Content-Type", "")
            pages[link] = answer.content.decode() if is_page else ""
            waiting.append(link)
            if answer.status_code in {403, 404}:
                found.append(f"{address} -> {link}")
    return found


@pytest.mark.parametrize("who", ["organizer", "texter", "volunteer", "liaison"])
def test_no_link_ends_at_a_refusal(cast: Cast, who: str) -> None:
    Side(cast.here, cast.lead, "kestrel")
    assert refused(signed_in(getattr(cast, who))) == []
