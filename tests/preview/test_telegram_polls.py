import pytest

from bot.preview.server.spec import breaches
from tests.preview.asking import JONAS, MINA, TEACHER

QUIZ = {
    "question": "Where on the list?",
    "options": [{"text": "first"}, {"text": "second"}, {"text": "third"}],
    "type": "quiz",
    "correct_option_ids": [1],
    "explanation": "<b>Second</b>, after food.",
    "explanation_parse_mode": "HTML",
    "is_anonymous": False,
}


async def test_a_quiz_is_what_the_real_server_returns(bot):
    message = await bot.asks("sendPoll", chat_id=MINA, **QUIZ, open_period=60)

    poll = message["poll"]
    assert poll == {
        "id": poll["id"],
        "question": "Where on the list?",
        "options": [
            {"persistent_id": "0", "text": "first", "voter_count": 0},
            {"persistent_id": "1", "text": "second", "voter_count": 0},
            {"persistent_id": "2", "text": "third", "voter_count": 0},
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": False,
        "type": "quiz",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
        "correct_option_ids": [1],
        "explanation": "Second, after food.",
        "explanation_entities": [{"type": "bold", "offset": 0, "length": 6}],
        "open_period": 60,
    }


async def test_a_vote_is_told_with_the_new_count(telegram, bot):
    number = (await bot.asks("sendPoll", chat_id=MINA, **QUIZ))["message_id"]

    update = telegram.vote(MINA, number, [1])

    assert breaches("Update", update) == []
    assert update["poll_answer"]["user"]["id"] == MINA
    assert update["poll_answer"]["option_ids"] == [1]
    assert update["poll_answer"]["option_persistent_ids"] == ["1"]
    counted, answered = await bot.asks("getUpdates")
    assert answered == update
    assert [option["voter_count"] for option in counted["poll"]["options"]] == [0, 1, 0]
    assert telegram.messages(MINA)[-1]["poll"]["total_voter_count"] == 1
    with pytest.raises(LookupError, match="has voted in message 3 already"):
        telegram.vote(MINA, number, [0])


async def test_an_anonymous_vote_is_only_counted(telegram, bot):
    poll = QUIZ | {"is_anonymous": True}
    number = (await bot.asks("sendPoll", chat_id=MINA, **poll))["message_id"]

    update = telegram.vote(MINA, number, [0])

    assert update["poll"]["total_voter_count"] == 1
    assert await bot.asks("getUpdates") == [update]


async def test_a_regular_poll_takes_several_answers_and_takes_them_back(telegram, bot):
    group = telegram.group("Class 1", [TEACHER, MINA, JONAS])
    number = (
        await bot.asks(
            "sendPoll",
            chat_id=group,
            question="What next?",
            options=[{"text": "A"}, {"text": "B"}],
            allows_multiple_answers=True,
        )
    )["message_id"]

    telegram.vote(MINA, number, [0, 1])
    telegram.vote(JONAS, number, [1])
    telegram.vote(MINA, number, [])

    poll = telegram.messages(group)[-1]["poll"]
    assert [option["voter_count"] for option in poll["options"]] == [0, 1]


async def test_a_stopped_poll_takes_no_more_votes(telegram, bot):
    number = (await bot.asks("sendPoll", chat_id=MINA, **QUIZ))["message_id"]
    telegram.vote(MINA, number, [2])

    poll = await bot.asks("stopPoll", chat_id=MINA, message_id=number)

    assert (poll["is_closed"], poll["total_voter_count"]) == (True, 1)
    assert await bot.refused("stopPoll", chat_id=MINA, message_id=number) == (
        "Bad Request: poll has already been closed"
    )
    with pytest.raises(LookupError, match="the poll in message 3 is closed"):
        telegram.vote(MINA, number, [1])


async def test_a_poll_closes_by_the_clock(telegram, bot, clock):
    await bot.asks("sendPoll", chat_id=MINA, **QUIZ, open_period=60)
    clock.advance(seconds=60)

    assert telegram.messages(MINA)[-1]["poll"]["is_closed"] is True
    (update,) = await bot.asks("getUpdates")
    assert update["poll"]["is_closed"] is True


@pytest.mark.parametrize(
    ("changes", "description"),
    [
        ({"question": " "}, "poll question must be non-empty"),
        ({"question": "x" * 301}, "poll question length must not exceed 300"),
        ({"options": []}, "poll must have at least 1 option"),
        ({"options": [{"text": "x"}] * 13}, "poll can't have more than 12 options"),
        ({"options": [{"text": "x" * 101}] * 2}, "poll options length must not exceed 100"),
        ({"correct_option_ids": [3]}, "wrong correct option ID specified"),
        ({"correct_option_ids": None}, "wrong correct option ID specified"),
        ({"explanation": "x" * 201}, "poll explanation length must not exceed 200"),
        ({"explanation": "a\nb\nc\nd"}, "poll explanation must have at most 2 line feeds"),
        ({"description": "x" * 1025}, "poll description length must not exceed 1024"),
        ({"type": "riddle"}, "unsupported poll type specified"),
        ({"open_period": 4}, "wrong poll closing time specified"),
        ({"open_period": 9, "close_date": 9}, "open_period and close_date can't be used together"),
        ({"options": "A"}, 'parameter "options" must be valid JSON'),
        ({"options": [5]}, 'parameter "options" must be a InputPollOption object'),
    ],
)
async def test_a_wrong_poll_is_refused(bot, changes, description):
    refused = await bot.refused("sendPoll", **({"chat_id": MINA} | QUIZ | changes))

    assert refused == f"Bad Request: {description}"


async def test_polls_are_not_forwarded_and_peoples_polls_not_stopped(telegram, bot):
    number = telegram.post(MINA, "poll")["message"]["message_id"]

    refused = await bot.refused(
        "forwardMessage", chat_id=MINA, from_chat_id=MINA, message_id=number
    )

    assert refused == "Not Implemented: the local Telegram does not forward or copy polls"
    assert await bot.refused("stopPoll", chat_id=MINA, message_id=number) == (
        "Bad Request: message can't be edited"
    )


async def test_only_polls_can_be_voted_on_and_stopped(telegram, bot):
    number = await bot.says()

    with pytest.raises(LookupError, match=f"message {number} is not a poll of the bot"):
        telegram.vote(MINA, number, [0])
    assert await bot.refused("stopPoll", chat_id=MINA, message_id=number) == (
        "Bad Request: message with poll to stop not found"
    )
