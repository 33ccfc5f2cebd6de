"""The Maildir: as other programs expect one, and every mail in it once."""

from __future__ import annotations

import mailbox
from pathlib import Path

from newsfold.deliver.maildir import Maildir
from newsfold.deliver.transport import Unbooked
from tests.deliver import sample


def write(folder: Path, count: int) -> None:
    """Hand over mails to so many readers."""
    with Maildir(folder) as transport:
        transport.carry(Unbooked([sample.mail(address) for address in sample.addresses(count)]))


def test_a_mail_program_finds_every_mail(tmp_path: Path) -> None:
    """The standard library's reader lists them; nothing is left in tmp, no name has a colon."""
    write(tmp_path / "m", 5)
    box = mailbox.Maildir(tmp_path / "m", create=False)
    assert sorted(str(mail["To"]) for mail in box) == sample.addresses(5)
    assert list((tmp_path / "m" / "tmp").iterdir()) == []
    names = [file.name for file in (tmp_path / "m" / "new").iterdir()]
    assert not any(":" in name or name.startswith(".") for name in names)


def test_what_was_seen_since_is_not_written_again(tmp_path: Path) -> None:
    """A program moves a mail to cur and puts flags behind its name: it is the same mail."""
    write(tmp_path / "m", 3)
    first = sorted((tmp_path / "m" / "new").iterdir())[0]
    first.rename(tmp_path / "m" / "cur" / f"{first.name}:2,RS")
    write(tmp_path / "m", 4)
    assert len(mailbox.Maildir(tmp_path / "m", create=False)) == 4
