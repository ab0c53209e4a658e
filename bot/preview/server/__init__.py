"""A Bot API server in memory, strict as the real one.

Its one rule: it knows nothing of the house.  The bot reaches it like any other Telegram, in
process through `LocalTelegram.call` or over HTTP.

    local                   LocalTelegram: what the bot asks, what people do, what people see
    crowd, posts            what people do, and what they send that is not text
    methods                 the table of the methods that are known
    sending, editing, polls, profile, delivery      those methods
    chats, updates, files, watch, faults            the state they work on
    entities, tags, addresses, markup               formatted text and keyboards
    spec, errors            the Bot API's own table, and how it refuses
    forms, webhook          parameters as HTTP carries them; posting updates to a webhook
"""

from bot.preview.server.chats import Person
from bot.preview.server.errors import ResponseLostError
from bot.preview.server.local import Call, LocalTelegram, Reply
from bot.preview.server.spec import File
from bot.preview.server.watch import Watch

__all__ = ["Call", "File", "LocalTelegram", "Person", "Reply", "ResponseLostError", "Watch"]
