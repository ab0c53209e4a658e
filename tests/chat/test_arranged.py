"""Orders and pairs are arranged: tapped one by one, or typed as letters."""

import pytest

from tests.chat.conftest import Teach
from tests.conversation import School, Student
from tests.kinds import asking, begins
from tests.school import COURSE_OF_IT, MINA, WHAT_IS_WHERE

ORDER = COURSE_OF_IT["items"]


@pytest.fixture
def school(teach: Teach) -> School:
    return teach(asking(COURSE_OF_IT, WHAT_IS_WHERE))


@pytest.fixture
async def ordering(school: School, mina: Student) -> Student:
    """Mina before the question that asks for an order."""
    return await begins(mina)


@pytest.fixture
async def matching(ordering: Student) -> Student:
    """Mina before the question that asks for pairs."""
    await ordering.sends(letters(ordering, *ORDER))
    await ordering.taps("Confirm")
    await ordering.taps("Next")
    return ordering


def letters(student: Student, *texts: str) -> str:
    """What one types to take these, in this order."""
    return " ".join(student.label(one) for one in texts)


def labels(student: Student) -> dict[str, str]:
    """The letter of each entry that is not placed yet."""
    lines = (line.partition(". ") for line in student.text.splitlines())
    return {text: letter for letter, _, text in lines if letter in list("ABCDEFGH")}


async def test_entries_are_tapped_one_by_one_and_confirmed(
    school: School, ordering: Student
) -> None:
    assert ordering.sees("1. …", "4. …", "Tap the first, then the next", "counts 1/4")
    assert "Confirm" not in ordering.buttons()

    for entry in ORDER:
        await ordering.answers(entry)
    assert ordering.sees("1. The spring\n2. The mill\n3. The bridge\n4. The sea")
    assert ordering.sees("All have their place.")
    assert ordering.buttons() == ["Confirm", "Undo", "Stop here"]
    await ordering.taps("Confirm")

    assert ordering.sees("Right. Your answer:", "✓ 1. The spring", "✓ 4. The sea")
    assert school.rows("select mark, is_right from answers") == [(1.0, 1)]


async def test_entries_never_stand_in_the_right_order_at_first(teach: Teach) -> None:
    school = teach(asking({**COURSE_OF_IT, "items": ORDER[:3]}))
    mina = school.student(MINA)
    orders = set()

    for _ in range(12):
        await begins(mina)
        orders.add(tuple(labels(mina)))
        await mina.sends("A B C")
        await mina.taps("Confirm")
        await mina.taps("See the result")

    assert len(orders) > 2
    assert tuple(ORDER[:3]) not in orders


async def test_an_entry_that_is_placed_stands_among_the_rest_no_more(ordering: Student) -> None:
    letter = ordering.label("The sea")

    await ordering.answers("The sea")

    assert ordering.sees("1. The sea\n2. …")
    assert letter not in ordering.buttons()
    assert labels(ordering).keys() == {"The spring", "The mill", "The bridge"}


async def test_undo_takes_back_the_last_entry_and_only_that(ordering: Student) -> None:
    await ordering.answers("The mill")
    await ordering.answers("The sea")
    undo = ordering.tap("Undo")

    await ordering.school.receives(undo, ordering.school.telegram.again(undo, new_id=True))
    assert ordering.sees("1. The mill\n2. …")
    await ordering.sends("undo")

    assert ordering.sees("1. …")
    assert "Undo" not in ordering.buttons()


async def test_a_double_tap_places_an_entry_once(school: School, ordering: Student) -> None:
    tap = ordering.tap(ordering.label("The mill"))

    await school.receives(tap, school.telegram.again(tap, new_id=True))

    assert ordering.sees("1. The mill\n2. …")


async def test_a_double_tap_on_confirm_hands_in_once(school: School, ordering: Student) -> None:
    await ordering.sends(letters(ordering, *ORDER))
    tap = ordering.tap("Confirm")

    await school.receives(tap, school.telegram.again(tap, new_id=True))

    assert len(school.rows("select * from answers")) == 1
    assert ordering.toast == "This question has its answer already. Go on with the button below."


async def test_confirming_an_order_that_is_not_whole_hands_in_nothing(
    school: School, ordering: Student
) -> None:
    await ordering.sends(letters(ordering, *ORDER))
    confirm = ordering.tap("Confirm")
    await ordering.taps("Undo")

    await school.receives(confirm)

    assert ordering.toast == "Something is still missing: go on until everything has its place."
    assert ordering.sees("4. …")
    assert school.rows("select * from answers") == []


async def test_a_whole_order_is_typed_at_once_and_replaces_what_was_there(
    ordering: Student,
) -> None:
    typed = letters(ordering, *ORDER)
    await ordering.answers("The sea")

    await ordering.sends(typed.lower())

    assert ordering.sees("1. The spring\n2. The mill\n3. The bridge\n4. The sea")


async def test_an_order_is_typed_letter_by_letter_with_undo_and_confirm(
    ordering: Student,
) -> None:
    known = labels(ordering)
    for entry in ("The spring", "The sea"):
        await ordering.sends(known[entry])
    await ordering.sends("Undo")
    await ordering.sends(f"{known['The mill']}, {known['The bridge']}")
    await ordering.sends(known["The sea"])

    await ordering.sends("Confirm")

    assert ordering.sees("Right. Your answer:")


@pytest.mark.parametrize("again", ["A A", "A B C D A", "A B C D E", "E", "the mill", "A then B"])
async def test_letters_that_make_no_order_change_nothing(
    school: School, ordering: Student, again: str
) -> None:
    before = school.stored()

    await ordering.sends(again)

    assert ordering.sees("I could not make sense of that.", "1. …")
    assert school.stored() == before


