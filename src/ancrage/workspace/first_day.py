"""The steps of a first day, by what one's roles allow."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.access import Access
from ancrage.accounts.permissions import Permission as Accounts
from ancrage.agenda.permissions import Permission as Agenda
from ancrage.directory.permissions import Permission as Directory
from ancrage.newcomers.permissions import Permission as Newcomers
from ancrage.referrals.permissions import Permission as Referrals
from ancrage.workspace.permissions import Permission as Workspace


@dataclass(frozen=True)
class Step:
    """One thing to see or do, at the page ``view``; for everyone without ``permission``."""

    code: str
    name: str | Promise
    text: str | Promise
    view: str
    permission: StrEnum | None = None


STEPS: Final = (
    Step("account", _("Vérifier mon nom et ma langue"), _("C’est le nom que voient vos collègues."), "accounts:me"),
    Step(
        "codes",
        _("Mettre mes codes de secours en lieu sûr"),
        _("Ils ouvrent votre compte le jour où le téléphone manque."),
        "mfa_index",
    ),
    Step(
        "notices",
        _("Choisir mes avis"),
        _("Dans Ancrage seulement, par courriel tout de suite, ou une fois par jour."),
        "accounts:notices",
    ),
    Step(
        "day",
        _("Ouvrir Ma journée"),
        _("Tout ce qui vous attend s’y trouve, du plus pressé au moins pressé."),
        "workspace:day",
        Workspace.OWN_DAY,
    ),
    Step(
        "agenda",
        _("Voir mon agenda"),
        _("Vérifiez vos heures de travail et inscrivez vos absences."),
        "workspace:agenda",
        Agenda.OWN_AGENDA,
    ),
    Step(
        "requests",
        _("Lire une demande"),
        _("Le délai du premier contact se voit sur chaque ligne. Prenez celle que vous suivrez."),
        "newcomers:requests",
        Newcomers.WRITE_CASE,
    ),
    Step(
        "cases",
        _("Composer ma liste de dossiers"),
        _("Choisissez les colonnes, filtrez, puis gardez la vue sous un nom."),
        "newcomers:cases",
        Newcomers.READ_CASE,
    ),
    Step(
        "team",
        _("Voir la charge de mon équipe"),
        _("Chaque nombre mène à la liste qu’il compte."),
        "newcomers:team",
        Newcomers.READ_TEAM,
    ),
    Step(
        "inbox",
        _("Ouvrir un aiguillage reçu"),
        _("Répondez en deux clics, ou demandez une précision."),
        "referrals:inbox",
        Referrals.ANSWER_REFERRALS,
    ),
    Step(
        "services",
        _("Vérifier mes services"),
        _("Une pause arrête les nouveaux aiguillages quand vous n’avez plus de place."),
        "referrals:services",
        Referrals.ANSWER_REFERRALS,
    ),
    Step(
        "users",
        _("Inviter quelqu’un"),
        _("Le lien reçu par courriel sert à choisir le mot de passe; les rôles se donnent ensuite."),
        "accounts:users",
        Accounts.MANAGE_USERS,
    ),
    Step(
        "structure",
        _("Vérifier la structure"),
        _("Points de services, heures d’ouverture, salles, heures de travail du personnel."),
        "workspace:structure",
        Workspace.MANAGE_STRUCTURE,
    ),
    Step(
        "register",
        _("Lire le registre"),
        _("Qui a fait quoi, qui a lu quoi, et les accès exceptionnels."),
        "workspace:register",
        Workspace.READ_AUDIT_REGISTER,
    ),
    Step(
        "directory",
        _("Parcourir le répertoire"),
        _("À qui aiguiller, à quelles conditions, dans quelles langues."),
        "directory:services",
        Directory.READ_DIRECTORY,
    ),
    Step(
        "shortcuts",
        _("Connaître les raccourcis"),
        _("Le point d’interrogation ouvre leur liste partout."),
        "workspace:shortcuts",
    ),
)


def steps_for(access: Access) -> list[Step]:
    return [step for step in STEPS if step.permission is None or access.can(step.permission)]
