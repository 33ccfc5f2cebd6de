"""Every transport with a real other side of its own: what arrived there, and faults to order."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from newsfold import config
from newsfold.deliver.maildir import Maildir
from newsfold.deliver.outbox import FLAT, Outbox
from newsfold.deliver.sendmail import Sendmail
from newsfold.deliver.transport import Transport
from tests.deliver import sample, servers

# A sendmail(1) as programs see one: it keeps what it was given under a name of its own, as a queue
# does, and ends with the code that the file 'codes' orders for the recipient.
PROGRAM = """#!{python}
import json, os, sys, tempfile
here = {folder!r}
codes = json.load(open(os.path.join(here, "codes")))
recipient = sys.argv[-1]
code = codes.get(recipient, 0)
if code:
    print(f"{{recipient}}: no,\\nthank you", file=sys.stderr)
    sys.exit(code)
content = sys.stdin.buffer.read()
handle, part = tempfile.mkstemp(dir=os.path.join(here, "tmp"))
with open(handle, "wb") as file:
    file.write(json.dumps(sys.argv[1:]).encode() + b"\\n" + content)
os.rename(part, os.path.join(here, "queue", os.path.basename(part)))
"""


@dataclass(frozen=True)
class Arrived:
    """A mail at the other side. `envelope` is sender and recipient, where it hears of them."""

    content: bytes
    envelope: tuple[str, str] | None = None


@dataclass(frozen=True)
class Way:
    """A transport, and the other side of it.

    `target` names it to `sample.main`, a child that delivers. `break_` makes the other side take
    nothing until `mend`. `refuse` orders one permanent refusal of an address, where the other side
    can refuse one at all.
    """

    name: str
    target: str
    transport: Callable[[], Transport]
    arrived: Callable[[], list[Arrived]]
    break_: Callable[[], None]
    mend: Callable[[], None]
    refuse: Callable[[str], None] | None = None


@contextmanager
def outbox(folder: Path, flat: int = FLAT) -> Iterator[Way]:
    """The outbox."""
    where, aside = folder / "outbox", folder / "aside"

    def arrived() -> list[Arrived]:
        return [Arrived(file.read_bytes()) for file in where.rglob("*.eml")]

    yield Way(
        "outbox",
        f"outbox:{where}:{flat}",
        lambda: Outbox(where, flat=flat),
        arrived,
        *_blocked(where, aside),
    )


def deep_outbox(folder: Path) -> AbstractContextManager[Way]:
    """An outbox that has room for five entries before it makes folders."""
    return outbox(folder, 5)


@contextmanager
def maildir(folder: Path) -> Iterator[Way]:
    """A Maildir of which a mail program sees a half by and by."""
    where, aside = folder / "maildir", folder / "aside"

    def arrived() -> list[Arrived]:
        files = [file for part in ("new", "cur") for file in (where / part).glob("*")]
        found = [Arrived(file.read_bytes()) for file in files]
        for number, file in enumerate(files):
            if number % 2 and file.parent.name == "new":
                file.rename(where / "cur" / f"{file.name}:2,S")
        return found

    yield Way(
        "maildir", f"maildir:{where}", lambda: Maildir(where), arrived, *_blocked(where, aside)
    )


def _blocked(where: Path, aside: Path) -> tuple[Callable[[], None], Callable[[], None]]:
    """Puts a file where the folder is to be, and takes it away again."""

    def break_() -> None:
        if where.exists():
            where.rename(aside)
        where.write_text("no folder")

    def mend() -> None:
        where.unlink()
        if aside.exists():
            aside.rename(where)

    return break_, mend


@contextmanager
def sendmail(folder: Path) -> Iterator[Way]:
    """A sendmail program that keeps all it is given."""
    here = folder / "sendmail"
    for part in ("tmp", "queue"):
        (here / part).mkdir(parents=True)
    program, codes = here / "sendmail", here / "codes"
    codes.write_text("{}")
    program.write_text(PROGRAM.format(python=sys.executable, folder=str(here)))
    program.chmod(0o755)

    def arrived() -> list[Arrived]:
        found = []
        for file in (here / "queue").iterdir():
            said, _, content = file.read_bytes().partition(b"\n")
            _, _, sender, _, recipient = json.loads(said)
            found.append(Arrived(content.replace(b"\n", b"\r\n"), (sender, recipient)))
        return found

    def refuse(address: str) -> None:
        codes.write_text(json.dumps({address: 67}))

    yield Way(
        "sendmail",
        f"sendmail:{program}",
        lambda: Sendmail(config.Sendmail(program=str(program), at_once=3)),
        arrived,
        lambda: program.chmod(0o644),
        lambda: program.chmod(0o755),
        refuse,
    )


@contextmanager
def smtp(folder: Path) -> Iterator[Way]:
    """A real SMTP server, aiosmtpd, to which commands go one by one."""
    server = servers.Relay()
    with servers.running(server) as port:

        def arrived() -> list[Arrived]:
            return [Arrived(m.content, (m.sender, m.recipient)) for m in server.landed]

        def break_() -> None:
            server.answers["MAIL"] = ["550 5.7.1 no mail from you"] * 1000

        yield Way(
            "smtp",
            f"smtp:{port}:2:resend",
            lambda: sample.relay(port, 2),
            arrived,
            break_,
            lambda: server.answers.clear(),
            lambda address: server.refused.add(address),
        )


WAYS = {
    "outbox": outbox,
    "deep outbox": deep_outbox,
    "maildir": maildir,
    "sendmail": sendmail,
    "smtp": smtp,
}
