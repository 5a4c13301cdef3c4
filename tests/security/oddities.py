"""A fixed corpus of what may be odd about a request besides its body: headers, hosts, methods, paths."""

from collections.abc import Mapping, Sequence

from tests.security.corpus import MARK

HEADERS: Sequence[Mapping[str, str]] = (
    *(
        {"Idempotency-Key": value}
        for value in ("", " ", "x" * 101, "x" * 20_000, "\x7f", "a\tb", "é", "\xff", "../x", "'")
    ),
    *(
        {"If-Match": value}
        for value in ("", "*", 'W/"1"', '"', "-1", "1.0", "1e3", "9" * 10, "9" * 400, MARK, '"1", "2"', "²")
    ),
    *({"X-Correlation-Id": value} for value in ("", MARK, "x" * 20_000, "é", "00000000-0000-0000-0000-000000000000")),
    *({"Traceparent": value} for value in ("", MARK, "x" * 55, "é" * 55, "00-" + "0" * 32 + "-" + "0" * 16 + "-00")),
    *(
        {"Content-Type": value}
        for value in ("", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data")
    ),
    *(
        {"Content-Type": value}
        for value in ("application/json; charset=utf-16", "application/jsonx", "APPLICATION/JSON", MARK)
    ),
    *({"Content-Encoding": value} for value in ("gzip", "br", MARK)),
    *(
        {"Authorization": value}
        for value in ("", "Bearer", "Bearer ", "Basic eDp5", f"Bearer {MARK}", "é", "Bearer " + "x" * 99_999)
    ),
    {"X-Http-Method-Override": "DELETE"},
    {"Cookie": f"lemkin={MARK}"},
    {"Accept": MARK},
    {"Accept-Language": "../../" + MARK},
    {"Forwarded": "for=127.0.0.1;host=evil.example"},
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-For": MARK},
    {"Range": "bytes=0-0"},
    {"Expect": "100-continue"},
)
HOSTS = (
    "",
    "evil.example",
    "evil.example:80",
    "127.0.0.1.evil.example",
    "127.0.0.1@evil.example",
    "evil.example#127.0.0.1",
    "localhost.evil.example",
    "127.0.0.1:80@evil.example",
    "127.0.0.1:evil.example",
    "127.0.0.1:80/../evil.example",
    "127.0.0.1:",
    "127.0.0.1:-1",
    "127.0.0.1, evil.example",
    "[::1",
    "[::1]:x",
    "[::ffff:192.0.2.1]",
    "0.0.0.0",  # noqa: S104  (sent, not listened on)
    "2130706433",
    "127.1",
    "xn--127-0-0-1",
    "LOCALHOST.",
    "\xe9",
    "a" * 9_999,
)
METHODS = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "QQQ")
PATHS = (
    "",
    "/",
    "//",
    "/..",
    "/../internal/status",
    "/%2e%2e/internal/status",
    "/%00",
    "/%ff",
    "/%c3%28",
    "/%25",
    "/%0d%0aSet-Cookie:%20x=1",
    f"/{MARK}",
    "/a" * 2_000,
    "/;/internal",
    "/.env",
    "/openapi.json",
    "/docs",
    "/metrics/../internal/status",
    "/{id}",
    "/\\internal",
)
