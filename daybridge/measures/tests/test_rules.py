"""Every instrument's scoring, worked out by hand from the paper or key that its file names.

A row reads: these answers give this score this value, and it says this (its level, its band, the cuts it crosses).
Answers are written `items=value`: `all`, one item, or a run of them, later ones replacing earlier ones; `-` leaves an item
unanswered, `declined` declines it and `n/a` says that it does not apply. `None` is no value.
"""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest

from daybridge.measures.instruments import FaultyInstrument, Instrument, library, read
from daybridge.measures.instruments.definition import Sex
from daybridge.measures.rules import (
    DECLINED,
    NOT_APPLICABLE,
    Answer,
    ImpossibleAnswers,
    Result,
    Scored,
    critical_in,
    score,
)

NOT_NUMBERS: dict[str, Answer | None] = {"-": None, "declined": DECLINED, "n/a": NOT_APPLICABLE}

# --- PHQ-9, PHQ-2, GAD-7: sums ---------------------------------------------------------------------------------------

MOOD = """
phq-9   | all=0                             | total | 0    | minimal
phq-9   | all=0 1=3 2=1                     | total | 4    | minimal
phq-9   | all=0 1=3 2=2                     | total | 5    | mild
phq-9   | all=0 1-3=3                       | total | 9    | mild
phq-9   | all=0 1-3=3 4=1                   | total | 10   | moderate
phq-9   | all=0 1-4=3 5=2                   | total | 14   | moderate
phq-9   | all=0 1-5=3                       | total | 15   | moderately-severe
phq-9   | all=0 1-6=3 7=1                   | total | 19   | moderately-severe
phq-9   | all=0 1-6=3 7=2                   | total | 20   | severe
phq-9   | all=3                             | total | 27   | severe
phq-9   | all=3 10=-                        | total | 27   | severe
phq-9   | all=1 10=3                        | total | 9    | mild
phq-9   | all=3 4=-                         | total | None |
phq-9   | all=3 9=declined                  | total | None |
phq-2   | all=0                             | total | 0    |
phq-2   | 1=1 2=1                           | total | 2    |
phq-2   | 1=2 2=1                           | total | 3    | positive
phq-2   | all=3                             | total | 6    | positive
phq-2   | 1=3                               | total | None |
phq-2   | 1=3 2=declined                    | total | None |
gad-7   | all=0                             | total | 0    | minimal
gad-7   | all=0 1=3 2=1                     | total | 4    | minimal
gad-7   | all=0 1=3 2=2                     | total | 5    | mild
gad-7   | all=0 1-3=3                       | total | 9    | mild
gad-7   | all=0 1-3=3 4=1                   | total | 10   | moderate
gad-7   | all=0 1-4=3 5=2                   | total | 14   | moderate
gad-7   | all=0 1-5=3                       | total | 15   | severe
gad-7   | all=3                             | total | 21   | severe
gad-7   | all=3 7=-                         | total | None |
gad-7   | all=3 7=declined                  | total | None |
"""

# --- Trauma ----------------------------------------------------------------------------------------------------------

TRAUMA = """
pcl-5     | all=0                           | total | 0    |
pcl-5     | all=0 1-7=4 8=2                 | total | 30   |
pcl-5     | all=0 1-7=4 8=3                 | total | 31   | probable-ptsd
pcl-5     | all=4                           | total | 80   | probable-ptsd
pcl-5     | all=4                           | b     | 20   |
pcl-5     | all=4                           | c     | 8    |
pcl-5     | all=4                           | d     | 28   |
pcl-5     | all=4                           | e     | 24   |
pcl-5     | all=0 1-5=1                     | b     | 5    |
pcl-5     | all=0 6-7=4                     | c     | 8    |
pcl-5     | all=0 8-14=4                    | d     | 28   |
pcl-5     | all=0 15-20=4                   | e     | 24   |
pcl-5     | all=0                           | b     | 0    |
pcl-5     | all=0 1-5=1                     | c     | 0    |
pcl-5     | all=0 1-7=4                     | d     | 0    |
pcl-5     | all=0 1-7=4                     | e     | 0    |
pcl-5     | all=4 14=-                      | total | None |
pcl-5     | all=4 14=-                      | d     | None |
pcl-5     | all=4 14=-                      | e     | 24   |
pcl-5     | all=4 14=declined               | total | None |
pc-ptsd-5 | exposure=0                      | total | 0    |
pc-ptsd-5 | exposure=0 1-5=1                | total | 0    |
pc-ptsd-5 | exposure=1 1-5=0                | total | 0    |
pc-ptsd-5 | exposure=- 1-5=1                | total | None |
pc-ptsd-5 | exposure=declined 1-5=1         | total | None |
pc-ptsd-5 | exposure=1 1-2=1 3-5=0 female   | total | 2    |
pc-ptsd-5 | exposure=1 1-3=1 4-5=0 female   | total | 3    | positive-women
pc-ptsd-5 | exposure=1 1-3=1 4-5=0 male     | total | 3    |
pc-ptsd-5 | exposure=1 1-3=1 4-5=0          | total | 3    | positive-women
pc-ptsd-5 | exposure=1 1-4=1 5=0 female     | total | 4    | positive positive-women
pc-ptsd-5 | exposure=1 1-4=1 5=0 male       | total | 4    | positive
pc-ptsd-5 | exposure=1 1-5=1                | total | 5    | positive positive-women
pc-ptsd-5 | exposure=1 1-4=1                | total | None |
pc-ptsd-5 | exposure=1 1-4=1 5=declined     | total | None |
pc-ptsd-5 | exposure=declined               | total | None |
"""

