from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.history import tracked
from ancrage.newcomers.models.person import Person

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class LevelSource(models.TextChoices):
    TEST = "test", _("Test")
    EVALUATION = "evaluation", _("Évaluation de classement")
    DECLARED = "declared", _("Déclaré par la personne")


def _skill(label: "str | _StrPromise") -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(
        label, null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )


@tracked(in_bulk=True)
class FrenchLevel(models.Model):
    """Levels on the Québec scale, 1 to 12, by skill. A skill not assessed is empty."""

    id = uuid7_key()
    person = models.ForeignKey(Person, models.CASCADE, "french_levels", verbose_name=_("personne"))
    listening = _skill(_("compréhension orale"))
    speaking = _skill(_("production orale"))
    reading = _skill(_("compréhension écrite"))
    writing = _skill(_("production écrite"))
    source = models.CharField(_("source"), max_length=10, choices=LevelSource)
    assessed_on = models.DateField(_("évalué le"))

    class Meta:
        verbose_name = _("niveau de français")
        verbose_name_plural = _("niveaux de français")
        indexes: ClassVar = [models.Index(fields=["person", "-assessed_on"], name="french_history")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="french_level_1_to_12",
                condition=models.Q(listening__range=(1, 12))
                | models.Q(speaking__range=(1, 12))
                | models.Q(reading__range=(1, 12))
                | models.Q(writing__range=(1, 12)),
                violation_error_message=_("Inscrivez au moins un niveau, de 1 à 12."),
            ),
            *(
                models.CheckConstraint(
                    name=f"french_{skill}_1_to_12",
                    condition=models.Q(**{skill: None}) | models.Q(**{f"{skill}__range": (1, 12)}),
                    violation_error_message=_("Un niveau va de 1 à 12."),
                )
                for skill in ("listening", "speaking", "reading", "writing")
            ),
        ]

    def __str__(self) -> str:
        return " / ".join(str(s or "–") for s in (self.listening, self.speaking, self.reading, self.writing))


class LanguageGround(models.TextChoices):
    """Why the service may use another language beside French (Charte de la langue française, art. 22.3 and others)."""

    WELCOME = "welcome", _("Accueil, six premiers mois après l’arrivée")
    ABROAD = "abroad", _("Hors du Québec")
    HEALTH_SAFETY = "health_safety", _("Santé, sécurité publique ou justice naturelle")
    ENGLISH_SCHOOLING = "english_schooling", _("Admissible à l’enseignement en anglais")
    EARLIER_CORRESPONDENCE = "earlier", _("Correspondance en anglais avant le 13 mai 2021")
    INDIGENOUS = "indigenous", _("Personne autochtone")


class ServiceLanguageQuerySet(models.QuerySet["ServiceLanguage"]):
    def in_force(self, day: date) -> Self:
        return self.filter(models.Q(expires_on=None) | models.Q(expires_on__gte=day), attested_on__lte=day)


@tracked()
class ServiceLanguage(models.Model):
    """A language used beside French, its ground, and the last day on which the ground holds."""

    id = uuid7_key()
    person = models.ForeignKey(Person, models.CASCADE, "service_languages", verbose_name=_("personne"))
    language = models.CharField(_("langue"), max_length=3)
    ground = models.CharField(_("motif"), max_length=18, choices=LanguageGround)
    attested_on = models.DateField(_("attesté le"))
    expires_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    warned_at = models.DateTimeField(_("échéance annoncée"), null=True, blank=True)

    objects = ServiceLanguageQuerySet.as_manager()

    class Meta:
        verbose_name = _("langue de service")
        verbose_name_plural = _("langues de service")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="welcome_language_expires",
                condition=~models.Q(ground=LanguageGround.WELCOME) | models.Q(expires_on__isnull=False),
                violation_error_message=_("L’accueil dans une autre langue a une fin : six mois après l’arrivée."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.language} ({self.ground})"
