"""The course's pictures, on their way to Telegram: uploaded once, sent by their id after that.

Its one rule: only files of the course's own folder are read, and each time anew, so that a
picture drawn again is another one.
"""

import asyncio
import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path

from telegram import InputFile

log = logging.getLogger(__name__)

ROOM = "lessons"


@dataclass(frozen=True)
class Photo:
    """A picture's file: its name in the course, a digest of its content, the content."""

    image: str
    digest: str
    content: bytes


class Pictures:
    """`folder` is the course's, with lessons/ in it; None for a course that has no files."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self._ids: dict[tuple[str, str], str] = {}

    async def find(self, image: str) -> Photo | None:
        """The picture as it is now; None if there is none that can be read."""
        if self.folder is None:
            return None
        try:
            return await asyncio.to_thread(_read, self.folder / ROOM, image)
        except (OSError, ValueError) as error:
            log.error("Picture %s cannot be read: %s", image, error)  # noqa: TRY400
            return None

    def sendable(self, photo: Photo) -> str | InputFile:
        """What to send: the id that Telegram gave the picture, or its content."""
        known = self._ids.get((photo.image, photo.digest))
        return known or InputFile(photo.content, filename=Path(photo.image).name)

    def is_known(self, photo: Photo) -> bool:
        return (photo.image, photo.digest) in self._ids

    def remember(self, photo: Photo, file_id: str) -> None:
        self._ids[photo.image, photo.digest] = file_id

    def forget(self, photo: Photo) -> None:
        self._ids.pop((photo.image, photo.digest), None)


def _read(room: Path, image: str) -> Photo:
    path = (room / image).resolve()
    if not path.is_relative_to(room.resolve()):
        raise ValueError("it is not in the course's folder")
    content = path.read_bytes()
    return Photo(image, hashlib.sha256(content).hexdigest(), content)
