"""A program that is started like a service and does nothing: for tests of the supervisor without the services.

`python -m tests.support.stub_service ROLE`: `migrate` ends at once; every other role answers on LEMKIN_HTTP.
GET /exit/N ends it with code N. LEMKIN_STUB_FAILS=ROLE:N makes that role end with code N at its start.
"""

import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import orjson


class Stub(BaseHTTPRequestHandler):
    """Answers everything with 200 and the LEMKIN_ settings it was given."""

    def do_GET(self) -> None:
        """Answer, or end."""
        if self.path.startswith("/exit/"):
            os._exit(int(self.path.rpartition("/")[2]))
        body = orjson.dumps({name: value for name, value in os.environ.items() if name.startswith("LEMKIN_")})
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def main(role: str) -> None:
    """Do what a service does in `role`."""
    failing, _, code = os.environ.get("LEMKIN_STUB_FAILS", ":").partition(":")
    if failing == role:
        sys.exit(f"{role} cannot run" if code == "1" else int(code))
    if role == "migrate":
        return
    host, _, port = os.environ["LEMKIN_HTTP"].rpartition(":")
    ThreadingHTTPServer((host, int(port)), Stub).serve_forever()


if __name__ == "__main__":
    main(sys.argv[1])
