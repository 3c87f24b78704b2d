"""The classifier's errors."""

from taxonomy.errors import FaultlineError


class ClassifierError(FaultlineError):
    """The classifier cannot work as asked; the message says what was found, expected, and what to do."""


class EncoderError(ClassifierError):
    """No encoder, or not the one that was promised."""


class ModelError(ClassifierError):
    """A saved model that must not be used."""
