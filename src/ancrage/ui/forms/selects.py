"""A list of choices, written without a template for each: a hundred municipalities are as many lines, not as many files."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe


def written_select(widget: Mapping[str, Any]) -> SafeString:
    """What Django's template of ``<select>`` writes of ``widget``, its context."""
    groups = (_group(name, options) for name, options, _index in widget["optgroups"])
    return format_html(
        '<select name="{}"{}>{}\n</select>',
        widget["name"],
        _attributes(widget["attrs"]),
        mark_safe("".join(groups)),  # noqa: S308 - made of what is escaped below
    )


def _group(name: Any, options: list[dict[str, Any]]) -> str:
    lines = "".join(map(_option, options))
    return f'\n  <optgroup label="{conditional_escape(name)}">{lines}\n  </optgroup>' if name else lines


def _option(option: Mapping[str, Any]) -> str:
    value, label = conditional_escape(str(option["value"])), conditional_escape(option["label"])
    return f'\n  <option value="{value}"{_attributes(option["attrs"])}>{label}</option>'


def _attributes(attrs: Mapping[str, Any]) -> SafeString:
    said = (
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{conditional_escape(str(value))}"'
        for name, value in attrs.items()
        if value is not False
    )
    return mark_safe("".join(said))  # noqa: S308 - each part is escaped
