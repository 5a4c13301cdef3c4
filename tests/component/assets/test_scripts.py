"""app.js in a browser: focus after a swap, drafts, live parts and what happens when the stream is silent."""

from playwright.sync_api import Page, Request, expect

from tests.component.assets.site import Answer, Site

PART = (
    '<section id="results" data-live-part="{views}"><h2 tabindex="-1" data-focus>{text}</h2><input name="q"></section>'
)
LINK = '<a href="/page" hx-get="/page" hx-target="#results" hx-swap="outerHTML">Next</a>'


def fragment(text: str) -> Answer:
    return {"body": PART.format(views="states", text=text), "content_type": "text/html"}


def show(site: Site, live: str = "", views: str = "states") -> None:
    """A page with a part that another answer replaces when it is asked for alone."""
    note = "<p data-live-note hidden>away</p>"
    site.html("/page", LINK + PART.format(views=views, text="old") + note, f'data-live="{live}"' if live else "")
    page = site.answers["/page"]
    site.answers["/page"] = lambda request: (
        fragment("new") if request.headers.get("hx-target") == "section#results" else page(request)
    )


def stream(site: Site, *bodies: str) -> None:
    """A stream that says each body in turn, then nothing more; the browser connects anew at once."""
    left = list(bodies)

    def answer(_: Request) -> Answer:
        if not left:
            return {"status": 204}
        return {"body": f"retry: 10\n\n{left.pop(0)}", "content_type": "text/event-stream"}

    site.answers["/live"] = answer


def timed(site: Site) -> Page:
    """A tab whose clock only goes on when it is told to."""
    page = site.context.new_page()
    page.clock.install(time=0)
    page.clock.pause_at(1_000)
    return page


def partial(site: Site) -> list[Request]:
    """The requests for a part alone."""
    return [request for request in site.asked if request.headers.get("hx-request-type") == "partial"]


def heading(page: Page) -> str:
    return page.locator("#results h2").inner_text()


def test_after_an_act_focus_goes_to_the_heading_of_the_new_part(site: Site) -> None:
    show(site)
    page = site.open("/page")
    page.get_by_role("link", name="Next").click()
    expect(page.locator("#results h2")).to_have_text("new")
    expect(page.locator("#results h2")).to_be_focused()


def test_a_change_that_the_stream_tells_renews_the_part_and_leaves_focus(site: Site) -> None:
    show(site, "/live")
    stream(site, "event: changed\ndata: networks,states\n\n")
    page = site.open("/page")
    expect(page.locator("#results h2")).to_have_text("new")
    assert page.evaluate("document.activeElement === document.body")
    assert {request.headers["hx-target"] for request in partial(site)} == {"section#results"}


def test_a_change_of_something_else_asks_for_nothing(site: Site) -> None:
    show(site, "/live", views="grants")
    stream(site, "event: changed\ndata: states\n\n")
    page = timed(site)
    with page.expect_response("**/live"):
        page.goto("/page")
    page.clock.run_for(5_000)
    page.wait_for_load_state("networkidle")
    assert not partial(site)


def test_after_a_lost_connection_the_part_is_asked_for_once(site: Site) -> None:
    show(site, "/live")
    stream(site, "event: beat\ndata: 0\n\n", "event: beat\ndata: 0\n\n")
    page = site.open("/page")
    expect(page.locator("#results h2")).to_have_text("new")
    assert len(partial(site)) == 1


def test_what_is_being_typed_stays(site: Site) -> None:
    show(site, "/live")
    page = timed(site)
    stream(site)
    page.goto("/page")
    page.locator("#results input").fill("Arg")
    page.clock.run_for(45_000)
    assert page.locator("#results input").input_value() == "Arg"
    assert heading(page) == "old"
    page.locator("#results input").blur()
    page.clock.run_for(3_000)
    expect(page.locator("#results h2")).to_have_text("new")


def test_a_silent_stream_is_said_and_the_part_asked_for_every_30_seconds(site: Site) -> None:
    show(site, "/live")
    stream(site)
    page = timed(site)
    page.goto("/page")
    page.clock.run_for(39_000)
    assert page.locator("[data-live-note]").is_hidden()
    assert heading(page) == "old"
    page.clock.run_for(2_000)
    expect(page.locator("#results h2")).to_have_text("new")
    expect(page.locator("[data-live-note]")).to_be_visible()
    before = len(partial(site))
    with page.expect_response("**/page"):
        page.clock.run_for(31_000)
    assert len(partial(site)) == before + 1


FORM = """<form method="post" action="/send" data-draft="plan"><input name="title"><textarea name="why"></textarea>
<input type="checkbox" name="sure"><input name="person" data-personal><button>Send</button></form>"""


def test_a_draft_outlives_a_lost_page_without_personal_fields_and_ends_when_sent(site: Site) -> None:
    site.html("/form", FORM)
    site.html("/send", "sent")
    page = site.open("/form")
    page.locator("[name=title]").fill("Seminar")
    page.locator("[name=sure]").check()
    page.locator("[name=person]").fill("A name")
    page.reload()
    assert page.locator("[name=title]").input_value() == "Seminar"
    assert page.locator("[name=sure]").is_checked()
    assert page.locator("[name=person]").input_value() == ""
    assert "A name" not in page.evaluate("JSON.stringify(sessionStorage)")
    page.get_by_role("button").click()
    page.wait_for_url("**/send")
    page.goto("/form")
    assert page.locator("[name=title]").input_value() == ""
