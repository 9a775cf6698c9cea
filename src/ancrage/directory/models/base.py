"""What every table of the directory has, in the words of Open Referral's HSDS."""

from typing import Any, Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key


class Said(str):
    """A text and the language it is in, which a page must say: ``<p lang="{{ text.lang }}">{{ text }}``."""

    __slots__ = ("lang",)
    lang: str

    @classmethod
    def of(cls, text: str, lang: str) -> Self:
        said = cls(text)
        said.lang = lang
        return said


class _Reading:
    """The texts of a row in the reader's language: ``{{ service.said.name }}``."""

    def __init__(self, row: "Part") -> None:
        self._row = row

    def __getattr__(self, name: str) -> Said:
        if name.startswith("_"):
            raise AttributeError(name)
        english = self._row.english.get(name, "") if (get_language() or "fr").startswith("en") else ""
        return Said.of(english, "en") if english else Said.of(str(getattr(self._row, name)), "fr")


class Part(models.Model):
    """A row of the directory. Its texts are in French; ``english`` holds those that have a translation, by field.

    ``extra`` keeps what a source said that has no column here, so that it is given back as it came.
    """

    id = uuid7_key()
    english = models.JSONField(_("en anglais"), default=dict, blank=True)
    extra = models.JSONField(_("autres renseignements reçus"), default=dict, blank=True)

    class Meta:
        abstract = True

    @property
    def said(self) -> _Reading:
        return _Reading(self)


class Record(Part):
    """A row that is told to the world, and kept fresh.

    ``origins`` says, by field, where its value comes from when it is not from ``source``: ``{"name": "here"}`` for
    what was written on screen, which no source overwrites.
    """

    is_public = models.BooleanField(_("public"), default=True)
    source = models.ForeignKey(
        "directory.Source", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("source")
    )
    source_key = models.CharField(_("identifiant dans la source"), max_length=200, blank=True)
    origins = models.JSONField(_("provenance par champ"), default=dict, blank=True)
    created_at = models.DateTimeField(_("ajouté le"))
    modified_at = models.DateTimeField(_("modifié le"))
    verified_on = models.DateField(_("vérifié le"), null=True, blank=True)

    class Meta:
        abstract = True


def owned_by(*names: str, table: str) -> models.CheckConstraint:
    """A part belongs to one of these rows at least: the same phone may be that of a place and of its organisation."""
    condition = models.Q()
    for name in names:
        condition |= models.Q(**{f"{name}__isnull": False})
    return models.CheckConstraint(
        name=f"directory_{table}_owned",
        condition=condition,
        violation_error_message=_("Dites à quoi cela appartient."),
    )


def owner(model: str, related: str, label: Any) -> "models.ForeignKey[Any, Any]":  # noqa: ANN401 - lazy text
    return models.ForeignKey(
        f"directory.{model}", models.CASCADE, null=True, blank=True, related_name=related, verbose_name=label
    )
