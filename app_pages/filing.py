"""What the File page does: fill the form, ask the classifier, take out secrets, hand the report to the boundary."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import streamlit as st

from app_pages import cached, drafting, session
from app_pages.prose import literal
from app_pages.refusals import in_words
from app_pages.typing import send_while_typing
from app_pages.written import Filing
from classifier.decisions import undecided
from corpus import CorpusError, commit
from corpus.boundary import Commit, Proposal, Reject, State, verify
from corpus.documents import make_report, read_report
from corpus.drafts import is_blank, texts_in, without_secrets
from corpus.errors import ReportError
from corpus.report import Tags, tag_rows
from corpus.secrets import find_secrets, in_context, redact, told
from corpus.store.drafts import delete_draft
from corpus.templates import is_unfilled, shipped_templates
from taxonomy import Finding

TEXT = "What happened, why, and what was done"
WHY_REVIEW = "It waits on the Review page until somebody publishes it or sends it back with a reason."
ONE = "Filing keeps the one suggested tag that you have not looked at."
ENTERED = ("title", "product", "date", "text")


def enter_report(current: Filing) -> None:
    """Show the form of a report and take what stands in it into the filing."""
    for name in ("title", "product", "text"):
        session.begin_widget(_key(current, name), current.fields.get(name, ""))
    session.begin_widget(_key(current, "date"), _date_of(current.fields))
    current.fields["title"] = st.text_input("Title", max_chars=200, key=_key(current, "title"))
    product, day = st.columns([3, 2])
    current.fields["product"] = product.text_input("Product or system", max_chars=100, key=_key(current, "product"))
    current.fields["date"] = day.date_input("Date of the event", key=_key(current, "date")).isoformat()
    offer_beginnings(current)
    hint = "Paste or write the report. English, a few sentences at least."
    current.fields["text"] = st.text_area(TEXT, height=420, key=_key(current, "text"), placeholder=hint)
    send_while_typing([TEXT, "Title", "Product or system"])


def offer_beginnings(current: Filing) -> None:
    """Offer the templates while the text is empty, and the upload of a file."""
    written = bool((session.widget(_key(current, "text")) or "").strip())
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption("Begin with", width="content")
        for template in shipped_templates():
            st.button(
                template.name,
                key=f"template-{template.name}-{current.id}",
                help="A template fills an empty text only." if written else template.hint,
                disabled=written,
                on_click=session.set_widget,
                args=(_key(current, "text"), template.text),
            )
        with st.popover("A file", icon=":material/upload_file:"):
            key = f"upload-{current.id}"
            st.file_uploader("A report as .md, .txt or .json", ["md", "txt", "json"], key=key, on_change=_upload)


def show_secrets(current: Filing) -> bool:
    """Show what looks like a secret, masked, and offer to take it out; tell whether there is any."""
    found = [(name, text, one) for name, text in _texts(current) for one in find_secrets(text)]
    if not found:
        return False
    with st.container(border=True):
        kinds = told(one for _, _, one in found)
        st.markdown(f":red[:material/key:] **Looks like a secret:** {kinds}. It is not saved.")
        for name, text, one in found:
            before, masked, after = in_context(text, one)
            where = f"line {one.line(text)}" if name == "text" else literal(name)
            marked = f":red-background[{literal(masked)}]"
            st.caption(f"{where}: {literal(before)}{marked}{literal(after)}")
        label = "Take it out" if len(found) == 1 else f"Take all {len(found)} out"
        st.button(label, icon=":material/ink_eraser:", type="primary", on_click=_take_out, args=(current,))
    return True


def suggest(current: Filing) -> str | None:
    """Ask the classifier about the text, unless it has been asked; return why there is no suggestion."""
    text = current.fields["text"].strip()
    ready = None if cached.trouble() else cached.classifier()
    if ready is None or is_unfilled(text):
        current.suggestion = None
        return None
    before, index = current.suggestion, cached.index()
    if before is None or before.text != text or (index is not None and not current.compared):
        before = current.suggestion = ready.suggest(text, index)
        current.compared = index is not None
    return before.reason


def offer_filing(current: Filing, tags: Tags, leaking: bool) -> None:
    """Show the buttons that file the report, and say why where the boundary refuses it."""
    named = {facet: tuple(labels) for facet, labels in tags.items()}
    if left := undecided(named, current.fields["decisions"]):
        st.caption(
            f"Filing keeps the {len(left)} suggested tags that you have not looked at." if len(left) > 1 else ONE
        )
    with st.container(horizontal=True):
        publish = st.button("File it", type="primary", icon=":material/publish:", disabled=leaking)
        review = st.button("Ask for review", icon=":material/rate_review:", disabled=leaking, help=WHY_REVIEW)
    if publish or review:
        outcome = file_report(current, tags, "published" if publish else "in review")
        if not isinstance(outcome, Reject):
            st.rerun()
        st.error(f"Not filed; the draft is kept.\n\n{in_words(outcome, cached.taxonomy())}")


def file_report(current: Filing, tags: Tags, state: State) -> Commit | Reject:
    """Bring a report into a state through the boundary and remember the receipt; a refusal names every problem."""
    if unread := _left_to_the_model(current, tags):
        return Reject(unread)
    entered = {name: current.fields[name] for name in ENTERED}
    fields = {**current.fields.get("rest", {}), **entered, "same_event": current.fields.get("same_event")}
    try:
        report = make_report({**fields, "tags": {facet: dict(labels) for facet, labels in tags.items()}})
    except ReportError as error:
        return Reject(tuple(Finding("field", "report", problem) for problem in error.problems))
    with cached.store() as store:
        report = report.model_copy(update={"id": store.free_id(report.id)})
        asked = current.suggestion if current.suggestion and not current.suggestion.abstained else None
        suggestion = asked.to_json(report.id) if asked else None
        taxonomy = cached.taxonomy()
        outcome = commit(report, store, taxonomy, actor="web", state=state, key=current.id, suggestion=suggestion)
        if isinstance(outcome, Commit):
            delete_draft(store, current.id)
            current.receipt = outcome
    return outcome


def _left_to_the_model(current: Filing, tags: Tags) -> tuple[Finding, ...]:
    """Return, for a report begun from a diagnosis, the tags that no person has decided about.

    The text is in part the diagnosis's own, so what the classifier reads in it may be its echo.
    """
    if not current.fields.get("diagnosis"):
        return ()
    named = {facet: tuple(labels) for facet, labels in tags.items()}
    left = undecided(named, current.fields.get("decisions", {}))
    text = "suggested for a draft that a diagnosis wrote in part. Accept or reject it yourself."
    return tuple(Finding("unconfirmed", f"{facet}.{label}", text) for facet, label in left)


def _upload() -> None:
    """Take an uploaded file into the form; what was being written stays an open draft."""
    current = session.get().filing
    uploaded = session.widget(f"upload-{current.id}")
    if uploaded is None:
        current.problem = ""
        return
    try:
        fields = read_report(uploaded.getvalue(), uploaded.name)
    except CorpusError as error:
        current.problem = str(error)
        return
    if not is_blank(current.fields):
        drafting.begin_another()
        current = session.get().filing
        current.notice = "The file is a draft of its own; what you had written is kept among the drafts."
    tags = fields.pop("tags", None) or {}
    rows = list(tag_rows(tags))
    current.notice = " ".join(filter(None, (current.notice, _doubtful(fields["text"], tags))))
    current.fields.update({name: str(fields.pop(name, "") or "") for name in ENTERED})
    current.fields["same_event"] = fields.pop("same_event", None)
    current.fields["rest"] = {name: value for name, value in fields.items() if name not in ("id", "coding")}
    current.fields["decisions"] = {f"{facet}:{label}": "accepted" for facet, label, _ in rows}
    current.fields["evidence"] = {f"{facet}:{label}": sentence for facet, label, sentence in rows if sentence}
    current.problem = ""
    for name in ("title", "product", "text"):
        session.set_widget(_key(current, name), current.fields[name])
    session.set_widget(_key(current, "date"), _date_of(current.fields))


def _doubtful(text: str, tags: Tags) -> str:
    """Return a sentence on the tags of a file that do not hold for its text, or nothing when all of them do."""
    findings = verify(Proposal(text, tags, "upload"), cached.taxonomy())
    wrong = [f"{one.where}: {one.text}" for one in findings if one.level == "error" and one.rule != "no-evidence"]
    return f"Not all tags of the file hold; look them over. {' '.join(wrong)}" if wrong else ""


def _texts(current: Filing) -> Iterator[tuple[str, str]]:
    """Yield (field, text) for everything of a filing that a secret can stand in, shown in the form or not."""
    for name in ("title", "product", "text"):
        yield name, current.fields[name]
    for name, value in current.fields.get("rest", {}).items():
        for text in texts_in(value):
            yield name, text


def _take_out(current: Filing) -> None:
    for name in ("title", "product", "text"):
        session.set_widget(_key(current, name), redact(current.fields[name]))
    current.fields["rest"] = without_secrets(current.fields.get("rest", {}))


def _key(current: Filing, name: str) -> str:
    return f"{name}-{current.form}"


def _date_of(given: Mapping[str, Any]) -> date:
    try:
        return date.fromisoformat(str(given.get("date")))
    except ValueError:
        return date.today()
