"""Phone numbers as people write them: {{ office.phone|shown_phone }}."""

from django import template

from chapters.members import contacts

register = template.Library()


@register.filter
def shown_phone(number: str) -> str:
    return contacts.shown_phone(number)
