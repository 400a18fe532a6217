"""One questionnaire over HTTP (answer, score, signals, alert, audit, durable) against pgbench's same rows.

A finished PHQ-9 in one letter: sheet, part, score and audit entry. `ITEM_9=1` has every sheet say yes to item 9, so that each is
held against the rules and its alert grows; pgbench then still inserts the sheet's rows only.
"""

import os
from datetime import UTC, datetime
from typing import Any

from bench.checkins import an_audit_entry, measure
from bench.ground import Phone
from daybridge.core.ids import new_id

ITEM_9 = int(os.environ.get("ITEM_9", "0"))


def same_rows(phone: Phone) -> str:
    """What pgbench inserts: a sheet, its part, its score and an audit entry, behind the walls."""
    mine = f"'{phone.organization}'"
    return f"""begin;
select set_config('app.org', {mine}, true), set_config('app.door', '', true);
with sheet as (insert into measures_sheet (id, organization_id, participant_id, episode_id, instrument, version, way, on_day,
 begun_at, finished_at, sex) values (gen_random_uuid(), {mine}, '{phone.participant}', '{phone.episode}', 'phq-9', 1, 'phone',
 current_date, now(), now(), '') returning id),
part as (insert into measures_sheetpart (id, organization_id, sheet_id, made_at, saved_at, answers, is_last)
 select gen_random_uuid(), {mine}, id, now(), now(), '{{"1": "1", "2": "1", "3": "1", "4": "1", "5": "1"}}', true from sheet)
insert into measures_score (id, organization_id, sheet_id, participant_id, instrument, score, on_day, value, band, level,
 is_prorated) select gen_random_uuid(), {mine}, id, '{phone.participant}', 'phq-9', 'total', current_date, 8, 'mild', '', false
 from sheet;
{an_audit_entry(phone, "measures.SheetFinished")}
commit;
"""


def a_sheet() -> tuple[str, dict[str, Any]]:
    now = datetime.now(UTC).isoformat()
    return "/api/companion/answers", {
        "id": str(new_id()), "sheet_id": str(new_id()), "instrument": "phq-9", "version": 1, "begun_at": now, "made_at": now,
        "answers": {str(item): 1 for item in range(1, 11)} | {"9": ITEM_9}, "is_last": True,
    }  # fmt: skip


if __name__ == "__main__":
    measure("questionnaires", same_rows, a_sheet, target="5 %")