# --- Alcohol and drugs -----------------------------------------------------------------------------------------------

SUBSTANCES = """
audit-c | 1=0                               | total | 0    |
audit-c | all=0                             | total | 0    |
audit-c | all=4 female                      | total | 12   | positive-women
audit-c | all=4 male                        | total | 12   | positive-men
audit-c | 1=1 2=1 3=0 female                | total | 2    |
audit-c | 1=1 2=1 3=1 female                | total | 3    | positive-women
audit-c | 1=1 2=1 3=1 male                  | total | 3    |
audit-c | 1=1 2=1 3=1                       | total | 3    | positive-women
audit-c | 1=2 2=1 3=1 male                  | total | 4    | positive-men
audit-c | 1=4 2=0 3=0 male                  | total | 4    | positive-men only-from-1
audit-c | 1=4 2=4                           | total | None |
audit-c | 1=4 2=4 3=declined                | total | None |
audit   | all=0                             | total | 0    | zone-1
audit   | 1=0 9=4 10=2                      | total | 6    | zone-1
audit   | 1=4 2=0 3=0 9=2 10=0              | total | 6    | zone-1
audit   | 1=4 2=0 3=1 9=2 10=0              | total | None |
audit   | all=0 1=4 2=3                     | total | 7    | zone-1
audit   | all=0 1=4 2=4                     | total | 8    | zone-2 positive
audit   | all=0 1-3=4 4=3                   | total | 15   | zone-2 positive
audit   | all=0 1-4=4                       | total | 16   | zone-3 positive
audit   | all=0 1-4=4 5=3                   | total | 19   | zone-3 positive
audit   | all=0 1-5=4                       | total | 20   | zone-4 positive
audit   | all=4                             | total | 40   | zone-4 positive
audit   | all=4 9=-                         | total | None |
audit   | all=4 5=declined                  | total | None |
dast-10 | all=0 3=1                         | total | 0    | none
dast-10 | all=0                             | total | 1    | low
dast-10 | all=0 1=1                         | total | 2    | low
dast-10 | all=0 1-2=1                       | total | 3    | moderate
dast-10 | all=0 1-2=1 4-5=1                 | total | 5    | moderate
dast-10 | all=0 1-2=1 4-6=1                 | total | 6    | substantial
dast-10 | all=0 1-2=1 4-8=1                 | total | 8    | substantial
dast-10 | all=0 1-2=1 4-9=1                 | total | 9    | severe
dast-10 | all=1 3=0                         | total | 10   | severe
dast-10 | all=1                             | total | 9    | severe
dast-10 | all=1 3=-                         | total | None |
dast-10 | all=1 3=declined                  | total | None |
pacs    | all=0                             | total | 0    |
pacs    | all=3 5=2                         | total | 14   |
pacs    | all=3                             | total | 15   | craving
pacs    | all=4                             | total | 20   | craving
pacs    | all=4 5=5                         | total | 21   | craving strong-craving
pacs    | all=6                             | total | 30   | craving strong-craving
pacs    | all=6 1=-                         | total | None |
pacs    | all=6 1=declined                  | total | None |
craving | 1=0                               | total | 0    |
craving | 1=10                              | total | 10   |
craving | 1=-                               | total | None |
craving | 1=declined                        | total | None |
"""

# --- The Brief Addiction Monitor, in three versions, by the VA's keys ------------------------------------------------

