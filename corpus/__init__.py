"""Reports: the files and the database they live in, the boundary they pass, and what can be counted in them."""

from corpus.boundary import Commit, Proposal, Reject, commit, verify
from corpus.errors import CorpusError, ReportError, UnknownDiagnosis, UnknownReport
from corpus.home import database_path, home_folder
from corpus.opening import open_store
from corpus.report import Report, format_report, parse_report

__all__ = [
    "Commit",
    "CorpusError",
    "Proposal",
    "Reject",
    "Report",
    "ReportError",
    "UnknownDiagnosis",
    "UnknownReport",
    "commit",
    "database_path",
    "format_report",
    "home_folder",
    "open_store",
    "parse_report",
    "verify",
]
