"""The rules of the house, over the whole tree. Each one also shows that it can fail."""

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.urls import path

from organizing.checks import Route, routes, views_are_marked
from tests.conventions import ROOT, layers, markup, modules, shape, templates

TOP_LEVEL = {
    *(".ci", ".dockerignore", ".editorconfig", ".env.example", ".gitignore", "Dockerfile", "LICENSE", "Makefile"),
    *("README.md", "docker-compose.yml", "manage.py", "pyproject.toml", "requirements-dev.txt", "requirements.txt"),
    *("campaigns", "chapters", "locale", "organizing", "static", "templates", "tests"),
}
UNTRACKED = {".env", ".git", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".venv", "__pycache__", "var"}
OWN_WORDS_FOR_TIME = {"not_before", "last_login", "date_joined", "original_start"}
OWN_WORDS_FOR_FLAGS = {"other_language_allowed", "despite_stop"}
CODE = list(modules())
EVERYTHING = list(modules("organizing", "chapters", "campaigns", "tests"))
FUNCTIONS = [
    (f"{name}.{function}", size) for name, file in CODE for function, size in shape.functions(file.read_text())
]
TEMPLATES = list(templates())


def over_code(rule: Callable[[str, str], list[str]]) -> list[str]:
    return [problem for name, file in CODE for problem in rule(name, file.read_text())]


def over_templates(rule: Callable[[str, str], list[str]]) -> list[str]:
    return [problem for name, source in TEMPLATES for problem in rule(name, source)]


def listed(problems: Iterable[str]) -> str:
    return "\n" + "\n".join(problems)


# --- Order --------------------------------------------------------------------------------------------------------


def test_imports_point_down() -> None:
    problems = over_code(layers.upward)
    assert not problems, listed(problems)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("chapters.members.views", "from campaigns.models import Campaign"),
        ("campaigns.messaging.outbox", "from campaigns.events.models import Event\nimport campaigns.events.reminders"),
        ("campaigns.messaging.models", "def send():\n    from campaigns.events import reminders"),
        ("chapters.accounts.models", "from chapters.members.models import Member\nfrom chapters.access import may"),
        ("campaigns.events.views", "from organizing import settings"),
        ("chapters.models", "from chapters.members.views import list"),
    ],
)
def test_an_import_that_points_up_is_found(module: str, source: str) -> None:
    allowed = module == "chapters.accounts.models"  # models of one layer may be named for their types
    assert len(layers.upward(module, source)) >= 1 - allowed


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("campaigns.messaging.models", "def approve():\n    from campaigns.messaging import outbox"),
        ("campaigns.messaging.models", "if TYPE_CHECKING:\n    from campaigns.events.models import Event"),
        ("chapters.models", "from chapters.members.models import Member"),
        ("campaigns.views", "from campaigns.events.models import Event\nfrom chapters.access import public"),
    ],
)
def test_an_import_that_points_down_is_not(module: str, source: str) -> None:
    assert layers.upward(module, source) == []


def test_no_module_is_named_for_leftovers() -> None:
    assert shape.badly_named(name for name, _file in EVERYTHING) == []
    assert shape.badly_named(["campaigns.events.utils", "campaigns.events.views"]) == ["campaigns.events.utils"]


def test_no_signals() -> None:
    assert over_code(shape.signals) == []
    assert shape.signals("m", "from django.db.models.signals import post_save") != []


def test_the_top_of_the_tree_holds_what_the_map_says() -> None:
    assert {entry.name for entry in ROOT.iterdir()} - UNTRACKED == TOP_LEVEL


# --- Size ---------------------------------------------------------------------------------------------------------


def test_python_files_are_short() -> None:
    sizes = [(name, len(file.read_text().splitlines())) for name, file in EVERYTHING]
    problems = shape.too_big(sizes, most=350, largest=500)
    assert not problems, listed(problems)


def test_functions_are_short() -> None:
    problems = [
        *shape.too_big(FUNCTIONS, most=40, largest=60),
        *shape.too_long_in_the_middle(FUNCTIONS, under=10),
    ]
    assert not problems, listed(problems)


def test_tests_are_short() -> None:
    sizes = [
        (f"{name}.{function}", size)
        for name, file in EVERYTHING
        for function, size in shape.functions(file.read_text())
    ]
    problems = shape.too_big(sizes, most=60, largest=60)
    assert not problems, listed(problems)


def test_views_are_short() -> None:
    problems = [f"{view.__module__}.{view.__name__}" for view in own_views() if length(view) > 50]
    assert not problems, listed(problems)


def test_templates_are_short() -> None:
    problems = shape.too_big([(name, len(source.splitlines())) for name, source in TEMPLATES], most=150, largest=300)
    assert not problems, listed(problems)


