"""A Review to bytes: print, files and messages of other systems. Knows nothing of the base or of the window."""
