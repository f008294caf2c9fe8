"""Where our Spanish differs from Django's: 1.000 with a point, as prices are written beside it."""

THOUSAND_SEPARATOR = "."
