"""Whether, and in what, someone may be written to."""

from datetime import date
from typing import Final

from ancrage.core.cldr import short_code
from ancrage.newcomers.models import ContactWay, Person
from ancrage.newcomers.queries.languages import document_language

WRITTEN: Final = ("en", "es", "ar")
"""The languages, beside French, in which messages to newcomers are written."""


def may_write_to(person: Person) -> bool:
    """Whether an e-mail is a safe way of reaching ``person``: they said so, and accept that a message be left."""
    return person.may_be_emailed and person.contact_way == ContactWay.EMAIL and person.may_leave_message


def message_languages(person: Person, day: date) -> list[str]:
    """French, then the language the service may use with them, if messages exist in it."""
    other = short_code(document_language(person, day) or "")
    return ["fr", other] if other in WRITTEN else ["fr"]
