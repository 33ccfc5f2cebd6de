"""The writer in the whole walk: from the settings file to the mail, with a server on loopback."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.walk.conftest import Digest
from tests.write import stub
from tests.write.stub import Json, Server

AT = "2026-03-12T17:00:00Z"
KEY = "sk-secret-0815"
FOOT = "A language model phrased parts of this issue"


def terse(data: Json) -> Json:
    """Leaves the articles out, as a headline does; quotations stay as they are."""

    def said(text: str) -> str:
        return (
            text if re.search("[\"'“”‘’«»]", text) else re.sub(r"(?<=\w) the (?=[a-z])", " ", text)
        )

    return {
        "summary": [{"text": said(s["text"]), "cites": [s["id"]]} for s in data["summary"]],
        "events": [{"id": e["id"], "text": said(e["text"])} for e in data["events"]],
    }


def inventive(data: Json) -> Json:
    """Adds a number to every sentence."""
    return {
        "summary": [
            {"text": f"{s['text'][:-1]} by 4711 votes.", "cites": [s["id"]]}
            for s in data["summary"]
        ],
        "events": [],
    }


def settings(folder: Path, server: Server | None, more: str = "") -> None:
    """A settings file over the sample articles, with this writer."""
    writer = f'[writer]\nendpoint = "{server.url}"\nmodel = "m"\n{more}' if server else ""
    (folder / "digest.toml").write_text(
        f'[[sources]]\nname = "seeds"\npath = "{ROOT / "seeds"}"\n{writer}'
    )
    (folder / "readers.csv").write_text("email\nann@example.org\n")


def run(digest: Digest, *more: str, exits: int = 0) -> Json:
    """What `digest run --json` reports."""
    done = digest(
        "run", "--subscribers", "readers.csv", "--at", AT, "--json", *more,
        exits=exits, env={"DIGEST_WRITER_KEY": KEY},
    )  # fmt: skip
    assert KEY not in done.stdout + done.stderr
    report: Json = json.loads(done.stdout)
    return report


def test_a_run_prints_what_the_preview_showed_and_asks_once(digest: Digest, tmp_path: Path) -> None:
    """Draft, then run: the second asks nothing, and its mail holds the sentences of the first."""
    with stub.serving(stub.saying(terse)) as server:
        settings(tmp_path, server)
        digest("gather")
        shown = json.loads(digest("draft", "--at", AT, "--json").stdout)
        asked = len(server.asked)
        report = run(digest)
        assert asked > 0
        assert len(server.asked) == asked
        again = run(digest)
        assert len(server.asked) == asked
    assert (report["writer"]["requests"], report["writer"]["remembered"]) == (0, asked)
    assert report["writer"]["phrased"] > 0
    assert again["already_out"]
    told = [s for section in shown["sections"] for s in section["stories"]]
    phrased = [p["text"] for story in told for p in story["phrased"]]
    assert phrased
    page = Path(report["html"]).read_text()
    assert FOOT in " ".join(page.split())


def test_without_a_writer_nothing_is_asked(digest: Digest, tmp_path: Path) -> None:
    """`--no-writer` gives the bytes that an installation without one gives."""
    folders = []
    with stub.serving(stub.saying(terse)) as server:
        for name, given, option in (("a", server, ["--no-writer"]), ("b", None, [])):
            settings(tmp_path, given)
            digest("preview", "--at", AT, "--out", name, *option)
            folders.append(tmp_path / name)
    assert server.asked == []
    for name in ("issue.html", "issue.txt", "issue.eml", "issue.json"):
        first, second = ((folder / name).read_bytes() for folder in folders)
        assert first == second
    assert FOOT not in (folders[0] / "issue.txt").read_text()


@pytest.mark.parametrize("act", ["invents", "fails"])
def test_whatever_the_server_does_the_issue_goes_out(
    digest: Digest, tmp_path: Path, act: str
) -> None:
    """The mail is the one without a writer; refusals are told, failures end in exit code 1."""
    answers = {
        "invents": stub.saying(inventive),
        "fails": lambda handler, body: stub.send(handler, 500, b""),
    }
    settings(tmp_path, None)
    digest("preview", "--at", AT, "--out", "plain")
    with stub.serving(answers[act]) as server:
        settings(tmp_path, server)
        report = run(digest, exits=0 if act == "invents" else 1)
    written = report["writer"]
    assert report["sent"] == 1
    assert written["phrased"] == 0
    if act == "invents":
        assert {r["detail"] for r in written["refused"]} >= {"number 4711 not in its sources"}
    else:
        assert [f["reason"] for f in written["failures"]] == ["status", "status"]
        assert written["not_asked"] > 0
    page = Path(report["html"]).read_text()
    assert "4711" not in page
    assert FOOT not in " ".join(page.split())


def test_the_summary_line_says_what_was_refused(digest: Digest, tmp_path: Path) -> None:
    """A person reads how many texts were refused and why."""
    with stub.serving(stub.saying(inventive)) as server:
        settings(tmp_path, server)
        out = digest("draft", "--at", AT).stdout
    assert re.search(r"^Writer: 0 stories phrased, \d+ refused \(.*number 4711 not in", out, re.M)


def test_an_editor_cannot_put_a_number_into_a_phrased_text(digest: Digest, tmp_path: Path) -> None:
    """A saved issue is used as it is; one whose phrased text no longer passes stops the command."""
    with stub.serving(stub.saying(terse)) as server:
        settings(tmp_path, server)
        digest("draft", "--at", AT, "--save", "issue.json")
    digest("preview", "--issue", "issue.json", "--out", "good")
    data = json.loads((tmp_path / "issue.json").read_text())
    told = [s for section in data["sections"] for s in section["stories"] if s["phrased"]]
    told[0]["phrased"][0]["text"] = told[0]["phrased"][0]["text"][:-1] + " 4711."
    (tmp_path / "issue.json").write_text(json.dumps(data))
    done = digest("preview", "--issue", "issue.json", "--out", "bad", exits=2)
    assert "number 4711 not in its sources" in done.stderr
    assert not (tmp_path / "bad").exists()


def test_a_key_that_cannot_be_sent_is_refused_unseen(digest: Digest, tmp_path: Path) -> None:
    """A key with a line end stops the command; the message names the variable, not the key."""
    with stub.serving(stub.saying(terse)) as server:
        settings(tmp_path, server, 'api_key_env = "MY_KEY"\n')
        done = digest("draft", "--at", AT, exits=2, env={"MY_KEY": "sk-0815\nX-Evil: 1"})
    assert "MY_KEY" in done.stderr
    assert "0815" not in done.stderr
    assert server.asked == []
