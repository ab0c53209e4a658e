"""The menu of commands: students see theirs, instructors theirs in their own chats."""

import logging

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.error import TelegramError

from bot.chat.updates import offered
from bot.classroom import Classroom
from bot.core.actions import StudentId

log = logging.getLogger(__name__)


class Menus:
    """`awaited` are instructors who have no menu yet, since Telegram does not know the chat
    before they first write."""

    def __init__(self, bot: Bot, classroom: Classroom) -> None:
        self._bot = bot
        self._classroom = classroom
        self.awaited = set(classroom.instructors)

    async def hang_up(self) -> None:
        """Set every menu that can be set."""
        commands = offered(self._classroom.course)
        everyone = [BotCommand(o.name, o.about) for o in commands if not o.is_for_instructors]
        try:
            await self._bot.set_my_commands(everyone, scope=BotCommandScopeAllPrivateChats())
        except TelegramError as error:
            log.warning("The menu of commands could not be set: %s", error)
        for instructor in sorted(self.awaited):
            await self.meet(instructor)

    async def meet(self, instructor: StudentId) -> None:
        """Set the menu of one instructor."""
        theirs = [BotCommand(one.name, one.about) for one in offered(self._classroom.course)]
        try:
            await self._bot.set_my_commands(theirs, scope=BotCommandScopeChat(instructor))
        except TelegramError as error:
            log.info("Instructor %s has no menu yet (%s).", instructor, error)
        else:
            self.awaited.discard(instructor)
