"""Keyboards: what the bot may put under a message.

Its one rule: a keyboard leaves here as the real server returns it, or not at all.  Stricter than
the real server in one place: a button with two actions is refused, where Telegram would take
the first and drop the other.  Buttons that play, pay, log in or ask inline are not known here;
those that ask a phone for something are shown, and nobody can press them.
"""

from typing import Any

from bot.preview.server.addresses import link
from bot.preview.server.entities import utf16_length
from bot.preview.server.errors import ApiError, bad_request, not_implemented

MOST_BUTTONS = 100
WIDEST_ROW = 8
LONGEST_CALLBACK_DATA = 64
_STYLES = ("danger", "success", "primary")
_ACTIONS = frozenset({
    "url", "callback_data", "web_app", "login_url", "switch_inline_query",
    "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "copy_text",
    "callback_game", "pay", "disabled",
})  # fmt: skip
_UNKNOWN = _ACTIONS - {"callback_data", "url", "copy_text", "web_app", "disabled"}
_USUAL = {"text", "callback_data"}
_FIELDS = _ACTIONS | {"text", "style", "icon_custom_emoji_id"}


def reply_markup(value: Any) -> dict[str, Any] | None:
    """An inline or reply keyboard, its removal, or a forced reply; None if nothing is asked for.

    Raises ApiError for anything that the Bot API does not allow.
    """
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad_request("Object expected as reply markup")
    if value.get("keyboard"):
        return {**value, "keyboard": _reply_rows(value["keyboard"])}
    if value.get("inline_keyboard"):
        if value.get("force_reply"):
            raise not_implemented("the local Telegram's inline keyboards force no reply")
        rows = _inline_rows(value["inline_keyboard"])
        return {"inline_keyboard": rows} if rows else None
    if value.get("remove_keyboard") is True:
        return {"remove_keyboard": True}
    if value.get("force_reply") is True:
        return {**value}
    return None


def inline_keyboard(value: Any) -> dict[str, Any] | None:
    """For messages that are edited: nothing but an inline keyboard will do."""
    markup = reply_markup(value)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad_request("Inline keyboard expected")
    return markup


def _inline_rows(value: Any) -> list[list[dict[str, Any]]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad_request(
            'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        )
    rows = [[_inline_button(button) for button in row] for row in value if row]
    _check_size(rows)
    return rows


def _inline_button(value: Any) -> dict[str, Any]:
    text = _text(value, "InlineKeyboardButton", "Can't parse inline keyboard button")
    if value.keys() == _USUAL and value["callback_data"] and not text.isspace() and text:
        _check_callback_data(value["callback_data"])
        return {"text": text, "callback_data": value["callback_data"]}
    button = {name: each for name, each in value.items() if name in _FIELDS and each is not None}
    actions = _ACTIONS & button.keys()
    if not actions or button.get("callback_data") == "" or button.get("url") == "":
        raise _unparsed("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unparsed(f"exactly one action is allowed, found {' and '.join(sorted(actions))}")
    if not text.strip():
        raise bad_request("Inline keyboard button text must be non-empty")
    if button.get("style", "danger") not in _STYLES:
        raise _unparsed(f'style must be one of {", ".join(_STYLES)}, not "{button["style"]}"')
    match next(iter(actions)):
        case "callback_data":
            _check_callback_data(button["callback_data"])
        case "url":
            button["url"] = _checked_url(button["url"])
        case "copy_text":
            _check_copy_text(button["copy_text"])
        case "web_app":
            _check_web_app(button["web_app"], "Inline keyboard")
        case action if action in _UNKNOWN:
            raise not_implemented(f"the local Telegram has no buttons with {action}")
        case _:
            pass
    return button


def _text(value: Any, kind: str, place: str) -> str:
    if not isinstance(value, dict):
        raise bad_request(f"{place}: {kind} must be an Object")
    if value.get("text") is None:
        raise bad_request(f'{place}: Can\'t find field "text"')
    if not isinstance(value["text"], str):
        raise bad_request(f'{place}: Field "text" must be of type String')
    return value["text"]


def _check_callback_data(data: Any) -> None:
    if not isinstance(data, str):
        raise _unparsed('Field "callback_data" must be of type String')
    # at most four bytes a character: most data need no encoding to be known as short
    if len(data) > 16 and len(data.encode()) > LONGEST_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")


def _checked_url(url: Any) -> str:
    if not isinstance(url, str):
        raise _unparsed('Field "url" must be of type String')
    checked = link(url)
    if checked is None:
        raise bad_request(f"Inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return checked


def _check_copy_text(value: Any) -> None:
    text = value.get("text") if isinstance(value, dict) else None
    if not isinstance(text, str) or not 1 <= utf16_length(text) <= 256:
        raise _unparsed("copy_text must have a text of 1-256 characters")


def _check_web_app(value: Any, keyboard: str) -> None:
    url = value.get("url") if isinstance(value, dict) else None
    if not isinstance(url, str):
        raise bad_request(f"Can't parse {keyboard.lower()} button: Can't find field \"url\"")
    if not url.lower().startswith("https://") or link(url) is None:
        wrong = "Wrong HTTP URL" if link(url) is None else "Only HTTPS links are allowed"
        raise bad_request(f"{keyboard} button Web App URL '{url}' is invalid: {wrong}")


def _reply_rows(value: Any) -> list[list[dict[str, Any]]]:
    if not isinstance(value, list) or not all(isinstance(row, list) for row in value):
        raise bad_request('Field "keyboard" must be an Array of Arrays')
    rows = [[_reply_button(button) for button in row] for row in value if row]
    _check_size(rows)
    return rows


def _reply_button(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"text": value}
    if not isinstance(value, dict):
        raise bad_request(
            "Can't parse keyboard button: KeyboardButton must be a String or an Object"
        )
    _text(value, "KeyboardButton", "Can't parse keyboard button")
    if "web_app" in value:
        _check_web_app(value["web_app"], "Keyboard")
    return {**value}


def _check_size(rows: list[list[dict[str, Any]]]) -> None:
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > WIDEST_ROW for row in rows):
        raise bad_request("reply markup is too long")


def _unparsed(message: str) -> ApiError:
    return bad_request(f"Can't parse inline keyboard button: {message}")
