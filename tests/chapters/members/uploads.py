"""A list taken through its pages, as a lead would."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from chapters.members import importing
from chapters.models import Import

UPLOAD = "/c/highland-park/people/import/"
YES = {"text_source": "Clipboard at the vigil", "text_wording": "Yes, text me about actions."}


def upload(client: Client, content: str | bytes, name: str = "list.csv") -> Any:
    raw = content.encode() if isinstance(content, str) else content
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, raw)})


def page(incoming: Import, act: str = "") -> str:
    return f"{UPLOAD}{incoming.code}/{act}"


def answers(incoming: Import, **said: str) -> dict[str, str]:
    """What the columns page would post: the guesses, and whatever else is said."""
    return {f"column_{place}": field for place, field in incoming.mapping.items()} | {"language": "en"} | said


def read(client: Client, content: str | bytes, **said: str) -> Import:
    """Uploaded, mapped as guessed and read by the worker: waits for the yes."""
    assert upload(client, content).status_code == 302
    incoming = Import.objects.latest("id")
    response = client.post(f"/c/highland-park/people/import/{incoming.code}/columns/", answers(incoming, **said))
    assert response.status_code == 302, response.content.decode()
    importing.run(incoming.pk)
    incoming.refresh_from_db()
    return incoming


def bring_in(client: Client, content: str | bytes, **said: str) -> Import:
    incoming = read(client, content, **said)
    client.post(f"/c/highland-park/people/import/{incoming.code}/bring-in/")
    importing.run(incoming.pk)
    incoming.refresh_from_db()
    return incoming
