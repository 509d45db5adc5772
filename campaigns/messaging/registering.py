"""What the phone companies want to know before a number may text many people: the steps, and how far each number is.

From Twilio's pages on A2P 10DLC, toll-free verification and short codes. Texts of a number that is not registered are
blocked (30034, 30032).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from campaigns.messaging.models import Delivery, Sender
from chapters.dates import on_day

UNREGISTERED = ("30034", "30032")
A_LEAD, WHO_RUNS = _("A lead"), _("The person who runs this site")
WAITS = _("A lead asks. The answer takes some days")
TRUST_HUB = _("Twilio, under Trust Hub")
COMPLIANCE = _("Twilio, under Messaging, Regulatory compliance")
NUMBERS = _("Twilio, under Phone numbers")
SERVICES = _("Twilio, under Messaging, Services")
HERE = _("This site")


@dataclass(frozen=True)
class Step:
    """One thing to have done. `seen` tells from our own data; without it only a lead knows. `page` is the name of the
    address of ours where it is done, `hint` what to write there."""

    name: str
    words: Any
    who: Any
    where: Any
    seen: Callable[[Sender], bool] | None = None
    page: str = ""
    hint: Any = ""


def has_address(sender: Sender) -> bool:
    return bool(sender.chapter.postal_address)


def has_privacy_page(_sender: Sender) -> bool:
    """Every site has one."""
    return True


def has_service(sender: Sender) -> bool:
    return bool(sender.messaging_service_sid)


def has_arrived(sender: Sender) -> bool:
    """A text of this sender was delivered."""
    tried = Delivery.objects.filter(chapter=sender.chapter_id, attempted_at__isnull=False)
    return tried.filter(sender=sender, state=Delivery.State.DELIVERED).exists()


STEPS = {
    step.name: step
    for step in (
        Step(
            "legal_name",
            _("Twilio has the legal name and the tax number (EIN)."),
            _("A lead with the letter from the IRS"),
            TRUST_HUB,
            hint=_("Copy both exactly as they stand on the letter from the IRS."),
        ),
        Step("address", _("The set-up has your postal address."), A_LEAD, HERE, has_address, "chapters:setup"),
        Step(
            "privacy",
            _("There is a privacy page."),
            WHO_RUNS,
            HERE,
            has_privacy_page,
            "chapters:privacy",
            _("Give Twilio its address. It must say that numbers are not shared."),
        ),
        Step(
            "yes_page",
            _("Twilio has the address of the page where people say yes."),
            A_LEAD,
            COMPLIANCE,
            page="campaigns:chapter",
            hint=_("Give Twilio your public page. Say that the box for texts begins empty."),
        ),
        Step(
            "samples",
            _("Twilio has two sample texts."),
            A_LEAD,
            COMPLIANCE,
            hint=_("Use real ones, with your name at the start and STOP at the end."),
        ),
        Step("brand", _("The group is registered as a brand."), WAITS, COMPLIANCE),
        Step(
            "campaign",
            _("What you text about is registered as a campaign."),
            WAITS,
            COMPLIANCE,
            hint=_("A 501(c)(3) picks Charity. A 501(c)(4) picks Political."),
        ),
        Step(
            "service",
            _("The number is in a Messaging Service."),
            WHO_RUNS,
            SERVICES,
            has_service,
            "campaigns:messaging_senders",
            _("Attach the campaign to it. Then copy its id, which begins with MG, into the sender here."),
        ),
        Step("verified", _("The toll-free number is verified."), WAITS, NUMBERS),
        Step("lease", _("The short code is leased."), WAITS, NUMBERS),
        Step("carriers", _("The phone companies have approved the short code."), WAITS, NUMBERS),
        Step(
            "arrived",
            _("A first text has arrived."),
            A_LEAD,
            HERE,
            has_arrived,
            "campaigns:messaging_list",
            _("Try a message on your own phone."),
        ),
    )
}
SAME = ("legal_name", "address", "privacy", "yes_page", "samples")
LOCAL = (*SAME, "brand", "campaign", "service", "arrived")
STEPS_OF: dict[str, tuple[str, ...]] = {
    Sender.Kind.LOCAL: LOCAL,
    Sender.Kind.STANDARD: LOCAL,
    Sender.Kind.TOLL_FREE: (*SAME, "verified", "arrived"),
    Sender.Kind.SHORT_CODE: (*SAME, "lease", "carriers", "arrived"),
    Sender.Kind.EMAIL: (),
}
# How the list of who did what says a kind or a step.
AUDIT_VALUES: dict[str, Any] = {
    **{str(kind): kind.label for kind in Sender.Kind if kind != Sender.Kind.EMAIL},
    **{name: step.words for name, step in STEPS.items()},
}


@dataclass(frozen=True)
class Row:
    """A step of one sender: the day (ISO) a lead ticked it, or '' and whether we see it ourselves."""

    step: Step
    ticked_on: str
    is_seen: bool

    @property
    def is_done(self) -> bool:
        return bool(self.ticked_on) or self.is_seen

    @property
    def day(self) -> str:
        return on_day(date.fromisoformat(self.ticked_on))


@dataclass(frozen=True)
class Registration:
    rows: list[Row]
    blocked_by: str

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.rows)

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def next(self) -> Step | None:
        return next((row.step for row in self.rows if not row.is_done), None)


def of(sender: Sender) -> Registration:
    """How far a sender is. `blocked_by` is the carrier's code while it refuses us for this, else ''."""
    rows = []
    for name in STEPS_OF[sender.kind]:
        step, ticked_on = STEPS[name], sender.registration.get(name, "")
        rows.append(Row(step, ticked_on, bool(not ticked_on and step.seen and step.seen(sender))))
    return Registration(rows, sender.trouble if sender.trouble in UNREGISTERED else "")
