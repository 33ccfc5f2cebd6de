"""How a language says who speaks: the words and habits that tables/speakers holds."""

from __future__ import annotations

from dataclasses import dataclass

NO_WORDS = frozenset[str]()


@dataclass(frozen=True, slots=True, eq=False)
class SpeakerWords:
    """How a language names people and speakers. Words are lower case, apostrophes straight.

    Compared by identity: the patterns made from one are remembered. Where all is empty nobody is
    taken for a person, and only a name right beside a verb of speech is taken for a speaker.
    """

    honorifics: frozenset[str] = NO_WORDS  # 'mr', 'sir': what follows is a person
    titles: frozenset[str] = NO_WORDS  # 'president': what follows, or stands beside it, is one
    title_endings: tuple[str, ...] = ()  # of compounds: 'sprecher' of 'Polizeisprecher'
    pronouns: frozenset[str] = NO_WORDS  # personal subject pronouns for one person
    possessives: frozenset[str] = NO_WORDS  # of one person
    clitics: tuple[str, ...] = ()  # subject pronouns written onto the verb: '-t-il'
    plural_endings: tuple[str, ...] = ()  # of verbs with several subjects, where 'sie' may be one
    articles: tuple[str, ...] = ()  # in front of a role: 'the', "l'"
    determiners: frozenset[str] = NO_WORDS  # where nouns are capitalised: a noun follows these
    between: frozenset[str] = NO_WORDS  # what may stand between a subject and its verb
    auxiliaries: frozenset[str] = NO_WORDS  # in front of an inverted verb: 'a' déclaré
    no_inversion: frozenset[str] = NO_WORDS  # a name after these verbs is whom they concern
    attributions: tuple[str, ...] = ()  # 'according to': a speaker follows
    quotatives: tuple[str, ...] = ()  # the same, but only behind a comma or quotation: 'aldus'
    after_name: frozenset[str] = NO_WORDS  # the same, behind the speaker: 'zufolge'
    prepositions: tuple[str, ...] = ()  # a name behind one is no subject
    genitives: tuple[str, ...] = ()  # what ties a title to its office: minister 'of'
    joiners: tuple[str, ...] = ()  # what ties a name to a capitalised word: 'Bank of' Halvik
    place_leads: frozenset[str] = NO_WORDS  # a name behind these is a place: 'across'
    national_endings: tuple[str, ...] = ()  # of capitalised adjectives: 'ish'
    adjective_endings: tuple[str, ...] = ()  # of adjectives beside a title: président 'français'
    fronts: frozenset[str] = NO_WORDS  # what opens a clause in front of verb and subject
    verb_openings: frozenset[str] = NO_WORDS  # verb forms that, opening a sentence, lack a subject
    long_roles: bool = False  # whether words before a title belong to it: 'US defence secretary'
    capital_nouns: bool = False  # whether every noun is capitalised
    title_first: bool = False  # whether an adjective stands behind its title
    verb_second: bool = False  # whether the subject follows the verb behind any opening
    null_subject: bool = False  # whether a verb may do without a subject: 'Dijo que ...'

    def is_title(self, word: str) -> bool:
        """Whether the lower-case word is a title, or a compound that ends in one."""
        return word in self.titles or word.endswith(self.title_endings)
