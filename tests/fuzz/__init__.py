"""Fuzzing of the readers: small whole files of every format, and a script that breaks them on demand."""
