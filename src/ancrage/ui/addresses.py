"""Addresses written fast: a page of a dossier has dozens, and Django's ``reverse`` looks for each anew."""

from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.urls import NoReverseMatch, reverse
from django.utils.html import conditional_escape


def address(view: str, *args: Any) -> str:
    """``reverse(view, args=args)``: its pattern is found once for each kind of arguments.

    :raises NoReverseMatch: as ``reverse`` does.
    """
    if all(arg.__class__ is UUID for arg in args):
        return _pattern(view, len(args)).format(*args)
    return reverse(view, args=args)


@cache
def _pattern(view: str, identifiers: int) -> str:
    """The address of ``view`` with « {0} », « {1} » where its identifiers go."""
    stand_ins = [uuid4() for _ in range(identifiers)]
    found = reverse(view, args=stand_ins)
    for place, stand_in in enumerate(stand_ins):
        found = found.replace(str(stand_in), f"{{{place}}}")
    return found


class AddressNode(URLNode):
    """``{% url %}`` without keyword arguments."""

    def render(self, context: Any) -> str:  # noqa: ANN401 - a template's
        args = [arg.resolve(context) for arg in self.args]
        try:
            found = address(self.view_name.resolve(context), *args)
        except NoReverseMatch:
            if self.asvar is None:
                raise
            found = ""
        if self.asvar is None:
            return conditional_escape(found)
        context[self.asvar] = found
        return ""


def url(parser: Any, token: Any) -> URLNode:  # noqa: ANN401 - the template engine's
    """Django's own tag, written fast when it can be."""
    node = django_url(parser, token)
    return node if node.kwargs else AddressNode(node.view_name, node.args, node.kwargs, node.asvar)
