"""faultline search and faultline stats: finding reports and counting them."""

from typing import Annotated

import typer

from commands.shared import Json, Labels, load_taxonomy, open_database, print_json, tag_filter


def search(
    query: Annotated[str, typer.Argument(help="Words to look for.")],
    label: Labels = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many reports at most.")] = 20,
    as_json: Json = False,
) -> None:
    """Search the published reports. Example: faultline search "dropped table" --label weaknesses:P4.no-gate."""
    from corpus.store import Filter
    from corpus.store import search as find

    for hit in find(open_database(), Filter(query=query, tags=tag_filter(label)), order="relevance", limit=limit):
        if as_json:
            print_json(vars(hit))
        else:
            typer.echo(f"{hit.date}  {hit.id}  {hit.title}")


def stats(
    by: Annotated[str, typer.Option(help="The facet to count.")] = "sdb_parts",
    label: Labels = None,
    as_json: Json = False,
) -> None:
    """Count published reports by a facet, with Wilson's 95 % intervals. Example: faultline stats --by patterns."""
    from corpus.errors import CorpusError
    from corpus.statistics import facet_shares
    from corpus.store import Filter
    from taxonomy.references import closest

    taxonomy = load_taxonomy()
    if by not in taxonomy.facets:
        raise CorpusError(f"--by {by}: not a facet.{closest(by, taxonomy.facets)} One of {', '.join(taxonomy.facets)}.")
    shares = facet_shares(open_database(), taxonomy, by, Filter(tags=tag_filter(label)))
    if as_json:
        print_json({"facet": by, "shares": [vars(share) for share in shares]})
        return
    for share in sorted(shares, key=lambda one: -one.count):
        row = f"{share.label:24} {share.count:5} of {share.total}  {share.share:6.1%}"
        typer.echo(f"{row}  ({share.low:.1%} to {share.high:.1%})")
