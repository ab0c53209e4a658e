"""Nothing is passed over in silence: every method and parameter of the Bot API's table is either
known, refused in words, or in the README's list of what is accepted without effect.

The README's lists are read here, and the answers held against the table and aiogram's types.
"""

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from bot.preview.server.spec import breaches, parameters, returns
from tests.preview.asking import JONAS, MINA, TOKEN
from tests.preview.scene import (
    KEYBOARD,
    KNOWN,
    PARAMETERS,
    TABLE,
    UNKNOWN,
    asked,
    request,
    scene,
    world,
)

README = Path(__file__).parents[2] / "README.md"


def section() -> str:
    """What the README says about the preview's Telegram."""
    found = re.search(
        r"^## What the preview's Telegram does not do\n(.*?)^## ",
        README.read_text(),
        re.MULTILINE | re.DOTALL,
    )
    assert found is not None
    return found[1]


def names_after(words: str) -> set[str]:
    """The code spans of the README's paragraph that begins with these words."""
    paragraph = next(each for each in section().split("\n\n") if each.startswith(words))
    return set(re.findall(r"`([\w.]+)`", paragraph.partition(":")[2]))


def is_named(method: str, name: str, listed: set[str]) -> bool:
    return name in listed or f"{method}.{name}" in listed


def test_the_readme_counts_the_methods():
    counted = re.search(r"(\d+) of the (\d+) methods of Bot API ([\d.]+)", section())

    assert counted is not None
    assert counted.groups() == (
        str(len(KNOWN)),
        str(len(KNOWN) + len(UNKNOWN)),
        TABLE["version"],
    )


def test_the_readme_names_every_family_of_methods_that_is_missing():
    rows = re.findall(r"^\| ([^|]+) \| (`[^|]+`) \|$", section(), re.MULTILINE)
    patterns = [each for _, cell in rows for each in re.findall(r"`([\w*]+)`", cell)]

    missing = [m for m in UNKNOWN if not any(fnmatchcase(m, each) for each in patterns)]
    idle = [each for each in patterns if not any(fnmatchcase(m, each) for m in UNKNOWN)]
    wrong = [m for m in KNOWN if any(fnmatchcase(m, each) for each in patterns)]

    assert (missing, idle, wrong) == ([], [], [])


@pytest.mark.parametrize("method", UNKNOWN)
async def test_a_method_that_is_not_there_is_refused_in_words(telegram, method):
    reply = await telegram.call(TOKEN, method.lower(), {"chat_id": MINA, "user_id": MINA})

    assert (reply.status, reply.body["ok"]) == (501, False)
    assert reply.body["description"] == (
        f"Not Implemented: the local Telegram does not know {method}"
    )


@pytest.mark.parametrize(("method", "name"), PARAMETERS)
async def test_every_parameter_is_read_or_refused_or_listed_as_without_effect(method, name):
    before = await asked(method)

    status, body, after = await asked(method, name)

    assert before[0] == 200, before[1]
    refused = is_named(method, name, names_after("**Refused parameters**"))
    idle = is_named(method, name, names_after("**Accepted, without effect here**"))
    assert (status == 501) == refused, body
    assert ((status, body, after) == before) == idle


def test_the_readme_lists_no_parameter_that_there_is_not():
    listed = names_after("**Refused parameters**") | names_after(
        "**Accepted, without effect here**"
    )

    known = {name for _, name in PARAMETERS} | {".".join(each) for each in PARAMETERS}

    assert listed - known == set()


@pytest.mark.parametrize(
    ("method", "name"),
    [(m, name) for m, name in PARAMETERS if name in parameters(m).required],
)
async def test_a_required_parameter_that_is_missing_is_missed(method, name):
    at = await scene()
    params = request(method, at)
    del params[name]

    reply = await at.telegram.call(TOKEN, method, params)

    assert reply.status == 400
    assert re.search(
        r"empty|required|not specified|invalid user_id|there is no", reply.body["description"]
    )


