"""What stands beside the timeline of a chart, of the care for both disorders: a card a page, each with its way there."""

from collections.abc import Sequence
from dataclasses import dataclass

from daybridge.assessments import queries as assessments
from daybridge.assessments.access import assesses
from daybridge.core.actors import Actor
from daybridge.medications.queries import Listed
from daybridge.messaging import queries as messaging
from daybridge.people.models import Participant
from daybridge.screens import queries as screened
from daybridge.workspace.medicines import known as medicines_known
from daybridge.workspace.medicines import watching
from daybridge.workspace.medicines.known import PrecautionsCard
from daybridge.workspace.rewards import page as rewards_page
from daybridge.workspace.rewards.page import RewardsCard
from daybridge.workspace.screens.views import ShownGrid, shown_grid
from daybridge.workspace.therapy import card as therapies_card


@dataclass(frozen=True)
class ClinicalCards:
    """Of substance use too (42 CFR Part 2): for clinicians who treat them, not for everybody of a team."""

    assessment: assessments.Card
    therapies: therapies_card.Card
    watching: watching.Card
    rewards: RewardsCard | None
    screens: screened.Card
    screens_grid: ShownGrid


@dataclass(frozen=True)
class ChartCards:
    precautions: PrecautionsCard
    messages: messaging.Card | None
    clinical: ClinicalCards | None


def cards(actor: Actor, participant: Participant, listed: Sequence[Listed]) -> ChartCards:
    """`listed`: their medicines, which the chart has read already."""
    clinical = None
    if assesses(actor, participant):
        of_screens = screened.card(participant)
        clinical = ClinicalCards(
            assessments.card(participant), therapies_card.card(participant), watching.card(participant, listed),
            rewards_page.card(participant), of_screens, shown_grid(of_screens.grid),
        )  # fmt: skip
    return ChartCards(medicines_known.card(participant), messaging.card(actor, participant.id), clinical)
