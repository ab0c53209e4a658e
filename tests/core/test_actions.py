"""How an action rides in a button."""

from dataclasses import fields
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.actions import (
    Action,
    After,
    Answering,
    Aside,
    AskConfidence,
    Back,
    Before,
    Class,
    ClassModule,
    Confirm,
    Door,
    ExtraTime,
    Finished,
    Help,
    Hint,
    Home,
    Leaf,
    LookBack,
    Lookup,
    Match,
    Modules,
    Next,
    Objected,
    OnTheWay,
    Onward,
    Open,
    PageFacts,
    PageTerms,
    Pick,
    Picture,
    PlaceFacts,
    Pretest,
    Progress,
    QuestionFacts,
    Quiz,
    Quizzes,
    Reading,
    Report,
    Reporting,
    Reports,
    Retry,
    SessionId,
    Settings,
    SourceList,
    Sure,
    TermEntry,
    TermList,
    TermSearch,
    Tick,
    Undo,
    pack,
    packing,
    unpack,
)
from bot.core.course import LABELS, ModuleId, PageId, QuestionId, QuizId, TermId
from bot.core.screens.asking import question_screen
from tests.authors import questions, slugs
from tests.school import begun, course

KINDS: tuple[type[Any], ...] = get_args(Action)
LARGEST = 2**63 - 1

_values = {
    "module": slugs,
    "page": slugs,
    "session": st.integers(1, LARGEST),
    "turn": st.integers(1, 10**9),
    "position": st.integers(0, len(LABELS) - 1),
    "item": st.integers(0, len(LABELS) - 1),
    "count": st.integers(0, len(LABELS)),
    "level": st.integers(1, 3),
    "reason": st.integers(0, 9),
    "percent": st.integers(0, 100),
    "quiz": slugs,
    "on": st.integers(0, 1),
    "part": st.integers(0, 99),
    "question": slugs,
    "term": slugs,
    "mark": st.text(max_size=10),
    "wanted": st.text(),
}
# these are stored, and ride in no button
KEPT = (Aside, TermSearch)


def actions_of(kinds: tuple[type[Any], ...]) -> st.SearchStrategy[Any]:
    return st.sampled_from(kinds).flatmap(
        lambda kind: st.builds(kind, **{one.name: _values[one.name] for one in fields(kind)})
    )


_values["look"] = actions_of(get_args(Lookup))
_values["back"] = actions_of(get_args(OnTheWay))
any_action = actions_of(KINDS)


@settings(deadline=None)
@given(action=any_action)
def test_every_action_comes_back_from_its_button_and_fits_into_it(action: Action) -> None:
    carried = pack(action)

    assert unpack(carried) == action
    assert 1 <= len(carried.encode()) <= 64 or isinstance(action, (*KEPT, PlaceFacts))


def test_the_largest_ids_still_fit() -> None:
    long = "a" * 30
    module, page, quiz, session = ModuleId(long), PageId(long), QuizId(long), SessionId(LARGEST)
    largest: list[Action] = [
        Home(),
        Modules(),
        Reading(module, page),
        Finished(module),
        Quizzes(),
        Answering(session),
        Progress(),
        Help(),
        Class(),
        ClassModule(module),
        Open(module),
        Onward(module, page),
        Quiz(quiz),
        Door(quiz),
        LookBack(session, 10**18),
        Pretest(module),
        Before(module),
        After(module),
        Pick(session, 10**18, 7),
        Tick(session, 10**18, 7, 1),
        Match(session, 10**18, 7, 7),
        Undo(session, 10**18, 8),
        Hint(session, 10**18, 2),
        Confirm(session, 10**18),
        Sure(session, 10**18, 3),
        Reporting(session, 10**18),
        Report(session, 10**18, 9),
        Objected(session, 10**18),
        Reports(),
        Settings(),
        AskConfidence(1),
        ExtraTime(100),
        Next(session, 10**18),
        Retry(session),
        SourceList(),
        PlaceFacts("¶16a"),
        PageFacts(module, page),
        QuestionFacts(QuestionId(long)),
        TermList(),
        PageTerms(module, page),
        TermEntry(TermId(long)),
        Leaf(10**18),
        Back(),
        Picture(module, page),
    ]

    assert {type(one) for one in largest} == set(KINDS) - set(KEPT)
    assert max(len(pack(one)) for one in largest) <= 64
    assert [unpack(pack(one)) for one in largest] == largest


def test_every_kind_of_action_has_a_tag_of_its_own() -> None:
    assert set(packing._TAGS.values()) == set(KINDS)
    assert len(packing._TAGS) == len(KINDS)


