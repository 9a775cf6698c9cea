from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key
from ancrage.core.history import tracked
from ancrage.core.labels import Labelled, LabelledQuerySet
from ancrage.core.sql import HomeDay
from ancrage.directory.models import NeedDomain, Organization, Service
from ancrage.referrals.permissions import Permission

if TYPE_CHECKING:
    from ancrage.accounts.access import Access


class ReferralState(models.TextChoices):
    """The life of a referral, in order. What may follow what is in ``referrals.transitions``."""

    DRAFT = "draft", _("Brouillon")
    SENT = "sent", _("Envoyé")
    OPENED = "opened", _("Ouvert")
    UNDER_STUDY = "under_study", _("À l’étude")
    ACCEPTED = "accepted", _("Accepté")
    WAITING_LIST = "waiting_list", _("Liste d’attente")
    DECLINED = "declined", _("Refusé")
    WITHDRAWN = "withdrawn", _("Retiré")
    EXPIRED = "expired", _("Expiré")
    STARTED = "started", _("Service commencé")
    DONE = "done", _("Service rendu")
    NOT_DONE = "not_done", _("Service non rendu")

    @classmethod
    def awaiting_answer(cls) -> tuple["ReferralState", ...]:
        return cls.SENT, cls.OPENED, cls.UNDER_STUDY

    @classmethod
    def live(cls) -> tuple["ReferralState", ...]:
        """States in which the organisation may read what was shared."""
        return cls.SENT, cls.OPENED, cls.UNDER_STUDY, cls.ACCEPTED, cls.WAITING_LIST, cls.STARTED


def unread(path: str = "") -> models.Q:
    """Referrals whose answer, or silence, nobody has read.

    :param path: of the referral, ``referral__`` for instance.
    """
    answered = models.Q(**{f"{path}answered_at__isnull": False}) & ~models.Q(**{f"{path}state": "withdrawn"})
    return models.Q(answered | models.Q(**{f"{path}state": "expired"}), **{f"{path}seen_at": None})


# Those that may have something to say to whoever sent them.
_SAYING = unread() | models.Q(state="under_study")


def silent(path: str = "") -> models.Q:
    """Referrals sent and left without an answer, that nobody has put aside: they may be past their day or not."""
    states = [*ReferralState.awaiting_answer(), ReferralState.EXPIRED]
    return models.Q(**{f"{path}state__in": states, f"{path}seen_at__isnull": True})


def answer_day(path: str = "") -> HomeDay:
    """The day, in Québec, before whose end an answer is awaited."""
    return HomeDay(f"{path}expires_at")


class DeclineReason(Labelled):
    """Why an organisation cannot take someone."""

    id = uuid7_key()

    objects = LabelledQuerySet["DeclineReason"].as_manager()

    class Meta:
        verbose_name = _("motif de refus")
        verbose_name_plural = _("motifs de refus")


class ReferralOutcome(Labelled):
    """What came of the service."""

    id = uuid7_key()

    objects = LabelledQuerySet["ReferralOutcome"].as_manager()

    class Meta:
        verbose_name = _("résultat d’aiguillage")
        verbose_name_plural = _("résultats d’aiguillage")


class ReferralQuerySet(models.QuerySet["Referral"]):
    def received_by(self, access: "Access") -> Self:
        """What reached the organisations the person works for: Mes aiguillages."""
        scope = access.scopes(Permission.ANSWER_REFERRALS)
        return self.filter(organization__in=scope.organizations, sent_at__isnull=False)

    def with_names(self) -> Self:
        """With what its lists and pages name."""
        return self.select_related("service", "organization", "domain", "created_by", "decline_reason", "outcome")

    def awaiting_answer(self) -> Self:
        return self.filter(state__in=ReferralState.awaiting_answer())

    def expired_by(self, at: datetime) -> Self:
        return self.awaiting_answer().filter(expires_at__lte=at)

    def to_remind(self, at: datetime, before: timedelta) -> Self:
        return self.awaiting_answer().filter(reminded_at=None, expires_at__gt=at, expires_at__lte=at + before)


