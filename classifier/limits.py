"""What limits the classifier, as Markdown: the learning curve, and kinds of reports that it has never seen."""

from collections.abc import Iterator, Sequence

from classifier.evaluation import Learned, Unseen


def limits(curve: Sequence[Learned], unseen: Sequence[Unseen]) -> Iterator[str]:
    """Yield what more incidents bring and what a kind of its own costs, each as a table if there is something."""
    if curve:
        yield from _curve(curve)
    if unseen:
        yield from _unseen(unseen)


def _curve(points: Sequence[Learned]) -> Iterator[str]:
    yield "| learned from, on four facets | incidents | macro-F1 | micro-F1 |"
    yield "|---:|---:|---:|---:|"
    for one in points:
        yield f"| {one.share:.0%} | {one.reports} | {one.macro_f1:.3f} | {one.micro_f1:.3f} |"
    yield ""


def _unseen(kinds: Sequence[Unseen]) -> Iterator[str]:
    yield "| left out of what is learned from | incidents | learned from | macro-F1 | if known | micro-F1 | if known |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for one in kinds:
        macro, micro = (
            f"{one.macro_f1:.3f} | {one.known_macro_f1:.3f}",
            f"{one.micro_f1:.3f} | {one.known_micro_f1:.3f}",
        )
        yield f"| {one.field}: {one.kind} | {one.reports} | {one.learned_from} | {macro} | {micro} |"
    yield ""
