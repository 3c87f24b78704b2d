"""The decision record as Markdown, to be kept beside the code, and as data."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from corpus.statistics import Share
from diagnostics.load import Catalogue
from diagnostics.selection.answers import FORMAT, Answers, Place
from diagnostics.selection.evidence import CAUTION, counted_among
from diagnostics.selection.record import Line, Reason, Record
from taxonomy import Taxonomy
from taxonomy.model import Claim

CERTAINTY = {"seen": "said by", "inferred": "inferred,", "not-found": "not found,"}
BLANK = "(to be filled in)"


def answers_data(answers: Answers) -> dict[str, Any]:
    """Return answers as they stand in a file of answers."""
    places = [{"name": place.name, "notes": place.notes} for place in answers.places]
    day = answers.day.isoformat() if answers.day else None
    return {**answers.given, "model": answers.model, "date": day, "places": places}


def to_data(record: Record, taxonomy: Taxonomy, catalogue: Catalogue, shares: Sequence[Share]) -> dict[str, Any]:
    """Return the record as JSON data; `answers` in it can be given again."""
    return {
        "format": FORMAT,
        "taxonomy_version": taxonomy.version,
        "answers": answers_data(record.answers),
        "workload": record.preset.id if record.preset else None,
        "runtime": record.runtime,
        "patterns": list(record.patterns),
        "contradictions": list(record.contradictions),
        "lines": [_line_data(line, catalogue) for line in record.lines],
        "build_order": [
            {"step": step.text, "needed": step.needed, **_source(step.claim)} for step in record.build_order
        ],
        "places": [_place_data(place, taxonomy) for place in record.answers.places],
        "corpus": {
            "counted_among": counted_among(taxonomy, record),
            "caution": CAUTION,
            "weaknesses": [asdict(share) for share in shares],
        },
    }


def to_markdown(record: Record, taxonomy: Taxonomy, catalogue: Catalogue, shares: Sequence[Share]) -> str:
    """Return the record as a Markdown document."""
    pieces = ["# Decision record: runtime patterns"]
    if record.preset:
        pieces.append(
            f"The answers are those of workload {record.preset.id}, {said(record.preset, record.preset.name)}"
        )
        pieces.append(record.preset.text)
    pieces += [f"**Contradiction.** {text}" for text in record.contradictions]
    pieces += ["\n".join(_line_lines(line, catalogue)) for line in record.lines]
    pieces.append("\n".join(["## Build order", "", *_steps(record)]))
    pieces.append("## Places where an output becomes an action")
    if not record.answers.places:
        pieces.append("None is listed yet. List each one, and write down its four parts.")
    pieces += ["\n".join(_place_lines(place, taxonomy)) for place in record.answers.places]
    pieces.append("\n".join(_evidence_lines(record, taxonomy, shares)))
    return "\n\n".join(pieces) + "\n"


def said(claim: Claim, text: str | None = None) -> str:
    """Return a claim's text, or another, with how sure it is."""
    return f"{text or claim.text} ({CERTAINTY[claim.certainty]} {claim.source})"


def because(reason: Reason) -> str:
    """Return a reason with the answers that fired it, a workload's with how sure they are."""
    answers = [
        f"{one.name}: {one.answer}" + (f" [{one.certainty}, {one.source}]" if one.certainty else "")
        for one in reason.answers
    ]
    return said(reason.claim) + (f" Answered: {'; '.join(answers)}." if answers else "")


def expectations(line: Line, catalogue: Catalogue) -> list[str]:
    """Return what to expect if a line is wrong, each with the signature that it is in the catalogue."""
    names = [
        f' Signature: "{catalogue.signatures[one.signature].name}" ({one.signature}).' if one.signature else ""
        for one in line.if_wrong
    ]
    lines = [said(one) + name for one, name in zip(line.if_wrong, names, strict=True)]
    return lines or ["It follows once the line is decided."]


def _line_data(line: Line, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "number": line.number,
        "line": line.id,
        "name": line.name,
        "status": line.status,
        "choice": line.choice,
        "because": [
            {**_claim(reason.claim), "answers": [asdict(answer) for answer in reason.answers]}
            for reason in line.reasons
        ],
        "if_wrong": [
            {
                **_claim(one),
                "signature": one.signature,
                "about": catalogue.signatures[one.signature].subject if one.signature else None,
            }
            for one in line.if_wrong
        ],
        "find_out": [asdict(one) for one in line.find_out],
        "possible": list(line.possible),
        "readings": [_claim(one) for one in line.readings],
        "would_decide": [_claim(one) for one in line.would_decide],
        "remarks": [_claim(one) for one in line.remarks],
        "published": _claim(line.published) if line.published else None,
    }


def _place_data(place: Place, taxonomy: Taxonomy) -> dict[str, Any]:
    parts = [
        {"part": part.id, "role": part.role.text, "must_satisfy": [one.text for one in part.must_satisfy], "here": None}
        for part in taxonomy.parts.values()
    ]
    return {"name": place.name, "notes": place.notes, "parts": parts}


def _claim(claim: Claim) -> dict[str, str]:
    return {"text": claim.text, **_source(claim)}


def _source(claim: Claim) -> dict[str, str]:
    return {"certainty": claim.certainty, "source": claim.source}


def _line_lines(line: Line, catalogue: Catalogue) -> Iterator[str]:
    yield f"## {line.number}. {line.name}: {line.choice}\n"
    yield from (f"- Because: {because(reason)}" for reason in line.reasons)
    yield from (f"- Possible: {text}" for text in line.possible)
    yield from (f"- To find out ({one.question}): {one.text} {one.find_out}" for one in line.find_out)
    yield from (f"- A reading: {said(one)}" for one in line.readings)
    yield from (f"- Would decide: {said(one)}" for one in line.would_decide)
    yield from (f"- Remark: {said(one)}" for one in line.remarks)
    if line.published:
        yield f"- Published for this workload: {said(line.published)}"
    yield from (f"- Expect if wrong: {text}" for text in expectations(line, catalogue))


def _steps(record: Record) -> Iterator[str]:
    notes = {True: "", False: " Falls away: its pattern is not chosen (inferred, ours).", None: " Only if chosen."}
    for number, step in enumerate(record.build_order, 1):
        yield f"{number}. {step.text}.{notes[step.needed]}"


def _place_lines(place: Place, taxonomy: Taxonomy) -> Iterator[str]:
    yield f"### {place.name}\n"
    if place.notes.strip():
        yield from [*(f"> {line}" for line in place.notes.strip().splitlines()), ""]
    for part in taxonomy.parts.values():
        label = taxonomy.label("sdb_parts", part.id)
        yield f"- **{label.name if label else part.id}**: {BLANK}"
        yield from (f"  - [ ] {one.text}" for one in part.must_satisfy)


def _evidence_lines(record: Record, taxonomy: Taxonomy, shares: Sequence[Share]) -> Iterator[str]:
    yield "## What the reports show for this composition\n"
    yield f"Counted among {counted_among(taxonomy, record)}. {CAUTION}\n"
    if not shares:
        yield "No published report is tagged with a weakness of the chosen patterns."
    for share in shares:
        label = taxonomy.label("weaknesses", share.label)
        name = f"{share.label} {label.name}" if label else share.label
        yield f"- {name}: {share.count} of {share.total}, {share.share:.1%} ({share.low:.1%} to {share.high:.1%})"
