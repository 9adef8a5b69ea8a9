"""The knowledge base: text files that people write, compiled to SQLite, read through one door (:mod:`.store`)."""
