"""Outside sources that a user may bring: one file a source, read into plain values, kept apart from the shipped base."""
