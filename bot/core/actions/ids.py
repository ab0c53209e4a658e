"""Who acts, and in which walk."""

from typing import NewType

SessionId = NewType("SessionId", int)
StudentId = NewType("StudentId", int)
