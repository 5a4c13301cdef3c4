"""Starts the enrollment service: `python -m services.enrollment api | worker | all | migrate`."""

import sys

from services.enrollment.main import SERVICE
from shared.roles import start
from shared.settings import Settings

start(SERVICE, Settings(), sys.argv[1:])
