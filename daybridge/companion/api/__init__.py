"""The companion's JSON API: pictures in, entries out. Problems are problem+json (RFC 9457)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from daybridge.companion.api import answers, library, medicines, messages, phone, plans, sessions, use, week, work
from daybridge.core.errors import DaybridgeError, Invalid, Refused
from daybridge.core.middleware import problem
from daybridge.measures.actions import MOST_FAULTS_TOLD

LONGEST_NAME_TOLD = 120


class DescribedApi(NinjaAPI):
    """An API whose description names the media type of its problems, too."""

    def get_openapi_schema(self, **words: Any) -> OpenAPISchema:
        described = super().get_openapi_schema(**words)
        for operations in described["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400:
                        answer["content"] = {"application/problem+json": answer["content"]["application/json"]}
        return described


api = DescribedApi(title="Daybridge", version="1", urls_namespace="api", docs_url=None, openapi_url="/openapi.json")
for part in (phone, answers, plans, work, library, medicines, week, sessions, use, messages):
    api.add_router("/companion", part.router)
api.add_router("/kiosk", answers.kiosk)


@api.exception_handler(DaybridgeError)
def _refused(request: HttpRequest, error: DaybridgeError) -> HttpResponse:
    return problem(error)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    told = [(".".join(str(part) for part in one["loc"][1:]), one["msg"]) for one in error.errors[:MOST_FAULTS_TOLD]]
    fields = {name[:LONGEST_NAME_TOLD] or "body": words for name, words in told}
    return problem(Invalid(_("Part of what was sent can't be read."), fields=fields))


@api.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    refused = Refused(_("Sign in first."), code="signed-out")
    refused.status = 401
    return problem(refused)


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
    refused = Refused(_("What was sent can't be read."), code="unreadable")
    refused.status = error.status_code
    return problem(refused)
