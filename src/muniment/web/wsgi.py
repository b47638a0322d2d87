"""The application that a web server calls, for the workspace that is open."""

from __future__ import annotations

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
