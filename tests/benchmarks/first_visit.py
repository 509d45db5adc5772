"""What a phone loads to show an event for the first time, and how long the second `make run` takes."""

import re
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

from tests.benchmarks import Result
from tests.system import reachable_folder, running

PARTS = re.compile(r"<link[^>]+rel=\"stylesheet\"[^>]+href=\"([^\"]+)\"|<script[^>]+src=\"([^\"]+)\"")


def measure() -> list[Result]:
    with reachable_folder() as state:
        with running(state) as first:
            address = first.address
        with running(state) as second:
            address = second.address
            total = cold_bytes(event_page(address))
            seconds = second.seconds_to_start
    return [
        Result("public event page, cold KB", total / 1000, 40, "lower"),
        Result("second start, seconds", seconds, 10, "lower"),
    ]


def get(url: str) -> tuple[int, str]:
    """(bytes of the body on the wire, the text of it asked for without compression)."""
    parts = urlsplit(url)
    found: list[bytes] = []
    for encoding in ("br, gzip", "identity"):
        connection = HTTPConnection(parts.netloc, timeout=20)
        connection.request("GET", parts.path, headers={"Accept-Encoding": encoding})
        found.append(connection.getresponse().read())
        connection.close()
    return len(found[0]), found[1].decode()


def event_page(address: str) -> str:
    """The first event that the demo's first page shows."""
    _size, home = get(address + "/")
    match = re.search(r"/e/[\w-]+/", home)
    assert match, "the first page of the demo shows no event"
    return address + match[0]


def cold_bytes(url: str) -> int:
    """HTML, style sheets and scripts together, compressed, as a browser with an empty cache asks for them."""
    size, page = get(url)
    parts = {urljoin(url, style or script) for style, script in PARTS.findall(page)}
    assert len(parts) >= 2, "a page without its style sheet and its script was not read right"
    return size + sum(get(part)[0] for part in parts)
