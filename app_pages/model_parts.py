"""Pieces of the Model page."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from app_pages import addresses, cached
from app_pages.chart_frame import DEFINITION, show_framed
from app_pages.prose import literal
from classifier.evaluation import OUTSIDE, Agreement, Evaluation, EvaluationReport, Learned, Unseen
from classifier.model import Manifest
from classifier.pictures import Picture, pictures
from classifier.relevance import Declined
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


def show_evaluation(report: EvaluationReport | None) -> None:
    """Show the kept evaluation, from the figures over all core labels to those of each label."""
    if report is None:
        st.info(
            "No evaluation is kept beside this installation. Write one with `faultline model evaluate --write`; "
            "it takes a long time.",
            icon=":material/info:",
        )
        return
    _show_headline(report)
    _show_both(report)
    _show_pictures(report)
    _show_labels(report)
    _show_ablations(report)
    _show_limits(report)


def _show_headline(report: EvaluationReport) -> None:
    """Show the model's numbers over the ten core labels."""
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


def _show_both(report: EvaluationReport) -> None:
    """Show the model beside the fast mode, measure by measure, and both beside the plain ways."""
    fast = report.fast
    if fast:
        st.subheader("Model and fast mode")
        st.markdown("The fast mode is what `faultline classify --fast` answers with; the pages use the model.")
        ours = _measures(report.model, report.agreement, report.declined)
        theirs = _measures(fast.model, fast.agreement, fast.declined)
        st.table(pd.DataFrame({"Model": ours, "Fast mode": theirs}))
    st.subheader("Beside plain ways")
    ways = (*report.baselines, *([fast.model] if fast else []), report.model)
    st.dataframe(pd.DataFrame([_row(one) for one in ways]), hide_index=True)


def _show_pictures(report: EvaluationReport) -> None:
    """Show what a stated probability is worth, what is gained by keeping the most certain, and F1 by core label."""
    reliability, risk, labels = pictures(report, cached.taxonomy())
    first, second = st.columns(2, gap="large")
    with first:
        _show_picture(reliability)
    with second:
        _show_picture(risk)
    _show_picture(labels)


def _show_ablations(report: EvaluationReport) -> None:
    """Show what each part of the model and of the fast mode is worth, losers included."""
    parts = [
        ("Model", (*report.ablations, *report.contrastive)),
        ("Fast mode", report.fast.ablations if report.fast else ()),
    ]
    if not any(ablations for _, ablations in parts):
        return
    st.subheader("What each part is worth")
    st.caption(
        "What was left out or tried, also what lost. Compared on four facets and one seed, so the first row of each "
        "table is not its number above."
    )
    for name, ablations in parts:
        if ablations:
            rows = [{**_row(one), "Change": f"{one.macro_f1 - ablations[0].macro_f1:+.3f}"} for one in ablations]
            order = ["Way", "Macro-F1", "Change", *list(rows[0])[2:-1]]
            st.markdown(f"**{name}**")
            st.dataframe(
                pd.DataFrame(rows)[order], hide_index=True, height="content", alt=f"{name}: what each part is worth"
            )


def _show_limits(report: EvaluationReport) -> None:
    """Show what more incidents bring, and how the model does on a kind of report that it has never seen."""
    if report.curve:
        st.subheader("What would more incidents bring?")
        st.caption("The same evaluation, learning from a share of each training part only.")
        learned = [("Learned from", "reports"), ("Macro-F1", "macro_f1"), ("Micro-F1", "micro_f1")]
        st.dataframe(_table(report.curve, learned), hide_index=True, alt="F1 by the number of incidents learned from")
    if report.unseen:
        st.subheader("And a kind of report it has never seen?")
        st.caption("Each voice and each kind of source is left out of what is learned from, then judged.")
        known = [("Macro-F1", "macro_f1"), ("If known", "known_macro_f1")]
        known += [("Micro-F1", "micro_f1"), ("Micro-F1 if known", "known_micro_f1")]
        names = [("By", "field"), ("Left out", "kind"), ("Incidents", "reports"), ("Learned from", "learned_from")]
        st.dataframe(
            _table(report.unseen, [*names, *known]),
            hide_index=True,
            height="content",
            alt="F1 on kinds of reports left out",
        )


def _table(rows: Sequence[Learned] | Sequence[Unseen], columns: Sequence[tuple[str, str]]) -> pd.DataFrame:
    return pd.DataFrame({head: [getattr(row, name) for row in rows] for head, name in columns}).round(3)


def _show_labels(report: EvaluationReport) -> None:
    """Show how every label is suggested, with the interval of its F1, and F1 of the fast mode."""
    st.subheader("Label by label")
    st.caption("Labels with few incidents are suggested badly; their intervals are wide.")
    fast = {one.key: one.f1 for one in report.fast.model.scores} if report.fast else {}
    rows = [
        (one.key, one.support, one.precision, one.recall, one.f1, one.low, one.high, one.average_precision)
        for one in report.model.scores
    ]
    table = pd.DataFrame(rows, columns=["Label", "Incidents", *SHARES])
    if fast:
        table["F1, fast mode"] = table["Label"].map(fast)
    table["Definition"] = [addresses.label_address(*one.key.split(":", 1)) for one in report.model.scores]
    config = {name: st.column_config.NumberColumn(format="%.2f") for name in (*SHARES, "F1, fast mode")}
    st.dataframe(table, hide_index=True, column_config={**config, "Definition": DEFINITION})


def _show_picture(picture: Picture) -> None:
    st.subheader(picture.title)
    show_framed(picture.draw, picture.table, key=picture.name, title=picture.title, alternative=picture.words)
    st.caption(picture.note)


def _measures(one: Evaluation, agreement: Agreement, declined: Declined) -> dict[str, str]:
    low, high = one.macro_interval
    among = one.weaknesses_found / max(one.weaknesses, 1)
    measures = {
        "Macro-F1 (95 % interval)": f"{one.macro_f1:.3f} ({low:.3f} to {high:.3f})",
        "Micro-F1": f"{one.micro_f1:.3f}",
        "Calibration error": f"{one.calibration_error:.3f}",
        "Right when 60 % of the true core tags are suggested": f"{one.precision_at_recall:.0%}",
        "Suggested of the true core tags when 85 % are right": f"{one.recall_at_precision:.0%}",
        "True weakness among the first three of its pattern": f"{among:.1%}",
        "Sentence named is the corpus's own": f"{agreement.first:.0%}",
        "Incidents declined as no incident report": f"{declined.reports:.1%}",
        "Synthetic other texts declined": f"{declined.others:.0%}",
    }
    for score in one.scores:
        if score.key == OUTSIDE:
            measures["Outside the boundary: recall, precision"] = f"{score.recall:.2f}, {score.precision:.2f}"
    return measures


def _row(one: Evaluation) -> dict[str, str]:
    low, high = one.macro_interval
    return {
        "Way": one.name,
        "Macro-F1": f"{one.macro_f1:.3f}",
        "95 % interval": f"{low:.3f} to {high:.3f}",
        "Micro-F1": f"{one.micro_f1:.3f}",
        "Calibration error": f"{one.calibration_error:.3f}",
        "Right when 60 % are suggested": f"{one.precision_at_recall:.0%}",
    }
