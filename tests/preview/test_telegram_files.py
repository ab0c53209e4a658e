import pytest

from bot.preview.server import File
from bot.preview.server.files import picture_size
from bot.preview.server.posts import picture
from tests.preview.asking import JONAS, MINA


async def test_a_photo_is_uploaded_once_and_sent_again_by_its_id(bot):
    chart = File("chart.png", picture(64, 32), "image/png")

    first = await bot.asks(
        "sendPhoto", {"photo": chart}, chat_id=MINA, caption="<b>Chart</b>", parse_mode="HTML"
    )
    again = await bot.asks("sendPhoto", chat_id=JONAS, photo=first["photo"][0]["file_id"])

    assert (first["photo"][0]["width"], first["photo"][0]["height"]) == (64, 32)
    assert first["caption"] == "Chart"
    assert first["caption_entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert again["photo"] == first["photo"]


@pytest.mark.parametrize(
    ("content", "description"),
    [
        (b"", "Bad Request: file must be non-empty"),
        (b"not a picture", "Bad Request: IMAGE_PROCESS_FAILED"),
        (picture(2, 60), "Bad Request: PHOTO_INVALID_DIMENSIONS"),
        (
            picture(1, 1).ljust(10 * 1024 * 1024 + 1),
            (
                "Bad Request: file of size 10485761 bytes is "
                "too big for a photo; the maximum size is 10485760 bytes"
            ),
        ),
    ],
    ids=["empty", "text", "narrow", "big"],
)
async def test_not_every_file_is_a_photo(bot, content, description):
    file = File("photo.png", content)

    assert await bot.refused("sendPhoto", {"photo": file}, chat_id=MINA) == description


async def test_a_document_can_be_fetched_by_the_path_that_get_file_tells(telegram, bot):
    course = File("course.yaml", b"title: A course\n", "application/yaml")

    message = await bot.asks(
        "sendDocument", {"file": course}, chat_id=MINA, document="attach://file"
    )
    found = await bot.asks("getFile", file_id=message["document"]["file_id"])

    assert message["document"]["file_name"] == "course.yaml"
    assert telegram.file(found["file_path"]).file == course


async def test_files_are_not_sent_as_another_kind_or_from_elsewhere(bot):
    file = File("a.txt", b"a")
    message = await bot.asks("sendDocument", {"document": file}, chat_id=MINA)
    document = message["document"]["file_id"]

    assert [
        await bot.refused("sendPhoto", chat_id=MINA, photo=photo)
        for photo in (document, "nonsense", "https://a.kr/a.png", "attach://nothing")
    ] == [
        "Bad Request: can't use file of type Document as Photo",
        "Bad Request: wrong file identifier/HTTP URL specified",
        "Bad Request: failed to get HTTP URL content",
        'Bad Request: there is no file "nothing" in the request',
    ]


async def test_a_caption_has_at_most_1024_characters(bot):
    chart = File("chart.png", picture(64, 32))

    refused = await bot.refused("sendPhoto", {"photo": chart}, chat_id=MINA, caption="x" * 1025)
    await bot.asks("sendPhoto", {"photo": chart}, chat_id=MINA, caption="x" * 1024)

    assert refused == "Bad Request: message caption is too long"


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (picture(3, 2), (3, 2)),
        (b"GIF89a" + bytes([3, 0, 2, 0]), (3, 2)),
        (b"RIFF\0\0\0\0WEBPVP8 " + bytes(10) + bytes([3, 0, 2, 0]), (3, 2)),
        (
            bytes.fromhex("ffd8 ffe0 0004 0000 ffc0 0011 08 0002 0003 03").ljust(40, b"\0"),
            (3, 2),
        ),
        (b"GIF89a" + bytes(4), None),
        (b"\x89PNG\r\n\x1a\n", None),
        (b"\xff\xd8\xff", None),
        (b"", None),
    ],
    ids=["png", "gif", "webp", "jpeg", "no width", "cut png", "cut jpeg", "nothing"],
)
def test_the_size_of_a_picture_is_read_from_its_first_bytes(content, size):
    assert picture_size(content) == size
