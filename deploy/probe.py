"""Whether the process of this container is well: exit 0, or 1."""

import os
import sys
import urllib.request

asked = urllib.request.Request("http://127.0.0.1:8501/_stcore/health", headers={"Host": os.environ["ATLAS_HOTE"]})
try:
    with urllib.request.urlopen(asked, timeout=5) as answer:
        sys.exit(0 if answer.status == 200 else 1)
except OSError:
    sys.exit(1)
