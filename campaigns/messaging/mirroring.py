"""The highest send number, kept in files beside the database: what a restored backup cannot take back.

Each process writes its own file in `SEND_MIRROR_DIR` and holds a lock on it for as long as it lives. What is written
survives the death of the process, not a loss of power: after that the mirror may lag behind, which closes nothing.
"""

import errno
import fcntl
import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

RECORD = "%020d %020d\n"  # the number twice: a reader who catches half of a write sees it
SIZE = len(RECORD % (0, 0))
TRIES = 100
BASE = "highest"  # what the files of dead processes were folded into; never deleted


@dataclass
class Own:
    """This process's file. `number` is the highest that it holds."""

    folder: Path
    fd: int
    number: int = -1

    def note(self, number: int) -> None:
        if number > self.number:
            write(self.fd, number)
            self.number = number


_own: Own | None = None
_lock = threading.Lock()


def mirror(number: int) -> None:
    """Write down that this number was given to a message. It only grows. Raises OSError when it cannot be written.

    Call it when the number's own transaction has committed: a number that a crash took back would close the gate.
    """
    global _own  # noqa: PLW0603  one file per process
    folder = Path(settings.SEND_MIRROR_DIR)
    with _lock:
        if _own is None or _own.folder != folder:
            forget()
            _own = Own(folder, begin(folder))
            fold(folder)
        _own.note(number)


def highest() -> int | None:
    """The highest number that any process has written down; None when there is no mirror."""
    folder = Path(settings.SEND_MIRROR_DIR)
    while True:
        with suppress(FileNotFoundError):  # folded while we read: what it held is in the base file by now
            return max((found for file in files(folder) if (found := read_file(file)) is not None), default=None)


def files(folder: Path) -> list[Path]:
    return list(folder.glob("sends-*")) + list(folder.glob(BASE))


def fold(folder: Path) -> int:
    """Join the files of dead processes into one; returns how many went. The highest number is written first."""
    gone = 0
    with ExitStack() as stack:
        base = stack.enter_context(held(folder / BASE, create=True))
        if base is None:
            return 0
        found = {file: stack.enter_context(held(file)) for file in folder.glob("sends-*")}
        dead = {file: fd for file, fd in found.items() if fd is not None}
        numbers = [number for fd in (base, *dead.values()) if (number := read(fd)) is not None]
        if dead and numbers:
            write(base, max(numbers))
            os.fsync(base)
        for file in dead:
            file.unlink()
            gone += 1
    return gone


@contextmanager
def held(file: Path, *, create: bool = False) -> Iterator[int | None]:
    """The file, open and locked; None while a living process holds it, or when it is gone."""
    fd = None
    try:
        with suppress(FileNotFoundError):
            fd = os.open(file, os.O_RDWR | (os.O_CREAT if create else 0), 0o600)
        yield fd if fd is not None and is_locked(fd) and is_at(file, fd) else None
    finally:
        if fd is not None:
            os.close(fd)


def begin(folder: Path) -> int:
    """A new file of our own, open and locked."""
    folder.mkdir(parents=True, exist_ok=True)
    while True:
        file = folder / f"sends-{secrets.token_hex(8)}"
        fd = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        if is_locked(fd) and is_at(file, fd):
            return fd
        os.close(fd)  # another process folded it before the lock was ours


def is_locked(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_at(file: Path, fd: int) -> bool:
    """Whether the name still leads to what is open."""
    with suppress(FileNotFoundError):
        return os.path.samestat(file.stat(), os.fstat(fd))
    return False


def read_file(file: Path) -> int | None:
    fd = os.open(file, os.O_RDONLY)
    try:
        return read(fd)
    finally:
        os.close(fd)


def read(fd: int) -> int | None:
    """None for a file that holds no number."""
    for _ in range(TRIES):
        first, _space, second = os.pread(fd, SIZE, 0).partition(b" ")
        if not first:
            return None
        if first == second.rstrip():
            return int(first)
    return None


def write(fd: int, number: int) -> None:
    if os.pwrite(fd, (RECORD % (number, number)).encode(), 0) != SIZE:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def forget() -> None:
    global _own  # noqa: PLW0603
    if _own is not None:
        os.close(_own.fd)
        _own = None


def begin_anew() -> None:
    """In a forked child: its file and its lock are its own."""
    global _lock  # noqa: PLW0603
    _lock = threading.Lock()
    forget()


os.register_at_fork(after_in_child=begin_anew)
