from datetime import date
from typing import Any, ClassVar, Final, Self

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.models.assignment import Assignment
from ancrage.accounts.roles import AccountKind
from ancrage.core.fields import uuid7_key
from ancrage.core.sql import FrSort


def session_salt() -> str:
    return get_random_string(16)


class Language(models.TextChoices):
    FRENCH = "fr", _("Français")
    ENGLISH = "en", _("Anglais")


SPACE_DOMAIN: Final = "@espace.invalid"
"""Where no mail goes: the address that holds the place of one, in the account of a space."""


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
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("remplacement")
    )
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
            models.CheckConstraint(
                condition=models.Q(replaced_by=None)
                | (models.Q(left_on__isnull=False) & ~models.Q(replaced_by=models.F("id"))),
                name="accounts_user_replaced_once_left",
                violation_error_message=_("Seule une personne partie est remplacée, par quelqu’un d’autre."),
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
