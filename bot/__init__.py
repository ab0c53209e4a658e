"""Seodang: a small school in a chat.

The shape is Elm's loop, with Telegram as the browser.  What an update asks for is an
`Action`; the classroom loads what is stored, steps the pure core and saves, in one
transaction; the `Screen` that belongs to what is stored is rendered and sent.

From the top of the house to its foundation, each room knowing only those below it:

    cli         the commands; builds the objects and starts them
    settings    environment -> Settings
    rehearsal   the bot and its Telegram in one process: conversations replayed
    chat        the only room that imports telegram: inbox, delivery, transport
    preview     a Bot API server in memory and the chat page; never a second bot
    classroom   what students and instructors can do; load, step, save
    content     the authoring side: YAML with places, checks, problems
    render      Screen -> Telegram HTML and keyboard
    store       every line of SQL; one thread, group commit
    core        pure: course, grading, session, actions, screens
    schema      migrations, append-only
"""

__version__ = "0.1.0"
