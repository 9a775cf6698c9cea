from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Coalesce, Concat, Lower, NullIf, Reverse, Trim
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import EncryptedTextField, uuid7_key
from ancrage.core.history import tracked
from ancrage.core.sql import PREFIX_OPS, Fold, FrSort, NameKey, WordsOf
from ancrage.newcomers.models.name_word import entering_words

if TYPE_CHECKING:
    from ancrage.accounts.access import Access

EDITABLE = (
    "given_names",
    "family_names",
    "original_name",
    "other_names",
    "pronoun",
    "birth_on",
    "phone",
    "phone_note",
    "email",
    "contact_way",
    "contact_hours",
    "may_leave_message",
    "may_write",
    "address",
    "municipality",
    "origin_country",
    "languages",
    "interpreter_language",
    "arrived_on",
    "expected_on",
)
"""What may be written of a person once entered, in the order of their file."""

_SPACE = models.Value(" ")
FULL_NAME = Coalesce(NullIf(Trim(Concat("given_names", _SPACE, "family_names")), models.Value("")), "original_name")
"""``Person.full_name``, in SQL."""
_TO_COMPARE = models.Q(compared_revision=None) | ~models.Q(compared_revision=models.F("revision"))


class Pronoun(models.TextChoices):
    SHE = "she", _("Elle")
    HE = "he", _("Il")
    THEY = "they", _("Iel")


class ContactWay(models.TextChoices):
    """The way in which a person says it is safe to reach them."""

    PHONE = "phone", _("Téléphone")
    TEXT = "text", _("Texto")
    EMAIL = "email", _("Courriel")
    IN_PERSON = "in_person", _("En personne seulement")


class PersonQuerySet(models.QuerySet["Person"]):
    def visible_to(self, access: "Access") -> Self:
        """Persons of a dossier within reach."""
        cases: Any = self.model._meta.get_field("cases").related_model
        return self.filter(pk__in=cases.objects.visible_to(access).values("person"))

    def to_compare(self) -> Self:
        """Entered or changed since they were last compared with everyone."""
        return self.filter(_TO_COMPARE)


@tracked(exclude=("sort_name", "folded_name", "heard_name", "compared_revision"), in_bulk=True)
class Person(models.Model):
    """One person: one row in all Ancrage, whatever the number of dossiers.

    Phone and e-mail never identify: couples and families share them.
    """

    id = uuid7_key()
    given_names = models.CharField(_("prénoms"), max_length=120, blank=True)
    family_names = models.CharField(_("noms de famille"), max_length=120, blank=True)
    original_name = models.CharField(_("nom dans l’écriture d’origine"), max_length=200, blank=True)
    other_names = models.CharField(
        _("autres noms portés"), max_length=240, blank=True, help_text=_("Nom de naissance, autre transcription.")
    )
    pronoun = models.CharField(_("pronom"), max_length=4, choices=Pronoun, blank=True)
    birth_on = models.DateField(_("date de naissance"), null=True, blank=True)
    phone = models.CharField(_("téléphone"), max_length=20, blank=True)
    phone_note = models.CharField(_("précision sur le téléphone"), max_length=120, blank=True)
    email = models.EmailField(_("courriel"), blank=True)
    contact_way = models.CharField(
        _("façon sûre de joindre"), max_length=10, choices=ContactWay, default=ContactWay.PHONE
    )
    contact_hours = models.CharField(_("quand joindre"), max_length=120, blank=True)
    may_leave_message = models.BooleanField(_("accepte qu’on laisse un message"), default=True)
    may_write = models.BooleanField(_("accepte qu’on lui écrive"), default=True)
    address = EncryptedTextField(_("adresse"), blank=True)
    municipality = models.ForeignKey(
        "territory.Municipality", models.PROTECT, null=True, blank=True, verbose_name=_("municipalité")
    )
    origin_country = models.CharField(_("pays d’origine"), max_length=2, blank=True)
    languages = ArrayField(models.CharField(max_length=3), verbose_name=_("langues parlées"), default=list, blank=True)
    interpreter_language = models.CharField(_("interprète"), max_length=3, blank=True)
    arrived_on = models.DateField(_("arrivée au Québec"), null=True, blank=True)
    expected_on = models.DateField(_("arrivée prévue"), null=True, blank=True)
    created_at = models.DateTimeField(_("inscrite"))
    revision = models.PositiveIntegerField(_("révision"), default=0)
    compared_revision = models.PositiveIntegerField(_("révision comparée"), null=True, blank=True, editable=False)
    sort_name = models.GeneratedField(
        expression=FrSort(Concat("family_names", _SPACE, "given_names")),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )
    folded_name = models.GeneratedField(
        expression=Fold(Concat("given_names", _SPACE, "family_names", _SPACE, "other_names")),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )
    heard_name = models.GeneratedField(
        expression=NameKey(Concat("given_names", _SPACE, "family_names", _SPACE, "other_names")),
        output_field=models.TextField(),
        db_persist=True,
        editable=False,
    )

    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        triggers: ClassVar = entering_words()
        indexes: ClassVar = [
            GinIndex(WordsOf("folded_name", "heard_name"), name="person_name_words"),
            GinIndex(fields=["heard_name"], name="person_heard_trigrams", opclasses=["gin_trgm_ops"]),
            models.Index(fields=["original_name"], name="person_original_name", condition=~models.Q(original_name="")),
            models.Index(fields=["phone"], name="person_phone", condition=~models.Q(phone="")),
            models.Index(OpClass(Reverse("phone"), PREFIX_OPS), name="person_phone_end", condition=~models.Q(phone="")),
            models.Index(OpClass(Lower("email"), PREFIX_OPS), name="person_email_start", condition=~models.Q(email="")),
            # What tells whom of those born that day, or of that name, is worth reading: see ``queries.nearby``.
            models.Index(
                fields=["birth_on"],
                include=["id", "heard_name", "folded_name", "other_names", "original_name"],
                name="person_birth",
            ),
            models.Index(fields=["sort_name", "id"], include=["birth_on"], name="person_sort"),
            models.Index(fields=["created_at"], name="person_to_compare", condition=_TO_COMPARE),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="person_has_a_name",
                condition=~models.Q(given_names="", family_names="", original_name=""),
                violation_error_message=_("Inscrivez au moins un nom."),
            ),
            models.CheckConstraint(
                name="person_arrives_after_birth",
                condition=models.Q(arrived_on=None)
                | models.Q(birth_on=None)
                | models.Q(arrived_on__gte=models.F("birth_on")),
                violation_error_message=_("L’arrivée précède la naissance."),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, [self.given_names, self.family_names])) or self.original_name

    @property
    def may_be_emailed(self) -> bool:
        """Whether what this person chose lets a message go to their e-mail."""
        return bool(self.email) and self.may_write and self.contact_way != ContactWay.IN_PERSON

    @property
    def initials(self) -> str:
        return (self.given_names[:1] + self.family_names[:1]).upper() or self.full_name[:1]
