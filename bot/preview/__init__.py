"""The preview: a Telegram of one's own, the real bot beside it, and a page to look at both.

The one rule: nothing here is a second implementation of the bot.  It talks to its Telegram as
to the real one, and every screen is drawn by the bot's own rooms.

    launch, stage           the preview from start to end; what is on it
    host, folder, clock     the bot beside it; the course's files; the time that both read
    page, news              the page's files; what it is told as it happens
    views, control, guard   what page and scripts look at and do, and who may
    wire, gallery           calls and updates, with what they break; every screen of the course
    transcript              conversations as text
    server, http            the Bot API server in memory, and over HTTP
"""
