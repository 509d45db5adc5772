"""A worker's turn at one queue: claim a batch, let each message leave in its slot, and look around again.

Messages wait for their slot in a line of this process, not in a thread, so that the slow pace of one sender never
keeps another's from leaving.
"""

import heapq
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import lru_cache
from itertools import count
from threading import local

from django.conf import settings
from django.db import close_old_connections

from campaigns.messaging import email
from campaigns.messaging.claims import Claimed, claim
from campaigns.messaging.handover import safely

LOOK_SECONDS = 5.0  # how often a thread asks whether its connection still lives
_order = count()
_looked = local()


def turn(queue: str, *, seconds: float) -> bool:
    """Send from one queue until it is empty (False) or the time is up (True)."""
    one = Turn(queue, time.monotonic() + seconds)
    while not one.is_over:
        one.claim_more()
        one.start_due()
        one.rest()
    email.hang_up()
    return one.may_hold_more


class Turn:
    """What has been claimed and not begun (`line`, by when it may leave), and what is on its way (`under_way`)."""

    def __init__(self, queue: str, until: float) -> None:
        self.queue, self.until = queue, until
        self.line: list[tuple[float, int, Claimed]] = []
        self.under_way: set[Future[None]] = set()
        self.may_hold_more = True
        self.claim_at = 0.0

    @property
    def is_over(self) -> bool:
        return not (self.line or self.under_way or self.claims_on)

    @property
    def claims_on(self) -> bool:
        return self.may_hold_more and time.monotonic() < self.until

    @property
    def hands(self) -> int:
        """How many messages may be on their way at once."""
        return max(1, int(settings.SEND_THREADS))

    @property
    def has_a_hand_free(self) -> bool:
        return len(self.under_way) < self.hands

    def claim_more(self) -> None:
        """Before the line is empty, so that nobody waits for the claim."""
        if not self.claims_on or len(self.line) >= self.hands or time.monotonic() < self.claim_at:
            return
        found = claim(self.queue, size=settings.SEND_BATCH)
        for claimed in found.batch:
            heapq.heappush(self.line, (claimed.go_at, next(_order), claimed))
        self.may_hold_more = found.wait is not None
        self.claim_at = time.monotonic() + (found.wait or 0.0)

    def start_due(self) -> None:
        while self.line and self.line[0][0] <= time.monotonic() and self.has_a_hand_free:
            self.under_way.add(start(heapq.heappop(self.line)[2]))

    def rest(self) -> None:
        """Until somebody comes back, the next slot, or the next claim, whichever is first."""
        until = []
        if self.line and self.has_a_hand_free:
            until.append(self.line[0][0])
        if self.claims_on and len(self.line) < self.hands:
            until.append(self.claim_at)
        pause = max(0.0, min(until) - time.monotonic()) if until else None
        if self.under_way:
            _, self.under_way = wait(self.under_way, timeout=pause, return_when=FIRST_COMPLETED)
        elif pause:
            time.sleep(pause)


def start(claimed: Claimed) -> Future[None]:
    """Hand over in a thread of this process; in the caller's own with SEND_THREADS=0."""
    if settings.SEND_THREADS:
        return crew().submit(in_thread, claimed)
    done: Future[None] = Future()
    safely(claimed)
    done.set_result(None)
    return done


@lru_cache(maxsize=1)
def crew() -> ThreadPoolExecutor:
    """The sending threads of this process, made on first use: after Celery has forked."""
    return ThreadPoolExecutor(settings.SEND_THREADS, thread_name_prefix="send")


def in_thread(claimed: Claimed) -> None:
    if time.monotonic() - getattr(_looked, "at", 0.0) > LOOK_SECONDS:
        close_old_connections()
        _looked.at = time.monotonic()
    safely(claimed)
