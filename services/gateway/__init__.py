"""gateway: the only public face: reads over all facts, commands forwarded to their owners, accounts and what they may.

Owns   access grants, accounts and tokens, the bitemporal snapshots of everything that is shown.
Hears  every event of every service.
Says   gateway.events: shared/contracts/gateway/.
"""
