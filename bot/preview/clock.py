"""The preview's clock: the real time, moved forward by whoever tries the course.

Its one rule: it never goes back; the bot and its Telegram read the same time.
"""

from datetime import UTC, datetime, timedelta

FURTHEST = timedelta(days=3660)


class Clock:
    """`ahead` is how far it has been moved so far."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move(self, by: timedelta) -> None:
        """Raises ValueError for a move backwards, or into the far future."""
        if by < timedelta():
            raise ValueError("the clock only goes forward")
        if self.ahead + by > FURTHEST:
            raise ValueError(f"the clock goes no further than {FURTHEST.days} days ahead")
        self.ahead += by
