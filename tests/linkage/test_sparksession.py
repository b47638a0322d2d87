from __future__ import annotations

from pathlib import Path

import pytest

from muniment.linkage.sparksession import NoSpark, started


@pytest.mark.parametrize("master", ["", "spark", "local[two]", "host:7077", "local-cluster[2]"])
def test_what_is_no_master_is_told_with_what_is_one(master: str) -> None:
    with pytest.raises(NoSpark, match="no master of Spark; it is"), started(master):
        pass


def test_without_java_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NoSpark, match="needs Java 17 or later"), started("local[2]"):
        pass


def test_a_home_without_java_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(NoSpark, match="no bin/java in it"), started("local[2]"):
        pass
