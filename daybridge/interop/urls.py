from django.urls import path

from daybridge.interop import views

app_name = "interop"

urlpatterns = [
    path("upload/", views.upload, name="upload"),
]
