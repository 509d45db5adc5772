"""What the stand-in for Twilio remembers, in Redis, so that it outlives a restart."""

import json
import secrets
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

import redis
from django.conf import settings


@dataclass(frozen=True)
class Message:
    """A text as Twilio keeps it. `direction` is Twilio's: outbound-api, outbound-reply or inbound."""

    to: str
    sender: str
    body: str
    direction: str = "outbound-api"
    status: str = "queued"
    service: str = ""
    callback: str = ""
    error_code: int | None = None
    sid: str = field(default_factory=lambda: f"SM{secrets.token_hex(16)}")
    created_at: float = field(default_factory=time.time)

    @property
    def person(self) -> str:
        return self.sender if self.direction == "inbound" else self.to

    @property
    def origin(self) -> str:
        """What stop is remembered for: the Messaging Service if there is one, else the number."""
        return self.service or (self.to if self.direction == "inbound" else self.sender)


class Store:
    """`name` keeps several stores in one Redis apart."""

    def __init__(self, client: redis.Redis, name: str = "handset") -> None:
        self.redis, self.name = client, name

    def key(self, *parts: str) -> str:
        return ":".join((self.name, *parts))

    def add(self, message: Message) -> Message:
        with self.redis.pipeline() as pipe:
            pipe.set(self.key("message", message.sid), json.dumps(asdict(message)))
            pipe.lpush(self.key("person", message.person), message.sid)
            pipe.lpush(self.key("all"), message.sid)
            pipe.zadd(self.key("people"), {message.person: message.created_at})
            pipe.execute()
        return message

    def change(self, message: Message, **changes: Any) -> Message:
        changed = replace(message, **changes)
        self.redis.set(self.key("message", message.sid), json.dumps(asdict(changed)), xx=True)
        return changed

    def get(self, sid: str) -> Message | None:
        found = self.redis.get(self.key("message", sid))
        return Message(**json.loads(found)) if found else None

    def delete(self, message: Message) -> None:
        with self.redis.pipeline() as pipe:
            pipe.delete(self.key("message", message.sid))
            pipe.lrem(self.key("person", message.person), 1, message.sid)
            pipe.lrem(self.key("all"), 1, message.sid)
            pipe.execute()

    def of(self, person: str, *, start: int = 0, size: int = 50) -> list[Message]:
        """One person's texts in both directions, newest first."""
        return self.fetch(self.redis.lrange(self.key("person", person), start, start + size - 1))

    def latest(self, *, start: int = 0, size: int = 50) -> list[Message]:
        return self.fetch(self.redis.lrange(self.key("all"), start, start + size - 1))

    def fetch(self, sids: Iterable[object]) -> list[Message]:
        keys = [self.key("message", str(sid)) for sid in sids]
        return [Message(**json.loads(found)) for found in (self.redis.mget(keys) if keys else []) if found]

    def people(self, *, size: int) -> list[str]:
        """Numbers, the one with the newest text first."""
        return [str(number) for number in self.redis.zrevrange(self.key("people"), 0, size - 1)]

    def stop(self, origin: str, person: str) -> None:
        self.redis.sadd(self.key("stopped"), f"{origin} {person}")

    def start(self, origin: str, person: str) -> None:
        self.redis.srem(self.key("stopped"), f"{origin} {person}")

    def is_stopped(self, origin: str, person: str) -> bool:
        return bool(self.redis.sismember(self.key("stopped"), f"{origin} {person}"))

    def put_mail(self, mail: dict[str, str]) -> None:
        with self.redis.pipeline() as pipe:
            pipe.hset(self.key("mail"), mail["id"], json.dumps(mail))
            pipe.lpush(self.key("mails"), mail["id"])
            pipe.execute()

    def mails(self, *, size: int) -> list[dict[str, str]]:
        """Newest first."""
        ids = self.redis.lrange(self.key("mails"), 0, size - 1)
        return [json.loads(mail) for mail in (self.redis.hmget(self.key("mail"), ids) if ids else []) if mail]

    def mail(self, mail_id: str) -> dict[str, str] | None:
        found = self.redis.hget(self.key("mail"), mail_id)
        return json.loads(found) if found else None


def demo_store() -> Store:
    return Store(redis.Redis.from_url(settings.REDIS_URL, decode_responses=True))