@pytest.mark.parametrize(("method", "name"), PARAMETERS)
async def test_a_parameter_of_a_wrong_type_is_refused_by_name(method, name):
    at = await scene()
    kind = TABLE["methods"][method]["parameters"][name].removeprefix("required ")
    wrong = {"x": 1} if "String" in kind and not kind.startswith("Array") else "maybe"

    reply = await at.telegram.call(TOKEN, method, request(method, at) | {name: wrong})

    assert reply.status == 400
    assert f'parameter "{name}" must be' in reply.body["description"]


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendMessage", {"text": "*A*", "parse_mode": "MarkdownV2"}, "parse_mode MarkdownV2"),
        ("sendMessage", {"text": "*A*", "parse_mode": "Markdown"}, "parse_mode Markdown"),
        ("sendMessage", {"reply_parameters": {"message_id": 1, "quote": "a"}}, "whole messages"),
        (
            "sendMessage",
            {"reply_parameters": {"message_id": 1, "poll_option_id": "0"}},
            "whole messages",
        ),
        (
            "sendMessage",
            {"reply_parameters": {"message_id": 1, "quote_position": 1}},
            "whole messages",
        ),
        (
            "sendMessage",
            {"reply_parameters": {"message_id": 1, "chat_id": JONAS}},
            "reply across chats",
        ),
        ("sendMessage", {"reply_markup": KEYBOARD | {"force_reply": True}}, "force no reply"),
        *(
            (
                "sendMessage",
                {"reply_markup": {"inline_keyboard": [[{"text": "A", name: value}]]}},
                f"no buttons with {name}",
            )
            for name, value in {
                "callback_game": {},
                "pay": True,
                "login_url": {"url": "https://school.kr/"},
                "switch_inline_query": "a",
                "switch_inline_query_current_chat": "a",
                "switch_inline_query_chosen_chat": {"query": "a"},
            }.items()
        ),
        (
            "sendPoll",
            {"options": [{"text": "A", "media": {"type": "photo", "media": "a"}}]},
            "poll options have no media",
        ),
        (
            "editMessageMedia",
            {"message_id": 3, "media": {"type": "video", "media": "a"}},
            "photos and documents, not video",
        ),
        (
            "editMessageMedia",
            {
                "message_id": 3,
                "media": {"type": "document", "media": "a", "thumbnail": "attach://chart"},
            },
            "parameter thumbnail",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "a", "description": "A", "is_ephemeral": True}]},
            "no ephemeral commands",
        ),
        (
            "setChatMenuButton",
            {
                "menu_button": {
                    "type": "web_app",
                    "text": "A",
                    "web_app": {"url": "https://school.kr/"},
                }
            },
            "opens no web app",
        ),
        (
            "answerCallbackQuery",
            {"url": "https://t.me/seodang_bot?start=a"},
            "opens no link for a tap",
        ),
    ],
)
async def test_a_value_that_is_not_known_is_refused_in_words(method, params, words):
    at = await scene()
    before = world(at.telegram)

    reply = await at.telegram.call(TOKEN, method, request(method, at) | params)

    assert reply.status == 501
    assert reply.body["description"].startswith("Not Implemented: the local Telegram")
    assert words in reply.body["description"]
    assert world(at.telegram) == before


@pytest.mark.parametrize("method", KNOWN)
async def test_answers_are_what_the_table_and_aiogram_expect(aiogram, method):
    names = [None, *sorted(parameters(method).readers)]
    response = aiogram.methods.base.Response
    kind = getattr(aiogram.methods, method[0].upper() + method[1:]).__returning__

    bodies = [body for name in names for _, body, _ in [await asked(method, name)] if body["ok"]]

    assert bodies
    for body in bodies:
        assert breaches(returns(method), body["result"]) == []
        assert response[kind].model_validate(body).ok
