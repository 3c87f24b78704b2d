"""From a text to verified suggestions, or to a reasoned refusal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from classifier.decode import Probabilities, Suggested, decode
from classifier.encoder import Encoded, Encoder
from classifier.labels import FACETS, Column
from classifier.model import Model
from classifier.screening import screen
from classifier.similar import Index, Similar
from corpus.boundary import Proposal, verify
from corpus.report import Tags
from corpus.sentences import Span
from taxonomy import Taxonomy

DECIMALS = 4  # probabilities in files: enough to compare, few enough to read


@dataclass(frozen=True)
class Provenance:
    """Which model, taxonomy and encoder a suggestion comes from."""

    version: str
    taxonomy_version: str
    encoder_sha256: str


@dataclass(frozen=True)
class Suggestion:
    """What the classifier says about a text; `evidence` has the best sentence for every label, suggested or not.

    `sure` are those of the suggested labels whose probability keeps the precision stated in `classifier/control.py`.
    """

    text: str
    model: Provenance
    reason: str | None = None
    probabilities: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    suggested: Suggested = field(default_factory=dict)
    evidence: Mapping[tuple[str, str], Span] = field(default_factory=dict)
    similar: tuple[Similar, ...] = ()
    sure: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def abstained(self) -> bool:
        """Whether nothing is suggested; `reason` then says why."""
        return self.reason is not None

    def tags(self) -> Tags:
        """Return the suggested tags, each with its evidence, as a report would carry them."""
        return {
            facet: {label: self._sentence(facet, label) for label in labels}
            for facet, labels in self.suggested.items()
            if facet != "patterns" and labels
        }

    def _sentence(self, facet: str, label: str) -> str | None:
        span = self.evidence.get((facet, label))
        return span.text if span else None

    def to_json(self, report_id: str) -> dict[str, Any]:
        """Return the line that `classify --json` and `--batch` print."""
        evidence: dict[str, list[dict[str, Any]]] = {}
        for facet, labels in self.suggested.items():
            for label in labels if facet in FACETS and facet != "patterns" else ():
                span = self.evidence[facet, label]
                evidence.setdefault(label, []).append({"start": span.start, "end": span.end, "text": span.text})
        return {
            "id": report_id,
            "model": vars(self.model),
            "abstained": self.abstained,
            "reason": self.reason,
            **{facet: _rounded(self.probabilities.get(facet, {})) for facet in FACETS},
            "suggested": {facet: _listed(facet, labels) for facet, labels in self.suggested.items() if facet in FACETS},
            "sure": {facet: list(labels) for facet, labels in self.sure.items() if facet in FACETS},
            "evidence": evidence,
            "similar": [{**vars(one), "score": round(one.score, DECIMALS)} for one in self.similar],
        }


class Classifier:
    """An encoder and a model that belong together, ready to suggest."""

    def __init__(self, encoder: Encoder, model: Model, taxonomy: Taxonomy) -> None:
        self.encoder, self.model, self.taxonomy = encoder, model, taxonomy
        manifest = model.manifest
        self.provenance = Provenance(manifest.version, manifest.taxonomy_version, manifest.encoder_sha256)
        self._evidenced = [
            (place, (column.facet, column.label))
            for place, column in enumerate(model.heads.space.columns)
            if self._needs_evidence(column)
        ]

    def suggest(self, text: str, index: Index | None = None) -> Suggestion:
        """Suggest tags for a text, every one passed by the verifier, or say why there are none.

        With an index of published reports the nearest of them come along.
        """
        reason = screen(text)
        if reason is not None:
            return Suggestion(text, self.provenance, reason)
        return self.judge(text, self.encoder.encode([text])[0], index)

    def judge(self, text: str, encoded: Encoded, index: Index | None = None) -> Suggestion:
        """Do what `suggest` does for a text that is long enough, in English and encoded already."""
        if reason := self.model.relevance.reason(encoded.document):
            return Suggestion(text, self.provenance, reason)
        suggestion = self._propose(text, encoded, index)
        problems = verify(Proposal(text, suggestion.tags(), f"model {self.provenance.version}"), self.taxonomy)
        if problems:
            return Suggestion(text, self.provenance, f"the verifier refused the suggestion: {problems[0].text}")
        return suggestion

    def _propose(self, text: str, encoded: Encoded, index: Index | None) -> Suggestion:
        heads = self.model.heads
        columns = heads.space.columns
        row, sentences = heads.judge(encoded, text)
        probabilities: dict[str, dict[str, float]] = {column.facet: {} for column in columns}
        for column, value in zip(columns, row.tolist(), strict=True):
            probabilities[column.facet][column.label] = value
        best = np.argmax(sentences, axis=0)
        evidence = {reference: encoded.spans[best[place]] for place, reference in self._evidenced}
        suggested = decode(probabilities, self.model.manifest.thresholds, self.taxonomy)
        similar = index.nearest(encoded.document) if index else ()
        sure = self._sure(suggested, probabilities)
        return Suggestion(text, self.provenance, None, probabilities, suggested, evidence, similar, sure)

    def _sure(self, suggested: Suggested, probabilities: Probabilities) -> dict[str, tuple[str, ...]]:
        least = self.model.manifest.sure
        chosen = {
            facet: tuple(one for one in labels if probabilities[facet][one] >= least.get(f"{facet}:{one}", np.inf))
            for facet, labels in suggested.items()
        }
        return {facet: labels for facet, labels in chosen.items() if labels}

    def _needs_evidence(self, column: Column) -> bool:
        label = self.taxonomy.label(column.facet, column.label)
        return label is not None and label.needs_evidence


def _rounded(scores: Mapping[str, float]) -> dict[str, float]:
    return {label: round(score, DECIMALS) for label, score in scores.items()}


def _listed(facet: str, labels: tuple[str, ...]) -> str | list[str]:
    return labels[0] if facet in ("locus", "runtime") else list(labels)
