"""The mirror: what a process has written down is there after its death, and never becomes less."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from campaigns.messaging import mirroring
from campaigns.messaging.mirroring import BASE, fold, highest, mirror

ROOT = Path(__file__).resolve().parent.parent.parent.parent
WRITER = """
import sys, time
from django.conf import settings
settings.configure(SEND_MIRROR_DIR=sys.argv[1])
from campaigns.messaging.mirroring import mirror
for number in map(int, sys.argv[2:]):
    mirror(number)
print("written", flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    settings.SEND_MIRROR_DIR = tmp_path / "mirror"
    yield tmp_path / "mirror"
    mirroring.forget()


class Writer:
    """A process of its own that wrote these numbers and lives on."""

    def __init__(self, folder: Path, *numbers: int) -> None:
        argv = [sys.executable, "-c", WRITER, str(folder), *map(str, numbers)]
        self.process = subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "written\n"

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


def names(folder: Path) -> list[str]:
    return sorted(file.name.partition("-")[0] for file in folder.iterdir())


def test_without_a_file_there_is_no_mirror(folder: Path) -> None:
    assert highest() is None
    folder.mkdir()
    assert highest() is None
    mirror(0)
    assert highest() == 0


def test_it_only_grows_whatever_the_order(folder: Path) -> None:
    threads = [threading.Thread(target=mirror, args=(number,)) for number in (3, 41, 7, 40, 12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert highest() == 41
    mirror(8)
    assert highest() == 41


def test_what_a_killed_process_wrote_is_there(folder: Path) -> None:
    writer = Writer(folder, 5, 1234)
    writer.kill()
    assert highest() == 1234


def test_two_processes_and_the_higher_one_counts(folder: Path) -> None:
    first, second = Writer(folder, 10), Writer(folder, 9)
    mirror(4)
    assert (highest(), names(folder)) == (10, ["highest", "sends", "sends", "sends"])
    first.kill()
    second.kill()
    assert highest() == 10


def test_files_of_the_dead_are_folded_and_those_of_the_living_stay(folder: Path) -> None:
    dead, alive = [Writer(folder, number) for number in (30, 99, 50)], Writer(folder, 20)
    for writer in dead:
        writer.kill()
    assert fold(folder) == 3
    assert (highest(), names(folder)) == (99, ["highest", "sends"])
    alive.kill()
    assert (fold(folder), highest(), names(folder)) == (1, 99, ["highest"])
    assert fold(folder) == 0


def test_a_new_process_folds_by_itself(folder: Path) -> None:
    Writer(folder, 7).kill()
    mirror(1)
    assert (highest(), names(folder)) == (7, ["highest", "sends"])


@pytest.mark.parametrize("killed_at", ["write", "fsync", "unlink"])
def test_folding_that_is_killed_half_way_lowers_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, killed_at: str
) -> None:
    for number in (60, 70, 65):
        Writer(folder, number).kill()
    pid = os.fork()
    if not pid:
        owner = {"write": mirroring, "fsync": os, "unlink": Path}[killed_at]
        setattr(owner, killed_at, lambda *_args: os.kill(os.getpid(), signal.SIGKILL))
        fold(folder)
        os._exit(0)
    assert os.WTERMSIG(os.waitpid(pid, 0)[1]) == signal.SIGKILL
    assert highest() == 70
    fold(folder)
    assert (highest(), names(folder)) == (70, ["highest"])


def test_a_second_folder_waits_for_the_first(folder: Path) -> None:
    Writer(folder, 3).kill()
    with mirroring.held(folder / BASE, create=True) as base:
        assert base is not None
        assert fold(folder) == 0
    assert fold(folder) == 1


def test_a_forked_child_has_a_file_of_its_own(folder: Path) -> None:
    mirror(5)
    pid = os.fork()
    if not pid:
        mirror(6)
        os._exit(0 if len(names(folder)) == 3 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert fold(folder) == 1
    mirror(5)
    assert (highest(), names(folder)) == (6, ["highest", "sends"])


def test_half_of_a_write_is_no_number(folder: Path) -> None:
    mirror(5)
    (folder / "sends-torn").write_text(f"{999:020d} {5:020d}\n")
    (folder / "sends-begun").write_text("")
    assert highest() == 5


def test_a_folder_that_cannot_be_written_says_so(folder: Path) -> None:
    folder.write_text("not a folder")
    with pytest.raises(OSError, match="exists"):
        mirror(1)
