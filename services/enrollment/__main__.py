"""Starts the enrollment service: `python -m services.enrollment api | worker | all | migrate`."""

import sys

from services.enrollment.main import SERVICE
from services.enrollment.settings import EnrollmentSettings
from shared.roles import start

start(SERVICE, EnrollmentSettings(), sys.argv[1:])
