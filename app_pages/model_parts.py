"""Pieces of the Model page."""

import pandas as pd
import streamlit as st

from app_pages import addresses, cached, charts
from app_pages.chart_frame import DEFINITION, show_chart
from app_pages.prose import literal
from classifier.evaluation import Evaluation, EvaluationReport
from classifier.model import Manifest
from corpus.card import sections

SHARES = ("Precision", "Recall", "F1", "95 % from", "to", "Average precision")


def show_manifest(manifest: Manifest) -> None:
    """Show which model is in service and what it was made from."""
    st.markdown(
        f"In service: model **{literal(manifest.version)}**, trained on {manifest.reports} reports, "
        f"{literal(manifest.created)}, for taxonomy {literal(manifest.taxonomy_version)}."
    )
    st.caption(f"Encoder, by SHA-256: {literal(manifest.encoder_sha256)}")


def show_card(names: tuple[str, ...]) -> None:
    """Show sections of the model card."""
    card = sections(cached.model_card())
    for name in names:
        if name in card:
            st.header(name)
            st.markdown(card[name])


def show_headline(report: EvaluationReport) -> None:
    """Show the numbers over the ten core labels, the plain ways beside the model."""
    st.caption(
        f"The shipped model, by nested cross-validation on {report.reports} incidents of the shipped corpus, "
        f"seeds: {report.seeds}. Every report was judged by a model that had not seen it. Over the ten core labels: "
        "four parts, six patterns. A model trained in this home has not been evaluated this way."
    )
    model, columns = report.model, st.columns(4)
    low, high = model.macro_interval
    columns[0].metric("Macro-F1", f"{model.macro_f1:.2f}", help=f"95 % interval {low:.2f} to {high:.2f}")
    columns[1].metric("Micro-F1", f"{model.micro_f1:.2f}")
    columns[2].metric("Calibration error", f"{model.calibration_error:.3f}", help="Stated probability against truth")
    columns[3].metric("Right when 60 % are suggested", f"{model.precision_at_recall:.0%}")
    st.dataframe(pd.DataFrame([_row(one) for one in (*report.baselines, model)]), hide_index=True)


def show_calibration(model: Evaluation) -> None:
    """Show what a stated probability is worth, and what is gained by keeping only the most certain reports."""
    first, second = st.columns(2, gap="large")
    bins, points = ([vars(one) for one in some] for some in (model.reliability, model.risk_coverage))
    with first:
        st.subheader("Is a stated 70 % right in 70 %?")
        told = ", ".join(f"{one.true:.0%} true at {one.stated:.0%}" for one in model.reliability)
        show_chart("reliability", pd.DataFrame(bins), charts.reliability_diagram, f"Reliability diagram: {told}")
        st.caption("On the dashed line, probabilities mean what they say. A larger point stands for more decisions.")
    with second:
        st.subheader("What is certainty worth?")
        told = ", ".join(f"{one.risk:.2f} at {one.coverage:.0%}" for one in model.risk_coverage)
        show_chart("risk", pd.DataFrame(points), charts.risk_coverage_curve, f"Risk by coverage: {told}")
        st.caption("Risk is 1 - micro-F1 on the share of reports kept, the most certain first.")


def show_ablations(report: EvaluationReport) -> None:
    """Show what each part of the model is worth, losers included."""
    if not report.ablations:
        return
    st.subheader("What each part is worth")
    st.caption("Compared on fewer facets than above, so the first row is not the model's number there.")
    whole = report.ablations[0].macro_f1
    rows = [{**_row(one), "Change of macro-F1": f"{one.macro_f1 - whole:+.3f}"} for one in report.ablations]
    st.dataframe(pd.DataFrame(rows), hide_index=True)


def show_labels(model: Evaluation) -> None:
    """Show how every label is suggested, with the interval of its F1."""
    st.subheader("Label by label")
    st.caption("Labels with few incidents are suggested badly; their intervals are wide.")
    rows = [
        (one.key, one.support, one.precision, one.recall, one.f1, one.low, one.high, one.average_precision)
        for one in model.scores
    ]
    table = pd.DataFrame(rows, columns=["Label", "Incidents", *SHARES])
    table["Definition"] = [addresses.label_address(*one.key.split(":", 1)) for one in model.scores]
    config = {name: st.column_config.NumberColumn(format="%.2f") for name in SHARES}
    st.dataframe(table, hide_index=True, column_config={**config, "Definition": DEFINITION})


def _row(one: Evaluation) -> dict[str, str]:
    low, high = one.macro_interval
    return {
        "Way": one.name,
        "Macro-F1": f"{one.macro_f1:.3f}",
        "95 % interval": f"{low:.3f} to {high:.3f}",
        "Micro-F1": f"{one.micro_f1:.3f}",
        "Calibration error": f"{one.calibration_error:.3f}",
        "Precise at recall 0.60": f"{one.precision_at_recall:.2f}",
    }
