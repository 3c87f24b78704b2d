"""Citing a report: as a line of text and as BibTeX."""

import re
from urllib.parse import quote

from corpus.report import Report

# LaTeX reads these as commands; a title must print as it stands.
_LATEX = {
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def citation(report: Report, address: str) -> str:
    """Return a report's citation in plain text; `address` is its permanent address."""
    source = report.sources[0] if report.sources else None
    told = f' Told by "{source.title}", {source.url}.' if source else ""
    return f'"{report.title}", incident of {report.date.isoformat()}. Faultline report {report.id}, {address}.{told}'


def bibtex(report: Report, address: str) -> str:
    """Return a report's citation as a BibTeX entry; `address` is its permanent address."""
    source = report.sources[0].url if report.sources else None
    fields = {
        "title": f"{{{_latex(report.title)}}}",
        "year": str(report.date.year),
        "month": str(report.date.month),
        "howpublished": "Faultline incident report",
        "url": address,
        "note": _latex(f"Incident of {report.date.isoformat()}")
        + (f"; told by \\url{{{_url(source)}}}" if source else ""),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{faultline:{report.id},\n{lines}}}"


def web_address(address: str) -> str:
    """Return an address with the signs that may not stand in one written as percent signs and digits (RFC 3986)."""
    return quote(address, safe="/?#@!$&'()*+,;=:%~[]")


def _latex(text: str) -> str:
    return "".join(_LATEX.get(sign, sign) for sign in " ".join(text.split()))


def _url(address: str) -> str:
    """Return an address without what would end the braces it stands in."""
    return re.sub(r"[{}\\]", lambda found: f"%{ord(found[0]):02X}", address)
