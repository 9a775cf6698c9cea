from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.utils.translation import gettext_lazy as _


class Word(models.Model):
    """A word that services are told in, so that a slip in what is typed is known for one.

    Written by ``actions.vocabulary``. ``word`` has no accent; ``stem`` and ``stem_en`` are what it is found by, ``sound``
    is how it sounds, ``letters`` are its letters in order: two words that were typed in one another's order have the same.
    """

    word = models.CharField(_("mot"), max_length=40, primary_key=True)
    shown = models.CharField(_("tel qu’écrit"), max_length=40)
    uses = models.PositiveIntegerField(_("usages"), default=1)
    stem = models.CharField(_("racine"), max_length=40, blank=True)
    stem_en = models.CharField(_("racine anglaise"), max_length=40, blank=True)
    sound = models.CharField(_("comme il sonne"), max_length=40, blank=True)
    letters = models.CharField(_("ses lettres"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("mot du répertoire")
        verbose_name_plural = _("mots du répertoire")
        indexes: ClassVar = [
            models.Index(fields=["stem"], name="directory_word_stem"),
            models.Index(fields=["stem_en"], name="directory_word_stem_en"),
            models.Index(fields=["sound"], name="directory_word_sound"),
            models.Index(fields=["letters"], name="directory_word_letters"),
            GinIndex(OpClass("word", "gin_trgm_ops"), name="directory_word_likeness"),
        ]

    def __str__(self) -> str:
        return self.shown
