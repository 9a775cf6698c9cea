"""Words of a vacancy that look like a criterion the Charter of human rights and freedoms forbids (articles 10, 16, 18.1).

A warning, never a refusal: a criterion may be required by the post (article 20). Patterns are of folded text: no accent,
no capital, words parted by one space.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ancrage.core.text import fold


@dataclass(frozen=True)
class Doubt:
    """``words``: what was found, without accents; ``reason``: the ground it touches, in a sentence."""

    words: str
    reason: str | Promise


_GROUNDS: Final[Mapping[str | Promise, str]] = {
    _("L’âge n’est pas un critère d’embauche."): (
        r"(personnes?|candidats?|employes?|equipe) jeunes?|jeunes? (personnes?|hommes?|femmes?|candidats?)"
        r"|(moins|plus) de \d\d ans(?! d experience)|entre \d\d et \d\d ans|dans la (vingtaine|trentaine)"
        r"|young (person|people|men|women)|(under|over) \d\d years old"
    ),
    _("Le sexe et l’identité de genre ne sont pas des critères d’embauche."): (
        r"(hommes?|femmes?|gars|filles?) (seulement|uniquement)|cherchons (un homme|une femme)"
        r"|(males?|females?|men|women) only|homme fort"
    ),
    _("L’origine, la couleur et la citoyenneté ne sont pas des critères d’embauche."): (
        r"(quebecois|canadiens?) de (souche|naissance)|pas d immigrants?|(pas|aucun) d? ?etrangers?"
        r"|citoyennete (canadienne )?(exigee|requise)|canadian citizens? only|native speakers?|ne au (quebec|canada)"
    ),
    _("La religion n’est pas un critère d’embauche."): (
        r"(chretien|catholique|musulman|juif|athee)(ne|e)?s?|sans signe religieux|(christian|muslim|jewish)s?"
    ),
    _("L’état civil, la grossesse et la famille ne sont pas des critères d’embauche."): (
        r"celibataires?|sans enfants?|pas enceinte|libre de toute obligation familiale|single person|no children"
    ),
    _("Un handicap n’écarte personne : dites les tâches, et l’adaptation possible."): (
        r"sans handicap|aucun handicap|en parfaite sante|parfaite condition physique|no disabilit(y|ies)"
    ),
    _("L’expérience d’un pays donné écarte selon l’origine : demandez l’expérience du métier."): (
        r"experience (canadienne|quebecoise)|(canadian|quebec) experience"
    ),
}
_PATTERNS: Final = [(reason, re.compile(rf"\b(?:{pattern})\b")) for reason, pattern in _GROUNDS.items()]


def doubts(*texts: str) -> Iterator[Doubt]:
    """What of ``texts`` may be a forbidden criterion, each ground once."""
    said = " | ".join(fold(text) for text in texts)
    for reason, pattern in _PATTERNS:
        if found := pattern.search(said):
            yield Doubt(found[0], reason)
