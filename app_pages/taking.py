"""What can be taken along: the feed of published reports, and all of them as a snapshot that proves itself."""

from collections.abc import Callable

import streamlit as st

from app_pages import addresses, cached
from corpus.exporting import snapshot
from corpus.feed import ADDRESS, LIMIT, atom, feed_id
from corpus.store import latest


def show_taking() -> None:
    """Show the downloads of the feed and of the snapshot, each made when it is asked for."""
    here = addresses.server_address() or ADDRESS
    with st.expander("Take it with you", icon=":material/inventory_2:"):
        st.markdown(
            f"**Feed:** the {LIMIT} reports published last, as Atom. To subscribe a reader, let "
            "`faultline feed --out FILE` write it regularly to where your web server serves files.\n\n"
            "**Snapshot:** every published report as Markdown, JSON lines and a table, with a manifest of checksums; "
            "`faultline corpus import` reads the unpacked folder back. Drafts, history and action items stay here."
        )
        with st.container(horizontal=True):
            _offer("Feed", lambda: _feed(here), "faultline.atom", "application/atom+xml")
            _offer("Snapshot", _snapshot, "faultline-snapshot.zip", "application/zip")


def _offer(name: str, make: Callable[[], bytes], file: str, kind: str) -> None:
    st.download_button(name, make, file, kind, icon=":material/download:", on_click="ignore")


def _feed(address: str) -> bytes:
    with cached.store() as store:
        return atom(latest(store, LIMIT), address, name=feed_id(store))


def _snapshot() -> bytes:
    with cached.store() as store:
        return snapshot(store)
