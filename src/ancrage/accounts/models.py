"""Who signs in, what they are charged with and where, and what they were told."""

from datetime import date, datetime
from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models.functions import Coalesce, Lower
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.roles import AccountKind, find_role
from ancrage.core.fields import uuid7_key
from ancrage.core.sql import FrSort
from ancrage.territory.dated import Dated, DatedQuerySet
from ancrage.territory.models import (
    Directorate,
    DirectorateRegion,
    Region,
    ServicePoint,
    Team,
)

SPACE_DOMAIN: Final = "@espace.invalid"
"""Where no mail goes: the address that holds the place of one, in the account of a space."""


def session_salt() -> str:
    return get_random_string(16)


class Language(models.TextChoices):
    FRENCH = "fr", _("Français")
    ENGLISH = "en", _("Anglais")


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def staff(self) -> Self:
        """Those who work: not the persons they accompany."""
        return self.filter(kind=AccountKind.STAFF)

    def in_order(self) -> Self:
        return self.order_by("sort", "pk")

    def matching(self, text: str) -> Self:
        """Those whose name or e-mail holds ``text``, whatever its accents and case."""
        wanted = text.strip()
        return self.filter(
            models.Q(sort__contains=FrSort(models.Value(wanted))) | models.Q(email__contains=wanted.lower())
        )

    def with_role(self, role: str, day: date) -> Self:
        """Those who hold ``role`` somewhere on ``day``, their account closed or not."""
        held = Assignment.objects.on(day).filter(role=role, user=models.OuterRef("pk"))
        return self.filter(models.Exists(held))

    def holding(self, role: str, day: date) -> Self:
        """Active users who hold ``role`` somewhere on ``day``."""
        return self.active().with_role(role, day)


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def filter(self, *args: Any, **kwargs: Any) -> UserQuerySet:
        return self.get_queryset().filter(*args, **kwargs)

    def active(self) -> UserQuerySet:
        return self.get_queryset().active()

    def staff(self) -> UserQuerySet:
        return self.get_queryset().staff()

    def holding(self, role: str, day: date) -> UserQuerySet:
        return self.get_queryset().holding(role, day)

    def in_order(self) -> UserQuerySet:
        return self.get_queryset().in_order()

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Two spellings of one address are one person: addresses are kept in lower case."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=self.normalize_email(username))

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Someone who signs in. What they may do comes from their assignments, never from here."""

    id = uuid7_key()
    kind = models.CharField(_("nature"), max_length=5, choices=AccountKind, default=AccountKind.STAFF, editable=False)
    email = models.EmailField(_("courriel"), unique=True)
    full_name = models.CharField(_("nom"), max_length=150)
    language = models.CharField(_("langue"), max_length=5, choices=Language, default=Language.FRENCH)
    is_active = models.BooleanField(_("compte ouvert"), default=True)
    left_on = models.DateField(_("date de départ"), null=True, blank=True)
    created_at = models.DateTimeField(_("création"))
    session_salt = models.CharField(max_length=16, default=session_salt, editable=False)
    sort = models.GeneratedField(expression=FrSort("full_name"), output_field=models.TextField(), db_persist=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("utilisateur")
        verbose_name_plural = _("utilisateurs")
        indexes: ClassVar = [models.Index(fields=["sort", "id"], name="accounts_user_sort")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="accounts_user_email_lower_case",
                violation_error_message=_("Le courriel s’écrit en minuscules."),
            ),
            models.CheckConstraint(
                # Several persons may share an address: that of their space is written elsewhere.
                condition=models.Q(kind="space", email__endswith=SPACE_DOMAIN)
                | (models.Q(kind="staff") & ~models.Q(email__endswith=SPACE_DOMAIN)),
                name="accounts_user_space_has_no_mailbox",
                violation_error_message=_("Le compte d’un espace n’a pas de boîte de courriel."),
            ),
            models.CheckConstraint(
                condition=models.Q(left_on=None) | models.Q(is_active=False),
                name="accounts_user_left_is_closed",
                violation_error_message=_("Le compte d’une personne partie est fermé."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def is_staff_account(self) -> bool:
        return self.kind == AccountKind.STAFF

    @property
    def actor_ref(self) -> str:
        return f"user:{self.pk}"

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        return self.full_name.split(" ")[0]

    def _get_session_auth_hash(self, secret: str | bytes | None = None) -> str:
        # A new salt closes every session of the person, as a new password does.
        key = "ancrage.accounts.models.User.session"
        return salted_hmac(key, self.password + self.session_salt, secret=secret, algorithm="sha256").hexdigest()


class AssignmentQuerySet(DatedQuerySet["Assignment"]):
    def placed(self, day: date) -> Self:
        """With ``region_held`` (theirs or their service point's) and ``regions_held`` (of their directorate on ``day``)."""
        covered = DirectorateRegion.objects.on(day).filter(directorate=models.OuterRef("directorate"))
        return self.annotate(
            region_held=Coalesce("region_id", "service_point__region_id"),
            regions_held=ArraySubquery(covered.order_by("pk").values("region_id")),
        )

    def with_places(self) -> Self:
        return self.select_related("service_point", "region", "directorate", "team")

    def in_order(self) -> Self:
        return self.order_by("-during", "pk")


class Assignment(Dated):
    """A role held by someone, at one place or everywhere, for a time."""

    id = uuid7_key()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="assignments",
        verbose_name=_("nom"),
    )
    role = models.CharField(_("rôle"), max_length=40)
    service_point = models.ForeignKey(
        ServicePoint,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("point de services"),
    )
    region = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("région"),
    )
    directorate = models.ForeignKey(
        Directorate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("direction"),
    )
    team = models.ForeignKey(
        Team,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("équipe"),
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("affectation")
        verbose_name_plural = _("affectations")
        indexes: ClassVar = [models.Index(fields=["role"], name="accounts_assignment_role")]
        constraints: ClassVar = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(service_point=None, region=None)
                | models.Q(service_point=None, directorate=None)
                | models.Q(region=None, directorate=None),
                name="accounts_assignment_one_place",
                violation_error_message=_("Une affectation a un seul lieu."),
            ),
            models.CheckConstraint(
                condition=models.Q(team=None) | models.Q(service_point__isnull=False),
                name="accounts_assignment_team_has_a_point",
                violation_error_message=_("Une équipe appartient à un point de services."),
            ),
            ExclusionConstraint(
                name="accounts_assignment_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        Coalesce(
                            "service_point",
                            "region",
                            "directorate",
                            models.Value(
                                "00000000-0000-0000-0000-000000000000",
                                models.UUIDField(),
                            ),
                        ),
                        RangeOperators.EQUAL,
                    ),
                    ("during", RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("Cette personne a déjà ce rôle à cet endroit pendant cette période."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.user_id}"

    @property
    def place(self) -> "ServicePoint | Region | Directorate | None":
        """Where it is held; ``with_places()`` loads it."""
        return self.service_point or self.region or self.directorate

    @property
    def role_name(self) -> str:
        found = find_role(self.role)
        return str(found.name) if found else self.role


class NotificationQuerySet(models.QuerySet["Notification"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-created_at", "-pk")


class Notification(models.Model):
    """Something a user should know, told inside Ancrage. No name of a newcomer in ``text``."""

    id = uuid7_key()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(_("nature"), max_length=60)
    text = models.CharField(_("texte"), max_length=300)
    path = models.CharField(_("adresse de la page"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("création"))
    read_at = models.DateTimeField(_("lecture"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("avis")
        verbose_name_plural = _("avis")
        indexes: ClassVar = [models.Index(fields=["user", "-created_at"], name="accounts_notification_user")]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"


class Submission(models.Model):
    """Where a form led, kept a day: ``digest`` is keyed, and says nothing of what was typed."""

    digest = models.CharField(_("empreinte"), max_length=64, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    location = models.CharField(_("adresse de la page"), max_length=2000)
    at = models.DateTimeField(_("moment"), db_index=True)

    class Meta:
        verbose_name = _("formulaire envoyé")
        verbose_name_plural = _("formulaires envoyés")

    def __str__(self) -> str:
        return self.location


class Outcome(models.TextChoices):
    SIGNED_IN = "signed_in", _("Connexion")
    WRONG_SECRET = "wrong_secret", _("Mot de passe ou code refusé")
    LIMITED = "limited", _("Trop d’essais : refusé")


class SignInAttemptQuerySet(models.QuerySet["SignInAttempt"]):
    def failed_since(self, moment: datetime) -> Self:
        return self.filter(at__gt=moment, outcome=Outcome.WRONG_SECRET)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class SignInAttempt(models.Model):
    """One try at signing in. ``login`` is a keyed digest of what was typed, since anything may be typed there."""

    id = uuid7_key()
    at = models.DateTimeField(_("moment"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="sign_in_attempts",
    )
    login = models.CharField(_("empreinte du courriel"), max_length=64)
    address = models.GenericIPAddressField(_("adresse réseau"), null=True)
    outcome = models.CharField(_("résultat"), max_length=20, choices=Outcome)

    objects = SignInAttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("essai de connexion")
        verbose_name_plural = _("essais de connexion")
        indexes: ClassVar = [
            models.Index(fields=["login", "-at"], name="accounts_attempt_login"),
            models.Index(fields=["address", "-at"], name="accounts_attempt_address"),
            models.Index(fields=["user", "-at"], name="accounts_attempt_user"),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.at:%Y-%m-%d %H:%M}"
