"""Labels: what each means, the rules between them, and the patterns they point to."""

from taxonomy.errors import FaultlineError, TaxonomyError
from taxonomy.load import Taxonomy, load_taxonomy, pattern_of, shipped_taxonomy
from taxonomy.model import Facet, Label, Pattern
from taxonomy.rules import Finding, check_choice, check_labels, check_rules

__all__ = [
    "Facet",
    "FaultlineError",
    "Finding",
    "Label",
    "Pattern",
    "Taxonomy",
    "TaxonomyError",
    "check_choice",
    "check_labels",
    "check_rules",
    "load_taxonomy",
    "pattern_of",
    "shipped_taxonomy",
]
