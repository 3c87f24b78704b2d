"""faultline diagnose: guided diagnosis in the terminal, saved at each step, or replayed from a file of answers."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.shared import Json, load_taxonomy, open_database, print_json, read_files, say

if TYPE_CHECKING:
    from corpus.store import Store
    from diagnostics.handover import Diagnosis


@dataclass(frozen=True)
class Begin:
    """What a diagnosis begins with, or is changed by: symptoms seen and gone, the runtime, the text that is known."""

    symptoms: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    runtime: str | None = None
    text: str | None = None


def diagnose(
    symptom: Annotated[list[str] | None, typer.Option(help="What you see; repeatable.")] = None,
    runtime: Annotated[str | None, typer.Option(help="conversational, autonomous or long-horizon.")] = None,
    text: Annotated[str | None, typer.Option(metavar="PATH|-", help="A text to propose the symptoms from.")] = None,
    continued: Annotated[
        str | None, typer.Option("--continue", metavar="ID", help="A saved diagnosis to go on with, or to print.")
    ] = None,
    gone: Annotated[list[str] | None, typer.Option(help="With --continue: a symptom no longer seen.")] = None,
    ending: Annotated[
        bool | None, typer.Option("--end/--reopen", help="With --continue: end it, or reopen it.")
    ] = None,
    answers: Annotated[Path | None, typer.Option(help="Replay, without saving, a JSON file of answers.")] = None,
    name: Annotated[str, typer.Option(help="Your name, for the timeline.")] = "",
    markdown: Annotated[bool, typer.Option(help="Print the report as Markdown.")] = False,
    draft: Annotated[bool, typer.Option(help="Print the draft of a postmortem, to be edited and filed.")] = False,
    as_json: Json = False,
) -> None:
    """Find the cause from the symptoms. Example: faultline diagnose --symptom false-success."""
    _check_options(symptom, runtime, text, continued, gone, ending, answers)
    forms = [form for form, asked in (("json", as_json), ("markdown", markdown), ("draft", draft)) if asked]
    if len(forms) > 1:
        _refuse("--json, --markdown, --draft: give only one of them.")
    begin = Begin(tuple(symptom or ()), tuple(gone or ()), runtime, text)
    with open_database() as store:
        if answers is not None:
            found, diagnosis_id = _replayed(store, answers), None
        else:
            asking = not forms and text != "-" and ending is None
            if continued is None:
                diagnosis_id = _begun(store, begin, name, asking)
            else:
                diagnosis_id = _changed(store, continued, begin, ending, name)
            found = _asked(store, diagnosis_id, name, asking)
        _print(store, found, diagnosis_id, forms[0] if forms else "")


def _check_options(
    symptom: list[str] | None,
    runtime: str | None,
    text: str | None,
    continued: str | None,
    gone: list[str] | None,
    ending: bool | None,
    answers: Path | None,
) -> None:
    if answers is not None and (continued is not None or symptom or runtime or text):
        _refuse("--answers: a replay has its symptoms and runtime in its file. Give nothing else with it.")
    if continued is None and (gone or ending is not None):
        _refuse("--gone, --end, --reopen: go with --continue ID, the id of a saved diagnosis.")
    if continued is not None and text is not None:
        _refuse("--text: begins a diagnosis; --continue ID goes on with one. Give only one of them.")
    if runtime and not (symptom or text or continued):
        _refuse("--runtime: goes with --symptom, such as --symptom hang --runtime autonomous.")


def _refuse(problem: str) -> None:
    from diagnostics import DiagnosticsError

    raise DiagnosticsError([problem])


def _replayed(store: "Store", path: Path) -> "Diagnosis":
    from diagnostics import shipped_catalogue
    from diagnostics.handover import Diagnosis
    from diagnostics.terminal import engine_of, load_observed

    taxonomy = load_taxonomy()
    observed = load_observed(path, taxonomy)
    return Diagnosis(engine_of(store, taxonomy), taxonomy, shipped_catalogue(), observed)


def _begun(store: "Store", begin: Begin, name: str, asking: bool) -> str:
    """Return the id of a new diagnosis; say it at once, so that a break loses nothing."""
    from datetime import UTC, datetime

    from corpus.store import begin_diagnosis
    from diagnostics.terminal import make_observed

    text = _read(begin.text) if begin.text else ""
    symptoms, runtime = begin.symptoms, begin.runtime
    if text and not symptoms:
        symptoms, proposed = _proposed(text, asking)
        runtime = runtime or proposed
    if not symptoms and asking:
        symptoms = _chosen()
    observed = make_observed(symptoms, runtime, {}, load_taxonomy())
    diagnosis_id = begin_diagnosis(store, observed.symptoms, runtime, text=text, name=name, at=datetime.now(UTC))
    say(
        f"Saved as {diagnosis_id}; every answer is kept. Go on, here or as a second responder: "
        f"faultline diagnose --continue {diagnosis_id}",
        f"In the web app: /diagnose_incident?diagnosis={diagnosis_id}",
    )
    return diagnosis_id


def _read(path: str) -> str:
    from corpus.documents import decode

    (name, content), *_ = read_files([path])
    return decode(content, name)


def _proposed(text: str, asking: bool) -> tuple[tuple[str, ...], str | None]:
    """Return the symptoms that the classifier sees in a text, and the runtime, unless the person refuses them."""
    from classifier import load_classifier

    say("Loading the encoder.")
    suggestion = load_classifier(load_taxonomy(), light=True).suggest(text.strip())
    symptoms = () if suggestion.reason else tuple(suggestion.suggested["symptoms"])
    for one in symptoms:
        words = " ".join(suggestion.evidence["symptoms", one].text.split())
        say(f"Proposed: {one} {suggestion.probabilities['symptoms'][one]:.0%}: {words}")
    if not symptoms:
        say(f"No proposal: {suggestion.reason or 'the classifier is sure of no symptom in this text.'}")
        return (), None
    if asking and not typer.confirm("Begin with these?", default=True):
        return (), None
    return symptoms, suggestion.suggested["runtime"][0]


def _chosen() -> tuple[str, ...]:
    from diagnostics.conversation import Responder, choose_symptoms

    return tuple(choose_symptoms(load_taxonomy(), Responder("", typer.prompt, typer.echo)))


def _changed(store: "Store", diagnosis_id: str, begin: Begin, ending: bool | None, name: str) -> str:
    """Write what has changed since as rows of a saved diagnosis's log, and return its id."""
    from datetime import UTC, datetime

    from corpus.store import add_answer, load_diagnosis
    from diagnostics.saved import changes, seen
    from diagnostics.terminal import make_observed

    saved = load_diagnosis(store, diagnosis_id)
    before, ran = seen(saved)
    if begin.symptoms or begin.gone or begin.runtime:
        left = [one for one in (*before, *begin.symptoms) if one not in begin.gone]
        make_observed([*left, *begin.gone], begin.runtime, {}, load_taxonomy())
        observed = make_observed(left, begin.runtime or ran, {}, load_taxonomy())
        for reference, answer in changes(saved, observed.symptoms, observed.runtime):
            add_answer(store, saved.id, reference, answer, name=name, at=datetime.now(UTC))
    if ending is not None:
        add_answer(store, saved.id, "", "ended" if ending else "reopened", name=name, at=datetime.now(UTC))
    return saved.id


