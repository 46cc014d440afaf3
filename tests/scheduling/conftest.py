"""Failures inside the comparison are told in full."""

import pytest

pytest.register_assert_rewrite("tests.scheduling.comparing")
