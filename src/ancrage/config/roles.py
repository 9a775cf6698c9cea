"""Which roles exist and what each may do: one table, printed for an auditor by ``ancrage roles``."""

from django.utils.translation import gettext_lazy as _

from ancrage.accounts.permissions import Permission as Accounts
from ancrage.accounts.roles import AccountKind, Place, Reach, Role, RoleTable
from ancrage.agenda.permissions import Permission as Agenda
from ancrage.directory.permissions import Permission as Directory
from ancrage.employers.permissions import Permission as Employers
from ancrage.newcomers.permissions import Permission as Newcomers
from ancrage.referrals.permissions import Permission as Referrals
from ancrage.workspace.permissions import Permission as Workspace

_ROLES = (
    Role(
        code="integration_agent",
        name=_("Agente ou agent d’aide à l’intégration"),
        description=_(
            "Accueille les personnes immigrantes, évalue leurs besoins, tient leur plan et leurs aiguillages."
        ),
        place=Place.SERVICE_POINT,
        grants={
            Workspace.OWN_DAY: Reach.SERVICE_POINT,
            Agenda.OWN_AGENDA: Reach.OWN,
            Newcomers.SEARCH: Reach.SERVICE_POINT,
            Newcomers.OPEN_CASE: Reach.SERVICE_POINT,
            Newcomers.READ_CASE: Reach.SERVICE_POINT,
            Newcomers.WRITE_CASE: Reach.SERVICE_POINT,
            Newcomers.IMPORT: Reach.SERVICE_POINT,
            Newcomers.MERGE: Reach.SERVICE_POINT,
            Newcomers.REFER: Reach.SERVICE_POINT,
            Newcomers.TRANSFER: Reach.SERVICE_POINT,
            Newcomers.EXCEPTIONAL_ACCESS: Reach.REGION,
            Newcomers.READ_AUDIT: Reach.OWN,
            Directory.READ_DIRECTORY: Reach.ALL,
        },
    ),
    Role(
        code="regional_adviser",
        name=_("Conseillère ou conseiller en immigration régionale"),
        description=_("Accompagne les employeurs et les partenaires de la région, et tient leur répertoire à jour."),
        place=Place.REGION,
        grants={
            Workspace.OWN_DAY: Reach.REGION,
            Agenda.OWN_AGENDA: Reach.OWN,
            Employers.READ_EMPLOYER: Reach.REGION,
            Employers.WRITE_EMPLOYER: Reach.REGION,
            Employers.ASSIGN_EMPLOYER: Reach.REGION,
            Directory.READ_DIRECTORY: Reach.ALL,
            Directory.EDIT_DIRECTORY: Reach.REGION,
        },
    ),
    Role(
        code="recruitment_adviser",
        name=_("Conseillère ou conseiller en recrutement international"),
        description=_("Accompagne les employeurs qui recrutent à l’étranger; ne voit aucun dossier."),
        place=Place.REGION,
        grants={
            Workspace.OWN_DAY: Reach.REGION,
            Agenda.OWN_AGENDA: Reach.OWN,
            Employers.READ_EMPLOYER: Reach.REGION,
            Employers.WRITE_EMPLOYER: Reach.REGION,
            Directory.READ_DIRECTORY: Reach.ALL,
        },
    ),
    Role(
        code="director",
        name=_("Directrice ou directeur"),
        description=_(
            "Répond des dossiers de sa direction : les voit, les attribue, désigne qui lit les dossiers restreints."
        ),
        place=Place.DIRECTORATE,
        grants={
            Workspace.OWN_DAY: Reach.DIRECTORATE,
            Agenda.OWN_AGENDA: Reach.OWN,
            Newcomers.SEARCH: Reach.DIRECTORATE,
            Newcomers.READ_CASE: Reach.DIRECTORATE,
            Newcomers.IMPORT: Reach.DIRECTORATE,
            Newcomers.MERGE: Reach.DIRECTORATE,
            Newcomers.ASSIGN: Reach.DIRECTORATE,
            Newcomers.READ_TEAM: Reach.DIRECTORATE,
            Newcomers.TRANSFER: Reach.DIRECTORATE,
            Newcomers.GRANT_RESTRICTED: Reach.DIRECTORATE,
            Newcomers.EXCEPTIONAL_ACCESS: Reach.DIRECTORATE,
            Newcomers.READ_AUDIT: Reach.DIRECTORATE,
            Employers.READ_EMPLOYER: Reach.DIRECTORATE,
            Employers.ASSIGN_EMPLOYER: Reach.DIRECTORATE,
            Directory.READ_DIRECTORY: Reach.ALL,
            Directory.EDIT_DIRECTORY: Reach.DIRECTORATE,
        },
    ),
    Role(
        code="privacy_officer",
        name=_("Responsable de la protection des renseignements personnels"),
        description=_("Surveille qui a consulté quoi et les accès exceptionnels; lit les registres, pas les dossiers."),
        grants={
            Newcomers.READ_AUDIT: Reach.ALL,
            Newcomers.MANAGE_RETENTION: Reach.ALL,
            Workspace.READ_AUDIT_REGISTER: Reach.ALL,
        },
    ),
    Role(
        code="system_administrator",
        name=_("Administratrice ou administrateur du système"),
        description=_("Tient les comptes, la structure et les listes de référence; ne voit aucun dossier."),
        grants={
            Accounts.MANAGE_USERS: Reach.ALL,
            Workspace.MANAGE_REFERENCE: Reach.ALL,
            Workspace.MANAGE_STRUCTURE: Reach.ALL,
            Workspace.READ_OUTBOX: Reach.ALL,
            Directory.READ_DIRECTORY: Reach.ALL,
            Directory.EDIT_DIRECTORY: Reach.ALL,
        },
    ),
    Role(
        code="partner_worker",
        name=_("Intervenante ou intervenant d’un organisme"),
        description=_(
            "Reçoit les aiguillages de son organisme et y répond; ne voit que ce que la personne a accepté de partager."
        ),
        grants={
            Referrals.ANSWER_REFERRALS: Reach.ORGANIZATION,
            Directory.READ_DIRECTORY: Reach.ALL,
            Directory.PROPOSE: Reach.ORGANIZATION,
        },
    ),
    Role(
        code="newcomer",
        name=_("Personne immigrante"),
        description=_("Suit son propre plan et ses rendez-vous."),
        second_factor=False,
        kind=AccountKind.SPACE,
        grants={Newcomers.OWN_FILE: Reach.OWN},
    ),
)

