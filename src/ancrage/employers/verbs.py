"""What the register calls the acts of this context."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: dict[str, str | Promise] = {
    "employers.employer.opened": _("Fiche d’employeur ouverte"),
    "employers.employer.changed": _("Fiche d’employeur modifiée"),
    "employers.employer.assigned": _("Suivi d’un employeur confié"),
    "employers.establishment.added": _("Établissement d’un employeur ajouté"),
    "employers.establishment.changed": _("Établissement d’un employeur modifié"),
    "employers.establishment.ended": _("Établissement d’un employeur fermé"),
    "employers.establishment.restored": _("Établissement d’un employeur rétabli"),
    "employers.contact.added": _("Personne à joindre chez un employeur ajoutée"),
    "employers.contact.changed": _("Personne à joindre chez un employeur modifiée"),
    "employers.contact.ended": _("Personne à joindre chez un employeur partie"),
    "employers.contact.restored": _("Personne à joindre chez un employeur rétablie"),
    "employers.intervention.noted": _("Intervention notée chez un employeur"),
    "employers.intervention.struck": _("Intervention annulée"),
    "employers.intervention.restored": _("Intervention rétablie"),
    "employers.vacancy.written": _("Poste d’un employeur inscrit"),
    "employers.vacancy.changed": _("Poste d’un employeur modifié"),
    "employers.vacancy.submitted": _("Poste d’un employeur envoyé à valider"),
    "employers.vacancy.published": _("Poste d’un employeur publié"),
    "employers.vacancy.sent_back": _("Poste d’un employeur renvoyé à corriger"),
    "employers.vacancy.closed": _("Poste d’un employeur fermé"),
    "employers.minimumwage.added": _("Taux du salaire minimum ajouté"),
    "employers.register.loaded": _("Registre des entreprises chargé"),
}
FIELDS: dict[str, str | Promise] = {
    "employer.name": _("nom"),
    "employer.other_name": _("autre nom"),
    "employer.website": _("site Web"),
}
