"""Forms that speak French and another language at once."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Form

from ancrage.newcomers.queries.online_words import Words


class Spoken(Form):
    """Whatever is wrong is said in the languages of ``words``."""

    words: Words

    def fail(self, code: str) -> None:
        """Refuse the whole form, by the code of a sentence."""
        self.add_error(None, ValidationError("", code=code))

    def add_error(self, field: str | None, error: Any) -> None:  # noqa: ANN401 - Django's
        """Say it in both languages."""
        found = error if isinstance(error, ValidationError) else ValidationError(error)
        if hasattr(found, "error_dict"):
            super().add_error(field, found)
            return
        said = [self._said(field, one) for one in found.error_list]
        super().add_error(field, ValidationError(said))

    def _said(self, field: str | None, one: ValidationError) -> ValidationError:
        code = one.code or ""
        return ValidationError(self.words.problem(code, field, one.messages[0]), code=code)
