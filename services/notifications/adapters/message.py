"""One mail to one person: built from a shipped template, then read back and refused unless it is exactly what it must be.

The standard library writes some header values so that they read back as other headers (security.md M3, CVE-2024-6923): what
counts is the bytes, not what was asked for.
"""

from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from uuid import UUID

from shared.contracts.enrollment.words import Channel, Language
from shared.contracts.privacy import EmailAddress, checked_address
from shared.errors import RuleBroken

_HEADERS = (
    "Auto-Submitted",
    "Content-Language",
    "Content-Transfer-Encoding",
    "Content-Type",
    "Date",
    "From",
    "MIME-Version",
    "Message-ID",
    "Subject",
    "To",
)
_LINE_BREAKS = "\u0085\u2028\u2029"
LONGEST = 400


def build(
    *,
    dispatch: UUID,
    sender: EmailAddress,
    to: EmailAddress,
    subject: str,
    body: str,
    language: Language,
    now: datetime,
) -> bytes:
    """The mail as it goes over the wire. The same dispatch always has the same Message-ID.

    Raises RuleBroken `unsafe-header` (naming the header, never its value) when a value could make another header, and
    `unsafe-message` when the bytes do not read back as exactly this mail to exactly this address.
    """
    values = {
        "Auto-Submitted": "auto-generated",
        "Content-Language": language.value,
        "Date": format_datetime(now),
        "From": sender,
        "Message-ID": f"<{dispatch}@{sender.rpartition('@')[2]}>",
        "Subject": subject,
        "To": to,
    }
    for name, value in values.items():
        guard(name, value)
    for name in ("From", "To"):
        try:
            checked_address(Channel.EMAIL, values[name])
        except ValueError:
            raise RuleBroken("unsafe-header", header=name) from None
    message = EmailMessage(policy=policy.SMTP)
    message.set_content(body, cte="base64")
    for name, value in values.items():
        message[name] = value
    content = message.as_bytes()
    for header in _differences(content, values, body):
        raise RuleBroken("unsafe-message", header=header)
    return content


def guard(name: str, value: str) -> None:
    """Refuse what could end a header, hide in it, or be taken for an encoded word. Raises RuleBroken `unsafe-header`."""
    hidden = any(ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0 or letter in _LINE_BREAKS for letter in value)
    if not value or len(value) > LONGEST or hidden or "=?" in value:
        raise RuleBroken("unsafe-header", header=name)


def _differences(content: bytes, values: dict[str, str], body: str) -> Iterator[str]:
    """Where the bytes are not the mail: other headers, one twice, another address, another body."""
    head = content.partition(b"\r\n\r\n")[0]
    starts = sorted(line.partition(b":")[0].decode() for line in head.split(b"\r\n") if line[:1] not in (b" ", b"\t"))
    if starts != sorted(_HEADERS):
        yield "headers"
        return
    read = message_from_bytes(content, policy=policy.SMTP)
    if sorted(read.keys()) != sorted(_HEADERS) or read.is_multipart() or read.defects:
        yield "headers"
        return
    for name in ("From", "To"):
        addresses = read[name].addresses
        if len(addresses) != 1 or addresses[0].addr_spec != values[name] or addresses[0].display_name:
            yield name
    for name in ("Subject", "Message-ID", "Auto-Submitted", "Content-Language"):
        if str(read[name]) != values[name]:
            yield name
    if not isinstance(read, EmailMessage) or read.get_content().splitlines() != body.splitlines():
        yield "body"
