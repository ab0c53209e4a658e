"""The story of each chat, written down while it happens."""

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.preview.server import LocalTelegram, Person, Watch
from bot.preview.transcript import Journal, Later, read
from bot.preview.transcript.deeds import Deed, Repeats, Says, Taps, read_deed
from bot.rehearsal import ImpossibleError, Rehearsal, Replayed, replay
from tests.school import JONAS, MINA, course

PEOPLE = (
    Person(MINA, "Mina", "Park", username="mina", language_code="ko"),
    Person(JONAS, "Jonas", language_code=None),
)
HEAD = "# Seodang conversation\n# begins 2026-03-02 12:00 UTC, seed 7\n"


class Preview:
    """A rehearsal with somebody who writes down what happens."""

    def __init__(self) -> None:
        self.rehearsal = Rehearsal(course(), PEOPLE)
        self.telegram = self.rehearsal.telegram
        self.journal = Journal(self.telegram, 7)
        self._watch = self.telegram.watch()

    async def does(self, *deeds: str, person: int = MINA) -> list[Deed]:
        """The deeds as they were done."""
        done = []
        for deed in deeds:
            done.append(await self.rehearsal.does(person, read_deed(deed)))
            self.write()
        return done

    def write(self) -> None:
        write_down(self.journal, self._watch)

    def passes(self, **units: float) -> None:
        self.write()
        self.rehearsal.clock.advance(**units)
        self.journal.told({"event": "clock", "seconds": timedelta(**units).total_seconds()})


def write_down(journal: Journal, watch: Watch) -> None:
    while not watch.empty():
        journal.told(watch.get_nowait())


@pytest.fixture
def preview() -> Iterator[Preview]:
    preview = Preview()
    yield preview
    preview.rehearsal.close()


DEEDS = (
    "/start", "[Begin →]", "[1. Rivers]", "[Check yourself →]", "(taps twice [C])",
    "(the last update comes again)", "(taps the old [A])", "\\(sighs)", "two\nlines",
    "(edits message 1: /help)", "(sends a sticker)", "(sends a photo: look)",
    "(sends a document notes.pdf)", "(answers message 1: B)",
    "(forges a tap in message 1: p:9:9:9)", "(blocks the bot)",
    "(unblocks the bot)", "/quiz", "[1. Rivers]",
    "a", "[Next →]",
)  # fmt: skip


async def test_a_saved_conversation_holds_when_it_is_replayed(preview: Preview) -> None:
    done = await preview.does(*DEEDS)
    preview.passes(days=7)
    await preview.does("/progress")

    story = preview.journal.story(MINA)

    acts = [step.act for step in read(story).steps]
    assert acts == [*done, Later(7 * 86_400), Says("/progress")]
    assert (await replay(course(), story)).difference == ""


async def test_a_button_that_was_tapped_again_after_its_answer_was_tapped_anew(
    preview: Preview,
) -> None:
    await preview.does("/quiz", "[1. Rivers]", "a", "[Next →]")

    taps = await preview.does("[Confirm]", "[Confirm]")

    assert [step.act for step in read(preview.journal.story(MINA)).steps][-2:] == taps
    assert taps == [Taps("Confirm"), Taps("Confirm")]


async def test_an_update_that_comes_again_at_once_is_no_second_tap(preview: Preview) -> None:
    await preview.does("/start")
    preview.telegram.again(preview.telegram.tap(MINA, 2, row=0, column=0), new_id=False)

    preview.write()

    acts = [step.act for step in read(preview.journal.story(MINA)).steps]
    assert acts == [Says("/start"), Taps("Begin →"), Repeats()]


async def test_each_chat_has_a_story_of_its_own(preview: Preview) -> None:
    await preview.does("/help")
    await preview.does("hello", person=JONAS)

    mina, jonas = (preview.journal.story(person) for person in (MINA, JONAS))

    assert mina.startswith(f"{HEAD}\n# Mina Park, 1001, student, ko\n> /help\n\nSeodang\n")
    assert jonas.startswith(f"{HEAD}\n# Jonas, 1002, student\n> hello\n\nSeodang\n")
    assert "hello" not in mina


async def test_a_story_can_be_looked_at_in_the_middle_of_an_answer(preview: Preview) -> None:
    update = preview.telegram.send(MINA, "/help")
    preview.write()
    before = preview.journal.story(MINA)

    await preview.rehearsal.receives(update)
    preview.write()

    assert before == f"{HEAD}\n# Mina Park, 1001, student, ko\n> /help\n"
    after = preview.journal.story(MINA)
    assert after.startswith(f"{before}\nSeodang\n  How this works\n")
    assert after == preview.journal.story(MINA)


