"""``{% csrf_token %}`` written once a page: a list has a form at each line."""

from typing import Any

from django.template.defaulttags import CsrfTokenNode

_KEY = "csrf_field"


class TokenNode(CsrfTokenNode):
    def render(self, context: Any) -> str:  # noqa: ANN401 - a template's
        kept = context.render_context
        if _KEY not in kept:
            kept[_KEY] = super().render(context)
        return str(kept[_KEY])


def csrf_token(parser: Any, token: Any) -> TokenNode:  # noqa: ANN401, ARG001 - the template engine's
    return TokenNode()
