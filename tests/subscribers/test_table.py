"""Subscriber lists: whatever the rows, the good ones go in and the others name their line."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsfold.model import Subscriber, SubscriptionStatus
from newsfold.subscribers import table
from newsfold.subscribers.table import Table
from newsfold.text import chars

Status = SubscriptionStatus


def read(text: str, encoding: str = "utf-8") -> Table:
    """The table in that text."""
    return table.read(text.encode(encoding), name="list.csv")


def emails(found: Table) -> list[str]:
    """The addresses that went in."""
    return [reader.email for reader in found.rows]


def places(found: Table) -> list[tuple[int, str | None]]:
    """Line and column of each error."""
    return [(error.line, error.column) for error in found.errors]


def test_a_whole_row() -> None:
    """Columns are found by name in any order and case; unknown ones are kept."""
    found = read(
        "Name,LANGUAGE,E-mail,Status,Newsletters,Timezone,City\n"
        '"Two, ""Reader""",de-AT,Reader.Two@EXAMPLE.org,paused,daily|weekly,europe/berlin,Köln\n'
    )
    assert found.errors == ()
    assert found.rows == (
        Subscriber(
            email="Reader.Two@example.org",
            name='Two, "Reader"',
            status=Status.PAUSED,
            newsletters=("daily", "weekly"),
            timezone="Europe/Berlin",
            language="de",
            extra={"City": "Köln"},
        ),
    )
    assert found.columns[2] == "E-mail"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_save(delimiter: str, encoding: str, end: str) -> None:
    """Every delimiter, encoding and line end that they use gives the same readers."""
    lines = [["email", "name"], ["a@example.org", "Jörg"], [], ["b@example.org", '"B, C; D"'], []]
    found = read(end.join(delimiter.join(cells) for cells in lines), encoding)
    assert emails(found) == ["a@example.org", "b@example.org"]
    assert [reader.name for reader in found.rows] == ["Jörg", "B, C; D"]
    assert (found.errors, found.delimiter) == ((), delimiter)


def test_addresses_only() -> None:
    """Without a header the first column holds the addresses; more cells are told, not guessed."""
    found = read("a@example.org\n\nb@example.org\n")
    assert (emails(found), found.errors) == (["a@example.org", "b@example.org"], ())
    found = read("a@example.org,Reader\nb@example.org,unsubscribed\n")
    assert places(found) == [(1, None), (2, None)]


def test_excels_separator_line() -> None:
    """'sep=;' says the delimiter and is no row."""
    assert emails(read("sep=;\r\nemail;name\r\na@example.org;A\r\n")) == ["a@example.org"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a",
        "a@",
        "a@b",
        "a b@example.org",
        "a..b@example.org",
        "a@example.org\x00",
        "@example.org",
        "<a@example.org>",
        "a@example.org,b@example.org",
        "a@-example.org",
        "x" * 65 + "@example.org",
    ],
)
def test_bad_addresses(address: str) -> None:
    """Each is an error of its own line; the rows around it go in."""
    found = read(f'name,email\nA,a1@example.org\nB,"{address}"\nC,c1@example.org\n')
    assert emails(found) == ["a1@example.org", "c1@example.org"]
    assert places(found) == [(3, "email")]


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        (" a@EXAMPLE.ORG ", "a@example.org"),
        ("A.B+c@Example.org", "A.B+c@example.org"),
        ("a@BÜCHER.example.org", "a@bücher.example.org"),
        ("a@xn--bcher-kva.example.org", "a@bücher.example.org"),
        ("jörg@example.org", "jörg@example.org"),
    ],
)
def test_addresses_are_normalised(written: str, normal: str) -> None:
    """The domain is lower case and Unicode; the local part stays as written."""
    assert emails(read(f"email\n{written}\n")) == [normal]


def test_an_unknown_status_is_never_mailed() -> None:
    """The row is refused with the allowed words, and no other row brings the address back."""
    found = read("email,status\na@example.org,unsubscribd\nA@example.org,active\nb@example.org,\n")
    assert emails(found) == ["b@example.org"]
    assert places(found) == [(2, "status")]
    assert "active, pending, paused, unsubscribed, bounced" in found.errors[0].problem


def test_optional_fields_never_lose_a_reader() -> None:
    """A bad time zone, language or name is told, and left empty or cleaned."""
    found = read("email,timezone,language,name\na@example.org,Mars/One,xx,A\x07\u0085B\n")
    assert found.rows == (Subscriber("a@example.org", name="AB"),)
    assert places(found) == [(2, "name"), (2, "timezone"), (2, "language")]


def test_line_ends_in_a_name() -> None:
    """They become a space, so that no header can be smuggled in; the reader stays."""
    found = read('email,name\na@example.org,"A\r\nBcc: b@example.org"\nc@example.org,C\n')
    assert [r.name for r in found.rows] == ["A Bcc: b@example.org", "C"]
    assert places(found) == [(2, "name")]


def test_bad_slugs_never_subscribe_to_everything() -> None:
    """A good slug beside a bad one is kept; with none left the row is refused."""
    found = read("email,newsletters\na@example.org,Daily ÄÖ!\nb@example.org,ÄÖ!\n")
    assert [(r.email, r.newsletters) for r in found.rows] == [("a@example.org", ("daily",))]
    assert places(found) == [(2, "newsletters"), (3, "newsletters")]