@tracked()
class Referral(models.Model):
    """A request to a service for someone, and its answer.

    ``summary`` is what the link alone shows: ``{"languages": [...], "municipality": "..."}``.
    ``package`` is what the person agreed to share, shown after the code: a list of
    ``{"label": ..., "value": ..., "detail": ...}``, in French. Emptied when sharing stops. ``concerns`` names, by
    their ids, the persons and dossiers behind it, for the register.
    """

    id = uuid7_key()
    reference = models.CharField(_("numéro"), max_length=20, unique=True)
    region = models.ForeignKey("territory.Region", models.PROTECT, verbose_name=_("région"))
    service = models.ForeignKey(Service, models.PROTECT, "referrals", verbose_name=_("service"))
    organization = models.ForeignKey(Organization, models.PROTECT, "referrals", verbose_name=_("organisme"))
    domain = models.ForeignKey(NeedDomain, models.PROTECT, verbose_name=_("genre de besoin"))
    is_restricted = models.BooleanField(_("accès restreint"), default=False)
    state = models.CharField(_("état"), max_length=12, choices=ReferralState, default=ReferralState.DRAFT)
    summary = models.JSONField(_("aperçu"), default=dict)
    package = models.JSONField(_("renseignements communiqués"), default=list)
    person_name = models.CharField(_("nom communiqué"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("créé"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("envoyé par")
    )
    sent_at = models.DateTimeField(_("envoyé"), null=True, blank=True)
    expires_at = models.DateTimeField(_("réponse attendue avant"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("rappelé"), null=True, blank=True)
    first_opened_at = models.DateTimeField(_("ouvert"), null=True, blank=True)
    answered_at = models.DateTimeField(_("répondu"), null=True, blank=True)
    decline_reason = models.ForeignKey(
        DeclineReason, models.PROTECT, null=True, blank=True, verbose_name=_("motif de refus")
    )
    waiting_weeks = models.PositiveSmallIntegerField(_("attente, en semaines"), null=True, blank=True)
    meeting_at = models.DateTimeField(_("première rencontre"), null=True, blank=True)
    answer_note = models.TextField(_("mot de l’organisme"), blank=True)
    told_email = models.EmailField(_("courriel de la personne à prévenir"), blank=True)
    told_language = models.CharField(_("langue de la personne"), max_length=2, default="fr")
    owner_path = models.CharField(_("adresse dans le dossier"), max_length=120, blank=True)
    outcome = models.ForeignKey(ReferralOutcome, models.PROTECT, null=True, blank=True, verbose_name=_("résultat"))
    seen_at = models.DateTimeField(_("réponse lue"), null=True, blank=True)
    concerns = ArrayField(
        models.UUIDField(), verbose_name=_("dossiers et personnes en cause"), default=list, blank=True
    )

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("aiguillage")
        verbose_name_plural = _("aiguillages")
        indexes: ClassVar = [
            models.Index(fields=["organization", "state", "-sent_at", "-id"], name="referral_inbox"),
            models.Index(fields=["created_by", "-answered_at"], name="referral_answers"),
            models.Index(
                fields=["expires_at"],
                name="referral_expiring",
                condition=models.Q(state__in=["sent", "opened", "under_study"]),
            ),
            # What nobody answered, in the order of its day.
            models.Index(answer_day(), "id", name="referral_silent", condition=silent()),
            # Few: those that may have something to say are told from the others without the table.
            models.Index(fields=["id"], name="referral_news", condition=_SAYING),
            # The list of what was sent, by sort, the newest first.
            models.Index(fields=["-created_at"], name="referral_by_time"),
            models.Index(fields=["-created_at"], name="referral_news_by_time", condition=_SAYING),
            models.Index(
                fields=["-created_at"],
                name="referral_awaiting_by_time",
                condition=models.Q(state__in=["sent", "opened", "under_study"]),
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="referral_declined_has_reason",
                condition=~models.Q(state=ReferralState.DECLINED) | models.Q(decline_reason__isnull=False),
                violation_error_message=_("Un refus porte son motif."),
            ),
            models.CheckConstraint(
                name="referral_sent_has_moment",
                condition=models.Q(state__in=["draft", "withdrawn"])
                | models.Q(sent_at__isnull=False, expires_at__isnull=False),
                violation_error_message=_("Un aiguillage envoyé porte sa date d’envoi."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_state_display(self) -> str:  # type: ignore[no-redef] # Django lets it be
        """As Django's, which makes a table of all the states at each call: lists show many."""
        return str(ReferralState(self.state).label)

    @property
    def is_shared(self) -> bool:
        """Whether the organisation may read what the person agreed to share."""
        return self.state in ReferralState.live()

    @property
    def is_awaiting(self) -> bool:
        return self.state in ReferralState.awaiting_answer()

    @property
    def has_news(self) -> bool:
        """Whether its answer, or its silence, waits to be read by the sender."""
        return self.seen_at is None and (self.answered_at is not None or self.state == ReferralState.EXPIRED)

    def is_late(self, at: datetime) -> bool:
        """Whether the answer is past due, expired by the job or about to be."""
        return self.is_awaiting and self.expires_at is not None and self.expires_at <= at


class ReferralTransition(models.Model):
    """One change of state: who, when, from what to what, why."""

    id = uuid7_key()
    referral = models.ForeignKey(Referral, models.CASCADE, "transitions", verbose_name=_("aiguillage"))
    at = models.DateTimeField(_("moment"))
    actor = models.CharField(_("auteur"), max_length=80)
    from_state = models.CharField(_("de"), max_length=12, choices=ReferralState)
    to_state = models.CharField(_("à"), max_length=12, choices=ReferralState)
    note = models.CharField(_("précision"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("étape d’aiguillage")
        verbose_name_plural = _("étapes d’aiguillage")

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
