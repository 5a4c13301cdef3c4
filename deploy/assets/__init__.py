"""Builds what pages load: third-party files, our own styles and scripts, the map; see build.py."""
