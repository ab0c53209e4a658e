"""What a student may choose for herself."""

from dataclasses import dataclass

# per cent of a test's time
EXTRA = (0, 25, 50, 100)


@dataclass(frozen=True)
class Choices:
    """What a student has chosen: to be asked how sure she is where a quiz asks, and how many per
    cent more time tests give her."""

    confidence: bool = True
    extra: int = 0
