"""THE GATE: who may open what. Nothing else decides.

Every view carries one mark: `@public`, `@signed_in`, `@chapter_view(Can.X)`, `@by_link(kind)`, `@staff`,
`@webhook(check)`. A view without one stops the process at start-up (`organizing/checks.py`). A mark also says
which methods the view answers. `@chapter_view` fetches the chapter through the visitor's own roles and
sets `request.chapter` and `request.role`: a stranger gets 404, too small a role 403.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Protocol, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.middleware import LoginRequiredMiddleware as DjangoLoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.http import urlencode
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt

from chapters.encryption import decrypt, encrypt
from chapters.models import Chapter, Role, User

__all__ = [
    "CAPABILITIES",
    "Can",
    "ChapterRequest",
    "LoginRequiredMiddleware",
    "Mark",
    "by_link",
    "chapter_view",
    "may",
    "public",
    "signed_in",
    "staff",
    "webhook",
]


class Can(StrEnum):
    """What a role may do in its chapter."""

    SEE_TODAY = "see today"
    SEE_NAMES = "see first names"
    SEE_PEOPLE = "see people and how to reach them"
    EDIT_PEOPLE = "add and change people"
    IMPORT = "bring in a list"
    EXPORT = "take a list out"
    ERASE = "delete a person for good"
    RUN_CAMPAIGNS = "run campaigns"
    SEE_EVENTS = "see events"
    HOLD_EVENTS = "hold events"
    WRITE = "write messages"
    SEND = "approve and send messages"
    ANSWER = "answer replies"
    SET_UP = "set up the chapter"
    GRANT = "invite people and give roles"
    SEE_AUDIT = "see who did what"


Kind = Role.Kind
EVERYDAY = frozenset({Can.SEE_TODAY, Can.SEE_NAMES, Can.SEE_EVENTS})
CAPABILITIES: dict[str, frozenset[Can]] = {
    Kind.LEAD: frozenset(Can),
    Kind.ORGANIZER: EVERYDAY
    | {Can.SEE_PEOPLE, Can.EDIT_PEOPLE, Can.RUN_CAMPAIGNS, Can.HOLD_EVENTS, Can.WRITE, Can.ANSWER},
    Kind.TEXTER: EVERYDAY | {Can.ANSWER},
    Kind.VOLUNTEER: EVERYDAY,
    Kind.LIAISON: frozenset({Can.SEE_TODAY, Can.SEE_EVENTS}),
    Kind.DISPATCHER: frozenset({Can.SEE_TODAY, Can.SEE_EVENTS}),
    Kind.VERIFIER: frozenset({Can.SEE_TODAY, Can.SEE_EVENTS}),
}
# Whoever may do one of these must have a second factor before they see anything of the chapter.
STRONG = frozenset({Can.SEND, Can.EXPORT, Can.GRANT, Can.IMPORT, Can.SET_UP})


def may(kind: str, can: Can) -> bool:
    return can in CAPABILITIES.get(kind, frozenset())


def must_have_factor(user: User) -> bool:
    """Staff, and anyone whose role may send, export or grant."""
    kinds = Role.objects.current().filter(user=user).values_list("kind", flat=True)
    return user.is_staff or any(CAPABILITIES[kind] & STRONG for kind in kinds)


def has_factor(user: User) -> bool:
    """A passkey or an authenticator; recovery codes alone do not count."""
    types = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return cast("bool", is_mfa_enabled(user, types=types))


class ChapterRequest(HttpRequest):
    """What a `@chapter_view` receives; `roles` are all that the visitor holds, in any chapter."""

    chapter: Chapter
    role: Role
    roles: list[Role]
    user: User
    htmx: Any


@dataclass(frozen=True)
class Mark:
    """The access mark of a view, as `manage.py routes` prints it."""

    kind: str
    methods: tuple[str, ...]
    detail: str = ""
    fresh: bool = False

    def __str__(self) -> str:
        return f"{self.kind}({self.detail})" if self.detail else self.kind


class View(Protocol):
    def __call__(self, request: Any, /, *args: Any, **kwargs: Any) -> HttpResponseBase: ...


Decorator = Callable[[View], View]
Check = Callable[[Any, dict[str, Any]], HttpResponseBase | None]


def marked(mark: Mark, check: Check, *, login: bool) -> Decorator:
    """The mark, the methods and the check around a view. The check may take arguments away and may answer itself."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in (*mark.methods, "HEAD" if "GET" in mark.methods else ""):
                return HttpResponseNotAllowed(mark.methods)
            return check(request, kwargs) or view(request, *args, **kwargs)

        guarded.access = mark  # type: ignore[attr-defined]
        guarded.login_required = login  # type: ignore[attr-defined]
        return guarded

    return decorate


def _open(request: HttpRequest, kwargs: dict[str, Any]) -> None:
    return None


def public(*methods: str) -> Decorator:
    """Anyone, signed in or not. `@public()` answers GET."""
    return marked(Mark("public", methods or ("GET",)), _open, login=False)


def signed_in(*methods: str) -> Decorator:
    """Any signed-in person, about their own things only."""
    return marked(Mark("signed_in", methods or ("GET",)), _open, login=True)


