"""Report text on screen: literal, whatever it holds, with evidence highlighted."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from app_pages.prose import FACET_COLOURS, MARKS, evidence_marks, highlighted, link, literal, snippet_markdown
from corpus.sentences import Span, split_sentences
from tests.conftest import STORY, TAGS

# What Streamlit would put another sign for stands in code, and nothing else does.
KEPT = re.compile(r"<code>(?::material_\w+:|:streamlit:|&lt;-&gt;|-&gt;|&lt;-|--|&gt;=|&lt;=|~=)</code>")


def rendered(markdown: str) -> str:
    return MarkdownIt("commonmark", {"html": False}).render(markdown)


@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\n\r\t\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), min_size=1)
)
def test_literal_text_never_becomes_a_link_an_image_or_a_heading(text: str):
    html = KEPT.sub("", rendered(literal(text)))

    assert not any(tag in html for tag in ("<a ", "<img", "<h1", "<h2", "<code", "<em", "<strong", "<script"))


@pytest.mark.parametrize("sign", [":material_home:", ":streamlit:", "--", "->", "<-", ">=", "~="])
def test_sign_that_streamlit_would_replace_is_kept_from_it(sign: str):
    assert KEPT.search(rendered(literal(f"git checkout {sign} file")))
    assert KEPT.search(rendered(highlighted(f"git checkout {sign} file", [])))


def test_name_of_an_icon_is_shown_as_it_stands():
    assert ":material/" not in literal(":material/home:")
    assert rendered(literal(":material/home:")) == "<p>:material/home:</p>\n"


def test_text_is_shown_in_the_order_in_which_it_stands():
    assert literal("rm \u202efdp.exe\u2069") == "rm fdp\\.exe"


@pytest.mark.parametrize("address", ["https://example.org/a)b>c<d\\e`f", "https://example.org/a_(b)?c=[d]&e=%20"])
def test_address_of_a_source_stays_one_link(address: str):
    html = rendered(link("A ] title ( <b>", address))

    assert html.count("<a href=") == 1
    assert html.endswith("&lt;b&gt;</a></p>\n")


def test_image_in_a_report_is_shown_as_text():
    assert "<img" not in rendered(highlighted("See ![pixel](https://example.org/x.png).", []))


def test_sentence_that_carries_a_weakness_is_highlighted_in_its_colour():
    shown = highlighted(STORY, evidence_marks(TAGS, split_sentences(STORY)))

    assert ":orange-background[No rule in code stood between the agent and the production database\\.]" in shown
    assert "#### What happened" in shown


def test_search_passage_has_its_matches_bold_and_no_heading():
    begin, end = MARKS

    shown = snippet_markdown(f"## What happened\nIt «did» {begin}drop{end} two *tables*")

    assert shown == "It «did» **drop** two \\*tables\\*"


@given(st.text(st.characters(codec="utf-8", exclude_characters="\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), max_size=200))
def test_no_text_becomes_code_a_table_or_a_large_heading(text: str):
    html = KEPT.sub("", rendered(highlighted(text, [])))

    assert not any(tag in html for tag in ("<a ", "<img", "<h1", "<h2", "<code", "<pre", "<table", "<hr", "<script"))


def test_indented_and_underlined_lines_are_shown_as_they_stand():
    shown = highlighted("Config:\n\n    retries: *3*\n\nTotal\n=====\n", [])

    assert "\n\u00a0\u00a0\u00a0\u00a0retries" in shown
    assert "retries: *3*</p>" in rendered(shown)
    assert "=====</p>" in rendered(shown)


@pytest.mark.parametrize("indent", ["    ", "\t", "        "])
def test_marked_sentence_on_an_indented_line_is_marked_and_not_shown_as_code(indent: str):
    text = f"Steps:\n\n1. One\n\n{indent}It deleted the namespace.\n"
    start = text.index("It deleted")
    shown = rendered(highlighted(text, [(Span(start, start + 25, text[start : start + 25]), "symptoms")]))

    assert "<pre" not in shown
    assert f"{FACET_COLOURS['symptoms']}-background[It deleted the namespace.]" in shown


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("12:01 The deploy began.\n12:02 The agent dropped the table.", 1),
        ("1. " + "word " * 20 + "\n2. " + "word " * 20, 1),
        ("word " * 20 + "\n" + "word " * 20, 0),
        ("A short one.\n" + "word " * 25 + "end.\nAnother one.\nThe last.", 0),
        ("A short one.\nAnother one.\n\n" + "word " * 25, 1),
        ("Owner: Ann\n" + "word " * 25, 1),
        ("word " * 20 + "\n3 tables were gone, " + "word " * 20, 0),
    ],
    ids=[
        "timeline",
        "numbered list",
        "wrapped",
        "a sentence to a line",
        "short lines",
        "a field to a line",
        "wrapped before a number",
    ],
)
def test_break_of_line_stays_where_it_was_meant(text: str, breaks: int):
    assert rendered(highlighted(text, [])).count("<br") == breaks


def test_break_after_a_highlighted_sentence_stays():
    text = "12:01 The deploy began.\n12:02 The agent dropped the table."
    first = split_sentences(text)[0]

    assert "  \n" in highlighted(text, [(first, "symptoms")])
