"""Pieces of the Replay page: what is compared, and what came out."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import streamlit as st

from app_pages import cached
from app_pages.prose import literal
from app_pages.session import Replaying
from diagnostics import DiagnosticsError
from diagnostics.replay import Batch, Comparison, guide, judge
from diagnostics.replay.alignment import Alignment, Later, Occurrence
from diagnostics.replay.divergence import Row, consumer_of
from diagnostics.replay.examples import LOGS, RERUNS, example
from diagnostics.replay.lines import MAX_BYTES, printable
from diagnostics.replay.markdown import advice_lines, batch_markdown, comparison_markdown
from diagnostics.replay.rerun import CaseResult, verdicts_of
from diagnostics.replay.words import CHANGED, attribution, followed, measure, rate, summary

LIMIT = MAX_BYTES // 10**6
LISTED = 1000
IN_FILE = "As in the file"
GOOD = ("identical", "no-divergence")
BAD = ("replay-divergence", "log-divergence")


@contextmanager
def refusals_shown() -> Iterator[None]:
    """Show why a file cannot be used in place of a result."""
    try:
        yield
    except DiagnosticsError as error:
        st.error("  \n".join(literal(line) for line in error.problems), icon=":material/error:")


def choose_logs(current: Replaying) -> Comparison | None:
    """Ask for two logs, or show the synthetic example; return what they say."""
    with st.expander("What a log looks like", icon=":material/help:"):
        st.markdown(
            "One JSON object a line: `workflow`, `event` and `outcome` (any JSON); where known `consumer`, "
            "`model_version`, `prompt_version`, and `seq` or `at` for the order. An event on several lines led to "
            "several things. Workflow and event ids must be the same in both logs. Cut a log of more than "
            f"{LIMIT} MB by workflow into pieces."
        )
        st.code(example(LOGS[0]).decode().splitlines()[1], language="json", wrap_lines=True)
    left, right = st.columns(2)
    old = left.file_uploader("Old log (JSON Lines)", key="replay-old", max_upload_size=LIMIT)
    new = right.file_uploader("New log (JSON Lines)", key="replay-new", max_upload_size=LIMIT)
    if old and new:
        return cached.comparison(old.getvalue(), new.getvalue(), (f"old log {old.name}", f"new log {new.name}"))
    if old or new:
        st.info(f"Add the {'new' if old else 'old'} log to compare.")
        return None
    if st.button("Try a synthetic example", key="replay-example", icon=":material/science:"):
        current.logs = True
    if not current.logs:
        return None
    st.info("Synthetic example: twelve made-up contract renewals, replayed after a made-up change of model.")
    return cached.comparison(example(LOGS[0]), example(LOGS[1]), LOGS)


def show_comparison(found: Comparison | None) -> None:
    """Show the verdict, the diverging workflows, the first divergence of each, and the advice; nothing for None."""
    if found is None:
        return
    _show_verdict(found.verdict)
    st.markdown("\n".join(f"- {line}" for line in summary(found)))
    _show_remarks(found.remarks)
    if found.diverging:
        st.subheader("Diverging workflows")
        st.dataframe([_head(one) for one in found.diverging[:LISTED]], hide_index=True)
        if len(found.diverging) > LISTED:
            st.caption(f"The first {LISTED:,} of {len(found.diverging):,}.")
        _show_first(found.diverging[:LISTED])
        left, right = st.columns(2)
        with left:
            _show_rows("By consumer", "Consumer", found.by_consumer)
        with right:
            _show_rows(
                "By change of version", "Changed", [row._replace(name=CHANGED[row.name]) for row in found.by_change]
            )
    _show_advice([found.verdict], comparison_markdown(found), "replay-logs.md")


def choose_reruns(current: Replaying) -> Batch | None:
    """Ask for rerun results, or show the synthetic example; return the verdicts on them."""
    with st.expander("What rerun results look like", icon=":material/help:"):
        st.markdown(
            "One JSON object a line: `case`, `model_version`, `prompt_version`, `run`, and `outcome` (pass or fail). "
            "Rerun each failed case several times on the prior and on the current version, all runs fresh; the failure "
            "that brought the case here is not a rerun."
        )
        st.code(example(RERUNS).decode().splitlines()[0], language="json", wrap_lines=True)
    given = st.file_uploader("Rerun results (JSON Lines)", key="replay-reruns", max_upload_size=LIMIT)
    if not given and st.button("Try a synthetic example", key="reruns-example", icon=":material/science:"):
        current.reruns = True
    if not given and not current.reruns:
        return None
    if not given:
        st.info("Synthetic example: seven made-up cases on two made-up models and prompts.")
    runs = cached.reruns(given.getvalue(), given.name) if given else cached.reruns(example(RERUNS), RERUNS)
    options = [IN_FILE, *(str(version) for version in runs.versions[:LISTED])]
    left, right = st.columns(2)
    prior = left.selectbox("Prior version", options, key="replay-prior")
    now = right.selectbox("Current version", options, key="replay-current")
    return judge(runs, *(None if one == IN_FILE else one for one in (prior, now)))


def show_batch(found: Batch | None) -> None:
    """Show the verdict on the batch, on each case, what changed, and the advice; nothing for None."""
    if found is None:
        return
    _show_verdict(found.overall.verdict, "All cases together: ")
    prior = literal(printable(str(found.sides.prior))) if found.sides.prior else "none"
    current = literal(printable(str(found.sides.current)))
    st.markdown(f"Prior **{prior}**, current **{current}** ({found.sides.how}).")
    _show_attribution(found)
    _show_remarks(found.remarks)
    st.subheader("Cases")
    st.dataframe([_case(case) for case in (found.overall, *found.cases[:LISTED])], hide_index=True)
    st.caption(measure(found) + " Rates of failure with 95 % intervals by Clopper and Pearson.")
    _show_advice(verdicts_of(found), batch_markdown(found), "replay-reruns.md")


def _show_verdict(verdict: str, before: str = "") -> None:
    words = guide().verdicts[verdict]
    show = st.success if verdict in GOOD else st.error if verdict in BAD else st.warning
    show(f"**{before}{words.name}.** {words.meaning}")


def _show_attribution(found: Batch) -> None:
    if found.attribution is not None:
        st.markdown(attribution(found))
        contrasts = [
            {
                "Only this changed": one.changed,
                "From": str(one.before),
                "To": str(one.after),
                "p (corrected)": one.p_value,
            }
            for one in found.attribution.contrasts
        ]
        if contrasts:
            shown = {"p (corrected)": st.column_config.NumberColumn(format="%.2g")}
            st.dataframe(contrasts, hide_index=True, column_config=shown)


def _show_remarks(remarks: Sequence[str]) -> None:
    if remarks:
        with st.expander(f"About the files ({len(remarks)})", icon=":material/info:", expanded=True):
            st.markdown("\n".join(f"- {literal(remark)}" for remark in remarks))


def _head(found: Alignment) -> dict[str, object]:
    assert found.first is not None, "only diverging workflows are listed"
    return {
        "Workflow": found.workflow,
        "First at event": found.first.old.first.event,
        "Consumer": consumer_of(found.first),
        "Changed": CHANGED[found.first.change],
        "Not the same after it": found.later_count,
    }


def _show_first(diverging: Sequence[Alignment]) -> None:
    place = st.selectbox(
        "First divergence of workflow",
        range(len(diverging)),
        format_func=lambda one: printable(diverging[one].workflow),
    )
    found = diverging[place]
    assert found.first is not None, "only diverging workflows are listed"
    st.markdown(f"Event **{literal(printable(found.first.old.first.event))}**")
    for column, name, side in zip(st.columns(2), ("Old", "New"), (found.first.old, found.first.new), strict=True):
        with column:
            _show_side(name, side)
    st.markdown(followed(found))
    if found.later:
        st.dataframe([_later(one) for one in found.later], hide_index=True)
        if found.later_count > len(found.later):
            st.caption(f"The first {len(found.later)} of {found.later_count:,}.")


def _show_side(name: str, side: Occurrence) -> None:
    model, prompt = (one or "not recorded" for one in (side.first.model, side.first.prompt))
    st.markdown(
        f"**{name}**, line {side.first.line}: model {literal(printable(model))}, prompt {literal(printable(prompt))}"
    )
    st.code("\n".join(printable(one, 600) for one in side.outcomes[:5]), language="json", wrap_lines=True)


def _later(one: Later) -> dict[str, str]:
    old, new = (printable(" ".join(side[:5]), 300) or "not there" for side in (one.old, one.new))
    return {"Event": one.event, "Consumer": one.consumer or "not recorded", "Old": old, "New": new}


def _show_rows(title: str, name: str, rows: Sequence[Row]) -> None:
    st.subheader(title)
    table = [
        {name: row.name, "Events compared": row.compared, "Differing": row.differing, "First divergences": row.first}
        for row in rows[:LISTED]
    ]
    st.dataframe(table, hide_index=True)


def _case(case: CaseResult) -> dict[str, object]:
    return {
        "Case": printable(case.case),
        "Verdict": guide().verdicts[case.verdict].name,
        "Failed on prior": rate(case.prior),
        "Failed on current": rate(case.current),
        "Runs that would do": case.enough,
        "Note": case.note,
    }


def _show_advice(verdicts: Sequence[str], report: str, file: str) -> None:
    st.subheader("What to do")
    for place, one in enumerate(guide().of(verdicts)):
        with st.expander(one.title, expanded=place == 0):
            st.markdown("\n".join(list(advice_lines([one]))[2:]))
    st.download_button(
        "Download as Markdown", report, file, "text/markdown", icon=":material/download:", on_click="ignore"
    )
