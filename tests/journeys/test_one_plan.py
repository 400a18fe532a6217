"""One person with two disorders, from the hospital's file to less care: assessed, planned and signed on both sides, a medicine that was missed and answered for, an unexpected screen without punishment, a plan that follows."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Locator, Page, expect

from daybridge.interop.tests.bundles import NOOR, a_bundle, a_condition, a_medicine, a_request, a_stay, as_file
from tests.journeys.conftest import HOME, PASSWORD, SITE, sign_in
from tests.journeys.listed_before import listed_before
from tests.journeys.steps import (
    Sent,
    a_desk,
    a_phone,
    accept,
    admit,
    choose_a_password,
    fits_phones,
    keep_the_pages,
    make_the_link,
    say_birth_date,
    take_in,
)

GIVEN, FAMILY, BORN = "Wren", "Alderson", "1988-03-14"
PERSON = f"{GIVEN} {FAMILY}"
OWN_GOAL = "Wake up beside my kids and remember the evening"
SAID = "I took one of my sister's pills when the panic came on Saturday."
_PATIENT = {
    "resourceType": "Patient", "id": "ana", "name": [{"use": "official", "family": FAMILY, "given": [GIVEN]}],
    "birthDate": BORN, "telecom": [{"system": "phone", "value": "555-0139", "use": "mobile"}],
}  # fmt: skip


def _file() -> Sent:
    """Depression and opioid use disorder, with one medicine for each."""
    use = a_condition("Opioid use disorder, moderate")
    use["code"]["coding"][0]["code"] = "F11.20"
    content = as_file(
        a_bundle(
            NOOR, a_stay(), a_condition(), use, a_medicine(), a_medicine("Buprenorphine and naloxone 8 mg film"),
            a_request(), patient=_PATIENT,
        )
    )  # fmt: skip
    return Sent("wren.json", content, GIVEN, FAMILY, BORN)


def test_two_disorders_one_plan_from_referral_to_step_down(site: str, browser: Browser) -> None:
    ines, ben, priya, phone = a_desk(browser), a_desk(browser), a_desk(browser), a_phone(browser)
    sign_in(ines, "ines@demo.example")
    take_in(ines, _file())
    ines.get_by_role("button", name="Begin screening").click()
    accept(ines)
    admit(ines, "wren@demo.example")
    phone.goto(make_the_link(ines))
    say_birth_date(phone, BORN)
    choose_a_password(phone)
    keep_the_pages(phone)

    sign_in(ben, "ben@demo.example")
    sign_in(priya, "priya@demo.example")
    chart = _chart(ben)
    _a_prescriber_joins(ben, chart)
    _they_write_before_the_first_talk(phone)
    _assess(ben, chart)
    _plan_both(ben, chart)
    _say_it_in_own_words(phone)
    _sign_on_the_phone(phone)

    listed_before(HOME, chart.rstrip("/").rpartition("/")[2], "Sertraline", days=4)
    _reconcile_what_the_referral_says(priya, chart)
    _two_days_without(phone)
    _answer_the_missed_days(priya, chart)
    screen = _unexpected_screen(ben, chart)
    _talk_it_over(ben, phone, screen)
    _revise(ben, chart)
    _sign_on_the_phone(phone)
    _step_down(ben, chart)
    fits_phones(phone)
    for page in (ines, ben, priya, phone):
        page.context.close()


def _chart(ben: Page) -> str:
    ben.goto(f"{SITE}/workspace/caseload/?q={FAMILY}")
    link = ben.get_by_role("link", name=PERSON).first.get_attribute("href")
    assert link
    return f"{SITE}{link}"


def _a_prescriber_joins(ben: Page, chart: str) -> None:
    ben.goto(chart)
    ben.get_by_role("link", name="Change the team").click()
    who = ben.get_by_label("Who", exact=True)
    who.select_option(label=who.locator("option", has_text="Priya Sandhu").inner_text())
    ben.get_by_role("button", name="Save").click()
    expect(ben.get_by_text(re.compile("Priya Sandhu, MD is on the care team"))).to_be_visible()


# --- Assessment ------------------------------------------------------------------------------------------------------


def _they_write_before_the_first_talk(phone: Page) -> None:
    phone.goto(f"{SITE}/companion/assessment/")
    phone.get_by_role("link", name=re.compile("Why now")).click()
    phone.get_by_label("What would you like to be different in two months?").fill(OWN_GOAL)
    phone.get_by_role("button", name="Save and sign").click()
    expect(phone.get_by_text("1 of")).to_be_visible()


def _assess(ben: Page, chart: str) -> None:
    """One assessment for both; what the referral and the person said stands there already."""
    ben.goto(f"{chart}assessment/")
    ben.get_by_role("button", name=re.compile("^Begin")).or_(
        ben.get_by_role("link", name="Go on writing")
    ).first.click()
    expect(ben.locator("#ask-hopes")).to_contain_text(OWN_GOAL)
    expect(ben.locator("#ask-diagnoses [data-cell]")).to_have_value(re.compile("Opioid use disorder"))
    _confirm_what_was_filled_in(ben)
    _fill_what_is_required(ben, "Low mood first, then pills to sleep; each makes the other worse.")
    _sign(ben, "Sign it")
    expect(ben.get_by_text(re.compile("Signed"))).not_to_have_count(0)


def _confirm_what_was_filled_in(page: Page) -> None:
    """What came from elsewhere is somebody's word only once a clinician says so."""
    right = page.get_by_role("button", name=re.compile("^This is right"))
    page.wait_for_load_state()  # a page that is still coming has fewer of them
    for left in range(right.count(), 0, -1):
        expect(right).to_have_count(left)
        right.first.click()
    expect(right).to_have_count(0)
    page.wait_for_load_state()


