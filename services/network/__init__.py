"""network: states, the regional networks they join, and what grows there.

Owns   the register of states, sources and statements, bodies, regional networks, memberships, focal-point seats,
       initiatives.
Hears  enrollment: which persons are alumni, since when.
Says   network.events: shared/contracts/network/.
"""
