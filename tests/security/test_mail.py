"""sec-S17: no value of a template, a name or an address makes another header, another recipient or another body."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from services.notifications.adapters.message import build
from services.notifications.application.texts import chain, text_of
from shared.contracts.enrollment.words import Language
from shared.contracts.notifications.dispatch import Template
from shared.contracts.privacy import EmailAddress
from shared.contracts.text import PublicText
from shared.errors import RuleBroken

DISPATCH, SENDER, TO = UUID(int=5), "no-reply@lemkin.example", "person@example.org"
LINK = "http://127.0.0.1:8080/membership/00000000-0000-0000-0000-000000000001"
HEADERS = sorted(
    (
        *("Auto-Submitted", "Content-Language", "Content-Transfer-Encoding", "Content-Type", "Date"),
        *("From", "MIME-Version", "Message-ID", "Subject", "To"),
    )
)
BREAKS = (
    "\r\n",
    "\n",
    "\r",
    "\n ",
    "\r\n\t",
    "\x00",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x85",
    "\u2028",
    "\u2029",
    "\x7f",
    "\x1b",
)
SMUGGLED = ("Bcc: eve@evil.org", "Cc: eve@evil.org", "To: eve@evil.org", "\r\n\r\n<script>", "Content-Type: text/html")
ENCODED = (
    "=?utf-8?q?=0D=0ABcc:_eve@evil.org?=",
    "=?utf-8?b?DQpCY2M6IGV2ZUBldmlsLm9yZw==?=",
    "=?utf-8?q?a?=\r\n =?utf-8?q?=0ABcc:_eve@evil.org?=",
    "=?us-ascii?q?=0A?=",
    "=?",
    "x =?utf-8?q?=0Aeve?= y",
)
HOSTILE = sorted(
    {
        *(f"Net{line}{header}" for line, header in product(BREAKS, SMUGGLED)),
        *(f"{header}{line}" for line, header in product(BREAKS, SMUGGLED)),
        *ENCODED,
        *(f"Ré {word}" for word in ENCODED),
    }
)
HARMLESS = (
    *("{0.__class__}", "{{7*7}}", "${network}", "$link", "$$", "%s%n", "{network}", "${7*7}", "#{1}", "<%= 1 %>"),
    *(
        "'; drop table x;--",
        "a" * 300,
        "ñandú " * 40,
        "شبكة",
        "Łódź, “Bcc: eve@evil.org”",
        "Bcc: eve@evil.org",
        "a,b;c:d@e",
    ),
)
ADDRESSES = (
    *(f"a@b.org{line}{header}" for line, header in product(BREAKS, SMUGGLED)),
    *(
        "Ann <a@b.org>",
        "a@b.org, c@d.org",
        "a@b.org;c@d.org",
        '"a b"@c.org',
        "a@[127.0.0.1]",
        "a@b",
        "",
        "@b.org",
        "a b@c.org",
    ),
    *(
        "=?utf-8?q?a?=@b.org",
        "a@b.org(comment)",
        "group: a@b.org;",
        "a@@b.org",
        "a@b..org",
        "<a@b.org>",
        "a@b.org\u200b",
    ),
)


def mail(network: str, template: Template = Template.MEMBERSHIP_ACTIVATED, language: Language = Language.EN) -> bytes:
    names = {"network": network, "link": LINK, **{f"state.{one}": "Kenya" for one in Language}}
    text = text_of(template, chain(language, "KEN"), names)
    return build(
        dispatch=DISPATCH,
        sender=SENDER,
        to=TO,
        subject=text.subject,
        body=text.body,
        language=text.language,
        now=datetime(2026, 1, 1, tzinfo=UTC),
    )


def is_clean(content: bytes) -> None:
    """Read by two readers: exactly our headers, one recipient, no other body."""
    head, _, body = content.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert sorted(line.partition(b":")[0].decode() for line in lines) == HEADERS
    for rules in (policy.SMTP, policy.compat32):
        read = message_from_bytes(content, policy=rules)
        assert sorted(read.keys()) == HEADERS
        assert str(read["To"]) == TO
        assert (read["Bcc"], read["Cc"], read.is_multipart()) == (None, None, False)
    assert b"\n" not in body.replace(b"\r\n", b"")


def test_there_are_as_many_cases_as_the_bar_asks() -> None:
    assert len({*HOSTILE, *HARMLESS}) + len({*ADDRESSES}) >= 200


@pytest.mark.parametrize("value", HOSTILE)
def test_what_could_make_a_header_is_never_sent(value: str) -> None:
    with pytest.raises(RuleBroken):
        mail(value)


@pytest.mark.parametrize("value", HARMLESS)
def test_what_only_looks_like_it_is_sent_as_it_is(value: str) -> None:
    content = mail(value)
    is_clean(content)
    assert message_from_bytes(content, policy=policy.SMTP)["Subject"] == f"{value}: Kenya is a member".strip()


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_is_no_bare_address_is_none(address: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(EmailAddress).validate_python(address)
    with pytest.raises(RuleBroken):
        build(
            dispatch=DISPATCH,
            sender=SENDER,
            to=address,
            subject="x",
            body="y\n",
            language=Language.EN,
            now=datetime(2026, 1, 1, tzinfo=UTC),
        )


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120))
def test_any_name_is_sent_whole_or_not_at_all(text: str) -> None:
    try:
        content = mail(text)
    except RuleBroken:
        return
    is_clean(content)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=200))
def test_any_public_text_is_sent(text: str) -> None:
    try:
        name = TypeAdapter(PublicText).validate_python(text)
    except ValidationError:
        return
    is_clean(mail(name))


@pytest.mark.parametrize(("template", "language"), [*product(Template, (Language.EN, Language.ES))])
def test_every_template_is_there_in_both_languages_and_is_a_link(template: Template, language: Language) -> None:
    content = mail("Red", template, language)
    is_clean(content)
    read = message_from_bytes(content, policy=policy.SMTP)
    assert read["Content-Language"] == language
    body = str(read.get_content())
    assert LINK in body
    assert "Kenya" not in body
    assert "$" not in body