def _fill_what_is_required(page: Page, words: str) -> None:
    for cell in page.locator(".note-cell:has(.required) [data-cell]").all():
        if not cell.input_value():
            cell.fill(words)
    page.get_by_role("button", name="Look it over and sign").click()


def _sign(page: Page, button: str) -> None:
    """With a fresh proof, where there is none yet."""
    proof = page.get_by_role("link", name="Show that it is you")
    signing = page.get_by_role("button", name=button)
    expect(proof.or_(signing)).to_be_visible()
    if proof.is_visible():
        proof.click()
        page.fill("input[name=password]", PASSWORD)
        page.keyboard.press("Enter")
    signing.click()


# --- The plan --------------------------------------------------------------------------------------------------------


def _plan_both(ben: Page, chart: str) -> None:
    ben.goto(f"{chart}treatment/")
    ben.get_by_role("button", name="Write the plan").click()
    ben.wait_for_url("**/treatment-drafts/**")
    _a_problem(ben, 0, "Low mood most days", "mental_health", "Feels better in the mornings")
    _a_problem(ben, 1, "Pills when the panic comes", "substance_use", "Gets through panic without pills")
    ben.locator("fieldset", has_text="It makes worse").first.get_by_role("checkbox").check()
    ben.get_by_role("button", name="Save", exact=True).last.click()
    ben.get_by_role("button", name="Look it over and sign").click()
    ben.wait_for_url("**/sign/")
    _sign(ben, "Sign the plan")
    expect(ben.get_by_text("waits for the participant's signature")).to_be_visible()


def _a_problem(ben: Page, number: int, said: str, side: str, objective: str) -> None:
    problems = ben.locator(".plan-problem")
    if problems.count() <= number:
        ben.get_by_role("button", name="A problem", exact=True).click()
        expect(problems).to_have_count(number + 1)
    problem = problems.nth(number)
    problem.get_by_label("What stands in the way").fill(said)
    problem.get_by_label("Belongs to").select_option(side)
    _grow(ben, problem.get_by_label("Where they want to get, in their own words"), problem, "A goal")
    problem.get_by_label("Where they want to get, in their own words").fill("To be there for the kids")
    _grow(ben, problem.get_by_label("What will be different"), problem, "An objective")
    problem.get_by_label("What will be different").fill(objective)
    problem.get_by_label("Seen by").select_option("attendance")
    problem.get_by_label("Target").fill("80")
    problem.get_by_label("By", exact=True).fill((_now() + timedelta(days=40)).date().isoformat())
    _grow(ben, problem.get_by_label("What", exact=True), problem, "Something else that is done")
    problem.get_by_label("What", exact=True).fill("Group, and a talk each week")
    problem.get_by_label("By whom").fill("Ben Okafor")
    problem.get_by_label("Times a week").fill("3")
    problem.get_by_label("Weeks", exact=True).fill("8")


def _grow(ben: Page, field: Locator, problem: Locator, button: str) -> None:
    if not field.count():
        problem.get_by_role("button", name=button).click()
        expect(field).to_have_count(1)


