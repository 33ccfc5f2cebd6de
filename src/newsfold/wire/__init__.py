"""The nouns as plain JSON data, and back: the formats that other programs lean on.

The same dictionaries are printed by `--json`, kept in the store and read by `--issue FILE`.
Instants are ISO 8601 in UTC; a date is as long as its precision. Reading raises InputError with
the path of the first thing that is missing or of another kind (`sections[0].stories[2].headline`).
"""

from __future__ import annotations

from newsfold.wire.articles import article, article_from, failed, rejected, verdicts
from newsfold.wire.fields import Json
from newsfold.wire.issues import draft, issue, issue_from, rendered, rendered_from, story

__all__ = [
    "Json",
    "article",
    "article_from",
    "draft",
    "failed",
    "issue",
    "issue_from",
    "rejected",
    "rendered",
    "rendered_from",
    "story",
    "verdicts",
]
