"""What a template may hold: marked words, and nothing that a strict content policy forbids."""

import re
from html.parser import HTMLParser

from django.template.base import Lexer, TokenType

SPOKEN_ATTRIBUTES = {"alt", "aria-description", "aria-label", "aria-roledescription", "label", "placeholder", "title"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
FETCHING = {"src", "srcset", "poster", "data", "action", "formaction"}
LETTER = re.compile(r"[^\W\d_]")
ENTITY = re.compile(r"&\w+;")


def plain(source: str) -> str:
    """The template without its tags, variables, comments and translated blocks; a variable leaves a mark."""
    kept, skipping = [], ""
    for token in Lexer(source).tokenize():
        name = token.contents.split(" ", 1)[0] if token.token_type == TokenType.BLOCK else ""
        if skipping:
            skipping = "" if name == skipping else skipping
        elif name in {"blocktranslate", "comment", "verbatim"} or token.contents.endswith("attributes"):
            skipping = f"end{name}"  # {% block body_attributes %} stands inside a tag
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
        elif token.token_type == TokenType.VAR or name in {"translate", "url", "static"}:
            kept.append("0")
    return "".join(kept)


class Reader(HTMLParser):
    """Collects what breaks a rule. An element with translate="no" holds names, which stay as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.unmarked: list[str] = []
        self.forbidden: list[str] = []
        self.open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        is_exempt = given.get("translate") == "no" or (bool(self.open) and self.open[-1][1])
        if tag not in VOID:
            self.open.append((tag, is_exempt))
        self.unmarked += [f'{name}="{given[name]}"' for name in SPOKEN_ATTRIBUTES & set(given) if words(given[name])]
        if tag == "input" and given.get("type") in {"submit", "button", "reset"} and words(given.get("value", "")):
            self.unmarked.append(f'value="{given["value"]}"')
        self.forbidden += [f"<{tag} {name}>" for name in given if name == "style" or re.match(r"on|hx-on", name)]
        self.forbidden += [f"<{tag} {name}={value}>" for name, value in given.items() if reaches_out(tag, name, value)]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.forbidden.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _exempt in self.open]
        if tag in names:
            del self.open[len(names) - 1 - names[::-1].index(tag) :]

    def handle_data(self, data: str) -> None:
        if words(data) and not (self.open and self.open[-1][1]):
            self.unmarked.append(" ".join(data.split()))


def reaches_out(tag: str, name: str, value: str) -> bool:
    """Does the browser ask another site for this, or run it? A link that a person follows may lead anywhere."""
    if value.strip().lower().startswith(("javascript:", "data:text")):
        return True
    is_fetched = name in FETCHING or (tag == "link" and name == "href")
    return is_fetched and re.match(r"(https?:)?//", value.strip()) is not None


def words(text: str) -> bool:
    return LETTER.search(ENTITY.sub("", text)) is not None


def read(source: str) -> Reader:
    reader = Reader()
    reader.feed(plain(source))
    reader.close()
    return reader


def unmarked(name: str, source: str) -> list[str]:
    """Words that no translator would see. A text message or a plain email is all words."""
    if name.endswith(".html"):
        return [f"{name}: {text}" for text in read(source).unmarked]
    return [f"{name}: {line.strip()}" for line in plain(source).splitlines() if words(line)]


def forbidden(name: str, source: str) -> list[str]:
    return [f"{name}: {what}" for what in read(source).forbidden] if name.endswith(".html") else []


def foreign_styles(name: str, source: str) -> list[str]:
    """A style sheet asks no other site for anything."""
    return [f"{name}: {found}" for found in re.findall(r"@import[^;]*|url\(\s*['\"]?(?:https?:)?//[^)]*", source)]
