import asyncio
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.preview.server.errors import ApiError
from bot.preview.server.updates import FIRST_ID, Updates
from tests.preview.asking import JONAS, MINA, Clock


def ids(updates):
    return [update["update_id"] for update in updates]


async def test_updates_come_again_until_a_higher_offset_confirms_them(telegram, bot):
    first = telegram.send(MINA, "one")
    second = telegram.send(MINA, "two")

    assert await bot.asks("getUpdates") == [first, second]
    assert await bot.asks("getUpdates", offset=first["update_id"]) == [first, second]
    assert await bot.asks("getUpdates", offset=second["update_id"]) == [second]
    assert await bot.asks("getUpdates", offset=0) == [second]
    assert await bot.asks("getUpdates", offset=second["update_id"] + 1) == []


async def test_a_negative_offset_forgets_all_but_the_last(telegram, bot):
    updates = [telegram.send(MINA, str(number)) for number in range(5)]

    assert await bot.asks("getUpdates", offset=-2) == updates[-2:]
    assert await bot.asks("getUpdates") == updates[-2:]


@pytest.mark.parametrize(("limit", "count"), [(2, 2), (0, 1), (1000, 100)])
async def test_a_batch_has_from_one_to_a_hundred_updates(telegram, bot, limit, count):
    for number in range(120):
        telegram.send(MINA, str(number))

    assert len(await bot.asks("getUpdates", limit=limit)) == count


async def test_a_long_poll_ends_with_the_first_update(telegram, bot):
    poll = asyncio.create_task(bot.asks("getUpdates", timeout=30))
    await asyncio.sleep(0)

    update = telegram.send(MINA, "hello")

    assert await poll == [update]


async def test_a_long_poll_ends_empty_when_its_time_is_over(telegram):
    assert await telegram.chats.updates.get(0, 100, 0.01) == []


async def test_a_second_poll_ends_the_first_with_a_conflict(telegram, bot):
    first = asyncio.create_task(bot.refused("getUpdates", timeout=30))
    await asyncio.sleep(0)

    second = asyncio.create_task(bot.asks("getUpdates", timeout=30))

    assert await first == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )
    update = telegram.send(MINA, "hello")
    assert await second == [update]


async def test_a_poll_that_was_given_up_loses_nothing(telegram, bot):
    poll = asyncio.create_task(bot.asks("getUpdates", timeout=30))
    await asyncio.sleep(0)
    poll.cancel()
    with suppress(asyncio.CancelledError):
        await poll

    update = telegram.send(MINA, "hello")

    assert await bot.asks("getUpdates") == [update]


async def test_allowed_updates_are_remembered_and_an_empty_list_is_the_default(telegram, bot):
    await bot.asks("getUpdates", allowed_updates=["callback_query", "nonsense"])

    assert telegram.send(MINA, "unwanted") == {}
    await bot.asks("getUpdates")
    assert telegram.send(MINA, "still unwanted") == {}
    await bot.asks("getUpdates", allowed_updates=[])
    assert telegram.send(MINA, "wanted")["message"]["text"] == "wanted"


async def test_a_tap_is_forgotten_long_before_a_message(telegram, bot, clock):
    number = await bot.says(
        "Tap", reply_markup={"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
    )
    telegram.tap(MINA, number, row=0, column=0)
    message = telegram.send(MINA, "hello")

    clock.advance(seconds=151)
    assert await bot.asks("getUpdates") == [message]
    clock.advance(hours=24)
    assert await bot.asks("getUpdates") == []


async def test_an_update_given_again_comes_even_after_it_was_confirmed(telegram, bot):
    update = telegram.send(MINA, "hello")
    later = update["update_id"] + 1
    await bot.asks("getUpdates", offset=later)

    telegram.again(update, new_id=False)

    assert await bot.asks("getUpdates", offset=later) == [update]
    assert await bot.asks("getUpdates", offset=later) == []


async def test_a_client_repeats_a_message_under_a_new_number(telegram):
    update = telegram.send(MINA, "hello")

    repeated = telegram.again(update, new_id=True)

    assert repeated == update | {"update_id": update["update_id"] + 1}


async def test_anything_can_be_pushed(telegram):
    unreadable = telegram.push({"update_id": 7, "message": {"nonsense": True}})
    numbered = telegram.push({"message": 5})

    reply = await telegram.call("42:TOKEN", "getUpdates", {})

    assert reply.body["result"] == [unreadable, numbered]
    assert unreadable["update_id"] == 7


async def test_numbers_go_on_from_the_highest_that_was_pushed(telegram):
    telegram.push({"update_id": FIRST_ID + 50, "message": {}})

    assert telegram.send(MINA, "hello")["update_id"] == FIRST_ID + 51


async def test_pending_updates_can_be_dropped(telegram, bot):
    telegram.send(MINA, "one")
    telegram.send(JONAS, "two")
    assert (await bot.asks("getWebhookInfo"))["pending_update_count"] == 2

    await bot.asks("deleteWebhook", drop_pending_updates=True)

    assert await bot.asks("getUpdates") == []


class Reader:
    """A bot that keeps what it has read before it confirms, and may die in between."""

    def __init__(self, queue):
        self.queue = queue
        self.seen = []
        self.offset = 0

    async def read(self, limit, dies):
        batch = ids(await self.queue.get(self.offset, limit, 0))
        self.seen += [number for number in batch if number not in self.seen]
        if batch and not dies:
            self.offset = batch[-1] + 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.just("write"),
            st.tuples(st.integers(1, 5), st.booleans()),
        ),
        max_size=40,
    )
)
def test_no_update_is_lost_or_out_of_order_however_the_bot_reads(steps):
    async def play():
        queue = Updates(Clock())
        reader = Reader(queue)
        written = 0
        for step in steps:
            if step == "write":
                queue.add("message", {"number": written})
                written += 1
            else:
                await reader.read(*step)
        for _ in range(written + 1):
            await reader.read(100, dies=False)
        assert reader.seen == list(range(FIRST_ID, FIRST_ID + written))
        assert await queue.get(reader.offset, 100, 0) == []

    asyncio.run(play())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 12), st.lists(st.integers(-15, 15), max_size=6), st.integers(1, 12))
def test_any_offset_gives_the_oldest_of_what_is_left(count, offsets, limit):
    async def play():
        queue = Updates(Clock())
        left = ids(queue.add("message", {}) for _ in range(count))
        for offset in offsets:
            wanted = offset if offset <= 0 else FIRST_ID + offset
            batch = ids(await queue.get(wanted, limit, 0))
            if wanted > 0:
                left = [number for number in left if number >= wanted]
            elif wanted < 0:
                left = left[wanted:]
            assert batch == left[:limit]

    asyncio.run(play())


async def test_closing_ends_the_poll(bot):
    poll = asyncio.create_task(bot.refused("getUpdates", timeout=30))
    await asyncio.sleep(0)

    await bot.asks("close")

    assert await poll == "Conflict: terminated by close request"


async def test_the_queue_itself_refuses_with_the_same_conflict(clock):
    queue = Updates(clock)
    poll = asyncio.create_task(queue.get(0, 100, 30))
    await asyncio.sleep(0)

    queue.stop_poll("enough")

    with pytest.raises(ApiError, match="Conflict: enough"):
        await poll
