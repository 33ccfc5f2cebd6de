"""The pages behind a mail's links, asked through their ASGI door with a real store behind."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import httpx
import pytest

from newsfold.config import Config
from newsfold.deliver import unsubscribe
from newsfold.model import Subscriber
from newsfold.store import database, readers
from newsfold.store.database import Database
from newsfold.web import consent
from newsfold.web.listed import Listed
from tests.deliver import sample

ANN = "ann@example.org"
CONFIG = Config.model_validate(
    {
        "newsletters": [
            {"slug": "daily", "sender": "news@example.org", "languages": ["de"]},
            {
                "slug": "harbour",
                "sender": "news@example.org",
                "sections": [{"title": "Ships"}, {"title": "World"}],
            },
        ]
    }
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """An open store in which the address of ANN is known."""
    with database.opened(f"sqlite:///{tmp_path}/store.db") as opened:
        yield opened


def asked(
    db: Database,
    form: Mapping[str, str | Sequence[str]] | None = None,
    *,
    slug: str = "daily",
    listed: Listed | None = None,
) -> httpx.Response:
    """The answer to a reader who looks at their preferences, or sends the form."""
    token = unsubscribe.token(db.secret(), slug, ANN)
    pages = consent.application(db, CONFIG, clock=lambda: sample.NOW, listed=listed)

    async def answer() -> httpx.Response:
        transport = httpx.ASGITransport(pages)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            if form is None:
                return await client.get(f"/p/{token}")
            return await client.post(f"/p/{token}", data=dict(form))

    return asyncio.run(answer())


def ticked(page: str) -> list[str]:
    """What the form has chosen: the language and the sections."""
    return re.findall(r'value="([^"]*)" checked', page)


def test_a_files_row_is_what_the_page_shows_and_save_keeps(db: Database) -> None:
    """As the mail: the file goes before the store's row, until the reader chooses; a file that
    changed is read again, and one that cannot be read changes nothing."""
    versions = [[Subscriber("Ann@example.org", language="de")]]
    listed = Listed(lambda: versions[-1] or None, lambda: len(versions))
    readers.merge(db, [Subscriber(ANN, language="en", sections=("Business",))], now=sample.NOW)
    page = asked(db, listed=listed).text
    assert '<html lang="de"' in page
    assert ticked(page)[0] == "de" and len(ticked(page)) == 5
    versions.append([Subscriber(ANN, language="de", sections=("world",))])
    assert ticked(asked(db, listed=listed).text) == ["de", "World"]
    versions.append([])  # unreadable
    assert ticked(asked(db, listed=listed).text) == ["de", "World"]
    asked(db, {"language": "de", "section": "World"}, listed=listed)
    own = readers.preferences(db)[ANN]
    assert (own.language, own.sections) == ("de", ("World",))
    versions.append([Subscriber(ANN, language="en")])
    assert ticked(asked(db, listed=listed).text) == ["de", "World"]


def test_a_choice_for_one_newsletter_leaves_the_others_alone(db: Database) -> None:
    """Its form keeps titles that it does not offer, and a language that it does not ask for; there,
    all sections come as long as none of its own is chosen."""
    readers.add(db, Subscriber(ANN, language="de", sections=("Business",)), now=sample.NOW)
    page = asked(db, {"section": ["Ships", "World", "Also today"]}, slug="harbour").text
    assert ticked(page) == ["Ships", "World", "Also today"]
    own = readers.preferences(db)[ANN]
    assert (own.language, own.sections) == ("de", ("Business",))
    assert ticked(asked(db).text) == ["de", "Business"]
    asked(db, {"section": ["Ships"]}, slug="harbour")
    assert readers.preferences(db)[ANN].sections == ("Business", "Ships")
    assert ticked(asked(db, {"language": "en", "section": ["Business"]}).text) == ["en", "Business"]
    assert ticked(asked(db, slug="harbour").text) == ["Ships"]


def test_a_language_that_was_not_changed_is_no_choice(db: Database) -> None:
    """Norwegian of another newsletter is shown as English here, and stays Norwegian when saved."""
    readers.add(db, Subscriber(ANN, language="nb"), now=sample.NOW)
    asked(db, {"language": "en", "section": ["World"]})
    assert readers.preferences(db)[ANN].language == "nb"
    asked(db, {"language": "de", "section": ["World"]})
    assert readers.preferences(db)[ANN].language == "de"


@pytest.mark.parametrize("form", [{"section": ["x"] * 201}, {"section": "x" * 20_001}])
def test_a_form_with_too_much_in_it_is_refused(
    db: Database, form: Mapping[str, str | Sequence[str]]
) -> None:
    """In fields as in bytes, with status 413; nothing is kept."""
    readers.add(db, Subscriber(ANN), now=sample.NOW)
    assert asked(db, form).status_code == 413
    assert readers.preferences(db) == {}
