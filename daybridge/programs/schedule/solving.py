"""One aim of one model, solved within its seconds: with progress, a bound, a way to stop, and the same answer for the same seed."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from daybridge.programs.schedule.instance import Level
from daybridge.programs.schedule.model import Expression, Value


@dataclass(frozen=True)
class Progress:
    """How far the search is: the best value so far and what is proven to be out of reach below."""

    aim: str
    value: int | None
    bound: int | None
    seconds: float


@dataclass
class Limits:
    """What a search may use. With one worker and a seed, and as long as the clock does not cut it off, it repeats itself exactly."""

    seconds: float
    workers: int = os.cpu_count() or 1
    seed: int = 1
    on_progress: Callable[[Progress], None] = lambda _: None
    is_cancelled: Callable[[], bool] = lambda: False

    def __post_init__(self) -> None:
        self._began = time.monotonic()

    @property
    def spent(self) -> float:
        return time.monotonic() - self._began

    @property
    def left(self) -> float:
        """Seconds that are left; none once it was cancelled."""
        return 0.0 if self.is_cancelled() else max(0.0, self.seconds - self.spent)


@dataclass(frozen=True)
class Solved:
    """The best found for one aim, or that there is none (`level` is None)."""

    value: Value | None
    level: Level | None
    is_impossible: bool = False


def run(
    cp: cp_model.CpModel, aim: str, expression: Expression, limits: Limits, *,
    seconds: float | None = None, workers: int | None = None, report: bool = True,
) -> Solved:  # fmt: skip
    """Minimize this expression. The seconds are counted by the solver's own deterministic clock and by the wall's."""
    cp.minimize(expression)
    solver, began = cp_model.CpSolver(), time.monotonic()
    allowed = max(0.01, min(limits.left, seconds if seconds is not None else limits.left))
    solver.parameters.max_time_in_seconds = allowed
    solver.parameters.num_workers = workers or limits.workers
    solver.parameters.random_seed = limits.seed
    tell = _Teller(aim, limits if report else None)
    solver.best_bound_callback = tell.bound
    with _Watch(solver, limits):
        status = solver.solve(cp, tell)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Solved(None, None, is_impossible=status == cp_model.INFEASIBLE)
    value = round(solver.objective_value)
    bound = value if status == cp_model.OPTIMAL else _up(solver.best_objective_bound)
    return Solved(Value(solver), Level(aim, value, bound, round(time.monotonic() - began, 2)))


def complete_hint(cp: cp_model.CpModel) -> None:
    """Work out every other variable from the hinted ones: the solver then starts from a whole week, and not from a part of one."""
    solver = cp_model.CpSolver()
    solver.parameters.fix_variables_to_their_hinted_value = True
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 10
    if solver.solve(cp) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        values = list(solver.response_proto.solution)
        cp.clear_hints()  # type: ignore[no-untyped-call]
        for index, value in enumerate(values):
            cp.add_hint(cp.get_int_var_from_proto_index(index), value)


def _up(bound: float) -> int:
    """The next whole number: every aim is a sum of whole numbers."""
    return int(-((-bound + 1e-6) // 1)) if bound > float("-inf") else 0


class _Teller(cp_model.CpSolverSolutionCallback):
    def __init__(self, aim: str, limits: Limits | None) -> None:
        super().__init__()
        self._aim, self._limits = aim, limits
        self._value: int | None = None
        self._bound: int | None = None

    def on_solution_callback(self) -> None:
        self._value = round(self.objective_value)
        self._tell()

    def bound(self, bound: float) -> None:
        self._bound = _up(bound)
        self._tell()

    def _tell(self) -> None:
        if self._limits:
            self._limits.on_progress(Progress(self._aim, self._value, self._bound, round(self._limits.spent, 2)))


class _Watch:
    """Asks ten times a second whether the search was cancelled, since the solver itself is not to be interrupted."""

    def __init__(self, solver: cp_model.CpSolver, limits: Limits) -> None:
        self._solver, self._limits, self._done = solver, limits, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while not self._done.wait(0.1):
            if self._limits.is_cancelled():
                self._solver.stop_search()

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()
