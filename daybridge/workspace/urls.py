from django.urls import path

from daybridge.workspace import team, views
from daybridge.workspace.assessment import level
from daybridge.workspace.assessment import views as assessment
from daybridge.workspace.between import going_through
from daybridge.workspace.between import views as between
from daybridge.workspace.medicines import orders as medicines_orders
from daybridge.workspace.medicines import packs as medicine_rules
from daybridge.workspace.medicines import precautions as medicines_precautions
from daybridge.workspace.medicines import reconciling as medicines_reconciling
from daybridge.workspace.medicines import views as medicines
from daybridge.workspace.medicines import watching
from daybridge.workspace.medicines import writing as medicines_writing
from daybridge.workspace.net import views as duty
from daybridge.workspace.rewards import views as rewards
from daybridge.workspace.safety_plan import views as plan
from daybridge.workspace.screens import views as screens
from daybridge.workspace.session import minutes
from daybridge.workspace.session import views as session
from daybridge.workspace.therapy import views as therapy
from daybridge.workspace.treatment import objectives
from daybridge.workspace.treatment import views as treatment
from daybridge.workspace.use import views as use
from daybridge.workspace.week import apart, coming, needs, staff_hours
from daybridge.workspace.week import views as week

app_name = "workspace"

urlpatterns = [
    path("", views.today, name="today"),
    path("alerts-for-me/", views.my_alerts, name="my-alerts"),
    path("caseload/", views.caseload, name="caseload"),
    path("people/<uuid:participant_id>/", views.chart, name="chart"),
    path("people/<uuid:participant_id>/team/", team.page, name="team"),
    path("people/<uuid:participant_id>/team/<uuid:staff_id>/leave/", team.leave, name="leave-team"),
    path("people/<uuid:participant_id>/week/", week.page, name="week"),
    path("people/<uuid:participant_id>/minutes/", minutes.page, name="minutes"),
    path("people/<uuid:participant_id>/minutes.csv", minutes.as_file, name="minutes-file"),
    path("programs/<uuid:program_id>/minutes/", minutes.program, name="program-minutes"),
    path("programs/<uuid:program_id>/minutes.csv", minutes.program_as_file, name="program-minutes-file"),
    path("people/<uuid:participant_id>/needs/", needs.edit, name="needs"),
    path("people/<uuid:participant_id>/apart/", apart.page, name="apart"),
    path("apart/<uuid:pair_id>/end/", apart.end, name="end-apart"),
    path("my-hours/", staff_hours.mine, name="my-hours"),
    path("staff/<uuid:staff_id>/hours/", staff_hours.page, name="staff-hours"),
    path("staff/<uuid:staff_id>/leave/", staff_hours.add_leave, name="add-leave"),
    path("leave/<uuid:leave_id>/back/", staff_hours.take_back, name="take-leave-back"),
    path("weeks/<uuid:week_id>/confirm/", week.confirm, name="confirm-week"),
    path("people/<uuid:participant_id>/seats/<uuid:series_id>/", week.give_seat, name="give-seat"),
    path("seats/<uuid:seat_id>/end/", week.end_seat, name="end-seat"),
    path("people/<uuid:participant_id>/between/", between.page, name="between"),
    path("people/<uuid:participant_id>/between/set-up/", between.set_up, name="between-set-up"),
    path("people/<uuid:participant_id>/between/<uuid:about>/", between.worksheet, name="worksheet"),
    path(
        "people/<uuid:participant_id>/between/<uuid:about>/together/",
        going_through.worksheet,
        name="looked-at-together",
    ),
    path(
        "people/<uuid:participant_id>/setbacks/<str:day>/together/", going_through.setback, name="setback-gone-through"
    ),
    path("people/<uuid:participant_id>/use/", use.page, name="use"),
    path("people/<uuid:participant_id>/therapy/", therapy.page, name="therapy"),
    path("people/<uuid:participant_id>/therapy/homework/", therapy.homework, name="homework"),
    path("people/<uuid:participant_id>/therapy/write/<slug:kind>/", therapy.write, name="therapy-write"),
    path("people/<uuid:participant_id>/therapy/<slug:part>/", therapy.page, name="therapy-part"),
    path("coming-for-me/", coming.for_me, name="my-coming"),
    path("change-requests/<uuid:request_id>/answer/", coming.answer, name="answer-change"),
    path("screens-for-me/", screens.for_me, name="my-screens"),
    path("people/<uuid:participant_id>/screens/", screens.page, name="screens"),
    path("people/<uuid:participant_id>/withdrawal/", screens.withdrawal, name="withdrawal"),
    path("screens/<uuid:screen_id>/", screens.one, name="screen"),
    path("people/<uuid:participant_id>/treatment/", treatment.page, name="treatment"),
    path("people/<uuid:participant_id>/treatment/begin/", treatment.begin, name="treatment-begin"),
    path("treatment-drafts/<uuid:draft_id>/", treatment.draft, name="treatment-draft"),
    path("treatment-drafts/<uuid:draft_id>/sign/", treatment.sign, name="treatment-sign"),
    path("treatment-drafts/<uuid:draft_id>/leave/", treatment.leave, name="treatment-leave"),
    path("treatment/<uuid:version_id>/plan.pdf", treatment.pdf, name="treatment-pdf"),
    path("treatment/<uuid:version_id>/", treatment.compare, name="treatment-compare"),
    path("treatment/<uuid:version_id>/answer/", treatment.answer, name="treatment-answer"),
    path("treatment/<uuid:version_id>/review/", treatment.review, name="treatment-review"),
    path("treatment/<uuid:version_id>/certify/", treatment.certify, name="treatment-certify"),
    path("people/<uuid:participant_id>/assessment/", assessment.of_person, name="assessment"),
    path("people/<uuid:participant_id>/assessment/begin/", assessment.begin, name="assessment-begin"),
    path("assessments/<uuid:assessment_id>/", assessment.document, name="assessment-document"),
    path("assessments/<uuid:assessment_id>/cells/", assessment.cells, name="assessment-cells"),
    path("assessments/<uuid:assessment_id>/confirm/", assessment.confirm, name="assessment-confirm"),
    path("assessments/<uuid:assessment_id>/sign/", assessment.sign, name="assessment-sign"),
    path("assessments/<uuid:assessment_id>/leave/", assessment.leave, name="assessment-leave"),
    path("people/<uuid:participant_id>/level/", level.page, name="level"),
    path("people/<uuid:participant_id>/level/attach/", level.attach, name="attach-report"),
    path("people/<uuid:participant_id>/discharge/", level.leaving, name="leaving"),
    path("licensed-reports/<uuid:report_id>/", level.report, name="licensed-report"),
    path("people/<uuid:participant_id>/rewards/", rewards.page, name="rewards"),
    path("people/<uuid:participant_id>/rewards/offer/", rewards.offer, name="rewards-offer"),
    path("rewards/<uuid:enrolment_id>/draws.json", rewards.draws, name="rewards-draws"),
    path("rewards/<uuid:enrolment_id>/<slug:way>/", rewards.deed, name="rewards-deed"),
    path("rewards/prizes/<uuid:draw_id>/", rewards.prize, name="rewards-prize"),
    path("programs/<uuid:program_id>/rewards/", rewards.program, name="program-rewards"),
    path("programs/<uuid:program_id>/rewards.csv", rewards.month, name="program-rewards-file"),
    path("people/<uuid:participant_id>/objectives/", objectives.page, name="objectives"),
    path("objectives/<uuid:objective_id>/end/", objectives.end, name="end-objective"),
    path("my-sessions/", session.mine, name="my-sessions"),
    path("sessions/<uuid:occurrence_id>/", session.page, name="session"),
    path("sessions/<uuid:occurrence_id>/state/", session.state, name="session-state"),
    path("sessions/<uuid:occurrence_id>/everybody/", session.everybody, name="session-everybody"),
    path("sessions/<uuid:occurrence_id>/add/", session.add, name="session-add"),
    path("sessions/<uuid:occurrence_id>/begin/", session.begin, name="session-begin"),
    path("sessions/<uuid:occurrence_id>/end/", session.end, name="session-end"),
    path("sessions/<uuid:occurrence_id>/hand-over/", session.hand_over, name="session-hand-over"),
    path("sessions/<uuid:occurrence_id>/sheet/", session.sheet, name="session-sheet"),
    path("sessions/<uuid:occurrence_id>/break/<slug:way>/", session.pause, name="session-break"),
    path("sessions/<uuid:occurrence_id>/people/<uuid:participant_id>/", session.person, name="session-person"),
    path(
        "sessions/<uuid:occurrence_id>/people/<uuid:participant_id>/note/",
        session.begin_note,
        name="session-begin-note",
    ),
    path("sessions/<uuid:occurrence_id>/people/<uuid:participant_id>/<slug:way>/", session.mark, name="session-mark"),
    path("medicines-for-me/", medicines.for_me, name="my-medicines"),
    path("people/<uuid:participant_id>/medicines/", medicines.page, name="medicines"),
    path("people/<uuid:participant_id>/medicines/add/", medicines_writing.add, name="add-medicine"),
    path("people/<uuid:participant_id>/medicines/about/", medicines_writing.about_name, name="about-medicine"),
    path("people/<uuid:participant_id>/medicines/reconcile/", medicines_reconciling.page, name="reconcile"),
    path("people/<uuid:participant_id>/medicines/known/", medicines_precautions.page, name="precautions"),
    path(
        "people/<uuid:participant_id>/medicines/known/<slug:what>/",
        medicines_precautions.state,
        name="state-precaution",
    ),
    path(
        "people/<uuid:participant_id>/allergies/take-over/<int:number>/",
        medicines_precautions.take_over,
        name="take-allergy-over",
    ),
    path(
        "people/<uuid:participant_id>/allergies/<uuid:statement_id>/take-back/",
        medicines_precautions.take_back,
        name="take-allergy-back",
    ),
    path("medicines/<uuid:medicine_id>/change/", medicines_writing.change, name="change-medicine"),
    path("medicines/<uuid:medicine_id>/stop/", medicines_writing.stop, name="stop-medicine"),
    path("medicines/<uuid:medicine_id>/order/", medicines_orders.write, name="write-order"),
    path("orders/<uuid:order_id>/", medicines_orders.page, name="order"),
    path("orders/<uuid:order_id>/order.pdf", medicines_orders.pdf, name="order-pdf"),
    path("orders/<uuid:order_id>/hand-over/", medicines_orders.hand_over, name="hand-order-over"),
    path("people/<uuid:participant_id>/medicines/watching/", watching.page, name="watching"),
    path("people/<uuid:participant_id>/medicines/results/", watching.enter, name="enter-result"),
    path("results/<uuid:result_id>/seen/", watching.seen, name="result-seen"),
    path("results/<uuid:result_id>/correct/", watching.correct, name="correct-result"),
    path("medicine-rules/", medicine_rules.page, name="medicine-rules"),
    path("medicine-rules/<slug:code>/", medicine_rules.pack, name="medicine-pack"),
    path(
        "medicine-rules/<slug:code>/sign-off/<int:version>/<int:number>/",
        medicine_rules.sign_off,
        name="sign-off-pack",
    ),
    path("medicines/<uuid:medicine_id>/note/", medicines.note, name="note-medicine"),
    path("side-effects/<uuid:entry_id>/read/", medicines.read, name="read-side-effect"),
    path("people/<uuid:participant_id>/plan/", plan.page, name="plan"),
    path("people/<uuid:participant_id>/plan/state/", plan.state, name="plan-state"),
    path("people/<uuid:participant_id>/plan/edit/", plan.edit, name="plan-edit"),
    path("people/<uuid:participant_id>/plan/print/", plan.to_print, name="plan-print"),
    path("plans/<uuid:version_id>/sign/", plan.sign, name="plan-sign"),
    path("plans/<uuid:version_id>/in-person/", plan.in_person, name="plan-in-person"),
    path("plans/<uuid:version_id>/reviewed/", plan.reviewed, name="plan-reviewed"),
    path("plans/<uuid:version_id>/drop/", plan.drop, name="plan-drop"),
    path("alarms/", views.alarms, name="alarms"),
    path("alerts/", views.alerts, name="alerts"),
    path("alerts/count/", views.count, name="alert-count"),
    path("alerts/list/", views.alert_list, name="alert-list"),
    path("alerts/<uuid:alert_id>/", views.alert, name="alert"),
    path("alerts/<uuid:alert_id>/state/", views.alert_state, name="alert-state"),
    path("alerts/<uuid:alert_id>/take/", views.take, name="take"),
    path("alerts/<uuid:alert_id>/take-over/", views.take_over, name="take-over"),
    path("alerts/<uuid:alert_id>/second-look/", views.look_again, name="look-again"),
    path("alerts/<uuid:alert_id>/follow-up/", views.follow_up, name="follow-up"),
    path("alerts/<uuid:alert_id>/contact/", views.log_contact, name="log-contact"),
    path("alerts/<uuid:alert_id>/answer/", views.answer, name="answer"),
    path("alerts/<uuid:alert_id>/close/", views.close, name="close"),
    path("alerts/<uuid:alert_id>/hand-over/", views.hand_over, name="hand-over"),
    path("alerts/<uuid:alert_id>/reopen/", views.reopen, name="reopen"),
    path("people/<uuid:participant_id>/worry/", duty.worry, name="worry"),
    path("outreach/", duty.outreach, name="outreach"),
    path("rules/", duty.rules, name="rules"),
    path("rules/<slug:code>/", duty.rule, name="rule"),
    path("rules/<slug:code>/sign-off/<int:version>/<int:number>/", duty.sign_off, name="sign-off"),
    path("ladder/", duty.ladder, name="ladder"),
    path("on-call/", duty.on_call, name="on-call"),
    path("on-call/shifts/", duty.add_shift, name="add-shift"),
    path("on-call/shifts/<uuid:shift_id>/remove/", duty.remove_shift, name="remove-shift"),
    path("on-call/shifts/<uuid:shift_id>/hand-over/", duty.hand_over_shift, name="hand-over-shift"),
    path("on-call/shifts/<uuid:shift_id>/acknowledge/", duty.acknowledge_shift, name="acknowledge-shift"),
    path("on-call/holidays/", duty.add_holiday, name="add-holiday"),
    path("on-call/holidays/<uuid:holiday_id>/remove/", duty.remove_holiday, name="remove-holiday"),
]
