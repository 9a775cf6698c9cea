"""Filters and tags of the templates. Each filter says nothing (« ») of a missing value."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django import template
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from ancrage.core.cldr import language_name
from ancrage.core.text import fold
from ancrage.ui import (
    addresses,
    cells,
    components,
    due,
    formats,
    inclusion,
    layout,
    messages,
    once,
    resubmission,
    tokens,
    translation,
)

register = template.Library()


def _quiet(function: Callable[..., str]) -> Callable[..., str]:
    @wraps(function)
    def filtered(value: object, *args: Any) -> str:
        return "" if value is None or value == "" else function(value, *args)

    return filtered


for _format in (
    formats.day,
    formats.short_day,
    formats.weekday_day,
    formats.month,
    formats.hour,
    formats.moment,
    formats.short_moment,
    formats.ago_days,
    formats.number,
    formats.money,
    formats.file_size,
    formats.percent,
    formats.phone,
    formats.plural,
    formats.initials,
):
    register.filter(_format.__name__, _quiet(_format))

register.filter("as_day", formats.as_day)
register.filter("language_name", _quiet(language_name))
register.tag("cotton", components.component)
register.tag("csrf_token", tokens.csrf_token)
register.tag("include", inclusion.include)
register.tag("static", addresses.static)
register.tag("url", addresses.url)
register.tag("blocktranslate", translation.blocktranslate)
register.tag("translate", translation.translate)
register.simple_tag(cells.cells, takes_context=True, name="cells")
register.simple_tag(due.countdown, name="countdown")
register.simple_tag(once.once, name="once")
register.filter("undo_url", messages.undo_url)


@register.filter
def sections(form: BaseForm) -> list[layout.BoundSection]:
    """The visible fields of any form, grouped as the form says."""
    return layout.bound_sections(form)


@register.filter
def problems(form: BaseForm) -> list[layout.Problem]:
    """What is to be corrected, for the summary at the top of any form."""
    return layout.problems(form)


@register.filter
def has_held(request: HttpRequest) -> bool:
    """Whether something typed before the session ended is kept."""
    return resubmission.has_held(request)


@register.filter
def split(text: str, separator: str = ",") -> list[str]:
    return str(text).split(separator)


@register.filter
def breakable(text: object) -> str:
    """An address that a narrow column cuts where it reads well: after its « @ », before a dot."""
    value = "" if text is None else str(text)
    if "@" not in value and "://" not in value:
        return value
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in re.split(r"(?<=@)|(?=\.)", value)))


@register.filter
def without(query: QueryDict, names: str) -> str:
    """A query string without the parameters ``names`` (comma apart), with its « ? »."""
    kept = query.copy()
    for name in names.split(","):
        kept.pop(name, None)
    return f"?{kept.urlencode()}" if kept else "?"


@register.filter
def anchor(text: str) -> str:
    """An id made of ``text``, for headings."""
    return "t-" + fold(str(text)).replace(" ", "-")
