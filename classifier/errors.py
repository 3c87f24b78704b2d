"""The classifier's errors."""

from taxonomy.errors import FaultlineError


class ClassifierError(FaultlineError):
    """The classifier cannot work as asked; the message says what was found, expected, and what to do."""


class EncoderError(ClassifierError):
    """No encoder, or not the one that was promised."""


class ModelError(ClassifierError):
    """A saved model that must not be used."""


class BatchError(ClassifierError):
    """A batch that cannot begin or go on; what has been written stays and can be gone on from."""
