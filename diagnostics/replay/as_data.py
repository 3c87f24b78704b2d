"""Results of both comparisons as plain data for JSON, every list bounded, with what was left out counted."""

from collections.abc import Iterable
from typing import Any

from diagnostics.replay.advice import Advice, guide, is_ours
from diagnostics.replay.alignment import Alignment, Later, Occurrence
from diagnostics.replay.divergence import Comparison, consumer_of
from diagnostics.replay.exact import interval
from diagnostics.replay.rerun import CLAIMS, Batch, CaseResult, verdicts_of
from taxonomy.model import Claim

LISTED = 1000


def comparison_data(found: Comparison) -> dict[str, Any]:
    """Return the comparison of two logs as data; at most LISTED diverging workflows are listed."""
    share = found.share
    return {
        **_verdict(found.verdict),
        "diverging": {
            "count": share.count,
            "of": share.total,
            "share": share.share,
            "low": share.low,
            "high": share.high,
        },
        "events": {"compared": found.events, "dropped": found.dropped, "added": found.added},
        "workflows": {
            "cut": found.cut,
            "other_events": found.other_events,
            "only_old": found.only_old,
            "only_new": found.only_new,
        },
        "first_divergences": [_first(one) for one in found.diverging[:LISTED]],
        "left_out": max(0, len(found.diverging) - LISTED),
        "by_consumer": [row._asdict() for row in found.by_consumer[:LISTED]],
        "by_change": [row._asdict() for row in found.by_change],
        "remarks": list(found.remarks),
        "advice": [_advice(one) for one in guide().of([found.verdict])],
    }


def batch_data(found: Batch) -> dict[str, Any]:
    """Return the verdicts of a batch as data."""
    sides = found.sides
    return {
        "sides": {"prior": str(sides.prior) if sides.prior else None, "current": str(sides.current), "how": sides.how},
        "alpha": found.alpha,
        "overall": _case(found.overall),
        "cases": [_case(case) for case in found.cases],
        "attribution": _attribution(found),
        "remarks": list(found.remarks),
        "advice": [_advice(one) for one in guide().of(verdicts_of(found))],
    }


def _verdict(verdict: str) -> dict[str, Any]:
    words = guide().verdicts[verdict]
    return {"verdict": verdict, "name": words.name, "meaning": words.meaning}


def _first(found: Alignment) -> dict[str, Any]:
    assert found.first is not None, "only diverging workflows are listed"
    return {
        "workflow": found.workflow,
        "event": found.first.old.first.event,
        "consumer": consumer_of(found.first),
        "change": found.first.change,
        "old": _side(found.first.old),
        "new": _side(found.first.new),
        "followed": {
            "other": found.later_count,
            "same": found.agreeing_after,
            "first": [_later(one) for one in found.later],
        },
        "input_unclear": found.input_unclear,
    }


def _side(side: Occurrence) -> dict[str, Any]:
    first = side.first
    return {"outcomes": list(side.outcomes[:LISTED]), "model": first.model, "prompt": first.prompt, "line": first.line}


def _later(one: Later) -> dict[str, Any]:
    return {"event": one.event, "consumer": one.consumer, "old": list(one.old[:LISTED]), "new": list(one.new[:LISTED])}


def _case(case: CaseResult) -> dict[str, Any]:
    return {
        "case": case.case,
        **_verdict(case.verdict),
        **{
            side: {"runs": count.runs, "failed": count.failed, "interval": interval(count)}
            for side, count in (("prior", case.prior), ("current", case.current))
        },
        "p_values": dict(zip(CLAIMS, case.p_values, strict=False)),
        "enough_runs": case.enough,
        "note": case.note,
    }


def _attribution(found: Batch) -> dict[str, Any] | None:
    if found.attribution is None:
        return None
    contrasts = [
        {**one._asdict(), "before": str(one.before), "after": str(one.after)} for one in found.attribution.contrasts
    ]
    return {"cause": found.attribution.cause, "why": found.attribution.why, "contrasts": contrasts}


def _advice(one: Advice) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title,
        "what": _claim(one.what),
        "trigger": _claim(one.trigger) if one.trigger else None,
        "threshold": _claim(one.threshold) if one.threshold else None,
        "steps": _claims(one.steps),
    }


def _claims(claims: Iterable[Claim]) -> list[dict[str, Any]]:
    return [_claim(claim) for claim in claims]


def _claim(claim: Claim) -> dict[str, Any]:
    return {"text": claim.text, "ours": is_ours(claim), "source": claim.source, "certainty": claim.certainty}
