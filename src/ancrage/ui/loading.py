"""Templates made ready for the pages that use them: one of each by language, its words settled and its values hastened.

A template is rendered in the language it was loaded in; there is no ``{% language %}`` inside one.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.base import Node, NodeList, Template, TextNode, VariableNode
from django.template.loaders import cached
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ancrage.ui.translation import PlainTranslation, Sentence
from ancrage.ui.variables import Value, shorten


class Loader(cached.Loader):
    """Django's own, by language."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:  # noqa: ANN401 - Django's
        known = self.cache_key(template_name, skip) in self.get_template_cache
        template: Template = super().get_template(template_name, skip)
        if not known:
            hasten(template.nodelist)
        return template

    def cache_key(self, template_name: str, skip: Any = None) -> str:  # noqa: ANN401 - Django's
        return f"{get_language()} {super().cache_key(template_name, skip)}"


class Joined(NodeList):
    """Nodes in a row, without a look at each for what a developer would be told of its failure."""

    def render(self, context: Any) -> SafeString:  # noqa: ANN401 - a template's
        return SafeString("".join([node.render(context) for node in self]))


def hasten(nodes: NodeList) -> None:
    """What depends on the language alone, and what leads to a value, is worked out now."""
    for node in nodes.get_nodes_by_type(Node):
        if node.__class__ is VariableNode:
            node.__class__ = Value
        elif isinstance(node, PlainTranslation | Sentence):
            node.settle()
        held = list(vars(node).values())
        shorten(held)
        _join(held)
    _join([nodes])


def _join(held: Iterable[Any]) -> None:
    """Make one text of those in a row, in each list of nodes."""
    for one in held:
        if isinstance(one, NodeList):
            one[:] = _joined(one)
            if not settings.DEBUG:
                one.__class__ = Joined
        elif isinstance(one, list | tuple):
            _join(one)


def _joined(nodes: NodeList) -> Iterator[Node]:
    for is_text, row in groupby(nodes, lambda node: isinstance(node, TextNode | PlainTranslation)):
        if is_text:
            yield TextNode("".join([str(node.render_annotated(Context())) for node in row]))
        else:
            yield from row
