"""Who opens the page of an action: anyone with the link, or the person a message was written to."""

from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.crypto import salted_hmac

from campaigns.advocacy.models import Action, ActionTaken
from campaigns.messaging.merging import link_to
from campaigns.messaging.models import CallToAction, Delivery
from chapters.access import Can, may
from chapters.bases import new_secret
from chapters.members.models import Member
from chapters.models import Role

COOKIE = "acted"
COOKIE_SECONDS = 24 * 3600  # what it keeps from counting twice counts once a day
signer = signing.Signer(salt="a browser that acts")
Source = ActionTaken.Source


@dataclass(frozen=True)
class Visitor:
    """`path` is the page as they opened it. `mark` stands for them where something must count once. `token` is the
    random word that their browser keeps, "" for somebody we know."""

    path: str
    mark: str
    member: Member | None = None
    delivery: Delivery | None = None
    token: str = ""
    is_sample: bool = False

    @property
    def source(self) -> Source:
        return Source.LINK if self.member else Source.SHARED

    @property
    def call(self) -> CallToAction | None:
        return self.delivery.call_to_action if self.delivery else None

    def key(self, action: Action, *parts: object) -> str:
        """What must count once for this person: the same words give the same key, and nobody can read it back."""
        said = ":".join(map(str, (action.pk, self.mark, *parts)))
        return salted_hmac("action taken", said, algorithm="sha256").hexdigest()

    def remembered(self, response: HttpResponse) -> HttpResponse:
        """The browser keeps a random word, signed and of no meaning, for a day."""
        if self.token:
            response.set_cookie(
                COOKIE,
                signer.sign(self.token),
                max_age=COOKIE_SECONDS,
                secure=settings.SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


def anyone(request: HttpRequest, action: Action) -> Visitor:
    try:
        token = signer.unsign(request.COOKIES.get(COOKIE, ""))
    except signing.BadSignature:
        token = new_secret()
    return Visitor(reverse("campaigns:advocacy_action", args=[action.code]), f"browser:{token}", token=token)


def the_person(delivery: Delivery, member: Member) -> Visitor:
    path = reverse("campaigns:tap", args=[delivery.link_code])
    return Visitor(path, f"member:{member.pk}", member=member, delivery=delivery)


def personal_url(delivery: Delivery) -> str:
    """The short link of a message; "" for one that had none."""
    return link_to(delivery.link_code) if delivery.link_code else ""


def action_for(request: HttpRequest, code: str) -> Action:
    """An action this visitor may open: one that was published, or any of a chapter in which they hold a role.

    Raises Http404, the same for a draft as for none.
    """
    action = Action.objects.for_page().filter(code=code, chapter__closed_at=None).first()
    if action is None or not (action.is_published or is_insider(request, action)):
        raise Http404
    action.campaign.chapter = action.chapter
    return action


def is_insider(request: HttpRequest, action: Action) -> bool:
    if not request.user.is_authenticated:
        return False
    role = Role.objects.current().filter(user=request.user, chapter=action.chapter_id).first()
    return role is not None and may(role.kind, Can.SEE_TODAY)
