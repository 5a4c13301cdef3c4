"""sec-S22, L2: no secret in the tree nor in its history; planted ones are found."""

import secrets
from pathlib import Path

import pytest

from deploy.embedded.databases import scram_verifier
from deploy.embedded.layout import ROOT
from services.gateway.domain.token import INVITATION, TOKEN, fresh
from tests.security.secrets_scan import found, has_history, history, tree
from tests.support.signing import keys

PLANTED = (
    fresh(TOKEN),
    fresh(INVITATION),
    scram_verifier("x"),
    f"token = {fresh(TOKEN)!r}",
    f'"secretariat": "{fresh(TOKEN)}"',
    "-----BEGIN " + "PRIVATE KEY-----",
    "postgresql://postgres:" + secrets.token_hex(8) + "@db.example/lemkin",
    "AKIA" + "QWERTYUIOPASDFGH",
    "ghp_" + "a1B2c3D4e5F6" * 3,
    "api_key = '" + secrets.token_hex(16) + "'",
    "eyJhbGciOiJFZERTQSJ9." + "eyJzdWIiOiIxIn0." + "c2lnbmF0dXJlc2lnbmF0dXJl",
)


@pytest.mark.skipif(not has_history(ROOT), reason="no git history here: this tree is an unpacked archive")
def test_tree_and_history_hold_no_secret() -> None:
    lines = [*tree(ROOT), *history(ROOT)]
    assert len(lines) > 10_000
    assert [*found(lines)] == []


@pytest.mark.parametrize("planted", PLANTED, ids=range(len(PLANTED)))
def test_a_planted_secret_is_found(planted: str) -> None:
    assert [*found(["a line", planted, "another"])] == [planted]


def test_it_is_found_in_a_file_too(tmp_path: Path) -> None:
    private = (keys() / "gateway.key").read_text()
    (tmp_path / "leak.pem").write_text(private)
    lines = (tmp_path / "leak.pem").read_text().splitlines()
    assert [*found(lines)] == [lines[0]]