_CAPABILITIES = {
    Workspace.OWN_DAY: _("Voir sa journée"),
    Agenda.OWN_AGENDA: _("Tenir son agenda"),
    Newcomers.SEARCH: _("Chercher une personne"),
    Newcomers.OPEN_CASE: _("Ouvrir un dossier"),
    Newcomers.READ_CASE: _("Lire un dossier"),
    Newcomers.WRITE_CASE: _("Écrire dans un dossier"),
    Newcomers.IMPORT: _("Inscrire des personnes à partir d’un fichier"),
    Newcomers.MERGE: _("Dire si deux fiches sont d’une même personne, et les fusionner"),
    Newcomers.REFER: _("Aiguiller une personne vers un service"),
    Newcomers.ASSIGN: _("Attribuer un dossier"),
    Newcomers.READ_TEAM: _("Voir la charge et les délais de son équipe"),
    Newcomers.TRANSFER: _("Transférer un dossier"),
    Newcomers.GRANT_RESTRICTED: _("Désigner qui lit un dossier restreint"),
    Newcomers.EXCEPTIONAL_ACCESS: _("Ouvrir un dossier par accès exceptionnel, une heure, avec motif"),
    Newcomers.READ_AUDIT: _("Voir qui a consulté un dossier"),
    Newcomers.MANAGE_RETENTION: _("Décider combien de temps ce qui est recueilli est gardé"),
    Newcomers.OWN_FILE: _("Suivre son propre dossier"),
    Employers.READ_EMPLOYER: _("Lire la fiche d’un employeur"),
    Employers.WRITE_EMPLOYER: _("Accompagner un employeur : ouvrir sa fiche, noter des interventions"),
    Employers.ASSIGN_EMPLOYER: _("Confier le suivi d’un employeur"),
    Referrals.ANSWER_REFERRALS: _("Répondre aux aiguillages reçus"),
    Directory.READ_DIRECTORY: _("Consulter le répertoire des services"),
    Directory.EDIT_DIRECTORY: _("Tenir le répertoire des services"),
    Directory.PROPOSE: _("Proposer des changements à la fiche de son organisme"),
    Workspace.MANAGE_REFERENCE: _("Tenir les listes de référence et les délais"),
    Workspace.MANAGE_STRUCTURE: _("Tenir le territoire et la structure"),
    Accounts.MANAGE_USERS: _("Ouvrir et fermer les comptes, donner les rôles"),
    Workspace.READ_OUTBOX: _("Voir l’état des messages envoyés"),
    Workspace.READ_AUDIT_REGISTER: _("Lire le registre des actes et des consultations"),
}

ROLES = RoleTable(roles=_ROLES, capabilities=_CAPABILITIES)
