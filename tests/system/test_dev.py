"""`lemkin dev`: a changed file begins the service again under its supervisor, at once and as often as it changes."""

from pathlib import Path
from threading import Event, Thread

import pytest
import stamina

from deploy.cli.dev import work_on
from deploy.operations.watching import Files
from tests.support.system import System, running_system, stubs


@stamina.retry(on=AssertionError, attempts=None, timeout=30, wait_initial=0.1, wait_max=0.3)
def _restarted(system: System, times: int) -> int:
    part = system.state().parts["network"]
    assert part.restarts == times
    assert part.pid
    return part.pid


def test_a_change_restarts_the_service_and_its_log_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with running_system(stubs("network", "gateway")) as system:
        pids, ended = [_restarted(system, 0)], Event()
        watching = Thread(target=work_on, args=(system.layout.data, "network", Files([tmp_path]), ended))
        watching.start()
        try:
            for times in (1, 2, 3):
                (tmp_path / "domain.py").write_text(f"VERSION = {times}\n")
                pids.append(_restarted(system, times))
            with (system.layout.logs / "network.log").open("a") as log:
                log.write("a line of the log\n")
            _said(capsys)
        finally:
            ended.set()
            watching.join(10)
        assert len(set(pids)) == 4
        assert system.state().parts["gateway"].restarts == 0


@stamina.retry(on=AssertionError, attempts=None, timeout=10, wait_initial=0.1, wait_max=0.3)
def _said(capsys: pytest.CaptureFixture[str]) -> None:
    assert "a line of the log\n" in capsys.readouterr().out
