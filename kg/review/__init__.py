"""Look at what is uncertain, decide, and keep what was decided."""