def test_a_button_reads_as_it_always_has() -> None:
    """Buttons live on in chats for years: what they carry must not change its meaning."""
    module, page, session = ModuleId("rivers"), PageId("mouth"), SessionId(7)

    carried: dict[str, Action] = {
        "h": Home(),
        "m": Modules(),
        "r:rivers:mouth": Reading(module, page),
        "f:rivers": Finished(module),
        "z": Quizzes(),
        "s:7": Answering(session),
        "g": Progress(),
        "?": Help(),
        "c": Class(),
        "d:rivers": ClassModule(module),
        "o:rivers": Open(module),
        "w:rivers:mouth": Onward(module, page),
        "q:rivers": Quiz(QuizId("rivers")),
        "p:7:3:2": Pick(session, 3, 2),
        "t:7:3:2:1": Tick(session, 3, 2, 1),
        "k:7:3": Confirm(session, 3),
        "n:7:3": Next(session, 3),
        "y:7": Retry(session),
        "u": SourceList(),
        "a:¶19": PlaceFacts("¶19"),
        "a:1%3A7": PlaceFacts("1:7"),
        "e:rivers:mouth": PageFacts(module, page),
        "j:length": QuestionFacts(QuestionId("length")),
        "l": TermList(),
        "/:%253A%3A": TermSearch("%3A:"),
        "v:rivers:mouth": PageTerms(module, page),
        "b:kimhwa": TermEntry(TermId("kimhwa")),
        "x:2:u:r%3Arivers%3Amouth": Aside(2, SourceList(), Reading(module, page)),
        "+:2": Leaf(2),
        "<": Back(),
        "i:rivers:mouth": Picture(module, page),
        "A:7:2": LookBack(session, 2),
        "B:midterm": Door(QuizId("midterm")),
        "C:rivers": Pretest(module),
        "D:7:3": Reporting(session, 3),
        "E": Reports(),
        "P:7:3": Objected(session, 3),
        "F": Settings(),
        "G:rivers": Before(module),
        "H:rivers": After(module),
        "I:7:3:1:2": Match(session, 3, 1, 2),
        "J:7:3:2": Undo(session, 3, 2),
        "K:7:3:1": Hint(session, 3, 1),
        "L:7:3:2": Sure(session, 3, 2),
        "M:7:3:0": Report(session, 3, 0),
        "N:1": AskConfidence(1),
        "O:50": ExtraTime(50),
    }

    assert {text: unpack(text) for text in carried} == carried
    assert {pack(action): action for action in carried.values()} == carried


@pytest.mark.parametrize(
    "junk",
    [
        "",
        ":",
        "::::",
        "x",
        "H",
        "h:",
        "h:1",
        "x:0:h:h",
        "x:0:u:u",
        "x:0:u:x%3A0%3Au%3Ah",
        " h",
        "hh",
        "p",
        "p:1:1",
        "p:1:1:1:1",
        "p:::",
        "p:one:1:1",
        "p:-1:1:1",
        "p:+1:1:1",
        "p:1.0:1:1",
        "p: 1:1:1",
        "p:1_0:1:1",
        "p:１:1:1",
        "p:²:1:1",
        "p:1:1:\n1",
        "p:9223372036854775808:1:1",
        "p:1:99999999999999999999:1",
        "s:" + "9" * 5000,
        "\x00" * 64,
        "서당" * 10,
        "r:rivers",
        "r:a:b:c",
        "{}",
        '{"session": 1}',
        "'; drop table answers; --",
    ],
)
def test_junk_is_no_action(junk: str) -> None:
    assert unpack(junk) is None


@settings(deadline=None)
@given(text=st.one_of(st.text(), st.from_regex(r"[A-Za-z?](:[^:]{0,20}){0,5}", fullmatch=True)))
def test_whatever_a_button_carries_is_unpacked_or_refused_and_never_raises(text: str) -> None:
    action = unpack(text)

    assert action is None or (
        isinstance(action, KINDS)
        and all(0 <= value <= LARGEST for value in vars(action).values() if isinstance(value, int))
    )


def carried_by(asked: dict[str, Any], **fields: Any) -> list[str]:
    """What the buttons carry with which the question is answered."""
    taught = course([asked])
    session = begun(taught, asked["id"], id=SessionId(5), **fields)
    (written,) = taught.modules[ModuleId("rivers")].questions
    screen = question_screen(taught, session, written)
    kinds = Pick | Tick | Match | Undo | Hint | Confirm | Sure
    return [pack(one.action) for one in screen.buttons() if isinstance(one.action, kinds)]


@settings(deadline=None)
@given(asked=questions("one"), seed=st.integers(0, 2**48), asks_confidence=st.booleans())
def test_right_and_wrong_options_carry_nothing_but_their_position(
    asked: dict[str, Any], seed: int, asks_confidence: bool
) -> None:
    offers = {
        "choice": ("p:5:1:{}", len(asked.get("options", ""))),
        "choices": ("t:5:1:{}:1", len(asked.get("options", ""))),
        "true_false": ("p:5:1:{}", 2),
        "voice": ("p:5:1:{}", 2),
        "order": ("p:5:1:{}", len(asked.get("items", ""))),
        "match": (
            "I:5:1:0:{}",
            len({one["match"] for one in asked.get("pairs", ())})
            + len(asked.get("distractors", "")),
        ),
    }
    tag, count = offers.get(asked["type"], ("", 0))
    hands_in = ["k:5:1"] if asked["type"] == "choices" and not asks_confidence else []
    hints = ["K:5:1:0"] if asked.get("hints") else []

    carried = carried_by(asked, seed=seed, asks_confidence=asks_confidence)

    assert carried == [*(tag.format(one) for one in range(count)), *hands_in, *hints]


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ({"type": "true_false"}, ({"answer": "true"}, {"answer": "false"})),
        ({"type": "voice"}, ({"answer": "guide"}, {"answer": "beyond"})),
        ({"type": "number"}, ({"answer": "1"}, {"answer": "2"})),
        ({"type": "text"}, ({"accept": ["강"]}, {"accept": ["산"]})),
        ({"type": "order"}, ({"items": list("abc")}, {"items": list("cba")})),
        (
            {"type": "match"},
            (
                {"pairs": [{"item": "x", "match": "a"}, {"item": "y", "match": "b"}]},
                {"pairs": [{"item": "x", "match": "b"}, {"item": "y", "match": "a"}]},
            ),
        ),
    ],
)
def test_the_answer_is_not_to_be_seen_in_the_buttons(
    asked: dict[str, Any], answers: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    same = {"id": "one", "ask": "So?", "why": "So.", "source": ["¶1"], **asked}

    one, other = (carried_by({**same, **answer}) for answer in answers)

    assert one == other
