"""What a setting turns on."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ASK = """
import json
from yichuang.project import settings as s
print(json.dumps([s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0,
                  s.SECURE_PROXY_SSL_HEADER]))
"""
HEADER = ["HTTP_X_FORWARDED_PROTO", "https"]


@pytest.mark.parametrize(
    ("given", "found"),
    [("", [False, False, False, None]), ("1", [True, True, True, HEADER])],
)
def test_tls_when_a_proxy_ends_it_then_cookies_are_for_encrypted_connections(
    tmp_path: Path, given: str, found: list[object]
) -> None:
    environ = {**os.environ, "YICHUANG_VAR": str(tmp_path), "YICHUANG_BEHIND_TLS": given}
    said = subprocess.run([sys.executable, "-c", ASK], env=environ, capture_output=True, check=True)
    assert json.loads(said.stdout) == found
