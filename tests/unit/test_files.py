"""Writing harms no file: whole or not at all, with its mode and owner, through links, and to what is no file
without replacing it."""

from __future__ import annotations

import errno
import os
import stat
import threading
from pathlib import Path

import pytest

from clausegraph.engine import files
from clausegraph.engine.files import is_same_file, is_stream, keep_beside, write_whole
from clausegraph.engine.problems import BadInput


@pytest.fixture
def place(tmp_path: Path) -> Path:
    place = tmp_path / "report.md"
    place.write_text("old", encoding="utf-8")
    return place


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_text_is_written_as_utf_8_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    write_whole("für · 質", tmp_path / "new.md")
    assert (tmp_path / "new.md").read_bytes() == "für · 質".encode()
    assert names(tmp_path) == ["new.md"]


def test_a_new_file_has_the_mode_that_files_of_this_user_have(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_whole("x", tmp_path / "new")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "usual").stat().st_mode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_file_that_is_replaced_keeps_its_mode(place: Path, mode: int) -> None:
    place.chmod(mode)
    write_whole("new", place)
    assert place.read_text(encoding="utf-8") == "new"
    assert stat.S_IMODE(place.stat().st_mode) == mode


@pytest.mark.skipif(
    not hasattr(os, "chown") or os.geteuid() != 0, reason="only the superuser gives files away"
)
def test_a_file_that_is_replaced_keeps_its_owner_and_group(place: Path) -> None:
    os.chown(place, 12345, 23456)
    write_whole("new", place)
    assert (place.stat().st_uid, place.stat().st_gid) == (12345, 23456)


def test_a_file_whose_owner_cannot_be_kept_otherwise_is_written_in_place(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = place.stat().st_ino
    monkeypatch.setattr(files, "_owned_alike", lambda beside, there: False)
    write_whole("new", place)
    assert (place.read_text(encoding="utf-8"), place.stat().st_ino) == ("new", before)
    assert names(place.parent) == ["report.md"]


def test_a_read_only_file_stays_as_it_is_whoever_we_are(place: Path) -> None:
    place.chmod(0o444)
    with pytest.raises(BadInput, match="cannot be written: it is read-only"):
        write_whole("new", place)
    assert place.read_text(encoding="utf-8") == "old"


def test_what_a_symbolic_link_leads_to_is_written_and_the_link_stays(place: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.md"
    link.symlink_to(place)
    write_whole("new", link)
    assert link.is_symlink()
    assert place.read_text(encoding="utf-8") == "new"


def test_a_file_with_two_names_keeps_both(place: Path, tmp_path: Path) -> None:
    os.link(place, tmp_path / "other.md")
    write_whole("new and longer", place)
    assert (tmp_path / "other.md").read_text(encoding="utf-8") == "new and longer"
    write_whole("x", place)
    assert (tmp_path / "other.md").read_text(encoding="utf-8") == "x"


def test_a_device_is_written_to_and_stays_a_device() -> None:
    write_whole("x", Path("/dev/null"))
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole("through it", pipe)
    reader.join(10)
    assert read == [b"through it"]
    assert is_stream(pipe)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        write_whole("x", tmp_path)


def test_where_writing_fails_the_old_file_stands_and_nothing_lies_beside_it(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(files, "_to_disk", full)
    with pytest.raises(BadInput, match="no space"):
        write_whole("new", place)
    assert place.read_text(encoding="utf-8") == "old"
    assert names(place.parent) == ["report.md"]


def test_a_file_mounted_by_itself_is_written_in_place(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(self: Path, target: Path) -> Path:
        raise OSError(errno.EBUSY, "busy")

    monkeypatch.setattr(Path, "replace", busy)
    write_whole("new", place)
    assert place.read_text(encoding="utf-8") == "new"
    assert names(place.parent) == ["report.md"]


def test_what_is_written_is_on_the_disk_before_it_is_in_its_place(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    monkeypatch.setattr(files, "_to_disk", lambda handle: seen.append(place.read_text(encoding="utf-8")))
    write_whole("new", place)
    assert seen == ["old"]


def test_a_backup_never_writes_over_another(place: Path) -> None:
    for number in range(1, 4):
        place.write_text(f"version {number}", encoding="utf-8")
        keep_beside(place)
    texts = [
        (place.parent / name).read_text(encoding="utf-8")
        for name in ("report.bak.md", "report.bak2.md", "report.bak3.md")
    ]
    assert texts == ["version 1", "version 2", "version 3"]


def test_a_backup_is_as_private_as_its_file(place: Path) -> None:
    place.chmod(0o600)
    assert stat.S_IMODE(keep_beside(place).stat().st_mode) == 0o600


def test_one_file_is_known_by_all_its_names(place: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(place)
    os.link(place, tmp_path / "hard")
    others = [tmp_path / "link", tmp_path / "hard", tmp_path / "." / ".." / tmp_path.name / "report.md"]
    assert all(is_same_file(place, one) for one in others)
    assert not is_same_file(place, tmp_path / "nowhere")
