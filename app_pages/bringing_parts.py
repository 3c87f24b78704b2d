"""Reports brought in from a file: uploaded, imported in the background, all of them or none."""

from datetime import timedelta

import streamlit as st

from app_pages.prose import literal
from app_pages.work_parts import begin, follow_work, is_running
from corpus import CorpusError, bringing

IMPORT = "import"
TOLD = timedelta(hours=1)


def show_import() -> None:
    """Show how far an import is, or for an hour how the last one ended."""
    if work := follow_work(IMPORT, "The import", told=TOLD):
        st.markdown(f"{literal(work.result)}. Drafts stand on the [Review page](review_reports).")


def show_bringing() -> None:
    """Show the form that begins an import."""
    running = is_running(IMPORT)
    with st.expander("Bring reports in", icon=":material/upload:"):
        with st.form("import", border=False):
            uploaded = st.file_uploader("A snapshot (.zip), .jsonl, .md, or the .json of gh issue list", bringing.KINDS)
            publish = st.checkbox("Publish the reports whose tags are complete; all others become drafts")
            redact = st.checkbox("Take secrets out of the reports; otherwise a secret stops the import")
            pressed = st.form_submit_button("Import", icon=":material/upload:", disabled=running)
        if pressed and uploaded is None:
            st.warning("Choose a file first.")
        elif pressed and uploaded is not None:
            _begin(uploaded.name, uploaded.getvalue(), publish=publish, redact=redact)


def _begin(name: str, content: bytes, *, publish: bool, redact: bool) -> None:
    if not is_running(IMPORT):
        bringing.clear()
    try:
        path = bringing.keep(name, content)
    except CorpusError as error:
        st.error(literal(str(error)), icon=":material/error:")
        return
    options = [option for option, chosen in (("--publish", publish), ("--redact", redact)) if chosen]
    begin(IMPORT, ["corpus", "import", str(path), *options])
    st.rerun()
