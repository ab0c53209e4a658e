"""Conversations as text: written down while they happen, read again to be replayed.

Its one rule: what is written reads back as the same deeds; what the bot said is compared, never
understood.

    text      the format: Transcript <-> text
    deeds     what people do, as values and as words
    hearing   what the bot did in a chat, in plain words
    journal   the stories of all chats, from the local Telegram's events
"""

from bot.preview.transcript.journal import Journal
from bot.preview.transcript.text import Later, Step, Transcript, TranscriptError, read, write

__all__ = ["Journal", "Later", "Step", "Transcript", "TranscriptError", "read", "write"]
