from django.urls import path

from daybridge.demo import views

app_name = "demo"
urlpatterns = [path("", views.sign_ins, name="sign_ins")]