BAM = """
bam     | all=0                             | use        | 0    |
bam     | all=0                             | risk       | 0    |
bam     | all=0                             | protective | 0    | low-protection
bam     | all=0                             | progress   | 0    |
bam     | all=0 4=1                         | use        | 1    | any-use
bam     | 4=0 6=0                           | use        | 0    |
bam     | 4=2 6=0                           | use        | None |
bam     | 4-6=4                             | use        | 12   | any-use
bam     | 1-3=3 8=2 11=0 15=0               | risk       | 11   |
bam     | 1-3=4 8=0 11=0 15=0               | risk       | 12   | high-risk
bam     | 1-3=4 8=4 11=4 15=4               | risk       | 24   | high-risk
bam     | 9-10=4 12=0 13=0 14=1 16=0        | protective | 12   | low-protection
bam     | 9-10=4 12=1 13=0 14=1 16=0        | protective | 13   |
bam     | 9-10=4 12-13=4 14=1 16=4          | protective | 24   |
bam     | 9-10=4 12-13=4 14=0 16=4          | protective | 20   |
bam     | 17=4                              | progress   | 4    |
bam     | 7a=4 7g=4 4=0 6=0                 | use        | 0    |
bam     | 1-3=4 8=4 11=4                    | risk       | None |
bam     | 1-3=4 8=4 11=4 15=declined        | risk       | None |
bam-iop | 4=0 6=0                           | use        | 0    |
bam-iop | 4=1 5=0 6=0                       | use        | 1    | any-use
bam-iop | 4=3 5=2 6=1                       | use        | 6    | any-use
bam-iop | 4=4 5=0 6=0                       | use        | 4    | any-use
bam-iop | 4-6=7                             | use        | 12   | any-use
bam-iop | 1=0 2-3=0 8=0 11=0 15=0           | risk       | 0    |
bam-iop | 1=4 2=3 3=4 8=0 11=0 15=0         | risk       | 11   |
bam-iop | 1=4 2=4 3=4 8=0 11=0 15=0         | risk       | 12   | high-risk
bam-iop | 1=4 2-3=7 8=4 11=7 15=4           | risk       | 24   | high-risk
bam-iop | 9=0 10=0 12-13=0 14=0 16=0        | protective | 0    | low-protection
bam-iop | 9=4 10=5 12-13=0 14=1 16=0        | protective | 12   | low-protection
bam-iop | 9=4 10=5 12=0 13=1 14=1 16=0      | protective | 13   |
bam-iop | 9=4 10=7 12=4 13=7 14=1 16=7      | protective | 24   |
bam-iop | 17=2                              | progress   | 2    |
bam-iop | 17=0                              | progress   | 0    |
bam-iop | 17=4                              | progress   | 4    |
bam-iop | 4=2 5=-                           | use        | None |
bam-iop | 4=2 5=0 6=declined                | use        | None |
bam-r   | 4=0 6=0                           | use        | 0    |
bam-r   | 4=12 5=3 6=1                      | use        | 16   |
bam-r   | 4-6=30                            | use        | 90   |
bam-r   | 1=0 2-3=0 8=0 11=0 15=0           | risk       | 0    |
bam-r   | 1=1 2-3=0 8=2 11=5 15=3           | risk       | 50   |
bam-r   | 1=4 2-3=30 8=4 11=30 15=4         | risk       | 180  |
bam-r   | 9=0 10=0 12-13=0 14=0 16=0        | protective | 0    |
bam-r   | 9=0 10=0 12-13=0 14=1 16=0        | protective | 30   |
bam-r   | 9=4 10=30 12=4 13=30 14=1 16=30   | protective | 180  |
bam-r   | 17=4                              | progress   | 4    |
bam-r   | 17=0                              | progress   | 0    |
bam-r   | 9=4 10=30 12=4 13=30 14=1         | protective | None |
bam-r   | 4=30 5=declined 6=30              | use        | None |
"""

# --- Withdrawal ------------------------------------------------------------------------------------------------------

WITHDRAWAL = """
cows    | all=0                                                                   | total | 0  | below-mild
cows    | all=0 pulse=4                                                           | total | 4  | below-mild
cows    | all=0 restlessness=5                                                    | total | 5  | mild
cows    | all=0 pulse=4 sweating=4 aches=4                                        | total | 12 | mild
cows    | all=0 pulse=4 sweating=4 restlessness=5                                 | total | 13 | moderate
cows    | all=0 pulse=4 sweating=4 aches=4 nose=4 tremor=4 yawning=4              | total | 24 | moderate
cows    | all=0 pulse=4 sweating=4 aches=4 nose=4 tremor=4 yawning=4 anxiety=1    | total | 25 | moderately-severe
cows    | all=4 restlessness=5 pupils=0 gut=0 gooseflesh=3                        | total | 36 | moderately-severe
cows    | all=4 restlessness=5 pupils=2 gut=2 gooseflesh=0                        | total | 37 | severe
cows    | all=4 restlessness=5 pupils=5 gut=5 gooseflesh=5                        | total | 48 | severe
cows    | all=0 pulse=-                                                           | total | None |
cows    | all=0 pulse=declined                                                    | total | None |
ciwa-ar | all=0                                                                   | total | 0  | minimal-to-mild
ciwa-ar | all=0 nausea=7                                                          | total | 7  | minimal-to-mild
ciwa-ar | all=0 nausea=7 tremor=1                                                 | total | 8  | moderate
ciwa-ar | all=0 nausea=7 tremor=7                                                 | total | 14 | moderate
ciwa-ar | all=0 nausea=7 tremor=7 orientation=1                                   | total | 15 | severe
ciwa-ar | all=7 orientation=4                                                     | total | 67 | severe
ciwa-ar | all=0 orientation=-                                                     | total | None |
ciwa-ar | all=0 orientation=declined                                              | total | None |
"""

# --- Suicide risk: the gravest level that holds ----------------------------------------------------------------------

RISK = """
c-ssrs-screener | 1=0 2=0 6=0                   | risk   | 0    |
c-ssrs-screener | 1=1 2=0 6=0                   | risk   | 1    | low
c-ssrs-screener | 1=0 2=1 3-5=0 6=0             | risk   | 1    | low
c-ssrs-screener | 1=1 2=1 3=1 4-5=0 6=0         | risk   | 2    | moderate
c-ssrs-screener | 1=0 2=0 6=1 6-recent=0        | risk   | 2    | moderate
c-ssrs-screener | 1=1 2=1 3=0 4=1 5=0 6=0       | risk   | 3    | high
c-ssrs-screener | 1=1 2=1 3=0 4=0 5=1 6=0       | risk   | 3    | high
c-ssrs-screener | 1=0 2=0 6=1 6-recent=1        | risk   | 3    | high
c-ssrs-screener | all=1                         | risk   | 3    | high
c-ssrs-screener | 1=1 2=1 3=1 4=1               | risk   | 3    | high
c-ssrs-screener | 1=1 2=0                       | risk   | None |
c-ssrs-screener | 1=0 2=1 3=1 4=0 6=0           | risk   | None |
c-ssrs-screener | 1=0 2=0 6=1                   | risk   | None |
c-ssrs-screener | 1=0 2=0 6=declined            | risk   | None |
asq             | 1-4=0                         | screen | 0    |
asq             | 1=1 2-4=0 5=0                 | screen | 1    | non-acute-positive
asq             | 1=0 2=1 3-4=0 5=0             | screen | 1    | non-acute-positive
asq             | 1-2=0 3=1 4=0 5=0             | screen | 1    | non-acute-positive
asq             | 1-3=0 4=1 5=0                 | screen | 1    | non-acute-positive
asq             | 1=1 2-4=0 5=1                 | screen | 2    | acute-positive
asq             | all=1                         | screen | 2    | acute-positive
asq             | 1=1 5=1                       | screen | 2    | acute-positive
asq             | 1=1 2-4=0                     | screen | None |
asq             | 1-3=0                         | screen | None |
asq             | 1-3=0 4=declined              | screen | None |
"""

