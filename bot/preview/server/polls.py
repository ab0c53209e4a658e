"""Polls and quizzes: what the bot asks, how people vote.

Its one rule: a poll closes when its time has come by the server's clock, whoever looks at it
next.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.preview.server.chats import Chat, Chats, Message
from bot.preview.server.entities import utf16_length
from bot.preview.server.errors import bad_request, not_implemented
from bot.preview.server.markup import inline_keyboard
from bot.preview.server.sending import posted, refuse_unsupported
from bot.preview.server.spec import Arguments

LONGEST_QUESTION = 300
LONGEST_OPTION = 100
LONGEST_EXPLANATION = 200
LONGEST_DESCRIPTION = 1024
MOST_OPTIONS = 12
SHORTEST_PERIOD = 5
LONGEST_PERIOD = 2_628_000


@dataclass(slots=True)
class Poll:
    """`votes` maps a person to the options they chose; `closes` is a Unix time."""

    chat: Chat
    message_id: int
    content: dict[str, Any]
    closes: int | None
    votes: dict[int, list[int]] = field(default_factory=dict)


def send_poll(chats: Chats, args: Arguments) -> Message:
    content = _content(chats, args)
    closes = _closing_time(chats, args)
    if unsupported := args.keys() & {"media", "country_codes", "allow_adding_options"}:
        raise not_implemented(f"the local Telegram's polls have no {min(unsupported)}")
    if any("media" in option for option in args["options"]):
        raise not_implemented("the local Telegram's poll options have no media")
    message = posted(chats, args, {"poll": content})
    chat = chats.chat_of[message["message_id"]]
    chats.polls[content["id"]] = Poll(chat, message["message_id"], content, closes)
    return message


def stop_poll(chats: Chats, args: Arguments) -> dict[str, Any]:
    close_due(chats)
    refuse_unsupported(args)
    chat = chats.writable(args["chat_id"])
    markup = inline_keyboard(args.get("reply_markup"))
    message = chats.own(chat, args["message_id"], "message with poll to stop")
    if "poll" not in message:
        raise bad_request("message with poll to stop not found")
    if message["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    poll = chats.polls.get(message["poll"]["id"])
    if poll is None:
        raise bad_request("poll can't be stopped")
    _changed(chats, poll, {"is_closed": True}, markup)
    content: dict[str, Any] = poll.content
    return content


def vote(chats: Chats, person: int, message: Message, options: Iterable[int]) -> dict[str, Any]:
    """The update about a person's choice; raises LookupError if it cannot be made."""
    close_due(chats)
    poll: Poll = chats.polls[message["poll"]["id"]]
    chosen = sorted(set(options))
    _check_vote(poll, person, chosen)
    if chosen:
        poll.votes[person] = chosen
    else:
        poll.votes.pop(person, None)
    counts = [
        option | {"voter_count": sum(index in each for each in poll.votes.values())}
        for index, option in enumerate(poll.content["options"])
    ]
    changes = {"options": counts, "total_voter_count": len(poll.votes)}
    update = _changed(chats, poll, changes, poll.chat.messages[poll.message_id].get("reply_markup"))
    if poll.content["is_anonymous"]:
        return update
    answer = {
        "poll_id": poll.content["id"],
        "user": chats.user(person),
        "option_ids": chosen,
        "option_persistent_ids": [counts[index]["persistent_id"] for index in chosen],
    }
    return chats.updates.add("poll_answer", answer)


def close_due(chats: Chats) -> None:
    """Close the polls whose time has come."""
    now = chats.timestamp()
    for poll in list(chats.polls.values()):
        message = poll.chat.messages.get(poll.message_id)
        if message is None:
            del chats.polls[poll.content["id"]]
        elif poll.closes is not None and poll.closes <= now and not poll.content["is_closed"]:
            _changed(chats, poll, {"is_closed": True}, message.get("reply_markup"))


def _changed(
    chats: Chats, poll: Poll, changes: dict[str, Any], markup: dict[str, Any] | None
) -> dict[str, Any]:
    poll.content = poll.content | changes
    message = poll.chat.messages[poll.message_id] | {"poll": poll.content}
    message.pop("reply_markup", None)
    if markup is not None:
        message["reply_markup"] = markup
    chats.replace(poll.chat, message)
    return chats.updates.add("poll", poll.content)


