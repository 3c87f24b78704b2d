"""Secrets: every kind is found, the shipped corpus has none, and what is taken out is gone everywhere."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.report import Report
from corpus.secrets import Pattern, find_secrets, in_context, redact, redact_report, shipped_patterns, texts_of
from corpus.shipped import load_corpus
from tests.conftest import STORY

PATTERNS = shipped_patterns().patterns
PASSWORD = "DB_PASS" + "WORD=Tr0ub4dor&3"
# One made-up secret for each detector of the library; in pieces, so that no scanner takes this file for a leak.
LIBRARY = {
    "Artifactory token": ("the key AKC", "p5aZx7Kq2Lm9Wc8Vb1Nn5Ty6Ui3Oo0Pa"),
    "Azure storage key": (
        "AccountKey=",
        "lJzRc1YdHaAA2KCNJJ1tkYwF/+mKK6Ygw0NGe170Xu592euJv2wYUtBlV8z+qnlcNQSnIYVTkLWntUO1F8j8rQ==",
    ),
    "Discord token": ("MTk4NjIyNDgzNDcxOTI1MjQ4", ".Cl2FMQ.ZnCjm1XVW7vRze4b7Cq4se7kKWs"),
    "Mailchimp key": ("0123456789abcdef0123456789abcdef", "-us12"),
    "PyPI token": ("pypi-AgEIcHlwaS5vcmc", "A" * 72),
    "SendGrid key": ("SG.ngeVfQFYQlKU0ufo8x5d1A", ".TwL2iGABf9DHoTf-09kqeF8tAmbihYzrnopKc-1s5cr"),
    "Square token": ("sq0csp-", "ABCDEFGHIJK_LMNOPQRSTUVWXYZ-0123456789abcde"),
    "Stripe key": ("sk_live_", "ReTllpYQYfIZu2Jnf2lAPFjD"),
    "Telegram token": ("110201543:", "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsawx"),
    "Twilio key": ("SK", "0123456789abcdef0123456789abcdef"),
}


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.kind)
def test_kind_is_found_in_the_middle_of_a_sentence_and_only_there(pattern: Pattern):
    text = f"At noon the agent wrote {''.join(pattern.sample)} into the log, and went on."

    assert [secret.kind for secret in find_secrets(text)] == [pattern.kind]
    assert "into the log, and went on." in redact(text)
    assert find_secrets("".join(pattern.harmless)) == []


@pytest.mark.parametrize("kind", LIBRARY)
def test_kind_of_the_library_is_found(kind: str):
    text = f"It printed\n{''.join(LIBRARY[kind])}\nand stopped."

    assert len(find_secrets(text)) == 1
    assert redact(text).endswith("]\nand stopped.")


def test_every_detector_of_the_library_is_tried_here():
    assert {one.kind for one in shipped_patterns().library} == set(LIBRARY)


@pytest.mark.parametrize(
    "text",
    [
        'password = "correct-horse-7"',
        "the password is hunter2x now",
        "--password=s3cr3t!x",
        "x-api-key: 9f8e7d6c5b4a39281706",
        "curl -H 'Authorization: Bearer 7f3kd92mfp20dk3mf9'",
        "https://ann:s3cret@example.org/x",
    ],
)
def test_usual_ways_to_paste_a_secret_are_found(text: str):
    assert len(find_secrets(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "max_tokens=4096 and temperature: 0.7",
        "The token: a string that the worker renews. The secret: nobody looked.",
        'api_key = os.environ["OPENAI_API_KEY"]',
        "password: required field",
        "password=os.getenv('PGPASSWORD_2')",
        "https://example.org:8080/path?user=ann@example.org",
        "commit 3f2a9c1b7d5e4f6081a2b3c4d5e6f708192a3b4c fixes it",
        "trace 550e8400-e29b-41d4-a716-446655440000",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "Bearer tokens are checked; the API key was rotated; a password reset went out at 12:30.",
        "[secret removed: bearer token]",
    ],
)
def test_text_without_a_secret_is_left_alone(text: str):
    assert find_secrets(text) == []


def test_shipped_corpus_raises_no_false_alarm():
    found = [
        (report.id, field, text[secret.start : secret.end])
        for report in load_corpus()
        for field, text in texts_of(report)
        for secret in find_secrets(text)
    ]

    assert found == []


def test_secret_is_taken_out_of_text_title_and_evidence_alike(report: Report):
    sentence = f"It ran {PASSWORD} ./deploy in production."
    tags = {**report.tags, "symptoms": {"data-leak": sentence}}
    leaky = report.model_copy(update={"text": f"{STORY}\n\n{sentence}", "tags": tags, "title": f"Leak of {PASSWORD}"})

    clean = redact_report(leaky)

    assert all(find_secrets(text) == [] for _, text in texts_of(clean))
    assert (
        clean.tags["symptoms"]["data-leak"] == "It ran DB_PASSWORD=[secret removed: password] ./deploy in production."
    )
    assert clean.tags["symptoms"]["data-leak"] in clean.text
    assert redact_report(report) == report


def test_context_shows_the_place_and_no_more_than_the_beginning_of_the_secret():
    text = f"One line.\nIt ran {PASSWORD} and x-api-key: 9f8e7d6c5b4a39281706 here."
    first = find_secrets(text)[0]

    before, masked, after = in_context(text, first)

    assert (first.line(text), before, masked) == (2, "It ran DB_PASSWORD=", "Tr…")
    assert "9f8e7d6c5b4a39281706" not in after


PIECES = st.sampled_from([*"aA0_-=:@/. \n", "sk-", "password", "eyJ", "://", "Bearer ", "9f8e7d6c5b4a39281706"])


@given(st.lists(PIECES, max_size=60).map("".join))
def test_what_is_taken_out_leaves_nothing_that_looks_like_a_secret(text: str):
    spans = find_secrets(text)

    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(one.start < one.end for one in spans)
    assert find_secrets(redact(text)) == []


def test_file_of_patterns_holds_no_text_that_looks_like_a_secret():
    from corpus.secrets import DATA

    text = re.sub(r"^  pattern: .*$", "", DATA.read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert find_secrets(text) == []
