"""Spoiled copies of rendered apps of several domains, each with the check that must say so."""
