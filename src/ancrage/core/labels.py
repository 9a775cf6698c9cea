from typing import Self, TypeVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

M = TypeVar("M", bound="Labelled")


class LabelledQuerySet(models.QuerySet[M]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def in_order(self) -> Self:
        return self.order_by("position", "code")


class Labelled(models.Model):
    """An entry of a reference list: a stable code, and what people read in their language.

    Entries are deactivated, never deleted: rows made earlier still point to them.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    label_fr = models.CharField(_("libellé français"), max_length=160)
    label_en = models.CharField(_("libellé anglais"), max_length=160)
    label_es = models.CharField(_("libellé espagnol"), max_length=160, blank=True)
    label_ar = models.CharField(_("libellé arabe"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(_("rang"), default=0)
    is_active = models.BooleanField(_("offert au choix"), default=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the reader's language, else in French."""
        return self.label_in((get_language() or "fr")[:2])

    def label_in(self, language: str) -> str:
        text: str = getattr(self, f"label_{language}", "")
        return text or self.label_fr
