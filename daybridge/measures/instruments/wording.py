"""The words of an instrument whose scoring is here and whose items may not be shipped: a file that the site loads."""

from pathlib import Path

from daybridge.measures.instruments.definition import Choice, Instrument, Item, Part, Text, Words
from daybridge.measures.instruments.reading import Fault, FaultyInstrument, read_as


class Wording(Part):
    """What a licensed file says: by the codes of the instrument it gives words to; `permission` names the site's licence."""

    words_for: str
    permission: Text
    stems: dict[str, Words] = {}
    items: dict[str, Words]
    choices: dict[str, dict[int, Words]] = {}


def read_wording(path: Path) -> Wording:
    """The words in a file. Raises FaultyInstrument."""
    return read_as(path, Wording)


def worded(instrument: Instrument, wording: Wording, path: Path) -> Instrument:
    """The instrument with the site's words; its scoring stands as it is. Raises FaultyInstrument for words of nothing."""
    unknown = [
        *(f"There is no item {code}." for code in wording.items if code not in instrument.by_code),
        *(f"There are no choices called {name}." for name in wording.choices if name not in instrument.choices),
        *(f"Item {code} has no words." for code in instrument.by_code if code not in wording.items),
    ]
    if unknown:
        raise FaultyInstrument(path, [Fault(1, words) for words in unknown])
    shipped = {name: getattr(instrument, name) for name in Instrument.model_fields}
    return Instrument(
        **shipped
        | {
            "items": tuple(_with_words(item, wording.items[item.code]) for item in instrument.items),
            "stems": {**instrument.stems, **wording.stems},
            "choices": {
                name: tuple(_chosen(choice, wording.choices.get(name, {})) for choice in choices)
                for name, choices in instrument.choices.items()
            },
        }
    )


def _with_words(item: Item, words: Words) -> Item:
    return item.model_copy(update={"en": words.en, "es": words.es})


def _chosen(choice: Choice, words: dict[int, Words]) -> Choice:
    said = words.get(choice.value)
    return choice.model_copy(update={"en": said.en, "es": said.es}) if said else choice
