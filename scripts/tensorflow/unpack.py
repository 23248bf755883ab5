"""Takes the files that match one of the patterns out of a wheel: WHEEL FOLDER PATTERN... It prints their sizes as JSON."""

import json
import os
import re
import sys
import zipfile

wheel, folder, *patterns = sys.argv[1:]
taken = {}
with zipfile.ZipFile(wheel) as archive:
    for entry in archive.infolist():
        if entry.is_dir() or not any(re.match(pattern, entry.filename) for pattern in patterns):
            continue
        path = archive.extract(entry, folder)
        mode = entry.external_attr >> 16 & 0o777
        os.chmod(path, (mode or 0o644) | 0o600)
        taken[entry.filename] = entry.file_size
print(json.dumps(taken))
