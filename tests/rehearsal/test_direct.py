"""Requests that never leave the process."""

from collections.abc import Mapping
from typing import Any

from telegram import Bot, InputFile

from bot.chat.transport import Direct, Upload


async def test_a_call_is_handed_over_with_its_parameters_and_files() -> None:
    calls: list[tuple[Any, ...]] = []

    async def telegram(
        token: str, method: str, parameters: Mapping[str, Any], files: Mapping[str, Upload]
    ) -> tuple[int, Mapping[str, Any]]:
        calls.append((token, method, dict(parameters), dict(files)))
        return 200, {"ok": True, "result": {"said": "서당"}}

    bot = Bot("1:direct", base_url="http://nowhere/bot", request=Direct(telegram))

    answer = await bot.do_api_request("sendMessage", {"chat_id": 1, "text": "hello"})
    await bot.do_api_request(
        "sendDocument", {"chat_id": 1, "document": InputFile(b"%PDF", "a.pdf")}
    )

    assert answer == {"said": "서당"}
    (token, method, parameters, files), (*_, sent, uploads) = calls
    assert (token, method, files) == ("1:direct", "sendMessage", {})
    assert parameters == {"chat_id": 1, "text": "hello"}
    assert sent["chat_id"] == 1
    assert list(uploads.values()) == [("a.pdf", b"%PDF", "application/pdf")]
