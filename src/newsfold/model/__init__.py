"""The nouns: every frozen dataclass that travels between the rooms.

Standard library only. Instants are aware datetimes, in UTC but for those of a `When`; sequences are
tuples; nothing here does anything but hold, show itself as plain data, or compare.
"""

from __future__ import annotations

from newsfold.model.articles import (
    Article,
    Document,
    Failure,
    Hints,
    Media,
    Notice,
    Picture,
    Post,
    Reason,
    Rejected,
    Removal,
    Subheading,
    Verdict,
)
from newsfold.model.dates import (
    DatedBy,
    Precision,
    When,
)
from newsfold.model.readers import (
    Delivery,
    DeliveryState,
    IssueStanding,
    Message,
    Outcome,
    Receipt,
    Subscriber,
    SubscriptionStatus,
)
from newsfold.model.stories import (
    Addition,
    Citation,
    InlinePicture,
    Issue,
    KeyEvent,
    Phrased,
    RenderedIssue,
    Section,
    Sentence,
    Status,
    Story,
    Told,
    ToldStory,
)

__all__ = [
    "Addition",
    "Article",
    "Citation",
    "DatedBy",
    "Delivery",
    "DeliveryState",
    "Document",
    "Failure",
    "Hints",
    "InlinePicture",
    "Issue",
    "IssueStanding",
    "KeyEvent",
    "Media",
    "Message",
    "Notice",
    "Outcome",
    "Phrased",
    "Picture",
    "Post",
    "Precision",
    "Reason",
    "Receipt",
    "Rejected",
    "Removal",
    "RenderedIssue",
    "Section",
    "Sentence",
    "Status",
    "Story",
    "Subheading",
    "Subscriber",
    "SubscriptionStatus",
    "Told",
    "ToldStory",
    "Verdict",
    "When",
]