async def test_a_letter_that_is_placed_already_is_not_placed_twice(ordering: Student) -> None:
    letter = ordering.label("The mill")
    await ordering.sends(letter)

    await ordering.sends(letter)

    assert ordering.sees("I could not make sense of that.", "1. The mill\n2. …")


async def test_an_order_is_partly_right_by_its_places(school: School, ordering: Student) -> None:
    await ordering.sends(letters(ordering, "The spring", "The mill", "The sea", "The bridge"))
    await ordering.taps("Confirm")

    assert ordering.sees("Partly right: 50 %.", "✓ 2. The mill", "✗ 3. The sea")
    assert ordering.sees("Water flows down.", "Right answer:\n1. The spring\n2. The mill")
    assert school.rows("select mark, is_right from answers") == [(0.5, 0)]


async def test_what_is_arranged_survives_leaving_and_a_restart(
    school: School, ordering: Student
) -> None:
    await ordering.answers("The mill")
    await ordering.answers("The sea")
    left = ordering.text
    await ordering.taps("Stop here")
    await school.reopens()

    await begins(ordering, "1. Continue")

    assert ordering.text == left


async def test_an_order_that_was_reworded_is_asked_anew_with_nothing_placed(
    school: School, ordering: Student
) -> None:
    old = ordering.tap(ordering.label("The mill"))
    await ordering.answers("The sea")
    reworded = {**COURSE_OF_IT, "items": [*ORDER[:3], "The ocean"]}
    await school.reopens(asking(reworded, WHAT_IS_WHERE))

    await school.receives(old)

    assert ordering.toast == "That question is past. Here is where you are."
    assert ordering.sees("The ocean", "1. …")


async def test_each_item_is_matched_in_turn_and_a_match_may_serve_twice(
    school: School, matching: Student
) -> None:
    assert matching.sees("▸ 1. A mill → ?", "2. A bridge", "counts 1/3")
    assert sorted(labels(matching)) == ["In Alba", "In Brin", "In Cole"]

    await matching.answers("In Alba")
    assert matching.sees("1. A mill → In Alba", "▸ 2. A bridge → ?")
    await matching.answers("In Brin")
    await matching.answers("In Alba")
    assert matching.sees("3. A tower → In Alba", "All are matched.")
    assert matching.buttons() == ["Confirm", "Undo", "Stop here"]
    await matching.taps("Confirm")

    assert matching.sees("Right. Your answer:", "✓ A mill → In Alba")
    assert school.rows("select reply from answers where question = 'what-is-where'") == [
        ('["In Alba", "In Brin", "In Alba"]',)
    ]


async def test_a_double_tap_matches_one_item_and_leaves_the_next(
    school: School, matching: Student
) -> None:
    tap = matching.tap(matching.label("In Alba"))

    await school.receives(tap, school.telegram.again(tap, new_id=True))

    assert matching.sees("1. A mill → In Alba", "▸ 2. A bridge → ?")


async def test_a_tap_of_an_old_button_does_not_match_another_item(
    school: School, matching: Student
) -> None:
    old = matching.tap(matching.label("In Cole"))
    await matching.answers("In Alba")

    await school.receives(old)

    assert matching.sees("1. A mill → In Alba", "▸ 2. A bridge → ?")


async def test_undo_gives_an_item_back_and_a_double_tap_only_one(
    school: School, matching: Student
) -> None:
    await matching.sends(letters(matching, "In Alba", "In Brin", "In Cole"))
    undo = matching.tap("Undo")

    await school.receives(undo, school.telegram.again(undo, new_id=True))

    assert matching.sees("2. A bridge → In Brin", "▸ 3. A tower → ?")


async def test_pairs_are_typed_in_order_one_by_one_or_all_at_once(matching: Student) -> None:
    known = labels(matching)
    alba, brin, cole = (known[one] for one in ("In Alba", "In Brin", "In Cole"))
    await matching.sends(f"{cole}")
    await matching.sends(f"{cole} {cole}")
    assert matching.sees("3. A tower → In Cole", "All are matched.")

    await matching.sends(f"{alba}{brin}{alba}")
    await matching.sends("confirm")

    assert matching.sees("Right. Your answer:")


async def test_pairs_are_partly_right_and_each_wrong_one_says_why(
    school: School, matching: Student
) -> None:
    await matching.sends(letters(matching, "In Cole", "In Brin", "In Alba"))
    await matching.taps("Confirm")

    assert matching.sees("Partly right: 67 %.", "✗ A mill → In Cole", "✓ A bridge → In Brin")
    assert matching.sees("It is the mill of Alba.", "Right answer:\nA mill: In Alba")


async def test_nothing_in_its_place_is_not_quite(matching: Student) -> None:
    await matching.sends(letters(matching, "In Cole", "In Cole", "In Cole"))
    await matching.taps("Confirm")

    assert matching.sees("Not quite. Your answer:", "It is the mill of Alba.")


async def test_a_tap_on_the_order_after_its_answer_changes_nothing(
    school: School, ordering: Student
) -> None:
    old = ordering.tap(ordering.label("The mill"))
    stale = school.telegram.again(old, new_id=True)
    await ordering.sends(letters(ordering, *ORDER))
    await ordering.taps("Confirm")
    feedback = ordering.text
    await school.receives(old)
    assert (ordering.text, ordering.toast) == (
        feedback,
        "This question has its answer already. Go on with the button below.",
    )

    await ordering.taps("Next")
    await school.receives(stale)

    assert ordering.toast == "That question is past. Here is where you are."
    assert ordering.sees("▸ 1. A mill → ?")
