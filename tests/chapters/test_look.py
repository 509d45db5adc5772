"""The parts of the look: what each tag writes, with hostile words in it."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django import forms as django_forms
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from chapters import forms
from chapters.templatetags.icons import ICONS
from chapters.templatetags.look import RAIL, STATES, current_item

LA = "America/Los_Angeles"
WHEN = datetime(2017, 10, 6, 1, 30, tzinfo=UTC)


def written(source: str, **context: Any) -> str:
    return Template("{% load look %}" + source).render(Context(context)).strip()


class Seat(forms.Form):
    autofill = {"name": "name"}
    name = django_forms.CharField(label="Your name")
    phone = django_forms.CharField(label="Mobile", help_text="About this event only.")
    zip = django_forms.CharField(label="ZIP", required=False, widget=django_forms.TextInput({"class": "short"}))
    party = django_forms.ChoiceField(label="How many?", choices=[("1", "Just me")])
    come = django_forms.ChoiceField(label="Will you come?", choices=[("y", "Yes")], widget=forms.Tiles, help_text="So?")
    needs = django_forms.MultipleChoiceField(choices=[("c", "Childcare")], widget=forms.Picks, required=False)
    hear = django_forms.BooleanField(label="Hear from us", required=False)
    on = django_forms.DateField(required=False)
    at = django_forms.SplitDateTimeField(required=False)
    token = django_forms.CharField(widget=django_forms.HiddenInput, required=False)

    def clean_phone(self) -> str:
        raise django_forms.ValidationError("2 digits <b>short</b>.")


def test_icons_are_hidden_from_readers_and_carry_their_own_drawing() -> None:
    for name, line in ICONS.items():
        assert written("{% icon name %}", name=name) == (
            f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{line}"/></svg>'
        )
        assert re.fullmatch(r"[MmLlHhVvCcSsAaZz0-9 .,-]+", line)


def test_pill() -> None:
    assert written("{% pill 'done' words %}", words="Sent <b>").startswith('<span class="pill good"><svg')
    assert written("{% pill 'done' words %}", words="Sent <b>").endswith("</svg>Sent &lt;b&gt;</span>")
    assert written("{% pill '' 'New' %}") == '<span class="pill ">New</span>'
    assert {drawing for _kind, drawing in STATES.values()} - {""} <= set(ICONS)


@pytest.mark.parametrize(
    ("tag", "label", "span", "rects"),
    [
        ("{% bar 112 200 second=31 %}", "112 of 200", "200", [("0", "112"), ("112", "31")]),
        ("{% bar 250 200 label='250 coming' %}", "250 coming", "250", [("0", "250")]),
        ("{% bar 0 0 %}", "0 of 0", "1", [("0", "0")]),
    ],
)
def test_bar_starts_at_zero_and_never_overflows(tag: str, label: str, span: str, rects: list[tuple[str, str]]) -> None:
    html = written(tag)
    assert f'viewBox="0 0 {span} 10"' in html
    assert f'role="img" aria-label="{label}"' in html
    assert re.findall(r'x="(\d+)" width="(\d+)"', html) == rects


def test_day_is_the_day_at_the_place() -> None:
    leaf = '<p class="day"><b>Oct</b><i>5</i><small>{}</small></p>'
    assert written("{% day at zone %}", at=WHEN, zone=LA) == leaf.format("Thu")
    assert written("{% day at zone small=True %}", at=WHEN, zone=LA) == '<p class="day day-s"><b>Oct</b><i>5</i></p>'
    with translation.override("es"):
        assert written("{% day at zone %}", at=WHEN, zone=LA) == leaf.format("Jue")
        assert "<b>Sep</b>" in written("{% day at zone %}", at=WHEN - timedelta(days=20), zone=LA)


def test_words() -> None:
    since = timezone.now() - timedelta(hours=5, minutes=1)
    assert written("{{ at|spoken:zone }}", at=WHEN, zone=LA) == "Thursday, October 5, 2017, 6:30 pm"
    assert (
        written("{{ at|spoken_day:zone }} {{ at|clock:zone }}", at=WHEN, zone=LA) == "Thursday, October 5, 2017 6:30 pm"
    )
    assert written("{% hours a b zone %}", a=WHEN, b=WHEN + timedelta(hours=2), zone=LA) == "6:30 to 8:30 pm"
    assert written("{{ on|on_day }}, {{ on|on_day:False }}", on=WHEN.date()) == "October 6, 2017, October 2017"
    assert written("{{ since|wait }}, {{ since|ago }}", since=since) == "5 hours, 5 hours ago"
    assert written("{{ name|initials }}", name="Liga de (los) Ángeles Unidos") == "LDÁ"


@pytest.mark.parametrize(
    ("count", "shown"), [(0, ""), (19, ""), (20, "20+"), (99, "90+"), (187, "150+"), (412, "400+"), (2377, "2300+")]
)
def test_public_counts_are_rounded_down_and_hidden_when_small(count: int, shown: str) -> None:
    assert written("{{ count|rounded }}", count=count) == shown


def test_lang_of_marks_only_another_language() -> None:
    text = type("Text", (), {"language": "es"})()
    assert written("<p{% lang_of text %}>", text=text) == '<p lang="es">'
    assert written("<p{% lang_of text %}>", text=None) == "<p>"
    with translation.override("es"):
        assert written("<p{% lang_of text %}>", text=text) == "<p>"


def test_field_ties_label_hint_and_error_to_the_input() -> None:
    html = written("{% field form.phone %}", form=Seat({"phone": "323"}))
    assert '<div class="field has-error" id="id_phone_field">' in html
    assert '<label for="id_phone">Mobile</label>' in html
    assert '<p class="hint" id="id_phone_helptext">About this event only.</p>' in html
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'value="323"' in html
    assert '<p class="error" id="id_phone_error">' in html
    assert "2 digits &lt;b&gt;short&lt;/b&gt;." in html


def test_field_kinds() -> None:
    form = Seat(initial={"on": WHEN.date(), "token": "t"})
    fields = {name: written("{% field field %}", field=form[name]) for name in form.fields}
    assert 'autocomplete="name"' in fields["name"]
    assert 'class="in short" autocomplete="off"' in fields["zip"]
    assert '<span class="opt">(optional)</span>' in fields["zip"]
    assert fields["party"].startswith('<div class="field"')
    assert "(optional)" not in "".join(fields[name] for name in fields if name not in {"zip", "on", "at"})
    assert '<fieldset class="field" aria-describedby="id_come_helptext">' in fields["come"]
    assert '<div class="tiles"><label class="pick" for="id_come_0">' in fields["come"]
    assert '<div><label class="pick" for="id_needs_0">' in fields["needs"]
    assert re.search(
        r'<label class="pick"><input type="checkbox"[^>]*> <span>Hear from us</span></label>', fields["hear"]
    )
    assert 'type="date"' in fields["on"]
    assert 'value="2017-10-06"' in fields["on"]
    assert [kind in fields["at"] for kind in ('type="date"', 'type="time"')] == [True, True]
    assert fields["token"] == '<input type="hidden" name="token" value="t" id="id_token">'
    assert 'hx-post="/check/" hx-trigger="change"' in written("{% field form.zip check='/check/' %}", form=form)


def test_error_strip_leads_to_each_field() -> None:
    form = Seat({"name": "", "phone": "1", "party": "9", "come": ""})
    form.add_error(None, "The event is <full>.")
    html = written("{% error_strip form other %}", form=form, other=None)
    assert "5 things need fixing first." in html
    assert re.findall(r'<a href="#(\w+)">(.*?)</a>(:?)', html) == [
        ("id_name", "Your name", ":"),
        ("id_phone", "Mobile", ":"),
        ("id_party", "How many?", ""),
        ("id_come_0", "Will you come?", ""),
    ]
    assert "<li>The event is &lt;full&gt;.</li>" in html
    assert 'data-errors tabindex="-1"' in html
    assert written("{% error_strip form %}", form=Seat()) == ""


def test_required_asks_in_plain_words_unless_the_field_has_its_own() -> None:
    class Own(forms.Form):
        a = django_forms.CharField()
        b = django_forms.CharField(error_messages={"required": "Say who."})

    assert Own({}).errors == {"a": ["Please fill this in."], "b": ["Say who."]}


def test_invalid_answers_422_with_what_was_typed() -> None:
    request = RequestFactory().post("/")
    response = forms.invalid(request, "shared/field.html", {"field": Seat({"phone": "323"})["phone"], "kind": "plain"})
    assert response.status_code == 422
    assert b'value="323"' in response.content


@pytest.mark.parametrize("language", ["en", "es"])
def test_language_links_keep_the_page_and_its_question(language: str) -> None:
    request = RequestFactory().get("/e/abc/?by=email&lang=xx&q=%26%22")
    other, name = {"en": ("es", "Español"), "es": ("en", "English")}[language]
    with translation.override(language):
        assert written("{% languages %}", request=request) == (
            f'<a href="?by=email&amp;lang={other}&amp;q=%26%22" hreflang="{other}" lang="{other}">{name}</a>'
        )


@pytest.mark.parametrize(
    ("view_name", "item"),
    [
        ("campaigns:today", "campaigns:today"),
        ("campaigns:edit", "campaigns:list"),
        ("campaigns:events_edit", "campaigns:events_list"),
        ("campaigns:messaging_compose", "campaigns:messaging_list"),
        ("campaigns:messaging_replies", "campaigns:messaging_replies"),
        ("campaigns:messaging_thread", "campaigns:messaging_replies"),
        ("chapters:members_import", "chapters:members_list"),
        ("chapters:setup", None),
    ],
)
def test_the_rail_knows_where_you_are(view_name: str, item: str | None) -> None:
    found = current_item(view_name)
    assert (found.name if found else None) == item


def test_the_rail_has_six_items() -> None:
    assert len(RAIL) == 6


def test_the_files_stay_light() -> None:
    weights = {"css/app.css": 12_288, "django_htmx/htmx-2.min.js": 17_408, "js/app.js": 1_536, "img/bloom.svg": 2_560}
    for name, most in weights.items():
        path = finders.find(name)
        assert path
        assert len(gzip.compress(Path(path).read_bytes(), 9)) <= most, name


def test_the_style_sheet_keeps_its_rules() -> None:
    css = (settings.BASE_DIR / "static/css/app.css").read_text()
    assert "@layer tokens, base, layout, components, utilities, print;" in css
    before_utilities = css.partition("@layer utilities {")[0]
    assert "!important" not in before_utilities
    assert not re.search(r"(^|[\s,}])#[a-z][\w-]*\s*\{", css)
    assert not re.search(r"url\((?!\.\./img/)", css)
    assert "@import" not in css
