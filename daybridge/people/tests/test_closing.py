import pytest

from daybridge.core import tenancy
from daybridge.core.errors import NotYours
from daybridge.core.models import AuditEntry
from daybridge.people.closing import close_supporters_account
from tests.cast import House, a_supporter, sign_in


def test_a_supporters_account_is_closed_at_the_next_request_and_the_audit_says_so(house: House) -> None:
    sam = a_supporter(house, house.participants["Ana"])
    browser = sign_in(sam.account)  # type: ignore[arg-type]
    assert browser.get("/supporter/").status_code == 200
    assert close_supporters_account("", sam.email.upper()) == "It is closed. Nobody signs in with it from now on."
    assert browser.get("/supporter/").status_code == 302
    assert close_supporters_account("", sam.email) == "It was closed already."
    tenancy.enter(house.organization.id)
    assert AuditEntry.objects.filter(subject_id=sam.account_id, reason="daybridge close-supporter").count() == 1


@pytest.mark.parametrize("email", ["nobody@example.com", "ben@example.org"])
def test_nobody_elses_account_is_closed_so(house: House, email: str) -> None:
    with pytest.raises(NotYours, match="No supporter signs in"):
        close_supporters_account("", email)
    with pytest.raises(NotYours, match="--organization"):
        close_supporters_account("elsewhere", email)
    tenancy.enter(house.organization.id)
    house.staff["Ben"].account.refresh_from_db()  # type: ignore[union-attr]
    assert house.staff["Ben"].account.is_active  # type: ignore[union-attr]
