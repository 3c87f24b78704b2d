"""The Atom feed of published reports (RFC 4287)."""

import re
import uuid
import xml.etree.ElementTree as xml
from collections.abc import Sequence

from corpus.citing import web_address
from corpus.errors import CorpusError
from corpus.store import Store, Stored

LIMIT = 100
SUMMARY = 400
ADDRESS = "http://127.0.0.1:8501/"
ATOM = "http://www.w3.org/2005/Atom"
# What XML 1.0 has no way to write: control characters, halves of surrogate pairs, two non-characters.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed_id(store: Store) -> str:
    """Return the id of this database's feed, made when it is first asked for, the same wherever the app is served."""
    found = store.fact("feed_id")
    if found is None:
        with store.write_tx():
            found = store.fact("feed_id") or str(uuid.uuid4())
            store.set_fact("feed_id", found)
    return f"urn:uuid:{found}"


def atom(reports: Sequence[Stored], address: str = ADDRESS, *, name: str = "") -> bytes:
    """Return an Atom feed of the reports, at most LIMIT of them, in the order given, as UTF-8.

    `address` is where the web app is served; an entry links there. An entry's id depends on the report alone.
    `name` is the feed's own id (of feed_id); without one it depends on the address.
    Raises CorpusError for an address that is not one of http or https.
    """
    base = _checked(address)
    reports = reports[:LIMIT]
    xml.register_namespace("", ATOM)
    feed = xml.Element(f"{{{ATOM}}}feed")
    _add(feed, "title", "Faultline: published incident reports")
    _add(feed, "id", name or _urn(base))
    _add(feed, "updated", max((stored.updated for stored in reports), default="1970-01-01T00:00:00+00:00"))
    _add(_add(feed, "author"), "name", "Faultline")
    _add(feed, "link", rel="alternate", href=f"{base}browse_reports")
    for stored in reports:
        _add_entry(feed, stored, base)
    written: bytes = xml.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _add_entry(feed: xml.Element, stored: Stored, base: str) -> None:
    report = stored.report
    entry = _add(feed, "entry")
    _add(entry, "title", report.title)
    _add(entry, "id", _urn(f"faultline:report:{report.id}"))
    _add(entry, "updated", stored.updated)
    _add(entry, "published", stored.created)
    _add(entry, "link", rel="alternate", href=f"{base}read_report?id={report.id}")
    for source in report.sources:
        _add(entry, "link", rel="via", href=web_address(source.url), title=source.title)
    for facet, labels in report.tags.items():
        for label in labels:
            _add(entry, "category", term=f"{facet}:{label}")
    _add(entry, "summary", _shortened(report.text))


def _add(parent: xml.Element, name: str, text: str | None = None, **attributes: str) -> xml.Element:
    values = {key: _UNWRITABLE.sub("", value) for key, value in attributes.items()}
    element = xml.SubElement(parent, f"{{{ATOM}}}{name}", values)
    element.text = None if text is None else _UNWRITABLE.sub("", text)
    return element


def _urn(name: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def _shortened(text: str) -> str:
    flat = " ".join(re.sub(r"^#+\s.*$", "", text, flags=re.MULTILINE).split())
    return flat if len(flat) <= SUMMARY else flat[:SUMMARY].rsplit(" ", 1)[0] + " …"


def _checked(address: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", address):
        raise CorpusError(f'{address}: not an address of a web app. Expected one such as "{ADDRESS}".')
    return address if address.endswith("/") else f"{address}/"
