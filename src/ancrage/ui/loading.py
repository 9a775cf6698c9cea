"""Templates made ready for the pages that use them: one of each by language, its words settled and its values hastened.

A template is rendered in the language it was loaded in; there is no ``{% language %}`` inside one.
"""

from typing import Any

from django.template.base import Node, NodeList, Template, VariableNode
from django.template.loaders import cached
from django.utils.translation import get_language

from ancrage.ui.joining import join
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


def hasten(nodes: NodeList) -> None:
    """What depends on the language alone, and what leads to a value, is worked out now."""
    for node in nodes.get_nodes_by_type(Node):
        if node.__class__ is VariableNode:
            node.__class__ = Value
        elif isinstance(node, PlainTranslation | Sentence):
            node.settle()
        held = list(vars(node).values())
        shorten(held)
        join(held)
    join([nodes])
