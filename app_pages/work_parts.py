"""Long work on a page: begun with a press, running in a process of its own, found again by whoever comes back."""

import functools
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import streamlit as st

from app_pages import cached, session
from app_pages.prose import literal
from corpus import working
from corpus.store.work import Work, latest_work

SECONDS = 2.0  # between two looks at work that runs
SHOWN_LINES = 20
TOLD = timedelta(days=7)


def offer_work(kind: str, words: str, arguments: Sequence[str], *, icon: str, help: str | None = None) -> None:
    """Show the button that begins some work; while it runs, whoever presses it joins the one that runs."""
    running = is_running(kind)
    if st.button(words, key=f"begin-{kind}", icon=icon, disabled=running, help=help):
        begin(kind, arguments)
        st.rerun()


def begin(kind: str, arguments: Sequence[str]) -> None:
    """Begin some work, unless somebody has just begun it."""
    with cached.store() as store:
        if not working.start(store, kind, arguments, name=session.get().name):
            st.toast("It is running already; you see how far it is.", icon=":material/hourglass_top:")


def is_running(kind: str) -> bool:
    """Return whether work of a kind is running."""
    work = _latest(kind)
    return work is not None and not work.outcome


def follow_work(kind: str, what: str, *, told: timedelta = TOLD) -> Work | None:
    """Show how far some work is, drawn anew by itself, or how it ended; return it once it is done.

    `what` names it, such as "Training"; `told` is for how long its end is told of.
    """
    work = _latest(kind)
    if work is None or datetime.now(UTC) - datetime.fromisoformat(work.seen) > told:
        return None
    if not work.outcome:
        _follow(kind, what)
    elif work.outcome == "failed":
        lines = _without_folders(work).splitlines()
        more = [f"and {len(lines) - SHOWN_LINES:,} lines more"] if len(lines) > SHOWN_LINES else []
        reason = "\n".join(f"- {literal(line)}" for line in [*lines[:SHOWN_LINES], *more])
        st.error(f"**{what} failed**, {_when(work.seen)}.\n\n{reason}", icon=":material/error:")
    else:
        st.success(f"**{what} is done**, {_when(work.seen)}.", icon=":material/task_alt:")
        return work
    return None


@st.fragment(run_every=SECONDS)
def _follow(kind: str, what: str) -> None:
    work = _latest(kind)
    if work is None or work.outcome:
        st.rerun()
    begun = datetime.fromisoformat(work.begun)
    minutes, seconds = divmod(int((datetime.now(UTC) - begun).total_seconds()), 60)
    by = f" by {literal(work.name)}" if work.name else ""
    st.info(
        f"**{what} is running** for {minutes} min {seconds} s; begun{by} {_when(work.begun)}.  \n"
        f"{literal(work.progress) or 'It has just begun.'}  \n"
        ":small[You can leave this page or close it; it goes on, and stands here when you come back.]",
        icon=":material/hourglass_top:",
    )


def _without_folders(work: Work) -> str:
    """Return what some work said, files named as the person named them, without the folder they are kept in."""
    folders = [str(Path(one).parent) + os.sep for one in work.arguments if os.sep in one]
    return functools.reduce(lambda text, folder: text.replace(folder, ""), folders, work.result)


def _latest(kind: str) -> Work | None:
    with cached.store() as store:
        return latest_work(store, kind, at=datetime.now(UTC))


def _when(moment: str) -> str:
    return f"{moment[:16].replace('T', ' ')} UTC"
