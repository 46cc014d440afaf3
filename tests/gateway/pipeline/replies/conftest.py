from tests.front_fixtures import open_front_with, plain, real_worker

__all__ = ["open_front_with", "plain", "real_worker"]
