"""Starts the notifications service: `python -m services.notifications api | worker | all | migrate`."""

import sys

from services.notifications.main import SERVICE
from services.notifications.settings import NotificationsSettings
from shared.roles import start

start(SERVICE, NotificationsSettings(), sys.argv[1:])
