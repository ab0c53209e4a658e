"""What every test may ask for."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.conversation import School, Student
from tests.school import JONAS, MINA, TEACHER

# How long an example takes depends on what else the machine is doing.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: many a test waits for a process or a browser."""
    return (os.cpu_count() or 1) + 1


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
