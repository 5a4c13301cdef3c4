"""Starts the notifications service: `python -m services.notifications api | worker | all | migrate`."""

import sys

from services.notifications.main import SERVICE
from shared.roles import start
from shared.settings import Settings

start(SERVICE, Settings(), sys.argv[1:])
