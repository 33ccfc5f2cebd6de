"""Words that stand before or beside a person's name, per language."""

from __future__ import annotations

from typing import NamedTuple


class Roles(NamedTuple):
    """Lower-case words."""

    honorifics: frozenset[str]  # 'mr', 'sir': what follows is a person
    titles: frozenset[str]  # 'president', 'pm': what follows, or is set beside it, is a person
    pronouns: frozenset[str]  # personal subject pronouns for one person
    possessives: frozenset[str]  # of one person


NOBODY = Roles(frozenset(), frozenset(), frozenset(), frozenset())

_ENGLISH_TITLES = """
president prime minister premier pm chancellor secretary senator sen rep representative congressman
congresswoman governor gov mayor king queen prince princess duke duchess pope cardinal archbishop
bishop judge justice chief commissioner ambassador envoy general colonel captain major lieutenant
sergeant admiral detective inspector superintendent officer chairman chairwoman chair chairperson
ceo director spokesman spokeswoman spokesperson leader deputy vice mp mep professor analyst
economist coach manager midfielder striker forward goalkeeper captain editor author founder
president-elect negotiator adviser advisor attorney lawyer prosecutor sheriff doctor scientist
researcher historian activist singer actor actress director-general secretary-general head husband
wife son daughter father mother brother sister partner
"""
ROLES: dict[str, Roles] = {
    "en": Roles(
        frozenset("mr mrs ms miss mx sir dame lord lady dr prof rev".split()),
        frozenset(_ENGLISH_TITLES.split()),
        frozenset({"he", "she"}),
        frozenset({"his", "her"}),
    ),
    "de": Roles(
        frozenset("herr frau dr prof".split()),
        frozenset("präsident präsidentin kanzler kanzlerin minister ministerin sprecher".split()),
        frozenset({"er"}),
        frozenset(),
    ),
    "fr": Roles(
        frozenset("m mme monsieur madame".split()),
        frozenset("président présidente ministre chancelier maire porte-parole".split()),
        frozenset({"il", "elle"}),
        frozenset(),
    ),
}


def of(code: str) -> Roles:
    """The words of a language; empty ones when it has none."""
    return ROLES.get(code, NOBODY)
