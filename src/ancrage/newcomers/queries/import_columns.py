"""Which renseignement each column of a list holds, guessed from its heading in everyday French or English."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

from ancrage.core.text import fold
from ancrage.newcomers.models import ImportColumns
from ancrage.newcomers.queries.whole_names import WHOLE
from ancrage.territory.models import ServicePoint

# Accents, case and punctuation do not matter.
_HEADINGS: Final[Mapping[str, str]] = {
    "given_names": "prénom, prénoms, prénom(s), first name, first names, given name, given names, forename",
    "family_names": (
        "nom, noms, nom de famille, noms de famille, patronyme, last name, family name, family names, surname, name"
    ),
    "original_name": "nom d’origine, nom original, nom dans l’écriture d’origine, nom natif, native name, original name",
    "other_names": "autres noms, autres noms portés, autre nom, nom de naissance, nom de jeune fille, other names, "
    "maiden name, birth name, alias",
    "pronoun": "pronom, pronoun",
    "birth_on": "date de naissance, naissance, né le, née le, né(e) le, ddn, date naiss, date of birth, birth date, "
    "birthdate, dob, birthday",
    "phone": "téléphone, tél, numéro de téléphone, no de téléphone, no tél, cellulaire, cell, mobile, phone, "
    "phone number, telephone number, cell phone",
    "phone_note": "précision sur le téléphone, note téléphone, phone note",
    "email": "courriel, adresse courriel, email, e-mail, mail, adresse email, adresse de courriel, email address",
    "contact_way": "façon de joindre, façon sûre de joindre, moyen de contact, contact préféré, preferred contact, "
    "contact method",
    "contact_hours": "quand joindre, heures, disponibilités, contact hours, availability",
    "may_leave_message": "accepte un message, laisser un message, accepte qu’on laisse un message, message permis, "
    "may leave message, can leave message",
    "address": "adresse, adresse postale, rue, adresse civique, address, street, street address, mailing address",
    "municipality": "municipalité, ville, destination, municipalité de destination, localité, city, town, municipality",
    "origin_country": "pays, pays d’origine, origine, pays de naissance, country, country of origin, home country",
    "languages": "langues, langues parlées, langue, langue maternelle, languages, spoken languages, language",
    "interpreter_language": "interprète, interprète en, langue d’interprète, interpreter, interpreter language",
    "arrived_on": "arrivée, date d’arrivée, arrivée au québec, arrivé le, arrivée le, arrival, arrival date, "
    "date of arrival",
    "expected_on": "arrivée prévue, date d’arrivée prévue, expected arrival, expected on",
}
FIELDS: Final = tuple(_HEADINGS)
"""What may be entered of a person from a list, in the order of the entry form."""

STATUS: Final = {
    "status_category": "category",
    "status_document": "document",
    "status_valid_from": "valid_from",
    "status_valid_to": "valid_to",
}
"""By column, the field of an immigration status."""

SKILLS: Final = ("french_listening", "french_speaking", "french_reading", "french_writing")
FRENCH: Final = {name: name.removeprefix("french_") for name in (*SKILLS, "french_source", "french_assessed_on")}
"""By column, the field of levels of French."""

HOUSEHOLD: Final = ("household", "household_relation")
"""The mark that rows of one household share, then what each is to it."""

BESIDE: Final = frozenset({*STATUS, *FRENCH, *HOUSEHOLD})
"""What is not a field of the person."""

COLUMNS: Final = (*WHOLE, *FIELDS, *STATUS, *FRENCH, *HOUSEHOLD)
"""What a column may hold."""

_WHOLE_HEADINGS: Final = {
    "family_first": "nom complet, nom et prénom, nom et prénoms, nom prénom, noms et prénoms, full name",
    "given_first": "prénom et nom, prénoms et noms, prénom nom, first and last name, first name last name",
}

_FACT_HEADINGS: Final = {
    "status_category": "statut, statut d’immigration, statut migratoire, catégorie d’immigration, immigration status, "
    "status, immigration category",
    "status_document": "document d’immigration, type de document, type de permis, document type, permit type",
    "status_valid_from": "statut valide du, valide du, valide depuis, début du statut, début du permis, valid from, "
    "permit start",
    "status_valid_to": "statut valide jusqu’au, valide jusqu’au, fin du statut, fin du permis, expiration du permis, "
    "échéance du permis, valid until, valid to, permit expiry",
    "french_listening": "compréhension orale, français compréhension orale, écoute, listening, french listening",
    "french_speaking": "production orale, français production orale, expression orale, speaking, french speaking",
    "french_reading": "compréhension écrite, français compréhension écrite, lecture, reading, french reading",
    "french_writing": "production écrite, français production écrite, expression écrite, écriture, writing, "
    "french writing",
    "french_source": "source du niveau, source des niveaux, français source, level source",
    "french_assessed_on": "français évalué le, date d’évaluation, date d’évaluation du français, date du test, "
    "assessed on, test date",
    "household": "ménage, numéro de ménage, no de ménage, famille, numéro de famille, no de famille, household, "
    "household id, family, family id",
    "household_relation": "lien, lien dans le ménage, lien familial, relation, relationship",
}

_KNOWN: Final = {
    fold(one): name
    for name, headings in {**_WHOLE_HEADINGS, **_HEADINGS, **_FACT_HEADINGS}.items()
    for one in headings.split(", ")
}


def guessed(headings: Sequence[str]) -> dict[str, int]:
    """By renseignement, its column; of two columns of one name, the first."""
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        name = _KNOWN.get(fold(heading))
        if name and name not in found:
            found[name] = place
    return found


def remembered(headings: Sequence[str], service_point: ServicePoint) -> dict[str, int]:
    """As they were last time for such headings, here; guessed the first time."""
    rows = ImportColumns.objects.filter(service_point=service_point, headings=print_of(headings))
    last = rows.values_list("columns", flat=True).first()
    if last is None:
        return guessed(headings)
    return {name: place for name, place in last.items() if name in COLUMNS and place < len(headings)}


def print_of(headings: Sequence[str]) -> str:
    """The same for the same headings in the same order, whatever their case and accents."""
    return hashlib.sha256("|".join(fold(one) for one in headings).encode()).hexdigest()