async def test_a_chat_without_a_deed_has_only_a_head(preview: Preview) -> None:
    preview.passes(days=1)

    assert preview.journal.story(MINA) == HEAD.replace("03-02", "03-03")


async def test_the_clock_moved_several_times_in_a_row_is_one_wait(preview: Preview) -> None:
    await preview.does("/help")
    preview.passes(days=1)
    preview.passes(hours=30)
    await preview.does("/help")

    assert preview.journal.story(MINA).count("later") == 1
    assert "\n# 2 days, 6 hours later\n" in preview.journal.story(MINA)


async def test_a_chat_that_begins_anew_has_a_new_story(preview: Preview) -> None:
    await preview.does("/help")
    preview.passes(days=1)

    preview.journal.forget(MINA)
    await preview.does("hello")

    assert preview.journal.story(MINA).startswith(
        f"{HEAD.replace('03-02', '03-03')}\n# Mina Park, 1001, student, ko\n> hello\n"
    )


async def test_a_long_story_says_that_its_beginning_is_missing(
    preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.preview.transcript.journal.STEPS_KEPT", 3)
    await preview.does("one", "two", "three")
    assert read(preview.journal.story(MINA)).is_whole

    await preview.does("four")

    story = preview.journal.story(MINA)
    assert story.startswith(f"{HEAD}# the beginning is missing\n\n# Mina Park")
    assert [step.act for step in read(story).steps] == [
        read_deed(text) for text in ("two", "three", "four")
    ]


async def test_what_the_journal_has_missed_is_missing_in_its_stories(preview: Preview) -> None:
    await preview.does("/help")

    preview.journal.told({"event": "missed", "chat": None})

    assert not read(preview.journal.story(MINA)).is_whole


async def test_a_conversation_in_a_group_is_saved_with_the_group(preview: Preview) -> None:
    group = preview.telegram.group("Seminar\nB", [MINA, JONAS])
    for person, text in ((MINA, "/learn"), (JONAS, "between us"), (JONAS, "/quiz@seodang_bot")):
        await preview.rehearsal.receives(preview.telegram.send(person, text, chat=group) or {})
        preview.write()

    story = preview.journal.story(group)

    assert story.startswith(f"{HEAD}# in the group Seminar B, with 1001, 1002\n\n# Mina Park")
    assert "between us" not in story  # the bot never heard of it
    assert (await replay(course(), story)).difference == ""


async def test_updates_that_nobody_can_have_sent_are_passed_over() -> None:
    telegram = LocalTelegram("1:x", now=Rehearsal(course(), ()).clock, people=PEOPLE)
    journal, watch = Journal(telegram, 7), telegram.watch()
    for junk in (
        {},
        {"message": "hello"},
        {"message": {"from": {"id": 5}, "chat": {"id": MINA}}},
        {"message": {"from": {"id": MINA}, "chat": {"id": MINA}}},
        {"callback_query": {"from": {"id": MINA}, "message": {"chat": {"id": MINA}}}},
        {"poll": {}},
    ):
        telegram.push(junk)

    write_down(journal, watch)

    assert read(journal.story(MINA)).steps == ()


# a number stands for one of the buttons that are there, a string for a deed
_doings = st.lists(
    st.integers(0, 40)
    | st.sampled_from([*DEEDS, "/learn", "/progress", "b", "7", "hm", "Next"])
    | st.builds("[{}] in message {}".format, st.sampled_from(["A", "Next →"]), st.integers(1, 5)),
    max_size=25,
)


@settings(max_examples=30, deadline=None)
@given(_doings)
def test_whatever_people_do_can_be_saved_and_replayed(doings: list[int | str]) -> None:
    asyncio.run(_saved_and_replayed(doings))


async def _saved_and_replayed(doings: list[int | str]) -> None:
    preview = Preview()
    done: list[Deed] = []
    for doing in doings:
        shown = [one for each in preview.rehearsal.hearing(MINA).buttons() for one in each]
        if isinstance(doing, str):
            text = doing
        elif shown:
            text = f"[{shown[doing % len(shown)].name}]"
        else:
            continue
        with contextlib.suppress(ImpossibleError):
            done += await preview.does(text)
    preview.rehearsal.close()

    story = preview.journal.story(MINA)

    replayed = await replay(course(), story)
    assert replayed == Replayed(story, "", has_ended=True)
    said = [step.act for step in read(story).steps if isinstance(step.act, Says)]
    assert said == [deed for deed in done if isinstance(deed, Says)]
