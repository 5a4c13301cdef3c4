"""Views: one file per kind of aggregate that is shown, its document and its fold."""
