"""Replaying a transcript: what holds, what differs, what can no longer be done."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.core.course import Course
from bot.preview.server import Person
from bot.preview.transcript import TranscriptError
from bot.preview.transcript.deeds import Says, Votes
from bot.rehearsal import TOKEN, Rehearsal, Replayed, replay, replay_files
from tests.school import JONAS, MINA, RIVER_QUESTIONS, course

HEAD = "# Seodang conversation\n# begins 2026-03-02 12:00 UTC, seed 7\n"
HILLS = f"""{HEAD}
# Mina Park, 1001, student, ko
> /quiz
…

> [2. Hills]

Seodang, edited
  Hills · question 1 of 1

  True or false?
  It is high.

  A. True
  B. False
  [A. True] [B. False]
  [Stop here]

> [A. True]

Seodang, edited
  Hills · question 1 of 1

  True or false?
  It is high.

  Right. Your answer: True

  It is.

  Source: Guide 2020 (guide.example), ¶3

  Right answer: True
  [See the result →]
  [Reread page] [Report question]
  [Stop here]
"""
HIGH = {
    "id": "high",
    "type": "true_false",
    "ask": "It is high.",
    "answer": "true",
    "why": "It is.",
    "source": ["¶3"],
}


def hills(**changes: Any) -> Course:
    """The course with another question in its second module."""
    return course(hills=[HIGH | changes])


async def replayed(deeds: str, taught: Course | None = None) -> Replayed:
    """A transcript of Mina's deeds alone."""
    text = f"{HEAD}\n# Mina Park, 1001, student\n{deeds}"
    return await replay(taught or course(), text, "a.txt")


async def heard(deeds: str) -> str:
    """What the bot says to the last of Mina's deeds."""
    text = (await replayed(deeds)).text
    return text[text.rindex("\n> ") :].partition("\n\n")[2]


async def test_a_transcript_that_holds_differs_in_nothing() -> None:
    assert await replay(course(), HILLS) == Replayed(HILLS, "", has_ended=True)


async def test_a_difference_names_the_deed_and_shows_what_is_gone_and_what_is_new() -> None:
    taught = hills(answer="false", because="Look up.")

    replayed = await replay(taught, HILLS, "hills.txt")

    assert replayed.difference == (
        """\
hills.txt:21: Mina tapped [A. True]. The answer is another one now:
      It is high.

  -   Right. Your answer: True
  +   Not quite. Your answer: True
  +   Look up.

      It is.
    …
      Source: Guide 2020 (guide.example), ¶3

  -   Right answer: True
  +   Right answer: False
      [See the result →]
      [Reread page] [Report question]"""
    )
    assert replayed.has_ended


async def test_the_new_text_holds_when_it_is_replayed() -> None:
    taught = hills(ask="It is very high.")

    first = await replay(taught, HILLS)
    second = await replay(taught, first.text)

    assert "[2. Hills]" in first.difference
    assert second == Replayed(first.text, "", has_ended=True)


async def test_an_answer_that_was_left_out_is_not_looked_at_and_stays_left_out() -> None:
    text = HILLS.replace("It is high.", "It is low.")
    head, *_ = text.partition("\n\n> [2. Hills]")
    unseen = f"{head}\n> [2. Hills]\n…\n"

    assert await replay(course(), unseen) == Replayed(unseen, "", has_ended=True)


async def test_an_answer_that_came_or_did_not_come_before_is_said_so() -> None:
    silent = f"{HEAD}\n# Mina, 1, student\n> /quiz\n\n> (blocks the bot)\n\nSeodang\n  Bye.\n"

    difference = (await replay(course(), silent, "a.txt")).difference

    assert 'a.txt:5: Mina wrote "/quiz". The transcript has no answer; now there is one:' in (
        difference
    )
    assert "a.txt:7: Mina blocks the bot. Now there is no answer:\n  - Seodang" in difference


