"""What holds of every instrument whatever is answered."""

from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from daybridge.measures.instruments import Instrument, Item, library
from daybridge.measures.rules import DECLINED, NOT_APPLICABLE, Answer, is_asked, score

Given = tuple[Instrument, dict[str, Answer]]


def possible(instrument: Instrument, item: Item) -> st.SearchStrategy[Decimal]:
    """The answers that an item takes."""
    if item.number is None:
        return st.sampled_from([Decimal(choice.value) for choice in instrument.answers_of(item)])
    places = 0 if item.number.is_whole else 1
    return st.decimals(item.number.least, item.number.most, places=places)


@st.composite
def full_forms(draw: st.DrawFn) -> Given:
    """An instrument with every item answered."""
    instrument = draw(st.sampled_from(list(library().values())))
    return instrument, {item.code: draw(possible(instrument, item)) for item in instrument.items}


@st.composite
def forms(draw: st.DrawFn) -> Given:
    """An instrument with any items answered, declined or left open."""
    instrument, answers = draw(full_forms())
    for item in instrument.items:
        others: list[Any] = [None, DECLINED] + [NOT_APPLICABLE] * item.may_not_apply
        answers[item.code] = draw(st.sampled_from([answers[item.code]] * 4 + others))
    return instrument, {code: answer for code, answer in answers.items() if answer is not None}


@given(full_forms(), st.data())
def test_a_higher_answer_never_lowers_a_score_that_does_not_reverse_it(form: Given, data: st.DataObject) -> None:
    instrument, answers = form
    item = data.draw(st.sampled_from(instrument.items))
    higher = data.draw(possible(instrument, item))
    assume(higher > answers[item.code])  # type: ignore[operator]
    before, after = score(instrument, answers), score(instrument, {**answers, item.code: higher})
    for one, then in zip(before.scores, after.scores, strict=True):
        assert one.value is not None and then.value is not None
        if item.code in one.score.reverse:
            assert then.value <= one.value
        else:
            assert then.value >= one.value


@given(full_forms())
def test_a_full_form_scores_within_its_ends_and_in_the_band_it_says(form: Given) -> None:
    instrument, answers = form
    for one in score(instrument, answers).scores:
        assert one.value is not None
        assert one.score.low <= one.value <= one.score.high
        if one.score.bands:
            assert one.band and one.band == [band for band in one.score.bands if band.start <= one.value][-1]


@given(full_forms(), st.data())
def test_a_form_with_a_needed_answer_declined_has_no_band_and_crosses_no_cut(form: Given, data: st.DataObject) -> None:
    instrument, answers = form
    one = data.draw(st.sampled_from(instrument.scores))
    item = instrument.by_code[data.draw(st.sampled_from(one.items or tuple(instrument.by_code)))]
    answers[item.code] = DECLINED
    gate = answers.get(one.zero_unless.item) if one.zero_unless else None
    assume(is_asked(item, answers) and gate != 0)
    scored = next(each for each in score(instrument, answers).scores if each.score is one)
    assert scored.band is None and not scored.cuts
    assert scored.value is None or scored.is_prorated or scored.level is one.levels[0]


@given(forms(), st.randoms(use_true_random=False))
def test_the_order_of_answering_changes_nothing(form: Given, chance: Any) -> None:
    instrument, answers = form
    shuffled = list(answers.items())
    chance.shuffle(shuffled)
    assert score(instrument, dict(shuffled)) == score(instrument, answers)


@given(forms())
def test_only_a_whole_form_is_judged(form: Given) -> None:
    instrument, answers = form
    result = score(instrument, answers)
    for one in result.scores:
        assert not (one.missing and (one.band or one.cuts))
        assert one.value is not None or one.missing
    assert result.is_complete == (not result.missing and not result.declined)
