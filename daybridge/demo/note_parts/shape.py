"""What is known of a topic: how its session goes, and what people do with it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Topic:
    """`did`: what the facilitator did. `group`, `came`: what the group did and what came up, in whole sentences that tell of nobody.

    `own`: what one person did with it. `plan`: what they take on.
    """

    name: str
    did: tuple[str, ...]
    group: tuple[str, ...]
    came: tuple[str, ...]
    own: tuple[str, ...]
    plan: tuple[str, ...]
