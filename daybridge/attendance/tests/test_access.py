from daybridge.attendance.access import leads
from daybridge.attendance.actions import add_facilitator
from daybridge.attendance.tests.deeds import a_session, again
from tests.cast import House


def test_whom_the_calendar_names_leads_until_they_hand_it_over(house: House) -> None:
    session = a_session(house)
    who = {name: house.actors[name] for name in ("Ben", "Cora", "Cleo", "Dora", "Ana")}
    assert leads(house.system, session) and leads(who["Dora"], session) and leads(who["Ben"], session)
    assert not any(leads(who[name], session) for name in ("Cora", "Cleo", "Ana"))
    add_facilitator(who["Ben"], session, staff=house.staff["Cora"])
    assert leads(who["Cora"], again(session)) and leads(who["Ben"], again(session))
    add_facilitator(who["Ben"], session, staff=house.staff["Cora"], takes_over=True)
    assert leads(who["Cora"], again(session)) and not leads(who["Ben"], again(session))
