"""Persons entered from a spreadsheet: the list, its rows, and where the columns of such a list were found before."""

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Final, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import EncryptedTextField, uuid7_key
from ancrage.files.models import StoredFile
from ancrage.newcomers.models.case import Case
from ancrage.newcomers.models.merge import UNDONE_WITHIN
from ancrage.newcomers.permissions import Permission

if TYPE_CHECKING:
    from ancrage.accounts.access import Access


class ImportStage(models.TextChoices):
    COLUMNS = "columns", _("Colonnes à reconnaître")
    CHECKING = "checking", _("Vérification en cours")
    CHECKED = "checked", _("À relire avant d’inscrire")
    APPLYING = "applying", _("Inscription en cours")
    APPLIED = "applied", _("Personnes inscrites")
    UNDOING = "undoing", _("Annulation en cours")
    UNDONE = "undone", _("Importation annulée")
    DROPPED = "dropped", _("Importation abandonnée")


RUNNING: Final = (ImportStage.CHECKING, ImportStage.APPLYING, ImportStage.UNDOING)
"""While a job is at work."""


class DoubleChoice(models.TextChoices):
    SKIP = "skip", _("Ne pas inscrire")
    KEEP = "keep", _("Inscrire : c’est une autre personne")
    UPDATE = "update", _("Mettre à jour la fiche qui existe")


class PersonImportQuerySet(models.QuerySet["PersonImport"]):
    def visible_to(self, access: "Access") -> Self:
        """The lists of the service points where the reader may import."""
        scope = access.scopes(Permission.IMPORT)
        if scope.everything:
            return self
        within = models.Q(service_point__in=scope.service_points) | models.Q(service_point__region__in=scope.regions)
        return self.filter(within)

    def undoable(self, at: datetime) -> Self:
        return self.filter(stage=ImportStage.APPLIED, applied_at__gt=at - UNDONE_WITHIN)

    def to_forget(self, at: datetime) -> Self:
        """Those whose rows serve no more: nothing moved for as long as undoing is allowed."""
        return self.filter(moved_at__lte=at - UNDONE_WITHIN).exclude(file=None)


