from typing import Any
from uuid import uuid4

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse

from ancrage.ui.addresses import address


@pytest.fixture(autouse=True)
def _every_page(settings: Any) -> None:
    settings.ROOT_URLCONF = "ancrage.config.urls"


def test_the_same_as_reverse() -> None:
    case, need = uuid4(), uuid4()
    assert address("newcomers:cases") == reverse("newcomers:cases")
    assert address("newcomers:need_edit", case, need) == reverse("newcomers:need_edit", args=[case, need])
    assert address("newcomers:need_edit", need, case) == reverse("newcomers:need_edit", args=[need, case])
    assert address("newcomers:plan_version", case, 3) == reverse("newcomers:plan_version", args=[case, 3])


def test_what_leads_nowhere_is_refused_as_django_does() -> None:
    with pytest.raises(NoReverseMatch):
        address("newcomers:nowhere", uuid4())
    with pytest.raises(NoReverseMatch):
        address("newcomers:case", "not-an-identifier")
    with pytest.raises(NoReverseMatch):
        Template("{% url 'newcomers:case' %}").render(Context())


def test_in_a_template() -> None:
    case = uuid4()
    said = Template(
        "{% url 'newcomers:case' pk %}|{% url 'newcomers:nowhere' as gone %}{{ gone }}|{% url 'newcomers:case' case_id=pk %}"
    )
    assert (
        said.render(Context({"pk": case}))
        == f"{reverse('newcomers:case', args=[case])}||{reverse('newcomers:case', args=[case])}"
    )


def test_a_file_of_ours(settings: Any) -> None:
    source = "{% static 'ui/favicon.svg' %}|{% static path %}|{% static 'ui/favicon.svg' as icon %}{{ icon }}"
    address = f"{settings.STATIC_URL}ui/favicon.svg"
    assert Template(source).render(Context({"path": "ui/favicon.svg"})) == f"{address}|{address}|{address}"
