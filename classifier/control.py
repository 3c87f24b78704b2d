"""Which suggestions are sure: a threshold per label that keeps a stated precision, by risk control."""

import warnings
from collections.abc import Sequence

import numpy as np

from classifier.features import Matrix
from classifier.labels import Column
from classifier.views import Indicator

PRECISION = 0.70  # at least this share of sure suggestions is right ...
CONFIDENCE = 0.80  # ... with this confidence, label by label
THRESHOLDS = np.linspace(0.9, 0.3, 7)  # few, since every one that is tried makes the test stricter
LEAST_CASES = 10


def sure_thresholds(probabilities: Matrix, labels: Indicator, columns: Sequence[Column]) -> dict[str, float]:
    """Return facet:label -> the lowest probability from which its suggestion is sure; labels without one are left out.

    Held-back probabilities and labels are (reports, columns). "Learn then test" (Angelopoulos et al. 2021,
    arXiv 2110.01052), one test per threshold, Holm's correction over them.
    """
    found = {}
    for index, column in enumerate(columns):
        least = _controlled(probabilities[:, index], labels[:, index])
        if least is not None:
            found[column.key] = round(least, 3)
    return found


def _controlled(scores: Matrix, truths: Indicator) -> float | None:
    from mapie.risk_control import BinaryClassificationController

    if (scores >= THRESHOLDS[-1]).sum() < LEAST_CASES:
        return None
    controller = BinaryClassificationController(
        lambda column: np.hstack([1 - column, column]),
        risk="precision",
        target_level=PRECISION,
        confidence_level=CONFIDENCE,
        list_predict_params=THRESHOLDS,
        fwer_method="bonferroni_holm",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns of labels without a valid threshold, which are common here
        controller.calibrate(scores[:, None], truths)
    valid = np.asarray(controller.valid_predict_params, dtype=np.float64).ravel()
    return float(valid.min()) if len(valid) else None
