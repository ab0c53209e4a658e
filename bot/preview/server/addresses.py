"""Addresses in texts: links, mentions, hashtags and commands.

Its one rule: what Telegram would make tappable by itself is found here.  Not found: phone
numbers, bank cards, and bare domains under rare top-level domains.
"""

import re
from urllib.parse import urlsplit

_ADDRESS = re.compile(
    r"""
    (?P<url> (?<![\w@]) (?: (?:https?|tg|ton)://[^\s<>"'»]+
        | (?:[\w-]+\.)+(?:com|org|net|edu|gov|int|info|io|me|kr|kp|ru|uk|de|fr|jp|cn|us)
          (?![\w@-]|\.\w) (?:[:/?\#][^\s<>"'»]*)? ) )
  | (?P<email> (?<![\w.+-]) [\w.+-]+@[\w-]+(?:\.[\w-]+)+ )
  | (?P<mention> (?<![\w@]) @[A-Za-z0-9_]{3,32} (?!\w) )
  | (?P<bot_command> (?<![\w/<>]) /[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})? (?![\w/<>]) )
  | (?P<hashtag> (?<!\w) \#(?=\w*[^\W\d])\w{1,256} (?!\w) )
  | (?P<cashtag> (?<![\w$]) \$[A-Z]{1,8} (?![\w$]) )
    """,
    re.VERBOSE,
)
_HINT = re.compile(r"[@#/$]|\w\.\w")
_URL_TAIL = ".,:;!?)"


def addresses(text: str) -> list[tuple[str, int, int]]:
    """Kind, start and end of each address, by Python's indices."""
    if not _HINT.search(text):
        return []
    found = []
    for match in _ADDRESS.finditer(text):
        kind = str(match.lastgroup)
        address = match[0].rstrip(_URL_TAIL) if kind == "url" else match[0]
        found.append((kind, match.start(), match.start() + len(address)))
    return found


def link(url: str) -> str | None:
    """The address as Telegram keeps it (`example.com` becomes `http://example.com/`), or None."""
    try:
        parts = urlsplit(url if re.match(r"[a-z]+:", url, re.IGNORECASE) else f"http://{url}")
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https", "tg", "ton", "tonsite") or not host:
        return None
    if re.search(r"[\s<>]", url) or (scheme.startswith("http") and "." not in host.strip(".")):
        return None
    place = host if port is None else f"{host}:{port}"
    path = parts.path or ("/" if scheme.startswith("http") else "")
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"{scheme}://{place}{path}{query}{fragment}"
