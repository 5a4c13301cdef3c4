"""The documented past as tables with their sources, the generator of the synthetic rest, and the loader of both."""
