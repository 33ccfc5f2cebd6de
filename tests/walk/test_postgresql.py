"""The whole walk with its store in a PostgreSQL database: killed, cut off, and finished."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest

from newsfold.model import DeliveryState
from newsfold.store import database, ledger
from tests import postgres
from tests.conftest import ROOT, require
from tests.postgres import Server
from tests.walk.conftest import Digest, command, environment, run_in
from tests.walk.test_sample import AT, mail

READERS = [f"reader{n}@example.org" for n in range(300)]
KILLS = 3
PATIENCE_S = 240  # far above what a run takes on a busy machine
ARTICLE = ROOT / "seeds" / "maid_of_orrin_inquiry.md"


@pytest.fixture
def own_server() -> Iterator[Server]:
    """A server that the test may end."""
    require("PostgreSQL", postgres.binaries() is not None, postgres.MISSING)
    with postgres.running() as server:
        yield server


def prepare(folder: Path, url: str, emails: Sequence[str] = READERS) -> Digest:
    """Settings, an article and a list of readers in the folder; gives the command."""
    (folder / "digest.toml").write_text(
        f'[store]\nurl = "{url}"\n'
        '[[sources]]\nname = "desk"\npath = "articles"\n'
        '[[newsletters]]\nslug = "daily"\ntitle = "Harbour News"\n'
    )
    (folder / "articles").mkdir()
    (folder / "articles" / ARTICLE.name).write_bytes(ARTICLE.read_bytes())
    (folder / "readers.csv").write_text("\n".join(["email", *emails]) + "\n")
    return partial(run_in, folder)


def start(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    """A run of the edition, which says in JSON what it did."""
    return subprocess.Popen(
        command("run", "--at", AT, "--json", *options), cwd=folder, env=environment(),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def mails(folder: Path) -> list[Path]:
    """The finished mails in the outbox."""
    return sorted((folder / "outbox").rglob("*.eml"))


def recipients(folder: Path) -> Counter[str]:
    """How many mails each reader has."""
    return Counter(mail(path)["To"].addresses[0].addr_spec for path in mails(folder))


def wait_for(happened: Callable[[], bool]) -> None:
    """Return when it did, or fail after `PATIENCE_S`."""
    until = time.monotonic() + PATIENCE_S
    while not happened():
        assert time.monotonic() < until
        time.sleep(0.002)


def kill_at(folder: Path, mails_then: int) -> None:
    """Start a run and kill it when so many mails are out."""
    child = start(folder)
    wait_for(lambda: len(mails(folder)) >= mails_then or child.poll() is not None)
    child.send_signal(signal.SIGKILL)
    child.communicate()


def test_every_command_works_on_it(postgresql_url: str, tmp_path: Path) -> None:
    """From articles and readers to mails, lists and an archive: as with a file, and no file."""
    digest = prepare(tmp_path, postgresql_url)
    assert "1 new article kept" in digest("gather", "--at", AT).stdout
    assert "0 new articles kept, 1 known" in digest("gather", "--at", AT).stdout
    digest("subscribers", "import", "readers.csv")
    assert len(json.loads(digest("subscribers", "list", "--json").stdout)) == len(READERS)
    digest("subscribers", "remove", READERS[0])
    assert "Harbour News" in digest("draft", "--at", AT).stdout
    report = json.loads(digest("run", "--at", AT, "--json").stdout)
    assert (report["already_out"], report["sent"]) == (False, len(READERS) - 1)
    assert "is out already" in digest("run", "--at", AT).stdout
    (issue,) = json.loads(digest("issues", "list", "--json").stdout)
    shown = json.loads(digest("deliveries", "list", "--state", "sent", "--json").stdout)
    assert len(shown) == len(READERS) - 1
    digest("issues", "pause", issue["id"], "--why", "a test")
    digest("issues", "resume", issue["id"])
    digest("issues", "export", "--out", "archive")
    digest("test-send", READERS[1], "--at", AT)
    assert not list(tmp_path.rglob("*.sqlite3*"))


def test_a_killed_run_is_finished_by_the_next(postgresql_url: str, tmp_path: Path) -> None:
    """After SIGKILLs in mid-delivery one more run leaves one mail per reader, and finds no lock."""
    digest = prepare(tmp_path, postgresql_url)
    digest("subscribers", "import", "readers.csv")
    in_the_middle = 0
    for kill in range(1, KILLS + 1):
        kill_at(tmp_path, mails_then=kill * len(READERS) // (KILLS + 1))
        in_the_middle += 0 < len(mails(tmp_path)) < len(READERS)
    assert in_the_middle > 0, "no kill fell into the delivery; the test proved nothing"
    report = json.loads(digest("run", "--at", AT, "--json").stdout)
    assert report["already_out"]
    assert recipients(tmp_path) == Counter(READERS)
    with database.opened(postgresql_url) as db:
        assert ledger.counts(db, report["issue"]) == {DeliveryState.SENT: len(READERS)}


def test_a_server_that_goes_away_in_mid_run(own_server: Server, tmp_path: Path) -> None:
    """The run says so and ends; while it is away so does the next; then one finishes the rest."""
    digest = prepare(tmp_path, own_server.url(own_server.create()))
    digest("subscribers", "import", "readers.csv")
    child = start(tmp_path)
    wait_for(lambda: len(mails(tmp_path)) > 0)
    own_server.crash()
    said = child.communicate()[1].decode()
    assert child.returncode == 2, said
    (line,) = said.splitlines()
    assert line.startswith("digest: postgresql://")
    assert "run the same command again; nothing is lost" in line
    assert 0 < len(mails(tmp_path)) < len(READERS)
    assert "digest: could not connect to postgresql://" in digest("run", "--at", AT, exits=2).stderr
    own_server.start()
    assert json.loads(digest("run", "--at", AT, "--json").stdout)["already_out"]
    assert recipients(tmp_path) == Counter(READERS)


def test_a_daemon_outlives_its_server(own_server: Server, tmp_path: Path) -> None:
    """While the server is away it says so at each turn; when it is back the daemon goes on."""
    prepare(tmp_path, own_server.url(own_server.create()))
    with (tmp_path / "digest.toml").open("a") as settings:
        settings.write("[gather]\nevery_minutes = 0.02\n")
    log = tmp_path / "log"
    with log.open("w") as stderr:
        daemon = subprocess.Popen(
            command("daemon"), cwd=tmp_path, env=environment(), stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=stderr,
        )  # fmt: skip

    def gathered() -> int:
        return log.read_text().count("event='gathered'")

    try:
        wait_for(lambda: gathered() > 0)
        own_server.crash()
        wait_for(lambda: "could not connect to postgresql://" in log.read_text())
        before = gathered()
        own_server.start()
        wait_for(lambda: gathered() > before)
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(PATIENCE_S) == 0
    finally:
        daemon.kill()
    assert "event='stopped'" in log.read_text()


def test_two_runs_at_once_send_once(postgresql_url: str, tmp_path: Path) -> None:
    """One sends, the other says which process does and leaves with exit code 0."""
    digest = prepare(tmp_path, postgresql_url)
    digest("subscribers", "import", "readers.csv")
    runs = [start(tmp_path) for _ in range(2)]
    said = [run.communicate(timeout=PATIENCE_S)[1].decode() for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert recipients(tmp_path) == Counter(READERS)


def test_a_run_that_joins_sends_what_the_other_has_not_claimed(
    postgresql_url: str, tmp_path: Path
) -> None:
    """While one stands still in mid-delivery the other sends the rest; together each mail once."""
    emails = [f"reader{n}@example.org" for n in range(500)]
    digest = prepare(tmp_path, postgresql_url, emails)
    digest("subscribers", "import", "readers.csv")
    first = start(tmp_path)
    wait_for(lambda: len(mails(tmp_path)) > 0)
    first.send_signal(signal.SIGSTOP)
    before = len(mails(tmp_path))
    second = start(tmp_path, "--join")
    wait_for(lambda: len(mails(tmp_path)) > before + 50)
    assert second.poll() is None  # it stands by, should the first one die
    first.send_signal(signal.SIGCONT)
    reports = [json.loads(run.communicate(timeout=PATIENCE_S)[0]) for run in (first, second)]
    assert sum(report["sent"] for report in reports) == len(emails)
    assert reports[1]["sent"] > 0
    assert recipients(tmp_path) == Counter(emails)


def test_a_run_that_joins_takes_over(postgresql_url: str, tmp_path: Path) -> None:
    """When the first one is killed the second finishes the issue, what that had claimed too."""
    emails = [f"reader{n}@example.org" for n in range(500)]
    digest = prepare(tmp_path, postgresql_url, emails)
    digest("subscribers", "import", "readers.csv")
    first = start(tmp_path)
    wait_for(lambda: len(mails(tmp_path)) > 0)
    first.send_signal(signal.SIGSTOP)
    before = len(mails(tmp_path))
    second = start(tmp_path, "--join")
    wait_for(lambda: len(mails(tmp_path)) > before + 50)
    first.kill()
    first.communicate()
    said, problems = second.communicate(timeout=PATIENCE_S)
    assert second.returncode == 0, problems.decode()
    assert json.loads(said)["already_out"]
    assert recipients(tmp_path) == Counter(emails)
