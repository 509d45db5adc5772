"""Which congressional districts a ZIP code may lie in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ZipDistrict(models.Model):
    """One of the districts that a ZIP code touches. A ZIP code is not a district: many lie in several."""

    zip = models.CharField(_("ZIP code"), max_length=5)
    district = models.CharField(_("district"), max_length=5, help_text=_("CA-28; CA-0 for a state with only one."))

    class Meta:
        app_label = "chapters"
        verbose_name = _("district of a ZIP code")
        verbose_name_plural = _("districts of ZIP codes")
        constraints = (models.UniqueConstraint(fields=["zip", "district"], name="zip_district_once"),)
        indexes = (models.Index(fields=["district", "zip"], name="zip_district_by_district"),)

    def __str__(self) -> str:
        return f"{self.zip} {self.district}"
