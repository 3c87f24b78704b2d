"""The base of every error that is shown to a person, and the taxonomy's own."""


class FaultlineError(Exception):
    """Something a person can mend: the message says where, what was found, what was expected, what to do."""


class TaxonomyError(FaultlineError):
    """Taxonomy files that cannot be used; one line per problem, each with file, finding and remedy."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


class NotYaml(Exception):
    """A text that is no YAML, for whoever reads it to say so: the problem, and the line (from 1) where it is known."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        self.problem, self.line = problem, line
        super().__init__(problem)
