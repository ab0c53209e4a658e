import pytest

from tests.preview.asking import JONAS, MINA, TEACHER, TOKEN


def command(name, description="Does it"):
    return {"command": name, "description": description}


async def set_for(bot, name, scope=None, **params):
    if scope is not None:
        params["scope"] = scope
    await bot.asks("setMyCommands", commands=[command(name)], **params)


def names(commands):
    return [each["command"] for each in commands]


async def test_commands_are_kept_by_scope_and_language(bot):
    await set_for(bot, "learn")
    await set_for(bot, "lernen", language_code="de")

    assert names(await bot.asks("getMyCommands")) == ["learn"]
    assert names(await bot.asks("getMyCommands", language_code="de")) == ["lernen"]
    assert await bot.asks("getMyCommands", language_code="ko") == []
    await bot.asks("deleteMyCommands")
    assert await bot.asks("getMyCommands") == []


async def test_the_menu_shows_the_narrowest_scope_in_the_persons_language(telegram, bot):
    await set_for(bot, "default")
    assert names(telegram.commands(MINA)) == ["default"]

    await set_for(bot, "default_de", language_code="de")
    assert names(telegram.commands(JONAS)) == ["default_de"]

    await set_for(bot, "private", {"type": "all_private_chats"})
    assert names(telegram.commands(JONAS)) == ["private"]

    await set_for(bot, "own", {"type": "chat", "chat_id": TEACHER})
    assert names(telegram.commands(TEACHER)) == ["own"]
    assert names(telegram.commands(MINA)) == ["private"]


async def test_in_a_group_administrators_and_single_members_have_their_own_menu(telegram, bot):
    group = telegram.group("Class 1", [TEACHER, MINA, JONAS])
    seen = []
    for name, scope in [
        ("groups", {"type": "all_group_chats"}),
        ("administrators", {"type": "all_chat_administrators"}),
        ("chat", {"type": "chat", "chat_id": group}),
        ("chat_administrators", {"type": "chat_administrators", "chat_id": group}),
        ("member", {"type": "chat_member", "chat_id": group, "user_id": MINA}),
    ]:
        await set_for(bot, name, scope)
        seen.append([names(telegram.commands(p, group)) for p in (TEACHER, MINA, JONAS)])

    assert seen == [
        [["groups"], ["groups"], ["groups"]],
        [["administrators"], ["groups"], ["groups"]],
        [["chat"], ["chat"], ["chat"]],
        [["chat_administrators"], ["chat"], ["chat"]],
        [["chat_administrators"], ["member"], ["chat"]],
    ]


@pytest.mark.parametrize(
    ("params", "description"),
    [
        ({"commands": [command("Learn")]}, "BOT_COMMAND_INVALID"),
        ({"commands": [command("x" * 33)]}, "command length must not exceed 32"),
        ({"commands": [command("")]}, "command must be non-empty"),
        ({"commands": [command("a", "")]}, "command description must be non-empty"),
        ({"commands": [command("a", "x" * 257)]}, "command description length must not exceed 256"),
        ({"commands": [command(f"a{n}") for n in range(101)]}, "too many bot commands specified"),
        ({"commands": [], "language_code": "deu"}, "invalid language code specified"),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        (
            {"commands": [], "scope": {"type": "chat_administrators", "chat_id": MINA}},
            "can't change commands of members of a private chat",
        ),
        (
            {"commands": [{"command": "a"}]},
            'parameter "commands" must be a BotCommand with the field "description"',
        ),
        (
            {"commands": [], "scope": {"type": "planet"}},
            'parameter "scope" must be a BotCommandScope of a known type',
        ),
    ],
)
async def test_wrong_commands_are_refused(bot, params, description):
    assert await bot.refused("setMyCommands", **params) == f"Bad Request: {description}"


@pytest.mark.parametrize(
    ("method", "field", "longest"),
    [
        ("MyDescription", "description", 512),
        ("MyShortDescription", "short_description", 120),
        ("MyName", "name", 64),
    ],
)
async def test_names_and_descriptions_fall_back_to_the_common_one(bot, method, field, longest):
    common = await bot.asks(f"get{method}")
    await bot.asks(f"set{method}", **{field: "Schule"}, language_code="de")

    assert await bot.asks(f"get{method}", language_code="de") == {field: "Schule"}
    assert await bot.asks(f"get{method}", language_code="ko") == common
    await bot.asks(f"set{method}", **{field: "x" * longest})
    assert await bot.asks(f"get{method}", language_code="ko") == {field: "x" * longest}
    refused = await bot.refused(f"set{method}", **{field: "x" * (longest + 1)})
    assert refused.endswith(f"length must not exceed {longest}")


async def test_a_new_name_is_the_bots_name(telegram, bot):
    await bot.asks("setMyName", name="Hakdang")

    assert (await bot.asks("getMe"))["first_name"] == "Hakdang"
    assert telegram.bot_name == "Hakdang"
    await bot.asks("setMyName", name="")
    assert (await bot.asks("getMe"))["first_name"] == "Seodang"


async def test_the_menu_button_of_a_chat_is_the_common_one_until_it_has_its_own(bot):
    assert await bot.asks("getChatMenuButton", chat_id=MINA) == {"type": "commands"}

    await bot.asks("setChatMenuButton", menu_button={"type": "default"}, chat_id=MINA)
    await bot.asks("setChatMenuButton", menu_button={"type": "commands"})

    assert await bot.asks("getChatMenuButton", chat_id=MINA) == {"type": "commands"}


async def test_a_chat_and_its_member_can_be_looked_up(bot):
    chat = await bot.asks("getChat", chat_id=str(MINA))
    member = await bot.asks("getChatMember", chat_id=MINA, user_id=MINA)

    assert (chat["type"], chat["active_usernames"]) == ("private", ["mina_park"])
    assert member["status"] == "member"
    assert await bot.refused("getChatMember", chat_id=MINA, user_id=JONAS) == (
        "Bad Request: user not found"
    )
    assert await bot.refused("getChatAdministrators", chat_id=MINA) == (
        "Bad Request: there are no administrators in the private chat"
    )
    assert await bot.asks("getUserProfilePhotos", user_id=MINA) == {"total_count": 0, "photos": []}


async def test_the_bots_id_is_in_its_token(bot):
    assert (await bot.asks("getMe"))["id"] == int(TOKEN.split(":")[0])
