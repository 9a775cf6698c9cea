import os
from operator import truediv

import pytest

from ancrage.core.beside import Beside


def test_another_process_does_it_and_what_fails_there_fails_here(tmp_path) -> None:
    with Beside() as beside:
        for name in ("a", "b", "c"):
            beside.call(os.mkdir, tmp_path / name)
    assert {one.name for one in tmp_path.iterdir()} == {"a", "b", "c"}
    with pytest.raises(ZeroDivisionError), Beside() as beside:
        beside.call(truediv, 1, 0)
