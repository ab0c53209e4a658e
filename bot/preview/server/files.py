"""Files that were sent, and the pictures among them.

Its one rule: a file is known by its content: the same content has the same id, and a file sent
as one kind cannot be sent again as another.
"""

import struct
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from bot.preview.server.errors import ApiError, bad_request
from bot.preview.server.spec import File

LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_DOWNLOAD = 20 * 1024 * 1024
_MOST_BYTES_KEPT = 256 * 1024 * 1024
_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}


@dataclass(frozen=True)
class Stored:
    """`kind` is Photo, Document, Sticker or Voice; `path` is what getFile tells."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    file: File

    def facts(self) -> dict[str, Any]:
        """What every kind of file has in the Bot API."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.file.content),
        }


class Files:
    """At most 256 MB are kept; the oldest go first."""

    def __init__(self) -> None:
        self._by_id: dict[str, Stored] = {}
        self._by_path: dict[str, Stored] = {}
        self._bytes = 0
        self._number = 0

    def keep(self, file: File, kind: str) -> Stored:
        """Store an upload; raises ApiError for one that Telegram would not take."""
        _check_size(file)
        digest = sha256(file.content + kind.encode()).digest()
        file_id = kind[0] + urlsafe_b64encode(digest).decode().rstrip("=")
        known = self._by_id.get(file_id)
        if known is not None:
            return known
        self._number += 1
        ending = _ENDINGS.get(file.mime_type, "." + file.name.rpartition(".")[2])
        stored = Stored(
            file_id=file_id,
            unique_id="AQ" + urlsafe_b64encode(digest[:9]).decode(),
            kind=kind,
            path=f"{kind.lower()}s/file_{self._number}{ending}",
            file=file,
        )
        self._by_id[file_id] = self._by_path[stored.path] = stored
        self._bytes += len(file.content)
        self._forget_oldest()
        return stored

    def known(self, file_id: str, kind: str | None = None) -> Stored:
        """Raises ApiError if there is no such file, or it is of another kind."""
        if file_id.startswith(("http://", "https://")):
            # nothing is fetched: the local server never leaves the machine
            raise bad_request("Failed to get HTTP URL content")
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request("Wrong file identifier/HTTP URL specified")
        if kind is not None and stored.kind != kind:
            raise bad_request(f"Can't use file of type {stored.kind} as {kind}")
        return stored

    def by_id(self, file_id: str) -> Stored | None:
        return self._by_id.get(file_id)

    def at(self, path: str) -> Stored | None:
        return self._by_path.get(path)

    def _forget_oldest(self) -> None:
        while self._bytes > _MOST_BYTES_KEPT and len(self._by_id) > 1:
            stored = self._by_id.pop(next(iter(self._by_id)))
            self._by_path.pop(stored.path, None)
            self._bytes -= len(stored.file.content)


def photo_size(file: File) -> tuple[int, int]:
    """Width and height of a picture that can be sent as a photo; raises ApiError."""
    _check_size(file)
    if len(file.content) > LARGEST_PHOTO:
        raise bad_request(
            f"File of size {len(file.content)} bytes is too big for a photo; "
            f"the maximum size is {LARGEST_PHOTO} bytes"
        )
    size = picture_size(file.content)
    if size is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > 10_000 or max(size) > 20 * min(size):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return size


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, WebP (lossy) or JPEG; None if it is none of them."""
    size: tuple[int, int] | None = None
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        size = struct.unpack(">II", content[16:24])
    elif content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        size = struct.unpack("<HH", content[6:10])
    elif content[:4] == b"RIFF" and content[8:16] == b"WEBPVP8 " and len(content) >= 30:
        width, height = struct.unpack("<HH", content[26:30])
        size = (width & 0x3FFF, height & 0x3FFF)
    elif content.startswith(b"\xff\xd8"):
        size = next(_frames(content), None)
    return size if size and min(size) > 0 else None


def _check_size(file: File) -> None:
    if not file.content:
        raise bad_request("File must be non-empty")
    if len(file.content) > LARGEST_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")


def _frames(content: bytes) -> Iterator[tuple[int, int]]:
    """Sizes in a JPEG's frame headers."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            yield width, height
        at += 2 + length
