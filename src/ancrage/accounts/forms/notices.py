from collections.abc import Mapping
from typing import Any

from django import forms

from ancrage.accounts.enums import Way
from ancrage.accounts.notices import Notice
from ancrage.ui.forms import Form
from ancrage.ui.forms.base import prepare


class NoticesForm(Form):
    """One choice by sort of notice; ``cleaned_data`` is what ``choose_ways`` takes."""

    def __init__(self, *args: Any, notices: Mapping[str, Notice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, notice in notices.items():
            if not notice.is_fixed:
                field = self.fields[code] = forms.ChoiceField(label=str(notice.name), choices=Way)
                prepare(field)
