"""Every reason for which a file is refused, in words: what it is, where, and what to ask for instead."""

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from daybridge.core.errors import DaybridgeError
from daybridge.intake.rules import Place, clean_line
from daybridge.intake.sentences import place_in_words

_ASK = _("Ask the hospital to send the bundle again.")
_ASK_R4 = _("Ask for the same bundle as FHIR R4 in JSON.")

#: code -> (what is wrong, what to do)
REFUSALS = {
    # What it is instead
    "empty": (_("The file is empty."), _ASK),
    "too_large": (
        _("The file is larger than %(value)s MB, so it was not read."),
        _("Ask for a bundle about this hospital stay only."),
    ),
    "zip": (_("This is a zip archive."), _("Unpack it and send the FHIR bundle (JSON) that is inside.")),
    "gzip": (_("This is a gzip archive."), _("Unpack it and send the FHIR bundle (JSON) that is inside.")),
    "pdf": (_("This is a PDF. A person can read it, Daybridge cannot."), _("Type the referral in, or ask for a FHIR R4 bundle in JSON.")),
    "word": (_("This is a word processor's document."), _("Type the referral in, or ask for a FHIR R4 bundle in JSON.")),
    "picture": (_("This is a picture."), _("Type the referral in, or ask for a FHIR R4 bundle in JSON.")),
    "html": (_("This is a web page, perhaps a sign-in page that was saved in place of the file."), _("Download the file again.")),
    "fhir_xml": (_("This is FHIR written as XML; Daybridge reads it as JSON."), _ASK_R4),
    "ccda": (_("This is a C-CDA document (XML), which Daybridge cannot read yet."), _ASK_R4),
    "xml": (_("This is an XML file that is neither FHIR nor C-CDA."), _ASK_R4),
    "hl7v2": (_("This is an HL7 version 2 message, which Daybridge cannot read yet."), _ASK_R4),
    "x12": (_("This is an X12 file, as used with payers."), _ASK_R4),
    "ndjson": (_("This holds several JSON documents, one a line, as a bulk export does."), _("Ask for one FHIR R4 bundle about this person.")),
    # Broken as text or as JSON
    "not_utf8": (_("The text is not UTF-8 (line %(line)s)."), _("Ask for the bundle in UTF-8, as FHIR requires.")),
    "cut_off": (_("The file ends in the middle (line %(line)s, column %(column)s)."), _("It was cut off on its way. Send it again.")),
    "broken_json": (_("The JSON is broken at line %(line)s, column %(column)s."), _ASK),
    "too_deep": (_("The file is nested deeper than a record can be."), _ASK),
    "too_many_parts": (_("The file has more parts than a record of one person can have."), _("Ask for a bundle about this hospital stay only.")),
    "same_key": (
        _("“%(value)s” is said twice in one place (line %(line)s, column %(column)s), and it is not clear which one holds."),
        _ASK,
    ),
    "number": (_("“%(value)s” at line %(line)s, column %(column)s is not a number that a record can hold."), _ASK),
    # Not the FHIR that is read here
    "not_fhir": (_("This is JSON, but not FHIR."), _("Ask for a FHIR R4 bundle.")),
    "not_a_bundle": (_("This is a single FHIR resource (%(value)s), not a bundle."), _("Ask for a bundle with the patient and the hospital stay.")),
    "bundle_type": (
        _("This is a FHIR bundle of the type “%(value)s”."),
        _("A referral comes as collection, document, batch or transaction."),
    ),
    "other_release": (_("This is FHIR %(value)s: %(place)s is written as only that release does."), _ASK_R4),
    "wrong_shape": (_("%(place)s should be %(value)s."), _ASK),
    "modifier": (_("%(place)s carries a modifier that Daybridge does not know and that could turn its meaning around."), _ASK),
    "same_address": (_("%(place)s has the same address as an entry before it, with other content."), _ASK),
    # Whom it is about
    "no_entries": (_("The bundle has nothing in it."), _ASK),
    "no_patient": (_("The bundle has no Patient, so it is not known whom it is about."), _("Ask for a bundle with the Patient in it.")),
    "two_patients": (
        _("The bundle holds two different patients; the second is %(place)s. A referral is about one person."),
        _("Ask for one bundle for each."),
    ),
    "other_patient": (
        _("%(place)s is about another patient than the one in this bundle."),
        _("Nothing was taken in. Tell the hospital: somebody's data may have gone to the wrong place."),
    ),
    # Dates
    "impossible_date": (_("%(place)s is “%(value)s”, and there is no such date."), _ASK),
    "birth_in_future": (_("%(place)s is “%(value)s”, which is still to come."), _ASK),
    "birth_too_long_ago": (_("%(place)s is “%(value)s”, which is too long ago for someone to be referred."), _ASK),
}  # fmt: skip

#: What belongs in a place, for "wrong_shape".
SHAPES = {
    "object": pgettext_lazy("what belongs there", "an object"),
    "list": pgettext_lazy("what belongs there", "a list"),
    "text": pgettext_lazy("what belongs there", "text"),
    "flag": pgettext_lazy("what belongs there", "true or false"),
    "number": pgettext_lazy("what belongs there", "a number"),
    "date": pgettext_lazy("what belongs there", "a date"),
}


class CannotRead(DaybridgeError):
    """The file is refused whole: `code` and `place` for programs, `words` for people."""

    status = 422

    def __init__(
        self, code: str, *, place: Place | None = None, value: str = "", line: int = 0, column: int = 0
    ) -> None:
        self.place = place or Place()
        said = {
            "value": str(SHAPES.get(value, clean_line(value, most=60)))
            if code == "wrong_shape"
            else clean_line(value, most=60),
            "place": place_in_words(self.place) or gettext("The file"),
            "line": line,
            "column": column,
        }
        self.wrong, self.way_out = (str(words) % said for words in REFUSALS[code])
        self.line, self.column = line, column
        super().__init__(f"{_capital(self.wrong)} {self.way_out}", code=code.replace("_", "-"))
        if code == "too_large":
            self.status = 413


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