@pytest.mark.parametrize(
    ("one", "other", "result"),
    [
        (Status.ACTIVE, Status.UNSUBSCRIBED, Status.UNSUBSCRIBED),
        (Status.BOUNCED, Status.ACTIVE, Status.BOUNCED),
        (Status.ACTIVE, Status.PENDING, Status.ACTIVE),
        (Status.PAUSED, Status.ACTIVE, Status.PAUSED),
    ],
)
def test_duplicates_merge(one: Status, other: Status, result: Status) -> None:
    """Whoever is in two rows is one reader with the status that mails less, in either order."""
    for first, second in ((one, other), (other, one)):
        found = read(
            "email,name,status,newsletters,city\n"
            f"a.B@Example.org,,{first},daily,\nA.b@example.org,Ann,{second},weekly,Köln\n"
        )
        assert [(r.line, r.first) for r in found.repeats] == [(3, 2)]
        assert found.rows == (
            Subscriber(
                "a.B@example.org", "Ann", result, ("daily", "weekly"), extra={"city": "Köln"}
            ),
        )


def test_merging_with_every_newsletter() -> None:
    """No slug means every newsletter, and stays so."""
    found = read("email,newsletters\na@example.org,daily\na@example.org,\n")
    assert found.rows[0].newsletters == ()


def test_an_unclosed_quote_loses_one_row_only() -> None:
    """The readers below it are still read."""
    found = read('email,name\na@example.org,"A\nb@example.org,B\nc@example.org,"C"\n')
    assert emails(found) == ["b@example.org", "c@example.org"]
    assert places(found) == [(2, None)]


def test_stray_quotes_and_short_rows() -> None:
    """Quotes inside a cell are read leniently; missing cells are empty."""
    found = read(
        'email,name,status\na@example.org,"Jo" Doe,\nb@example.org,5" pipe "x"\nc@example.org\n'
    )
    assert [reader.name for reader in found.rows] == ["Jo Doe", '5" pipe "x"', ""]
    assert found.errors == ()


def test_a_row_whose_cells_moved_is_refused() -> None:
    """With more cells than columns nobody knows which is the status."""
    found = read(
        "email,name,status\na@example.org,Doe, Ann,unsubscribed\na@example.org,Ann,active\n"
        "b@example.org,B,active,\n"
    )
    assert emails(found) == ["b@example.org"]
    assert places(found) == [(2, None)]


def test_two_columns_of_one_name() -> None:
    """The first is used and the other told."""
    found = read("email,name,Name\na@example.org,A,B\n")
    assert found.rows[0].name == "A"
    assert places(found)[0] == (1, "Name")


@pytest.mark.parametrize("data", [b"PK\x03\x04....", b"name,city\nA,B\nC,D\n"])
def test_files_without_addresses(data: bytes) -> None:
    """A spreadsheet file or a table without an e-mail column is one error in line 1."""
    found = table.read(data, name="list.csv")
    assert (found.rows, places(found)) == ((), [(1, None)])
    assert "list.csv" in str(found.errors[0])


@pytest.mark.parametrize("data", [b"", b"\n\n", b"email,name\n", b"\xef\xbb\xbf"])
def test_empty_files(data: bytes) -> None:
    """No rows are no error."""
    found = table.read(data, name="list.csv")
    assert (found.rows, found.errors) == ((), ())


def test_the_example_is_good() -> None:
    """subscribers.example.csv goes in whole."""
    example = Path(__file__).parents[2] / "subscribers.example.csv"
    found = table.read(example.read_bytes(), name=example.name)
    assert found.errors == ()
    assert len(found.rows) == len(example.read_text().splitlines()) - 1
    assert any("," in r.name and '"' in r.name for r in found.rows)


LOCAL = st.text("abcXYZ0189.+-_", min_size=1, max_size=12).filter(
    lambda s: not s.startswith(".") and not s.endswith(".") and ".." not in s
)
CELL = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(
    lambda s: "@" not in s
)
NAME = st.text(st.characters(categories=["L", "Nd", "P", "S"]), max_size=12)
HEADER = st.sampled_from(["City", "note", "Größe", "a,b", 'x"y', "=1+1", "two\nlines"])
READERS = st.lists(
    st.builds(
        Subscriber,
        email=LOCAL.map(lambda local: f"{local}@example.org"),
        name=NAME.filter(lambda s: chars.printable(s) == s),
        status=st.sampled_from(list(Status)),
        newsletters=st.lists(st.sampled_from(["daily", "weekly", "x-1"]), unique=True).map(tuple),
        timezone=st.sampled_from([None, "Europe/Berlin", "UTC"]),
        language=st.sampled_from([None, "en", "de"]),
        extra=st.dictionaries(HEADER, CELL, max_size=3),
    ),
    max_size=6,
    unique_by=lambda reader: reader.email.casefold(),
)


@given(READERS)
def test_write_and_read(readers: list[Subscriber]) -> None:
    """What was written is read again as it was, with extra columns, quotes and formulas."""
    found = table.read(table.write(readers), name="list.csv")
    assert (list(found.rows), found.errors) == (readers, ())


@given(st.binary(max_size=200) | st.text(',;\t"\n\r@ab.e', max_size=80).map(str.encode))
def test_any_bytes(data: bytes) -> None:
    """Whatever the bytes, reading gives rows and errors, and what it gave can be written."""
    found = table.read(b"email,name\n" + data, name="list.csv")
    again = table.read(table.write(found.rows), name="again")
    assert again.rows == found.rows
