"""Components ignore what they do not know: every attribute used must be declared."""

import re
from collections.abc import Iterator
from pathlib import Path

from django_cotton.compiler_regex import CottonCompiler, Tag

SOURCES = Path(__file__).resolve().parents[2] / "src" / "ancrage"
COMPONENTS = SOURCES / "ui" / "templates" / "cotton"
PLAIN = re.compile(
    r"(hx|data|aria)-[a-z:-]+|id|name|value|title|lang|dir|hreflang|rel|target|download|disabled|form|formaction|"
    r"popovertarget(action)?|autofocus|role|class|enctype"
)


def declared(name: str) -> tuple[set[str], bool]:
    """The attributes a component declares, and whether it passes the others on."""
    source = (COMPONENTS / f"{name.replace('-', '_')}.html").read_text()
    found = re.search(r"<c-vars\s([^>]*?)/>", source)
    names = re.findall(r"(?:^|\s):?([a-z_-]+)(?=[=\s]|$)", re.sub(r'"[^"]*"', "", found[1])) if found else []
    return set(names), "{{ attrs }}" in source


def used() -> Iterator[tuple[Path, str, str]]:
    for path in SOURCES.rglob("templates/**/*.html"):
        source, _ = CottonCompiler().exclude_ignorables(path.read_text())
        for found in Tag.tag_pattern.finditer(source):
            tag = Tag(found)
            if tag.is_closing or tag.tag_name in ("c-vars", "c-slot"):
                continue
            for attribute in Tag.attr_pattern.finditer(tag.attrs):
                yield path, tag.tag_name.removeprefix("c-"), attribute[1]


def problem(component: str, attribute: str) -> str:
    if not (COMPONENTS / f"{component.replace('-', '_')}.html").exists():
        return "no such component"
    names, passes = declared(component)
    if attribute.removeprefix(":") in names:
        return ""
    if attribute.startswith(":"):
        return "passed on without being escaped: write it without the colon"
    return "" if passes and PLAIN.fullmatch(attribute) else "not declared"


def test_every_attribute_is_known():
    assert not [
        f"{path.relative_to(SOURCES)}: <c-{component} {attribute}>: {why}"
        for path, component, attribute in used()
        if (why := problem(component, attribute))
    ]


def test_a_misspelt_attribute_is_seen():
    assert problem("badge", "stat") == "not declared"
    assert problem("buton", "href") == "no such component"
    assert problem("button", ":data-name").startswith("passed on")
    assert not problem("button", "hx-post")
    assert not problem("clock", ":due")


def test_every_component_says_its_contract():
    silent = [path.name for path in COMPONENTS.glob("*.html") if not path.read_text().startswith("{% comment %}")]
    assert not silent
