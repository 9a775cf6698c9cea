from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ancrage.accounts.models import Assignment, User
from ancrage.accounts.roles import Reach, all_roles
from ancrage.core.cldr import language_name
from ancrage.directory.models import FeeKind, ServiceMode
from ancrage.directory.queries import tags
from ancrage.directory.queries.choices import lists
from ancrage.directory.queries.hints import NOW
from ancrage.directory.queries.marks import LANGUAGES
from ancrage.directory.queries.places import serving
from ancrage.directory.queries.search import Wanted
from ancrage.directory.queries.understanding import MOST
from ancrage.ui import forms as ui

DISTANCES: Final = (10, 25, 40, 60, 100)
FREE, ACCESSIBLE, REFERRED = "gratuit", "accessible", "aiguillages"
WHEN: Final = {"soir": _("Le soir"), "fds": _("La fin de semaine"), NOW: _("Ouvert maintenant")}
HOW: Final = {**dict(ServiceMode.choices), FREE: _("Gratuit"), ACCESSIBLE: _("Accessible")}
_TAGS: Final = {
    "soir": tags.EVENING,
    "fds": tags.WEEKEND,
    FREE: tags.fee(FeeKind.FREE),
    ACCESSIBLE: tags.ACCESSIBLE,
    REFERRED: tags.REFERRED,
}


def distance_choices() -> list[tuple[int | str, str | Promise]]:
    return [("", _("Peu importe")), *((km, gettext("Jusqu’à %(km)d km") % {"km": km}) for km in DISTANCES)]


class SearchForm(ui.FilterForm):
    """What is looked for, where, and all that narrows it. Every value may stand in an address that is shared."""

    q = forms.CharField(
        label=_("Que cherchez-vous?"), required=False, max_length=MOST, widget=forms.TextInput(attrs={"type": "search"})
    )
    pres = forms.CharField(label=_("Près de (ville ou code postal)"), required=False, max_length=80)
    km = forms.TypedChoiceField(label=_("Distance"), required=False, coerce=int)
    quand = forms.MultipleChoiceField(label=_("Quand"), required=False, widget=ui.Checkboxes)
    comment = forms.MultipleChoiceField(label=_("Comment"), required=False, widget=ui.Checkboxes)
    langue = forms.MultipleChoiceField(label=_("Langue de service"), required=False, widget=ui.Checkboxes)
    domaine = forms.ChoiceField(label=_("Besoin"), required=False)
    mrc = forms.ChoiceField(label=_("Territoire"), required=False)
    statut = forms.ChoiceField(label=_("Statut admis"), required=False)
    tri = forms.ChoiceField(required=False, choices=[("", ""), ("distance", "")], widget=forms.HiddenInput)
    tel = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, for_staff: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self._lists = lists()
        for name, found in (
            ("domaine", self._lists.needs),
            ("mrc", self._lists.mrcs),
            ("statut", self._lists.statuses),
        ):
            fields[name].choices = [("", _("Tous")), *found]
        fields["km"].choices = distance_choices()
        fields["quand"].choices = list(WHEN.items())
        fields["comment"].choices = [*HOW.items(), *([(REFERRED, _("Reçoit des aiguillages"))] if for_staff else [])]
        for name in ("km", "domaine", "mrc", "statut"):
            fields[name].widget.attrs["form"] = "chercher"
        fields["langue"].choices = [(code, language_name(code).capitalize()) for code in LANGUAGES]

    @property
    def title(self) -> str:
        """What is asked, in words: « un cours de français le soir, Mont-Joli »."""
        said = self._said()
        return ", ".join(filter(None, (said.get("q", ""), said.get("pres", ""))))[:160] or gettext("Tous les services")

    @property
    def narrowing(self) -> int:
        """How many filters hold, beside what is looked for and where."""
        wanted = self._said()
        return sum(len(wanted.get(name) or ()) for name in ("quand", "comment", "langue")) + sum(
            bool(wanted.get(name)) for name in ("km", "domaine", "mrc", "statut")
        )

    @property
    def side(self) -> list[forms.BoundField]:
        """The choices beside the list, which belong to the form above it."""
        return [self[name] for name in ("km", "domaine", "mrc", "statut")]

    def wanted(self) -> Wanted:
        said = self._said()
        how, when = said.get("comment") or [], said.get("quand") or []
        modes = [tags.mode(code) for code in how if code in ServiceMode.values]
        others = [(_TAGS[code],) for code in (*how, *when) if code in _TAGS]
        spoken = [tags.language(code) for code in said.get("langue") or ()]
        domain, mrc, status = said.get("domaine"), said.get("mrc"), said.get("statut")
        return Wanted(
            text=said.get("q", ""),
            where=said.get("pres", ""),
            kilometres=said.get("km") or 0,
            tags=tuple(
                filter(
                    None,
                    (
                        tuple(modes),
                        *others,
                        tuple(spoken),
                        (tags.domain(domain),) if domain else (),
                        serving(UUID(mrc), self._lists.regions[mrc]) if mrc else (),
                    ),
                )
            ),
            refused=(tags.refuses(status),) if status else (),
            is_open_now=NOW in when,
            by_distance=said.get("tri") == "distance",
            as_typed=bool(said.get("tel")),
        )

    def _said(self) -> dict[str, Any]:
        """What could be read: a value that does not exist narrows nothing."""
        self.is_valid()
        return self.cleaned_data


class MemberForm(ui.Form):
    """Someone whose role answers what organisations receive."""

    user = forms.ModelChoiceField(
        label=_("Personne"),
        queryset=User.objects.none(),
        help_text=_("Les comptes qui ont le rôle d’intervenante ou d’intervenant d’un organisme."),
    )
    start = ui.DayField(label=_("Premier jour"))

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answering = [code for code, role in all_roles().items() if Reach.ORGANIZATION in role.grants.values()]
        held = Assignment.objects.on(day).filter(role__in=answering)
        user = self.fields["user"]
        assert isinstance(user, forms.ModelChoiceField)  # noqa: S101 - declared above
        user.queryset = User.objects.active().filter(pk__in=held.values("user")).in_order()
        self.initial.setdefault("start", day)


class MemberEndForm(ui.Form):
    before = ui.DayField(label=_("Premier jour sans"))
