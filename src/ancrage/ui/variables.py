"""``{{ … }}`` written fast: a page holds hundreds, nearly all the attribute of a record, nearly all texts.

Only the plainest case is taken from Django, and left to it as soon as it is anything else.
"""

import re
from html import escape as escape_all
from typing import Any
from uuid import UUID

from django.template.base import (
    FilterExpression,
    NodeList,
    Variable,
    VariableNode,
    render_value_in_context,
)
from django.template.smartif import TokenBase
from django.utils.safestring import SafeString

_HAS_MARKUP = re.compile("[&<>\"']").search


def escape(text: str) -> str:
    """As Python's own, which rewrites five times a text that nearly always holds nothing to escape."""
    return escape_all(text) if _HAS_MARKUP(text) else text


class Path(Variable):
    """A name and its attributes: « case.person.full_name »."""

    __slots__ = ()

    def resolve(self, context: Any) -> Any:  # noqa: ANN401 - a template's
        name, *attributes = self.lookups  # type: ignore[misc] # hastened when it has some
        try:
            found = context[name]
            for attribute in attributes:
                if found.__class__ is dict:
                    found = found[attribute]
                    continue
                if callable(found) or hasattr(found.__class__, "__getitem__"):
                    return super().resolve(context)
                found = getattr(found, attribute)
        except (KeyError, AttributeError):
            return super().resolve(context)
        return super().resolve(context) if callable(found) else found


class Value(VariableNode):
    """What a page says of it."""

    def render(self, context: Any) -> str:  # noqa: ANN401 - a template's
        return written(self.filter_expression.resolve(context), context)


def written(value: Any, context: Any) -> str:  # noqa: ANN401 - any value, a template's
    """As Django has it, its checks left out for what is a text already."""
    kind = type(value)
    if kind is str and context.autoescape:
        return escape(value)
    # Whole numbers are not grouped (USE_THOUSAND_SEPARATOR): a page that groups them says ``|number``.
    if kind is UUID or kind is int:
        return str(value)
    return value if kind is SafeString else render_value_in_context(value, context)


def escaped(value: Any) -> str:  # noqa: ANN401 - as above
    """As a page has it, in what is written without a template; what is safe already stays as it is."""
    text = str(value)
    return text if isinstance(text, SafeString) else escape(text)


def shorten(held: Any) -> None:  # noqa: ANN401 - whatever a node may hold
    """Shorten the way of a variable, or of those of an expression, a condition, a collection; anything else is left."""
    if held.__class__ is Variable:
        held.__class__ = Path if held.lookups and not held.translate else Variable
    elif isinstance(held, FilterExpression):
        shorten([held.var, held.filters])
    elif isinstance(held, TokenBase):
        shorten([getattr(held, part, None) for part in ("first", "second", "value")])
    elif isinstance(held, dict):
        shorten(list(held.values()))
    elif isinstance(held, list | tuple) and not isinstance(held, NodeList):
        for one in held:
            shorten(one)
