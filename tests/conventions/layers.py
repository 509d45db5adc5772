"""Imports point down only."""

import ast
from collections.abc import Iterator

# From the bottom up. A module belongs to the longest entry that it begins with; `*` stands for any one word.
LAYERS = (
    (
        "chapters.bases",
        "chapters.constraints",
        "chapters.encryption",
        "chapters.dates",
        "chapters.limits",
        "chapters.zones",
    ),
    (
        "chapters.*_models",
        "chapters.accounts.models",
        "chapters.members.models",
        "chapters.members.*_models",
        "chapters.coalitions.models",
    ),
    ("chapters.models",),
    ("chapters",),
    ("chapters.accounts",),
    ("chapters.members",),
    ("chapters.coalitions",),
    (
        "chapters.urls",
        "chapters.views",
        "chapters.*_views",
        "chapters.*_forms",
        "chapters.admin",
        "chapters.management",
    ),
    ("campaigns.*.models", "campaigns.*.*_models"),
    ("campaigns",),
    ("campaigns.messaging",),
    ("campaigns.advocacy",),
    ("campaigns.events",),
    ("campaigns.rapid_response",),
    (
        "campaigns.urls",
        "campaigns.webhooks",
        "campaigns.*_webhooks",
        "campaigns.views",
        "campaigns.*_views",
        "campaigns.admin",
    ),
    ("campaigns.demo",),
    ("campaigns.demo", "campaigns.management"),
    ("organizing",),
)
SLICES = {
    *("chapters.accounts", "chapters.members", "chapters.coalitions"),
    *("campaigns.messaging", "campaigns.advocacy", "campaigns.events", "campaigns.rapid_response"),
}


def matches(module: str, pattern: str) -> bool:
    words, wanted = module.split("."), pattern.split(".")
    return len(words) >= len(wanted) and all(map(fits, words, wanted))


def fits(word: str, wanted: str) -> bool:
    return word.endswith(wanted[1:]) if wanted.startswith("*") else word == wanted


def layer(module: str) -> int:
    """The height of a module; -1 for what is not ours."""
    found = [
        (len(pattern.split(".")), -pattern.count("*"), height)
        for height, patterns in enumerate(LAYERS)
        for pattern in patterns
        if matches(module, pattern)
    ]
    return max(found)[2] if found else -1


def home(module: str) -> str:
    """The slice of a module, or its app for one at an app's root."""
    parts = module.split(".")
    return ".".join(parts[:2]) if ".".join(parts[:2]) in SLICES else parts[0]


def imports(tree: ast.AST, *, inside: bool = False) -> Iterator[tuple[str, bool]]:
    """(module, is it inside a function). What is imported only for the type checker counts for nothing."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from ((alias.name, inside) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module, inside
            yield from ((f"{node.module}.{alias.name}", inside) for alias in node.names)
        else:
            yield from imports(node, inside=inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def upward(module: str, source: str) -> list[str]:
    """Imports of something higher. An app's root models.py imports its slices' models, so that Django finds them; and
    inside a function a model verb may reach the module of its own slice that carries the act out."""
    here = layer(module)
    return [
        f"{module} imports {target}"
        for target, inside in imports(ast.parse(source))
        if layer(target) > here
        and not (inside and home(target) == home(module))
        and not (module in {"chapters.models", "campaigns.models"} and layer(target) < here)
    ]
