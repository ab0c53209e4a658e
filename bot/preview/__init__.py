"""The preview: a Telegram of one's own, the real bot beside it, and a page to look at both.

The one rule: this room knows nothing of how the bot works.  The bot talks to its Telegram as
to the real one.

    launch          the preview as a whole
    people, page    the chat page and its routes
    http, control   the Bot API over HTTP; acting as people from another process
    server          the Bot API server in memory
"""
