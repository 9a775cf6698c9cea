"""``{% translate "…" %}`` written fast: a page holds a hundred, nearly all plain words without anything to resolve."""

from typing import Any

from django.template.base import Node, Variable
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import gettext, pgettext


class PlainTranslation(Node):
    """Words known when the template is compiled, in the language of the moment."""

    def __init__(self, words: str, context: str | None) -> None:
        # Catalogues keep « % » doubled in what comes from templates.
        self.words, self.context = words.replace("%", "%%"), context

    def render(self, context: Any) -> str:  # noqa: ANN401, ARG002 - a template's
        said = pgettext(self.context, self.words) if self.context else gettext(self.words)
        return said.replace("%%", "%")


def translate(parser: Any, token: Any) -> Node:  # noqa: ANN401 - the template engine's
    """Django's own tag, made plain when it can be."""
    node: TranslateNode = do_translate(parser, token)
    words = node.filter_expression.var
    context = node.message_context
    plain = isinstance(words, Variable) and words.literal is not None and not node.filter_expression.filters
    if not plain or node.asvar or node.noop or (context and context.var.__class__ is Variable):
        return node
    return PlainTranslation(str(words.literal), str(context.var) if context else None)
