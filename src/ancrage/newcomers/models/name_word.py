from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.sql import NameBones

ENTER_WORDS = """
INSERT INTO newcomers_nameword (word)
SELECT DISTINCT word FROM {persons}, words_of_name(folded_name, heard_name) word ORDER BY word ON CONFLICT DO NOTHING;
"""
"""In one order, so that two who enter the same new words at once wait for one another rather than deadlock."""


def entering_words() -> list[pgtrigger.Trigger]:
    """For whoever holds names: their words are known as soon as they are written, by whatever way."""
    options: dict[str, Any] = {"when": pgtrigger.After}
    return [
        pgtrigger.Trigger(
            name="words_entered",
            level=pgtrigger.Statement,
            operation=pgtrigger.Insert,
            referencing=pgtrigger.Referencing(new="entered"),  # type: ignore[no-untyped-call]
            func=_entering("entered"),
            **options,
        ),
        pgtrigger.Trigger(
            name="words_changed",
            operation=pgtrigger.UpdateOf("given_names", "family_names", "other_names"),  # type: ignore[no-untyped-call]
            func=_entering("(SELECT NEW.folded_name, NEW.heard_name) changed"),
            **options,
        ),
    ]


def _entering(persons: str) -> str:
    return f"{ENTER_WORDS.format(persons=persons)}RETURN NULL;\n"


class NameWord(models.Model):
    """A word that someone's name holds, plain or as it sounds; of whose, it says nothing.

    A name typed with an error is read against these few words, and persons are then found by words that exist: reading
    every name that looks like it takes far longer (`make bench-full PART=search`). A word goes the night after its last bearer.
    """

    word = models.TextField(_("mot"), primary_key=True)
    bones = models.GeneratedField(
        expression=NameBones("word"), output_field=models.TextField(), db_persist=True, editable=False
    )

    class Meta:
        verbose_name = _("mot d’un nom")
        verbose_name_plural = _("mots des noms")
        indexes: ClassVar = [
            GinIndex(fields=["word"], name="name_word_trigrams", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["bones"], name="name_word_bones"),
        ]

    def __str__(self) -> str:
        return self.word