def test_what_is_too_big_is_found() -> None:
    assert shape.functions("def a():\n    pass\n\n\nclass B:\n    def c(self):\n        pass\n") == [("a", 2), ("c", 2)]
    assert shape.too_big([("a", 501)], most=350, largest=500) != []
    assert shape.too_big([("a", 400), ("b", 10)], most=350, largest=500) != []
    assert shape.too_big([("a", 400), *[("b", 10)] * 20], most=350, largest=500) == []
    assert shape.too_long_in_the_middle([("a", 9), ("b", 12), ("c", 30)], under=10) != []


# --- Names --------------------------------------------------------------------------------------------------------


def own_models() -> Iterable[type[models.Model]]:
    return (model for app in ("chapters", "campaigns") for model in apps.get_app_config(app).get_models())


def misnamed(fields: Iterable[models.Field[Any, Any]]) -> list[str]:
    found = []
    for field in fields:
        name = field.name
        if isinstance(field, models.BooleanField):
            is_good = re.match(r"(is|has|can|needs|asks)_", name) is not None or name in OWN_WORDS_FOR_FLAGS
        elif isinstance(field, models.DateTimeField):
            is_good = re.search(r"(^|_)(at|since|until)$", name) is not None or name in OWN_WORDS_FOR_TIME
        elif isinstance(field, models.DateField):
            is_good = re.search(r"(^|_)on$", name) is not None
        else:
            is_good = True
        found += [] if is_good else [f"{field.model.__name__ if hasattr(field, 'model') else ''}.{name}"]
    return found


def test_fields_say_what_they_are() -> None:
    assert misnamed(field for model in own_models() for field in model._meta.local_fields) == []
    bad: list[models.Field[Any, Any]] = [
        models.BooleanField(name="open"),
        models.DateTimeField(name="created"),
        models.DateField(name="day_at"),
    ]
    assert len(misnamed(bad)) == 3


def test_flags_are_given_by_name() -> None:
    assert over_code(shape.flags) == []
    assert shape.flags("m", "def a(x, late=False): ...\ndef b(late: bool): ...\ndef c(*, late=False): ...") == [
        "m.a(late)",
        "m.b(late)",
    ]


def test_models_name_other_models_by_string() -> None:
    assert over_code(shape.objects_named) == []
    assert shape.objects_named("m", "ForeignKey(Chapter, CASCADE)") == ["m:1 Chapter"]
    assert shape.objects_named("m", "class Chapter: ...\nForeignKey(Chapter)\nForeignKey('chapters.Zip')") == []


def test_migrations_are_named_by_hand() -> None:
    names = [file.name for app in ("chapters", "campaigns") for file in (ROOT / app / "migrations").glob("0*.py")]
    assert [name for name in names if "_auto_" in name or name.count("_and_more")] == []


# --- Words --------------------------------------------------------------------------------------------------------


def test_every_word_of_a_template_can_be_translated() -> None:
    problems = over_templates(markup.unmarked)
    assert not problems, listed(problems)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.html", "<p>Come tonight</p>"),
        ("a.html", '<img alt="A candle" src="x">'),
        ("a.html", '<input type="submit" value="Send">'),
        ("a.html", "<p>{{ count }} people</p>"),
        ("a.txt", "Hello {{ name }}"),
    ],
)
def test_a_word_without_a_mark_is_found(name: str, source: str) -> None:
    assert len(markup.unmarked(name, source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        '<p>{% translate "Come" %} · {{ count }} &middot; 7:30 &rarr;</p>',
        "{% blocktranslate trimmed %}You and {{ n }} more{% endblocktranslate %}",
        '<p title="{% translate "Open" %}" class="words here">{# a reason #}</p>',
        '<code translate="no">Organizing</code><input value="words" type="hidden">',
    ],
)
def test_a_marked_word_is_not(source: str) -> None:
    assert markup.unmarked("a.html", source) == []


def test_every_word_in_python_can_be_translated() -> None:
    problems = over_code(shape.unmarked_words)
    assert not problems, listed(problems)


def test_a_word_in_python_without_a_mark_is_found() -> None:
    bad = """
class Kind(models.TextChoices):
    VIGIL = "vigil", "Vigil"
    RALLY = "rally", _("Rally")
field = CharField("name", label="Your name", help_text=_("As you like it."))
messages.success(request, "Saved it.")
form.add_error("starts_at", "Too late.")
raise ValidationError(_("No."), code="late")
log.warning("Told no one.")
"""
    found = [problem.partition(" ")[2] for problem in shape.unmarked_words("m", bad)]
    assert sorted(found) == ["'Saved it.'", "'Too late.'", "'Vigil'", "'Your name'"]


