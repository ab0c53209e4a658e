"""How updates reach the bot: long polling, or a webhook.

Its one rule: one of the two at a time.  The posting itself is webhook.py's business.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from bot.preview.server.chats import Chats, Webhook
from bot.preview.server.entities import utf16_length
from bot.preview.server.errors import bad_request, conflict, not_implemented
from bot.preview.server.files import LARGEST_DOWNLOAD
from bot.preview.server.spec import Arguments, update_kinds
from bot.preview.server.updates import LARGEST_BATCH, LONGEST_POLL, Update

LONGEST_ANSWER = 200
_SECRET = re.compile(r"[A-Za-z0-9_-]*")
_HERE = ("127.0.0.1", "::1", "localhost")


async def get_updates(chats: Chats, args: Arguments) -> list[Update]:
    if chats.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the "
            "webhook first"
        )
    _allow(chats, args)
    limit = args.get("limit", LARGEST_BATCH)
    seconds = args.get("timeout", 0)
    return await chats.updates.get(
        args.get("offset", 0),
        min(max(limit, 1), LARGEST_BATCH),
        min(max(seconds, 0), LONGEST_POLL),
    )


def set_webhook(chats: Chats, args: Arguments) -> bool:
    url = args["url"]
    if not url:
        return delete_webhook(chats, args)
    if "certificate" in args:
        raise not_implemented("the local Telegram takes no certificate")
    _check_url(url)
    secret = args.get("secret_token", "")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if args.get("drop_pending_updates"):
        chats.updates.clear()
    _allow(chats, args)
    chats.updates.stop_poll("terminated by setWebhook request")
    chats.webhook = Webhook(
        url=url,
        secret=secret,
        max_connections=min(max(args.get("max_connections", 40), 1), 100),
        ip_address=args.get("ip_address", ""),
    )
    chats.updates.changed()
    return True


def delete_webhook(chats: Chats, args: Arguments) -> bool:
    if args.get("drop_pending_updates"):
        chats.updates.clear()
    chats.webhook = Webhook()
    return True


def get_webhook_info(chats: Chats, _: Arguments) -> dict[str, Any]:
    webhook = chats.webhook
    info: dict[str, Any] = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(chats.updates),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
    if webhook.ip_address:
        info["ip_address"] = webhook.ip_address
    if webhook.error:
        info |= {"last_error_date": webhook.error_date, "last_error_message": webhook.error}
    if chats.updates.allowed is not None:
        info["allowed_updates"] = sorted(chats.updates.allowed)
    return info


def get_file(chats: Chats, args: Arguments) -> dict[str, Any]:
    if not args["file_id"]:
        raise bad_request("file_id not specified")
    stored = chats.files.by_id(args["file_id"])
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.file.content) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {**stored.facts(), "file_path": stored.path}


def answer_callback_query(chats: Chats, args: Arguments) -> bool:
    text = args.get("text", "")
    if utf16_length(text) > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    _check_opened(chats, args.get("url", ""))
    chats.answer(
        args["callback_query_id"],
        {
            "text": text,
            "show_alert": args.get("show_alert", False),
            "url": "",
            "cache_time": args.get("cache_time", 0),
        },
    )
    return True


def _allow(chats: Chats, args: Arguments) -> None:
    kinds = args.get("allowed_updates")
    if kinds is not None:
        chats.updates.allow(kind for kind in map(str.lower, kinds) if kind in update_kinds())


def _check_opened(chats: Chats, url: str) -> None:
    """A tap opens nothing here; the real server lets it open the bot itself."""
    own = f"t.me/{chats.bot['username']}?".lower()
    if url and not url.lower().removeprefix("https://").startswith(own):
        raise bad_request("URL_INVALID")
    if url:
        raise not_implemented("the local Telegram opens no link for a tap")


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if not host or parts.scheme not in ("http", "https"):
        raise bad_request("invalid webhook URL specified")
    if parts.scheme == "http" and host not in _HERE:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
