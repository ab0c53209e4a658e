from types import ModuleType

import pytest

from bot.preview.server import LocalTelegram, Person
from tests.preview.asking import JONAS, MINA, TEACHER, TOKEN, Bot, Clock


@pytest.fixture(scope="session")
def aiogram() -> ModuleType:
    """An independent client; it takes seconds to import, so only those wait who ask for it."""
    import aiogram

    return aiogram


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def telegram(clock: Clock) -> LocalTelegram:
    """Mina and Jonas have started the bot, and the bot has been told; the teacher has not."""
    telegram = LocalTelegram(
        TOKEN,
        now=clock,
        people=[
            Person(MINA, "Mina", "Park", username="mina_park", language_code="ko"),
            Person(JONAS, "Jonas", language_code="de-AT"),
            Person(TEACHER, "Dr", "Seo", role="instructor"),
        ],
    )
    telegram.send(MINA, "/start")
    telegram.send(JONAS, "/start")
    telegram.chats.updates.clear()
    return telegram


@pytest.fixture
def bot(telegram: LocalTelegram) -> Bot:
    return Bot(telegram)