# --- Well-being, sleep, functioning, mania ---------------------------------------------------------------------------

LIFE = """
who-5     | all=0                           | total | 0    | poor-well-being likely-depression
who-5     | all=1 1=3                       | total | 28   | poor-well-being likely-depression
who-5     | all=1 1=4                       | total | 32   | poor-well-being
who-5     | all=2 1=4                       | total | 48   | poor-well-being
who-5     | all=2 1=5                       | total | 52   |
who-5     | all=5                           | total | 100  |
who-5     | all=5 2=-                       | total | None |
who-5     | all=0 2=declined                | total | None |
isi       | all=0                           | total | 0    | none
isi       | all=1                           | total | 7    | none
isi       | all=1 1=2                       | total | 8    | subthreshold
isi       | all=2                           | total | 14   | subthreshold
isi       | all=2 1=3                       | total | 15   | moderate
isi       | all=3                           | total | 21   | moderate
isi       | all=3 1=4                       | total | 22   | severe
isi       | all=4                           | total | 28   | severe
isi       | all=4 7=-                       | total | None |
isi       | all=4 7=declined                | total | None |
wsas      | all=0                           | total | 0    | subclinical
wsas      | all=0 1=8 2=1                   | total | 9    | subclinical
wsas      | all=0 1=8 2=2                   | total | 10   | significant
wsas      | all=4                           | total | 20   | significant
wsas      | all=4 1=5                       | total | 21   | moderately-severe
wsas      | all=8                           | total | 40   | moderately-severe
wsas      | 1=n/a 2-5=8                     | total | 32   |
wsas      | 1=n/a 2-5=0                     | total | 0    |
wsas      | 2-5=8                           | total | None |
wsas      | 1=declined 2-5=8                | total | None |
whodas-12 | all=0                           | total | 0    |
whodas-12 | all=4                           | total | 48   |
whodas-12 | all=2                           | total | 24   |
whodas-12 | all=2 5=-                       | total | 24   | prorated
whodas-12 | all=2 1=3 12=-                  | total | 25   | prorated
whodas-12 | all=2 12=declined               | total | 24   | prorated
whodas-12 | all=2 11=- 12=declined          | total | None |
asrm      | all=0                           | total | 0    |
asrm      | all=1                           | total | 5    |
asrm      | all=1 1=2                       | total | 6    | positive
asrm      | all=2 1=3                       | total | 11   | positive
asrm      | all=2 1=4                       | total | 12   | positive urgent
asrm      | all=4                           | total | 20   | positive urgent
asrm      | all=4 1=-                       | total | None |
asrm      | all=4 1=declined                | total | None |
distress  | 1=0                             | total | 0    |
distress  | 1=10                            | total | 10   |
distress  | 1=-                             | total | None |
distress  | 1=declined                      | total | None |
"""

# --- Emotion regulation: the highest answer is not the highest score where items are reversed ------------------------

EMOTION = """
ders-36 | all=1                                                     | total         | 80   |
ders-36 | all=5                                                     | total         | 136  |
ders-36 | all=1 1-2=5 6-8=5 10=5 17=5 20=5 22=5 24=5 34=5           | total         | 36   |
ders-36 | all=5 1-2=1 6-8=1 10=1 17=1 20=1 22=1 24=1 34=1           | total         | 180  |
ders-36 | all=5                                                     | nonacceptance | 30   |
ders-36 | all=1                                                     | nonacceptance | 6    |
ders-36 | all=5 20=1                                                | goals         | 25   |
ders-36 | all=1 20=5                                                | goals         | 5    |
ders-36 | all=5 24=1                                                | impulse       | 30   |
ders-36 | all=1 24=5                                                | impulse       | 6    |
ders-36 | all=1 24=5 32=5                                           | impulse       | 10   |
ders-36 | all=1 24=5 33=5                                           | impulse       | 6    |
ders-36 | all=5 22=1                                                | strategies    | 40   |
ders-36 | all=1 22=5                                                | strategies    | 8    |
ders-36 | all=1                                                     | awareness     | 30   |
ders-36 | all=5                                                     | awareness     | 6    |
ders-36 | all=5 1=1 7=1                                             | clarity       | 25   |
ders-36 | all=1 1=5 7=5                                             | clarity       | 5    |
ders-36 | all=1 33=-                                                | total         | None |
ders-36 | all=1 11-12=5 21=5 23=5 25=5 29=5                         | nonacceptance | 30   |
ders-36 | all=1 13=5 18=5 26=5 33=5                                 | goals         | 25   |
ders-36 | all=1 3=5 14=5 19=5 27=5 32=5                             | impulse       | 30   |
ders-36 | all=1 15-16=5 28=5 30-31=5 35-36=5                        | strategies    | 40   |
ders-36 | all=1 2=5 6=5 8=5 10=5 17=5 34=5                          | awareness     | 6    |
ders-36 | all=1 4-5=5 9=5                                           | clarity       | 25   |
ders-36 | all=1 33=-                                                | impulse       | 10   |
ders-36 | all=1 32=declined                                         | impulse       | None |
ders-16 | all=1                                                     | total         | 16   |
ders-16 | all=5                                                     | total         | 80   |
ders-16 | all=5 16=-                                                | total         | None |
ders-16 | all=5 16=declined                                         | total         | None |
ders-18 | all=1 1=5 4=5 6=5                                         | total         | 18   |
ders-18 | all=5 1=1 4=1 6=1                                         | total         | 90   |
ders-18 | all=1                                                     | total         | 30   |
ders-18 | all=1                                                     | awareness     | 15   |
ders-18 | all=5                                                     | awareness     | 3    |
ders-18 | all=5 18=-                                                | total         | None |
ders-18 | all=5 18=declined                                         | total         | None |
"""

