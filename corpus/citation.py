"""How to cite a report: in words, and as BibTeX."""

from corpus.report import Report

COLLECTION = "The Faultline corpus of agent incidents"
_SPECIAL = str.maketrans({character: f"\\{character}" for character in "&%$#_{}"} | {"\\": r"\textbackslash{}"})


def citation(report: Report) -> str:
    """Return the citation in words, with the first source where there is one."""
    source = f" Source: {report.sources[0].url}" if report.sources else ""
    return f'"{report.title}" ({report.date}). {COLLECTION}, {report.id}.{source}'


def bibtex(report: Report) -> str:
    """Return the citation as one BibTeX entry; characters that LaTeX would read as commands are escaped."""
    fields = {"title": f"{{{report.title.translate(_SPECIAL)}}}", "year": str(report.date.year)}
    fields |= {"howpublished": COLLECTION, "note": report.id.translate(_SPECIAL)}
    if report.sources:
        fields["url"] = str(report.sources[0].url)
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{report.id},\n{lines}}}"
