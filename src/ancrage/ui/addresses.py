"""Addresses written fast: a page of a dossier has dozens, and Django's ``reverse`` looks for each anew."""

from functools import cache
from html import escape
from typing import Any
from uuid import UUID, uuid4

from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.base import Node, Variable
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as django_url
from django.templatetags.static import StaticNode, do_static
from django.urls import NoReverseMatch, reverse


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


@cache
def file_address(path: str) -> str:
    """Where a file of ours is served from: it does not change while the server runs."""
    return escape(staticfiles_storage.url(path))


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
            return escape(found)
        context[self.asvar] = found
        return ""


def url(parser: Any, token: Any) -> URLNode:  # noqa: ANN401 - the template engine's
    """Django's own tag, written fast when it can be."""
    node = django_url(parser, token)
    return node if node.kwargs else AddressNode(node.view_name, node.args, node.kwargs, node.asvar)


class FileNode(Node):
    """``{% static %}`` of a path in plain words."""

    def __init__(self, path: str) -> None:
        self.path = path

    def render(self, context: Any) -> str:  # noqa: ANN401, ARG002 - a template's
        return file_address(self.path)


def static(parser: Any, token: Any) -> Node:  # noqa: ANN401 - the template engine's
    """Django's own tag, written fast when it can be."""
    node: StaticNode = do_static(parser, token)
    path = node.path.var
    return node if node.varname or isinstance(path, Variable) or node.path.filters else FileNode(str(path))
