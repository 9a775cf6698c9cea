"""The lists Ancrage sorts by, published as taxonomies."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.db import models, transaction
from django.utils.translation import override

from ancrage.core.labels import Labelled
from ancrage.directory.models import (
    FeeKind,
    NeedDomain,
    Public,
    ServiceMode,
    StatusCategory,
    Taxonomy,
    TaxonomyTerm,
)
from ancrage.directory.queries.terms import FEES, MODES, NEEDS, PUBLICS, STATUSES, taxonomy_id, term_id


class _Term(NamedTuple):
    code: str
    french: str
    english: str


_OURS = {
    NEEDS: ("Besoins", "Needs", "Ce pour quoi on cherche un service.", "What a service is sought for."),
    STATUSES: ("Statuts", "Statuses", "Statut d’immigration de la personne.", "Immigration status of the person."),
    PUBLICS: ("Publics", "Audiences", "Pour qui le service est fait.", "Whom the service is made for."),
    MODES: ("Modes", "Modes", "Comment le service est donné.", "How the service is given."),
    FEES: ("Coûts", "Fees", "Ce que le service coûte.", "What the service costs."),
}


@transaction.atomic
def publish_taxonomies() -> int:
    """Say again our taxonomies and their terms, as the lists are now. Returns how many terms there are."""
    for code, (name, name_en, description, description_en) in _OURS.items():
        english = {"name": name_en, "description": description_en}
        values = {"code": code, "name": name, "description": description, "english": english, "version": "1"}
        Taxonomy.objects.update_or_create(pk=taxonomy_id(code), defaults=values)
    terms = [term for code, found in _lists() for term in _terms(code, found)]
    TaxonomyTerm.objects.bulk_create(
        terms,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["name", "description", "english", "position"],
    )
    return len(terms)


def _lists() -> Iterator[tuple[str, Iterable[_Term]]]:
    yield NEEDS, _labelled(NeedDomain)
    yield STATUSES, _labelled(StatusCategory)
    yield PUBLICS, _choices(Public)
    yield MODES, _choices(ServiceMode)
    yield FEES, _choices(FeeKind)


def _labelled(model: type[Labelled]) -> Iterator[_Term]:
    for entry in model._default_manager.order_by("position", "code"):
        yield _Term(entry.code, entry.label_fr, entry.label_en)


def _choices(choices: type[models.TextChoices]) -> Iterator[_Term]:
    for choice in choices:
        with override("fr"):
            french = str(choice.label)
        with override("en"):
            yield _Term(choice.value, french, str(choice.label))


def _terms(taxonomy: str, found: Iterable[_Term]) -> Iterator[TaxonomyTerm]:
    for position, term in enumerate(found, start=1):
        yield TaxonomyTerm(
            pk=term_id(taxonomy, term.code),
            taxonomy_id=taxonomy_id(taxonomy),
            code=term.code,
            name=term.french,
            description=term.french,
            english={"name": term.english, "description": term.english},
            language="fr",
            position=position,
        )
