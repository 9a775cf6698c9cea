"""Components (``<c-badge>``…) written fast: what a tag says in plain words is worked out once, not at each rendering."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.template import Context, NodeList
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe
from django_cotton.templatetags import UnprocessableDynamicAttr
from django_cotton.templatetags._component import AttrKind, CottonComponentNode, PreparedAttr, cotton_component
from django_cotton.templatetags._slot import CottonSlotNode
from django_cotton.templatetags._vars import CottonVarsNode
from django_cotton.utils import ensure_quoted, get_cotton_data

from ancrage.ui.loading import hasten
from ancrage.ui.settling import settled
from ancrage.ui.variables import shorten


@dataclass(frozen=True, slots=True)
class Plan:
    """One use of a component: its body, the values known beforehand, those to find, what passes through to its tag.

    What passes through is written already, or the attribute and the name of the value to write.
    """

    body: NodeList
    known: dict[str, Any]
    sought: tuple[tuple[str, Callable[[Context], Any]], ...]
    passed: tuple[str | tuple[str, str], ...]
    has_slots: bool


class Component(CottonComponentNode):  # type: ignore[misc] # the library is not typed
    """A use of a component whose name is written; any other is left to the library."""

    plan: Plan | None = None

    def __init__(self, made: CottonComponentNode) -> None:
        self.__dict__.update(vars(made))
        self.is_plain = not made.only and made.component_name != "component" and ":attrs" not in made.attrs

    def render(self, context: Context) -> str:
        if not self.is_plain:
            return str(super().render(context))
        plan = self.plan = self.plan or self._planned(context)
        state = dict(plan.known)
        for name, find in plan.sought:
            try:
                state[name] = find(context)
            except UnprocessableDynamicAttr:
                continue
        state["slot"] = self._slots(context, state) if plan.has_slots else self.nodelist.render(context)
        state["attrs"] = _written(plan.passed, state)
        with context.push(state):
            return plan.body.render(context)

    def _slots(self, context: Context, state: dict[str, Any]) -> str:
        """What is inside the tag; its named slots go to ``state``."""
        slots: dict[str, str] = {}
        stack = get_cotton_data(context)["stack"]
        stack.append({"key": self.component_name, "slots": slots})
        try:
            inside: str = self.nodelist.render(context)
        finally:
            stack.pop()
        state.update(slots)
        return inside

    def _planned(self, context: Context) -> Plan:
        template = self._get_cached_template(context, {})
        declared = {var.exclude_key for node in _declarations(template) for var in node._prepared_vars}  # noqa: SLF001
        declared |= {name for node in _declarations(template) for name in node.empty_vars}
        # A default that looked into the context would be frozen: an empty one makes it fail.
        known = {
            var.accessible_key: var.compiled.resolve(Context()) if var.kind == AttrKind.DYNAMIC else var.value
            for node in _declarations(template)
            for var in node._prepared_vars  # noqa: SLF001
        }
        sought: list[tuple[str, Callable[[Context], Any]]] = []
        passed: list[str | tuple[str, str]] = []
        for attr in self._prepared_attrs:
            name = attr.key.replace("-", "_")
            if attr.compiled is None:
                known[name] = attr.value
            else:
                sought.append((name, _finding(attr)))
            if attr.key not in declared:
                passed.append(_attribute(attr.key, attr.value) if attr.compiled is None else (attr.key, name))
        slots = {slot.slot_name for slot in self.nodelist.get_nodes_by_type(CottonSlotNode)}
        constant = {name: known[name] for name in known.keys() - slots - {name for name, _find in sought}}
        body = NodeList(node for node in template.nodelist if not isinstance(node, CottonVarsNode))
        return Plan(settled(body, constant), known, tuple(sought), tuple(passed), bool(slots))


def _finding(attr: PreparedAttr) -> Callable[[Context], Any]:
    """What finds the value of an attribute: words around values, or a value alone."""
    if attr.kind == AttrKind.ESCAPED:
        hasten(attr.compiled.nodelist)
        find: Callable[[Context], Any] = attr.compiled.nodelist.render
    else:
        shorten(attr.compiled._variable)  # noqa: SLF001 - the library keeps it to itself
        find = attr.compiled.resolve
    return find


def _declarations(template: Any) -> list[CottonVarsNode]:  # noqa: ANN401 - the template engine's
    return [node for node in template.nodelist if isinstance(node, CottonVarsNode)]


def _written(passed: tuple[str | tuple[str, str], ...], state: dict[str, Any]) -> str:
    """The attributes that the component does not name itself, as they go in its tag."""
    if not passed:
        return ""
    pieces = (
        piece if isinstance(piece, str) else _attribute(piece[0], _escaped(state[piece[1]]))
        for piece in passed
        if isinstance(piece, str) or piece[1] in state
    )
    return mark_safe(" ".join(pieces))  # noqa: S308 - the words of a template, and values escaped


def _escaped(value: Any) -> Any:  # noqa: ANN401 - as below
    return value if value is True else conditional_escape(value)


def _attribute(name: str, value: Any) -> str:  # noqa: ANN401 - True when the attribute says nothing more
    return name if value is True else f"{name}={ensure_quoted(value)}"


def component(parser: Any, token: Any) -> CottonComponentNode:  # noqa: ANN401 - the template engine's
    """The library's own tag, its uses worked out once."""
    return Component(cotton_component(parser, token))
