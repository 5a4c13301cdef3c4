"""Local paths: where a page may send somebody afterwards. Only an address below our own root, whoever wrote it."""

import re
from urllib.parse import urlsplit

HOME = "/"
_LONGEST = 1_000
_SHAPE = re.compile(r"/(?![/\\])[A-Za-z0-9\-._~!$&'()*+,;=:@%/?]*")
"""What RFC 3986 lets stand in a path and a query; no backslash, space, control or other script, and no fragment."""
_HIDDEN = re.compile(r"//|/\.{1,2}(/|$)|%(2[fFeE]|5[cC]|25|[01][0-9a-fA-F]|7[fF]|(?![0-9a-fA-F]{2}))")
"""In a path: what a browser, a proxy or a second decoding would read as something else."""
_NOT_BACK = re.compile(r"/(sign-in|sign-out)(/|$)")


def local(wanted: str | None) -> str:
    """The address if it is one of ours to go back to, else the home page."""
    if wanted is None or len(wanted) > _LONGEST or not _SHAPE.fullmatch(wanted):
        return HOME
    split = urlsplit(wanted)
    if split.scheme or split.netloc or _HIDDEN.search(split.path) or _NOT_BACK.match(split.path):
        return HOME
    return wanted
