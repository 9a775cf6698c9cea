from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.history import tracked
from ancrage.directory.models import Organization
from ancrage.newcomers.models.case import Case


class Purpose(models.TextChoices):
    REFERRAL = "referral", _("Être aiguillée vers des organismes")
    CONTACT_AFTER = "contact_after", _("Être jointe après la fermeture du dossier")


class Shared(models.TextChoices):
    """What the person agrees to share, part by part."""

    CONTACT = "contact", _("Nom et coordonnées")
    LANGUAGES = "languages", _("Langues et niveau de français")
    STATUS = "status", _("Statut d’immigration")
    HOUSEHOLD = "household", _("Composition du ménage")
    NEEDS = "needs", _("Besoins et plan d’action")
    HEALTH = "health", _("Santé")


class ConsentMode(models.TextChoices):
    WRITTEN = "written", _("Par écrit")
    VERBAL = "verbal", _("Verbalement")
    ELECTRONIC = "electronic", _("À l’écran")


class GivenBy(models.TextChoices):
    PERSON = "person", _("La personne elle-même")
    PARENT = "parent", _("Titulaire de l’autorité parentale")
    TUTOR = "tutor", _("Tutrice ou tuteur")
    REPRESENTATIVE = "representative", _("Personne qui la représente")


class ConsentAgesQuerySet(models.QuerySet["ConsentAges"]):
    def on(self, day: date) -> Self:
        return self.filter(during__contains=day)


class ConsentAges(models.Model):
    """From which ages a person may consent alone, then does so alone. Dated, and to be confirmed by counsel."""

    id = uuid7_key()
    may_consent_at = models.PositiveSmallIntegerField(_("âge à partir duquel la personne peut consentir"))
    adult_at = models.PositiveSmallIntegerField(_("âge de la majorité"))
    during = DateRangeField(_("période"))
    is_confirmed = models.BooleanField(
        _("confirmé"), default=False, help_text=_("À confirmer par une conseillère ou un conseiller juridique.")
    )

    objects = ConsentAgesQuerySet.as_manager()

    class Meta:
        verbose_name = _("âges du consentement")
        verbose_name_plural = _("âges du consentement")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="consent_ages_one_at_a_time",
                expressions=[("during", RangeOperators.OVERLAPS)],
                violation_error_message=_("D’autres âges valent déjà à ces dates."),
            ),
            models.CheckConstraint(
                name="consent_ages_in_order",
                condition=models.Q(adult_at__gt=models.F("may_consent_at")),
                violation_error_message=_("La majorité suit l’âge du premier consentement."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.may_consent_at} / {self.adult_at}"


class CollectionNotice(models.Model):
    """The text shown before consent: who collects, why, who reads, what rights. Published versions never change."""

    id = uuid7_key()
    number = models.PositiveSmallIntegerField(_("version"), unique=True)
    text_fr = models.TextField(_("texte français"))
    text_en = models.TextField(_("texte anglais"))
    text_es = models.TextField(_("texte espagnol"), blank=True)
    text_ar = models.TextField(_("texte arabe"), blank=True)
    published_at = models.DateTimeField(_("publié"))

    class Meta:
        verbose_name = _("avis de collecte")
        verbose_name_plural = _("avis de collecte")

    def __str__(self) -> str:
        return str(self.number)


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self, day: date) -> Self:
        return self.filter(
            models.Q(ends_on=None) | models.Q(ends_on__gte=day),
            models.Q(ask_again_on=None) | models.Q(ask_again_on__gt=day),
            withdrawn_at=None,
        )

    def no_longer_in_force(self, day: date) -> Self:
        """Ended, or to be asked again; not those withdrawn."""
        return self.filter(models.Q(ends_on__lt=day) | models.Q(ask_again_on__lte=day), withdrawn_at=None)

    def for_referral(self, day: date) -> Self:
        return self.in_force(day).filter(purposes__contains=[Purpose.REFERRAL])


@tracked()
class Consent(models.Model):
    """What a person agreed to, under which notice, given by whom; withdrawn at any time.

    No organisation named means: those chosen with the person. ``ask_again_on`` is the day on which
    the person reaches an age that changes who may consent.
    """

    id = uuid7_key()
    case = models.ForeignKey(Case, models.PROTECT, "consents", verbose_name=_("dossier"))
    notice = models.ForeignKey(CollectionNotice, models.PROTECT, verbose_name=_("avis"))
    purposes = ArrayField(models.CharField(max_length=14, choices=Purpose), verbose_name=_("fins"))
    shared = ArrayField(models.CharField(max_length=10, choices=Shared), verbose_name=_("renseignements"))
    organizations = models.ManyToManyField(Organization, blank=True, verbose_name=_("organismes"))
    mode = models.CharField(_("mode"), max_length=10, choices=ConsentMode)
    given_by = models.CharField(_("donné par"), max_length=14, choices=GivenBy, default=GivenBy.PERSON)
    giver_name = models.CharField(_("nom"), max_length=160, blank=True)
    giver_title = models.CharField(_("titre"), max_length=120, blank=True)
    given_at = models.DateTimeField(_("donné"))
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    ask_again_on = models.DateField(_("à redemander le"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("retiré"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("inscrit par")
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consentement")
        verbose_name_plural = _("consentements")
        indexes: ClassVar = [models.Index(fields=["case", "-given_at"], name="consent_history")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="consent_giver_is_named",
                condition=models.Q(given_by=GivenBy.PERSON) | (~models.Q(giver_name="") & ~models.Q(giver_title="")),
                violation_error_message=_("Inscrivez le nom et le titre de qui consent pour la personne."),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_after_given",
                condition=models.Q(withdrawn_at=None) | models.Q(withdrawn_at__gte=models.F("given_at")),
                violation_error_message=_("Le retrait précède le consentement."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.given_at:%Y-%m-%d}"

    @property
    def purpose_labels(self) -> list[str]:
        return [str(Purpose(code).label) for code in self.purposes]

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """Each part that could be shared, and whether it is."""
        return [(str(part.label), part in self.shared) for part in Shared]

    def is_in_force(self, day: date) -> bool:
        ended = self.ends_on is not None and self.ends_on < day
        to_ask_again = self.ask_again_on is not None and self.ask_again_on <= day
        return self.withdrawn_at is None and not ended and not to_ask_again
