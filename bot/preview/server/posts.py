"""What people send that is not text: stickers, pictures, voices and so on.

Its one rule: a post has every field that the Bot API promises for its kind, so that a bot can
be tried with what it did not ask for.
"""

from collections.abc import Callable
from struct import pack
from typing import Any
from zlib import compress, crc32

from bot.preview.server.chats import Chats
from bot.preview.server.files import photo_size
from bot.preview.server.spec import File

KINDS = (
    "animation", "audio", "contact", "dice", "document", "location", "photo", "poll", "sticker",
    "venue", "video", "video_note", "voice",
)  # fmt: skip


def post(chats: Chats, person: int, kind: str, upload: File | None = None) -> dict[str, Any]:
    """A message's content, e.g. {"voice": …}; raises LookupError for a kind that is not in KINDS.

    `upload` takes the place of the content that a photo or document would have by itself.
    """
    if kind not in KINDS:
        raise LookupError(f'nobody can post a "{kind}"; the kinds are {", ".join(KINDS)}')
    builder: Callable[[Chats, int, str, File | None], Any] = _BUILDERS.get(kind, _file)
    content = {kind: builder(chats, person, kind, upload)}
    if kind == "animation":
        # the real server calls it a document as well
        names = ("file_id", "file_unique_id", "file_size", "file_name", "mime_type")
        content["document"] = {name: content[kind][name] for name in names}
    return content


def picture(width: int, height: int) -> bytes:
    """A plain grey PNG."""
    rows = (b"\0" + b"\x99" * width) * height
    chunks = (
        (b"IHDR", pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", compress(rows)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        pack(">I", len(content)) + name + content + pack(">I", crc32(name + content))
        for name, content in chunks
    )


def _file(chats: Chats, _: int, kind: str, upload: File | None) -> dict[str, Any]:
    sample = File(f"{kind}.bin", f"a {kind}".encode(), _MIME_TYPES.get(kind, "application/pdf"))
    stored = chats.files.keep(upload or sample, kind.capitalize())
    return stored.facts() | _FACTS[kind] | _named(kind, upload or sample)


def _named(kind: str, file: File) -> dict[str, Any]:
    if kind in ("document", "audio", "video", "animation"):
        return {"file_name": file.name, "mime_type": file.mime_type}
    return {"mime_type": file.mime_type} if kind == "voice" else {}


def _photo(chats: Chats, _: int, __: str, upload: File | None) -> list[dict[str, Any]]:
    sizes = []
    # an upload is kept whole: the local server makes no smaller copies
    for width, height in ((90, 68), (320, 240)) if upload is None else (photo_size(upload),):
        file = upload or File("photo.png", picture(width, height), "image/png")
        stored = chats.files.keep(file, "Photo")
        sizes.append({**stored.facts(), "width": width, "height": height})
    return sizes


def _contact(chats: Chats, person: int, _: str, __: File | None) -> dict[str, Any]:
    first_name = chats.person(person).first_name
    return {"phone_number": "+10000000000", "first_name": first_name, "user_id": person}


def _dice(chats: Chats, _: int, __: str, ___: File | None) -> dict[str, Any]:
    return {"emoji": "🎲", "value": chats.random.randint(1, 6)}


def _location(_: Chats, __: int, ___: str, ____: File | None) -> dict[str, Any]:
    return {"latitude": 37.5665, "longitude": 126.978}


def _venue(*_: Any) -> dict[str, Any]:
    place = {"latitude": 37.5796, "longitude": 126.977}
    return {"location": place, "title": "Gyeongbokgung", "address": "161 Sajik-ro, Seoul"}


def _poll(chats: Chats, _: int, __: str, ___: File | None) -> dict[str, Any]:
    return {
        "id": str(chats.random.getrandbits(62)),
        "question": "Tea or coffee?",
        "options": [
            {"persistent_id": "0", "text": "Tea", "voter_count": 0},
            {"persistent_id": "1", "text": "Coffee", "voter_count": 0},
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": True,
        "members_only": False,
    }


_MIME_TYPES = {
    "animation": "video/mp4", "audio": "audio/mpeg", "video": "video/mp4",
    "video_note": "video/mp4", "voice": "audio/ogg", "sticker": "image/webp",
}  # fmt: skip
_FACTS: dict[str, dict[str, Any]] = {
    "animation": {"width": 320, "height": 240, "duration": 2},
    "audio": {"duration": 60, "title": "Arirang", "performer": "Traditional"},
    "document": {},
    "sticker": {
        "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False,
        "emoji": "👍",
    },
    "video": {"width": 640, "height": 480, "duration": 5},
    "video_note": {"length": 240, "duration": 5},
    "voice": {"duration": 3},
}  # fmt: skip
_BUILDERS: dict[str, Callable[..., Any]] = {
    "contact": _contact,
    "dice": _dice,
    "location": _location,
    "photo": _photo,
    "poll": _poll,
    "venue": _venue,
}
