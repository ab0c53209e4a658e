"""A room for each test, and two students in it."""

from collections.abc import Iterator

import pytest

from tests.classroom.room import Room, Student
from tests.school import JONAS, MINA, TEACHER


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room()
    yield room
    room.close()


@pytest.fixture
def mina(room: Room) -> Student:
    return room.student(MINA)


@pytest.fixture
def jonas(room: Room) -> Student:
    return room.student(JONAS)


@pytest.fixture
def teacher(room: Room) -> Student:
    return room.student(TEACHER)
