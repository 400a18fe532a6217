"""Loaded before Django's settings are: the tests live in a home of their own, never in the demo's.

Each checkout has its own, so that two of them can be tested at once.
"""

import hashlib
import os
import tempfile
from pathlib import Path

import hypothesis

from tests import prepared

_mark = hashlib.sha256(str(Path(__file__).parent).encode()).hexdigest()[:8]
_default = Path(tempfile.gettempdir()) / f"daybridge-tests-{os.geteuid()}-{_mark}"
os.environ["DAYBRIDGE_HOME"] = os.environ.get("DAYBRIDGE_TEST_HOME") or str(_default)
os.environ["DAYBRIDGE_EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"
os.environ["DAYBRIDGE_DEMO"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "daybridge.settings"
os.environ.pop("DATABASE_URL", None)
prepared.share_secrets(Path(os.environ["DAYBRIDGE_HOME"]))

# How long an example takes is the machine's load, and no property.
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")