def _asked(store: "Store", diagnosis_id: str, name: str, asking: bool) -> "Diagnosis":
    from corpus.store import load_diagnosis
    from diagnostics import shipped_catalogue
    from diagnostics.conversation import Responder, converse
    from diagnostics.handover import diagnosis_of
    from diagnostics.terminal import engine_of

    taxonomy = load_taxonomy()
    if asking:
        converse(store, taxonomy, diagnosis_id, Responder(name, typer.prompt, typer.echo))
        kept = f"faultline diagnose --continue {diagnosis_id}"
        say(
            f"The report: {kept} --markdown", f"A postmortem to edit, then faultline file: {kept} --draft > incident.md"
        )
    saved = load_diagnosis(store, diagnosis_id)
    return diagnosis_of(saved, engine_of(store, taxonomy), taxonomy, shipped_catalogue())


def _print(store: "Store", found: "Diagnosis", diagnosis_id: str | None, form: str) -> None:
    from datetime import UTC, datetime

    from corpus.store import Filter, search
    from diagnostics.handover import draft, report
    from diagnostics.terminal import report_lines, report_of

    if form == "json":
        print_json({"diagnosis": diagnosis_id, **report_of(store, found)})
    elif form == "draft":
        typer.echo(draft(found), nl=False)
    elif form == "markdown":
        titles = {hit.id: hit.title for hit in search(store, Filter(), limit=100_000)}
        typer.echo(report(found, titles, at=datetime.now(UTC)))
    else:
        typer.echo("\n".join(report_lines(report_of(store, found))))
