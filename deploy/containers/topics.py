"""Makes the topics that are missing: `python -m deploy.containers.topics`, with LEMKIN_KAFKA as host:port."""

import os
import sys

from deploy.embedded.failures import INTERNAL, TRY_AGAIN
from deploy.embedded.topology import LEMKIN, PARTITIONS
from shared.kafka_admin import KafkaAbsent, KafkaAnswered, ensure_topics


def main(bootstrap: str) -> int:
    """Make them; returns the exit code."""
    try:
        ensure_topics(bootstrap, LEMKIN.topics, PARTITIONS)
    except KafkaAbsent as error:
        print(f"topics: {error}", file=sys.stderr)
        return TRY_AGAIN
    except KafkaAnswered as error:
        print(f"topics: {error}", file=sys.stderr)
        return INTERNAL
    print(f"topics: {', '.join(LEMKIN.topics)}, {PARTITIONS} partitions each")
    return 0


if __name__ == "__main__":
    sys.exit(main(os.environ["LEMKIN_KAFKA"]))
