"""What the page and scripts can look at: each a GET.

GET  /                         the page; /gallery, another; their files are under /page/
GET  /events                   server-sent events, see news.py and stage.py
GET  /chats/{chat}?as=PERSON   {"messages", "commands", "keyboard", "reactions"}
GET  /chats/{chat}/transcript  the conversation as text, to be saved and replayed
GET  /wire?since=N             {"next", "entries"}: calls and updates, oldest first
GET  /gallery/screens          every screen that the course can show
GET  /files/{file_id}          what was sent
"""

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot.preview import gallery
from bot.preview.guard import RefusedError, guarded
from bot.preview.server.errors import ApiError
from bot.preview.stage import Stage

PAGE = Path(__file__).parent / "page"
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
# what a browser draws; anything else that was sent is only handed out
PICTURES = {"image/png", "image/jpeg", "image/gif", "image/webp"}


def routes(stage: Stage) -> list[web.RouteDef]:
    views = _Views(stage)
    chat = r"/chats/{chat:-?\d{1,16}}"
    return [
        web.get("/", guarded(views.page)),
        web.get("/gallery", guarded(views.page)),
        web.get("/page/{name}", guarded(views.page)),
        web.get("/events", guarded(views.events), allow_head=False),
        web.get(chat, guarded(views.chat)),
        web.get(f"{chat}/transcript", guarded(views.transcript)),
        web.get("/wire", guarded(views.wire)),
        web.get("/gallery/screens", guarded(views.screens)),
        web.get("/files/{file_id}", guarded(views.file)),
    ]


class _Views:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._telegram = stage.telegram
        self._gallery: tuple[object, dict[str, Any]] = (None, {})

    async def page(self, request: web.Request) -> web.StreamResponse:
        whole = "gallery.html" if request.path == "/gallery" else "index.html"
        name = request.match_info.get("name", whole)
        path = PAGE / name
        media_type = MEDIA_TYPES.get(path.suffix, "text/html")
        if path not in PAGE.iterdir() or not path.is_file():
            raise RefusedError(404, f"There is no file {name} of the page.")
        return web.FileResponse(path, headers={"Content-Type": f"{media_type}; charset=utf-8"})

    async def events(self, request: web.Request) -> web.StreamResponse:
        return await self._stage.news.stream(request, self._stage.hello)

    async def chat(self, request: web.Request) -> web.StreamResponse:
        number = self._known(request)
        person = _number(request, "as", number)
        try:
            return web.json_response(
                {
                    "messages": self._telegram.messages(number),
                    "commands": self._telegram.commands(person, number),
                    "keyboard": self._telegram.keyboard(number),
                    "reactions": self._telegram.all_reactions(number),
                }
            )
        except LookupError as error:
            raise RefusedError(404, str(error.args[0])) from error

    async def transcript(self, request: web.Request) -> web.StreamResponse:
        number = self._known(request)
        person = self._telegram.people.get(number)
        name = "group" if person is None else person.first_name.lower()
        return web.Response(
            text=self._stage.journal.story(number),
            headers={"Content-Disposition": _attachment(f"{name}.txt")},
        )

    async def wire(self, request: web.Request) -> web.StreamResponse:
        since = _number(request, "since", 0)
        wire = self._stage.wire
        return web.json_response({"next": wire.next, "entries": wire.since(since)})

    async def screens(self, _request: web.Request) -> web.StreamResponse:
        if self._stage.host is not None:
            await self._stage.looked.wait()
        course = self._stage.course
        if course is None:
            raise RefusedError(409, "There is no course without mistakes yet.")
        if self._gallery[0] is not course:
            self._gallery = (course, gallery.screens(course))
        return web.json_response(self._gallery[1])

    async def file(self, request: web.Request) -> web.StreamResponse:
        try:
            stored = self._telegram.chats.files.known(request.match_info["file_id"])
        except ApiError as error:
            raise RefusedError(404, "There is no such file.") from error
        kind, name = stored.file.mime_type, stored.file.name
        if kind in PICTURES:
            return web.Response(body=stored.file.content, content_type=kind)
        return web.Response(
            body=stored.file.content,
            headers={
                "Content-Type": "application/octet-stream",
                "Content-Disposition": _attachment(name),
            },
        )

    def _known(self, request: web.Request) -> int:
        number = int(request.match_info["chat"])
        if number not in self._telegram.people and number not in self._telegram.chats.chats:
            raise RefusedError(404, f"There is no chat {number} here.")
        return number


def _number(request: web.Request, name: str, otherwise: int) -> int:
    text = request.query.get(name, str(otherwise))
    if not re.fullmatch(r"-?\d{1,16}", text):
        raise RefusedError(400, f'"{name}" is a whole number, not "{text}".')
    return int(text)


def _attachment(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"