@pytest.mark.parametrize(
    ("deeds", "said"),
    [
        (
            "> /quiz\n\n> [3. Valleys]",
            (
                "a.txt:7: Mina tapped [3. Valleys]. That cannot be: there is no button "
                "[3. Valleys]; there are [1. Rivers] [2. Hills] [Modules] [Home]."
            ),
        ),
        ("> [A]", "there is no button [A]; there is none at all."),
        ("> [A] in message 3", "there is not a message 3 of the bot."),
        ("> (taps the old [A])", "there is no old button [A]; there is none at all."),
        ("> (edits message 9: x)", "there is not a message 9 of this person."),
        ("> (votes for 1)", "there is not a poll of the bot."),
        ("> (the last update comes again)", "this person has done nothing yet that could"),
        (">", "a message needs a text."),
    ],
)
async def test_a_deed_that_is_impossible_now_ends_the_replay(deeds: str, said: str) -> None:
    ended = await replayed(f"{deeds}\n\n> /help\n…")

    assert said in ended.difference
    assert not ended.has_ended
    assert "/help" not in ended.text


async def test_a_choice_stays_the_same_choice_when_the_options_have_another_order() -> None:
    question = next(one for one in RIVER_QUESTIONS if one["id"] == "rises")
    deeds = "> /quiz\n…\n> [1. Rivers]\n…\n> [In the south]\n…"

    now = await replayed(deeds, course([question | {"shuffle": "no"}]))
    turned = question | {"shuffle": "no", "options": question["options"][::-1]}
    then = await replay(course([turned]), now.text)

    assert "> [B. In the south]" in now.text
    assert "> [B. In the south]" in then.text
    assert (now.has_ended, then.has_ended) == (True, True)


async def test_a_notice_above_what_was_just_shown_is_told_without_repeating_it() -> None:
    assert await heard("> /quiz\n\n> /nonsense\n\n> /nonsense") == (
        "Seodang\n"
        "  I do not know that command. /help lists those I know. Here is where you are.\n\n"
        "  (the message before, once more)\n"
    )


async def test_what_nobody_saw_is_not_called_the_message_before() -> None:
    said = await heard("> /quiz\n…\n> /nonsense")

    assert "(the message before" not in said
    assert "[1. Rivers]" in said


async def test_a_double_tap_reaches_the_bot_before_it_has_answered() -> None:
    said = await heard("> /quiz\n…\n> [2. Hills]\n…\n> (taps twice [A. True])")

    assert said.startswith(
        "Seodang, in a toast\n"
        "  This question has its answer already. Go on with the button below.\n\n"
        "Seodang, edited\n"
    )


async def test_an_old_button_is_one_that_its_message_had_once() -> None:
    said = await heard(
        "> /quiz\n…\n> [2. Hills]\n…\n> [A. True]\n…\n> /help\n\n> (taps the old [B. False])"
    )

    assert said.startswith("Seodang, in a toast\n  This question has its answer already.")


async def test_an_update_that_comes_again_is_answered_with_nothing() -> None:
    assert await heard("> /help\n…\n> (the last update comes again)") == ""


async def test_what_comes_from_nobodys_keyboard_is_put_in_words() -> None:
    said = await heard(
        "> /quiz\n…\n> (sends a document notes.pdf: mine)\n…\n> (sends a dice)\n…\n"
        "> (answers message 1: 2)"
    )

    assert said.startswith("Seodang\n  Hills · question 1 of 1")


async def test_time_passes_for_everybody_in_the_zone_of_the_class() -> None:
    text = """# Seodang conversation
# begins 2026-03-02 21:00 Asia/Seoul, seed 7

# Jonas, 1002, student
> /start
…

# 8 days, 5 hours later

# Dr Seo, 9001, instructor
> /class
"""

    said = (await replay(course(), text)).text

    assert "11 March 2026, 02:00 KST" in said
    assert "• Jonas: 8 days" in said


