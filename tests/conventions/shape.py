"""Sizes, names of modules, and what a Python file must not hold."""

import ast
import re
from collections.abc import Iterable, Sequence
from statistics import median

FORBIDDEN_MODULES = {"common", "helper", "helpers", "manager", "misc", "service", "services", "signals", "tools"}
FORBIDDEN_MODULES |= {"util", "utils"}
SAYING = {"add_error", "ValidationError", "error", "info", "success", "warning"}
SPOKEN = {
    "label",
    "help_text",
    "verbose_name",
    "verbose_name_plural",
    "short_description",
    "empty_label",
    "description",
}


def functions(source: str) -> list[tuple[str, int]]:
    """(name, lines from `def` to the last) of every function and method."""
    found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [(node.name, (node.end_lineno or node.lineno) - node.lineno + 1) for node in found]


def too_big(sizes: Sequence[tuple[str, int]], *, most: int, largest: int, share: float = 0.95) -> list[str]:
    """Nothing over `largest`, and `share` of all below `most`."""
    over = [f"{name}: {size} lines, none may have more than {largest}" for name, size in sizes if size > largest]
    near = sorted(((size, name) for name, size in sizes if size >= most), reverse=True)
    if len(near) > len(sizes) * (1 - share):
        over += [f"{name}: {size} lines, {share:.0%} must be under {most}" for size, name in near]
    return over


def too_long_in_the_middle(sizes: Sequence[tuple[str, int]], *, under: float) -> list[str]:
    middle = median(size for _name, size in sizes)
    return [] if middle < under else [f"the median function has {middle} lines, not under {under}"]


def badly_named(modules: Iterable[str]) -> list[str]:
    return [module for module in modules if module.rpartition(".")[2] in FORBIDDEN_MODULES]


def signals(module: str, source: str) -> list[str]:
    """Signals hide who calls whom."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    names = [node.module or "" for node in nodes]
    return [f"{module} imports {name}" for name in names if "signals" in name or name == "django.dispatch"]


def flags(module: str, source: str) -> list[str]:
    """A True or False without its name says nothing where it is given, so a flag is keyword-only. A line that ruff is
    told to let pass (FBT), since a caller of Django's gives it by place, passes here too."""
    found, lines = [], source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and "noqa: FBT" not in lines[node.lineno - 1]:
            given = [*node.args.posonlyargs, *node.args.args]
            defaults: list[ast.expr | None] = [*[None] * (len(given) - len(node.args.defaults)), *node.args.defaults]
            found += [
                f"{module}.{node.name}({argument.arg})"
                for argument, default in zip(given, defaults, strict=True)
                if (isinstance(default, ast.Constant) and isinstance(default.value, bool))
                or (isinstance(argument.annotation, ast.Name) and argument.annotation.id == "bool")
            ]
    return found


def unmarked_words(module: str, source: str) -> list[str]:
    """Words for a person in Python that no translator would see: labels, choices, errors, notices."""
    return [f"{module}:{node.lineno} {node.value!r}" for node in spoken(ast.parse(source)) if is_words(node.value)]


def spoken(tree: ast.AST) -> Iterable[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            positional = node.args if name in SAYING and not ast.unparse(node.func).startswith("log") else []
            keywords = [keyword.value for keyword in node.keywords if keyword.arg in SPOKEN]
            yield from (value for value in (*positional, *keywords) if isinstance(value, ast.Constant))
        elif isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in node.bases):
            tuples = [item.value for item in node.body if isinstance(item, ast.Assign)]
            yield from (pair.elts[-1] for pair in tuples if isinstance(pair, ast.Tuple) and is_constant(pair.elts[-1]))  # type: ignore[misc]


def is_constant(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant)


def is_words(value: object) -> bool:
    """A sentence or a capitalized label, not the name of a field or of a code."""
    return isinstance(value, str) and any(letter.isalpha() for letter in value) and (" " in value or value[0].isupper())


def objects_named(module: str, source: str) -> list[str]:
    """A models.py names the models of other files by string, so that no order of loading is built in."""
    tree = ast.parse(source)
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    if module in {"chapters.models", "campaigns.models"}:  # an app's root imports its slices' models anyhow
        own |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
    kinds = {"ForeignKey", "OneToOneField", "ManyToManyField"}
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args]
    relations = [call for call in calls if ast.unparse(call.func).rpartition(".")[2] in kinds]
    return [
        f"{module}:{call.lineno} {ast.unparse(call.args[0])}"
        for call in relations
        if not isinstance(call.args[0], ast.Constant)
        and not re.match(r"settings\.", ast.unparse(call.args[0]))
        and ast.unparse(call.args[0]) not in own
    ]
