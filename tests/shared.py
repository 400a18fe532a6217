"""Real files that nobody here wrote; they lie beside the checkout, or where DAYBRIDGE_SHARED says."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("DAYBRIDGE_SHARED") or Path(__file__).parents[2] / "shared")
BUNDLES = SHARED / "data" / "fhir"