def _check_vote(poll: Poll, person: int, chosen: list[int]) -> None:
    number = poll.message_id
    if poll.content["is_closed"]:
        raise LookupError(f"the poll in message {number} is closed")
    if chosen and not 0 <= chosen[0] <= chosen[-1] < len(poll.content["options"]):
        raise LookupError(f"the poll in message {number} has no option {chosen[-1]}")
    if len(chosen) > 1 and not poll.content["allows_multiple_answers"]:
        raise LookupError(f"the poll in message {number} takes one option, not {len(chosen)}")
    if person in poll.votes and not poll.content["allows_revoting"]:
        raise LookupError(f"person {person} has voted in message {number} already")


def _content(chats: Chats, args: Arguments) -> dict[str, Any]:
    quiz = _is_quiz(args)
    question = _text(chats, args, "question", "Poll question", LONGEST_QUESTION)
    options = args["options"]
    if not options:
        raise bad_request("Poll must have at least 1 option")
    if len(options) > MOST_OPTIONS:
        raise bad_request(f"Poll can't have more than {MOST_OPTIONS} options")
    texts = [
        _text(chats, Arguments(each), "text", "Poll options", LONGEST_OPTION) for each in options
    ]
    content = {
        "id": str(chats.random.getrandbits(62)),
        **question,
        "options": [
            {"persistent_id": str(index)} | text | {"voter_count": 0}
            for index, text in enumerate(texts)
        ],
        "total_voter_count": 0,
        "is_closed": args.get("is_closed", False),
        "is_anonymous": args.get("is_anonymous", True),
        "type": "quiz" if quiz else "regular",
        "allows_multiple_answers": args.get("allows_multiple_answers", False),
        "allows_revoting": args.get("allows_revoting", not quiz),
        "members_only": args.get("members_only", False),
    }
    if quiz:
        content |= _solution(chats, args)
    if args.get("description"):
        content |= _text(chats, args, "description", "Poll description", LONGEST_DESCRIPTION)
    for name in ("open_period", "close_date"):
        if name in args:
            content[name] = args[name]
    return content


def _is_quiz(args: Arguments) -> bool:
    kind = args.get("type", "regular")
    if kind not in ("quiz", "regular"):
        raise bad_request("Unsupported poll type specified")
    return bool(kind == "quiz")


def _solution(chats: Chats, args: Arguments) -> dict[str, Any]:
    correct = args.get("correct_option_ids", [])
    if (
        not correct
        or correct != sorted(set(correct))
        or not (0 <= correct[0] <= correct[-1] < len(args["options"]))
    ):
        raise bad_request("Wrong correct option ID specified")
    solution: dict[str, Any] = {"correct_option_ids": correct}
    if args.get("explanation"):
        solution |= _text(chats, args, "explanation", "Poll explanation", LONGEST_EXPLANATION)
        if solution.get("explanation", "").count("\n") > 2:
            raise bad_request("Poll explanation must have at most 2 line feeds")
    return solution


def _text(chats: Chats, args: Arguments, name: str, what: str, longest: int) -> dict[str, Any]:
    """Text and entities under the field's name; questions and options keep custom emoji only."""
    text, entities = chats.text(
        args[name], args.get(f"{name}_parse_mode"), args.get(f"{name}_entities")
    )
    if not text:
        raise bad_request(f"{what} must be non-empty")
    if utf16_length(text) > longest:
        raise bad_request(f"{what} length must not exceed {longest}")
    if name in ("question", "text"):
        entities = [entity for entity in entities if entity["type"] == "custom_emoji"]
    return {name: text} | ({f"{name}_entities": entities} if entities else {})


def _closing_time(chats: Chats, args: Arguments) -> int | None:
    if "open_period" in args and "close_date" in args:
        raise bad_request("open_period and close_date can't be used together")
    if "open_period" in args:
        period = args["open_period"]
    elif "close_date" in args:
        period = args["close_date"] - chats.timestamp()
    else:
        return None
    if not SHORTEST_PERIOD <= period <= LONGEST_PERIOD:
        raise bad_request("Wrong poll closing time specified")
    closes: int = chats.timestamp() + period
    return closes
