"""Our own program run in a process of its own, and never outlived by it."""

import subprocess
import sys
from collections.abc import Mapping


def command(*words: str) -> list[str]:
    """`daybridge` with these words, as this very Python and code would run it."""
    return [sys.executable, "-m", "daybridge.cli", *words]


def run(
    *words: str, is_shown: bool = True, environment: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run it to its end; when we are interrupted it is gone before we go on, and so are its locks."""
    output = None if is_shown else subprocess.PIPE
    child = subprocess.Popen(
        command(*words), stdin=subprocess.DEVNULL, stdout=output, stderr=output, text=True, env=environment
    )
    try:
        said, complained = child.communicate()
    except BaseException:
        child.kill()
        child.wait()
        raise
    return subprocess.CompletedProcess(child.args, child.returncode, said or "", complained or "")
