"""Many reports at once: lines of JSON in, one line of JSON out for each, in order, whatever does the work."""

from classifier.batch.lines import Line, read_lines
from classifier.batch.resume import open_output, same_file
from classifier.batch.run import choose_crew, run

__all__ = ["Line", "choose_crew", "open_output", "read_lines", "run", "same_file"]
