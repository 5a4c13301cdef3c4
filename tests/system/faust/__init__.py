"""What the installed Faust does, pinned: our design rests on it, and an upgrade that changes it must fail loudly."""
