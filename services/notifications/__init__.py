"""notifications: messages to people, and the tasks that wait for somebody.

Owns   nothing yet: its tables fill as messages and tasks are added.
Hears  enrollment, network, gateway: it keeps its place in their logs from the first event on.
Says   notifications.events: shared/contracts/notifications/.
"""
