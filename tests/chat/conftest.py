"""Schools of whatever course a test needs, closed when it ends."""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from typing import Protocol

import pytest

from bot.core.course import Course
from tests.conversation import School
from tests.school import NOON


class Teach(Protocol):
    def __call__(self, taught: Course, zone: tzinfo = UTC, now: datetime = NOON) -> School:
        """A school that teaches the course in that zone, from that moment on."""


@pytest.fixture
def teach() -> Iterator[Teach]:
    schools: list[School] = []

    def teach(taught: Course, zone: tzinfo = UTC, now: datetime = NOON) -> School:
        school = School(taught)
        schools.append(school)
        school._timezone = zone
        school.clock.now = now.astimezone(UTC)
        school.teach(taught)
        return school

    yield teach
    for school in schools:
        school.close()
