"""How many filled-in instruments are scored in a second on one core, against adding the same answers up in plain Python.

The floor adds the answers of the same sheets as integers and looks up a band: what no interpreter of files could do without.
"""

import random
import sys
import time
from bisect import bisect
from decimal import Decimal

from daybridge.measures.instruments import Instrument, library
from daybridge.measures.rules import Answer, score

SHEETS, ROUNDS = 200, 5


def sheets_of(instrument: Instrument, chance: random.Random) -> list[dict[str, Answer]]:
    """Made-up, complete sheets of answers."""
    possible = {
        item.code: [Decimal(choice.value) for choice in instrument.answers_of(item)]
        or [item.number.least, item.number.most]  # type: ignore[union-attr]
        for item in instrument.items
    }
    return [{code: chance.choice(values) for code, values in possible.items()} for _ in range(SHEETS)]


def main() -> None:
    chance = random.Random(20261123)
    sheets = [(one, sheets_of(one, chance)) for one in library().values()]
    plain = [[[int(answer) for answer in sheet.values()] for sheet in mine] for _, mine in sheets]  # type: ignore[arg-type]
    scored: list[float] = []
    floors: list[float] = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for one, mine in sheets:
            for sheet in mine:
                score(one, sheet)
        scored.append(time.perf_counter() - began)
        began = time.perf_counter()
        for numbers in plain:
            for row in numbers:
                bisect((5, 10, 15, 20), sum(row))
        floors.append(time.perf_counter() - began)
    count = SHEETS * len(sheets)
    mine_, floor = sorted(scored)[ROUNDS // 2], sorted(floors)[ROUNDS // 2]
    slowest, theirs = max(sheets, key=lambda one: _seconds(*one))
    sys.stdout.write(
        f"{len(sheets)} instruments, {count:,} sheets, {ROUNDS} interleaved rounds, medians, one core\n"
        f"scored       {count / mine_:10,.0f} /s   ({mine_ / floor:.0f} x the floor's time)\n"
        f"floor        {count / floor:10,.0f} /s\n"
        f"slowest      {slowest.code}: {_seconds(slowest, theirs) / SHEETS * 1e6:,.0f} microseconds each\n"
    )


def _seconds(one: Instrument, mine: list[dict[str, Answer]]) -> float:
    began = time.perf_counter()
    for sheet in mine:
        score(one, sheet)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
