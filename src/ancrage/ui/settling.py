"""What of a component's body is known before any page: its branches on plain words are chosen once."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from django.template import Context, NodeList
from django.template.base import FilterExpression, Node, TextNode, Variable
from django.template.defaulttags import IfNode
from django.template.smartif import TokenBase

from ancrage.ui.joining import join
from ancrage.ui.variables import Value, written

Known = Mapping[str, Any]


def settled(nodes: NodeList, known: Known) -> NodeList:
    """The same body for whoever gives ``known``: only what depends on something else is left to be rendered."""
    left = NodeList(kept for node in nodes for kept in _kept(node, known))
    join([left])
    return left


def _kept(node: Node, known: Known) -> Iterator[Node]:
    if isinstance(node, IfNode):
        yield from _branches(node, known)
    elif isinstance(node, Value) and _is_known(node.filter_expression, known):
        yield TextNode(written(known[node.filter_expression.token], Context()))
    else:
        yield node


def _branches(node: IfNode, known: Known) -> NodeList | list[Node]:
    """The branch taken, if that is known; else the ``if`` with the branches that may be."""
    left: list[tuple[Any, NodeList]] = []
    for condition, nodes in node.conditions_nodelists:
        if condition is not None and not _is_settled(condition, known):
            left.append((condition, settled(nodes, known)))
        elif condition is None or condition.eval(Context(dict(known))):  # type: ignore[arg-type] # a context, as everywhere
            left.append((None, settled(nodes, known)))
            break
    if not left:
        return []
    if left[0][0] is None:
        return left[0][1]
    kept = copy.copy(node)
    kept.conditions_nodelists = left
    return [kept]


def _is_settled(condition: TokenBase, known: Known) -> bool:
    if isinstance(condition.value, FilterExpression):
        expression = condition.value
        constant = not isinstance(expression.var, Variable) and not expression.filters
        return constant or _is_known(expression, known)
    parts = [part for part in (condition.first, condition.second) if part is not None]
    return bool(parts) and all(_is_settled(part, known) for part in parts)


def _is_known(expression: FilterExpression, known: Known) -> bool:
    """A name alone, among ``known``."""
    return expression.token in known
