"""`lemkin dev` notices what an editor does."""

import os
from pathlib import Path

from deploy.operations.watching import Files


def test_new_changed_and_removed_files_are_told_once(tmp_path: Path) -> None:
    kept, other = tmp_path / "kept.py", tmp_path / "deep" / "other.sql"
    kept.write_text("a")
    files = Files([tmp_path])
    assert files.changed() == []
    other.parent.mkdir()
    other.write_text("b")
    assert files.changed() == [other]
    os.utime(kept, ns=(1, 1))
    assert files.changed() == [kept]
    kept.unlink()
    (tmp_path / "kept.pyc").write_text("not a source")
    assert files.changed() == [kept]
    assert files.changed() == []