# --- Raw scores that need the site's own table -----------------------------------------------------------------------

TABLES = """
promis-29 | all=1                                   | anxiety           | 4    |
promis-29 | all=3                                   | anxiety           | 12   |
promis-29 | all=5                                   | anxiety           | 20   |
promis-29 | all=1                                   | depression        | 4    |
promis-29 | all=5                                   | depression        | 20   |
promis-29 | all=1                                   | fatigue           | 4    |
promis-29 | all=5                                   | fatigue           | 20   |
promis-29 | all=1                                   | physical-function | 4    |
promis-29 | all=5                                   | physical-function | 20   |
promis-29 | all=1                                   | social            | 4    |
promis-29 | all=5                                   | social            | 20   |
promis-29 | all=1                                   | pain              | 4    |
promis-29 | all=5                                   | pain              | 20   |
promis-29 | all=1 sleep-1=5 sleep-2=5               | sleep             | 4    |
promis-29 | all=5 sleep-1=1 sleep-2=1               | sleep             | 20   |
promis-29 | all=1                                   | sleep             | 12   |
promis-29 | pain-intensity=0                        | pain-intensity    | 0    |
promis-29 | pain-intensity=10                       | pain-intensity    | 10   |
promis-29 | all=1 anxiety-4=-                       | anxiety           | None |
promis-29 | all=1 anxiety-4=-                       | depression        | 4    |
promis-29 | all=1 anxiety-4=declined                | anxiety           | None |
basis-24  | all=0 4-9=4                             | overall           | 0    |
basis-24  | all=4 4-9=0                             | overall           | 4    |
basis-24  | all=0                                   | overall           | 1    |
basis-24  | all=0                                   | depression        | 0.67 |
basis-24  | all=4 9=0                               | depression        | 4    |
basis-24  | all=0 9=4                               | depression        | 0    |
basis-24  | all=4                                   | interpersonal     | 0    |
basis-24  | all=0                                   | interpersonal     | 4    |
basis-24  | all=0 11=4 20=1                         | self-harm         | 2.5  |
basis-24  | all=0                                   | self-harm         | 0    |
basis-24  | all=4                                   | self-harm         | 4    |
basis-24  | all=0                                   | lability          | 0    |
basis-24  | all=4                                   | lability          | 4    |
basis-24  | all=4                                   | psychosis         | 4    |
basis-24  | all=0                                   | psychosis         | 0    |
basis-24  | all=0                                   | substance         | 0    |
basis-24  | all=4                                   | substance         | 4    |
basis-24  | all=0 21=3                              | substance         | 0.75 |
basis-24  | all=4 24=-                              | overall           | None |
basis-24  | all=0 1-3=4 10=4 12=4                   | depression        | 4    |
basis-24  | all=0 4-8=4                             | interpersonal     | 0    |
basis-24  | all=0 11=4 20=4                         | self-harm         | 4    |
basis-24  | all=0 13=4 18-19=4                      | lability          | 4    |
basis-24  | all=0 14-17=4                           | psychosis         | 4    |
basis-24  | all=0 21-24=4                           | substance         | 4    |
basis-24  | all=4 24=-                              | psychosis         | 4    |
basis-24  | all=4 24=declined                       | substance         | None |
"""

# --- How treatment is going ------------------------------------------------------------------------------------------

