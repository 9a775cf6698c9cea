"""What the codes of the register are called, in the reader's language.

Each context says its own in ``verbs.py``: ``VERBS`` by verb, and ``FIELDS`` for what an entry names without it
being a field of the target ("assignment.place"). They are found by the list of applications, as models are:
the register is below those who write in it. It keeps an entry for ever, so a verb that is recorded no more
keeps its words.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType

from django.apps import AppConfig, apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from ancrage.core.labels import Labelled

Words = Mapping[str, str | Promise]

# Every reference list is kept in the same four ways.
_OF_LISTS = {
    "added": _("{list} : entrée ajoutée"),
    "changed": _("{list} : entrée modifiée"),
    "offered": _("{list} : entrée de nouveau offerte"),
    "withdrawn": _("{list} : entrée retirée du choix"),
}


def verb_words(verb: str) -> str:
    """What was done; the verb itself when no context says it."""
    return str(_verbs().get(verb.partition(".")[0], {}).get(verb, verb))


def field_words(target_type: str, names: Iterable[str]) -> list[str]:
    """The fields as forms call them, each once; a name that no context says stays as it is."""
    return list(dict.fromkeys(str(field_word(target_type, name) or name) for name in names))


def verbs_by_context() -> list[tuple[str, str, Words]]:
    """Each context that writes in the register: its label, its name, its verbs and their words."""
    return [(label, str(apps.get_app_config(label).verbose_name), verbs) for label, verbs in _verbs().items() if verbs]


def field_word(target_type: str, name: str) -> str | Promise | None:
    context, _dot, model = target_type.partition(".")
    if (said := _fields().get(context, {}).get(f"{model}.{name}")) is not None:
        return said
    try:
        return getattr(apps.get_model(target_type)._meta.get_field(name), "verbose_name", None)
    except (LookupError, ValueError, FieldDoesNotExist):
        return None


@cache
def _verbs() -> dict[str, Words]:
    return {config.label: _verbs_of(config) for config in apps.get_app_configs()}


def _verbs_of(config: AppConfig) -> Words:
    found = dict(getattr(_table(config), "VERBS", {}))
    for model in config.get_models():
        if issubclass(model, Labelled):
            title = capfirst(model._meta.verbose_name_plural)
            found |= {
                f"{config.label}.{model._meta.model_name}.{verb}": format_lazy(words, list=title)
                for verb, words in _OF_LISTS.items()
            }
    return found


@cache
def _fields() -> dict[str, Words]:
    return {config.label: getattr(_table(config), "FIELDS", {}) for config in apps.get_app_configs()}


def _table(config: AppConfig) -> ModuleType | None:
    has_words = config.module is not None and module_has_submodule(config.module, "verbs")
    return import_module(f"{config.name}.verbs") if has_words else None
