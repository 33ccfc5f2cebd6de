"""Issues made by hand, in words of our own, for the tests of render and deliver."""

from __future__ import annotations

from datetime import UTC, date, datetime

from newsfold.config import Newsletter, Site
from newsfold.model import (
    Addition,
    Citation,
    Issue,
    KeyEvent,
    Section,
    Sentence,
    Status,
    Story,
    When,
)

NEWSLETTER = Newsletter(
    slug="daily",
    title="The Harbour Post",
    sender="post@harbour.example",
    timezone="Europe/Berlin",
)
SITE = Site(
    base_url="https://news.harbour.example",
    postal_address="Harbour Post, 4 Quay Street\nPort Larne 1200",
)
OFFLINE = Site(postal_address="Harbour Post, 4 Quay Street, Port Larne 1200")


def citation(key: str, outlet: str | None, url: str | None, title: str = "A report") -> Citation:
    """One source of a story."""
    return Citation(key, title, outlet, url, When.day(date(2026, 3, 11)))


def story(
    key: str, headline: str, *sentences: str, outlets: tuple[str, ...] = ("Tidewatch",)
) -> Story:
    """A story with one source an outlet and a summary of the given sentences."""
    articles = tuple(
        citation(f"{key}-{n}", outlet, f"https://{outlet.lower().replace(' ', '')}.example/{key}")
        for n, outlet in enumerate(outlets)
    )
    summary = tuple(Sentence(text, articles[0].id, n) for n, text in enumerate(sentences))
    return Story(key, headline, articles, summary, (), language="en")


def bridge() -> Story:
    """A lead story with every kind of date, a named and an unnamed source, and a speaker."""
    articles = (
        citation("a1", "Tidewatch", "https://tidewatch.example/2026/03/bridge?ref=front&page=1"),
        citation("a2", None, "https://www.blog.quayside.example/live"),
        citation("a3", None, None),
    )

    def event(text: str, when: When | None, count: int, speaker: str | None = None) -> KeyEvent:
        return KeyEvent(Sentence(text, "a1", 2), when, speaker, ("a1", "a2")[:count], count)

    return Story(
        id="bridge",
        headline="Council clears the last hurdle for the “Long Bridge” & its toll",
        articles=articles,
        summary=(
            Sentence(
                "Port Larne’s council voted on Wednesday to build the bridge that its two halves"
                " have argued about for thirty years.",
                "a1",
                0,
                (Addition(39, "11 March"),),
            ),
            Sentence("The vote was 31 to 18, wider than either side had foretold.", "a1", 1),
            Sentence(
                "Ferry crews fear for their jobs once cars can cross in four minutes.", "a2", 4
            ),
        ),
        key_events=(
            event("The first plan was drawn and shelved.", When.month(1996, 5), 1),
            event(
                "Divers surveyed the river bed.", When.days(date(2025, 12, 30), date(2026, 1, 2)), 1
            ),
            event(
                "Residents of both banks marched.", When.days(date(2026, 2, 7), date(2026, 2, 8)), 2
            ),
            event(
                "“We will be heard,” the ferry union said.",
                When.day(date(2026, 3, 10)),
                1,
                "Ann Lowe",
            ),
            event("The count ended.", When.at(datetime(2026, 3, 11, 20, 30, tzinfo=UTC)), 2),
            event("Work may start before the autumn tides.", None, 1),
        ),
        language="en",
        status=Status.CONTINUING,
        continuing_since="daily-2026-03-09",
    )


def issue() -> Issue:
    """An issue of three sections, two lines in brief and a note."""
    world = Section(
        "World",
        (
            bridge(),
            story(
                "grain",
                "Grain ships leave again after eleven days at anchor",
                "Nineteen ships left the roads off Cape Orrin at first light.",
                "Insurers had raised their rates twice while the captains waited.",
                outlets=("Orrin Courier", "Tidewatch"),
            ),
        ),
    )
    business = Section(
        "Business",
        (
            story(
                "rates",
                "Savings bank lowers what it charges small shops",
                "The bank will charge shops half a point less on loans below 50,000 crowns.",
                "Its chair said the change costs it less than one lost customer in ten.",
                outlets=("The Ledger",),
            ),
        ),
    )
    science = Section(
        "Science & Environment",
        (
            story(
                "eels",
                "Eels are back in the upper Larne for the first time since 1971",
                "A survey counted 212 young eels above the old weir.",
                "The weir was opened two springs ago.",
                outlets=("Riverside Review", "Tidewatch", "Tidewatch"),
            ),
        ),
    )
    return Issue(
        id="daily-2026-03-12",
        newsletter="daily",
        edition="2026-03-12",
        number=12,
        title="The Harbour Post",
        published_on=date(2026, 3, 12),
        due_at=datetime(2026, 3, 12, 6, 0, tzinfo=UTC),
        since=datetime(2026, 3, 11, 6, 0, tzinfo=UTC),
        until=datetime(2026, 3, 12, 6, 0, tzinfo=UTC),
        sections=(world, business, science),
        also=(
            story("choir", "Dockers’ choir turns ninety", outlets=("The Ledger",)),
            story("clock", "Town clock stops, again", outlets=("Tidewatch",)),
        ),
        note="The bridge vote came late last night; our next issue will hold the full count.",
    )