def _say_it_in_own_words(phone: Page) -> None:
    phone.goto(f"{SITE}/companion/treatment/")
    phone.get_by_text("Say it in my own words").last.click()
    phone.get_by_label("Where I want to get").last.fill(OWN_GOAL)
    phone.get_by_role("button", name="Save").last.click()
    expect(phone.locator(".plan-goal-words").last).to_have_text(OWN_GOAL)


def _sign_on_the_phone(phone: Page) -> None:
    """They read it and sign as themselves."""
    phone.goto(f"{SITE}/companion/treatment/")
    phone.get_by_role("button", name="I have read it and sign it").click()
    expect(phone.get_by_text("You have signed it").first).to_be_visible()


# --- Medicines -------------------------------------------------------------------------------------------------------


def _reconcile_what_the_referral_says(priya: Page, chart: str) -> None:
    """What is on the list stays; what the referral says beside it is put there. A medicine for opioid use is never held up."""
    priya.goto(f"{chart}medicines/reconcile/")
    kept, added = (priya.locator(".reconcile-line").filter(has_text=name) for name in ("Sertraline", "Buprenorphine"))
    expect(kept).to_contain_text("one in the morning")
    kept.get_by_label("Keep").check()
    added.get_by_label("Add").check()
    added.locator("summary").click()
    added.get_by_label("Medicine", exact=True).fill("Buprenorphine and naloxone")
    added.get_by_label("How much").fill("8 mg film, 1 under the tongue")
    priya.get_by_role("button", name="Sign and do it").click()
    expect(priya.get_by_text("Signed. The list says what you decided")).to_be_visible()
    expect(priya.get_by_role("heading", name=f"Medicines of {PERSON}")).to_be_visible()


def _two_days_without(phone: Page) -> None:
    phone.goto(f"{SITE}/companion/medicines/")
    expect(phone.locator("#dose-day option")).to_have_count(4)
    for back in (2, 1):
        phone.locator("#dose-day").select_option(index=back)
        dose = phone.locator("#doses li").filter(has_text="Sertraline")
        dose.get_by_role("button", name=re.compile("^Late or skipped")).click()
        dialog = phone.locator("#dose-dialog")
        dialog.get_by_text("I forgot").click()
        dialog.get_by_role("button", name="Save").click()
        expect(dose).to_contain_text("Skipped: I forgot")
    expect(phone.locator("#sending")).to_have_text("Saved")


def _answer_the_missed_days(priya: Page, chart: str) -> None:
    priya.goto(f"{SITE}/workspace/alerts/")
    priya.locator(".alert-card").filter(has_text=PERSON).get_by_role("link").first.click()
    expect(priya.locator("#main")).to_contain_text("A medicine skipped on 2 due days in a row")
    priya.get_by_role("button", name="I take this").click()
    priya.get_by_label("Your line to them").fill("Thank you for telling. Let's put it beside your toothbrush.")
    priya.get_by_role("button", name="Show it to them").click()
    expect(priya.get_by_text("beside your toothbrush").first).to_be_visible()
    priya.get_by_role("link", name="Medicines and doses").first.click()
    priya.get_by_text("Sertraline as a table").click()
    expect(priya.locator("details", has_text="Sertraline as a table").locator("table")).to_contain_text("forgot")


# --- A screen --------------------------------------------------------------------------------------------------------


def _now() -> datetime:
    """On the clock of the house, which is theirs too."""
    return datetime.now(ZoneInfo("America/Chicago"))


def _unexpected_screen(ben: Page, chart: str) -> str:
    """Ordered for a reason of their own, collected, read, confirmed: something is in it that no medicine of theirs explains."""
    now = _now()
    ben.goto(f"{chart}screens/")
    ben.get_by_label("Why, for this person").fill("She asked to see it go down in black and white.")
    ben.get_by_label("The day, or the first day").fill(now.date().isoformat())
    ben.get_by_label("From", exact=True).fill("00:00")
    ben.get_by_label("Until").fill("23:59")
    ben.get_by_role("button", name="Order", exact=True).click()
    ben.locator("main a[href*='/workspace/screens/']").first.click()
    ben.wait_for_url("**/workspace/screens/**")
    specimen = _fold(ben, "Write a specimen down")
    specimen.get_by_label("Collected on").fill(now.date().isoformat())
    specimen.get_by_label("At", exact=True).fill(f"{now:%H:%M}")
    specimen.get_by_role("button", name="Write it down").click()
    results = _fold(ben, "Write results down")
    ben.wait_for_load_state()
    for one in results.get_by_role("combobox").all()[:-1]:
        one.select_option("negative")
    results.get_by_label("Benzodiazepines").select_option("positive")
    results.get_by_role("button", name="Write it down").click()
    # A medicine of hers may look like it: nobody is told that it was found before a laboratory has said so.
    expect(ben.locator("#main")).to_contain_text("Sertraline may look like it in a quick test. Have it confirmed.")
    confirm = _fold(ben, "Have it confirmed")
    confirm.get_by_label("What to confirm, and why").fill("Benzodiazepines: sertraline may look like it.")
    confirm.get_by_role("button", name="Write it down").click()
    results = _fold(ben, "Write results down")
    results.get_by_label("Benzodiazepines").select_option("positive")
    results.get_by_label("How it was tested").select_option(label="Confirmed by a laboratory")
    results.get_by_role("button", name="Write it down").click()
    expect(ben.locator("#main")).to_contain_text("not expected")
    return ben.url


