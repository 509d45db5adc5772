"""Wiring only; nothing imports this package except settings by name."""

from organizing.celery import app as celery_app

__all__ = ["celery_app"]
