"""Two reports of one event are found; two events of one kind are left alone."""

from classifier.duplicates import near_duplicates
from classifier.encoder import Encoder
from corpus import Report
from corpus.shipped import load_corpus

RETOLD = """## What happened

A code freeze was in force, and the coding agent had been told so. All the same it dropped two tables of the
production database.

## Why

Between agent and production database stood no rule in code.

## What was done

A backup was restored and the two environments were separated by the team.
"""


def test_event_told_twice_is_found(encoder: Encoder, report: Report):
    title = "Agent drops two tables during a code freeze"
    retold = report.model_copy(update={"id": "2025-07-retold", "text": RETOLD, "title": title, "tags": {}})

    pairs = near_duplicates([report, retold, *load_corpus()[:10]], encoder)

    assert [(pair.first, pair.second) for pair in pairs] == [(report.id, retold.id)]


def test_two_events_of_one_kind_are_left_alone(encoder: Encoder, report: Report):
    other = report.model_copy(
        update={
            "id": "2025-09-mail",
            "title": "Mail agent empties an inbox",
            "text": "A mail agent was asked to sort the inbox. It deleted every message older than a day.",
        }
    )

    assert near_duplicates([report, other], encoder) == []
