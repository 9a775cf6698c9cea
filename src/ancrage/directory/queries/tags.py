"""What services are filtered by, as lexemes in the index of their words: « d:logement », « l:es », « m:<municipality> ».

One index then answers words and filters together, whatever their number.
"""

from uuid import UUID

# Offered today, takes people now, takes referrals.
ACTIVE, OPEN, REFERRED = "s:active", "s:open", "s:referred"
EVENING, WEEKEND = "w:evening", "w:weekend"
ACCESSIBLE = "s:accessible"
PUBLIC = "s:public"


def domain(code: str) -> str:
    return f"d:{code}"


def language(code: str) -> str:
    return f"l:{code}"


def mode(code: str) -> str:
    return f"o:{code}"


def public(code: str) -> str:
    return f"p:{code}"


def fee(kind: str) -> str:
    return f"f:{kind}"


def given_in(municipality: UUID) -> str:
    """Where people go."""
    return f"m:{municipality}"


def serves(place: UUID) -> str:
    """A municipality, an MRC or a region whose people are served."""
    return f"a:{place}"


def refuses(status: str) -> str:
    """A status that is not admitted today."""
    return f"n:{status}"


def organization(pk: UUID) -> str:
    return f"b:{pk}"


def term(pk: UUID) -> str:
    return f"t:{pk}"


def taxonomy(pk: UUID) -> str:
    return f"x:{pk}"
