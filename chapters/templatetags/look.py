"""The parts of the look as template tags. Markup lives in templates/shared/, words and numbers here."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import segno
from django import template
from django.conf import settings
from django.forms import BoundField, RadioSelect, Select, Textarea, Widget
from django.forms.forms import BaseForm
from django.template import Context
from django.urls import reverse
from django.utils import dateformat, timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from chapters import dates, forms
from chapters.access import Can, may
from chapters.templatetags.icons import ICONS

register = template.Library()

# What a state looks like: (kind, icon). The word comes from the model.
STATES = {
    "draft": ("", "pen"),
    "asked": ("warn", "clock"),
    "approved": ("good", "check"),
    "held": ("warn", "clock"),
    "scheduled": ("note", "clock"),
    "sending": ("note", "send"),
    "paused": ("warn", "clock"),
    "done": ("good", "check"),
    "sent": ("good", "check"),
    "delivered": ("good", "check"),
    "going": ("good", "check"),
    "published": ("good", "check"),
    "won": ("good", "check"),
    "next": ("now", ""),
    "unconfirmed": ("warn", "clock"),
    "waitlisted": ("warn", "clock"),
    "offered": ("warn", "clock"),
    "stopped": ("stop", "x"),
    "cancelled": ("stop", "x"),
    "failed": ("stop", "x"),
    "good": ("good", "check"),
    "warn": ("warn", "alert"),
    "stop": ("stop", "x"),
    "note": ("note", ""),
    "now": ("now", ""),
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A picture beside a word; hidden from screen readers."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        ICONS[name],
    )


@register.simple_tag
def qr(url: str, label: str) -> SafeString:
    """A drawing of an address for a phone's camera; `label` is read aloud. Black on white in every theme."""
    drawn = SafeString(segno.make(url, error="m").svg_inline(omitsize=True, border=3, light="#fff"))
    return format_html('<span class="qr" role="img" aria-label="{}">{}</span>', label, drawn)


@register.simple_tag
def site_url(name: str, *args: object) -> str:
    """An address with the name of the site, for what is printed, scanned or passed on."""
    return settings.PUBLIC_URL + reverse(name, args=args)


@register.simple_tag
def pill(state: str, label: str = "") -> SafeString:
    """A state with its word: {% pill call.state call.get_state_display %} or {% pill "good" words %}."""
    kind, drawing = STATES.get(state, ("", ""))
    picture = icon(drawing) if drawing else ""
    return format_html('<span class="pill {}">{}{}</span>', kind, picture, label or state)


