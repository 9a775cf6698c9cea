from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key


class OccupationQuerySet(models.QuerySet["Occupation"]):
    def current(self) -> Self:
        return self.filter(is_current=True)

    def coded(self, code: str) -> "Occupation | None":
        """The one of ``code``, whatever was typed as such."""
        return self.filter(code=code).first() if code.isascii() and code.isdecimal() else None

    def in_order(self) -> Self:
        return self.order_by("code")


class Occupation(models.Model):
    """A unit group of the National Occupational Classification (CNP 2021), written by ``actions.occupations``.

    The first digit of ``code`` is its broad category, the second its FÉER: training, education, experience and
    responsibilities, from 0 (management) to 5 (a demonstration on the job). One that a newer file no longer names is
    not ``is_current``: what was said with it keeps it.
    """

    id = uuid7_key()
    code = models.CharField(_("code CNP"), max_length=5, unique=True)
    title_fr = models.CharField(_("titre"), max_length=300, blank=True)
    title_en = models.CharField(_("titre anglais"), max_length=300, blank=True)
    is_current = models.BooleanField(_("dans la classification"), default=True)

    objects = OccupationQuerySet.as_manager()

    class Meta:
        verbose_name = _("profession")
        verbose_name_plural = _("professions")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="directory_occupation_code",
                condition=models.Q(code__regex=r"^[0-9]{5}$"),
                violation_error_message=_("Un code CNP a cinq chiffres."),
            ),
            models.CheckConstraint(
                name="directory_occupation_titled",
                condition=~models.Q(title_fr="", title_en=""),
                violation_error_message=_("Une profession a un titre."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        """In the reader's language where there is one."""
        return titled(self.title_fr, self.title_en)

    @property
    def broad_category(self) -> int:
        return int(self.code[0])

    @property
    def feer(self) -> int:
        return int(self.code[1])


def titled(french: str, english: str) -> str:
    first, other = (english, french) if (get_language() or "fr").startswith("en") else (french, english)
    return first or other


class TitleLanguage(models.TextChoices):
    FRENCH = "fr", _("Français")
    ENGLISH = "en", _("Anglais")


class OccupationTitle(models.Model):
    """What an occupation is called, as its file says it, and what it is found by (``occupation_words.Terms``)."""

    id = uuid7_key()
    occupation = models.ForeignKey(Occupation, models.CASCADE, related_name="titles", verbose_name=_("profession"))
    language = models.CharField(_("langue"), max_length=2, choices=TitleLanguage)
    title = models.CharField(_("appellation"), max_length=300)
    is_own = models.BooleanField(_("titre de la classe"), default=False)
    keys = ArrayField(models.TextField(), verbose_name=_("clés"), default=list)
    words = SearchVectorField(_("mots"))
    size = models.PositiveSmallIntegerField(_("mots du nom"))
    aside = models.PositiveSmallIntegerField(_("mots du domaine"))

    class Meta:
        verbose_name = _("appellation d’emploi")
        verbose_name_plural = _("appellations d’emploi")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["occupation", "language", "title"], name="directory_occupationtitle_once"),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["words"], name="directory_occtitle_words", fastupdate=False),
        ]

    def __str__(self) -> str:
        return self.title


class OccupationWord(models.Model):
    """A word of the titles, so that a slip in what is typed is known for one (as ``Word`` for services)."""

    word = models.CharField(_("mot"), max_length=60, primary_key=True)
    root = models.CharField(_("racine"), max_length=60)
    uses = models.PositiveIntegerField(_("usages"))
    sound = models.CharField(_("comme il sonne"), max_length=60)
    letters = models.CharField(_("ses lettres"), max_length=60)

    class Meta:
        verbose_name = _("mot des appellations")
        verbose_name_plural = _("mots des appellations")
        indexes: ClassVar = [
            models.Index(fields=["root"], name="directory_occword_root"),
            models.Index(fields=["sound"], name="directory_occword_sound"),
            models.Index(fields=["letters"], name="directory_occword_letters"),
            models.Index(OpClass("word", "text_pattern_ops"), name="directory_occword_start"),
            GinIndex(OpClass("word", "gin_trgm_ops"), name="directory_occword_likeness"),
        ]

    def __str__(self) -> str:
        return self.word
