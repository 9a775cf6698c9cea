"""Nodes in a row: the texts among them made one, and the others rendered one after the other."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.base import Node, NodeList, TextNode
from django.utils.safestring import SafeString

from ancrage.ui.translation import PlainTranslation


class Joined(NodeList):
    """Rendered without a look at each for what a developer would be told of its failure."""

    def render(self, context: Any) -> SafeString:  # noqa: ANN401 - a template's
        return SafeString("".join([node.render(context) for node in self]))


def join(held: Iterable[Any]) -> None:
    """Make one text of those in a row, in each list of nodes."""
    for one in held:
        if isinstance(one, NodeList):
            one[:] = _joined(one)
            if not settings.DEBUG:
                one.__class__ = Joined
        elif isinstance(one, list | tuple):
            join(one)


def _joined(nodes: NodeList) -> Iterator[Node]:
    for is_text, row in groupby(nodes, lambda node: isinstance(node, TextNode | PlainTranslation)):
        if is_text:
            yield TextNode("".join([str(node.render_annotated(Context())) for node in row]))
        else:
            yield from row