ALLIANCE = """
ors          | all=0                        | total | 0    | below-cutoff
ors          | all=6.2 1=6.3                | total | 24.9 | below-cutoff
ors          | all=6.2 1=6.4                | total | 25   |
ors          | all=10                       | total | 40   |
ors          | all=10 3=-                   | total | None |
ors          | all=0 3=declined             | total | None |
srs          | all=0                        | total | 0    | talk-about-it
srs          | all=9 1=8.9                  | total | 35.9 | talk-about-it
srs          | all=9                        | total | 36   |
srs          | all=10                       | total | 40   |
srs          | all=10 3=-                   | total | None |
srs          | all=0 3=declined             | total | None |
wai-sr       | all=1                        | total | 12   |
wai-sr       | all=5                        | total | 60   |
wai-sr       | all=1 1-2=5 10=5 12=5        | task  | 20   |
wai-sr       | all=1 3=5 5=5 7=5 9=5        | bond  | 20   |
wai-sr       | all=1 4=5 6=5 8=5 11=5       | goal  | 20   |
wai-sr       | all=5 1-2=1 10=1 12=1        | task  | 4    |
wai-sr       | all=1                        | bond  | 4    |
wai-sr       | all=1                        | goal  | 4    |
wai-sr       | all=5 12=-                   | total | None |
wai-sr       | all=5 12=-                   | bond  | 20   |
wai-sr       | all=5 12=declined            | task  | None |
group-rating | all=0                        | total | 0    |
group-rating | all=10                       | total | 50   |
group-rating | all=7 5=9                    | total | 37   |
group-rating | all=7 5=-                    | total | None |
group-rating | all=7 5=declined             | total | None |
"""

ALL = "".join((MOOD, TRAUMA, SUBSTANCES, BAM, WITHDRAWAL, RISK, LIFE, EMOTION, TABLES, ALLIANCE)).strip().splitlines()
ROWS = [[cell.strip() for cell in line.split("|")] for line in ALL if line]


@pytest.mark.parametrize(("code", "given", "of", "value", "said"), ROWS, ids=[f"{row[0]} {row[1]}" for row in ROWS])
def test_a_form_scores_as_worked_out_by_hand(code: str, given: str, of: str, value: str, said: str) -> None:
    scored = _scored(code, given, of)
    assert scored.value == (None if value == "None" else Decimal(value))
    assert _said(scored) == said.split()


def test_every_score_of_every_instrument_is_worked_out_by_hand_at_both_ends() -> None:
    done = {(row[0], row[2], row[3]) for row in ROWS}
    scores = [(code, one) for code, instrument in library().items() for one in instrument.scores]
    assert {(code, one.code, str(end)) for code, one in scores for end in (one.low, one.high)} <= done


def test_every_band_and_cut_is_met_at_its_edge_and_not_one_below() -> None:
    met = {(row[0], row[2], one): [] for row in ROWS for one in row[4].split()}  # type: ignore[var-annotated]
    for code, _, of, value, said in ROWS:
        for one in said.split():
            met[code, of, one].append(Decimal(value))
    for code, instrument in library().items():
        for one in instrument.scores:
            for band in one.bands:
                assert min(met[code, one.code, band.code]) == band.start
            for cut in one.cuts:
                values = met[code, one.code, cut.code]
                assert (min(values) if cut.at_least is not None else max(values)) in (cut.at_least, cut.at_most)


def test_every_form_is_left_incomplete_and_declined_once() -> None:
    for code in library():
        mine = [row for row in ROWS if row[0] == code]
        assert any("declined" in row[1] for row in mine), code
        assert any(row[3] == "None" and "declined" not in row[1] for row in mine) or code == "whodas-12", code


# --- Patterns, critical answers, what is asked -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "given", "patterns"),
    [
        ("pcl-5", "all=0 1=2 6=2 8-9=2 15-16=2", ["ptsd-by-clusters"]),  # a total of 12, and no cut is crossed
        ("pcl-5", "all=0 2=2 7=2 13-14=2 19-20=2", ["ptsd-by-clusters"]),
        ("pcl-5", "all=0 1=1 6=2 8-9=2 15-16=2", []),
        ("pcl-5", "all=0 1=2 6=1 8-9=2 15-16=2", []),
        ("pcl-5", "all=0 1=2 6=2 8=2 9=1 15-16=2", []),
        ("pcl-5", "all=0 1=2 6=2 8-9=2 15=2 16=1", []),
        ("pcl-5", "all=4 6-7=1", []),  # a total of 74, and no cluster C
        ("phq-9", "all=0 1=2 3-6=2", ["major-depressive-syndrome"]),
        ("phq-9", "all=0 2=2 3-5=2 9=1", ["major-depressive-syndrome"]),
        ("phq-9", "all=0 1-2=1 3-8=2", []),
        ("phq-9", "all=0 1=2 3-5=2", []),
    ],
)
def test_a_pattern_is_found_as_the_manual_says(code: str, given: str, patterns: list[str]) -> None:
    assert [name for name, holds in _result(code, given).patterns.items() if holds] == patterns


def test_a_pattern_is_not_judged_while_an_answer_is_missing() -> None:
    answers: dict[str, Answer] = {str(item): Decimal(3) for item in range(1, 9)}
    assert score(library()["phq-9"], answers).patterns == {"major-depressive-syndrome": None}


def test_the_pcl_5_shows_clusters_and_cut_apart() -> None:
    scored = _scored("pcl-5", "all=0 1=2 6=2 8-9=2 15-16=2", "total")
    assert (scored.value, scored.cuts) == (12, ())
    assert _scored("pcl-5", "all=4 6-7=1", "total").cuts


