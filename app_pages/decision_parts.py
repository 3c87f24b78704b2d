"""Pieces of the Choose page's record: the six lines, the build order, the downloads, the reports beside it."""

import json

import streamlit as st

from app_pages import addresses, cached
from app_pages.prose import literal
from corpus.statistics import Share
from diagnostics.selection import Line, Record
from diagnostics.selection.evidence import CAUTION, counted_among, of_patterns, reports_like
from diagnostics.selection.record import Reason
from diagnostics.selection.writing import said, to_data, to_markdown
from taxonomy.model import Claim

ICONS = {"decided": ":green[:material/check_circle:]", "open": ":gray[:material/help:]"}
ICONS["trade-off"] = ":orange[:material/balance:]"


MARKS = {"seen": "", "inferred": " :gray[(inferred)]", "not-found": " :gray[(not found in any source at hand)]"}


def show_record(record: Record) -> None:
    """Show the six lines, contradictions first."""
    st.subheader("Decision record")
    if record.preset:
        st.info(f"**Workload {record.preset.id}, {record.preset.name}.** {record.preset.text}")
    for text in record.contradictions:
        st.error(f"**These answers contradict each other.** {text} Neither is used until you change one.")
    for line in record.lines:
        with st.container(border=True):
            _show_line(line, record)
    if record.patterns:
        names = {one: f"{one} {cached.taxonomy().patterns[one].name}" for one in record.patterns}
        st.caption("What they are: " + " · ".join(addresses.label_link("patterns", *one) for one in names.items()))


def show_steps(record: Record) -> None:
    """Show the build order for the composition."""
    st.markdown("**Build order**")
    notes = {True: "", False: " :gray[(falls away, its pattern is not chosen)]", None: " :gray[(only if chosen)]"}
    lines = [f"{number}. {step.text}{notes[step.needed]}" for number, step in enumerate(record.build_order, 1)]
    st.markdown("\n".join(lines))
    for claim in {step.claim.source: step.claim for step in record.build_order}.values():
        st.caption(f"The order is {said(claim, 'given')}; that a step falls away with its pattern is ours.")


def offer_downloads(record: Record) -> None:
    """Offer the record with a block to fill in for every place, as Markdown and as JSON."""
    taxonomy, catalogue, shares = cached.taxonomy(), cached.catalogue(), _shares(record)
    markdown = to_markdown(record, taxonomy, catalogue, shares)
    data = json.dumps(to_data(record, taxonomy, catalogue, shares), ensure_ascii=False, indent=2)
    with st.container(horizontal=True):
        for label, content, name, kind in (
            ("Markdown", markdown, "decision-record.md", "text/markdown"),
            ("JSON", data, "decision-record.json", "application/json"),
        ):
            st.download_button(label, content, name, kind, icon=":material/download:", on_click="ignore")
    places = len(record.answers.places)
    st.caption(f"With the four parts to write down for {places} listed place{'' if places == 1 else 's'}.")


def show_evidence(record: Record) -> None:
    """Show which weaknesses of the chosen patterns were published for the chosen runtime, linked to the reports."""
    st.subheader("What the reports show for this composition")
    st.caption(f"Counted among {counted_among(cached.taxonomy(), record)}. {CAUTION}")
    if not record.patterns:
        st.info("No pattern is chosen yet.")
        return
    shares = _shares(record)
    if not shares:
        st.info("No published report is tagged with a weakness of the chosen patterns.")
        return
    rows = "\n".join(_row(share, record) for share in shares)
    st.markdown(f"| Weakness | Reports | Share | 95 % interval |\n|---|---|---|---|\n{rows}")


def _show_line(line: Line, record: Record) -> None:
    st.markdown(f":small[{line.number} {line.name}]  \n{ICONS[line.status]} **{literal(line.choice)}**")
    given = record.answers.given
    touched = any(one.question in given or one.question == line.id for one in line.find_out)
    said_of = [("Because", _because(reason)) for reason in line.reasons]
    said_of += [("Published for this workload", said(line.published))] if line.published else []
    said_of += [("Possible", text) for text in line.possible if touched]
    said_of += [("One reading", said(one)) for one in line.readings]
    said_of += [("Would decide", _marked(one)) for one in line.would_decide]
    said_of += [("Find out", one.find_out) for one in line.find_out if one.question in given or one.question == line.id]
    said_of += [("Note", _marked(one)) for one in line.remarks]
    said_of += [("Expect if wrong", _marked(one) + _signature(one.signature)) for one in line.if_wrong]
    st.markdown("  \n".join(f":small[**{head}.** {text}]" for head, text in said_of))


def show_sources(record: Record) -> None:
    """Show where each choice, expectation and remark comes from and how sure it is."""
    with st.expander("Sources, and how sure each is"):
        for line in record.lines:
            st.markdown(f"**{line.number} {line.name}**\n" + "\n".join(f"- {text}" for text in _sources(line)))


def _sources(line: Line) -> list[str]:
    claims = [reason.claim for reason in line.reasons] + [*line.if_wrong, *line.would_decide, *line.remarks]
    answers = [one for reason in line.reasons for one in reason.answers if one.certainty]
    lines = [said(claim) for claim in claims]
    lines += [f"{one.name}: {one.answer} ({one.certainty}; {one.source})" for one in answers]
    return lines or ["Nothing is decided yet."]


def _because(reason: Reason) -> str:
    answers = "; ".join(f"{one.name}: {one.answer}{MARKS[one.certainty or 'seen']}" for one in reason.answers)
    return _marked(reason.claim) + (f" ({answers})" if answers else "")


def _marked(claim: Claim) -> str:
    return claim.text + MARKS[claim.certainty]


def _signature(signature: str | None) -> str:
    if signature is None:
        return ""
    found = cached.catalogue().signatures[signature]
    facet = "weaknesses" if found.weakness else "sdb_parts"
    return f" {addresses.label_link(facet, found.subject, found.name)} ({found.subject})"


def _shares(record: Record) -> list[Share]:
    return of_patterns(cached.shares("weaknesses", reports_like(record)), record.patterns)


def _row(share: Share, record: Record) -> str:
    label = cached.taxonomy().label("weaknesses", share.label)
    runtime = f"&runtime={record.runtime}" if record.runtime else ""
    name = addresses.label_link("weaknesses", share.label, f"{share.label} {label.name if label else ''}")
    reports = f"[{share.count} of {share.total}](browse_reports?weaknesses={share.label}{runtime})"
    return f"| {name} | {reports} | {share.share:.1%} | {share.low:.1%} to {share.high:.1%} |"
