"""Other recognisers, for those who have more than our own model: docs/recognisers.md."""
