"""What every test may ask for."""

from collections.abc import Iterator

import pytest

from tests.conversation import School, Student
from tests.school import JONAS, MINA, TEACHER


@pytest.fixture
def school() -> Iterator[School]:
    school = School()
    yield school
    school.close()


@pytest.fixture
def mina(school: School) -> Student:
    return school.student(MINA)


@pytest.fixture
def jonas(school: School) -> Student:
    return school.student(JONAS)


@pytest.fixture
def teacher(school: School) -> Student:
    return school.student(TEACHER)