def by_link(kind: str, *methods: str) -> Decorator:
    """Whoever holds the secret in the address. The view looks the secret up; no address leaks onward."""

    def decorate(view: View) -> View:
        @wraps(view)
        def private(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            # Not "no-referrer": browsers then post forms with "Origin: null", which the CSRF check refuses.
            response.headers["Referrer-Policy"] = "same-origin"
            response.headers["X-Robots-Tag"] = "noindex"
            response.headers["Cache-Control"] = "no-store"
            return response

        return marked(Mark("by_link", methods or ("GET",), kind), _open, login=False)(private)

    return decorate


def webhook(genuine: Callable[[HttpRequest], bool]) -> Decorator:
    """A machine that signs what it posts; anything unsigned gets 403."""

    def check(request: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase | None:
        return None if genuine(request) else HttpResponse("The signature is missing or wrong.", "text/plain", 403)

    def decorate(view: View) -> View:
        return csrf_exempt(marked(Mark("webhook", ("POST",), genuine.__name__), check, login=False)(view))

    return decorate


def staff(*methods: str) -> Decorator:
    """Staff with a second factor."""

    def check(request: ChapterRequest, kwargs: dict[str, Any]) -> HttpResponseBase | None:
        return turned_away(request)

    return marked(Mark("staff", methods or ("GET",)), check, login=True)


def turned_away(request: ChapterRequest) -> HttpResponseBase | None:
    """What whoever is not staff with a factor gets instead of a page of staff: nothing there, or a way to a factor."""
    if not request.user.is_staff:
        raise Http404
    return None if has_factor(request.user) else to_protect(request)


def chapter_view(can: Can, *methods: str, fresh: bool = False) -> Decorator:
    """A role in the chapter of the address that has the capability.

    `fresh` asks for the factor before a POST unless it was given in the last 5 minutes, then does what was posted
    (not files: they have to be chosen again). Its forms name their `action`, because a refused form is then shown
    at another address.
    """

    def check(request: ChapterRequest, kwargs: dict[str, Any]) -> HttpResponseBase | None:
        enter(request, kwargs.pop("chapter"))
        if CAPABILITIES[request.role.kind] & STRONG and not has_factor(request.user):
            return to_protect(request)
        if not may(request.role.kind, can):
            raise PermissionDenied
        if fresh and request.method == "POST" and not gave_factor_recently(request):
            return to_reauthenticate(request)
        return None

    return marked(Mark("chapter_view", methods or ("GET",), can.name, fresh), check, login=True)


def enter(request: ChapterRequest, slug: str) -> None:
    """Set the chapter and the visitor's role in it; a stranger cannot tell it from one that does not exist."""
    request.roles = list(Role.objects.current().filter(user=request.user).select_related("chapter"))
    role = next((role for role in request.roles if role.chapter.slug == slug), None)
    if role is None:
        raise Http404
    request.role, request.chapter = role, role.chapter


def to_protect(request: HttpRequest) -> HttpResponse:
    return off_to(request, reverse("chapters:accounts_protect"), back=request.get_full_path())


def off_to(request: HttpRequest, url: str, *, back: str) -> HttpResponse:
    """To a page of its own and back; htmx would otherwise put that page into a part of this one."""
    target = f"{url}?{urlencode({REDIRECT_FIELD_NAME: back})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": target})
    return redirect(target)


def gave_factor_recently(request: HttpRequest) -> bool:
    """At sign-in or since. Allauth's own question passes silently for a person without a factor, so the gate asks
    for the factor first and then this."""
    records = get_authentication_records(request, request.user)
    given = [record["at"] for record in records if record["method"] == "mfa"]
    return bool(given) and time.time() - max(given) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


POSTED = "suspended post"


def to_reauthenticate(request: HttpRequest) -> HttpResponse:
    """Keep what was posted, sealed, in the session, and ask for the factor. Allauth's own way would keep the address
    and browser of the visitor too, and the words in clear."""
    request.session.pop(STATE_SESSION_KEY, None)
    if not request.FILES:
        posted = encrypt(request.POST.urlencode(), context=POSTED)
        state = {"path": request.path, "posted": posted, "at": time.time()}
        request.session[STATE_SESSION_KEY] = {"state": state, "callback": f"{__name__}.resume"}
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        return to_protect(request)
    return off_to(request, methods[0]["url"], back=request.path)


def resume(request: HttpRequest, state: dict[str, Any]) -> HttpResponseBase:
    """Do what was posted before the factor was asked for; called by allauth once it was given.

    Only if it was asked for that very page, and not long ago: what somebody left lying is not done later.
    """
    wanted = get_next_redirect_url(request)
    if wanted != state["path"] or time.time() - state["at"] > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
        return redirect(wanted or settings.LOGIN_REDIRECT_URL)
    request.POST = QueryDict(decrypt(state["posted"], context=POSTED))
    request.path = request.path_info = state["path"]
    request.resolver_match = resolve(state["path"])
    view, args, kwargs = request.resolver_match
    return cast("HttpResponseBase", view(request, *args, **kwargs))


class LoginRequiredMiddleware(DjangoLoginRequiredMiddleware):
    """Nothing is open unless its mark says so."""


class NoStoreMiddleware:
    """Pages of a signed-in person stay out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["Cache-Control"] = "no-store"
        return response


def rail_counts(chapter: Chapter) -> int:
    providers: Iterable[Callable[[Chapter], int]] = map(import_string, settings.RAIL_COUNTS)
    return sum(count(chapter) for count in providers)


def context(request: HttpRequest) -> dict[str, Any]:
    """What every template may use: the chapter, the role in it, and how many replies wait."""
    chapter = getattr(request, "chapter", None)
    if chapter is None:
        return {"DEMO": settings.DEMO}
    return {
        "DEMO": settings.DEMO,
        "chapter": chapter,
        "role": getattr(request, "role", None),
        "waiting_replies": lambda: rail_counts(chapter),
    }
