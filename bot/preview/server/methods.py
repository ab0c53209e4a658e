"""The methods of the Bot API that the local Telegram knows.

Its one rule: a method that is not in this table is refused in words, never silently ok.
getUpdates waits and is the only one that is not here; the server asks delivery.py for it.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.preview.server import delivery, editing, polls, profile, sending
from bot.preview.server.chats import Chats
from bot.preview.server.spec import Arguments

Method = Callable[[Chats, Arguments], Any]

METHODS: Mapping[str, Method] = {
    "answerCallbackQuery": delivery.answer_callback_query,
    "close": profile.close,
    "copyMessage": sending.copy_message,
    "deleteMessage": sending.delete_message,
    "deleteMessages": sending.delete_messages,
    "deleteMyCommands": profile.delete_my_commands,
    "deleteWebhook": delivery.delete_webhook,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "editMessageText": editing.edit_message_text,
    "forwardMessage": sending.forward_message,
    "getChat": profile.get_chat,
    "getChatAdministrators": profile.get_chat_administrators,
    "getChatMember": profile.get_chat_member,
    "getChatMemberCount": profile.get_chat_member_count,
    "getChatMenuButton": profile.get_chat_menu_button,
    "getFile": delivery.get_file,
    "getMe": profile.get_me,
    "getMyCommands": profile.get_my_commands,
    "getMyDescription": profile.get_my_description,
    "getMyName": profile.get_my_name,
    "getMyShortDescription": profile.get_my_short_description,
    "getUserProfilePhotos": profile.get_user_profile_photos,
    "getWebhookInfo": delivery.get_webhook_info,
    "logOut": profile.log_out,
    "pinChatMessage": sending.pin_chat_message,
    "sendChatAction": sending.send_chat_action,
    "sendDice": sending.send_dice,
    "sendDocument": sending.send_document,
    "sendLocation": sending.send_location,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendPoll": polls.send_poll,
    "sendSticker": sending.send_sticker,
    "setChatMenuButton": profile.set_chat_menu_button,
    "setMessageReaction": sending.set_message_reaction,
    "setMyCommands": profile.set_my_commands,
    "setMyDescription": profile.set_my_description,
    "setMyName": profile.set_my_name,
    "setMyShortDescription": profile.set_my_short_description,
    "setWebhook": delivery.set_webhook,
    "stopPoll": polls.stop_poll,
    "unpinAllChatMessages": sending.unpin_all_chat_messages,
    "unpinChatMessage": sending.unpin_chat_message,
}
