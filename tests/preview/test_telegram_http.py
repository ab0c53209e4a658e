import asyncio
import signal
import sys
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from hypothesis import given
from hypothesis import strategies as st

from bot.preview.clock import Clock
from bot.preview.http import application
from bot.preview.server import File
from bot.preview.server.errors import ApiError
from bot.preview.server.forms import read_form
from bot.preview.server.posts import picture
from bot.preview.stage import Stage
from tests.preview.asking import MINA, TOKEN


@pytest.fixture
async def server(telegram):
    app = application(Stage(telegram, Clock()), looks_on=False)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    yield server
    await server.close()


@pytest.fixture
async def client(server):
    async with aiohttp.ClientSession(f"http://127.0.0.1:{server.port}") as client:
        yield client


async def asked(client, method, http_method="POST", **options):
    async with client.request(http_method, f"/bot{TOKEN}/{method}", **options) as response:
        return response, await response.json()


PARAMS = {"chat_id": str(MINA), "text": "한 & <글>", "reply_markup": '{"remove_keyboard": true}'}


@pytest.mark.parametrize(
    ("http_method", "options"),
    [
        ("GET", {"params": PARAMS}),
        ("POST", {"params": PARAMS}),
        ("POST", {"data": PARAMS}),
        ("POST", {"json": PARAMS | {"chat_id": MINA, "reply_markup": {"remove_keyboard": True}}}),
        ("POST", {"data": aiohttp.FormData(PARAMS, default_to_multipart=True)}),
        ("POST", {"params": {"text": "lost"}, "json": PARAMS}),
    ],
    ids=["query", "query of a post", "form", "json", "multipart", "both"],
)
async def test_parameters_come_by_query_form_json_or_multipart(
    telegram, client, http_method, options
):
    response, body = await asked(client, "sendmessage", http_method, **options)

    assert (response.status, body["ok"]) == (200, True)
    assert response.headers["Content-Type"] == "application/json"
    assert telegram.messages(MINA)[-1]["text"] == "한 & <글>"


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        (f"/bot{TOKEN}/getYou", 404, "Not Found: method not found"),
        ("/bot42:WRONG/getMe", 401, "Unauthorized"),
        (f"/bot{TOKEN}/getFile", 400, 'Bad Request: parameter "file_id" is required'),
        (f"/file/bot{TOKEN}/documents/none", 404, "Not Found"),
    ],
)
async def test_errors_are_json_with_the_same_status(client, path, status, description):
    async with client.get(path) as response:
        body = await response.json()

    assert response.status == status
    assert body == {"ok": False, "error_code": status, "description": description}


@pytest.mark.parametrize(
    ("content_type", "body", "description"),
    [
        ("application/json", b"{", "can't parse JSON object"),
        ("application/json", b"[]", "expected an Object in the request body"),
        ("application/json", b"\xff", "can't parse JSON object"),
        ("application/x-www-form-urlencoded", b"a=\xff", "strings must be encoded in UTF-8"),
        ("multipart/form-data", b"x", "boundary not found in the multipart request"),
        (
            "multipart/form-data; boundary=x",
            b"--x\r\n\r\na\r\n--x--",
            "a part of the multipart request has no name",
        ),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(client, content_type, body, description):
    _, answer = await asked(client, "getMe", data=body, headers={"Content-Type": content_type})

    assert answer["description"] == f"Bad Request: {description}"


@given(
    st.sampled_from(
        ["application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
    ),
    st.one_of(st.binary(), st.binary().map(lambda part: b"--x\r\n" + part + b"\r\n--x--")),
)
def test_any_body_is_read_or_refused(content_type, body):
    try:
        params, files = read_form(content_type, body)
    except ApiError:
        return
    assert all(isinstance(name, str) for name in [*params, *files])


def test_a_form_keeps_empty_values_and_unescapes():
    body = urlencode({"text": "a b&c", "url": ""}).encode()

    assert read_form("application/x-www-form-urlencoded", body) == (
        {"text": "a b&c", "url": ""},
        {},
    )


async def test_a_file_goes_up_and_comes_down(client):
    content = b"title: A course\r\n--x\r\n" * 1000
    form = aiohttp.FormData({"chat_id": str(MINA)})
    form.add_field("document", content, filename="과정.yaml", content_type="application/yaml")

    _, sent = await asked(client, "sendDocument", data=form)
    document = sent["result"]["document"]
    _, found = await asked(client, "getFile", params={"file_id": document["file_id"]})
    async with client.get(f"/file/bot{TOKEN}/{found['result']['file_path']}") as response:
        received = await response.read()

    assert document["file_name"] == "과정.yaml"
    assert received == content


async def test_a_large_photo_may_come_in_pieces(client):
    async def pieces():
        for _ in range(40):
            yield b"\0" * 65536

    start = picture(64, 64)
    body = b"--x\r\nContent-Disposition: form-data; name=chat_id\r\n\r\n".replace(
        b"=c", b'="c'
    ).replace(b"d\r\n\r\n", b'd"\r\n\r\n')
    head = (
        body
        + str(MINA).encode()
        + b'\r\n--x\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\n\r\n'
        + start
    )

    async def stream():
        yield head
        async for piece in pieces():
            yield piece
        yield b"\r\n--x--\r\n"

    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    _, answer = await asked(client, "sendPhoto", data=stream(), headers=headers)

    assert answer["result"]["photo"][0]["file_size"] == len(start) + 40 * 65536


async def test_too_many_requests_has_its_header(telegram, client):
    telegram.fail(retry_after=7)

    response, body = await asked(client, "getMe")

    assert (response.status, response.headers["Retry-After"]) == (429, "7")
    assert body["parameters"] == {"retry_after": 7}


async def test_a_lost_answer_looks_like_a_broken_connection(telegram, client):
    telegram.fail(method="sendMessage", lose_response=True)

    with pytest.raises(aiohttp.ClientError):
        await asked(client, "sendMessage", json={"chat_id": MINA, "text": "Hi"})

    assert telegram.messages(MINA)[-1]["text"] == "Hi"


async def test_a_poll_whose_bot_is_gone_waits_no_longer(telegram, client):
    with pytest.raises(TimeoutError):
        await asked(
            client,
            "getUpdates",
            params={"timeout": 30},
            timeout=aiohttp.ClientTimeout(total=0.1),
        )
    await asyncio.sleep(0.05)

    assert telegram.chats.updates._poll is None


async def control(client, name, **body):
    async with client.post(f"/control/{name}", json=body) as response:
        return response.status, await response.json()


@pytest.mark.slow
async def test_the_server_runs_as_a_process_until_it_is_told_to_stop():
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.preview.http", "--token", TOKEN, "--people", "2"),
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    address = (await process.stdout.readline()).decode().strip()

    async with aiohttp.ClientSession(address) as client:
        _, me = await asked(client, "getMe")
        poll = asyncio.create_task(asked(client, "getUpdates", params={"timeout": 30}))
        await asyncio.sleep(0.05)
        _, update = await control(client, "send", person=1002, text="Hi")
        _, batch = await poll
        process.send_signal(signal.SIGTERM)
        status = await process.wait()

    assert me["result"]["id"] == 42
    assert batch["result"] == [update]
    assert status == 0


def test_a_file_part_keeps_its_name_and_kind():
    body = (
        b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.txt"\r\n'
        b"Content-Type: text/plain\r\n\r\na\r\nb\r\n--x--\r\n"
    )

    assert read_form('multipart/form-data; boundary="x"', body) == (
        {},
        {"f": File("a.txt", b"a\r\nb", "text/plain")},
    )
