"""How an action rides in a button."""

from dataclasses import fields
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core import actions
from bot.core.actions import (
    Action,
    Answering,
    Aside,
    Back,
    Class,
    ClassModule,
    Confirm,
    Finished,
    Help,
    Home,
    Leaf,
    Lookup,
    Modules,
    Next,
    OnTheWay,
    Onward,
    Open,
    PageFacts,
    PageTerms,
    Pick,
    Picture,
    PlaceFacts,
    Progress,
    QuestionFacts,
    Quiz,
    Quizzes,
    Reading,
    Retry,
    SessionId,
    SourceList,
    StudentId,
    TermEntry,
    TermList,
    TermSearch,
    Tick,
    pack,
    unpack,
)
from bot.core.course import LABELS, ModuleId, PageId, Question, QuestionId, TermId
from bot.core.screens.quizzing import question_screen
from bot.core.session import Session, begin
from tests.authors import modules, slugs
from tests.school import RIVERS, question
from tests.school import module as written

KINDS: tuple[type[Any], ...] = get_args(Action)
LARGEST = 2**63 - 1

_values = {
    "module": slugs,
    "page": slugs,
    "session": st.integers(1, LARGEST),
    "turn": st.integers(1, 10**9),
    "position": st.integers(0, len(LABELS) - 1),
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
    module, page, session = ModuleId(long), PageId(long), SessionId(LARGEST)
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
        Quiz(module),
        Pick(session, 10**18, 7),
        Tick(session, 10**18, 7, 1),
        Confirm(session, 10**18),
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
    assert set(actions._TAGS.values()) == set(KINDS)
    assert len(actions._TAGS) == len(KINDS)


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
        "q:rivers": Quiz(module),
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
@given(text=st.one_of(st.text(), st.from_regex(r"[a-z?](:[^:]{0,20}){0,5}", fullmatch=True)))
def test_whatever_a_button_carries_is_unpacked_or_refused_and_never_raises(text: str) -> None:
    action = unpack(text)

    assert action is None or (
        isinstance(action, KINDS)
        and all(0 <= value <= LARGEST for value in vars(action).values() if isinstance(value, int))
    )


def _buttons_of(asked: Question, session: Session, module: Any) -> list[str]:
    screen = question_screen(module, session, asked)
    return [pack(one.action) for one in screen.buttons() if isinstance(one.action, Pick | Tick)]


@settings(deadline=None)
@given(module=modules(("one",)), seed=st.integers(0, 2**48))
def test_right_and_wrong_options_carry_nothing_but_their_position(module: Any, seed: int) -> None:
    (asked,) = module.questions
    session = begin(SessionId(5), StudentId(6), "quiz", module, [QuestionId("one")], seed=seed)

    carried = _buttons_of(asked, session, module)

    tag = {"choice": "p:5:1:{}", "true_false": "p:5:1:{}", "choices": "t:5:1:{}:1"}
    expected = tag.get(asked.type, "")
    assert carried == [expected.format(position) for position in range(len(carried))]


def test_the_answer_to_a_statement_is_not_to_be_seen_in_its_buttons() -> None:
    def carried(answer: str) -> list[str]:
        asked: dict[str, Any] = {
            "id": "one",
            "type": "true_false",
            "ask": "It is so.",
            "answer": answer,
            "why": "It is.",
            "source": ["¶1"],
        }
        module = written(RIVERS, [asked])
        session = begin(SessionId(5), StudentId(6), "quiz", module, [QuestionId("one")], seed=1)
        return _buttons_of(question(**asked), session, module)

    assert carried("true") == carried("false") == ["p:5:1:0", "p:5:1:1"]
