"""What is wrong with a knowledge file, each fault with its place, so that all can be mended in one go."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault: the file (relative to the knowledge folder), the line (0 where there is none), and a sentence."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.says}" if self.line else f"{self.file}: {self.says}"
