"""The corpus's errors."""

from taxonomy.errors import FaultlineError


class CorpusError(FaultlineError):
    """Something in a report, a file or the database that cannot be used; the message says what to do."""


class ReportError(CorpusError):
    """A document that is not a report; one line per problem."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


class UnknownReport(CorpusError):
    """A report id that the database does not hold."""


class UnknownDiagnosis(CorpusError):
    """An address under which no diagnosis is saved."""
