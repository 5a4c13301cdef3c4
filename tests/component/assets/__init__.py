"""Built assets: what the build makes of the pinned packages, and how the gateway serves it."""
