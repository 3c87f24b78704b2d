"""What the shipped corpus promises beyond a readable report, checked file by file."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.agreement import CODERS, LONGEST_IDENTICAL_RUN, identical_run, shipped_codes
from corpus.boundary import Proposal, verify
from corpus.errors import ReportError
from corpus.report import Report, parse_report, tag_rows
from corpus.sentences import locate, split_sentences
from taxonomy import Taxonomy

SECTIONS = ["What happened", "Why", "What was done"]
WORDS = (80, 250)
REPOSITORY_SHARE = 0.1


def check_corpus(files: Sequence[Path], taxonomy: Taxonomy) -> list[str]:
    """Return one line per problem in the incident files, each with file and, where known, line."""
    problems: list[str] = []
    reports: dict[Path, Report] = {}
    for path in files:
        try:
            document = path.read_text(encoding="utf-8")
            reports[path] = parse_report(document)
        except (ReportError, UnicodeDecodeError, OSError) as error:
            problems += [f"{path}: {line}" for line in str(error).splitlines()]
            continue
        problems += [f"{path}:{_line(document, word)}: {text}" for word, text in _check(reports[path], path, taxonomy)]
    problems += _check_together(reports)
    return problems


def check_codings(incidents: Sequence[str]) -> list[str]:
    """Return what is wrong with the two coders' files: incidents not coded twice, or codings too alike to be two."""
    first, second = shipped_codes()
    problems = []
    for coder, codes in zip(CODERS, (first, second), strict=True):
        missing, extra = sorted(set(incidents) - set(codes)), sorted(set(codes) - set(incidents))
        problems += [f'{coder}.jsonl: incident "{one}" is not coded. Code it independently.' for one in missing]
        problems += [f'{coder}.jsonl: incident "{one}" is not in the corpus. Take its coding out.' for one in extra]
    if (run := identical_run(first, second)) > LONGEST_IDENTICAL_RUN:
        problems.append(f"the two codings are identical over {run} incidents in a row; independent coders differ.")
    return problems


def _check(report: Report, path: Path, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    """Yield (a word to find the line by, what is wrong)."""
    yield from _check_record(report, path, taxonomy)
    yield from _check_story(report)
    for finding in verify(Proposal(report.text, report.tags, "corpus", complete=True), taxonomy):
        if finding.level == "error":
            yield "tags:", f"{finding.where}: {finding.text}"


def _check_record(report: Report, path: Path, taxonomy: Taxonomy) -> Iterator[tuple[str, str]]:
    if path.stem != report.id or path.parent.name != str(report.date.year):
        yield "id:", f"expected at {report.date.year}/{report.id}.md. Move the file or correct id or date."
    if not report.sources:
        yield "id:", "no source. Add at least one with url, title and grade."
    if report.coding is None:
        yield "id:", "no coding record. Add coding with taxonomy_version, date and method."
    elif report.coding.taxonomy_version != taxonomy.version:
        found = report.coding.taxonomy_version
        yield "coding:", f"coded by taxonomy {found}, but this is {taxonomy.version}. Code the report again."
    for name in ("product", "trigger", "root_cause", "chain", "voice"):
        if not getattr(report, name):
            yield f"{name}:", f"{name} is empty. Fill it in; write unknown where the source does not tell."


def _check_story(report: Report) -> Iterator[tuple[str, str]]:
    headings = re.findall(r"^## (.+)$", report.text, re.MULTILINE)
    if headings != SECTIONS:
        yield "## ", f"sections are {headings}, expected {SECTIONS}."
    words = len(re.sub(r"^## .*$", "", report.text, flags=re.MULTILINE).split())
    if not WORDS[0] <= words <= WORDS[1]:
        yield "## ", f"the story has {words} words, expected {WORDS[0]} to {WORDS[1]}."
    sentences = {span.text for span in split_sentences(report.text)}
    for facet, label, evidence in tag_rows(report.tags):
        if evidence is not None and evidence not in sentences and locate(report.text, evidence):
            yield f"{label}:", f"{facet}.{label}: the evidence is not one whole sentence of the story."


def _check_together(reports: dict[Path, Report]) -> Iterator[str]:
    ids: dict[str, Path] = {}
    urls: dict[str, Path] = {}
    for path, report in reports.items():
        if report.id in ids:
            yield f'{path}: id "{report.id}" is also in {ids[report.id]}. Ids are unique and permanent.'
        ids.setdefault(report.id, path)
        for source in report.sources:
            if source.url in urls:
                yield f"{path}: source {source.url} also tells {urls[source.url]}. One event is one incident."
            urls.setdefault(source.url, path)
    yield from _check_shares(list(reports.values()))


def _check_shares(reports: list[Report]) -> Iterator[str]:
    repositories = [report.repository for report in reports if report.repository]
    limit = max(int(len(reports) * REPOSITORY_SHARE), 1)
    for repository in sorted(set(repositories)):
        if (found := repositories.count(repository)) > limit:
            yield f"{repository}: {found} incidents, expected at most {limit}, one tenth of the corpus."


def _line(document: str, word: str) -> int:
    for number, line in enumerate(document.splitlines(), start=1):
        if line.strip().startswith(word):
            return number
    return 1
