"""Widgets written without a template for each: a hundred municipalities are as many lines, not as many files."""

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from ancrage.ui.variables import escaped

_Widget = Mapping[str, Any]


def written_input(widget: _Widget) -> SafeString:
    """What Django's template of ``<input>`` writes of ``widget``, its context."""
    value = "" if widget["value"] is None else f' value="{escaped(str(widget["value"]))}"'
    start = f'<input type="{escaped(widget["type"])}" name="{escaped(widget["name"])}"'
    return mark_safe(f"{start}{value}{_attributes(widget['attrs'])}>")  # noqa: S308 - made of what is escaped


def written_select(widget: _Widget) -> SafeString:
    """The same of ``<select>``."""
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    start = f'<select name="{escaped(widget["name"])}"{_attributes(widget["attrs"])}>'
    return mark_safe(f"{start}{groups}\n</select>")  # noqa: S308 - as above


def written_choices(widget: _Widget) -> SafeString:
    """Radios or checkboxes, each in its label; a group has its name above, an option its explanation beside."""
    duo = " an-choices--duo" if widget.get("inline") else ""
    groups = "".join(_choices(name, options) for name, options, _index in widget["optgroups"])
    return mark_safe(f'<div class="an-choices{duo}">{groups}\n</div>')  # noqa: S308 - as above


def _group(name: Any, options: list[dict[str, Any]]) -> str:
    lines = "".join(map(_option, options))
    return f'\n  <optgroup label="{escaped(name)}">{lines}\n  </optgroup>' if name else lines


def _option(option: Mapping[str, Any]) -> str:
    value, label = escaped(str(option["value"])), escaped(option["label"])
    return f'\n  <option value="{value}"{_attributes(option["attrs"])}>{label}</option>'


def _choices(name: Any, options: list[dict[str, Any]]) -> str:
    title = f'\n  <p class="an-label an-sm an-mb0">{escaped(name)}</p>' if name else ""
    return title + "".join(map(_choice, options))


def _choice(option: Mapping[str, Any]) -> str:
    attrs, hint = option["attrs"], option.get("hint")
    leads = f' for="{escaped(attrs["id"])}"' if attrs.get("id") else ""
    explained = f'<span class="an-hint">{escaped(hint)}</span>' if hint else ""
    return (
        f'\n  <label class="qc-choicefield-label"{leads}><input type="{option["type"]}"'
        f' name="{escaped(option["name"])}" value="{escaped(str(option["value"]))}"{_attributes(attrs)}>'
        f"<span>{escaped(option['label'])}{explained}</span></label>"
    )


def _attributes(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {escaped(name)}" if value is True else f' {escaped(name)}="{escaped(str(value))}"'
        for name, value in attrs.items()
        if value is not False
    )
