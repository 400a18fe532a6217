from django.urls import path

from daybridge.workspace import duty, views

app_name = "workspace"

urlpatterns = [
    path("", views.today, name="today"),
    path("alerts-for-me/", views.my_alerts, name="my-alerts"),
    path("caseload/", views.caseload, name="caseload"),
    path("people/<uuid:participant_id>/", views.chart, name="chart"),
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
