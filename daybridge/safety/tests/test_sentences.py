"""What the screens say of rules and of the escalation path."""

from daybridge.safety.rules import ladder, rulebook
from daybridge.safety.sentences import SOURCES


def test_the_source_of_every_bundled_rule_can_be_translated() -> None:
    assert {rule.source for rule in rulebook().values()} | {ladder().source} == SOURCES
