"""``{% translate %}`` and ``{% blocktranslate %}`` written fast: a page holds a hundred of them, worked out once."""

from typing import Any

from django.template.base import Node, Variable, render_value_in_context
from django.templatetags.i18n import BlockTranslateNode, TranslateNode, do_block_translate, do_translate
from django.utils.translation import gettext, ngettext, pgettext


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


class Sentence(BlockTranslateNode):
    """Words around values: its texts are put together once, its values are found without another layer of context."""

    def __init__(self, made: BlockTranslateNode) -> None:
        self.__dict__.update(vars(made))
        self.one, names = made.render_token_list(made.singular)
        self.several, more = made.render_token_list(made.plural) if made.plural else ("", [])
        self.names = tuple(dict.fromkeys([*names, *more]))

    def render(self, context: Any, nested: bool = False) -> str:  # noqa: ANN401, FBT001, FBT002 - Django's own
        given = {name: value.resolve(context) for name, value in self.extra_context.items()}
        if self.countervar and self.counter:
            count = given[self.countervar] = self.counter.resolve(context)
            said = ngettext(self.one, self.several, count)
        else:
            said = gettext(self.one)
        try:
            values = {
                name: render_value_in_context(given[name] if name in given else context[name], context)
                for name in self.names
            }
            # An English hour that ends a sentence brings its point.
            return (said % values).replace(".m..", ".m.")
        except (KeyError, ValueError):
            return str(super().render(context, nested))


def blocktranslate(parser: Any, token: Any) -> Node:  # noqa: ANN401 - the template engine's
    """Django's own tag, its texts put together once when they depend on nothing else."""
    node: BlockTranslateNode = do_block_translate(parser, token)
    return node if node.asvar or node.message_context else Sentence(node)
