"""Starts the network service: `python -m services.network api | worker | all | migrate`."""

import sys

from services.network.main import SERVICE
from shared.roles import start
from shared.settings import Settings

start(SERVICE, Settings(), sys.argv[1:])
