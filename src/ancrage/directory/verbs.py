"""What the register calls the acts of this context."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "directory.member.attached": _("Compte rattaché à un organisme"),
    "directory.member.detached": _("Compte détaché d’un organisme"),
    "directory.service.intake_paused": _("Accueil d’un service suspendu"),
    "directory.service.intake_resumed": _("Accueil d’un service repris"),
    "directory.service.waiting_changed": _("Attente d’un service modifiée"),
    "directory.organization.added": _("Organisme inscrit au répertoire"),
    "directory.organization.changed": _("Organisme du répertoire modifié"),
    "directory.organization.standing_changed": _("Organisme du répertoire montré, retiré, fermé ou rouvert"),
    "directory.organization.verified": _("Organisme du répertoire vérifié"),
    "directory.service.added": _("Service inscrit au répertoire"),
    "directory.service.changed": _("Service du répertoire modifié"),
    "directory.service.standing_changed": _("Service du répertoire montré, retiré, fermé ou rouvert"),
    "directory.service.verified": _("Service du répertoire vérifié"),
    "directory.location.added": _("Lieu inscrit au répertoire"),
    "directory.location.changed": _("Lieu du répertoire modifié"),
    "directory.location.standing_changed": _("Lieu du répertoire montré, retiré, fermé ou rouvert"),
    "directory.location.verified": _("Lieu du répertoire vérifié"),
    "directory.program.added": _("Programme inscrit au répertoire"),
    "directory.program.changed": _("Programme du répertoire modifié"),
    "directory.program.standing_changed": _("Programme du répertoire montré, retiré, fermé ou rouvert"),
    "directory.program.verified": _("Programme du répertoire vérifié"),
    "directory.verification.asked": _("Vérification demandée à un organisme"),
    "directory.verificationdelay.changed": _("Délai de vérification du répertoire changé"),
    "directory.proposal.made": _("Changement d’une fiche proposé"),
    "directory.proposal.settled": _("Proposition de changement réglée"),
}
FIELDS: dict[str, str | Promise] = {
    "organization.phones": _("téléphones"),
    "organization.contacts": _("personnes à joindre"),
    "service.phones": _("téléphones"),
    "service.contacts": _("personnes à joindre"),
    "service.hours": _("heures"),
    "service.areas": _("territoire servi"),
    "service.languages": _("langues de service"),
    "service.eligibilities": _("statuts admis ou non"),
    "service.cost_options": _("tarifs"),
    "service.required_documents": _("documents demandés"),
    "location.phones": _("téléphones"),
    "location.addresses": _("adresse"),
    "location.accessibilities": _("accessibilité"),
}
