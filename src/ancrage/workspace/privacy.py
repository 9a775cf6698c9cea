"""What the page « Confidentialité » says of the personal information kept: groups of the tables that hold it.

The fields come from each context's ``personal_data.py``; a test finds the table that is in no group.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Final

from django.apps import apps
from django.db.models import Field
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

from ancrage.core.personal import PersonalField

_DOSSIER = _("Tant que le dossier existe, selon le calendrier de conservation.")
_AGENTS = _("Les agentes et agents du point de services qui suit le dossier, et leur direction.")


@dataclass(frozen=True)
class Group:
    """``tables`` are labels of models, « newcomers.person »."""

    name: str | Promise
    why: str | Promise
    kept: str | Promise
    readers: str | Promise
    tables: tuple[str, ...]


GROUPS: Final = (
    Group(
        name=_("Votre identité et comment vous joindre"),
        why=_("Vous reconnaître sans ouvrir deux dossiers, et vous joindre de la façon que vous dites sûre."),
        kept=_("Tant que vous avez un dossier, ou vivez avec quelqu’un qui en a un."),
        readers=_AGENTS,
        tables=(
            "newcomers.person",
            "newcomers.nameword",
            "newcomers.householdmember",
            "newcomers.inquiry",
            "newcomers.personmerge",
            "newcomers.importedrow",
        ),
    ),
    Group(
        name=_("Votre statut et vos langues"),
        why=_("Savoir à quels services vous avez droit, et vous servir dans une langue que vous comprenez."),
        kept=_("Tant que vous avez un dossier."),
        readers=_AGENTS,
        tables=(
            "newcomers.immigrationstatus",
            "newcomers.frenchlevel",
            "newcomers.servicelanguage",
            "newcomers.counterenquiry",
        ),
    ),
    Group(
        name=_("Votre demande, vos besoins et votre plan"),
        why=_("Vous accompagner, et garder le fil pour la personne qui vous accompagne ensuite."),
        kept=_DOSSIER,
        readers=_AGENTS,
        tables=(
            "newcomers.onlinerequest",
            "newcomers.needsassessment",
            "newcomers.assesseddomain",
            "newcomers.contactnote",
            "newcomers.task",
            "newcomers.followup",
            "newcomers.casetransition",
            "newcomers.caseassignment",
            "questionnaires.answerset",
            "plans.need",
            "plans.goal",
            "plans.planaction",
            "plans.planchange",
            "plans.planversion",
            "agenda.appointment",
            "newcomers.caseappointment",
            "newcomers.momentoffer",
            "newcomers.inscription",
            "newcomers.attendance",
        ),
    ),
    Group(
        name=_("Vos consentements"),
        why=_("Prouver ce que vous avez accepté, et cesser dès que vous le retirez."),
        kept=_DOSSIER,
        readers=_AGENTS,
        tables=("newcomers.consent",),
    ),
    Group(
        name=_("Vos documents"),
        why=_("Les avoir sous la main pour vos démarches. Ils sont chiffrés."),
        kept=_("Le temps que dit leur calendrier de conservation, puis ils sont détruits."),
        readers=_AGENTS,
        tables=("newcomers.document", "newcomers.documentrequest", "files.storedfile"),
    ),
    Group(
        name=_("Votre espace, Mon plan"),
        why=_("Vous reconnaître quand vous y entrez, et lire ce que vous pensez du service."),
        kept=_("Tant que le dossier existe; un code demandé, une journée."),
        readers=_("Personne ne lit votre secret. Vos réponses sur le service se lisent sans votre nom."),
        tables=(
            "portal.space",
            "portal.spaceinvitation",
            "portal.satisfaction",
            "portal.signincode",
        ),
    ),
    Group(
        name=_("Ce qui est partagé avec un organisme"),
        why=_("Demander un service pour vous : seulement ce que vous avez accepté de partager."),
        kept=_DOSSIER,
        readers=_("L’organisme qui reçoit la demande, tant que votre consentement vaut."),
        tables=(
            "referrals.referral",
            "referrals.referralquestion",
            "referrals.referraltransition",
            "referrals.linkuse",
        ),
    ),
    Group(
        name=_("Qui a lu votre dossier"),
        why=_("Répondre de chaque lecture et de chaque geste."),
        kept=_("Aussi longtemps que la loi demande d’en répondre."),
        readers=_("La ou le responsable de la protection des renseignements personnels, et la direction."),
        tables=("audit.auditentry", "newcomers.exceptionalaccess", "messaging.outgoingmessage"),
    ),
    Group(
        name=_("Une erreur que vous signalez au répertoire"),
        why=_("Corriger la fiche, et vous répondre si vous le demandez."),
        kept=_("Un an une fois réglée; votre courriel est effacé dès la réponse."),
        readers=_("Les personnes qui tiennent le répertoire de la région."),
        tables=("directory.errorreport",),
    ),
    Group(
        name=_("Le personnel et les partenaires"),
        why=_("Ouvrir un compte, et dire qui a fait quoi."),
        kept=_("Tant que le compte est ouvert; le nom reste sur les actes."),
        readers=_("Les collègues et les partenaires; les connexions, la personne elle-même et l’administration."),
        tables=(
            "accounts.user",
            "directory.contact",
            "directory.proposal",
            "directory.verificationlink",
            "directory.recorddraft",
            "accounts.signinattempt",
            "accounts.submission",
            "accounts.notification",
        ),
    ),
    Group(
        name=_("Si vous répondez pour une entreprise"),
        why=_("Joindre la bonne personne, et suivre ce qui a été fait avec l’entreprise."),
        kept=_("Tant que la fiche de l’entreprise existe."),
        readers=_("Les conseillères et conseillers de la région, et leur direction."),
        tables=("employers.contact", "employers.intervention"),
    ),
)


def kept_fields(group: Group) -> list[str]:
    """What the tables of ``group`` hold about someone, in the words of the forms, each once."""
    words = (str(_word(table, field)) for table in group.tables for field in _fields_by_table().get(table, ()))
    return list(dict.fromkeys(word for word in words if word))


@cache
def _fields_by_table() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for config in apps.get_app_configs():
        for key in personal_of(config.name):
            model, _dot, field = key.partition(".")
            table = f"{config.label}.{model}"
            found[table] = (*found.get(table, ()), field)
    return found


def personal_of(context: str) -> Mapping[str, PersonalField]:
    """What the application named ``context`` says it keeps about people."""
    package = import_module(context)
    if not context.startswith("ancrage.") or not module_has_submodule(package, "personal_data"):
        return {}
    return getattr(import_module(f"{context}.personal_data"), "PERSONAL", {})


def _word(table: str, name: str) -> str | Promise:
    field = apps.get_model(table)._meta.get_field(name)
    # Made by the database from the others, it tells nothing more.
    return "" if getattr(field, "generated", False) or not isinstance(field, Field) else field.verbose_name