@pytest.mark.parametrize(
    ("code", "given", "critical"),
    [
        ("phq-9", "all=0", []),
        ("phq-9", "all=0 9=1", ["thoughts-of-death"]),
        ("asq", "1-4=0", []),
        ("asq", "1=1 5=1", ["thoughts-of-death", "suicidal-thoughts-now"]),
        ("asq", "2-4=1 5=0", ["thoughts-of-death", "suicidal-thoughts", "suicidal-behavior-ever"]),
        ("c-ssrs-screener", "1=0 2=0 6=0", []),
        ("c-ssrs-screener", "1=1 2=1", ["thoughts-of-death", "suicidal-thoughts"]),
        ("c-ssrs-screener", "2=0 6=1 6-recent=1", ["suicidal-behavior-ever", "suicidal-behavior-recent"]),
        ("c-ssrs-screener", "3-5=1", ["suicidal-method", "suicidal-intent", "suicidal-plan"]),
    ],
)
def test_a_critical_answer_is_heard_even_when_the_form_is_not_finished(
    code: str, given: str, critical: list[str]
) -> None:
    assert [one.code for one in _result(code, given).critical] == critical


@pytest.mark.parametrize(
    ("code", "given", "missing"),
    [
        ("phq-9", "1-9=0", []),
        ("audit", "1=0 9-10=0", []),
        ("audit", "1=3 2-3=0 9-10=0", []),
        ("audit", "1=3 2=1 3=0 9-10=0", ["4", "5", "6", "7", "8"]),
        ("audit-c", "1=0", []),
        ("audit-c", "1=1", ["2", "3"]),
        ("pc-ptsd-5", "exposure=0", []),
        ("pc-ptsd-5", "exposure=1", ["1", "2", "3", "4", "5"]),
        ("asq", "1-4=0", []),
        ("asq", "1-3=0 4=1", ["5"]),
        ("c-ssrs-screener", "1=1 2=0 6=0", []),
        ("c-ssrs-screener", "1=0 2=1 6=1", ["3", "4", "5", "6-recent"]),
        ("wsas", "1=n/a 2-5=0", []),
        ("bam-iop", "all=0 5=- 7a=- 7b=- 7c=- 7d=- 7e=- 7f=- 7g=-", []),
        ("bam-iop", "all=0 4=1 6=1 5=- 7a=- 7g=-", ["5", "7a", "7g"]),
    ],
)
def test_what_is_rightly_not_asked_is_not_missing(code: str, given: str, missing: list[str]) -> None:
    assert list(_result(code, given).missing) == missing


def test_without_work_the_wsas_is_out_of_32_and_has_no_band() -> None:
    scored = _scored("wsas", "1=n/a 2-5=8", "total")
    assert (scored.value, scored.high, scored.band) == (32, 32, None)


@pytest.mark.parametrize(
    ("code", "item", "answer", "why"),
    [
        ("phq-9", "11", Decimal(1), "unknown-item"),
        ("phq-9", "1", Decimal(4), "not-an-answer"),
        ("phq-9", "1", Decimal("1.5"), "not-an-answer"),
        ("phq-9", "1", NOT_APPLICABLE, "always-applies"),
        ("wsas", "2", NOT_APPLICABLE, "always-applies"),
        ("cows", "gooseflesh", Decimal(4), "not-an-answer"),
        ("audit", "9", Decimal(1), "not-an-answer"),
        ("bam-iop", "4", Decimal(8), "not-an-answer"),
        ("bam-r", "4", Decimal("0.5"), "not-an-answer"),
        ("ors", "1", Decimal("10.1"), "not-an-answer"),
    ],
)
def test_an_answer_that_cannot_be_is_refused(code: str, item: str, answer: Answer, why: str) -> None:
    with pytest.raises(ImpossibleAnswers) as refused:
        score(library()[code], {item: answer})
    assert refused.value.faults == {item: why}


# --- Reading the tables ----------------------------------------------------------------------------------------------


def _result(code: str, given: str) -> Result:
    instrument = library()[code]
    sex: Any = next((word for word in given.split() if word in get_args(Sex)), None)
    return score(instrument, _answers(instrument, given), sex=sex)


def _scored(code: str, given: str, of: str) -> Scored:
    return next(one for one in _result(code, given).scores if one.score.code == of)


def _said(scored: Scored) -> list[str]:
    said = [one.code for one in (scored.level, scored.band) if one] + [crossed.cut.code for crossed in scored.cuts]
    said += [f"only-from-{crossed.remark}" for crossed in scored.cuts if crossed.remark]
    return said + ["prorated"] * scored.is_prorated


def _answers(instrument: Instrument, given: str) -> dict[str, Answer]:
    answers: dict[str, Answer | None] = {}
    for items, told in re.findall(r"(\S+)=(\S+)", given):
        answer = NOT_NUMBERS[told] if told in NOT_NUMBERS else Decimal(told)
        answers |= dict.fromkeys(_codes(instrument, items), answer)
    return {code: answer for code, answer in answers.items() if answer is not None}


def _codes(instrument: Instrument, items: str) -> list[str]:
    if items == "all":
        return [item.code for item in instrument.items]
    if run := re.fullmatch(r"(\d+)-(\d+)", items):
        return [str(number) for number in range(int(run[1]), int(run[2]) + 1)]
    assert items in instrument.by_code
    return [items]


# --- What a site's own file may ask for -------------------------------------------------------------------------------


def test_a_count_counts_the_answers_from_a_line_on(tmp_path: Path) -> None:
    file = tmp_path / "count.yaml"
    file.write_text(
        "{code: nights, version: 1, name: {en: Nights}, licence: own, source: this test,"
        " items: [{code: '1', en: Mon, number: {least: 0, most: 9}}, {code: '2', en: Tue, number: {least: 0, most: 9}}],"
        " scores: [{code: bad, en: Bad nights, items: ['1', '2'], how: count, counts_from: 5, low: 0, high: 2}]}"
    )
    [bad] = score(read(file), {"1": Decimal(5), "2": Decimal(4)}).scores
    assert bad.value == 1


