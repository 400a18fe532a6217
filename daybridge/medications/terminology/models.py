from django.db import models


class Drug(models.Model):
    """One RxNorm concept of the release that was loaded last. The installation's, not an organization's: it says nothing of anybody."""

    rxcui = models.CharField(primary_key=True, max_length=8)
    name = models.TextField()
    #: Its term type: IN an ingredient, SCD a clinical drug, BN a brand ...
    kind = models.CharField(max_length=4)


class DrugIngredient(models.Model):
    """That an ingredient is in a drug. No foreign keys: both are only as good as the release they came with."""

    id = models.BigAutoField(primary_key=True)
    rxcui = models.CharField(max_length=8, db_index=True)
    ingredient = models.CharField(max_length=8)
