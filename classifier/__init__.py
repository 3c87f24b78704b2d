"""The classifier: from text to suggested tags, each with its probability and the sentence that carries it."""

from classifier.assessing import evaluate
from classifier.errors import ClassifierError, EncoderError, ModelError
from classifier.service import load_classifier, train, train_candidate
from classifier.suggest import Classifier, Suggestion

__all__ = [
    "Classifier",
    "ClassifierError",
    "EncoderError",
    "ModelError",
    "Suggestion",
    "evaluate",
    "load_classifier",
    "train",
    "train_candidate",
]
