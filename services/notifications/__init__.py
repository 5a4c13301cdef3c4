"""notifications: messages to people, and the tasks that wait for somebody.

Owns   contact points (whether a contact may be used), dispatches (one message each), tasks.
Hears  enrollment, network, gateway: who may be written to and in which language, what is to be told.
Says   notifications.events: shared/contracts/notifications/. Never a text, a name or an address.
"""
