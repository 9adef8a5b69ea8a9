"""Where the compiled base lies, and when it is built anew."""

from __future__ import annotations

from pathlib import Path

from interaction_db.knowledge_text import FOLDER, content_hash, read_knowledge
from interaction_db.schema import FORMAT
from regimen_review.errors import UserError
from regimen_review.progress import Progress, silent

SHIPPED = Path(__file__).parent / "base.sqlite"
"""The base that an installation brings along."""


def own_base() -> Path:
    """Where this user's own build goes when the shipped one is missing, of another format, or out of date."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("regimen-review", appauthor=False)) / f"base-{FORMAT}.sqlite"


def _newest(folder: Path) -> float:
    return max((p.stat().st_mtime for p in folder.rglob("*") if p.suffix in (".csv", ".toml")), default=0.0)


def _fits(path: Path, wanted: str | None) -> bool:
    from interaction_db.store import KnowledgeStore

    if not path.is_file():
        return False
    try:
        with KnowledgeStore(path) as store:
            return wanted is None or store.sha256 == wanted
    except UserError:
        return False


def base_path(report: Progress = silent) -> Path:
    """The base to open: the shipped one, else the user's own, built first where neither fits the text files. The shipped
    one is only held against the text where a file is newer than it, so that a usual start costs nothing; the user's own
    always is, for it may come from another installation with other text.
    """
    if SHIPPED.is_file() and SHIPPED.stat().st_mtime >= _newest(FOLDER) and _fits(SHIPPED, None):
        return SHIPPED
    wanted = content_hash(FOLDER)
    return next((path for path in (SHIPPED, own_base()) if _fits(path, wanted)), None) or build(own_base(), report)


def build(target: Path, report: Progress = silent, *, strict: bool = False) -> Path:
    """Compile the shipped text files to ``target``. With ``strict`` a fault raises UserError; else what has a fault is
    left out, the base says how many, and every review made with it repeats that.
    """
    from interaction_db.compile import compile_knowledge

    source = read_knowledge()
    if source.faults and strict:
        first = "; ".join(str(f) for f in source.faults[:3])
        raise UserError(f"The knowledge files have {len(source.faults)} faults ({first}). Run 'regimen-review knowledge check' to see all.")
    return compile_knowledge(source, target, report)
