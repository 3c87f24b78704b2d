"""Decisions about suggestions: what is accepted, rejected and added holds while the suggestions change."""

from classifier.decisions import Decisions, accept, reject, standing, undecided
from classifier.suggest import Provenance, Suggestion
from taxonomy import Taxonomy

BY = Provenance("test", "test", "test")


def suggested(**labels: tuple[str, ...]) -> Suggestion:
    return Suggestion("text", BY, suggested=labels)


def labels_of(tags: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {facet: labels for facet, labels in tags.items() if labels}


def test_what_nobody_has_decided_stands_as_suggested(taxonomy: Taxonomy):
    suggestion = suggested(locus=("sdb",), weaknesses=("P4.no-gate",))
    tags = standing(taxonomy, suggestion, {})

    assert labels_of(tags) == {"locus": ("sdb",), "weaknesses": ("P4.no-gate",)}
    assert undecided(tags, {}) == [("locus", "sdb"), ("weaknesses", "P4.no-gate")]


def test_accepted_stays_and_rejected_stays_away_when_the_suggestions_change(taxonomy: Taxonomy):
    decisions: Decisions = {}
    first = suggested(symptoms=("hang", "data-leak"))
    accept(taxonomy, decisions, "symptoms", "hang")
    reject(decisions, first, "symptoms", "data-leak")

    tags = standing(taxonomy, suggested(symptoms=("data-leak", "no-trace")), decisions)

    assert labels_of(tags) == {"symptoms": ("hang", "no-trace")}
    assert undecided(tags, decisions) == [("symptoms", "no-trace")]


def test_facet_that_takes_one_label_keeps_the_last_accepted(taxonomy: Taxonomy):
    decisions: Decisions = {}
    accept(taxonomy, decisions, "locus", "mixed")
    accept(taxonomy, decisions, "locus", "outside")

    assert labels_of(standing(taxonomy, suggested(locus=("sdb",)), decisions)) == {"locus": ("outside",)}


def test_added_tag_that_is_taken_back_leaves_no_trace(taxonomy: Taxonomy):
    decisions: Decisions = {}
    accept(taxonomy, decisions, "impact", "money")
    reject(decisions, None, "impact", "money")

    assert decisions == {}
    assert labels_of(standing(taxonomy, None, decisions)) == {}
