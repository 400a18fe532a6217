"""Print the test files that a change can reach: those that import a changed module, directly or not. `bin/test --changed` asks.

A changed file that is not Python (a template, a data file) counts as all modules of its folder's module. Both are read from the
import graph that import-linter checks.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import grimp

CHECKOUT = Path(__file__).parents[1]


def main() -> None:
    graph = grimp.build_graph("daybridge", "tests")
    modules = {module: _file_of(module) for module in graph.modules}
    for file in sorted(reached(graph, modules, sys.argv[1:])):
        print(file)  # noqa: T201


def reached(graph: grimp.ImportGraph, modules: dict[str, str], changed: Iterable[str]) -> Iterator[str]:
    """Paths of test files, relative to the checkout."""
    seen: set[str] = set()
    for path in changed:
        for module in _modules_of(modules, path):
            seen |= {module, *graph.find_downstream_modules(module)}
    yield from (modules[module] for module in seen if module.rpartition(".")[2].startswith("test_"))


def _modules_of(modules: dict[str, str], path: str) -> list[str]:
    if path.endswith(".py"):
        return [module for module, file in modules.items() if file == path]
    folder = "/".join(path.split("/")[:2]) + "/"
    return [module for module, file in modules.items() if path.startswith("daybridge/") and file.startswith(folder)]


def _file_of(module: str) -> str:
    path = Path(*module.split("."))
    return str(path / "__init__.py" if (CHECKOUT / path).is_dir() else path.with_suffix(".py"))


if __name__ == "__main__":
    main()