#: A domain of four items as a site that may use it would write it; the three figures are the PROMIS-29's for anxiety.
_T_SCORES = {4: "40.3", 12: "63.4", 20: "81.6"}


def _with_a_table(tmp_path: Path, rows: range, more: str = "") -> Path:
    items = ", ".join(f"{{code: '{n}', en: Item {n}, number: {{least: 1, most: 5}}}}" for n in range(1, 5))
    table = ", ".join(f"{{raw: {raw}, value: {_T_SCORES.get(raw, str(40 + 2 * raw))}}}" for raw in rows)
    file = tmp_path / "anxiety.yaml"
    file.write_text(
        f"{{code: anxiety, version: 1, name: {{en: Anxiety}}, licence: own, source: this test, items: [{items}],"
        f" scores: [{{code: t, en: Anxiety, items: ['1', '2', '3', '4'], low: 4, high: 20, has_table: true{more},"
        f" table: [{table}]}}]}}"
    )
    return file


@pytest.mark.parametrize(("each", "raw", "value"), [(1, 4, "40.3"), (3, 12, "63.4"), (5, 20, "81.6")])
def test_a_table_turns_a_raw_score_into_a_t_score(tmp_path: Path, each: int, raw: int, value: str) -> None:
    [scored] = score(read(_with_a_table(tmp_path, range(4, 21))), {str(n): Decimal(each) for n in range(1, 5)}).scores
    assert (scored.value, scored.converted) == (raw, Decimal(value))


def test_bands_and_cuts_stand_on_the_tables_values(tmp_path: Path) -> None:
    more = (
        ", bands_source: this test, bands: [{code: within, start: 40.3, en: within}, {code: high, start: 60, en: high}]"
        ", cuts: [{code: clinical, en: clinical, at_least: 63, source: this test}]"
    )
    instrument = read(_with_a_table(tmp_path, range(4, 21), more))
    [low] = score(instrument, {str(n): Decimal(1) for n in range(1, 5)}).scores
    [high] = score(instrument, {str(n): Decimal(3) for n in range(1, 5)}).scores
    assert low.band and low.band.code == "within" and low.cuts == ()
    assert high.band and high.band.code == "high" and [crossed.cut.code for crossed in high.cuts] == ["clinical"]


def test_a_table_with_a_gap_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultyInstrument, match="one row for each raw score from 4 to 20"):
        read(_with_a_table(tmp_path, range(4, 20)))


def test_a_score_that_lacks_its_table_stays_raw_and_is_called_nothing() -> None:
    anxiety = next(
        one
        for one in score(library()["promis-29"], dict.fromkeys(_ANXIETY, Decimal(5))).scores
        if one.score.code == "anxiety"
    )
    assert (anxiety.value, anxiety.converted, anxiety.band, anxiety.cuts) == (20, None, None, ())


_ANXIETY = tuple(f"anxiety-{n}" for n in range(1, 5))


def test_a_form_says_whether_it_is_complete() -> None:
    phq = library()["phq-2"]
    assert score(phq, {"1": Decimal(1), "2": Decimal(0)}).is_complete
    assert not score(phq, {"1": Decimal(1)}).is_complete
    assert not score(phq, {"1": Decimal(1), "2": DECLINED}).is_complete


# --- What is known although answers are missing ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "given", "of", "floor"),
    [
        ("ciwa-ar", "all=7 orientation=declined", "total", 63),
        ("bam-iop", "4-5=4 6=declined", "use", 8),
        ("phq-9", "1=3", "total", 3),
        ("dast-10", "1=1 3=1", "total", 1),
        ("who-5", "1=5", "total", 20),
        ("phq-9", "9=declined", "total", None),
        ("phq-9", "all=3", "total", None),
        ("basis-24", "1=4", "overall", None),
    ],
)
def test_a_sum_with_answers_missing_tells_what_the_known_ones_come_to(
    code: str, given: str, of: str, floor: int | None
) -> None:
    assert _scored(code, given, of).floor == floor


@pytest.mark.parametrize(
    ("code", "given", "refused"),
    [
        ("asq", "1-4=declined 5=declined", 5),
        ("asq", "1-3=0 4=1 5=declined", 1),
        ("c-ssrs-screener", "1=0 2=0 6=1 6-recent=declined", 1),
        ("phq-9", "all=0 9=declined", 1),
        ("phq-9", "all=0 1=declined", 0),
        ("gad-7", "all=declined", 0),
    ],
)
def test_not_wanting_to_say_whether_one_is_in_danger_is_heard(code: str, given: str, refused: int) -> None:
    heard = [one.code for one in _result(code, given).critical]
    assert heard.count("risk-question-declined") == refused


def test_what_was_said_once_is_critical_although_it_was_taken_back() -> None:
    phq_9 = library()["phq-9"]
    told = [{"9": Decimal(2)}, {"9": Decimal(3)}, {"9": Decimal(0)}, {}]
    assert [(one.item, one.value) for one in critical_in(phq_9, told)] == [("9", 3)]
    assert critical_in(phq_9, []) == ()
