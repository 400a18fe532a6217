"""Which facts tell of substance use, so that 42 CFR Part 2 covers them; and our words for people who live with it."""

import re
from collections.abc import Iterator

from daybridge.intake.rules.facts import Place, ReferralFacts

#: ICD-10-CM chapter V, F10 to F19: disorders due to psychoactive substance use (a range, not a list of codes).
#: F17 is tobacco, which is not a substance in the sense of 42 CFR 2.11.
_ICD10 = re.compile(r"F1[0-689](\.|\d|$)", re.IGNORECASE)
#: Words that name a substance or its treatment, matched at the beginning of a word. Wide on purpose: a referral held too
#: close costs a question, one shown too widely can't be taken back.
_NAMED = re.compile(
    r"\b(alcohol|opioid|opiate|heroin|fentanyl|cocaine|amphetamine|methamphet|cannabi|marijuana|inhalant|hallucinogen"
    r"|substance|drug (use|abuse|misuse|depend|addict|withdraw|overdose|screen)|addict|intoxicat|overdose|detox|sobriety"
    r"|audit-c\b|dast\b|dast-10|taps\b|cows\b|ciwa|drinks? (in|per|on)|sedative.{0,30}(use|abuse|misuse|depend|disorder)"
    r"|(abuse|misuse|dependence|withdrawal).{0,20}(sedative|stimulant|benzodiazepine)"
    r"|buprenorphine|suboxone|subutex|sublocade|methadone|naltrexone|vivitrol|acamprosate|disulfiram|antabuse|naloxone|narcan)",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(r"alcohol (swab|pad|prep)|drug allerg|substance reaction|rubbing alcohol", re.IGNORECASE)

_SUBSTANCES = (
    r"alcohol|opioid|opiate|heroin|cocaine|crack|cannabis|marijuana|amphetamine|methamphetamine|stimulant|sedative"
    r"|hypnotic|anxiolytic|benzodiazepine|inhalant|hallucinogen|nicotine|tobacco|drug|substance|prescription drug"
    r"|polysubstance|medication|psychoactive substance|other psychoactive substance"
)
_ABUSE = re.compile(rf"\b({_SUBSTANCES})s?(-|\s+)abuse(r?)\b", re.IGNORECASE)
_ABUSE_OF = re.compile(rf"\babuse of ((?:\w+ )?(?:{_SUBSTANCES}))", re.IGNORECASE)


def substance_use_facts(facts: ReferralFacts) -> list[tuple[str, Place]]:
    """The facts that tell of substance use, each with its place; empty when there are none."""
    return [(text, place) for text, code, place in _told(facts) if tells_of_substance_use(text, icd10=code)]


def is_about_substance_use(facts: ReferralFacts) -> bool:
    """Whether 42 CFR Part 2 is taken to cover the referral: a fact tells of substance use, or the file is marked so."""
    return bool(facts.is_marked or facts.marked or substance_use_facts(facts))


def tells_of_substance_use(text: str, *, icd10: str = "") -> bool:
    """Whether words, or a diagnosis code of ICD-10-CM, tell of the use of a substance."""
    return bool(_ICD10.match(icd10) or _NAMED.search(_NOT_ONE.sub("", text)))


def _told(facts: ReferralFacts) -> Iterator[tuple[str, str, Place]]:
    for problem in facts.problems:
        yield problem.text, problem.code if "icd-10" in problem.system.lower() else "", problem.place
    for medicine in facts.medicines:
        yield f"{medicine.text} {medicine.reason}".strip(), "", medicine.place
    for observation in facts.observations:
        yield observation.text, "", observation.place
    for request in facts.requests:
        yield " ".join((request.text, *request.reasons)), "", request.place
    for document in facts.documents:
        yield f"{document.title} {document.words}".strip(), "", document.place
    if facts.stay:
        yield " ".join((facts.stay.text, *facts.stay.reasons)), "", facts.stay.place


def in_our_words(text: str) -> str:
    """A sender's "opioid abuse" as "opioid misuse": the same diagnosis without the blame. Other uses of the word stay."""
    text = _ABUSE.sub(lambda found: f"{found[1]}{found[2]}misuse" + ("r" if found[3] else ""), text)
    return _ABUSE_OF.sub(r"misuse of \1", text)
