"""What students read of a question of each type, before, on the way, and after, and at the end."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.core.calibration import calibration
from bot.core.course import Course, Question, QuestionId, QuizId, right_answers
from bot.core.grading import Reply, after_hints, grade
from bot.core.offers import in_words, offered
from bot.core.progress import Record, Result, progress
from bot.core.screens import Screen
from bot.core.screens.asking import LEVELS, Time, question_screen
from bot.core.screens.feedback import feedback_screen, lookback_screen
from bot.core.screens.gallery import replies
from bot.core.screens.overview import progress_screen
from bot.core.screens.quizzes import Attempts, door_screen, offer, quizzes_screen
from bot.core.screens.results import Tested as OfTest
from bot.core.screens.results import result_screen
from bot.core.session import Answer, Session
from bot.preview.server.tags import read_html
from bot.render import render
from tests import sourced
from tests.school import MINA, NOON, begun

WHOLE: Course = sourced.whole()
IDS = [str(id_) for id_ in WHOLE.questions]
OFFERING = [id_ for id_ in IDS if offered(WHOLE.questions[QuestionId(id_)], 1)]
HINTED = [id_ for id_ in IDS if WHOLE.questions[QuestionId(id_)].hints]
PARTLY = ["banks", "course-of-it", "what-is-where"]
SEOUL = ZoneInfo("Asia/Seoul")


def asked(id_: str) -> Question:
    return WHOLE.questions[QuestionId(id_)]


def seen(screen: Screen) -> str:
    """What Telegram makes of it; refused markup fails the test."""
    text, _ = read_html(render(screen).html)
    return text


def before(id_: str, later: dict[str, Any] | None = None, **fields: Any) -> str:
    """The question as it is read; `later` is what has changed since it was put."""
    session = replace(begun(WHOLE, id_, **fields), **(later or {}))
    return seen(question_screen(WHOLE, session, asked(id_)))


def answer_to(id_: str, reply: Reply, hints: int = 0, **fields: Any) -> tuple[Session, Answer]:
    question, session = asked(id_), begun(WHOLE, id_)
    judged = grade(question, reply)
    answer = Answer(
        session.id,
        session.turn,
        MINA,
        QuestionId(id_),
        question.version,
        reply,
        after_hints(question, judged.mark, hints),
        judged.is_right,
        hints=hints,
        **fields,
    )
    return replace(session, reply=reply), answer


def after(id_: str, reply: Reply, **fields: Any) -> str:
    session, answer = answer_to(id_, reply, **fields)
    return seen(feedback_screen(WHOLE, session, asked(id_), answer))


def key(id_: str) -> list[str]:
    """The right answer as it stands at the end, line by line."""
    question = asked(id_)
    right = list(right_answers(question))
    if question.type == "order":
        return [f"{at}. {one}" for at, one in enumerate(right, start=1)]
    return right if question.type == "match" else ["; ".join(right)]


def in_letters(text: str) -> str:
    """The text without what is neither letter, digit nor punctuation: ticks, crosses, emoji."""
    return "".join(one for one in text if unicodedata.category(one) != "So")


@pytest.mark.parametrize("id_", OFFERING)
def test_all_that_can_be_taken_stands_in_the_text_with_its_label(id_: str) -> None:
    text = f"{before(id_)}\n"

    for label, option in zip("ABCDEFGH", offered(asked(id_), 1), strict=False):
        assert f"{label}. {in_words(asked(id_), option)}\n" in text


@pytest.mark.parametrize(
    ("id_", "what_to_do"),
    [
        ("length", "Type the number (km)."),
        ("name", "Type your answer."),
        ("salty", "True or false?"),
        ("claim", "Whose claim is this?"),
        ("banks", "2 of them fit: tick both, then confirm."),
        ("course-of-it", "Tap the first, then the next, or type the letters in order."),
        ("what-is-where", "Tap what belongs to the item with the arrow"),
    ],
)
def test_each_type_says_what_to_do(id_: str, what_to_do: str) -> None:
    assert what_to_do in before(id_)


@pytest.mark.parametrize(
    ("id_", "stated"),
    [
        ("banks", "Each that fits counts 1/2, each that does not takes off 1/2."),
        ("course-of-it", "Each in its place counts 1/4."),
        ("what-is-where", "Each pair counts 1/3."),
    ],
)
def test_partial_credit_is_stated_before_and_all_the_way(id_: str, stated: str) -> None:
    there = offered(asked(id_), 1)
    right, *_ = replies(asked(id_))

    for draft in ((), there[:1], right):
        assert stated in before(id_, later={"draft": draft})
        assert stated in before(id_, later={"draft": draft}, asks_confidence=True)


@pytest.mark.parametrize("id_", sorted(set(IDS) - set(PARTLY)))
def test_where_there_is_no_partial_credit_none_is_spoken_of(id_: str) -> None:
    assert "counts 1/" not in before(id_)


@pytest.mark.parametrize("id_", HINTED)
def test_what_a_hint_costs_is_said_before_it_is_taken_and_what_was_left_afterwards(
    id_: str,
) -> None:
    first, second = "It is cold there.", "Look at the map."

    texts = [before(id_, later={"hints": count}) for count in range(3)]
    told = after(id_, next(replies(asked(id_))), hints=1)

    assert [[hint in text for hint in (first, second)] for text in texts] == [
        [False, False],
        [True, False],
        [True, True],
    ]
    assert "A hint takes 33 % off this question." in texts[0]
    assert "Another hint takes 33 % off this question." in texts[1]
    assert "hint takes" not in texts[2]
    assert "With 1 hint: 0.67 of 1 point." in told


@pytest.mark.parametrize("id_", OFFERING)
def test_what_was_taken_stands_in_the_text_before_it_is_handed_in(id_: str) -> None:
    question = asked(id_)
    right, *_ = replies(question)

    text = in_letters(before(id_, later={"draft": right}, asks_confidence=True))

    taken = [in_words(question, one) for one in right]
    lines = {
        "order": [f"{at}. {one}" for at, one in enumerate(taken, start=1)],
        "match": [" → In Alba", " → In Brin"],
        "choices": [f"Your answer: {'; '.join(sorted(taken))}"],
    }
    for line in lines.get(question.type, [f"Your answer: {taken[0]}"]):
        assert line in text


@pytest.mark.parametrize(("id_", "typed"), [("length", "130 km"), ("name", "Nile")])
def test_what_was_typed_stands_in_the_text_before_it_is_handed_in(id_: str, typed: str) -> None:
    assert f"Your answer: {typed}" in before(id_, later={"draft": (typed,)}, asks_confidence=True)


@pytest.mark.parametrize("id_", IDS)
def test_one_is_asked_how_sure_one_is_when_there_is_an_answer_and_only_where_it_is_asked(
    id_: str,
) -> None:
    right, *_ = replies(asked(id_))

    ready = before(id_, later={"draft": right}, asks_confidence=True)
    empty = before(id_, asks_confidence=True)
    unasked = before(id_, later={"draft": right})

    assert ["How sure are you?" in text for text in (ready, empty, unasked)] == [True, False, False]


def test_an_order_shows_what_is_to_come_and_where_it_will_stand() -> None:
    text = before("course-of-it", later={"draft": ("The sea", "The mill")})

    assert "Your order\n1. The sea\n2. The mill\n3. …\n4. …" in text
    assert not re.search(r"[A-D]\. The (sea|mill)", text)


def test_of_what_is_matched_the_present_item_is_marked_in_words_too() -> None:
    text = before("what-is-where", later={"draft": ("In Cole",)})

    assert "1. A mill → In Cole\n" in text
    assert "2. A bridge → ?\n" in text
    assert "3. A tower\n" in text


def test_what_was_almost_right_is_laid_beside_what_is_meant() -> None:
    session = replace(begun(WHOLE, "name"), tries=("Tumen Rivr",))

    html = render(question_screen(WHOLE, session, asked("name"))).html

    assert "<b>Almost.</b>\nYou typed: Tumen Rivr\nIt is spelt: Tumen Riv<u>e</u>r\n" in html
    assert "Type it once more, as it is spelt; it then counts." in html


def test_the_time_of_a_test_is_said_in_minutes_and_by_the_clock() -> None:
    session = begun(WHOLE, "salty", mode="test", ends=NOON)

    def text(left: timedelta) -> str:
        time = Time(left, datetime(2026, 3, 2, 21, 0, tzinfo=SEOUL))
        return seen(question_screen(WHOLE, session, asked("salty"), time))

    assert "4 minutes left, until 21:00" in text(timedelta(minutes=3, seconds=1))
    assert "1 minute left, until 21:00" in text(timedelta(seconds=1))


def every_feedback() -> Iterator[tuple[str, Reply]]:
    for id_ in IDS:
        for reply in replies(asked(id_)):
            yield id_, reply


@pytest.mark.parametrize(("id_", "reply"), [*every_feedback()])
def test_the_right_answer_stands_alone_at_the_end_of_every_feedback(id_: str, reply: Reply) -> None:
    session, answer = answer_to(id_, reply, hints=1, sure=2)
    question = asked(id_)

    for screen in (
        feedback_screen(WHOLE, session, question, answer),
        lookback_screen(WHOLE, replace(session, has_ended=True), 0, question, answer),
    ):
        text = seen(screen)
        *_, last = text.split("\n\n")
        lines = last.removeprefix("Right answer:").strip().split("\n")
        assert last.startswith("Right answer:")
        assert [re.sub(r" \(also .*\)$", "", line) for line in lines] == key(id_)
        assert text.count("Right answer:") == 1


@pytest.mark.parametrize(("id_", "reply"), [*every_feedback()])
def test_feedback_says_in_words_what_was_answered_how_right_it_was_and_why(
    id_: str, reply: Reply
) -> None:
    question = asked(id_)
    judged = grade(question, reply)

    text = in_letters(after(id_, reply))

    said = "Right." if judged.is_right else "Not quite."
    if 0 < judged.mark < 1:
        said = f"Partly right: {100 * judged.mark:.0f} %."
    assert f"{said} Your answer:" in text
    if question.type in ("order", "match"):
        assert all(one in text for one in reply)
    else:
        assert f"Your answer: {'; '.join(in_words(question, one) for one in reply)}\n" in text
    assert question.why in text
    for because in judged.because:
        assert because in text


@pytest.mark.parametrize("id_", IDS)
def test_whoever_was_right_is_not_told_why_others_are_not(id_: str) -> None:
    right, *others = replies(asked(id_))
    reasons = {because for one in others for because in grade(asked(id_), one).because}

    text = after(id_, right)

    assert not any(because in text for because in reasons)


@pytest.mark.parametrize(
    ("reply", "tries", "remark"),
    [
        ("두만 강", (), "It counts, but is spaced otherwise; see below."),
        ("enaksrkd", (), "Your keyboard was set to another script; the keys were right."),
        ("Tümen River", (), "It counts; with its marks it is spelt as below."),
        ("Tumen Rivr", (), "It counts, but was not spelt so at once."),
        ("Tumen River", ("Tumen Rivr",), "It counts, but was not spelt so at once."),
    ],
)
def test_a_name_that_counts_and_is_spelt_otherwise_is_remarked_on(
    reply: str, tries: tuple[str, ...], remark: str
) -> None:
    text = after("name", (reply,), tries=tries)

    assert remark in text
    assert text.endswith("Right answer: 두만강 (also Tumen River)")


@pytest.mark.parametrize(
    ("sure", "reply", "said"),
    [
        (3, "false", "You were sure: +3 in certainty marks, which count for no grade."),
        (2, "false", "You thought so: +2 in certainty marks, which count for no grade."),
        (1, "true", "You guessed: 0 in certainty marks, which count for no grade."),
        (3, "true", "You were sure: −6 in certainty marks, which count for no grade."),
    ],
)
def test_feedback_says_what_certainty_was_worth(sure: int, reply: str, said: str) -> None:
    assert said in after("salty", (reply,), sure=sure)


def walked(*marks: float, sure: int | None = None, **fields: Any) -> Any:
    """A walk through the first questions that has ended with these marks, and its answers."""
    ids = [QuestionId(one) for one in IDS[: max(4, len(marks))]]
    session = replace(begun(WHOLE, *ids, **fields), has_ended=True)
    answers = {
        id_: Answer(session.id, at, MINA, id_, "v", ("so",), mark, mark == 1, sure=sure)
        for at, (id_, mark) in enumerate(zip(ids, marks, strict=False), start=1)
    }
    return session, answers


def result(*marks: float, **more: Any) -> str:
    shown = {key: more.pop(key) for key in ("tested", "before") if key in more}
    return seen(result_screen(WHOLE, *walked(*marks, **more), **shown))


def test_a_result_says_how_many_were_right_and_what_parts_add() -> None:
    whole, parts = result(1, 1, 0, 1), result(1, 0.5, 0, 1)

    assert "3 of 4 right (75 %)." in whole
    assert "2 of 4 right, 2.5 points, with what was partly right" in parts
    assert "(62 %)." in parts
    assert "Nothing to look at again." in result(1, 1, 1, 1)
    assert "Nothing to look at again." not in whole


def test_what_was_missed_is_listed_with_its_right_answer() -> None:
    text = result(0, 1, 1, 1, sure=3)

    assert "1. Where does it rise? You were sure.\n→ In the north · Where it rises [¶1]" in text


@pytest.mark.parametrize(
    ("marks", "tested", "said", "unsaid"),
    [
        (
            (1, 1, 1, 0),
            OfTest(60, 1, 75, is_timed_out=False),
            ["Passed: 60 % are needed.", "1 attempt left."],
            ["The time was over", "best attempt"],
        ),
        (
            (1, 0, 0, 0),
            OfTest(60, 2, 75, is_timed_out=False),
            [
                "Not passed: 60 % are needed.",
                "Your best attempt, which counts: 75 %.",
                "2 attempts left.",
            ],
            ["The time was over"],
        ),
        (
            (1,),
            OfTest(None, None, 25, is_timed_out=True),
            ["1 of 4 right (25 %).", "The time was over; what was left open counts as wrong."],
            ["assed", "attempt", "Nothing to look at again."],
        ),
        (
            (),
            OfTest(60, 0, 0, is_timed_out=True),
            ["0 of 4 right (0 %).", "Not passed", "0 attempts left."],
            ["Nothing to look at again."],
        ),
    ],
)
def test_a_test_s_result_says_whether_it_is_passed_and_what_is_left(
    marks: tuple[float, ...], tested: OfTest, said: list[str], unsaid: list[str]
) -> None:
    text = result(*marks, mode="test", quiz=QuizId("midterm"), tested=tested)

    assert text.startswith("Midterm: result")
    assert [one for one in said if one not in text] == []
    assert [one for one in unsaid if one in text] == []


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (Result(1, 4, 1), "Before reading it was 1 of 4: you gained 50 percentage points."),
        (Result(3, 4, 3), "Before reading it was 3 of 4: as many as now."),
        (Result(4, 4, 4), "Before reading it was 4 of 4: 25 percentage points more than now;"),
    ],
)
def test_what_was_gained_by_reading_is_said_in_words(first: Result, said: str) -> None:
    assert said in result(1, 1, 1, 0, kind="after", before=first)


def test_before_reading_no_answer_is_told() -> None:
    text = result(0, 1, 0, 0, kind="before", sure=3)

    assert text.startswith("Rivers: before you read\n\n1 of 4 right so far.")
    assert "Look at again" not in text
    assert "In the north" not in text


CALIBRATIONS = [
    ((0, 0, 1, 1), 3, ["When you were sure: 2 of 4 right", "You were sure of things that are not"]),
    ((1, 1, 1, 1), 1, ["When you guessed: 4 of 4 right", "You know more than you think"]),
    ((1, 1, 1, 1), 3, ["When you were sure: 4 of 4 right", "you can trust that feeling"]),
    ((1, 0), 2, ["When you thought so: 1 of 2 right", "count for no grade: 0 of 6."]),
]


@pytest.mark.parametrize(("marks", "sure", "said"), CALIBRATIONS)
def test_how_well_one_knows_what_one_knows_is_said_in_words(
    marks: tuple[float, ...], sure: int, said: list[str]
) -> None:
    known = calibration((sure, mark == 1, mark) for mark in marks)

    texts = (
        result(*marks, sure=sure),
        seen(progress_screen(progress(WHOLE, Record()), known)),
    )

    for text in texts:
        assert [one for one in said if one not in text] == []


def test_where_certainty_was_not_asked_nothing_is_said_of_it() -> None:
    assert "How well you know what you know" not in result(1, 0, 1, 1)


OPEN = datetime(2026, 3, 2, 12, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("quiz", "attempts", "now", "said", "unsaid"),
    [
        (
            "midterm",
            Attempts(),
            OPEN,
            [
                "What you know by now.",
                "3 questions. Whether you were right is said at the end",
                "Time: 15 minutes, your extra time included.",
                "Attempts: 2, of which 0 are used. The best one counts.",
                "60 % of the points pass.",
                "Opens: 1 March 2026, 09:00 KST",
                "Closes: 9 March 2026, 18:00 KST",
                "You are asked how sure you are.",
            ],
            ["best result"],
        ),
        (
            "midterm",
            Attempts(2, Result(1, 3, 1.5)),
            OPEN,
            ["You have no attempt left.", "Your best result so far: 50 %."],
            [],
        ),
        ("midterm", Attempts(), OPEN.replace(month=2), ["It is not open yet."], []),
        ("midterm", Attempts(), OPEN.replace(month=4), ["It is closed."], []),
        ("midterm", Attempts(is_running=True), OPEN, ["You have begun it."], []),
        (
            "mixed",
            Attempts(),
            OPEN,
            ["Here come questions from modules that you have read to the end."],
            ["0 questions"],
        ),
        (
            "warm-up",
            Attempts(),
            OPEN,
            ["2 questions, with feedback after each answer."],
            ["sure", "Time", "Attempts"],
        ),
    ],
)
def test_the_door_says_what_the_quiz_is_like_before_it_is_begun(
    quiz: str, attempts: Attempts, now: datetime, said: list[str], unsaid: list[str]
) -> None:
    offered_ = offer(WHOLE, WHOLE.quizzes[QuizId(quiz)], attempts, now=now, extra=50)

    text = seen(door_screen(offered_))

    assert [one for one in said if one not in text] == []
    assert [one for one in unsaid if one in text] == []


def test_quizzes_say_what_can_be_done_with_each_now() -> None:
    offers = [offer(WHOLE, one, Attempts(), now=OPEN) for one in WHOLE.quizzes.values()]

    text = seen(quizzes_screen(progress(WHOLE, Record()), offers))

    assert "3. All mixed\npractice · opens when you have read a module\n" in text
    assert "4. Midterm\ntest · 3 questions\n" in text
    assert "5. Warm-up\nquiz · 2 questions\n" in text


def test_the_words_for_how_sure_one_is_are_those_of_the_buttons_the_least_sure_first() -> None:
    right, *_ = replies(asked("salty"))
    session = replace(begun(WHOLE, "salty", asks_confidence=True), draft=right)

    rows = render(question_screen(WHOLE, session, asked("salty"))).rows

    assert tuple(face.text for face in rows[1]) == LEVELS == ("Guess", "Think so", "Sure")
