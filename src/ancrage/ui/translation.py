"""``{% translate %}`` and ``{% blocktranslate %}`` written fast: a page holds a hundred of them.

Those of a loaded template are settled in its language (``ui.loading``); elsewhere, it is that of the moment.
"""

from typing import Any

from django.template.base import Node, Variable
from django.templatetags.i18n import BlockTranslateNode, TranslateNode, do_block_translate, do_translate
from django.utils.translation import gettext, ngettext, pgettext

from ancrage.ui.variables import written


class PlainTranslation(Node):
    """Words known when the template is compiled."""

    said: str | None = None

    def __init__(self, words: str, context: str | None) -> None:
        # Catalogues keep « % » doubled in what comes from templates.
        self.words, self.context = words.replace("%", "%%"), context

    def settle(self) -> None:
        self.said = self.render(None)

    def render_annotated(self, context: Any) -> str:  # noqa: ANN401 - a template's
        return self.render(context) if self.said is None else self.said

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


class Sentence(BlockTranslateNode):
    """Words around values: its texts are put together once, its values are found without another layer of context."""

    said: str | None = None

    def __init__(self, made: BlockTranslateNode) -> None:
        self.__dict__.update(vars(made))
        self.one, names = made.render_token_list(made.singular)
        self.several, more = made.render_token_list(made.plural) if made.plural else ("", [])
        self.names = tuple(dict.fromkeys([*names, *more]))

    def settle(self) -> None:
        self.said = None if self.counter else gettext(self.one)

    def render(self, context: Any, nested: bool = False) -> str:  # noqa: ANN401, FBT001, FBT002 - Django's own
        given = {name: value.resolve(context) for name, value in self.extra_context.items()}
        if self.countervar and self.counter:
            count = given[self.countervar] = self.counter.resolve(context)
            said = ngettext(self.one, self.several, count)
        else:
            said = self.said or gettext(self.one)
        try:
            values = {name: written(given[name] if name in given else context[name], context) for name in self.names}
            # An English hour that ends a sentence brings its point.
            return (said % values).replace(".m..", ".m.")
        except (KeyError, ValueError):
            return str(super().render(context, nested))


def blocktranslate(parser: Any, token: Any) -> Node:  # noqa: ANN401 - the template engine's
    """Django's own tag, its texts put together once when they depend on nothing else."""
    node: BlockTranslateNode = do_block_translate(parser, token)
    return node if node.asvar or node.message_context else Sentence(node)
