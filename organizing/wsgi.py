"""The WSGI application that the web server loads."""

import os

from django.core.checks import run_checks
from django.core.management.base import SystemCheckError
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "organizing.settings")
application = get_wsgi_application()

# A view without an access mark must not go online: `runserver` checks by itself, a WSGI server does not.
if unmarked := run_checks(tags=["access"]):
    raise SystemCheckError("\n".join(map(str, unmarked)))
