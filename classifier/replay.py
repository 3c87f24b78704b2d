"""The same reports tagged by two models: every suggestion that changed, which is replay divergence in our own house."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from classifier.encoder import Encoder
from classifier.labels import FACETS
from classifier.model import Model
from classifier.screening import screen
from classifier.suggest import DECIMALS, Classifier, Provenance, Suggestion
from corpus.statistics import Share, share
from taxonomy import Taxonomy


@dataclass(frozen=True)
class Change:
    """What two models suggest differently for one facet of a report.

    `gone` and `new` are labels; `probabilities` has the first and the second model's for each of them, None where a
    model declined the text. `reason` says why one of the two declined, if one did.
    """

    report: str
    facet: str
    gone: tuple[str, ...]
    new: tuple[str, ...]
    probabilities: Mapping[str, tuple[float | None, float | None]]
    reason: str | None = None


@dataclass(frozen=True)
class Divergence:
    """All changes between two models, and the share of reports with a change among those that were tagged."""

    first: Provenance
    second: Provenance
    changes: tuple[Change, ...]
    reports: Share

    def to_json(self) -> dict[str, Any]:
        """Return the divergence as plain data."""
        models = {"first": vars(self.first), "second": vars(self.second)}
        return {**models, "changes": [vars(change) for change in self.changes], "reports": vars(self.reports)}


def compare_models(
    texts: Iterable[tuple[str, str]],
    models: tuple[Model, Model],
    encoder: Encoder,
    taxonomy: Taxonomy,
    done: Callable[[int], None] = lambda _: None,
) -> Divergence:
    """Tag (id, text) pairs with two models, encoding each text once; `done` is told of every report."""
    first, second = (Classifier(encoder, model, taxonomy) for model in models)
    changes: list[Change] = []
    changed = total = 0
    for report_id, text in texts:
        if screen(text) is None:  # what both decline unread cannot differ
            encoded = encoder.encode([text])[0]
            found = changes_between(report_id, first.judge(text, encoded), second.judge(text, encoded))
            changes, changed = changes + found, changed + bool(found)
        total += 1
        done(1)
    return Divergence(first.provenance, second.provenance, tuple(changes), share("changed", changed, total))


def changes_between(report_id: str, first: Suggestion, second: Suggestion) -> list[Change]:
    """Return the changes between two suggestions for a report, one for each facet that differs."""
    reason = first.reason or second.reason if first.abstained != second.abstained else None
    changes = []
    for facet in FACETS:
        before, after = (one.suggested.get(facet, ()) for one in (first, second))
        gone, new = tuple(sorted({*before} - {*after})), tuple(sorted({*after} - {*before}))
        if gone or new:
            both = {
                label: (_probability(first, facet, label), _probability(second, facet, label)) for label in gone + new
            }
            changes.append(Change(report_id, facet, gone, new, both, reason))
    return changes


def lines(divergence: Divergence) -> list[str]:
    """Return the divergence as text: a line for every change, and the total with its interval."""
    total = divergence.reports
    found = [
        f"{change.report}  {change.facet}  {', '.join(_labels(change))}"
        + (f"  ({change.reason})" if change.reason else "")
        for change in divergence.changes
    ]
    models = f"{divergence.first.version} and {divergence.second.version}"
    interval = f"{total.share:.1%}, 95 % interval {total.low:.1%} to {total.high:.1%}" if total.total else "no report"
    found.append(f"{total.count} of {total.total} reports are tagged differently by {models} ({interval}).")
    return found


def _labels(change: Change) -> Iterable[str]:
    for sign, labels in (("-", change.gone), ("+", change.new)):
        for label in labels:
            before, after = (
                f"{value:.0%}" if value is not None else "declined" for value in change.probabilities[label]
            )
            yield f"{sign}{label} ({before} to {after})"


def _probability(suggestion: Suggestion, facet: str, label: str) -> float | None:
    value = suggestion.probabilities.get(facet, {}).get(label)
    return None if value is None else round(value, DECIMALS)
