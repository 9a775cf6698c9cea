import pytest

from tests.newcomers.scene import a_scene, url

pytestmark = pytest.mark.django_db


def test_what_was_ticked_restricted_by_someone_no_longer_named_is_not_shared() -> None:
    scene = a_scene()
    typed = {"channel": "phone", "text": "Très privé", "day": "2021-07-01", "is_restricted": "on"}
    answer = scene.client().post(url("note_add", scene.case), typed)
    assert "Seules les personnes nommées" in str(answer.context["form"].errors["is_restricted"])
    assert answer.context["form"]["text"].value() == "Très privé"
    assert not scene.case.notes.exists()
