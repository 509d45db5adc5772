"""The demo: invented people around the Los Angeles sanctuary campaign of 2017. Loaded once, by `manage.py demo`."""
