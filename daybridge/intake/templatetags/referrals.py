"""A referral's facts in words, for its pages."""

from django import template

from daybridge.intake import rules, sentences
from daybridge.intake.rules import IdentifierFact

register = template.Library()
register.filter("place", sentences.place_in_words)
register.filter("when", sentences.when_in_words)
register.filter("moment_stated", sentences.time_in_words)
register.filter("dose", sentences.dose_in_words)
register.filter("observed", sentences.value_in_words)
register.filter("stay_kind", sentences.stay_kind_in_words)
register.filter("sex", sentences.sex_in_words)
register.filter("known_by", sentences.known_by_in_words)
register.filter("request_status", sentences.request_status_in_words)
register.filter("our_words", rules.in_our_words)


@register.filter
def coded(fact: rules.ProblemFact) -> str:
    """A problem's code with its system."""
    return sentences.code_in_words(fact.system, fact.code)


@register.filter
def shown_number(identifier: IdentifierFact) -> str:
    """An identifier as far as a screen needs it: of a social security number, licence or passport the end only."""
    return sentences.identifier_in_words(identifier)
