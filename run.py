#!/usr/bin/env python3
"""Set everything up, then run the main job or the tests; needs nothing but Python 3.11 or newer.

python3 run.py            sets up, opens the window with the founding patient (without a display: prints the
findings and writes the PDF)
python3 run.py test       sets up and runs every gate and test
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
EXAMPLE = ROOT / "regimen_review" / "examples" / "lupus_leg_ulcers.txt"
QT_LIBRARIES = ["libgl1", "libegl1", "libglib2.0-0", "libxkbcommon0", "libdbus-1-3", "libfontconfig1"]
WINDOW_LIBRARIES = ["libxkbcommon-x11-0", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxcb-shape0"]


def stop(sentence: str) -> None:
    """Say what is wrong and what to type, and end."""
    print(sentence, file=sys.stderr)
    raise SystemExit(2)


def tool(name: str) -> Path:
    """A program of the virtual environment."""
    folder = VENV / ("Scripts" if os.name == "nt" else "bin")
    return folder / (f"{name}.exe" if os.name == "nt" else name)


def call(*command: str | Path, check: bool = True, quiet: bool = False) -> int:
    """Run a command in the project's folder; a failure ends with its status."""
    out = subprocess.DEVNULL if quiet else None
    status = subprocess.call([str(c) for c in command], cwd=ROOT, stdout=out, stderr=out)
    if check and status:
        raise SystemExit(status)
    return status


def install_system(packages: list[str], why: str) -> None:
    """Install Debian packages where that is allowed, else say the exact line to type."""
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    apt = shutil.which("apt-get")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not apt or not root:
        how = f"sudo apt-get update && sudo {line}" if apt else f"your system's packages for: {' '.join(packages)}"
        stop(f"{why} Type: {how}")
    print(f"{why} Installing: {' '.join(packages)}")
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for arguments in (["update", "-qq"], [*line.split()[1:], "-qq"]):
        if subprocess.call([str(apt), *arguments], env=environment, stdout=subprocess.DEVNULL):
            stop(f"apt-get could not do that. Type: apt-get update && {line}")


def environment_works() -> bool:
    """Whether the virtual environment has an interpreter with pip."""
    python = tool("python")
    return python.exists() and call(python, "-m", "pip", "--version", check=False, quiet=True) == 0


def make_environment() -> None:
    """Create ``.venv``; Debian keeps the part that does it in a package of its own."""
    if environment_works():
        return
    print("Making the virtual environment .venv")
    if call(sys.executable, "-m", "venv", "--clear", VENV, check=False, quiet=True):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        install_system([f"python{version}-venv"], "Python's venv module is missing.")
        call(sys.executable, "-m", "venv", "--clear", VENV)


def install_packages(*, tests: bool) -> None:
    """Install the program (and the test tools) once for each state of ``pyproject.toml``."""
    stamp = VENV / ".installed"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest() + (" dev" if tests else "")
    have = stamp.read_text(encoding="utf-8") if stamp.exists() else ""
    if have in (wanted, f"{wanted} dev"):
        return
    print("Installing the packages (a few minutes the first time)")
    call(tool("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-e", ".[dev]" if tests else ".")
    stamp.write_text(wanted, encoding="utf-8")


def qt_starts(platform: str) -> bool:
    """Whether Qt can open its platform plugin."""
    script = "from PySide6.QtWidgets import QApplication; QApplication([])"
    environment = dict(os.environ, QT_QPA_PLATFORM=platform)
    done = subprocess.run([str(tool("python")), "-c", script], env=environment, capture_output=True, check=False)
    return done.returncode == 0


def has_display() -> bool:
    """Whether a window can be shown."""
    return os.name == "nt" or sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def make_qt_work(*, window: bool) -> None:
    """Bring the system libraries that Qt needs where they are missing."""
    if sys.platform != "linux":
        return
    if not qt_starts("offscreen"):
        install_system(QT_LIBRARIES + (WINDOW_LIBRARIES if window else []), "Qt's system libraries are missing.")
    if window and os.environ.get("DISPLAY") and not qt_starts("xcb"):
        install_system(WINDOW_LIBRARIES, "Qt's libraries for a window are missing.")


def main_job() -> int:
    """The founding patient: in the window, or printed and as a PDF where there is no display."""
    program = tool("regimen-review")
    if has_display():
        return call(program, EXAMPLE, check=False)
    target = ROOT / "founding-review.pdf"
    return call(program, "check", EXAMPLE, check=False) or call(program, "report", EXAMPLE, "-o", target, check=False)


def tests() -> int:
    """Every gate, then every test."""
    python = tool("python")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    gates: list[list[str | Path]] = [
        [tool("ruff"), "check", "."],
        [tool("ruff"), "format", "--check", "."],
        [tool("mypy")],
        [tool("lint-imports")],
    ]
    failed = [" ".join(str(c) for c in gate[1:]) or Path(gate[0]).name for gate in gates if call(*gate, check=False)]
    status = call(python, "-m", "pytest", "-n", "2", "--cov", "--cov-branch", "--cov-report=term:skip-covered", check=False)
    for gate in failed:
        print(f"gate failed: {gate}", file=sys.stderr)
    return 1 if failed or status else 0


def main() -> int:
    """Set up, then do what was asked."""
    if sys.version_info < (3, 11):  # noqa: UP036 - it runs before anything is installed
        stop(f"Python 3.11 or newer is needed; this is {sysconfig.get_python_version()}.")
    wanted = sys.argv[1] if len(sys.argv) > 1 else "run"
    if wanted not in ("run", "test"):
        stop("Type: python3 run.py, or python3 run.py test")
    make_environment()
    install_packages(tests=wanted == "test")
    make_qt_work(window=wanted == "run" and has_display())
    call(tool("regimen-review"), "knowledge", "compile")
    return tests() if wanted == "test" else main_job()


if __name__ == "__main__":
    raise SystemExit(main())