async def test_a_group_is_made_before_anybody_writes_in_it() -> None:
    text = HEAD + (
        "# in the group Seminar, with 1001, 1002, 1003\n\n"
        "# Mina, 1001, student\n> hello\n\n> /learn\n\n# Jonas, 1002, student\n> hello\n"
    )

    said = (await replay(course(), text)).text

    assert said.count("Seodang\n") == 1
    assert "> /learn\n\nSeodang\n  I teach one student at a time" in said


async def test_what_the_bot_says_to_others_is_told_with_their_names() -> None:
    people = (Person(MINA, "Mina"), Person(JONAS, "Jonas", "Weber"))
    rehearsal = Rehearsal(course(), people)

    await rehearsal.does(MINA, Says("/learn"))
    await rehearsal.receives(rehearsal.telegram.send(JONAS, "/quiz"))
    lines = rehearsal.heard(MINA)

    rehearsal.close()
    heads = [line for line in lines if line.startswith("Seodang")]
    assert heads == ["Seodang", "Seodang, to Jonas Weber"]
    assert lines[lines.index(heads[1]) - 1] == ""


async def test_the_bot_gets_only_the_kinds_of_updates_that_it_asks_for() -> None:
    rehearsal = Rehearsal(course(), [Person(MINA, "Mina")])
    await rehearsal.does(MINA, Says("/start"))
    poll = {"chat_id": MINA, "question": "Tea?", "options": [{"text": "Yes"}, {"text": "No"}]}
    await rehearsal.telegram.call(TOKEN, "sendPoll", poll)

    await rehearsal.does(MINA, Votes((2,)))

    stored = rehearsal.db.conn.execute("select count(*) from inbox").fetchone()
    lines = rehearsal.heard(MINA)
    rehearsal.close()
    assert stored == (1,)
    assert "  2. No (1)" in lines


async def test_of_many_differences_the_first_are_shown_and_the_rest_counted() -> None:
    difference = (await replayed("> /help\n\n" * 7)).difference

    assert difference.count("Mina wrote") == 5
    assert difference.endswith("Another 2 answers differ.")


async def test_a_transcript_without_its_beginning_cannot_be_replayed() -> None:
    with pytest.raises(TranscriptError, match=r"a\.txt:3: its beginning is missing"):
        await replay(course(), f"{HEAD}# the beginning is missing\n", "a.txt")


def test_files_are_replayed_one_by_one_and_written_anew_on_demand(tmp_path: Path) -> None:
    good, odd = tmp_path / "good.txt", tmp_path / "odd.txt"
    good.write_text(HILLS, encoding="utf-8")
    odd.write_text(HILLS.replace("It is high.", "It is low."), encoding="utf-8")

    looked = [one.difference == "" for _, one in replay_files(course(), [good, odd])]
    assert looked == [True, False]
    assert "It is low." in odd.read_text(encoding="utf-8")

    written = [path for path, _ in replay_files(course(), [good, odd], update=True)]
    assert written == [good, odd]
    assert odd.read_text(encoding="utf-8") == HILLS


def test_a_transcript_that_cannot_go_on_is_not_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = HILLS.replace("[2. Hills]", "[3. Valleys]")
    path.write_text(text, encoding="utf-8")

    (_, replayed), *_ = replay_files(course(), [path], update=True)

    assert not replayed.has_ended
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "it cannot be read (No such file"), (b"\xff", "it is not UTF-8"), (b"", "begins with")],
)
def test_a_file_that_cannot_be_read_is_named_before_any_is_replayed(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(HILLS, encoding="utf-8")
    if content is not None:
        bad.write_bytes(content)

    with pytest.raises(TranscriptError) as mistake:
        next(replay_files(course(), [good, bad]))

    assert str(mistake.value).startswith(f"{bad}:1: ")
    assert said in str(mistake.value)


def test_a_conversation_is_the_same_each_time() -> None:
    text = f"{HEAD}\n# Mina, 1001, student\n> /quiz\n\n> [1. Rivers]\n\n> (sends a dice)\n\n> A\n"

    first, second = (asyncio.run(replay(course(), text)).text for _ in range(2))

    assert first == second