# --- Pages --------------------------------------------------------------------------------------------------------


def test_templates_hold_no_style_no_script_and_ask_no_other_site() -> None:
    problems = over_templates(markup.forbidden)
    problems += [
        found
        for file in (ROOT / "static").rglob("*.css")
        for found in markup.foreign_styles(file.name, file.read_text())
    ]
    assert not problems, listed(problems)


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color: red">',
        '<button onclick="go()">',
        '<div hx-on:click="go()">',
        "<script>go()</script>",
        "<style>p{}</style>",
        '<a href="javascript:go()">',
        '<img src="https://elsewhere.example/a.png">',
        '<link rel="stylesheet" href="//elsewhere.example/a.css">',
    ],
)
def test_what_the_content_policy_forbids_is_found(source: str) -> None:
    assert len(markup.forbidden("a.html", source)) == 1


def test_what_it_allows_is_not() -> None:
    good = '<a href="https://elsewhere.example">x</a><script src="{% static "js/app.js" %}" defer></script>'
    assert markup.forbidden("a.html", good) == []
    assert markup.foreign_styles("a.css", "@import 'x.css'; a { background: url(https://e.example/x) }") != []


# --- Views --------------------------------------------------------------------------------------------------------


def own_views() -> list[Any]:
    return [route.view for route in routes() if not route.is_third_party]


def length(view: Callable[..., object]) -> int:
    return len(inspect.getsource(inspect.unwrap(view)).splitlines())


def expected_name(view: Any) -> str:
    """`campaigns.events.views.edit` and `campaigns.events.series_views.edit` answer to `campaigns:events_edit`."""
    app, *folders, _file = view.__module__.split(".")
    return f"{app}:{'_'.join([*folders, view.__name__])}"


def test_every_view_carries_an_access_mark() -> None:
    assert views_are_marked() == []
    unmarked = Route("x/", "x", path("x/", lambda request: request).callback)
    assert (unmarked.mark, unmarked.is_third_party) == (None, False)


def test_the_name_of_an_address_is_the_place_of_its_view() -> None:
    problems = [
        f"{route.name}: {route.view.__module__}.{route.view.__name__}"
        for route in routes()
        if not route.is_third_party and route.name != expected_name(route.view)
    ]
    assert not problems, listed(problems)


def rendered(view: Any) -> list[str]:
    """The templates that a view names itself."""
    found = re.findall(r"[\"']([\w/]+\.html)(?:#[\w-]+)?[\"']", inspect.getsource(inspect.unwrap(view)))
    return [name for name in found if "/" in name and not name.startswith("shared/")]


def test_a_view_renders_the_template_of_its_own_name() -> None:
    problems = [
        f"{route.name} renders {name}"
        for route in routes()
        if not route.is_third_party
        for name in rendered(route.view)
        if not name.startswith("/".join(route.view.__module__.split(".")[:-1]) + "/")
    ]
    assert not problems, listed(problems)


def test_every_template_is_shown_by_something() -> None:
    sources = [source for _name, source in TEMPLATES] + [file.read_text() for _name, file in CODE]
    named = set(re.findall(r"[\w/.]+\.(?:html|txt|xml|svg)", "\n".join(sources)))
    quoted = set(re.findall(r"[\"'](\w+)[\"']", "\n".join(sources)))
    ours = {name for name, _source in TEMPLATES if not name.startswith(("account/", "mfa/", "allauth/", "admin/"))}
    problems = sorted(
        name for name in ours - named if "/" in name and not ("/emails/" in name and Path(name).stem in quoted)
    )
    assert not problems, listed(problems)


def is_tested(route: Route, sources: Mapping[Path, str]) -> bool:
    """By a test file of the view's name, or by a test beside it that asks for its address or speaks of its name."""
    folder = ROOT.joinpath("tests", *route.view.__module__.split(".")[:-1])
    if (folder / f"test_{route.view.__name__}.py").exists():
        return True
    literal = [part for part in route.pattern.split("/") if part and not part.startswith("<")]
    last = re.compile(rf"[/}}]{re.escape(literal[-1])}/?[\"'?#]") if literal else None
    beside = [source for file, source in sources.items() if folder in file.parents]
    return any(route.name in source or (last and last.search(source)) for source in beside)


def test_every_view_has_a_test() -> None:
    sources = {
        file: file.read_text() for name, file in EVERYTHING if name.startswith(("tests.campaigns", "tests.chapters"))
    }
    problems = {route.name for route in routes() if not route.is_third_party and not is_tested(route, sources)}
    assert not problems, listed(sorted(problems))
