from django.urls import path

from daybridge.workspace import views

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
]
