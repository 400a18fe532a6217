from dataclasses import dataclass
from datetime import date

from daybridge.core.events import Event


@dataclass(frozen=True, kw_only=True)
class ProtocolSignedOff(Event):
    words = "signed off a protocol for rewards"
    code: str
    version: int
    digest: str


@dataclass(frozen=True, kw_only=True)
class RewardsSwitched(Event):
    words = "switched rewards of a program on or off"
    is_on: bool


@dataclass(frozen=True, kw_only=True)
class RewardsOffered(Event):
    """`commitment`: the digest of a seed that nobody has seen. The sealed audit keeps it, so that it can't be changed unseen."""

    words = "offered somebody rewards"
    protocol: str
    funding: str
    commitment: str


@dataclass(frozen=True, kw_only=True)
class RewardsAgreed(Event):
    """`word_digest`: SHA-256 of the participant's word."""

    words = "agreed to take part in rewards"
    word_digest: str
    in_person: bool


@dataclass(frozen=True, kw_only=True)
class RewardsEnded(Event):
    """`draws_left`: how many that were earned were drawn at the end, before the seed was shown."""

    words = "ended somebody's rewards and showed the seed of the draws"
    ending: str
    draws_left: int


@dataclass(frozen=True, kw_only=True)
class RewardsPaused(Event):
    words = "paused somebody's rewards"
    from_on: date


@dataclass(frozen=True, kw_only=True)
class RewardsResumed(Event):
    words = "went on with somebody's rewards after a pause"
    until_on: date


@dataclass(frozen=True, kw_only=True)
class RewardDaysChanged(Event):
    words = "changed the days on which somebody's targets are"
    weekdays: str


@dataclass(frozen=True, kw_only=True)
class TargetRecorded(Event):
    """`number`: from 2 on it corrects what was told of the day before."""

    words = "wrote down how a target for rewards went"
    on_day: date
    number: int
    evidence: str
    verdict: str


@dataclass(frozen=True, kw_only=True)
class PrizeDrawn(Event):
    words = "drew a slip for a reward"
    on_day: date
    number: int
    slip: int
    prize: str
    cents: int


@dataclass(frozen=True, kw_only=True)
class PrizeSettled(Event):
    words = "handed over a reward, kept it for later, or wrote down that it was not wanted"
    deed: str
    cents: int


@dataclass(frozen=True, kw_only=True)
class VoucherRedeemed(Event):
    words = "gave out a voucher's value"
    cents: int


@dataclass(frozen=True, kw_only=True)
class CabinetCounted(Event):
    words = "counted the cabinet of prizes"
    prize: str
    there: int


@dataclass(frozen=True, kw_only=True)
class RewardsExported(Event):
    words = "took out a month of a program's rewards as a file"
    month: str
    with_record_numbers: bool
