"""System checks that stop the process: every view carries an access mark, and what is worst to lose asks twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.urls import URLPattern, URLResolver, get_resolver

# Views that others wrote and that guard themselves: the sign-in pages, and the admin behind its own gate.
GUARDED = ("allauth.", "django.contrib.admin.", "django.contrib.contenttypes.", "django.contrib.staticfiles.")


@dataclass(frozen=True)
class Route:
    pattern: str
    name: str
    view: Any

    @property
    def mark(self) -> Any:
        return getattr(self.view, "access", None)

    @property
    def guards_itself(self) -> bool:
        module = getattr(getattr(self.view, "view_class", self.view), "__module__", "")
        return f"{module}.".startswith(GUARDED) or self.pattern.startswith("admin/")

    @property
    def is_third_party(self) -> bool:
        """Also what answers to a name of allauth's choosing."""
        return self.guards_itself or self.name.startswith(("account_", "mfa_"))


def routes(
    patterns: Sequence[URLPattern | URLResolver] | None = None, prefix: str = "", space: str = ""
) -> Iterator[Route]:
    """Every address of the site, included ones too."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from routes(pattern.url_patterns, path, inner)
        else:
            yield Route(path, f"{space}{pattern.name}" if pattern.name else "", pattern.callback)


def views_are_marked(**_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"/{route.pattern} has no access mark.",
            hint="Put @public, @signed_in, @chapter_view, @by_link, @staff or @webhook on the view.",
            obj=route.name,
            id="organizing.E001",
        )
        for route in routes()
        if route.mark is None and not route.guards_itself
    ]


# What a thief would do first. Such a view acts on POST alone, so that the question for the factor stands before it.
ASKS_AGAIN = {"EXPORT", "GRANT"}


def lists_leave_only_fresh(**_: Any) -> list[CheckMessage]:
    return [
        Error(
            f"/{route.pattern} takes a list out or gives a role without asking for the factor again.",
            hint="Add POST and fresh=True to its @chapter_view; act on POST only.",
            obj=route.name,
            id="organizing.E002",
        )
        for route in routes()
        if route.mark and route.mark.detail in ASKS_AGAIN and not (route.mark.fresh and "POST" in route.mark.methods)
    ]


def register_all() -> None:
    register(views_are_marked, "access")
    register(lists_leave_only_fresh, "access")
