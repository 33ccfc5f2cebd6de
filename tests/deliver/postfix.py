"""A Postfix of the test's own: its settings, queue and Maildir in one folder, on a free port.

The system's Postfix, whether it runs or not, is left alone. Postfix starts as root only.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import conftest
from tests.deliver import servers

PATH = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin"
MAIN = """\
compatibility_level = 3.6
queue_directory = {here}/spool
data_directory = {here}/data
maillog_file_prefixes = {here}
maillog_file = {here}/log
mail_owner = postfix
setgid_group = postdrop
myhostname = relay.example.org
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_peername_lookup = no
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = static:all
virtual_mailbox_maps = static:box/
virtual_mailbox_base = {here}/mail
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
virtual_minimum_uid = 1
"""
MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 1 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


@dataclass(frozen=True)
class Postfix:
    """A running one."""

    here: Path
    port: int

    @property
    def sendmail(self) -> Path:
        """Its sendmail(1)."""
        return self.here / "sendmail"

    def delivered(self, count: int, timeout_s: float = 60) -> list[bytes]:
        """The mails in the Maildir, with CRLF, once there are so many or the time is over."""
        box = self.here / "mail" / "box" / "new"
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            if box.is_dir() and len(os.listdir(box)) >= count:
                break
            time.sleep(0.05)
        files = sorted(box.iterdir()) if box.is_dir() else []
        return [file.read_bytes().replace(b"\n", b"\r\n") for file in files]


@contextmanager
def running() -> Iterator[Postfix]:
    """A Postfix that puts the mail to every address into one Maildir; the test skips without it."""
    found = shutil.which("postfix", path=PATH)
    conftest.require("postfix", found is not None, "apt-get install postfix")
    if os.geteuid() != 0:
        pytest.skip("Postfix can be started by root only")
    nobody = pwd.getpwnam("nobody")
    with tempfile.TemporaryDirectory(prefix="postfix-") as folder:
        here = Path(folder)
        here.chmod(0o755)  # Postfix's daemons are other users
        for part in ("etc", "spool", "data", "mail"):
            (here / part).mkdir()
        shutil.chown(here / "data", "postfix")
        shutil.chown(here / "mail", "nobody")
        port = servers.free_port()
        values = {"here": here, "port": port, "uid": nobody.pw_uid, "gid": nobody.pw_gid}
        (here / "etc" / "main.cf").write_text(MAIN.format(**values))
        (here / "etc" / "master.cf").write_text(MASTER.format(**values))
        program = shutil.which("sendmail", path="/usr/sbin")
        (here / "sendmail").write_text(f'#!/bin/sh\nexec {program} -C {here}/etc "$@"\n')
        (here / "sendmail").chmod(0o755)
        _told(here, "start")
        try:
            yield Postfix(here, port)
        finally:
            _told(here, "stop")


def _told(here: Path, word: str) -> None:
    done = subprocess.run(
        ["postfix", "-c", str(here / "etc"), word],
        env={**os.environ, "PATH": PATH},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    log = here / "log"
    said = log.read_text() if log.exists() else ""
    assert done.returncode == 0, f"postfix {word}: {done.stderr}{said}"
