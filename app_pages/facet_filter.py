"""The filter that Browse and Statistics share; its choices stand in the address, so that a view can be sent on."""

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from app_pages import addressed, cached, session
from app_pages.prose import literal
from corpus.report import GRADES
from corpus.statistics import days_of
from corpus.store import Filter

VALUES = {"product": "Product", "source_grade": "Source grade", "year": "Year", "origin": "Origin"}
TAG_FACETS: tuple[str, ...] = (
    "sdb_parts",
    "patterns",
    "weaknesses",
    "symptoms",
    "runtime",
    "severity",
    "impact",
    "locus",
)
TAG_FACETS += ("fix_strengthens_sdb",)
DAYS = {"since": "From", "until": "Until"}
SHOWN: Mapping[str, Mapping[str, str]] = {
    "origin": {"shipped": "shipped corpus", "filed": "filed here"},
    "source_grade": {grade: f"grade {grade}, {told}" for grade, told in GRADES.items()},
}


def ask_words(placeholder: str) -> str:
    """Show the field of words to search for, the first of the filter's fields, and return what stands in it."""
    session.begin_filter(("q", *TAG_FACETS, *VALUES, *DAYS, "also", "page", "page-of"))
    return addressed.words("Search", placeholder, "q")


def choose_filter(query: str = "") -> Filter:
    """Show the facets, each choice with the reports it leaves beside all other choices, and return what is chosen."""
    names = {facet: label_names(facet) for facet in TAG_FACETS} | {column: _value_names(column) for column in VALUES}
    wanted = _begun(query, names)
    if odd := _without_meaning(names):
        st.warning(literal(f"The address asks for what is not known here, and that was left out: {odd}."))
    with st.expander("Filter", icon=":material/filter_alt:"):
        keys = (*TAG_FACETS, *VALUES)
        size = -(-(len(keys) + 2) // 3)
        # Column by column, so that the order holds where a narrow screen stacks the columns.
        for number, place in enumerate(st.columns(3)):
            with place:
                for key in (*keys, *DAYS)[number * size : (number + 1) * size]:
                    _choose(key, names, wanted)
        if wanted.also:
            also = {f"{facet}:{label}": _also_name(facet, label) for facet, label in wanted.also}
            addressed.counted("And carrying", also, dict.fromkeys(also, cached.total(wanted)), "also")
    if only := _in_words(wanted, names):
        st.caption(f"Only {literal(only)}.")
    return wanted


def show_none() -> None:
    """Say why no report is shown: none matches, or none is published yet."""
    if cached.total(Filter()):
        st.info("No report matches. Take a filter away, or search for fewer words.")
        return
    st.info(
        "No report is published yet. [File the first one](file_postmortem), or bring reports in "
        "at the end of the [Browse page](browse_reports)."
    )


def narrowed(wanted: Filter, **values: str) -> Filter:
    """Return a filter narrowed further to one label or value each; a facet filtered already keeps its choice."""
    tags, also, columns = dict(wanted.tags), list(wanted.also), dict(wanted.columns)
    for key, value in values.items():
        if key not in TAG_FACETS:
            columns[key] = (value,)
        elif tags.get(key, (value,)) == (value,):
            tags[key] = (value,)
        else:
            also.append((key, value))
    return replace(wanted, tags=tags, columns=columns, also=tuple(dict.fromkeys(also)))


def within(wanted: Filter, period: str) -> Filter:
    """Return a filter narrowed to the days of a quarter or month."""
    first, last = days_of(period)
    since, until = max(first, wanted.since or first), min(last, wanted.until or last)
    return replace(wanted, since=since, until=until)


def address_of(wanted: Filter) -> dict[str, list[str]]:
    """Return the part of an address by which Browse and Statistics show the reports of a filter."""
    address = {"q": [wanted.query] if wanted.query else []}
    address |= {facet: list(labels) for facet, labels in wanted.tags.items()}
    address |= {column: list(values) for column, values in wanted.columns.items() if column in VALUES}
    address |= {name: [day.isoformat()] for name, day in (("since", wanted.since), ("until", wanted.until)) if day}
    address["also"] = [f"{facet}:{label}" for facet, label in wanted.also]
    return {name: values for name, values in address.items() if values}


def label_names(facet: str) -> dict[str, str]:
    """Return the name of every label of a facet as it is shown, with its pattern where it belongs to one."""
    return {label.id: _name(facet, label.id, label.name) for label in cached.taxonomy().labels(facet)}


def _name(facet: str, label: str, name: str) -> str:
    return f"{label.split('.')[0]} {name}" if facet in ("weaknesses", "patterns") else name


def _value_names(column: str) -> dict[str, str]:
    values = [share.label for share in cached.values(column, Filter())]
    return {value: SHOWN.get(column, {}).get(value, value) for value in values}


def _begun(query: str, names: Mapping[str, Mapping[str, str]]) -> Filter:
    """Return what is chosen in the fields, before they are drawn: each one's counts depend on all the others."""
    picked = {key: values for key, shown in names.items() if (values := addressed.chosen(key, shown))}
    also = tuple((one.split(":")[0], one.split(":")[1]) for one in addressed.chosen("also", _pairs(names)))
    return Filter(
        query=query,
        tags={key: values for key, values in picked.items() if key in TAG_FACETS},
        columns={"state": ("published",), **{key: picked[key] for key in VALUES if key in picked}},
        since=addressed.chosen_day("since"),
        until=addressed.chosen_day("until"),
        also=also,
    )


def _pairs(names: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {f"{facet}:{label}": _also_name(facet, label) for facet in TAG_FACETS for label in names[facet]}


def _also_name(facet: str, label: str) -> str:
    return f"{cached.taxonomy().facets[facet].name}: {label_names(facet)[label]}"


def _in_words(wanted: Filter, names: Mapping[str, Mapping[str, str]]) -> str:
    """Return what a filter leaves, such as "Verifier or Commit; 2025; from 2025-03-01"."""
    chosen = {**wanted.tags, **{key: values for key, values in wanted.columns.items() if key in VALUES}}
    words = [" or ".join(names[key][value] for value in values) for key, values in chosen.items()]
    words += [f"and {names[facet][label]}" for facet, label in wanted.also]
    days = (("from", wanted.since), ("until", wanted.until))
    return "; ".join(words + [f"{word} {day.isoformat()}" for word, day in days if day]).removeprefix("and ")


def _without_meaning(names: Mapping[str, Mapping[str, str]]) -> str:
    """Return what the address asks for in vain, such as 'Product "Nope"'."""
    odd = [(_heading(key), value) for key, shown in names.items() for value in addressed.unknown(key, shown)]
    odd += [("And carrying", value) for value in addressed.unknown("also", _pairs(names))]
    odd += [(DAYS[key], value) for key in DAYS for value in addressed.unknown_days(key)]
    return "; ".join(f'{heading} "{value[:60]}"' for heading, value in odd)


def _heading(key: str) -> str:
    return cached.taxonomy().facets[key].name if key in TAG_FACETS else VALUES[key]


def _choose(key: str, names: Mapping[str, Mapping[str, str]], wanted: Filter) -> None:
    if key in DAYS:
        addressed.day(DAYS[key], key)
        return
    addressed.counted(_heading(key), names[key], _counts(key, wanted), key)


def _counts(key: str, wanted: Filter) -> dict[str, int]:
    """Return the reports behind each choice of one field, given the choices in all others."""
    if key in TAG_FACETS:
        others = replace(wanted, tags={facet: labels for facet, labels in wanted.tags.items() if facet != key})
        return {share.label: share.count for share in cached.shares(key, others)}
    others = replace(wanted, columns={name: values for name, values in wanted.columns.items() if name != key})
    return {share.label: share.count for share in cached.values(key, others)}
