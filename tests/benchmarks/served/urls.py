from django.http import HttpRequest, HttpResponse
from django.urls import path

from chapters.access import webhook
from organizing.urls import urlpatterns as ours


def anyone(request: HttpRequest) -> bool:
    return True


@webhook(anyone)
def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=200)


urlpatterns = [path("hooks/nothing/", nothing), *ours]
