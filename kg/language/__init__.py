"""Text of both languages: script, sentences, spelling, clitics, names of countries (docs/reading.md)."""
