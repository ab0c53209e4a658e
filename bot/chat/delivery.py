"""What is sent to Telegram, and what its refusals mean.

One living message shows where a student is: a tap edits it in place, anything typed brings
it down to the end of the chat, and so does a picture that is sent above it.  A screen that
stays is never edited into another.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.chat.pictures import Photo, Pictures
from bot.chat.updates import Incoming, InGroup
from bot.classroom import Outcome
from bot.core.notices import Notice
from bot.core.screens import Screen
from bot.core.screens.reading import PictureScreen
from bot.render import Face, Shown, render, words

log = logging.getLogger(__name__)
_LONGEST_WAIT = 30.0


@dataclass(frozen=True)
class Sent:
    """The message that now shows where the student is."""

    message: int
    digest: str
    stays: bool


class Blocked(Exception):  # noqa: N818 - it is no mistake, it is the student's decision
    """The student has blocked the bot, or deleted the account."""


class Delivery:
    def __init__(self, bot: Bot, pictures: Pictures) -> None:
        self._bot = bot
        self._pictures = pictures

    async def show(self, incoming: Incoming, outcome: Outcome) -> Sent | None:
        """Bring the outcome on the screen; None where it stands there already.

        Waits out what passes: a network that is down, a server in trouble, too many requests.
        Raises Blocked, or BadRequest for a message that Telegram will never take.
        """
        student = outcome.student
        is_tap = incoming.query is not None
        is_living = is_tap and incoming.tapped == student.message
        # a second tap on a picture's button comes from a message that is closed by now
        picture = outcome.picture if is_living or not is_tap else None
        photo = await self._pictures.find(picture.figure.image) if picture else None
        notice = Notice.NO_PICTURE if picture and photo is None else outcome.notice
        toast = words(notice) if is_tap and notice else None
        shown = render(outcome.screen, None if is_tap else notice)
        digest = shown.digest
        stays = outcome.screen.stays
        if photo is not None and picture is not None:
            await self._answer(incoming, None)
            if not await self._send_photo(incoming.chat, photo, picture):
                shown = render(outcome.screen, Notice.NO_PICTURE)
        # a second tap on the button that led here comes from a message that is closed by now
        elif is_tap and digest == student.digest and (is_living or not outcome.is_past):
            await self._answer(incoming, toast)
            return None
        elif is_living and incoming.tapped and not student.message_stays and not stays:
            answering = asyncio.create_task(self._answer(incoming, toast))
            try:
                is_edited = await self._edit(incoming.chat, incoming.tapped, shown)
            finally:
                await answering
            if is_edited:
                return Sent(incoming.tapped, digest, stays)
        else:
            await self._answer(incoming, toast)
        message = await self._send(incoming.chat, shown)
        for old in {student.message, incoming.tapped} - {None, message}:
            await self._close(incoming.chat, old)
        return Sent(message, shown.digest, stays)

    async def post(self, recipient: int, screen: Screen) -> None:
        """Send a screen as a message of its own, beside the living one.  Raises as `show`."""
        await self._send(recipient, render(screen))

    async def decline(self, group: InGroup) -> None:
        """Say outside a private chat that the bot teaches inside one."""
        try:
            if group.query is not None:
                await self._quick(
                    "answerCallbackQuery",
                    callback_query_id=group.query,
                    text=words(Notice.GROUP),
                    show_alert=True,
                )
            else:
                await self._quick("sendMessage", chat_id=group.chat, text=words(Notice.GROUP))
        except TelegramError as error:
            log.info("No answer to group %s: %s", group.chat, error)

    async def _answer(self, incoming: Incoming, toast: str | None) -> None:
        """Stop the button's spinner; too late, or not at all, does no harm."""
        if incoming.query is None:
            return
        text = {} if toast is None else {"text": toast}
        try:
            await self._quick("answerCallbackQuery", callback_query_id=incoming.query, **text)
        except TelegramError as error:
            log.debug("Callback %s not answered: %s", incoming.query, error)

    async def _edit(self, chat: int, message: int, shown: Shown) -> bool:
        """Whether the message now shows it; a message that is gone, or too old, does not."""
        try:
            await self._patiently(
                "editMessageText", chat_id=chat, message_id=message, **_content(shown)
            )
        except BadRequest as error:
            said = str(error).lower()
            if "not modified" in said:
                return True
            if "to edit not found" in said or "can't be edited" in said:
                return False
            raise
        return True

    async def _send(self, chat: int, shown: Shown) -> int:
        sent = await self._patiently("sendMessage", chat_id=chat, **_content(shown))
        return int(sent["message_id"])

    async def _send_photo(self, chat: int, photo: Photo, picture: PictureScreen) -> bool:
        """Whether Telegram took the picture, by the id of an earlier one or uploaded anew."""
        content = {"chat_id": chat, "caption": render(picture).html, "parse_mode": "HTML"}
        while True:
            was_known = self._pictures.is_known(photo)
            try:
                sent = await self._patiently(
                    "sendPhoto", **content, photo=self._pictures.sendable(photo)
                )
            except BadRequest as error:
                self._pictures.forget(photo)
                if was_known:
                    continue
                log.error("Telegram refused the picture %s: %s", photo.image, error)  # noqa: TRY400
                return False
            self._pictures.remember(photo, str(sent["photo"][-1]["file_id"]))
            return True

    async def _close(self, chat: int, message: int | None) -> None:
        """Take the buttons from a message that is no longer the living one."""
        try:
            await self._quick("editMessageReplyMarkup", chat_id=chat, message_id=message)
        except TelegramError as error:
            log.debug("Message %s keeps its buttons: %s", message, error)

    async def _patiently(self, method: str, **parameters: object) -> Any:
        """The call's result, however long it takes for the network to let it through."""
        wait = 0.5
        while True:
            try:
                return await self._quick(method, **parameters)
            except RetryAfter as error:
                await asyncio.sleep(seconds(error))
            except BadRequest:
                raise
            except Forbidden as error:
                raise Blocked from error
            except NetworkError as error:
                log.warning("%s: %s; trying again in %g s", method, error, wait)
                await asyncio.sleep(wait)
                wait = min(2 * wait, _LONGEST_WAIT)

    async def _quick(self, method: str, **parameters: object) -> Any:
        return await self._bot.do_api_request(method, api_kwargs=parameters)


def seconds(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _content(shown: Shown) -> dict[str, object]:
    """A message as the Bot API takes it."""
    content: dict[str, object] = {
        "text": shown.html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if shown.rows:
        content["reply_markup"] = {
            "inline_keyboard": [[_button(one) for one in row] for row in shown.rows]
        }
    return content


def _button(face: Face) -> dict[str, str]:
    button = {"text": face.text, "callback_data": face.carries}
    return button if face.style is None else {**button, "style": face.style}
