from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ancrage.core.fields import uuid7_key


class QuestionnaireVersionQuerySet(models.QuerySet["QuestionnaireVersion"]):
    def published(self) -> Self:
        return self.exclude(published_at=None)

    def current(self, code: str) -> "QuestionnaireVersion":
        """The version to ask today.

        :raises QuestionnaireVersion.DoesNotExist: when none was published.
        """
        version = self.published().filter(questionnaire__code=code).order_by("-number").first()
        if version is None:
            raise QuestionnaireVersion.DoesNotExist(code)
        return version


class Questionnaire(models.Model):
    """A set of questions with a purpose, asked in successive versions."""

    id = uuid7_key()
    code = models.SlugField(_("code"), unique=True)
    name_fr = models.CharField(_("nom français"), max_length=120)
    name_en = models.CharField(_("nom anglais"), max_length=120)

    class Meta:
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")

    def __str__(self) -> str:
        return self.code


class QuestionnaireVersion(models.Model):
    """The questions as data; once published, they never change: a change is a new version.

    ``content`` is described by ``questionnaires.content``: sections, each with questions.
    """

    id = uuid7_key()
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, "versions", verbose_name=_("questionnaire"))
    number = models.PositiveSmallIntegerField(_("version"))
    content: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(_("contenu"))
    published_at = models.DateTimeField(_("publiée"), null=True, blank=True)

    objects = QuestionnaireVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version de questionnaire")
        verbose_name_plural = _("versions de questionnaires")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["questionnaire", "number"], name="questionnaire_version_once")
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="published_never_changes",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__published_at__isnull=False),
                func="RAISE EXCEPTION 'a published version never changes';",
            )
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id} v{self.number}"


class AnswerSet(models.Model):
    """One person's answers to one version: a draft that can be resumed, then final.

    ``answers`` maps a question's key to its answer. ``revision`` grows with each save; ``sections`` holds,
    for each section saved, at which revision, by whom and when, so that two people who write at once find out.
    """

    id = uuid7_key()
    version = models.ForeignKey(QuestionnaireVersion, models.PROTECT, verbose_name=_("version"))
    answers: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(_("réponses"), default=dict)
    revision = models.PositiveIntegerField(_("révision"), default=0)
    sections: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        _("sections enregistrées"), default=dict, blank=True
    )
    started_at = models.DateTimeField(_("commencé"))
    saved_at = models.DateTimeField(_("enregistré"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("enregistré par")
    )
    completed_at = models.DateTimeField(_("terminé"), null=True, blank=True)

    class Meta:
        verbose_name = _("réponses")
        verbose_name_plural = _("réponses")

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_draft(self) -> bool:
        return self.completed_at is None
