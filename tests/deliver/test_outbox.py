"""The outbox: one whole file per mail, under a name that nobody can steer."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from newsfold.deliver.outbox import FLAT, Outbox
from newsfold.deliver.transport import Unbooked
from newsfold.errors import DeliveryError
from newsfold.model import Message, Outcome, Receipt
from tests.conftest import ROOT
from tests.deliver import sample


def sent(outbox: Outbox, mail: Message) -> Receipt:
    """The receipt of one mail."""
    mails = Unbooked([mail])
    outbox.carry(mails)
    (receipt,) = mails.receipts
    return receipt


def test_the_bytes_are_the_messages(tmp_path: Path) -> None:
    """The file holds the message byte for byte, under the name that `path` tells."""
    mail = sample.mail()
    with Outbox(tmp_path / "new" / "outbox") as outbox:
        receipt = sent(outbox, mail)
        path = outbox.path(sample.ISSUE.id, "ada@example.org")
    assert (receipt.outcome, receipt.code, receipt.text) == (Outcome.SENT, 250, path.name)
    assert path.read_bytes() == mail.content
    assert path.name.startswith("daily-2026-03-12.ada@example.org.")
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_the_same_mail_again_changes_nothing(tmp_path: Path) -> None:
    """Sending twice leaves one file, and the first one's."""
    with Outbox(tmp_path) as outbox:
        sent(outbox, sample.mail())
        (path,) = tmp_path.iterdir()
        before = path.stat()
        sent(outbox, sample.mail())
    (path,) = tmp_path.iterdir()
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_other_bytes_replace_a_file(tmp_path: Path) -> None:
    """A file that is not the mail, such as a truncated copy, does not stand in its way."""
    with Outbox(tmp_path) as outbox:
        path = outbox.path(sample.ISSUE.id, "ada@example.org")
        path.write_bytes(b"half a ma")
        sent(outbox, sample.mail())
    assert path.read_bytes() == sample.mail().content


@pytest.mark.parametrize(
    "email",
    [
        "../../etc/passwd@example.org",
        "a/b@example.org",
        "..@example.org",
        "$(reboot)`x`;*@example.org",
        "x" * 300 + "@example.org",
        ("y." * 120 + "example.org").replace("y.", "y@", 1),
    ],
)
def test_no_address_leaves_the_folder(tmp_path: Path, email: str) -> None:
    """Whatever an address says, its mail is one plain file directly in the folder."""
    folder = tmp_path / "outbox"
    with Outbox(folder) as outbox:
        sent(outbox, replace(sample.mail(), recipient=email))
    (path,) = folder.iterdir()
    assert path.is_file()
    assert len(path.name.encode()) <= 255
    assert not set(path.name) & set("/\\ $`;*()")
    assert list(tmp_path.iterdir()) == [folder]


def test_addresses_that_look_alike_get_a_file_each(tmp_path: Path) -> None:
    """What the safe name drops still parts the files; upper and lower case do not."""
    with Outbox(tmp_path) as outbox:
        for email in ("a!b@example.org", "a#b@example.org", "A#b@example.org"):
            sent(outbox, sample.mail(email))
    assert len(list(tmp_path.iterdir())) == 2


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    """A link planted under a mail's name, or its part's, leads no write out of the folder."""
    target = tmp_path / "precious"
    target.write_bytes(b"keep")
    with Outbox(tmp_path / "outbox") as outbox:
        path = outbox.path(sample.ISSUE.id, "ada@example.org")
        path.symlink_to(target)
        sent(outbox, sample.mail())
        path.with_name(f".{path.name}.part").symlink_to(target)
        path.unlink()
        with pytest.raises(DeliveryError):
            sent(outbox, sample.mail())
    assert target.read_bytes() == b"keep"


def test_a_folder_that_cannot_be_is_an_error(tmp_path: Path) -> None:
    """A file in the folder's place is told with the path."""
    (tmp_path / "file").touch()
    with (
        pytest.raises(DeliveryError, match=str(tmp_path / "file")),
        Outbox(tmp_path / "file" / "outbox"),
    ):
        pass


def test_a_full_disk_leaves_no_half_a_mail(tmp_path: Path) -> None:
    """A write that the system refuses midway is a DeliveryError, and no part is left behind."""
    child = subprocess.run(
        [sys.executable, "-m", __name__, str(tmp_path / "small")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert child.stdout.startswith("DeliveryError: cannot write"), child.stderr
    assert list((tmp_path / "small").iterdir()) == []


def test_a_full_folder_gets_folders_of_its_own(tmp_path: Path) -> None:
    """Beyond `flat` entries mails go into `<issue>/<2 hex>/`; each is found, and written once."""
    mails = [sample.mail(address) for address in sample.addresses(600)]

    def written(count: int) -> dict[str, bytes]:
        book = Unbooked(mails[:count])
        with Outbox(tmp_path, flat=50) as outbox:
            outbox.carry(book)
            for mail in mails[:count]:
                assert outbox.path(sample.ISSUE.id, mail.recipient).read_bytes() == mail.content
        files = {str(f.relative_to(tmp_path)): f.read_bytes() for f in tmp_path.rglob("*.eml")}
        assert sorted(files.values()) == sorted(mail.content for mail in mails[:count])
        return files

    some = written(100)
    everyone = written(600)
    assert some.items() <= everyone.items()
    assert written(600) == everyone
    folders = Counter(str(Path(name).parent) for name in everyone)
    assert folders.pop(".") == 50
    assert set(map(len, folders)) == {len(sample.ISSUE.id) + 3}
    assert max(folders.values()) < 12  # 550 mails on 256 shelves


def test_a_hundred_thousand_mails_leave_no_folder_above_ten_thousand() -> None:
    """By the names that an outbox of that size would give them."""
    outbox = Outbox(Path("outbox"), flat=0)
    issue = sample.ISSUE.id
    shelves = Counter(outbox._places(issue, a)[1].parent for a in sample.addresses(100_000))
    assert FLAT + len(shelves) < 10_000
    assert max(shelves.values()) < 1_000


def _with_little_room(folder: Path) -> None:
    """In a child: write one mail where no file may be longer than 100 bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
    with Outbox(folder) as outbox:
        try:
            sent(outbox, sample.mail())
        except DeliveryError as error:
            os.write(1, f"{type(error).__name__}: {error}".encode())


if __name__ == "__main__":
    _with_little_room(Path(sys.argv[1]))