class PersonImport(models.Model):
    """A list being entered. A job goes through it by blocks; ``position`` is the last line that it dealt with.

    ``tabs``: the sheets of a workbook that hold a list, when there are several; ``tab``: the place of the one that is read.
    The job does what ``moved_by`` asked, with what they may. ``counts`` follows the blocks, and stays once the rows are forgotten.
    """

    id = uuid7_key()
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, related_name="+", verbose_name=_("fichier"))
    sha256 = models.CharField(_("empreinte"), max_length=64)
    service_point = models.ForeignKey(
        "territory.ServicePoint", models.PROTECT, related_name="+", verbose_name=_("point de services")
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("par"))
    made_at = models.DateTimeField(_("reçue"))
    stage = models.CharField(_("étape"), max_length=10, choices=ImportStage, default=ImportStage.COLUMNS)
    moved_at = models.DateTimeField(_("depuis"))
    moved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("à la demande de")
    )
    tabs = models.JSONField(_("feuilles du classeur"), default=list)
    tab = models.PositiveSmallIntegerField(_("feuille lue"), null=True)
    headings = ArrayField(models.CharField(max_length=120), verbose_name=_("titres"), default=list)
    columns = models.JSONField(_("colonnes"), default=dict)
    first_line = models.PositiveIntegerField(_("ligne des titres"))
    last_line = models.PositiveIntegerField(_("dernière ligne"))
    position = models.PositiveIntegerField(_("ligne atteinte"), default=0)
    counts = models.JSONField(_("nombres"), default=dict)
    otherwise = models.CharField(
        _("doublons sans choix"), max_length=6, choices=DoubleChoice, default=DoubleChoice.SKIP
    )
    otherwise_fields = ArrayField(
        models.CharField(max_length=30), verbose_name=_("renseignements à mettre à jour"), default=list
    )
    newest = models.UUIDField(_("dernière personne inscrite avant la vérification"), null=True)
    checked_at = models.DateTimeField(_("vérifiée"), null=True)
    applied_at = models.DateTimeField(_("inscrite"), null=True)
    trouble = models.CharField(_("ce qui l’arrête"), max_length=300, blank=True)

    objects = PersonImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("importation")
        verbose_name_plural = _("importations")
        indexes: ClassVar = [
            models.Index(fields=["service_point", "-made_at"], name="import_by_point"),
            models.Index(fields=["sha256"], name="import_by_content"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="import_within_its_file",
                condition=models.Q(position__lte=models.F("last_line"), first_line__lte=models.F("last_line")),
                violation_error_message=_("La position dépasse la fin du fichier."),
            ),
            models.CheckConstraint(
                name="import_applied_has_its_moment",
                condition=~models.Q(stage__in=["applied", "undoing", "undone"]) | models.Q(applied_at__isnull=False),
                violation_error_message=_("Une importation faite porte son moment."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service_point_id} {self.made_at:%Y-%m-%d}"

    @property
    def tab_name(self) -> str:
        """The name of the sheet, when there are several."""
        return next((str(one["name"]) for one in self.tabs if one["place"] == self.tab), "")

    @property
    def is_running(self) -> bool:
        return self.stage in RUNNING and not self.trouble


class RowState(models.TextChoices):
    GOOD = "good", _("Prête")
    WRONG = "wrong", _("En erreur")
    DOUBLE = "double", _("Doublon probable")


class RowResult(models.TextChoices):
    CREATED = "created", _("Inscrite")
    UPDATED = "updated", _("Fiche mise à jour")
    SKIPPED = "skipped", _("Non inscrite")
    UNDONE = "undone", _("Annulée")
    LEFT = "left", _("Laissée : modifiée depuis")


class ImportedRow(models.Model):
    """One row of the list. ``content`` (JSON, encrypted): its cells, what they say once read, their errors.

    Persons are named by their key without being held: merged or erased, they are gone, and undoing leaves them.
    ``before`` (JSON, encrypted), ``revision``, ``status_added`` and ``level_added``: what undoing needs. ``home``: the
    household that it shares with other rows, formed once two of them are entered.
    """

    id = uuid7_key()
    sheet = models.ForeignKey(PersonImport, models.CASCADE, "rows", verbose_name=_("importation"))
    line = models.PositiveIntegerField(_("ligne"))
    state = models.CharField(_("état"), max_length=6, choices=RowState)
    content = EncryptedTextField(_("contenu"))
    double_of = models.UUIDField(_("ressemble à"), null=True)
    double_line = models.PositiveIntegerField(_("ressemble à la ligne"), null=True)
    score = models.PositiveSmallIntegerField(_("ressemblance"), null=True)
    choice = models.CharField(_("choix"), max_length=6, choices=DoubleChoice, blank=True)
    fields = ArrayField(models.CharField(max_length=30), verbose_name=_("renseignements"), default=list)
    result = models.CharField(_("résultat"), max_length=7, choices=RowResult, blank=True)
    why = models.CharField(_("pourquoi"), max_length=300, blank=True)
    person = models.UUIDField(_("fiche"), null=True)
    case = models.ForeignKey(Case, models.SET_NULL, null=True, related_name="+", verbose_name=_("dossier"))
    revision = models.PositiveIntegerField(_("révision laissée"), null=True)
    before = EncryptedTextField(_("avant"), blank=True)
    status_added = models.UUIDField(_("statut ajouté"), null=True)
    home = models.UUIDField(_("ménage"), null=True)
    level_added = models.UUIDField(_("niveaux ajoutés"), null=True)

    class Meta:
        verbose_name = _("ligne importée")
        verbose_name_plural = _("lignes importées")
        indexes: ClassVar = [models.Index(fields=["sheet", "state", "line"], name="imported_row_by_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "line"], name="imported_row_once"),
            models.CheckConstraint(
                name="imported_row_choice_of_a_double",
                condition=models.Q(choice="") | models.Q(state="double"),
                violation_error_message=_("Il n’y a de choix que pour un doublon probable."),
            ),
            models.CheckConstraint(
                name="imported_row_wrong_is_not_entered",
                condition=~models.Q(state="wrong") | models.Q(result=""),
                violation_error_message=_("Une ligne en erreur n’est pas inscrite."),
            ),
            models.CheckConstraint(
                name="imported_row_done_has_its_person",
                condition=~models.Q(result__in=["created", "updated"]) | models.Q(person__isnull=False),
                violation_error_message=_("Une ligne inscrite a sa fiche."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.line}"


class ImportColumns(models.Model):
    """Where the columns of lists with these headings were, the last time, at this service point."""

    id = uuid7_key()
    service_point = models.ForeignKey(
        "territory.ServicePoint", models.CASCADE, related_name="+", verbose_name=_("point de services")
    )
    headings = models.CharField(_("empreinte des titres"), max_length=64)
    columns = models.JSONField(_("colonnes"))
    used_at = models.DateTimeField(_("employées"))

    class Meta:
        verbose_name = _("colonnes retenues")
        verbose_name_plural = _("colonnes retenues")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service_point", "headings"], name="import_columns_once")
        ]

    def __str__(self) -> str:
        return f"{self.service_point_id} {self.headings[:8]}"
