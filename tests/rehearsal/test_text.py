"""The format of transcripts: what is written is read back, and mistakes are named."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.preview.server import Person
from bot.preview.server.posts import KINDS
from bot.preview.transcript import Later, Step, Transcript, TranscriptError, read, write
from bot.preview.transcript.deeds import (
    Answers,
    BadDeedError,
    Blocks,
    Deed,
    Edits,
    Forges,
    Posts,
    Repeats,
    Says,
    Taps,
    Unblocks,
    Votes,
    read_deed,
    write_deed,
)
from bot.preview.transcript.text import Group, duration

NOON = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("UTC"))
MINA = Person(1001, "Mina", "Park", language_code="ko")
SEO = Person(9001, "Dr", "Seo", language_code=None, role="instructor")
HEAD = "# Seodang conversation\n# begins 2026-11-24 12:00 UTC, seed 7\n"

# a text as it reaches a file: whole characters, and none of Telegram's forbidden line ends
_letters = st.characters(codec="utf-8", exclude_characters="\r")
_nasty = st.sampled_from(
    ["[", "]", "(", ")", "\\", ">", "> ", "#", "…", "\n", "\n\n", " ", "서당", "\u200f", "\u2067",
     "] in message 2", "[A]", "(blocks the bot)", "Seodang", "\u2028", "\x85", "\ufeff"]
)  # fmt: skip
texts = st.lists(_nasty | st.text(_letters, max_size=5), max_size=8).map("".join)
words = texts.filter(bool)
numbers = st.integers(1, 999)
deeds: st.SearchStrategy[Deed] = st.one_of(
    st.builds(Says, texts),
    st.builds(Taps, words, st.none() | numbers, numbers, st.booleans()),
    st.builds(Forges, numbers, texts),
    st.builds(Edits, numbers, texts),
    st.builds(Answers, numbers, texts),
    st.builds(Posts, st.sampled_from(KINDS), caption=texts),
    st.builds(Posts, st.just("document"), st.sampled_from(["notes.pdf", "과제 1.pdf"]), texts),
    st.builds(Votes, st.lists(numbers, max_size=3).map(tuple), st.none() | numbers),
    st.sampled_from([Blocks(), Unblocks(), Repeats()]),
)
answers = st.sampled_from([(), ("…",), ("Seodang", "  Modules", "", "  > [1. Rivers]", "  # 1")])
steps = st.one_of(
    st.builds(Step, st.sampled_from([MINA, SEO]), deeds, answers),
    st.builds(Step, st.none(), st.builds(Later, st.integers(0, 10**8)), answers),
)
transcripts = st.builds(
    Transcript,
    st.just(NOON) | st.just(datetime(2026, 3, 1, 9, 30, tzinfo=ZoneInfo("Asia/Seoul"))),
    st.integers(0, 2**48),
    st.lists(steps, max_size=6).map(tuple),
    st.sampled_from(["", "A first lesson: page by page"]),
    st.none() | st.just(Group("Seminar, with tea", (1001, 9001))),
    st.booleans(),
)


def without_lines(transcript: Transcript) -> Transcript:
    return replace(transcript, steps=tuple(replace(one, line=0) for one in transcript.steps))


@given(deeds)
def test_every_deed_is_read_back_as_it_was_written(deed: Deed) -> None:
    assert read_deed(write_deed(deed)) == deed


@given(transcripts)
def test_every_transcript_is_read_back_as_it_was_written(transcript: Transcript) -> None:
    assert without_lines(read(write(transcript))) == transcript


@given(transcripts)
def test_ends_of_lines_and_a_mark_at_the_beginning_do_not_matter(transcript: Transcript) -> None:
    windows = "\ufeff" + write(transcript).replace("\n", "\r\n")

    assert without_lines(read(windows)) == transcript


@pytest.mark.parametrize(
    ("text", "deed"),
    [
        ("/quiz", Says("/quiz")),
        ("\\[A]", Says("[A]")),
        ("\\(sighs)", Says("(sighs)")),
        ("\\\\o/", Says("\\o/")),
        ("> quoted", Says("> quoted")),
        ("[1. Rivers]", Taps("1. Rivers")),
        ("[[A] or [B]] in message 2", Taps("[A] or [B]", 2)),
        ("(taps twice [Next →])", Taps("Next →", times=2)),
        ("(taps 3 times the old [A] in message 4)", Taps("A", 4, times=3, is_old=True)),
        ("(forges a tap in message 1: p:1:1:0)", Forges(1, "p:1:1:0")),
        ("(edits message 1: new: words)", Edits(1, "new: words")),
        ("(answers message 2: yes)", Answers(2, "yes")),
        ("(sends a sticker)", Posts("sticker")),
        ("(sends a video note)", Posts("video_note")),
        ("(sends an audio)", Posts("audio")),
        ("(sends a photo: my notes)", Posts("photo", caption="my notes")),
        ("(sends a document notes.pdf: see p. 2)", Posts("document", "notes.pdf", "see p. 2")),
        ("(votes for 1, 3 in message 2)", Votes((1, 3), 2)),
        ("(takes back the vote)", Votes(())),
        ("(blocks the bot)", Blocks()),
        ("(the last update comes again)", Repeats()),
    ],
)
def test_deeds_read_as_people_would_say_them(text: str, deed: Deed) -> None:
    assert read_deed(text) == deed
    assert write_deed(deed) == text


@pytest.mark.parametrize(
    "text", ["(sighs)", "[A] in message two", "[]", "(sends a letter)", "(sends a sticker big)"]
)
def test_brackets_that_hold_no_deed_are_refused(text: str) -> None:
    with pytest.raises(BadDeedError, match="has a backslash before it"):
        read_deed(text)


def test_several_lines_are_one_message_and_an_empty_line_parts_two() -> None:
    text = f"{HEAD}# Mina Park, 1001, student, ko\n> one\n>\n> two\n\n> three\n"

    acts = [step.act for step in read(text).steps]

    assert acts == [Says("one\n\ntwo"), Says("three")]


def test_deeds_without_a_look_at_their_answers_stand_together() -> None:
    unseen = tuple(Step(MINA, Says(text), ("…",)) for text in "ab")
    seen = Step(MINA, Says("c"), ("Seodang", "  Yes."))

    text = write(Transcript(NOON, 7, (*unseen, seen)))

    assert text == (
        f"{HEAD}\n# Mina Park, 1001, student, ko\n> a\n…\n> b\n…\n\n> c\n\nSeodang\n  Yes.\n"
    )


def test_people_come_in_the_order_in_which_they_act() -> None:
    text = f"{HEAD}# Dr Seo, 9001, instructor\n> a\n\n# Mina Park, 1001, student, ko\n> b\n"

    assert read(text).people == (SEO, MINA)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(604_800, "7 days"), (3_600, "1 hour"), (5_401, "1 hour, 30 minutes, 1 second")],
)
def test_time_passes_in_words(seconds: int, words: str) -> None:
    text = f"{HEAD}\n# {words} later\n"

    assert duration(seconds) == words
    assert read(text).steps == (Step(None, Later(seconds), line=4),)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", 'a.txt:1: a transcript begins with the line "# Seodang conversation"'),
        ("# Seodang conversation\n> a", "a.txt:2: here stands when it begins"),
        (HEAD.replace("11-24", "11-31"), "a.txt:2: 2026-11-31 12:00 is no date and time"),
        (HEAD.replace("UTC", "Mars"), "a.txt:2: Mars is no time zone; write UTC or one like"),
        (HEAD.replace("UTC", "../etc/passwd"), "a.txt:2: ../etc/passwd is no time zone"),
        (f"{HEAD}> /quiz", "a.txt:3: nobody is here yet; write who acts"),
        (f"{HEAD}# Mina\n", 'a.txt:3: "# Mina" cannot be read; write who acts, as in'),
        (f"{HEAD}# 3 weeks later\n", 'a.txt:3: "weeks" is no unit of time here; write day, hour'),
        (f"{HEAD}# 9000000 days later\n", "a.txt:3: 9000000 days are too many"),
        (f"{HEAD}/quiz\n", 'a.txt:3: "/quiz" is nobody\'s; what a person does begins with "> "'),
        (f"{HEAD}# Mina, 1, student\n> a\n/quiz", 'a.txt:5: "/quiz" is neither the bot\'s nor'),
        (f"{HEAD}# Mina, 1, student\n> a\n\n> (sighs)", 'a.txt:6: "(sighs)" is nothing that a'),
        (
            f"{HEAD}# Mina, 1, student\n> a\n\n# Eve, 1, student\n",
            "a.txt:6: 1 was Mina, 1, student before; an id belongs to one person",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line_and_its_remedy(text: str, said: str) -> None:
    with pytest.raises(TranscriptError) as mistake:
        read(text, "a.txt")

    assert str(mistake.value).startswith(said)


def test_a_zone_of_the_standard_library_is_written_by_its_name() -> None:
    transcript = Transcript(datetime(2026, 11, 24, 12, tzinfo=UTC), 7, ())

    assert write(transcript) == HEAD
