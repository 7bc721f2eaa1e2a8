"""What a build takes up, forgets and rejects, by the paths it is given."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.pipeline.input import Changes, read_changes
from kg.pipeline.state import Wanted
from kg.settings import Settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("news/a.txt", "news/b.txt", "more/c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"هذا هو الخبر {name}.\n", encoding="utf-8")
    return tmp_path


def read(known: dict[str, Wanted], *paths: Path | str) -> Changes:
    return read_changes(paths, known, manifest=None, published=None, settings=Settings())


def after(known: dict[str, Wanted], changes: Changes) -> dict[str, Wanted]:
    kept = {name: wanted for name, wanted in known.items() if name not in changes.forget}
    return kept | {wanted.document.id: wanted for wanted in changes.read}


def test_a_vanished_file_is_forgotten_and_other_paths_stay(folder: Path) -> None:
    known = after({}, read({}, folder / "news"))
    known = after(known, read(known, folder / "more"))
    assert sorted(known) == ["a", "b", "c"]
    (folder / "news/b.txt").unlink()
    changes = read(known, folder / "news")
    assert changes.forget == {"b"}
    assert sorted(after(known, changes)) == ["a", "c"]


def test_a_file_that_is_now_rejected_is_forgotten(folder: Path) -> None:
    known = after({}, read({}, folder / "news"))
    (folder / "news/a.txt").write_text("")
    changes = read(known, folder / "news")
    assert changes.forget == {"a"}
    assert len(changes.rejected) == 1


def test_a_single_file_answers_only_for_itself(folder: Path) -> None:
    known = after({}, read({}, folder / "news"))
    (folder / "news/b.txt").unlink()
    assert read(known, folder / "news/a.txt").forget == frozenset()
    assert read(known, folder / "news/b.txt").forget == {"b"}


def test_a_pattern_answers_for_what_it_matches(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    known = after({}, read({}, "news"))
    (folder / "news/b.txt").unlink()
    assert read(known, "news/a*.txt").forget == frozenset()
    assert read(known, "news/*.txt").forget == {"b"}
    assert read(known, str(folder / "news" / "?.txt")).forget == {"b"}


def test_the_same_folder_by_another_name_is_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = after({}, read({}, folder / "news"))
    monkeypatch.chdir(folder / "more")
    changes = read(known, Path("../news"))
    assert [w.source for w in changes.read] == [w.source for w in known.values()]


def test_same_bytes_from_elsewhere_are_rejected(folder: Path) -> None:
    known = after({}, read({}, folder / "news"))
    (folder / "more/copy.txt").write_bytes((folder / "news/a.txt").read_bytes())
    changes = read(known, folder / "more")
    assert [w.document.id for w in changes.read] == ["c"]
    assert "the same bytes as document a" in changes.rejected[0].reason


def test_same_id_from_elsewhere_is_rejected_with_advice(folder: Path) -> None:
    known = after({}, read({}, folder / "news"))
    (folder / "more/a.txt").write_text("خبر آخر له الاسم نفسه.\n", encoding="utf-8")
    changes = read(known, folder / "more")
    assert [w.document.id for w in changes.read] == ["c"]
    assert "manifest" in changes.rejected[0].reason


def test_a_moved_file_takes_the_place_of_the_old_one(folder: Path) -> None:
    known = after({}, read({}, folder / "news"))
    os.rename(folder / "news/a.txt", folder / "more/a-renamed.txt")  # noqa: PTH104
    changes = read(known, folder / "more")
    assert changes.forget == {"a"}
    assert sorted(after(known, changes)) == ["a-renamed", "b", "c"]


def test_files_of_one_name_in_folders_of_one_folder_are_both_read(folder: Path) -> None:
    (folder / "more/a.txt").write_text("خبر آخر له الاسم نفسه.\n", encoding="utf-8")
    changes = read({}, folder)
    assert len(changes.read) == 4
    assert changes.rejected == ()
    known = after({}, changes)
    (folder / "more/a.txt").unlink()
    fewer = read(known, folder)
    assert len(fewer.forget) == 1
    assert {w.document.id for w in fewer.read} == known.keys() - fewer.forget


def test_two_folders_give_the_same_together_and_one_after_the_other(folder: Path) -> None:
    (folder / "news/c.txt").write_text("خبر آخر له الاسم نفسه.\n", encoding="utf-8")
    first = after({}, read({}, folder / "more"))
    one_by_one = after(first, read(first, folder / "news"))
    together = after({}, read({}, folder / "news", folder / "more"))
    assert one_by_one.keys() == together.keys()
    assert {w.document.text for w in one_by_one.values()} == {w.document.text for w in together.values()}
