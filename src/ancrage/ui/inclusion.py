"""``{% include %}`` written fast: a list includes its row at each line, and Django looks for it anew in each page."""

from collections.abc import Callable
from typing import Any

from django.template.base import Node
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode, do_include


class PlainInclusion(Node):
    """A template named in plain words, found once: it lives as long as the one that includes it."""

    rendered: Callable[[Any], str] | None = None

    def __init__(self, made: IncludeNode) -> None:
        self.name: str = made.template.var
        self.given = made.extra_context
        self.isolated = made.isolated_context

    def render(self, context: Any) -> str:  # noqa: ANN401 - a template's
        rendered = self.rendered = self.rendered or self._found(context)
        values = {name: value.resolve(context) for name, value in self.given.items()}
        if self.isolated:
            return rendered(context.new(values))
        with context.push(values):
            return rendered(context)

    def _found(self, context: Any) -> Callable[[Any], str]:  # noqa: ANN401 - a template's
        """What renders it: as if it were written here, unless it has blocks of its own to keep apart."""
        template: Any = context.template.engine.get_template(self.name)
        nodes = template.nodelist
        apart = nodes.get_nodes_by_type((BlockNode, ExtendsNode))
        rendered: Callable[[Any], str] = template.render if apart else nodes.render
        return rendered


def include(parser: Any, token: Any) -> Node:  # noqa: ANN401 - the template engine's
    """Django's own tag, made plain when it can be."""
    node: IncludeNode = do_include(parser, token)
    named = node.template
    return PlainInclusion(node) if isinstance(named.var, str) and not named.filters else node