def _fold(ben: Page, title: str) -> Locator:
    fold = ben.locator("details", has=ben.locator("summary", has_text=title))
    expect(fold).to_be_visible()
    if fold.get_attribute("open") is None:
        fold.locator("summary").click()
    return fold


def _talk_it_over(ben: Page, phone: Page, screen: str) -> None:
    """Until it was talked over the phone shows that it came, and not what; then what it is, and nothing has ended."""
    phone.goto(f"{SITE}/companion/screens/")
    expect(phone.get_by_text("Your team goes through them with you")).to_be_visible()
    expect(phone.locator("main")).not_to_contain_text("Benzodiazepines: ")
    ben.goto(screen)
    talk = _fold(ben, "Go through it with them")
    talk.get_by_label("What they say").fill(SAID)
    talk.get_by_label("What you agreed on").fill("A plan for Saturdays; the pills go back to her sister.")
    talk.get_by_role("button", name="Write it down").click()
    expect(ben.get_by_text(SAID)).to_be_visible()
    phone.reload()
    expect(phone.locator("main")).to_contain_text("Benzodiazepines: ")
    expect(phone.locator("main")).to_contain_text("A result never ends your treatment by itself.")


def _revise(ben: Page, chart: str) -> None:
    """The plan asks for another look, and opens with what happened; what changed is read before it is signed."""
    ben.goto(f"{chart}treatment/")
    since = ben.locator("section", has=ben.get_by_role("heading", name="Since it was last looked at"))
    expect(since).to_contain_text("This asks for another look at the plan")
    expect(ben.locator("main")).to_contain_text(OWN_GOAL)
    expect(since.get_by_role("link", name="An unexpected drug screen")).to_be_visible()
    ben.get_by_role("button", name="Write a new version").click()
    ben.wait_for_url("**/treatment-drafts/**")
    ben.locator(".plan-problem").nth(1).get_by_label("What", exact=True).fill("Group, and a plan for Saturdays")
    ben.get_by_role("button", name="Look it over and sign").click()
    ben.wait_for_url("**/sign/")
    expect(ben.locator("section", has=ben.get_by_role("heading", name="What it changes"))).to_contain_text("Saturdays")
    _sign(ben, "Sign the plan")
    expect(ben.get_by_text("Version 2, signed by Ben Okafor").first).to_be_visible()


def _step_down(ben: Page, chart: str) -> None:
    """Less care is a step on the way: the stay goes on at another level, with what is taken along written down."""
    ben.goto(f"{chart}discharge/")
    ben.get_by_role("button", name="Begin the page for leaving").click()
    said = {"reason": "stepped_down", "stay": "goes_on", "to-level": "op", "safety-plan": "no"}
    for code, choice in said.items():
        ben.locator(f"#ask-{code} select").select_option(choice)
    ben.locator("#ask-last-on input[data-cell]").fill(_now().date().isoformat())
    ben.locator("#ask-safety-plan-why [data-cell]").fill("We write it together on Tuesday.")
    _confirm_what_was_filled_in(ben)
    _fill_what_is_required(ben, "Evenings are calm for three weeks; two groups a week are enough.")
    _sign(ben, "Sign it")
    ben.goto(f"{chart}level/")
    expect(ben.locator("main")).to_contain_text("Now: Outpatient")
    expect(ben.locator("main table")).to_contain_text("Intensive outpatient → Outpatient")
    ben.goto(chart)
    expect(ben.locator("main")).to_contain_text("day 1")  # the stay goes on
