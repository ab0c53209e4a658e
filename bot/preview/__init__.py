"""A Telegram of one's own: a Bot API server in memory, and a chat page to look at it.

The one rule: this room knows nothing of the bot.  The bot talks to it as to the real Telegram,
in process through `LocalTelegram.call` or over HTTP.

    launch, people, page    the preview as a whole; the chat page and its routes
    http, forms, control    the Bot API over HTTP; acting as people from another process
    webhook                 posting updates to the bot's webhook
    server                  LocalTelegram: what the bot asks, what people do, what people see
    crowd, posts            what people do, and what they send that is not text
    methods                 the table of the methods that are known
    sending, editing, polls, profile, delivery      those methods
    chats, updates, files, watch, faults            the state they work on
    entities, tags, addresses, markup               formatted text and keyboards
    spec, errors            the Bot API's own table, and how it refuses
"""
