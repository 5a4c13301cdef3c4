"""Looks for secrets in text: the rules of detect-secrets that name a form, and the forms of our own secrets."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from detect_secrets.core.potential_secret import PotentialSecret
from detect_secrets.core.scan import scan_line
from detect_secrets.plugins.jwt import JwtTokenDetector
from detect_secrets.plugins.keyword import KeywordDetector
from detect_secrets.settings import transient_settings

RULES = (
    "AWSKeyDetector",
    "AzureStorageKeyDetector",
    "BasicAuthDetector",
    "DiscordBotTokenDetector",
    "GitHubTokenDetector",
    "GitLabTokenDetector",
    "JwtTokenDetector",
    "KeywordDetector",
    "NpmDetector",
    "OpenAIDetector",
    "PrivateKeyDetector",
    "PypiTokenDetector",
    "SendGridDetector",
    "SlackDetector",
    "StripeDetector",
    "TelegramBotTokenDetector",
    "TwilioKeyDetector",
)
"""Not the rules of entropy: hashes in uv.lock and ids in data are random on purpose."""
OURS = re.compile(r"lemkin(?:-invitation)?_[A-Za-z0-9_-]{43}|SCRAM-SHA-256\$\d+:[A-Za-z0-9+/=]{16,}")
"""An API token or invitation, and what a database stores of a password."""
NO_SECRET = re.compile(r"eyJhbGciOiJub25lIn0\.e30\.(?![A-Za-z0-9_-])")
"""A token that is signed by nobody and says nothing: a test sends it."""
KNOWN = (
    re.compile(r"(?i)\bsecretariat"),  # a role, no secret
    re.compile(r'password=(?:"wrong"|"container"|dbname)'),  # of a throw-away container, and of a refused sign-in
)


def found(lines: Iterable[str]) -> Iterator[str]:
    """The lines that hold a secret, each once."""
    with transient_settings({"plugins_used": [{"name": name} for name in RULES]}):
        for line in dict.fromkeys(lines):
            if OURS.search(line) or any(_counts(secret, line) for secret in scan_line(line)):
                yield line


def _counts(secret: PotentialSecret, line: str) -> bool:
    """Whether it is one: what only stands beside a word such as `password` may be known."""
    if secret.type == JwtTokenDetector.secret_type and NO_SECRET.search(line):
        return False
    return secret.type != KeywordDetector.secret_type or not any(known.search(line) for known in KNOWN)


def tree(root: Path) -> Iterator[str]:
    """Every line of every file that git keeps or would keep."""
    for name in _git(root, "ls-files", "--cached", "--others", "--exclude-standard").splitlines():
        path = root / name
        if path.is_file() and name != "uv.lock":
            yield from path.read_text("utf-8", errors="replace").splitlines()


def history(root: Path) -> Iterator[str]:
    """Every line that was ever added on any branch, and every message."""
    name = ""
    for line in _git(root, "log", "--all", "-p", "--unified=0", "--no-color").splitlines():
        if line.startswith("+++ "):
            name = line[6:]
        elif line.startswith("    ") or (line.startswith("+") and name != "uv.lock"):
            yield line[1:]


def has_history(root: Path) -> bool:
    """Whether this tree is a checkout."""
    return (root / ".git").exists()


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, check=True)
    return done.stdout.decode(errors="replace")
