#!/usr/bin/env bash
# Makes the virtual environment in which schemathesis runs: .venv. Needs Python 3.10 or newer with its venv module.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
command -v python3 >/dev/null || { echo 'not made: there is no python3 here'; exit 1; }
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check --requirement test/fuzz/requirements.txt
