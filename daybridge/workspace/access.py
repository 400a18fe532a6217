"""Who may open the staff's pages."""

from daybridge.people.requests import StaffRequest, staff_page

__all__ = ["StaffRequest", "staff_page"]
