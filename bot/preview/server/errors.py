"""How the server refuses: the codes and the words of the real one.

Its one rule: a description is what a bot's log would show, word for word where the real
server's words are known.
"""


class ApiError(Exception):
    """A refusal: `code` is also the HTTP status; `retry_after` is in seconds."""

    def __init__(self, code: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after


class ResponseLostError(ConnectionError):
    """The call was carried out, but its answer never reached the bot."""


def bad_request(message: str) -> ApiError:
    return ApiError(400, f"Bad Request: {lowered(message)}")


def forbidden(message: str) -> ApiError:
    return ApiError(403, f"Forbidden: {message}")


def conflict(message: str) -> ApiError:
    return ApiError(409, f"Conflict: {message}")


def too_many_requests(retry_after: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def not_implemented(what: str) -> ApiError:
    """For what the real server does and this one does not: never silently ok."""
    return ApiError(501, f"Not Implemented: {what}")


def lowered(message: str) -> str:
    """Telegram lowers a sentence's first letter, but leaves names like BUTTON_DATA_INVALID."""
    if len(message) > 1 and message[0].isupper() and not message[1].isupper():
        return message[0].lower() + message[1:]
    return message
