"""Starts the gateway: `python -m services.gateway api | worker | all | migrate`."""

import sys

from services.gateway.main import SERVICE
from services.gateway.settings import GatewaySettings
from shared.roles import start

start(SERVICE, GatewaySettings(), sys.argv[1:], api="services.gateway.entrypoints.serve:serve_public")
