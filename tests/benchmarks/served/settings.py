"""The site with one more address: a view that does nothing, behind the same middleware."""

from organizing.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.served.urls"
