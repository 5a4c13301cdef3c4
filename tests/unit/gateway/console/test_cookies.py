"""G4: names and attributes of the cookies, by https and on this machine."""

import pytest
from fastapi.responses import Response

from services.gateway.entrypoints.console.signing_in.cookies import Cookie, departure_cookie, session_cookie


def _set(cookie: Cookie) -> set[str]:
    response = Response()
    cookie.keep(response, "value")
    return {part.strip() for part in response.headers["set-cookie"].split(";")}


def test_by_https_a_cookie_is_bound_to_the_host_and_secure() -> None:
    site = "https://lemkin.example"
    assert _set(session_cookie(site)) == {"__Host-lemkin=value", "HttpOnly", "Path=/", "SameSite=strict", "Secure"}
    assert _set(departure_cookie(site, 600)) == {
        "__Host-lemkin-sign-in=value",
        "HttpOnly",
        "Max-Age=600",
        "Path=/",
        "SameSite=lax",
        "Secure",
    }


def test_on_this_machine_it_has_a_plain_name_and_no_secure() -> None:
    assert _set(session_cookie("http://127.0.0.1:8080")) == {"lemkin=value", "HttpOnly", "Path=/", "SameSite=strict"}


@pytest.mark.parametrize("site", ["https://lemkin.example", "http://localhost"])
def test_a_cookie_is_dropped_with_the_attributes_it_was_set_with(site: str) -> None:
    cookie, response = session_cookie(site), Response()
    cookie.drop(response)
    gone = {part.strip() for part in response.headers["set-cookie"].split(";")}
    assert _set(cookie) - {f"{cookie.name}=value"} <= gone
    assert "Max-Age=0" in gone