@register.inclusion_tag("shared/bar.html")
def bar(value: int, maximum: int, second: int = 0, label: str = "", tall: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
    """One bar from zero; `second` follows `value` in the second colour. `label` is read aloud."""
    span = max(maximum, value + second, 1)
    return {
        "value": value,
        "second": second,
        "span": span,
        "tall": tall,
        "label": label or _("%(value)s of %(maximum)s") % {"value": value, "maximum": maximum},
    }


@register.inclusion_tag("shared/day.html")
def day(at: datetime, zone: dates.Zone = "", small: bool = False) -> dict[str, Any]:  # noqa: FBT001, FBT002
    """The calendar leaf of an event's date; an empty one without a date."""
    if not dates.is_set(at):
        return {"small": small}
    here = dates.local(at, zone)
    return {
        "date": here.date(),
        "month": capfirst(dateformat.format(here, "M"))[:3],
        "day": here.day,
        "weekday": capfirst(dateformat.format(here, "D")),
        "small": small,
    }


# --- forms ---------------------------------------------------------------------------------------


def kind_of(widget: Widget) -> str:
    """Which markup shared/field.html gives a widget."""
    if isinstance(widget, forms.Tiles):
        return "tiles"
    if isinstance(widget, RadioSelect | forms.Picks):
        return "list"
    return "checkbox" if getattr(widget, "input_type", "") == "checkbox" else "plain"


def target_of(bound: BoundField) -> str:
    """The id a link in the error strip leads to."""
    return bound.id_for_label or f"{bound.auto_id}_0"


@register.inclusion_tag("shared/field.html")
def field(bound: BoundField, optional: bool = True, check: str = "") -> dict[str, Any]:  # noqa: FBT001, FBT002
    """A labelled field with its hint and errors. `check` is an address that validates it when it is left."""
    widget = bound.field.widget
    choice = isinstance(widget, Select | RadioSelect) or kind_of(widget) in {"checkbox", "list"}
    return {
        "field": bound,
        "kind": kind_of(widget),
        "optional": optional and not bound.field.required and not choice,
        "check": check,
        "is_area": isinstance(widget, Textarea),
    }


@register.inclusion_tag("shared/error_strip.html")
def error_strip(*bound_forms: BaseForm) -> dict[str, Any]:
    """What needs fixing, on top of a refused form; each line leads to its field. Nothing when all is well."""
    shown = [form for form in bound_forms if form and form.errors]
    linked = [
        {"target": target_of(bound), "label": bound.label, "colon": not str(bound.label).endswith("?"), "error": error}
        for form in shown
        for bound in form
        for error in to_fix(bound)
    ]
    plain = [error for form in shown for error in form.non_field_errors()]
    question = next(filter(None, (getattr(form, "question", "") for form in shown)), "")
    return {"linked": linked, "plain": plain, "total": len(linked) + len(plain), "question": question}


def to_fix(bound: BoundField) -> list[str]:
    """The errors of a field, without what is only asked back (`Careful`)."""
    return [
        str(error)
        for error, data in zip(bound.errors, bound.errors.as_data(), strict=True)
        if getattr(data, "code", "") != "asked"
    ]


# --- words ---------------------------------------------------------------------------------------


@register.filter
def spoken(at: datetime, zone: dates.Zone = "") -> str:
    return dates.spoken(at, zone)


@register.filter
def iso_day(at: datetime, zone: dates.Zone = "") -> str:
    """ "2026-10-05", as an address or a date field wants it."""
    return dates.local(at, zone).date().isoformat()


@register.filter
def deadline(at: datetime, zone: dates.Zone = "") -> str:
    return dates.deadline(at, zone)


@register.filter
def spoken_day(at: datetime, zone: dates.Zone = "") -> str:
    return dates.day(at, zone)


@register.filter
def on_day(on: date, exact: bool = True) -> str:  # noqa: FBT001, FBT002
    return dates.on_day(on, exact=exact)


@register.filter
def on_weekday(on: date) -> str:
    return dates.on_weekday(on)


@register.filter
def clock(at: datetime, zone: dates.Zone = "") -> str:
    return dates.clock(at, zone)


@register.simple_tag
def hours(starts: datetime, ends: datetime | None, zone: dates.Zone = "") -> str:
    return dates.hours(starts, ends, zone)


@register.filter
def wait(since: datetime) -> str:
    """How long since then: "5 hours"."""
    return dates.wait(timezone.now() - since)


@register.filter
def ago(at: datetime) -> str:
    return dates.ago(at)


@register.filter
def grouped(number: int) -> str:
    """12000 -> "12,000", as people in the US write it in any language."""
    return f"{number:,}"


@register.filter
def initials(name: str) -> str:
    """At most three letters for a face or a stamp."""
    return "".join(word[0] for word in str(name).split() if word[0].isalnum())[:3].upper()


@register.filter
def rounded(count: int) -> str:
    """A count the public may see: "100+", and nothing under 20."""
    if count < 20:
        return ""
    step = 10 if count < 100 else 50 if count < 1000 else 100
    return f"{count // step * step}+"


@register.simple_tag
def lang_of(text: Any) -> SafeString | str:
    """` lang="es"` when a `…Text` row, or words of that language code, are not in the page's language, else nothing."""
    code = text if isinstance(text, str) else getattr(text, "language", "")
    if not code or code == translation.get_language():
        return ""
    return format_html(' lang="{}"', code)


# --- around the page -----------------------------------------------------------------------------


@register.inclusion_tag("shared/languages.html", takes_context=True)
def languages(context: Context) -> dict[str, Any]:
    """A link to this same page in each other language, in its own words."""
    request = context["request"]
    others = []
    for code, _name in settings.LANGUAGES:
        if code != translation.get_language():
            query = request.GET.copy()
            query["lang"] = code
            name = capfirst(translation.get_language_info(code)["name_local"])
            others.append({"code": code, "name": name, "href": f"?{query.urlencode()}"})
    return {"others": others}


@register.simple_tag(takes_context=True)
def can(context: Context, name: str) -> bool:
    """Whether the visitor's role in this chapter may: {% can "send" as ok %}."""
    role = getattr(context["request"], "role", None)
    return role is not None and may(role.kind, Can[name.upper()])


# What a role is called where you see your own.
ROLE_WORDS = {
    "lead": gettext_lazy("%(name)s, you lead here"),
    "organizer": gettext_lazy("%(name)s, you organize here"),
    "texter": gettext_lazy("%(name)s, you answer texts here"),
    "volunteer": gettext_lazy("%(name)s, you help here"),
    "liaison": gettext_lazy("%(name)s, you speak for us here"),
    "dispatcher": gettext_lazy("%(name)s, you dispatch here"),
    "verifier": gettext_lazy("%(name)s, you verify here"),
}


@dataclass(frozen=True)
class RailItem:
    """One of the six items; the address names that begin with `within` are inside it."""

    name: str
    drawing: str
    verb: Any
    noun: Any
    within: tuple[str, ...]
    needs: Can


REPLIES = "campaigns:messaging_replies"
RAIL = (
    RailItem("campaigns:today", "today", "", pgettext_lazy("rail", "Today"), ("campaigns:today",), Can.SEE_TODAY),
    RailItem(
        "campaigns:list",
        "flag",
        pgettext_lazy("rail", "Run"),
        pgettext_lazy("rail", "campaigns"),
        ("campaigns:", "chapters:coalitions_group"),
        Can.SEE_TODAY,
    ),
    RailItem(
        "campaigns:events_list",
        "cal",
        pgettext_lazy("rail", "Hold"),
        pgettext_lazy("rail", "events"),
        ("campaigns:events_", "chapters:coalitions_"),
        Can.SEE_EVENTS,
    ),
    RailItem(
        "campaigns:messaging_list",
        "send",
        pgettext_lazy("rail", "Send"),
        pgettext_lazy("rail", "messages"),
        ("campaigns:messaging_",),
        Can.WRITE,
    ),
    RailItem(
        REPLIES,
        "reply",
        pgettext_lazy("rail", "Answer"),
        pgettext_lazy("rail", "replies"),
        (
            "campaigns:messaging_repl",
            "campaigns:messaging_thread",
            "campaigns:messaging_answer",
            "campaigns:messaging_ready",
        ),
        Can.ANSWER,
    ),
    RailItem(
        "chapters:members_list",
        "people",
        pgettext_lazy("rail", "Find"),
        pgettext_lazy("rail", "people"),
        ("chapters:members_",),
        Can.SEE_NAMES,
    ),
)


def current_item(view_name: str) -> RailItem | None:
    """The item with the longest matching beginning: a thread is in replies before it is in messages."""
    matches = [(len(start), item) for item in RAIL for start in item.within if view_name.startswith(start)]
    return max(matches, key=lambda match: match[0])[1] if matches else None


@register.inclusion_tag("shared/rail.html", takes_context=True)
def rail(context: Context) -> dict[str, Any]:
    """Where you are and what you can do here: only the items that your role may open."""
    request = context["request"]
    current = current_item(request.resolver_match.view_name) if request.resolver_match else None
    items = []
    for item in RAIL:
        if not may(request.role.kind, item.needs):
            continue
        href = reverse(item.name, kwargs={"chapter": request.chapter.slug})
        items.append({"item": item, "href": href, "current": item is current, "counts": item.name == REPLIES})
    return {
        "items": items,
        "chapter": request.chapter,
        "who": ROLE_WORDS[request.role.kind] % {"name": request.user.get_short_name()},
        "has_more_chapters": len(request.roles) > 1,
        "waiting_replies": context.get("waiting_replies"),
    }
