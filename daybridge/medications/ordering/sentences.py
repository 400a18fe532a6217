"""Orders in words."""

from django.utils.translation import gettext as _


def kind_in_words(kind: str) -> str:
    return {"start": _("Start"), "change": _("Change the order"), "stop": _("Stop the order")}[kind]


def sending_in_words(way: str, reference: str, *, is_sent: bool) -> str:
    """What came of handing an order over."""
    if is_sent:
        return _("Sent by %(way)s, number %(number)s") % {"way": way, "number": reference}
    return (
        _("For paper: print it and sign it by hand")
        if reference == "paper"
        else _("Not sent: %(why)s") % {"why": reference}
    )


def fault_in_words(field: str, fault: str) -> str:
    """Why a form is refused, beside its field."""
    words = {
        ("drug", "missing"): _("Write what it is called."),
        ("amount", "missing"): _("Write how much, as it stands on the label."),
        ("directions", "missing"): _("Write how it is taken."),
        ("quantity", "missing"): _("Write how many to give."),
        ("refills", "out-of-range"): _("At most 11 refills; none of schedule II, five of III and IV."),
    }
    general = {"too-long": _("This is too long. Please shorten it."), "unknown": _("This isn't one of the choices.")}
    return words.get((field, fault)) or general[fault]
